/**
 * What the review's two halves say to each other. Messages from the page carry ids and choices only, and the answer that the learner has typed,
 * which is kept in memory and nowhere else.
 */
import { isName, isRecord, isText } from '../core/guards';
import { isGrade, type Grade } from '../core/progress';
import type { ForecastDay, RetentionWeek } from '../core/review';
import type { ReviewSession } from '../core/reviewSession';

export interface SkillName {
  readonly id: string;
  readonly title: string;
}

/** A grade, and when the card would come back after it. */
export interface GradeChoice {
  readonly grade: Grade;
  /** `10 min` */
  readonly short: string;
}

export interface CardShow {
  readonly kind: 'card';
  readonly id: string;
  readonly skill: SkillName;
  /** Markdown. */
  readonly question: string;
  /** Markdown. */
  readonly answer: string;
  readonly shown: boolean;
  readonly position: number;
  readonly total: number;
  readonly isNew: boolean;
  /** True when it was asked in this sitting before. */
  readonly again: boolean;
  readonly choices: readonly GradeChoice[];
  /** What the learner has typed. */
  readonly draft: string;
  /** The grade that was given and is not saved yet, and why. */
  readonly notSaved?: { readonly grade: Grade; readonly reason: string };
}

export interface ReviewedCard {
  readonly id: string;
  readonly skill: SkillName;
  /** Inline Markdown. */
  readonly question: string;
  readonly grade: Grade;
  /** When it comes back, in words. */
  readonly due: string;
}

/** How things stand beyond this sitting. */
export interface Outlook {
  readonly due: number;
  /** How many cards would be asked if it were gone on now. */
  readonly more: number;
  /** When the next card becomes due, in words; undefined when none will. */
  readonly next?: string;
  /** Cards that were reviewed and are not due yet. */
  readonly later: number;
  /** New cards that may still be begun today. */
  readonly fresh: number;
  /** All new cards of skills that were begun. */
  readonly unseen: number;
  readonly forecast: readonly ForecastDay[];
  readonly retention: readonly RetentionWeek[];
}

export interface EndShow {
  readonly kind: 'end';
  readonly reviewed: readonly ReviewedCard[];
  readonly outlook: Outlook;
}

/** `off`: the reader has switched the feature off. */
export type EmptyReason = 'off' | 'nothing-begun' | 'nothing-due' | 'no-questions';

export interface EmptyShow {
  readonly kind: 'empty';
  readonly reason: EmptyReason;
  readonly outlook: Outlook;
}

export type ReviewShow = (CardShow | EndShow | EmptyShow) & {
  /** The skill, when only that one is reviewed. */
  readonly only?: SkillName;
  readonly canUndo: boolean;
};

/** Longest answer that the page keeps; in UTF-16 code units. */
export const maxDraft = 20_000;

export const reviewStringKeys = [
  'title',
  'place',
  'only',
  'everything',
  'progress',
  'progressBar',
  'newCard',
  'againCard',
  'openSkill',
  'yourAnswer',
  'answerHint',
  'showAnswer',
  'showKeys',
  'answer',
  'howWell',
  'again',
  'hard',
  'good',
  'easy',
  'againMeans',
  'hardMeans',
  'goodMeans',
  'easyMeans',
  'gradeKeys',
  'undo',
  'notSaved',
  'goOn',
  'endTitle',
  'endOne',
  'endMany',
  'colQuestion',
  'colGrade',
  'colDue',
  'colSkill',
  'dueOne',
  'dueMany',
  'nextDue',
  'noNext',
  'moreOne',
  'moreMany',
  'reviewAhead',
  'learnMore',
  'reviewAll',
  'nothingBegunTitle',
  'nothingBegunText',
  'openWalkthrough',
  'nothingDueTitle',
  'nothingDueText',
  'noQuestionsTitle',
  'noQuestionsText',
  'offTitle',
  'offText',
  'openSetting',
  'forecastTitle',
  'forecastSum',
  'forecastNone',
  'forecastDay',
  'forecastCards',
  'today',
  'retentionTitle',
  'retentionText',
  'retentionNone',
  'retentionWeek',
  'retentionAnswers',
  'retentionShare',
  'tooFew',
  'asTable',
  'loading',
  'renderFailed',
  'imageNotLoaded',
  'failedTitle',
] as const;
export type ReviewStringKey = (typeof reviewStringKeys)[number];
export type ReviewStrings = Readonly<Record<ReviewStringKey, string>>;

export type ToReview =
  | { readonly type: 'strings'; readonly strings: ReviewStrings; readonly locale: string }
  /** `state` is kept by the page across a reload; undefined while there is no sitting. */
  | { readonly type: 'show'; readonly show: ReviewShow; readonly state: ReviewSession | undefined }
  /** Something that happened while the reader looked on, for screen readers and as a note. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'failed'; readonly message: string };

export type FromReview =
  /** `state` is what was kept, to be judged by the host. */
  | { readonly type: 'ready'; readonly state?: unknown }
  | { readonly type: 'showAnswer'; readonly card: string }
  | { readonly type: 'grade'; readonly card: string; readonly grade: Grade }
  | { readonly type: 'goOn'; readonly card: string }
  | { readonly type: 'draft'; readonly card: string; readonly text: string }
  | { readonly type: 'undo' }
  | { readonly type: 'start'; readonly what: StartWhat }
  | { readonly type: 'openSkill'; readonly skill: string; readonly card?: string }
  | { readonly type: 'openSetting' }
  | { readonly type: 'openWalkthrough' };

/** `due` as usual, `ahead` also what is not due, `new` past the limit of the day, `all` no longer one skill only. */
export const startWhats = ['due', 'ahead', 'new', 'all'] as const;
export type StartWhat = (typeof startWhats)[number];

export function parseFromReview(value: unknown): FromReview | undefined {
  if (!isRecord(value)) return undefined;
  const { type, card, grade, text, skill, state } = value;
  switch (type) {
    case 'ready':
      return state === undefined ? { type } : { type, state };
    case 'undo':
    case 'openSetting':
    case 'openWalkthrough':
      return { type };
    case 'showAnswer':
    case 'goOn':
      return isName(card) ? { type, card } : undefined;
    case 'grade':
      return isName(card) && isGrade(grade) ? { type, card, grade } : undefined;
    case 'draft':
      return isName(card) && isText(text) && text.length <= maxDraft ? { type, card, text } : undefined;
    case 'start': {
      const what = startWhats.find((one) => one === value['what']);
      return what ? { type, what } : undefined;
    }
    case 'openSkill':
      return isName(skill) ? { type, skill, ...(isName(card) ? { card } : {}) } : undefined;
    default:
      return undefined;
  }
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToReview(value: unknown): ToReview | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToReview) : undefined;
    case 'show':
      return isShow(value['show']) ? (value as unknown as ToReview) : undefined;
    case 'note':
      return isText(value['text']) ? { type: 'note', text: value['text'] } : undefined;
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

function isShow(value: unknown): boolean {
  if (!isRecord(value) || typeof value['canUndo'] !== 'boolean') return false;
  const { kind, outlook } = value;
  if (kind === 'card')
    return (
      isName(value['id']) &&
      isRecord(value['skill']) &&
      isText(value['question']) &&
      isText(value['answer']) &&
      typeof value['shown'] === 'boolean' &&
      Array.isArray(value['choices'])
    );
  const complete =
    isRecord(outlook) &&
    typeof outlook['due'] === 'number' &&
    Array.isArray(outlook['forecast']) &&
    Array.isArray(outlook['retention']);
  return complete && (kind === 'empty' || (kind === 'end' && Array.isArray(value['reviewed'])));
}
