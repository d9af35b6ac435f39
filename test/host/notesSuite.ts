import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createCatalog } from '../../src/core/catalog';
import type { Skill } from '../../src/core/model';
import { noteTemplate } from '../../src/core/notes';
import { commandIds, settingIds } from '../../src/ids';
import { Notes, maxNoteSize } from '../../src/state/notes';
import { makeIndex } from '../unit/packs';
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
    const folder = vscode.Uri.joinPath(home, 'notes');
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
    beforeEach(async () => {
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
      await fs.delete(vscode.Uri.joinPath(root, '.vscode'), { recursive: true }).then(undefined, () => undefined);
    });

    it('begin with the title, are none while nothing is written, and are shown once something is', async () => {
      assert.equal(notes.folder.toString(), folder.toString());
      assert.deepEqual(await notes.list(), []);
      assert.deepEqual(await made(git), [at('git.md').toString(), true]);
      assert.equal(await read('git.md'), noteTemplate('Git'));
      assert.deepEqual(await notes.shown(git), { state: 'none' });
      assert.deepEqual((await notes.readAll()).notes, []);
      const told = new Promise<void>((resolve) => notes.onDidChange(() => resolve()));
      await write('git.md', '# Git\r\n\r\nMine.\r\n');
      await told;
      assert.deepEqual(await notes.shown(git), { state: 'note', markdown: 'Mine.', cut: false });
      assert.deepEqual(await made(git), [at('git.md').toString(), false]);
      assert.equal(await read('git.md'), '# Git\r\n\r\nMine.\r\n');
    });

    it('tell of a file that is saved in the editor, changed elsewhere, or taken away', async () => {
      const { uri } = await notes.ensure(git);
      let told = 0;
      notes.onDidChange(() => told++);
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'Saved.'));
      await document.save();
      await waitUntil(async () => told > 0 && JSON.stringify(await notes.shown(git)).includes('Saved.'), 'the note');
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
