/**
 * What the skill panel's two halves say to each other. Both bundles import this file, and each checks what it receives:
 * messages from the webview carry ids and positions only, never paths, links, code or markup.
 */
import { isName, isRecord, isText, isTextList } from '../core/guards';
import type { ChecklistItem, PayFigure, SkillBody, SkillKind, SkillLevel } from '../core/model';
import type { FigureAge } from '../core/pay';
import type { ProgressState } from '../core/rollup';

export interface SkillLink {
  readonly id: string;
  readonly title: string;
}

export interface PayView {
  /** Role id. */
  readonly id: string;
  readonly role: string;
  readonly figures: readonly (PayFigure & { readonly age: FigureAge })[];
}

/** A lab that practises the skill. */
export interface SkillLab {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly levelName: string;
  readonly minutes: number;
  /** Names of what it can be done in. */
  readonly languages: readonly string[];
  /** Full ids of the items that it verifies; some may be of other skills. */
  readonly verifies: readonly string[];
}

/** Everything a page shows. The webview keeps it only to paint; the host owns the truth. */
export interface SkillView {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly kind: SkillKind;
  readonly kindName: string;
  readonly kindIcon: string;
  readonly level: SkillLevel;
  readonly levelName: string;
  readonly minutes: number;
  readonly summary: string;
  readonly items: readonly ChecklistItem[];
  readonly prerequisites: readonly SkillLink[];
  readonly leadsTo: readonly SkillLink[];
  readonly related: readonly SkillLink[];
  /** Job titles that ask for it; ids of the career guide. */
  readonly usedBy: readonly SkillLink[];
  readonly labs: readonly SkillLab[];
  readonly previous?: SkillLink;
  readonly next?: SkillLink;
  readonly pay: readonly PayView[];
  readonly body: SkillBody;
}

export interface ProgressView {
  /** Full ids of this page's items that are practised. */
  readonly done: readonly string[];
  /** Full id of an item that a lab has verified → the day, in the reader's words. */
  readonly verified: Readonly<Record<string, string>>;
  /** Lab → the day on which it has verified all that it can, in the reader's words. */
  readonly labs: Readonly<Record<string, string>>;
  /** Full id of an item whose last tick could not be stored yet → what was chosen, and why it is not stored. */
  readonly notSaved: Readonly<Record<string, { readonly done: boolean; readonly reason: string }>>;
  /** State of every skill that the page links to. */
  readonly states: Readonly<Record<string, ProgressState>>;
  /** How many of the page's questions are due for review; undefined while that is not known, and where none is reviewed. */
  readonly due?: number;
}

/** The reader's own note on the skill. */
export type NoteView =
  | { readonly state: 'none' }
  /** Markdown of whoever wrote it: as little trusted as the page. `cut` when there is more than is shown. */
  | { readonly state: 'note'; readonly markdown: string; readonly cut: boolean }
  | { readonly state: 'problem'; readonly message: string };

/** A note on the skill beside the one that is shown. */
export interface OtherNote {
  /** Name of its file, by which it is opened. */
  readonly file: string;
  /** What it is, in the reader's words. */
  readonly label: string;
}

/** What {@link ToWebview} names to bring a question or the note into view; sections and items are named by their ids. */
export const questionFocus = (key: string): string => `question:${key}`;
export const noteFocus = 'note:';

export interface HistoryView {
  readonly back?: string;
  readonly forward?: string;
}

/** The words of the page, in the reader's language. */
export type Strings = Readonly<Record<StringKey, string>>;

export const stringKeys = [
  'history',
  'back',
  'backTo',
  'forward',
  'forwardTo',
  'revealInTree',
  'openToSide',
  'skipToPractice',
  'practice',
  'practisedOf',
  'minutes',
  'needs',
  'leadsTo',
  'related',
  'usedBy',
  'explorePay',
  'andMore',
  'notStarted',
  'inProgress',
  'done',
  'practised',
  'practisedWord',
  'verifiedOn',
  'notSaved',
  'labs',
  'labFacts',
  'startLab',
  'openLab',
  'notYet',
  'commonMistakes',
  'checkYourself',
  'dueOne',
  'dueMany',
  'reviewSkill',
  'pay',
  'payRange',
  'payRanges',
  'paySpread',
  'paySpreadOne',
  'payLegend',
  'paySources',
  'undated',
  'sourceNotNamed',
  'statisticNotStated',
  'sources',
  'backedBy',
  'previous',
  'next',
  'pager',
  'copy',
  'copied',
  'openInEditor',
  'output',
  'sample',
  'drawing',
  'loading',
  'failedTitle',
  'renderTimeout',
  'renderTooLong',
  'renderFailed',
  'imageNotLoaded',
  'sideLabel',
  'noteTitle',
  'noteNone',
  'noteCut',
  'addNote',
  'editNote',
  'otherNotes',
] as const;
export type StringKey = (typeof stringKeys)[number];

export type ToWebview =
  | { readonly type: 'strings'; readonly strings: Strings; readonly locale: string }
  | {
      readonly type: 'show';
      readonly view: SkillView;
      readonly progress: ProgressView;
      readonly history: HistoryView;
      readonly state: PanelState;
      /** An item or section to bring into view; see also {@link questionFocus}. */
      readonly focus?: string;
    }
  | { readonly type: 'progress'; readonly progress: ProgressView }
  | {
      readonly type: 'note';
      readonly skill: string;
      readonly note: NoteView;
      readonly others: readonly OtherNote[];
    }
  | { readonly type: 'copied'; readonly sample: number }
  | { readonly type: 'failed'; readonly message: string };

export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly skill: string; readonly section?: string }
  | { readonly type: 'back' }
  | { readonly type: 'forward' }
  | { readonly type: 'setDone'; readonly item: string; readonly done: boolean }
  | { readonly type: 'copySample'; readonly skill: string; readonly sample: number }
  | { readonly type: 'openSample'; readonly skill: string; readonly sample: number }
  | { readonly type: 'reveal' }
  | { readonly type: 'openPay'; readonly role: string }
  | { readonly type: 'openTitle'; readonly title: string }
  | { readonly type: 'openLab'; readonly lab: string }
  | { readonly type: 'startLab'; readonly lab: string }
  | { readonly type: 'review' }
  | { readonly type: 'openToSide' }
  | { readonly type: 'editNote' }
  /** One of the other notes on the skill. */
  | { readonly type: 'openNote'; readonly file: string };

/** What survives a window reload, together with the scroll position that the webview adds. */
export interface PanelState {
  readonly version: 1;
  readonly history: readonly string[];
  readonly position: number;
}

/** Longest history that is kept; older steps are dropped. */
export const maxHistory = 50;

export function parseFromWebview(value: unknown): FromWebview | undefined {
  if (!isRecord(value)) return undefined;
  const { type, skill, sample, item, done, section } = value;
  switch (type) {
    case 'ready':
    case 'back':
    case 'forward':
    case 'reveal':
    case 'review':
    case 'openToSide':
    case 'editNote':
      return { type };
    case 'open':
      return isName(skill) ? { type, skill, ...(isName(section) ? { section } : {}) } : undefined;
    case 'openPay':
      return isName(value['role']) ? { type, role: value['role'] } : undefined;
    case 'openTitle':
      return isName(value['title']) ? { type, title: value['title'] } : undefined;
    case 'openNote':
      return isName(value['file']) ? { type, file: value['file'] } : undefined;
    case 'openLab':
    case 'startLab':
      return isName(value['lab']) ? { type, lab: value['lab'] } : undefined;
    case 'setDone':
      return isName(item) && typeof done === 'boolean' ? { type, item, done } : undefined;
    case 'copySample':
    case 'openSample':
      return isName(skill) && isIndex(sample) ? { type, skill, sample } : undefined;
    default:
      return undefined;
  }
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToWebview(value: unknown): ToWebview | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToWebview) : undefined;
    case 'show': {
      const { view, progress, history, state } = value;
      const complete = isRecord(view) && isText(view['id']) && isRecord(view['body']) && Array.isArray(view['items']);
      return complete && isProgress(progress) && isRecord(history) && parsePanelState(state)
        ? (value as unknown as ToWebview)
        : undefined;
    }
    case 'progress':
      return isProgress(value['progress']) ? (value as unknown as ToWebview) : undefined;
    case 'note':
      return isName(value['skill']) && isNote(value['note']) && isOthers(value['others'])
        ? (value as unknown as ToWebview)
        : undefined;
    case 'copied':
      return isIndex(value['sample']) ? { type: 'copied', sample: value['sample'] } : undefined;
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

/** Reads a stored state; undefined for one that is damaged or of another version. */
export function parsePanelState(value: unknown): PanelState | undefined {
  if (!isRecord(value) || value['version'] !== 1 || !isTextList(value['history'])) return undefined;
  const { history, position } = value;
  if (history.length === 0 || history.length > maxHistory || !history.every(isName)) return undefined;
  return isIndex(position) && position < history.length ? { version: 1, history, position } : undefined;
}

function isProgress(value: unknown): value is ProgressView {
  return (
    isRecord(value) &&
    isTextList(value['done']) &&
    isRecord(value['states']) &&
    isRecord(value['verified']) &&
    isRecord(value['labs']) &&
    isRecord(value['notSaved'])
  );
}

function isNote(value: unknown): value is NoteView {
  if (!isRecord(value)) return false;
  if (value['state'] === 'problem') return isText(value['message']);
  return value['state'] === 'none' || (value['state'] === 'note' && isText(value['markdown']));
}

function isOthers(value: unknown): value is readonly OtherNote[] {
  return (
    Array.isArray(value) &&
    [...(value as unknown[])].every((one) => isRecord(one) && isText(one['file']) && isText(one['label']))
  );
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
