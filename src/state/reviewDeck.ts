import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { localZone, readersDays } from '../core/days';
import {
  CardStates,
  deckOf,
  dueBySkill,
  forecast,
  intervals,
  nextDue,
  queueOf,
  retention,
  type CardState,
  type DeckCard,
  type ForecastDay,
  type Queue,
  type RetentionWeek,
} from '../core/review';
import type { Grade, Stamp } from '../core/progress';
import type { Rollup } from '../core/rollup';
import { settingIds } from '../ids';
import type { Reviews } from './reviews';

/** What the deck is told from. */
export interface DeckSources {
  readonly catalog: Catalog;
  readonly rollup: Rollup;
  readonly reviews: Reviews;
  zones(): readonly { readonly at: number; readonly zone: string }[];
}

/** Which cards are asked for. */
export interface DeckRequest {
  /** Id of a skill: its cards only, whether or not it has been begun. */
  readonly skill?: string;
  /** Also what is not due yet. */
  readonly ahead?: boolean;
  /** Also new cards past the limit of the day. */
  readonly moreNew?: boolean;
  /** How many at most; those of a sitting unless said otherwise. */
  readonly size?: number;
}

/** What is due, in all and by skill id; skills without are left out. */
export interface Due {
  readonly total: number;
  readonly bySkill: ReadonlyMap<string, number>;
}

const nothingDue: Due = { total: 0, bySkill: new Map() };

/** What becomes due within this time is told together. Milliseconds. */
const patience = 20_000;
/** A timer cannot wait longer than 24 days; a machine may sleep meanwhile. Milliseconds. */
const longestWait = 60 * 60 * 1000;

/** The learner's cards and when they are due: one for all views of a window, told from the stores when it is first asked for. */
export class ReviewDeck implements vscode.Disposable {
  private readonly states: CardStates;
  private known: Due | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  /** Fires with the ids of the skills of which more or fewer cards are due than before. */
  readonly onDidChangeDue = this.changed.event;
  private readonly listeners: vscode.Disposable;

  constructor(
    private readonly sources: DeckSources,
    private readonly now: () => number = Date.now,
    private readonly here = localZone,
  ) {
    this.states = new CardStates((id) => sources.reviews.of(id));
    this.listeners = vscode.Disposable.from(
      sources.reviews.onDidChange(() => this.recount()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.review)) this.recount();
      }),
    );
  }

  /** False when the reader has switched the feature off. */
  get isOn(): boolean {
    return vscode.workspace.getConfiguration().get<boolean>(settingIds.review, true);
  }

  /** What is due now. Counted once until something changes, or becomes due. */
  due(): Due {
    return (this.known ??= this.count());
  }

  queue(request: DeckRequest = {}): Queue {
    const all = this.deck();
    const { skill, ...wishes } = request;
    const found = skill === undefined ? undefined : this.sources.catalog.skill(skill);
    const part = found ? found.cards.map(({ id }) => ({ id, skill: found.id })) : all;
    // An answer that is not saved yet was given all the same.
    const open = part.filter(({ id }) => this.sources.reviews.notSaved(id).length === 0);
    return queueOf(open, this.states, { ...this.day(), ...wishes, newPerDay: newCardsPerDay() }, all);
  }

  /** Undefined for a card that was never reviewed. */
  state(cardId: string): CardState | undefined {
    return this.states.state(cardId);
  }

  newestReview(cardId: string): Stamp | undefined {
    return this.sources.reviews.of(cardId).at(-1)?.at;
  }

  /** How far away the card would be after each grade, in milliseconds. */
  intervals(cardId: string): Readonly<Record<Grade, number>> {
    return intervals(this.sources.reviews.of(cardId), this.now());
  }

  forecast(): readonly ForecastDay[] {
    return forecast(this.deck(), this.states, this.day());
  }

  retention(): readonly RetentionWeek[] {
    return retention(this.deck(), this.states, this.day());
  }

  /** How many cards the learner has reviewed. */
  get reviewed(): number {
    return this.deck().filter(({ id }) => this.states.state(id)).length;
  }

  /** The reader's day of a moment. */
  dayOf(moment: number): string {
    return this.day().dayOf(moment);
  }

  private deck(): DeckCard[] {
    const { catalog, rollup } = this.sources;
    return deckOf(
      catalog.skills.map(({ id, cards }) => ({ id, cards, begun: rollup.skill(id).done > 0 })),
      this.states,
    );
  }

  private day(): { readonly now: number; readonly dayOf: (moment: number) => string } {
    const [now, here] = [this.now(), this.here()];
    // What was stored tells where the learner was then; today is that of where they are.
    const before = this.sources.zones().filter(({ at }) => at <= now);
    return { now, dayOf: readersDays([...before, { at: now, zone: here }], here) };
  }

  private count(): Due {
    clearTimeout(this.timer);
    if (!this.isOn) return nothingDue;
    const deck = this.deck();
    const now = this.now();
    const bySkill = dueBySkill(deck, this.states, now);
    const next = nextDue(deck, this.states, now);
    if (next !== undefined) this.timer = setTimeout(() => this.recount(), Math.min(longestWait, next - now + patience));
    return { total: [...bySkill.values()].reduce((sum, each) => sum + each, 0), bySkill };
  }

  /** Counts again, once for all changes of the moment, and tells what has changed. */
  private recount(): void {
    if (!this.known) return;
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      const before = this.known?.bySkill ?? nothingDue.bySkill;
      const { bySkill } = (this.known = this.count());
      const skills = new Set([...before.keys(), ...bySkill.keys()]);
      const changed = [...skills].filter((id) => before.get(id) !== bySkill.get(id));
      if (changed.length > 0) this.changed.fire(changed);
    });
  }

  dispose(): void {
    clearTimeout(this.waiting);
    clearTimeout(this.timer);
    this.listeners.dispose();
    this.changed.dispose();
  }
}

/** As the reader has set it; a whole number from 0 to 50. */
function newCardsPerDay(): number {
  const set = vscode.workspace.getConfiguration().get<unknown>(settingIds.newCardsPerDay);
  return typeof set === 'number' && Number.isFinite(set) ? Math.min(50, Math.max(0, Math.floor(set))) : 5;
}
