import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createCatalog } from '../../src/core/catalog';
import type { Skill } from '../../src/core/model';
import { noteTemplate } from '../../src/core/notes';
import { createSearch } from '../../src/core/search';
import { commandIds, settingIds } from '../../src/ids';
import { listNotes, offerCopy } from '../../src/notes/commands';
import { searchPicks } from '../../src/skills/searchPicks';
import { Notes, maxNoteSize } from '../../src/state/notes';
import type { Services } from '../../src/state/services';
import type { Stores } from '../../src/state/stores';
import { makeIndex } from '../unit/packs';
import { Told } from './answers';
import { waitUntil } from './suite';

const { fs } = vscode.workspace;
const log = { info: () => undefined, warn: () => undefined };
const catalog = createCatalog(
  makeIndex({ tools: { git: 1, sql: 1, 'new-name': 1 } }, { 'new-name': { aliases: ['old-name', 'Another Name'] } }),
);
const git = catalog.skill('git')!;
const renamed = catalog.skill('new-name')!;

/** The notes on a folder of their own, in the workspace, which every host has. */
export function registerNotesTests(): void {
  describe('notes', () => {
    const root = vscode.workspace.workspaceFolders![0]!.uri;
    const home = vscode.Uri.joinPath(root, '.notes-of-test');
    let folder = vscode.Uri.joinPath(home, 'notes');
    /** A folder that stays: what happens in a new one before the editor has noticed it goes unseen, sometimes for ever. */
    const lasting = vscode.Uri.joinPath(root, '.lasting-notes-of-test');
    const at = (name: string, within = folder): vscode.Uri => vscode.Uri.joinPath(within, name);
    const write = (name: string, text: string, within = folder): Thenable<void> =>
      fs.writeFile(at(name, within), new TextEncoder().encode(text));
    const read = async (name: string, within = folder): Promise<string> =>
      new TextDecoder().decode(await fs.readFile(at(name, within)));
    const names = async (within = folder): Promise<string[]> =>
      (await fs.readDirectory(within)).map(([name]) => name).sort();
    const exists = (uri: vscode.Uri): Thenable<boolean> =>
      fs.stat(uri).then(
        () => true,
        () => false,
      );
    const choose = (value: string | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration().update(settingIds.notesFolder, value, vscode.ConfigurationTarget.Workspace);

    let notes: Notes;
    const made = async (skill: Skill): Promise<[string, boolean]> => {
      const { uri, fresh } = await notes.ensure(skill);
      return [uri.toString(), fresh];
    };
    before(async () => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '.lasting-notes*'));
      const noticed = new Promise<void>((resolve) => watcher.onDidCreate(() => resolve()));
      await fs.createDirectory(lasting);
      await noticed;
      watcher.dispose();
    });
    /** Keeps the notes of this test in the folder that stays, in which there are none. */
    const useLasting = async (): Promise<void> => {
      for (const name of await names(lasting)) await fs.delete(at(name, lasting));
      folder = lasting;
      await choose('.lasting-notes-of-test');
    };
    /** Writes past the editor, until it is noticed: while the editor still sets up its watching, it is not. */
    const changeElsewhere = async (name: string, text: string): Promise<void> => {
      let told = 0;
      const listener = notes.onDidChange(() => told++);
      const change = async (): Promise<void> => {
        await write(name, text);
        await waitUntil(() => told > 0, 'a sign of the change');
      };
      await change().catch(change);
      listener.dispose();
    };
    beforeEach(async () => {
      folder = vscode.Uri.joinPath(home, 'notes');
      await choose('.notes-of-test/notes');
      notes = new Notes(vscode.Uri.joinPath(home, 'storage'), catalog, log);
    });
    afterEach(async () => {
      notes.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await fs.delete(home, { recursive: true }).then(undefined, () => undefined);
    });
    after(async () => {
      await choose(undefined);
      for (const made of [vscode.Uri.joinPath(root, '.vscode'), lasting])
        await fs.delete(made, { recursive: true }).then(undefined, () => undefined);
    });

    it('begin with the title, are none while nothing is written, and are shown once something is', async () => {
      await useLasting();
      assert.equal(notes.folder.toString(), folder.toString());
      assert.deepEqual(await notes.list(), []);
      assert.deepEqual(await made(git), [at('git.md').toString(), true]);
      assert.equal(await read('git.md'), noteTemplate('Git'));
      assert.deepEqual(await notes.shown(git), { state: 'none' });
      assert.deepEqual((await notes.readAll()).notes, []);
      await changeElsewhere('git.md', '# Git\r\n\r\nMine.\r\n');
      assert.deepEqual(await notes.shown(git), { state: 'note', markdown: 'Mine.', cut: false });
      assert.deepEqual(await made(git), [at('git.md').toString(), false]);
      assert.equal(await read('git.md'), '# Git\r\n\r\nMine.\r\n');
    });

    it('tell of a file that is saved in the editor, changed elsewhere, or taken away', async () => {
      await useLasting();
      const { uri } = await notes.ensure(git);
      let told = 0;
      notes.onDidChange(() => told++);
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'Saved.'));
      await document.save();
      await waitUntil(async () => told > 0 && JSON.stringify(await notes.shown(git)).includes('Saved.'), 'the note');
      // What comes and goes between two looks of the editor's watching goes unseen, so it has to see the file first.
      await changeElsewhere('git.md', '# Git\n\nElsewhere.\n');
      await waitUntil(async () => JSON.stringify(await notes.shown(git)).includes('Elsewhere.'), 'the other note');
      told = 0;
      await fs.delete(uri);
      await waitUntil(() => told > 0, 'the event');
      assert.deepEqual(await notes.shown(git), { state: 'none' });
    });

    it('stay with a skill that is renamed, and stay where they are when it is gone', async () => {
      await write('old-name.md', 'From before.');
      await write('long-gone.md', 'Of a skill that is gone.');
      await write('README.md', 'No note.');
      assert.deepEqual(await notes.shown(renamed), { state: 'note', markdown: 'From before.', cut: false });
      assert.deepEqual(await made(renamed), [at('old-name.md').toString(), false]);
      assert.deepEqual(
        (await notes.list()).map(({ file, today, known }) => [file, today, known]),
        [
          ['long-gone.md', 'long-gone', false],
          ['old-name.md', 'new-name', true],
        ],
      );
      // The name of today comes first, and the other one stays.
      await write('new-name.md', 'Of today.');
      assert.deepEqual(await notes.shown(renamed), { state: 'note', markdown: 'Of today.', cut: false });
      assert.deepEqual(await names(), ['README.md', 'long-gone.md', 'new-name.md', 'old-name.md']);
    });

    it('are read in the encodings of the editor; what is no text is a problem with a next step', async () => {
      const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from('Grüße', (letter) => [letter.charCodeAt(0), 0]).flat()]);
      await fs.writeFile(at('git.md'), utf16);
      assert.deepEqual(await notes.shown(git), { state: 'note', markdown: 'Grüße', cut: false });
      await write('git.md', '\uFEFF# Git\n\nWith a mark.');
      assert.deepEqual(await notes.shown(git), { state: 'note', markdown: 'With a mark.', cut: false });
      await fs.writeFile(
        at('git.md'),
        new Uint8Array(2000).map((_, byte) => byte % 7),
      );
      const binary = await notes.shown(git);
      assert.equal(binary.state, 'problem');
      await write('git.md', 'x'.repeat(maxNoteSize + 1));
      const large = await notes.shown(git);
      assert.match(large.state === 'problem' ? large.message : '', /larger than 2 MB.*You can open it/);
      assert.deepEqual(
        (await notes.readAll()).left.map(({ file }) => file),
        ['git.md'],
      );
    });

    it('say what to do when their folder is a file', async () => {
      await fs.createDirectory(home);
      await write('notes', '', home);
      const shown = await notes.shown(git);
      // A file has no files: some systems call that missing.
      if (shown.state === 'problem') assert.match(shown.message, /choose another folder/);
      await assert.rejects(notes.ensure(git), /could not be made|cannot be read/);
      assert.equal(await read('notes', home), '');
    });

    it('are made once by two windows at the same time', async () => {
      const other = new Notes(vscode.Uri.joinPath(home, 'storage'), catalog, log);
      try {
        const made = await Promise.all([notes.ensure(git), other.ensure(git), notes.ensure(git)]);
        assert.equal(new Set(made.map(({ uri }) => uri.toString())).size, 1);
        assert.equal(await read('git.md'), noteTemplate('Git'));
        await write('git.md', 'Written in the one.');
        await other.ensure(git);
        // The other one may have looked before this one has written.
        await other['create'](folder, at('git.md'), noteTemplate('Git'));
        assert.deepEqual(await other.shown(git), { state: 'note', markdown: 'Written in the one.', cut: false });
      } finally {
        other.dispose();
      }
    });

    it('are imported beside what is there, never over it, and once', async () => {
      await write('git.md', 'Mine.');
      await write('old-name.md', 'Mine too.');
      const incoming = new Map([
        ['git', 'Theirs.'],
        ['new-name', 'Mine too.\r\n'],
        ['sql', 'New.'],
        ['long-gone', 'Of a skill that is gone.'],
      ]);
      const plan = await notes.planImport(incoming, '2026-11-21');
      assert.deepEqual(
        plan.map(({ file, beside }) => [file, beside]),
        [
          ['git.imported-2026-11-21.md', true],
          ['long-gone.md', false],
          ['sql.md', false],
        ],
      );
      // What comes up meanwhile stays.
      await write('sql.md', 'Written meanwhile.');
      assert.equal(await notes.import(plan), 2);
      assert.equal(await read('git.md'), 'Mine.');
      assert.equal(await read('git.imported-2026-11-21.md'), 'Theirs.');
      assert.equal(await read('sql.md'), 'Written meanwhile.');
      incoming.delete('sql');
      assert.deepEqual(await notes.planImport(incoming, '2026-11-22'), []);
      // The page of the skill names it, and the search finds both.
      assert.deepEqual(await notes.shown(git), { state: 'note', markdown: 'Mine.', cut: false });
      const besides = async (skill: Skill): Promise<unknown> =>
        (await notes.beside(skill)).map(({ file, imported }) => [file, imported]);
      assert.deepEqual(await besides(git), [['git.imported-2026-11-21.md', '2026-11-21']]);
      assert.deepEqual(await besides(renamed), []);
      const found = createSearch(await notes.searchable()).find('git');
      assert.deepEqual(found.map(({ skill, ref }) => [skill, ref]).sort(), [
        ['git', 'git.imported-2026-11-21.md'],
        ['git', 'git.md'],
      ]);
      const picks = searchPicks(
        { catalog } as unknown as Stores,
        createSearch(await notes.searchable()).find('theirs'),
      );
      assert.deepEqual(
        picks.map(({ target }) => target),
        [{ command: commandIds.openNote, argument: { note: 'git.imported-2026-11-21.md' } }],
      );
      // Also without the first one; but not while nothing is written in it.
      await fs.delete(at('git.md'));
      assert.deepEqual(await notes.shown(git), { state: 'none' });
      assert.deepEqual(await besides(git), [['git.imported-2026-11-21.md', '2026-11-21']]);
      await write('git.imported-2026-11-21.md', noteTemplate('Git'));
      assert.deepEqual(await besides(git), []);
      // One under the former name of a skill is another one, when there is one of today.
      await write('new-name.md', 'Of today.');
      assert.deepEqual(await besides(renamed), [['old-name.md', undefined]]);
    });

    it('are the same bytes after an update that renames skills, joins them and drops them, and all can still be found', async () => {
      const before = ['git.md', 'git.imported-2026-11-21.md', 'sql.md', 'new-name.md', 'old-name.md'];
      for (const file of before) await write(file, `\uFEFFOf ${file}.\r\n`);
      notes.dispose();
      const updated = createCatalog(
        makeIndex(
          { tools: { 'version-control': 1, 'new-name': 1 } },
          { 'version-control': { aliases: ['git', 'old-name'] } },
        ),
      );
      notes = new Notes(vscode.Uri.joinPath(home, 'storage'), updated, log);
      const joined = updated.skill('version-control')!;
      assert.deepEqual(await notes.shown(joined), { state: 'note', markdown: 'Of git.md.', cut: false });
      assert.deepEqual(
        (await notes.beside(joined)).map(({ file }) => file),
        ['git.imported-2026-11-21.md', 'old-name.md'],
      );
      assert.equal((await notes.ensure(joined)).fresh, false);
      assert.deepEqual(
        (await notes.readAll()).notes.map(({ file, known }) => [file, known]).sort(),
        before.map((file) => [file, file !== 'sql.md']).sort(),
      );
      assert.deepEqual(await names(), [...before].sort());
      for (const file of before) assert.equal(await read(file), `Of ${file}.\r\n`);
      const [first] = await fs.readFile(at('sql.md'));
      assert.equal(first, 0xef);
    });

    it('are copied to another folder byte by byte, and stay where they were', async () => {
      const old = vscode.Uri.joinPath(home, 'old');
      await write('git.md', 'The same.', old);
      await write('sql.md', 'Old.\r\n', old);
      await write('old-name.md', 'Only there.', old);
      await write('other.txt', 'No note.', old);
      await write('git.md', 'The same.');
      await write('sql.md', 'Different.');
      assert.equal(await notes.missingFrom(old), 2);
      assert.deepEqual(await notes.copyFrom(old, '2026-11-21'), { copied: 2, failed: [] });
      assert.deepEqual(await names(), ['git.md', 'old-name.md', 'sql.imported-2026-11-21.md', 'sql.md']);
      assert.equal(await read('sql.md'), 'Different.');
      assert.equal(await read('sql.imported-2026-11-21.md'), 'Old.\r\n');
      assert.deepEqual(await names(old), ['git.md', 'old-name.md', 'other.txt', 'sql.md']);
    });

    it('are named by the day that it is for the reader', async () => {
      const old = vscode.Uri.joinPath(home, 'old');
      await write('git.md', 'Theirs.', old);
      await write('git.md', 'Mine.');
      // On one of the two sides of the date line it is another day than in UTC.
      const hour = new Date().getUTCHours();
      const zone = hour < 12 ? 'Etc/GMT+12' : 'Etc/GMT-14';
      const today = new Date(Date.now() + (hour < 12 ? -12 : 14) * 3_600_000).toISOString().slice(0, 10);
      const { prototype } = Intl.DateTimeFormat;
      // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
      const original = prototype.resolvedOptions;
      prototype.resolvedOptions = function () {
        return { ...original.call(this), timeZone: zone };
      };
      try {
        const [planned] = await notes.planImport(new Map([['git', 'Another.']]));
        assert.equal(planned?.file, `git.imported-${today}.md`);
        await notes.copyFrom(old);
      } finally {
        prototype.resolvedOptions = original;
      }
      assert.deepEqual(await names(), [`git.imported-${today}.md`, 'git.md']);
    });

    it('are counted in words that fit one, too', async () => {
      const services = {
        storageUri: vscode.Uri.joinPath(home, 'storage'),
        notes: () => Promise.resolve(notes),
        stores: () => Promise.resolve({ catalog }),
      } as unknown as Services;
      const state = Object.getOwnPropertyDescriptor(vscode.window, 'state')!;
      const told = new Told((...offered) => offered[0]);
      Object.defineProperty(vscode.window, 'state', { ...state, get: () => ({ focused: true, active: true }) });
      try {
        await write('git.md', 'Mine.', vscode.Uri.joinPath(home, 'old'));
        await offerCopy(services, '.notes-of-test/old');
        await listNotes(services);
        await write('sql.md', 'Mine.');
        await listNotes(services);
      } finally {
        told.end();
        Object.defineProperty(vscode.window, 'state', state);
      }
      assert.deepEqual(
        told.texts.map((text) => text.replaceAll(/\S*\.notes-of-test\/(old|notes)/g, '$1')),
        [
          'Notes are now kept in notes. Copy your note there from old? It stays there too.',
          '1 note copied to notes and compared. The old one is still in old.',
          'Notes: 1 note in notes',
          'Notes: 2 notes in notes',
        ],
      );
    });

    it('open by the command, and an untouched one goes when its tab is closed', async () => {
      await vscode.commands.executeCommand(commandIds.openNote, { kind: 'item', id: 'core/git/x', skill: 'git' });
      const open = (): string[] =>
        vscode.window.tabGroups.all.flatMap(({ tabs }) =>
          tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : [])),
        );
      await waitUntil(() => open().includes(at('git.md').toString()), 'the tab');
      assert.equal(await read('git.md'), noteTemplate('Git'));
      // A second time brings the same one forward.
      await vscode.commands.executeCommand(commandIds.openNote, 'git');
      assert.equal(open().length, 1);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await waitUntil(async () => !(await exists(at('git.md'))), 'the end of the file');
      // What has been written stays.
      await vscode.commands.executeCommand(commandIds.openNote, 'git');
      const editor = vscode.window.activeTextEditor!;
      await editor.edit((edit) => edit.insert(editor.selection.active, 'Kept.'));
      await editor.document.save();
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await waitUntil(() => open().length === 0, 'the end of the tab');
      // One that goes after it shows that its own time has passed.
      await vscode.commands.executeCommand(commandIds.openNote, 'sql');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await waitUntil(async () => !(await exists(at('sql.md'))), 'the end of the other file');
      assert.equal(await read('git.md'), '# Git\n\nKept.');
      await vscode.commands.executeCommand(commandIds.openNote, 'no-such-skill');
      assert.equal(open().length, 0);
      await vscode.commands.executeCommand('notifications.clearAll');
    });
  });
}
