import * as vscode from 'vscode';
import {
  decodePortable,
  encodePortable,
  type DecodedPortable,
  type Learner,
  type Portable,
} from '../core/portableFile';
import { portablePath } from '../core/portablePath';
import { problemText } from '../core/problems';
import { emptyProgress, mergeInto, type Fact, type ProgressDocument } from '../core/progress';
import { settingIds } from '../ids';
import { messageOf } from '../platform/errors';
import { isMissing } from '../platform/files';
import type { Log } from '../platform/log';
import { describeFault, portableEdge, toDiagnostic, type PortableEdge } from './portableEdge';
import { PortableIdentity } from './portableIdentity';
import type { ProgressStore } from './progressStore';

/** Changes that follow each other are written together, but none waits longer than this. Milliseconds. */
const delay = 1000;
/** Git, and other editors, write a file in more than one step. Milliseconds. */
const patience = 300;
/** While Git is at work, what is to be written waits and asks again. Milliseconds. */
const gitPause = 3000;
/**
 * For so long after our writing, a file that lacks what we wrote has been overwritten by another window at the same moment. Later it is what
 * somebody wants, such as the file of another branch. Milliseconds.
 */
const raceTime = 15_000;
/** Larger files are not read at all. Bytes. */
const maxSize = 5_000_000;

export type PortableStore = Pick<ProgressStore, 'facts' | 'absorb'> & {
  onDidChange(listener: () => void): vscode.Disposable;
  onDidChangeUnsaved(listener: () => void): vscode.Disposable;
};

/** The file that the setting names. */
class Target {
  /** When we last wrote it, in milliseconds since 1970. */
  written = 0;
  /** What the learner has been told of it since it was last in order. */
  readonly told = new Set<string>();

  readonly uri: vscode.Uri;
  /** As the learner knows it. */
  readonly name: string;

  constructor(
    readonly folder: vscode.Uri,
    readonly segments: readonly string[],
    private readonly watcher: vscode.Disposable,
  ) {
    this.uri = vscode.Uri.joinPath(folder, ...segments);
    this.name = segments.join('/');
  }

  dispose(): void {
    this.watcher.dispose();
  }
}

/**
 * Keeps the learner's file: what is in it is merged in, what is not in it is written. The file is one more place where facts meet; it is never
 * taken for the truth, and one that cannot be read, or is somebody else's, is never written over.
 */
export class PortableFile implements vscode.Disposable {
  private readonly identity: PortableIdentity;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backend-skills-progress');
  private readonly listeners: vscode.Disposable;
  private target: Target | undefined;
  /** One reading or writing at a time. */
  private queue: Promise<void> = Promise.resolve();
  private looking = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** True while there may be something to write. */
  private owed = false;
  private renamed = false;
  /** Questions that were put in this window; none is put twice. */
  private readonly asked = new Set<string>();
  private naming: vscode.CancellationTokenSource | undefined;
  private disposed = false;

  constructor(
    private readonly store: PortableStore,
    memory: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly edge: PortableEdge = portableEdge,
    private readonly wait = delay,
  ) {
    this.identity = new PortableIdentity(memory);
    const write = (): void => {
      this.owed = true;
      this.schedule(this.wait);
    };
    // What the disk here did not take may be safe there.
    this.listeners = vscode.Disposable.from(store.onDidChange(write), store.onDidChangeUnsaved(write));
  }

  /** Follows the settings as they are now, and brings the file up to date. */
  check(renamed?: 'renamed'): void {
    if (renamed) this.renamed = true;
    // Named elsewhere in the meantime.
    if (this.edge.name() !== '') this.naming?.cancel();
    this.owed = true;
    this.look();
  }

  /** Takes over what others have written into the file. */
  look(): void {
    if (this.looking || this.disposed) return;
    this.looking = true;
    this.enqueue(() => {
      this.looking = false;
      return this.sync();
    });
  }

  /** Resolves when all that has been begun so far is over. */
  async settled(): Promise<void> {
    for (let seen: unknown; seen !== this.queue;) await (seen = this.queue);
  }

  /** A timer that runs is left alone, so that no stream of ticks can put it off for ever. */
  private schedule(milliseconds: number): void {
    if (this.disposed) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look();
    }, milliseconds);
  }

  private enqueue(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.log.warn(`The progress file could not be kept: ${messageOf(error)}`);
    });
  }

  private async sync(): Promise<void> {
    // Another window may write at the same moment; then ours has to be thought over.
    for (let attempt = 0; attempt < 3; attempt++) if ((await this.pass()) !== 'again') return;
    this.schedule(this.wait);
  }

  private async pass(): Promise<'again' | undefined> {
    const target = this.aim();
    if (!target) return undefined;
    let held = await this.read(target);
    let decoded = typeof held === 'object' ? decodePortable(held.text, target.name) : undefined;
    if (decoded && decoded.found.length > 0) {
      // It may be half written.
      await new Promise((resolve) => setTimeout(resolve, patience));
      held = await this.read(target);
      decoded = typeof held === 'object' ? decodePortable(held.text, target.name) : undefined;
    }
    if (held === 'trouble' || this.target !== target) return undefined;
    if (held === 'missing' || !decoded) return this.create(target);
    const { portable, found } = decoded;
    if (portable && !this.identity.isMine(portable.learner.id)) {
      this.diagnostics.clear();
      this.askWho(target, portable.learner);
      return undefined;
    }
    if (portable) {
      await this.identity.heal();
      await this.absorb(portable.facts);
    }
    if (this.target !== target) return undefined;
    if (!portable || found.length > 0) {
      this.owed = true;
      this.report(target, held.text, decoded);
      return undefined;
    }
    this.diagnostics.clear();
    for (const kind of ['conflict', 'entries', 'file']) target.told.delete(kind);
    return this.bringUpToDate(target, held.text, portable);
  }

  // ---------- which file ----------

  /** The file that the settings name now; undefined when there is none, or none that may be used. */
  private aim(): Target | undefined {
    const folder = this.edge.folder();
    const path = this.edge.path();
    if (this.disposed) return undefined;
    if (!folder || (typeof path === 'string' && path.trim() === '')) {
      this.leave();
      return undefined;
    }
    const found = portablePath(path, this.edge.name());
    if ('segments' in found) {
      const uri = vscode.Uri.joinPath(folder, ...found.segments);
      if (this.target?.uri.toString() !== uri.toString()) {
        this.leave();
        this.owed = true;
        this.target = new Target(folder, found.segments, this.watch(folder, found.segments));
      }
      return this.target;
    }
    this.leave();
    if ('needsName' in found) {
      if (this.store.facts().length > 0) this.askName(String(path));
    } else if (!this.asked.has(`path ${String(path)}`)) {
      this.asked.add(`path ${String(path)}`);
      const message = describeFault(found.fault);
      this.log.warn(message);
      void this.offerSettings(this.edge.warn(message, vscode.l10n.t('Open Settings')));
    }
    return undefined;
  }

  private watch(folder: vscode.Uri, segments: readonly string[]): vscode.Disposable {
    // What has a meaning in a pattern stands for any character; looking once too often does no harm.
    const pattern = new vscode.RelativePattern(folder, segments.join('/').replace(/[[\]{}!]/g, '?'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const look = (): void => this.look();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
    );
  }

  private leave(): void {
    this.target?.dispose();
    this.target = undefined;
    this.diagnostics.clear();
  }

  // ---------- reading ----------

  private async read(target: Target): Promise<{ readonly text: string } | 'missing' | 'trouble'> {
    const { segments, folder } = target;
    try {
      let stat: vscode.FileStat | undefined;
      for (const [index, segment] of segments.entries()) {
        stat = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, ...segments.slice(0, index + 1)));
        // It may lead out of the folder, which the editor does not tell.
        if (stat.type & vscode.FileType.SymbolicLink)
          return this.trouble(target, vscode.l10n.t('"{0}" is a symbolic link', segment));
        const isLast = index === segments.length - 1;
        if (stat.type & (isLast ? vscode.FileType.Directory : vscode.FileType.File))
          return this.trouble(
            target,
            isLast ? vscode.l10n.t('"{0}" is a folder', segment) : vscode.l10n.t('"{0}" is a file', segment),
          );
      }
      if (!stat) return 'missing';
      if (stat.size > maxSize)
        return this.trouble(target, vscode.l10n.t('it is larger than {0} MB', maxSize / 1_000_000));
      const text = await textOf(target.uri);
      return text === undefined ? 'missing' : { text };
    } catch (error) {
      return isMissing(error) ? 'missing' : this.trouble(target, messageOf(error));
    }
  }

  private async absorb(facts: readonly Fact[]): Promise<void> {
    try {
      await this.store.absorb(facts);
    } catch (error) {
      this.log.warn(`What the progress file says could not be stored: ${messageOf(error)}. It is tried again later.`);
    }
  }

  // ---------- writing ----------

  private async create(target: Target): Promise<'again' | undefined> {
    this.diagnostics.clear();
    const document = documentOf(this.store.facts());
    const isEmpty = document.items.size === 0 && !document.reset;
    if (isEmpty || !this.isToWrite(target)) return undefined;
    const name = this.edge.name();
    if (name === '') {
      this.askName(target.name);
      return undefined;
    }
    return this.write(target, { id: await this.identity.own(), name }, document, undefined);
  }

  private async bringUpToDate(
    target: Target,
    held: string,
    { learner, facts }: Portable,
  ): Promise<'again' | undefined> {
    const name = this.edge.name() || learner.name;
    const document = documentOf(facts, this.store.facts());
    // Asked of what it says and not of its layout: a formatter may have the last word on that.
    const isSame = encodePortable(learner, documentOf(facts)) === encodePortable(learner, document);
    if (isSame && !(this.renamed && name !== learner.name)) {
      this.owed = this.renamed = false;
      this.inOrder(target);
      return undefined;
    }
    return this.isToWrite(target) ? this.write(target, { ...learner, name }, document, held) : undefined;
  }

  private isToWrite(target: Target): boolean {
    return this.owed || Date.now() - target.written < raceTime;
  }

  /** Writes the file, unless it is no longer what was read. */
  private async write(
    target: Target,
    learner: Learner,
    document: ProgressDocument,
    held: string | undefined,
    force?: 'force',
  ): Promise<'again' | undefined> {
    if (!force && (await gitIsBusy(target.folder))) {
      this.owed = true;
      this.schedule(gitPause);
      return undefined;
    }
    const text = encodePortable(learner, document);
    // Git may be told to give files the line ends of the system.
    const bytes = new TextEncoder().encode(held?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
    const { fs } = vscode.workspace;
    const folder = vscode.Uri.joinPath(target.uri, '..');
    const scrap = globalThis.crypto.randomUUID().slice(0, 8);
    const temporary = vscode.Uri.joinPath(folder, `.${target.segments.at(-1)}.${scrap}.tmp`);
    try {
      if (fs.isWritableFileSystem(target.uri.scheme) === false)
        throw new Error(vscode.l10n.t('the folder is read-only'));
      if (held === undefined) await fs.createDirectory(folder);
      else if (((await fs.stat(target.uri)).permissions ?? 0) > 0)
        throw new Error(vscode.l10n.t('the file is read-only'));
      await fs.writeFile(temporary, bytes);
      if ((await textOf(target.uri)) !== held || this.target !== target || this.disposed) {
        await fs.delete(temporary);
        return 'again';
      }
      try {
        await fs.rename(temporary, target.uri, { overwrite: true });
      } catch {
        // Not all file systems can; the file as a whole is then written in place.
        await fs.writeFile(target.uri, bytes);
        await fs.delete(temporary);
      }
    } catch (error) {
      await Promise.resolve(fs.delete(temporary)).catch(() => undefined);
      // Another window is just putting its own in place: the editor takes the old one away first.
      if (held !== undefined && isMissing(error)) return 'again';
      this.owed = true;
      this.trouble(target, messageOf(error));
      return undefined;
    }
    target.written = Date.now();
    if (this.target !== target) return undefined;
    this.owed = this.renamed = false;
    this.inOrder(target);
    return undefined;
  }

  // ---------- what the learner is told and asked ----------

  private inOrder(target: Target): void {
    this.diagnostics.clear();
    target.told.clear();
  }

  /** Said once, until the file is in order again. */
  private isNews(target: Target, what: string): boolean {
    if (target.told.has(what)) return false;
    target.told.add(what);
    return true;
  }

  private trouble(target: Target, reason: string): 'trouble' {
    if (this.isNews(target, 'trouble')) {
      const message = vscode.l10n.t(
        'Progress cannot be kept in {0}: {1}. Your ticks are safe; the file follows as soon as it can be written.',
        target.name,
        reason.replace(/\.$/, ''),
      );
      this.log.warn(message);
      void this.offerSettings(this.edge.warn(message, vscode.l10n.t('Open Settings')));
    }
    return 'trouble';
  }

  private report(target: Target, text: string, { portable, found, sides }: DecodedPortable): void {
    this.diagnostics.set(
      target.uri,
      found.map((problem) => toDiagnostic(problem, text)),
    );
    const mine = sides?.every(({ learner }) => this.identity.isMine(learner.id)) === true;
    const kind = mine ? 'conflict' : portable ? 'entries' : 'file';
    const [first] = found;
    if (!first || !this.isNews(target, kind)) return;
    const openFile = vscode.l10n.t('Open File');
    const join = vscode.l10n.t('Join Both Sides');
    const writeAnew = vscode.l10n.t('Write Anew');
    const asking = mine
      ? this.edge.warn(
          vscode.l10n.t(
            'Git could not merge {0}. Joining keeps everything from both sides. With the line "{1}" in .gitattributes, Git does so by itself.',
            target.name,
            '*.progress.json merge=union',
          ),
          join,
          openFile,
        )
      : portable
        ? this.edge.warn(
            vscode.l10n.t(
              '{0} is not written over: {1} of its entries cannot be read. Mend them, or have it written anew without them. Your ticks are safe.',
              target.name,
              found.length,
            ),
            openFile,
            writeAnew,
          )
        : this.edge.warn(
            vscode.l10n.t(
              '{0} cannot be read and is not written over, see its line {1}. Mend it, or delete it to have it written anew. Your ticks are safe.',
              target.name,
              first.line,
            ),
            openFile,
          );
    this.log.warn(found.map((problem) => `${target.name}:${problem.line}: ${problemText(problem)}`).join('\n'));
    void asking.then((answer) => {
      if (answer === openFile) this.edge.open(target.uri, first.line);
      else if (answer === join) this.enqueue(() => this.replace(target, ({ sides: parts }) => parts ?? []));
      else if (answer === writeAnew)
        this.enqueue(() => this.replace(target, (now) => (now.portable ? [now.portable] : [])));
    });
  }

  /** Writes the file although it is not in order, as the learner has asked. */
  private async replace(target: Target, choose: (decoded: DecodedPortable) => readonly Portable[]): Promise<void> {
    if (this.target !== target) return;
    const held = await this.read(target);
    if (typeof held !== 'object') return;
    const parts = choose(decodePortable(held.text, target.name));
    const [part] = parts;
    // It may have become another one since the question was put.
    if (!part || !parts.every(({ learner }) => this.identity.isMine(learner.id))) return this.sync();
    const facts = parts.flatMap((each) => each.facts);
    await this.absorb(facts);
    const learner = { ...part.learner, name: this.edge.name() || part.learner.name };
    if ((await this.write(target, learner, documentOf(facts, this.store.facts()), held.text, 'force')) === 'again')
      this.look();
  }

  private askName(file: string): void {
    if (this.asked.has('name') || !this.edge.isFocused()) return;
    this.asked.add('name');
    const cancel = (this.naming = new vscode.CancellationTokenSource());
    void (async () => {
      const name = await this.edge.askName(file, cancel.token);
      this.naming = undefined;
      cancel.dispose();
      if (this.disposed) return;
      if (name !== undefined) await this.edge.keepName(name);
      else if (this.edge.name() === '')
        this.log.info(
          `No name was given, so that nothing is written to ${file}. It can be set in ${settingIds.learnerName}.`,
        );
      if (this.edge.name() !== '') this.check();
    })().catch((error: unknown) => this.log.warn(`The name could not be kept: ${messageOf(error)}`));
  }

  private askWho(target: Target, learner: Learner): void {
    const file = target.uri.toString();
    const question = `who ${learner.id} ${file}`;
    if (this.identity.isSomebodyElse(file, learner.id) || this.asked.has(question) || !this.edge.isFocused()) return;
    this.asked.add(question);
    const me = vscode.l10n.t('That Is Me');
    const notMe = vscode.l10n.t('Not Me');
    void (async () => {
      const message = vscode.l10n.t('{0} holds the progress of {1}. Is that you?', target.name, learner.name);
      const answer = await this.edge.inform(message, me, notMe);
      if (answer === me) {
        await this.identity.adopt(learner.id);
        this.check();
        return;
      }
      this.log.info(`${target.name} is left alone: it holds the progress of another learner.`);
      if (answer === notMe) {
        await this.identity.refuse(file, learner.id);
        const next = vscode.l10n.t(
          '{0} is left alone. To keep your own progress here, set another path, such as "{1}", or another name.',
          target.name,
          'progress/${name}.progress.json',
        );
        await this.offerSettings(this.edge.inform(next, vscode.l10n.t('Open Settings')));
      }
    })().catch((error: unknown) => this.log.warn(`The answer could not be kept: ${messageOf(error)}`));
  }

  private async offerSettings(asking: PromiseLike<string | undefined>): Promise<void> {
    if ((await asking) !== undefined) this.edge.openSettings();
  }

  dispose(): void {
    if (this.disposed) return;
    this.leave();
    this.disposed = true;
    clearTimeout(this.timer);
    this.naming?.cancel();
    this.listeners.dispose();
    this.diagnostics.dispose();
  }
}

function documentOf(...parts: readonly (readonly Fact[])[]): ProgressDocument {
  const document = emptyProgress();
  for (const facts of parts) mergeInto(document, facts);
  return document;
}

/** Undefined where there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** True in the middle of a merge, a rebase and the like: a file that changed between their steps would keep Git from going on. */
async function gitIsBusy(folder: vscode.Uri): Promise<boolean> {
  const marks = ['MERGE_HEAD', 'rebase-merge', 'rebase-apply', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'BISECT_LOG'];
  const found = await Promise.all(
    marks.map((mark) =>
      Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.git', mark))).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
