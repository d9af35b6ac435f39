import * as vscode from 'vscode';
import type { CheckOutcome, CheckResult, Lab } from '../core/lab';
import { languageNames, mainFiles } from '../core/labNames';
import { labTestsId } from '../ids';
import { messageOf } from '../platform/errors';
import type { EngineEvent, EngineRun } from './engine';
import { keyOf, type LabFolder, type LabFolders } from './folders';

/** What stands behind an item of the Testing view. */
type Behind =
  { readonly folder: LabFolder; readonly check?: undefined } | { readonly folder: LabFolder; readonly check: string };

/** How a check stands, as far as this window has seen it. */
export interface CheckState {
  readonly state: CheckOutcome | 'running';
  /** The first thing that is wrong with it. */
  readonly message?: string;
}

/** Why nothing is started, and the message that says so with its next step. */
export interface Obstacle {
  readonly message: string;
  /** Shows it. */
  readonly tell: () => void;
}

export interface LabTestsParts {
  readonly folders: LabFolders;
  readonly lab: (id: string) => Promise<Lab>;
  readonly seed: (id: string) => Promise<string>;
  /** Asked before each run: trust may have been given or a program installed since. */
  readonly obstacle: (folder: LabFolder) => Promise<Obstacle | undefined>;
  readonly run: (run: EngineRun) => Promise<readonly CheckResult[]>;
  /** All checks of the lab have passed in one run. */
  readonly passed: (folder: LabFolder) => Promise<void>;
  readonly failed: (error: unknown, context: string) => void;
}

/** Longest text that a side of a diff may have, in UTF-16 code units; more is of no use to a reader. */
const longestSide = 50_000;

/** Labs and their checks in the Testing view. */
export class LabTests implements vscode.Disposable {
  readonly controller = vscode.tests.createTestController(labTestsId, vscode.l10n.t('Labs'));
  readonly profile: vscode.TestRunProfile;
  private readonly behind = new WeakMap<vscode.TestItem, Behind>();
  private readonly states = new Map<string, Map<string, CheckState>>();
  private readonly running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  private readonly changed = new vscode.EventEmitter<LabFolder>();
  /** Fires with a lab of which the state of a check has changed. */
  readonly onDidChange = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  /** What is to be run on save. */
  private readonly continuous = new Set<vscode.TestRunRequest>();

  constructor(private readonly parts: LabTestsParts) {
    this.profile = this.controller.createRunProfile(
      vscode.l10n.t('Run Checks'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.handle(request, token),
      true,
      undefined,
      true,
    );
    this.controller.resolveHandler = async (item) => {
      if (!item) await this.parts.folders.find();
    };
    this.controller.refreshHandler = () => this.parts.folders.find();
    this.disposables = [
      this.controller,
      this.profile,
      this.changed,
      parts.folders.onDidChange(() => this.refresh()),
      vscode.workspace.onDidSaveTextDocument((document) => {
        const folder = parts.folders.of(document.uri);
        if (!folder) return;
        void this.locate(folder);
        this.saved(folder);
      }),
    ];
    this.refresh();
  }

  /** States of the checks of a lab, by id. */
  statesOf(folder: LabFolder): ReadonlyMap<string, CheckState> {
    return this.states.get(keyOf(folder.uri)) ?? new Map<string, CheckState>();
  }

  isRunning(folder: LabFolder): boolean {
    return this.running.has(keyOf(folder.uri));
  }

  /** Runs all checks of a lab, or one; resolves when that is done. */
  async runLab(folder: LabFolder, check?: string): Promise<void> {
    const item = this.itemOf(folder, check);
    if (!item) return;
    // As the Testing view does it by itself.
    await Promise.all(
      vscode.workspace.textDocuments
        .filter((document) => document.isDirty && this.parts.folders.of(document.uri) === folder)
        .map((document) => document.save()),
    );
    await this.start(new vscode.TestRunRequest([item], undefined, this.profile));
  }

  cancel(folder: LabFolder): void {
    this.running.get(keyOf(folder.uri))?.abort.abort();
  }

  /** Forgets what was seen of a lab, which has been made anew. */
  forget(folder: LabFolder): void {
    this.cancel(folder);
    this.states.delete(keyOf(folder.uri));
    const item = this.itemOf(folder);
    if (item) this.controller.invalidateTestResults(item);
    this.changed.fire(folder);
  }

  itemOf(folder: LabFolder, check?: string): vscode.TestItem | undefined {
    const item = this.controller.items.get(keyOf(folder.uri));
    return check === undefined ? item : item?.children.get(check);
  }

  // ---------- items ----------

  /** Items follow the folders; those that stay keep their identity and so their results. */
  private refresh(): void {
    const { items } = this.controller;
    const wanted = new Map(this.parts.folders.all.map((folder) => [keyOf(folder.uri), folder]));
    for (const [id, item] of [...items]) {
      if (wanted.get(id) === this.behind.get(item)?.folder) continue;
      this.running.get(id)?.abort.abort();
      this.states.delete(id);
      items.delete(id);
    }
    for (const folder of this.parts.folders.all) {
      if (items.get(keyOf(folder.uri))) continue;
      items.add(this.create(folder));
      void this.locate(folder);
    }
  }

  private create(folder: LabFolder): vscode.TestItem {
    const { lab, language } = folder;
    const main = mainFileOf(folder);
    const item = this.controller.createTestItem(keyOf(folder.uri), lab.title, main);
    item.description = languageNames[language];
    this.behind.set(item, { folder });
    for (const [index, check] of lab.checks.entries()) {
      const child = this.controller.createTestItem(check.id, check.title, main);
      // In the lab's own order, which goes from the simple to the difficult.
      child.sortText = String(index).padStart(3, '0');
      this.behind.set(child, { folder, check: check.id });
      item.children.add(child);
    }
    return item;
  }

  /** Finds the line that each check is about, so that its mark stands beside the code. */
  private async locate(folder: LabFolder): Promise<void> {
    const main = mainFileOf(folder);
    if (!main) return;
    try {
      const lab = await this.parts.lab(folder.lab.id);
      const text = await textOf(main);
      for (const { id, look } of lab.checks) {
        const item = this.itemOf(folder, id);
        if (item) item.range = lineOf(text, look);
      }
      const item = this.itemOf(folder);
      if (item) item.range = new vscode.Range(0, 0, 0, 0);
    } catch (error) {
      // Without a line the checks stand at the file; a file that is gone is what the run will say.
      if (!(error instanceof vscode.FileSystemError)) this.parts.failed(error, 'Finding the lines of checks');
    }
  }

  // ---------- runs ----------

  private async handle(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.continuous) {
      await this.start(request, token);
      return;
    }
    this.continuous.add(request);
    token.onCancellationRequested(() => {
      this.continuous.delete(request);
    });
  }

  /** Runs what is to be run on save, all of a lab as one run: of two, the second would give up the first. */
  private saved(folder: LabFolder): void {
    const checks = new Set([...this.continuous].flatMap((request) => [...(this.asked(request).get(folder) ?? [])]));
    if (checks.size === 0) return;
    const items = [...checks].flatMap((check) => this.itemOf(folder, check) ?? []);
    // A newer text is what counts: the run of the one before is given up.
    this.cancel(folder);
    const whole = this.itemOf(folder);
    const include = items.length === whole?.children.size ? [whole] : items;
    this.start(new vscode.TestRunRequest(include, undefined, this.profile, true)).catch((error: unknown) =>
      this.parts.failed(error, 'Running checks on save'),
    );
  }

  /** The checks that a request means, by lab. */
  private asked(request: vscode.TestRunRequest): Map<LabFolder, Set<string>> {
    const asked = new Map<LabFolder, Set<string>>();
    const each = (item: vscode.TestItem, visit: (folder: LabFolder, check: string) => void): void => {
      const behind = this.behind.get(item);
      if (!behind) return;
      if (behind.check !== undefined) visit(behind.folder, behind.check);
      else for (const { id } of behind.folder.lab.checks) visit(behind.folder, id);
    };
    for (const item of request.include ?? [...this.controller.items].map(([, root]) => root))
      each(item, (folder, check) => {
        const checks = asked.get(folder);
        if (checks) checks.add(check);
        else asked.set(folder, new Set([check]));
      });
    for (const item of request.exclude ?? []) each(item, (folder, check) => asked.get(folder)?.delete(check));
    return new Map([...asked].filter(([, checks]) => checks.size > 0));
  }

  private async start(request: vscode.TestRunRequest, token?: vscode.CancellationToken): Promise<void> {
    const asked = this.asked(request);
    const run = this.controller.createTestRun(request);
    try {
      for (const [folder, checks] of asked)
        for (const check of checks) {
          const item = this.itemOf(folder, check);
          if (item) run.enqueued(item);
        }
      for (const [folder, checks] of asked) {
        if (token?.isCancellationRequested || run.token.isCancellationRequested) break;
        // In the lab's own order, whatever was selected first.
        const ordered = folder.lab.checks.map(({ id }) => id).filter((id) => checks.has(id));
        await this.runFolder(folder, ordered, run, token);
      }
    } finally {
      run.end();
    }
  }

  private async runFolder(
    folder: LabFolder,
    checks: readonly string[],
    run: vscode.TestRun,
    token: vscode.CancellationToken | undefined,
  ): Promise<void> {
    const key = keyOf(folder.uri);
    // One run of a folder at a time, and the newest is the one that is wanted.
    for (let other = this.running.get(key); other; other = this.running.get(key)) {
      other.abort.abort();
      await other.ended;
    }
    const abort = new AbortController();
    let ended = (): void => undefined;
    this.running.set(key, { abort, ended: new Promise((resolve) => (ended = resolve)) });
    const stops = [run.token, token].flatMap((each) => each?.onCancellationRequested(() => abort.abort()) ?? []);
    const reported = new Set<string>();
    const report = (result: CheckResult): void => {
      if (reported.has(result.check)) return;
      reported.add(result.check);
      this.report(folder, result, run);
    };
    const passed = new Set<string>();
    try {
      const obstacle = await this.parts.obstacle(folder);
      if (obstacle) {
        for (const check of checks) report(errored(check, obstacle.message));
        obstacle.tell();
        return;
      }
      const [lab, seed] = await Promise.all([this.parts.lab(folder.lab.id), this.parts.seed(folder.lab.id)]);
      if (abort.signal.aborted) return;
      const on = (event: EngineEvent): void => {
        if (event.type === 'building') {
          run.appendOutput(`${vscode.l10n.t('Building {0} …', folder.lab.title)}\r\n`);
        } else if (event.type === 'started') {
          const item = this.itemOf(folder, event.check);
          if (item) run.started(item);
          this.setState(folder, event.check, { state: 'running' });
        } else if (event.type === 'output') {
          // The Testing view is a terminal, which wants both characters.
          const item = this.itemOf(folder, event.check);
          run.appendOutput(event.text.replace(/\r?\n/g, '\r\n'), undefined, item);
        } else report(event.result);
      };
      const results = await this.parts.run({
        lab,
        folder: folder.uri,
        language: folder.language,
        checks,
        seed,
        signal: abort.signal,
        on,
      });
      for (const result of results) {
        report(result);
        if (result.outcome === 'passed') passed.add(result.check);
      }
    } catch (error) {
      for (const check of checks) report(errored(check, messageOf(error)));
      throw error;
    } finally {
      for (const check of checks) report({ check, outcome: 'cancelled', failures: [], output: '', duration: 0 });
      this.running.delete(key);
      ended();
      vscode.Disposable.from(...stops).dispose();
      this.changed.fire(folder);
    }
    if (folder.lab.checks.length > 0 && folder.lab.checks.every(({ id }) => passed.has(id)))
      await this.parts.passed(folder);
  }

  private report(folder: LabFolder, result: CheckResult, run: vscode.TestRun): void {
    const item = this.itemOf(folder, result.check);
    const first = result.failures[0]?.message;
    this.setState(folder, result.check, { state: result.outcome, ...(first === undefined ? {} : { message: first }) });
    if (!item) return;
    const messages = result.failures.map(({ message, expected, actual }) => {
      const said =
        expected === undefined || actual === undefined
          ? new vscode.TestMessage(message)
          : vscode.TestMessage.diff(message, expected.slice(0, longestSide), actual.slice(0, longestSide));
      if (item.uri) said.location = new vscode.Location(item.uri, item.range ?? new vscode.Range(0, 0, 0, 0));
      return said;
    });
    switch (result.outcome) {
      case 'passed':
        run.passed(item, result.duration);
        return;
      case 'failed':
        run.failed(item, messages, result.duration);
        return;
      case 'errored':
        run.errored(item, messages, result.duration);
        return;
      case 'cancelled':
        run.skipped(item);
        return;
    }
  }

  private setState(folder: LabFolder, check: string, state: CheckState): void {
    const key = keyOf(folder.uri);
    const states = this.states.get(key) ?? new Map<string, CheckState>();
    states.set(check, state);
    this.states.set(key, states);
    this.changed.fire(folder);
  }

  dispose(): void {
    for (const { abort } of this.running.values()) abort.abort();
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function errored(check: string, message: string): CheckResult {
  return { check, outcome: 'errored', failures: [{ message }], output: '', duration: 0 };
}

/** The file that the learner writes; undefined for a lab that is about the folder itself. */
export function mainFileOf({ uri, language }: LabFolder): vscode.Uri | undefined {
  const name = mainFiles[language];
  return name === undefined ? undefined : vscode.Uri.joinPath(uri, name);
}

/** What the editor shows of a file, saved or not, or else what is on the disk. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => keyOf(document.uri) === keyOf(uri));
  return open ? open.getText() : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The first line with the most telling text that is there at all; else the first line of the file. */
function lineOf(text: string, look: readonly string[]): vscode.Range {
  const lines = text.split('\n');
  for (const wanted of look) {
    const line = lines.findIndex((each) => each.toLowerCase().includes(wanted.toLowerCase()));
    if (line >= 0) return new vscode.Range(line, 0, line, lines[line]!.trimEnd().length);
  }
  return new vscode.Range(0, 0, 0, 0);
}
