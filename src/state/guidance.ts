import * as vscode from 'vscode';
import type { LabSummary } from '../core/lab';
import { needsPrograms } from '../core/labNames';
import { isRecord } from '../core/guards';
import { pathState, type LearningPath, type PathState } from '../core/paths';
import { recommend, suggestionKey, type Advice, type Suggestion } from '../core/recommend';
import { commandIds, contextKeys, settingIds } from '../ids';
import { ExpectedError, messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import { Soon, type Timers } from '../platform/soon';
import type { Stores } from './stores';

export { dueReviews } from './dueReviews';

/** Reviews that are due: skill → how many. Whoever keeps reviews answers here, and announces when the answer changes. */
export interface Reviews {
  due(): ReadonlyMap<string, number>;
  readonly onDidChange: vscode.Event<unknown>;
}

/** What is asked of the editor. */
export interface GuidanceEdge {
  /** The setting, whatever stands there. */
  path(): unknown;
  setPath(id: string | undefined): PromiseLike<void>;
  readonly onDidChangePath: vscode.Event<unknown>;
  /** Fires when the reader comes back to the window. */
  readonly onDidFocus: vscode.Event<unknown>;
  setFollows(follows: boolean): void;
  warn(message: string, action: { readonly label: string; readonly command: string }): void;
  /** False for labs that cannot be run in this host. */
  canRun(lab: LabSummary): boolean;
  /** Milliseconds since 1970. */
  now(): number;
  readonly timers?: Timers;
}

/** A suggestion that was put off comes back after this; milliseconds. */
export const postponement = 7 * 24 * 60 * 60 * 1000;

/** Ticks come in bursts; what follows from them is worked out once. Milliseconds. */
const settling = 100;

const memoryKey = 'backendSkills.notNow';

type Known = Pick<Stores, 'packs' | 'catalog' | 'isDone' | 'verifiedAt' | 'practised' | 'onDidChangeProgress'>;

/** The path that is followed, and what is worth doing next. One per window; the tree, the status bar and the commands ask it. */
export class Guidance implements vscode.Disposable {
  private path: LearningPath | undefined;
  private known: Advice | undefined;
  /** What was put off when {@link known} was worked out. */
  private heeded: readonly string[] = [];
  /** The id in the setting when it was last looked at; a wrong one is told of once. */
  private lastId: string | undefined;
  private reading: Promise<void> = Promise.resolve();
  private readonly pathChanged = new vscode.EventEmitter<void>();
  private readonly adviceChanged = new vscode.EventEmitter<void>();
  private readonly later: Soon;
  private readonly listeners: vscode.Disposable;
  private disposed = false;

  /** Fires when another path, or none, is followed. */
  readonly onDidChangePath: vscode.Event<void> = this.pathChanged.event;
  /** Fires a moment after something has changed that {@link advice} depends on. */
  readonly onDidChangeAdvice: vscode.Event<void> = this.adviceChanged.event;

  constructor(
    private readonly stores: Known,
    private readonly memory: vscode.Memento,
    private readonly log: Pick<Log, 'error'>,
    private readonly reviews: Reviews | undefined,
    private readonly edge: GuidanceEdge = editor,
  ) {
    this.later = new Soon(() => this.announce(), settling, edge.timers);
    this.listeners = vscode.Disposable.from(
      stores.onDidChangeProgress(() => this.later.ask()),
      edge.onDidChangePath(() => void this.readSetting()),
      edge.onDidFocus(() => this.lookAgain()),
      ...(reviews ? [reviews.onDidChange(() => this.later.ask())] : []),
    );
  }

  /** All paths, in the order in which they are offered. */
  async paths(): Promise<readonly LearningPath[]> {
    return (await this.stores.packs.paths()).paths;
  }

  /** The path that is followed. */
  get followed(): LearningPath | undefined {
    return this.path;
  }

  stateOf(path: LearningPath): PathState {
    return pathState(path.steps, this.stores.catalog, this.facts);
  }

  /** The two facts that are known of an item. */
  readonly facts = {
    isDone: (id: string): boolean => this.stores.isDone(id),
    isVerified: (id: string): boolean => this.stores.verifiedAt(id) !== undefined,
  };

  get advice(): Advice {
    return (this.known ??= this.advise());
  }

  private advise(): Advice {
    const { catalog } = this.stores;
    // Asked once: each question to the stores looks through former ids too.
    const practised = this.stores.practised();
    const notNow = this.notNow();
    this.heeded = [...notNow.keys()];
    return recommend({
      catalog,
      isDone: (id) => practised.has(id),
      isVerified: (id) => this.facts.isVerified(id),
      practisedAt: (id) => practised.get(id),
      ...(this.path ? { path: this.path } : {}),
      due: this.reviews?.due() ?? new Map<string, number>(),
      notNow,
      canRun: (lab) => this.edge.canRun(lab),
      now: this.edge.now(),
    });
  }

  /** The path's own words for why a suggestion comes now; empty for what is no step of it. */
  whyNow({ step }: Suggestion): string {
    return this.path?.steps.find(({ id }) => id === step)?.reason ?? '';
  }

  /** Follows the path from now on, or none. Rejects when the id is that of no path, or the setting could not be written. */
  async follow(id: string | undefined): Promise<void> {
    if (id !== undefined && !(await this.paths()).some((path) => path.id === id)) throw unknownPath(id);
    try {
      await this.edge.setPath(id);
    } catch (error) {
      throw new ExpectedError(
        vscode.l10n.t(
          'Your settings could not be changed: {0}. Mend them, then choose the path again.',
          messageOf(error),
        ),
      );
    }
    await this.readSetting();
  }

  /** Takes over what the setting says. Never rejects. */
  readSetting(): Promise<void> {
    const setting = this.edge.path() ?? '';
    const id = typeof setting === 'string' ? setting.trim() : JSON.stringify(setting);
    if (this.lastId !== id) {
      this.lastId = id;
      this.reading = this.take(id);
    }
    return this.reading;
  }

  private async take(id: string): Promise<void> {
    let path: LearningPath | undefined;
    try {
      if (id !== '') path = (await this.paths()).find((known) => known.id === id);
      if (id !== '' && !path && this.lastId === id) {
        const { message, action } = unknownPath(id);
        if (action) this.edge.warn(message, action);
      }
    } catch (error) {
      this.log.error(error, 'Reading the paths');
    }
    // The setting may have changed again meanwhile.
    if (this.lastId !== id || this.disposed) return;
    this.edge.setFollows(path !== undefined);
    if (path === this.path) return;
    this.path = path;
    this.pathChanged.fire();
    this.later.now();
  }

  /** Suggests this no more for a week. */
  async putOff(suggestion: Suggestion): Promise<void> {
    const until = this.edge.now() + postponement;
    await this.keep(new Map([...this.notNow(), [suggestionKey(suggestion), until]]));
  }

  /** How many suggestions are put off. */
  get putOffCount(): number {
    return this.notNow().size;
  }

  /** Suggests again what was put off. */
  async bringBack(): Promise<void> {
    await this.keep(new Map());
  }

  private async keep(notNow: ReadonlyMap<string, number>): Promise<void> {
    await this.memory.update(memoryKey, notNow.size > 0 ? Object.fromEntries(notNow) : undefined);
    this.later.now();
  }

  /** What is still put off. */
  private notNow(): ReadonlyMap<string, number> {
    const kept = this.memory.get<unknown>(memoryKey);
    const now = this.edge.now();
    return new Map(
      Object.entries(isRecord(kept) ? kept : {}).flatMap(([key, until]) =>
        typeof until === 'number' && until > now ? [[key, until] as const] : [],
      ),
    );
  }

  /** Another window may have put something off, or brought it back; and weeks pass. */
  private lookAgain(): void {
    if (!this.known) return;
    const now = this.notNow();
    if (now.size !== this.heeded.length || this.heeded.some((key) => !now.has(key))) this.later.now();
  }

  private announce(): void {
    if (this.disposed) return;
    this.known = undefined;
    this.adviceChanged.fire();
  }

  dispose(): void {
    this.disposed = true;
    this.later.cancel();
    this.listeners.dispose();
    this.pathChanged.dispose();
    this.adviceChanged.dispose();
  }
}

function unknownPath(id: string): ExpectedError {
  return new ExpectedError(
    vscode.l10n.t(
      'There is no path "{0}". Choose one of those there are, or clear the setting {1}.',
      id,
      settingIds.path,
    ),
    { label: vscode.l10n.t('Choose a Path'), command: commandIds.followPath },
  );
}

/** The editor itself. */
const editor: GuidanceEdge = {
  path: () => vscode.workspace.getConfiguration().get<unknown>(settingIds.path),
  setPath: (id) => vscode.workspace.getConfiguration().update(settingIds.path, id, vscode.ConfigurationTarget.Global),
  onDidChangePath: (listener, self, disposables) =>
    vscode.workspace.onDidChangeConfiguration(
      (event) => {
        if (event.affectsConfiguration(settingIds.path)) listener.call(self, event);
      },
      undefined,
      disposables,
    ),
  onDidFocus: (listener, self, disposables) =>
    vscode.window.onDidChangeWindowState(
      (state) => {
        if (state.focused) listener.call(self, state);
      },
      undefined,
      disposables,
    ),
  setFollows: (follows) => void vscode.commands.executeCommand('setContext', contextKeys.followsPath, follows),
  warn: (message, action) =>
    void vscode.window.showWarningMessage(message, action.label).then((choice) => {
      if (choice !== undefined) void vscode.commands.executeCommand(action.command);
    }),
  // Without a machine behind the browser only the database that comes with us can be run.
  canRun: ({ kind }) =>
    !needsPrograms(kind) || vscode.env.uiKind === vscode.UIKind.Desktop || vscode.env.remoteName !== undefined,
  now: () => Date.now(),
};

/** Opens it with the path that is followed. */
export async function openGuidance(
  stores: Stores,
  memory: vscode.Memento,
  log: Pick<Log, 'error'>,
  reviews?: Reviews,
): Promise<Guidance> {
  const guidance = new Guidance(stores, memory, log, reviews);
  await guidance.readSetting();
  return guidance;
}
