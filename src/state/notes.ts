import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { dayOf, localZone } from '../core/days';
import { isId, type Skill } from '../core/model';
import {
  isUntouched,
  noteFile,
  notesPlace,
  noteTemplate,
  parseNoteName,
  planNoteImport,
  shownNote,
  type NoteImport,
  type NoteName,
} from '../core/notes';
import { searchNotes, type Searchable } from '../core/search';
import { settingIds } from '../ids';
import { ExpectedError, messageOf } from '../platform/errors';
import { isMissing, watchedBy } from '../platform/files';
import type { Log } from '../platform/log';
import { homeFolder } from './home.node';

/** Larger files are neither shown, searched nor exported; they can be opened. Bytes. */
export const maxNoteSize = 2_000_000;
/** More files than this in one folder are no notes. */
const maxNotes = 5000;
/** Of a long note so much is searched. UTF-16 code units. */
const searchedLength = 200_000;

/** A note as it stands in its file. */
export interface Note extends NoteName {
  readonly uri: vscode.Uri;
  /** The skill's id of today; the former one where the curriculum no longer has it. */
  readonly today: string;
  /** Title of the skill, or its id where the curriculum no longer has it. */
  readonly title: string;
  readonly known: boolean;
  /** Milliseconds since 1970. */
  readonly changed: number;
  readonly size: number;
}

export interface NoteText extends Note {
  readonly text: string;
}

/** What a page shows of a skill's note. */
export type ShownNote =
  | { readonly state: 'none' }
  | { readonly state: 'note'; readonly markdown: string; readonly cut: boolean }
  | { readonly state: 'problem'; readonly message: string };

/** The day that it is for the reader, by which what is put beside a note is named. */
function today(): string {
  return dayOf(Date.now(), localZone());
}

/**
 * The learner's notes: ordinary Markdown files in a folder. They are read when they are asked for, so that there is nothing to fall behind;
 * who shows them is told when one may have changed.
 */
export class Notes implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when a note, or the folder, may have changed. */
  readonly onDidChange = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  private watcher: vscode.Disposable | undefined;
  private watched: string | undefined;
  /** False while the folder is watched that is not there yet: its coming may not be seen. */
  private there = true;
  /** What was in the watched folder when it was last listed; undefined before. */
  private seen: string | undefined;
  private searched: Promise<Searchable> | undefined;

  constructor(
    private readonly storage: vscode.Uri,
    private readonly catalog: Catalog,
    private readonly log: Pick<Log, 'info' | 'warn'>,
  ) {
    const { workspace, window } = vscode;
    this.disposables = [
      this.changed,
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.notesFolder)) this.follow(true);
      }),
      workspace.onDidChangeWorkspaceFolders(() => this.follow(true)),
      // Sooner than the watcher says so, and also where files cannot be watched.
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.isHere(uri)) this.announce();
      }),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.look();
      }),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) if (input instanceof vscode.TabInputText) void this.removeUntouched(input.uri);
      }),
    ];
    this.follow(false);
  }

  // ---------- where they are ----------

  /** The folder that the setting names, or our own. @throws an {@link ExpectedError} when it cannot be used here. */
  get folder(): vscode.Uri {
    return notesFolder(vscode.workspace.getConfiguration().get<unknown>(settingIds.notesFolder), this.storage);
  }

  /** Watches the folder of today. */
  private follow(announce: boolean): void {
    let folder: vscode.Uri | undefined;
    try {
      folder = this.folder;
    } catch {
      // Whoever asks for a note is told.
    }
    if (folder?.toString() !== this.watched) {
      this.watched = folder?.toString();
      this.seen = undefined;
      this.watcher?.dispose();
      this.watcher = folder && this.watch(folder);
    }
    if (announce) this.announce();
  }

  private watch(folder: vscode.Uri): vscode.Disposable {
    this.there = true;
    let ended = false;
    const watching: vscode.Disposable[] = [];
    const begin = (): void => {
      if (ended) return;
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*.md'));
      const tell = (): void => this.announce();
      watching.push(watcher, watcher.onDidChange(tell), watcher.onDidCreate(tell), watcher.onDidDelete(tell));
      const look = setTimeout(() => void this.look(), watchedBy);
      watching.push(new vscode.Disposable(() => clearTimeout(look)));
    };
    void this.prepare(folder).then(begin);
    return new vscode.Disposable(() => {
      ended = true;
      vscode.Disposable.from(...watching).dispose();
    });
  }

  /** Makes our own folder, so that it is there when it is watched, and notes what is in it. One of the reader's is made with the first note. */
  private async prepare(folder: vscode.Uri): Promise<void> {
    try {
      await vscode.workspace.fs.stat(folder);
    } catch {
      try {
        if (folder.toString() === notesFolder('', this.storage).toString())
          await vscode.workspace.fs.createDirectory(folder);
        else if (folder.toString() === this.watched) this.there = false;
      } catch (error) {
        this.log.info(`The folder of the notes could not be made: ${messageOf(error)}`);
      }
    }
    await this.look();
  }

  /** To be called where the folder was found to be there. */
  private found(folder: vscode.Uri): void {
    if (this.there || folder.toString() !== this.watched) return;
    this.watcher?.dispose();
    this.watcher = this.watch(folder);
  }

  private announce(): void {
    this.searched = undefined;
    this.changed.fire();
  }

  /** Looks whether something has changed unseen: not every folder can be watched. */
  private async look(): Promise<void> {
    try {
      await this.list();
    } catch (error) {
      this.log.info(`The notes could not be looked at: ${messageOf(error)}`);
    }
  }

  private isHere(uri: vscode.Uri): boolean {
    return this.watched !== undefined && vscode.Uri.joinPath(uri, '..').toString() === this.watched;
  }

  // ---------- reading ----------

  /** All notes, those that were imported beside others too, in the order of their names. */
  async list(folder = this.folder): Promise<readonly Note[]> {
    const names = await this.namesIn(folder);
    const notes = await Promise.all(names.map((name) => this.noteAt(folder, name)));
    const found = notes.flatMap((note) => note ?? []);
    if (folder.toString() === this.watched) {
      const { seen } = this;
      this.seen = found.map(({ file, changed, size }) => `${file} ${changed} ${size}`).join('\n');
      if (seen !== undefined && seen !== this.seen) this.announce();
    }
    return found;
  }

  private async namesIn(folder: vscode.Uri): Promise<NoteName[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(folder);
      this.found(folder);
      return entries
        .flatMap(([name, type]) => (type & vscode.FileType.Directory ? [] : (parseNoteName(name) ?? [])))
        .sort((a, b) => (a.file < b.file ? -1 : 1))
        .slice(0, maxNotes);
    } catch (error) {
      if (isMissing(error)) return [];
      throw this.unreadable(folder, error);
    }
  }

  private async noteAt(folder: vscode.Uri, name: NoteName): Promise<Note | undefined> {
    const uri = vscode.Uri.joinPath(folder, name.file);
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      const skill = this.skillOf(name.skill);
      const today = skill?.id ?? name.skill;
      const title = skill?.title ?? name.skill;
      return { ...name, uri, today, title, known: skill !== undefined, changed: mtime, size };
    } catch (error) {
      // It has gone meanwhile.
      if (isMissing(error)) return undefined;
      throw this.unreadable(uri, error);
    }
  }

  /** The skill that a file's name means: a renamed one has its former id among its other names. */
  private skillOf(id: string): Skill | undefined {
    return this.catalog.skill(id) ?? this.catalog.resolve(id);
  }

  /** The file in which a skill's note stands: the one of its id, or else of an id that it had before; none where there is none yet. */
  private async existing(skill: Skill, folder: vscode.Uri): Promise<Note | undefined> {
    for (const id of [skill.id, ...skill.aliases.filter((alias) => isId(alias) && !this.catalog.skill(alias))]) {
      const note = await this.noteAt(folder, { file: noteFile(id), skill: id });
      if (note) return note;
    }
    return undefined;
  }

  private async textOf(note: Note): Promise<string> {
    try {
      return await decode(await vscode.workspace.fs.readFile(note.uri), note.uri);
    } catch (error) {
      throw this.unreadable(note.uri, error);
    }
  }

  /** What the page of a skill shows. Never rejects. */
  async shown(skill: Skill): Promise<ShownNote> {
    try {
      const note = await this.existing(skill, this.folder);
      if (!note) return { state: 'none' };
      if (note.size > maxNoteSize)
        return {
          state: 'problem',
          message: vscode.l10n.t(
            'The note is larger than {0} MB, which is too much to be shown here. You can open it.',
            maxNoteSize / 1_000_000,
          ),
        };
      const { markdown, cut } = shownNote(await this.textOf(note), skill.title);
      return markdown === '' ? { state: 'none' } : { state: 'note', markdown, cut };
    } catch (error) {
      this.log.warn(`The note on ${skill.id} cannot be shown: ${messageOf(error)}`);
      return { state: 'problem', message: messageOf(error) };
    }
  }

  /**
   * Notes on a skill beside the one that its page shows: imported ones, and one under an id that the skill had before. Those in which nothing
   * is written are left out.
   *
   * @throws an {@link ExpectedError} when the folder cannot be read.
   */
  async beside(skill: Skill): Promise<readonly Note[]> {
    const { folder } = this;
    const main = await this.existing(skill, folder);
    const names = (await this.namesIn(folder)).filter(
      ({ file, skill: id }) => file !== (main?.file ?? noteFile(skill.id)) && this.skillOf(id)?.id === skill.id,
    );
    const notes = await Promise.all(
      names.map(async (name) => {
        const note = await this.noteAt(folder, name);
        const text = note && note.size <= maxNoteSize ? await this.textOf(note).catch(() => undefined) : undefined;
        return note && (text === undefined || !isEmpty(text, skill.title)) ? note : [];
      }),
    );
    return notes.flat();
  }

  /** All notes with something in them, and those that are too large or cannot be read. */
  async readAll(
    folder = this.folder,
  ): Promise<{ readonly notes: readonly NoteText[]; readonly left: readonly Note[] }> {
    const notes: NoteText[] = [];
    const left: Note[] = [];
    for (const note of await this.list(folder)) {
      const text = note.size > maxNoteSize ? undefined : await this.textOf(note).catch(() => undefined);
      if (text === undefined) left.push(note);
      else if (!isEmpty(text, note.title)) notes.push({ ...note, text });
    }
    return { notes, left };
  }

  /** The notes for the search; empty where they cannot be read. */
  searchable(): Promise<Searchable> {
    this.searched ??= this.readAll().then(
      ({ notes }) =>
        searchNotes(
          notes.map(({ today, known, file, title, text }) => ({
            skill: known ? today : '',
            file,
            title,
            text: text.slice(0, searchedLength),
          })),
        ),
      (error: unknown) => {
        this.log.warn(`The notes cannot be searched: ${messageOf(error)}`);
        return searchNotes([]);
      },
    );
    return this.searched;
  }

  // ---------- writing ----------

  /** The file of a skill's note; a new one begins with the title. Nothing that is there is written over. */
  async ensure(skill: Skill): Promise<{ readonly uri: vscode.Uri; readonly fresh: boolean }> {
    const { folder } = this;
    const note = await this.existing(skill, folder);
    if (note) return { uri: note.uri, fresh: false };
    const uri = vscode.Uri.joinPath(folder, noteFile(skill.id));
    await this.create(folder, uri, noteTemplate(skill.title));
    return { uri, fresh: true };
  }

  private async create(folder: vscode.Uri, uri: vscode.Uri, text: string): Promise<void> {
    try {
      await vscode.workspace.fs.createDirectory(folder);
      // Unlike `writeFile`, this leaves a file alone that another window has made meanwhile.
      const edit = new vscode.WorkspaceEdit();
      edit.createFile(uri, { ignoreIfExists: true, contents: await vscode.workspace.encode(text, { uri }) });
      await vscode.workspace.applyEdit(edit);
      await vscode.workspace.fs.stat(uri);
      this.found(folder);
    } catch (error) {
      throw new ExpectedError(
        vscode.l10n.t(
          'A note could not be made in {0}: {1}. Check the folder, or choose another one in the settings.',
          placeName(folder),
          reasonOf(error),
        ),
        openSetting(),
      );
    }
    this.announce();
  }

  /** Takes a new note away again whose tab was closed with nothing written. */
  private async removeUntouched(uri: vscode.Uri): Promise<void> {
    const name = parseNoteName(uri.path.split('/').at(-1) ?? '');
    const isOpen = vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
    );
    const skill = name && this.catalog.skill(name.skill);
    if (!skill || isOpen || !this.isHere(uri)) return;
    try {
      const text = await decode(await vscode.workspace.fs.readFile(uri), uri);
      if (text !== noteTemplate(skill.title) && text !== noteTemplate(skill.title).replaceAll('\n', '\r\n')) return;
      await vscode.workspace.fs.delete(uri);
      this.announce();
    } catch (error) {
      // It stays, which does no harm: a note in which nothing is written is shown as none.
      if (!isMissing(error)) this.log.info(`An empty note was left in place: ${messageOf(error)}`);
    }
  }

  /** What an import would write; see {@link planNoteImport}. */
  async planImport(incoming: ReadonlyMap<string, string>, day = today()): Promise<readonly NoteImport[]> {
    if (incoming.size === 0) return [];
    const { folder } = this;
    const list = await this.list(folder);
    const texts = new Map<string, string>();
    // One that is too large to be read is there all the same; nothing equals it.
    for (const note of list)
      texts.set(note.file, note.size > maxNoteSize ? '\0' : await this.textOf(note).catch(() => '\0'));
    const files = new Map<string, string>();
    for (const key of incoming.keys()) {
      const id = parseNoteName(noteFile(key))?.skill ?? key;
      const skill = this.skillOf(id);
      const note = skill && (await this.existing(skill, folder));
      files.set(id, note?.file ?? noteFile(skill?.id ?? id));
    }
    return planNoteImport(
      texts,
      incoming,
      (id) => files.get(id) ?? noteFile(id),
      (id, text) => isEmpty(text, this.skillOf(id)?.title ?? id),
      day,
    );
  }

  /** Writes what was planned. What has come up in its place since stays, and counts as not written. */
  async import(plan: readonly NoteImport[]): Promise<number> {
    const { folder } = this;
    let written = 0;
    for (const { skill, file, text } of plan) {
      const uri = vscode.Uri.joinPath(folder, file);
      const [present] = await this.readFile(uri);
      const title = this.skillOf(skill)?.title ?? skill;
      if (present !== undefined && !isEmpty(present, title)) continue;
      if (present === undefined) await this.create(folder, uri, text);
      else await vscode.workspace.fs.writeFile(uri, await vscode.workspace.encode(text, { uri }));
      written++;
    }
    this.announce();
    return written;
  }

  private async readFile(uri: vscode.Uri): Promise<[string?]> {
    try {
      return [await decode(await vscode.workspace.fs.readFile(uri), uri)];
    } catch (error) {
      if (isMissing(error)) return [];
      throw this.unreadable(uri, error);
    }
  }

  /**
   * Copies notes from a folder into the one of today, and reads each copy back. The old ones stay. One that is different there is put
   * beside it, as on an import.
   *
   * @returns how many were copied, and the names of those that were not.
   */
  async copyFrom(
    source: vscode.Uri,
    day = today(),
  ): Promise<{ readonly copied: number; readonly failed: readonly string[] }> {
    const failed: string[] = [];
    let copied = 0;
    const { folder } = this;
    await vscode.workspace.fs.createDirectory(folder);
    this.found(folder);
    const here = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
    for (const { file, skill, uri } of await this.list(source)) {
      try {
        const bytes = await vscode.workspace.fs.readFile(uri);
        if (here.has(file) && isEqual(bytes, await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, file))))
          continue;
        let name = file;
        for (let copy = 1; here.has(name); copy++) name = `${skill}.imported-${day}${copy === 1 ? '' : `-${copy}`}.md`;
        const target = vscode.Uri.joinPath(folder, name);
        // The bytes as they are, whatever their encoding.
        await vscode.workspace.fs.copy(uri, target, { overwrite: false });
        if (!isEqual(bytes, await vscode.workspace.fs.readFile(target))) throw new Error('The copy differs');
        here.add(name);
        copied++;
      } catch (error) {
        this.log.warn(`The note ${file} was not copied: ${messageOf(error)}`);
        failed.push(file);
      }
    }
    this.announce();
    return { copied, failed };
  }

  /** How many notes of a folder are not in the one of today, byte for byte. */
  async missingFrom(source: vscode.Uri): Promise<number> {
    const { folder } = this;
    if (source.toString() === folder.toString()) return 0;
    let missing = 0;
    for (const { file, uri } of await this.list(source)) {
      const there = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, file)).then(
        (bytes) => bytes,
        () => undefined,
      );
      if (!there || !isEqual(there, await vscode.workspace.fs.readFile(uri))) missing++;
    }
    return missing;
  }

  private unreadable(uri: vscode.Uri, error: unknown): ExpectedError {
    this.log.warn(`${uri.toString(true)}: ${messageOf(error)}`);
    return new ExpectedError(
      vscode.l10n.t(
        '{0} cannot be read: {1}. Check its permissions, or choose another folder for your notes in the settings.',
        placeName(uri),
        reasonOf(error),
      ),
      openSetting(),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
    this.watcher?.dispose();
  }
}

/**
 * The folder that a value of the setting means.
 *
 * @param storage our own storage, in which notes are kept unless the reader names a folder.
 * @throws an {@link ExpectedError} when it means none here.
 */
export function notesFolder(setting: unknown, storage: vscode.Uri): vscode.Uri {
  const place = notesPlace(setting);
  const unusable = (message: string): ExpectedError => new ExpectedError(message, openSetting());
  switch (place?.kind) {
    case 'own':
      return vscode.Uri.joinPath(storage, 'notes');
    case 'full':
      return vscode.Uri.file(place.path.replace(/(?<=[^/\\:])[/\\]+$/, ''));
    case 'home': {
      const home = homeFolder();
      if (home === undefined)
        throw unusable(
          vscode.l10n.t('There is no home folder here. Name a folder of the workspace for your notes, or none.'),
        );
      return vscode.Uri.joinPath(vscode.Uri.file(home), place.path.replace(/\/+$/, ''));
    }
    case 'workspace': {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      if (!folder)
        throw unusable(
          vscode.l10n.t(
            'Your notes are kept in "{0}" of the workspace, and no folder is open. Open one, or name a full path in the settings.',
            place.path,
          ),
        );
      return vscode.Uri.joinPath(folder.uri, place.path.replace(/\/+$/, ''));
    }
    case 'address':
      try {
        return vscode.Uri.parse(place.address.replace(/\/+$/, ''), true);
      } catch {
        break;
      }
    case undefined:
      break;
  }
  throw unusable(
    vscode.l10n.t(
      '"{0}" is no folder in which notes can be kept. Name a full path, or one in the workspace.',
      String(setting),
    ),
  );
}

/** A folder or file as the reader knows it. */
export function placeName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

function openSetting(): { label: string; command: string; args: readonly unknown[] } {
  return {
    label: vscode.l10n.t('Open Setting'),
    // Settings of a machine stand where those of the machine are on which the files are.
    command:
      vscode.env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings',
    args: [{ query: `@id:${settingIds.notesFolder}` }],
  };
}

/** The reader's own choice of encoding counts, as in the editor. */
async function decode(bytes: Uint8Array, uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.decode(bytes, { uri })).replace(/^\uFEFF/, '');
}

/** What keeps a file from being read or written, in the reader's words where we have any. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  const [system = ''] = /\bE[A-Z]{3,}\b/.exec(message) ?? [];
  if (code === 'NoPermissions' || ['EACCES', 'EPERM'].includes(system)) return vscode.l10n.t('permission is denied');
  if (code === 'FileNotADirectory' || ['ENOTDIR', 'EEXIST'].includes(system))
    return vscode.l10n.t('a file stands where a folder should be');
  if (system === 'ENOSPC' || system === 'EDQUOT') return vscode.l10n.t('the disk is full');
  if (system === 'EROFS') return vscode.l10n.t('the disk takes no changes');
  return message;
}

/** True for a note in which nothing is written. */
function isEmpty(text: string, title: string): boolean {
  return text.trim() === '' || isUntouched(text, title);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
