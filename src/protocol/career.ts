/** What the career guide's two halves say to each other. Messages from the page carry ids only. */
import { isName, isRecord, isText, isTextList } from '../core/guards';
import type { CareerData, OutlookFact, PayArticle, PayFigure } from '../core/model';
import type { FigureAge } from '../core/pay';
import type { ProgressState } from '../core/rollup';
import { isPayTarget, type PayTarget } from './pay';

/** The sections in their order. Deep links name them, so they are for ever. */
export const careerSections = [
  'job',
  'comparison',
  'levels',
  'ways',
  'titles',
  'boards',
  'hired',
  'leads',
  'questions',
  'disagree',
  'outlook',
  'reading',
] as const;
export type CareerSection = (typeof careerSections)[number];

/** Id of the comparison that belongs to the ways in. */
export const courseTable = 'bootcamp-course';

/**
 * Where a deep link leads: a section, or an entry by its kind and id, such as `title-<id>`, `move-<id>` or `question-<id>`. Equal to the id
 * of the element. `core/searchDocuments.ts` names them too.
 */
export type CareerTarget = string;

export interface CareerView {
  readonly data: CareerData;
  /** Titles of the skills that the guide names, by id. */
  readonly skills: Readonly<Record<string, string>>;
  readonly articles: readonly PayArticle[];
  readonly outlook: readonly OutlookFact[];
  /** Figures by role id, as skill pages show them. */
  readonly pay: Readonly<Record<string, readonly (PayFigure & { readonly age: FigureAge })[]>>;
}

export interface CareerProgress {
  /** Ids, without pack and checklist, of what is ticked. */
  readonly done: readonly string[];
  /** Ids, in the same form, whose last tick could not be stored yet → what was chosen, and why it is not stored. */
  readonly notSaved: Readonly<Record<string, { readonly done: boolean; readonly reason: string }>>;
  /** State of every skill that the guide names. */
  readonly states: Readonly<Record<string, ProgressState>>;
}

export const careerStringKeys = [
  'title',
  'lede',
  'place',
  'pay',
  'print',
  'onThisPage',
  'sourcesNote',
  'sourcesLink',
  'citedOne',
  'citedMany',
  'sectionJob',
  'sectionComparison',
  'sectionLevels',
  'sectionWays',
  'sectionTitles',
  'sectionBoards',
  'sectionHired',
  'sectionLeads',
  'sectionQuestions',
  'sectionDisagree',
  'sectionOutlook',
  'sectionReading',
  'ledeJob',
  'ledeComparison',
  'ledeLevels',
  'ledeWays',
  'ledeTitles',
  'ledeBoards',
  'ledeHired',
  'ledeLeads',
  'ledeQuestions',
  'ledeDisagree',
  'ledeOutlook',
  'ledeReading',
  'tasks',
  'withWhom',
  'where',
  'goodToKnow',
  'takes',
  'costs',
  'suits',
  'watch',
  'offers',
  'practisedSkills',
  'begunSkills',
  'legendDone',
  'legendBegun',
  'legendNotYet',
  'skillsAsked',
  'alsoCalled',
  'copySearch',
  'copied',
  'titlePay',
  'boardsGeneral',
  'boardsTechnology',
  'practisedOf',
  'notSaved',
  'learnFor',
  'skillsThere',
  'payUndated',
  'payNone',
  'growth',
  'sources',
  'notStarted',
  'inProgress',
  'done',
  'undated',
  'notNamed',
  'aspect',
  'failedTitle',
] as const;
export type CareerStringKey = (typeof careerStringKeys)[number];
export type CareerStrings = Readonly<Record<CareerStringKey, string>>;

export type ToCareer =
  | { readonly type: 'strings'; readonly strings: CareerStrings; readonly locale: string }
  | { readonly type: 'show'; readonly view: CareerView; readonly progress: CareerProgress }
  | { readonly type: 'progress'; readonly progress: CareerProgress }
  | { readonly type: 'go'; readonly target: CareerTarget }
  | { readonly type: 'copied'; readonly title: string }
  | { readonly type: 'failed'; readonly message: string };

export type FromCareer =
  | { readonly type: 'ready' }
  | { readonly type: 'openSkill'; readonly skill: string }
  | { readonly type: 'openPay'; readonly target?: PayTarget; readonly role?: string }
  | { readonly type: 'setDone'; readonly item: string; readonly done: boolean }
  | { readonly type: 'copyTitle'; readonly title: string }
  | { readonly type: 'print' };

export function parseFromCareer(value: unknown): FromCareer | undefined {
  if (!isRecord(value)) return undefined;
  const { type, skill, target, role, item, done, title } = value;
  switch (type) {
    case 'ready':
    case 'print':
      return { type };
    case 'openSkill':
      return isName(skill) ? { type, skill } : undefined;
    case 'openPay':
      return { type, ...(isPayTarget(target) ? { target } : {}), ...(isName(role) ? { role } : {}) };
    case 'setDone':
      return isName(item) && typeof done === 'boolean' ? { type, item, done } : undefined;
    case 'copyTitle':
      return isName(title) ? { type, title } : undefined;
    default:
      return undefined;
  }
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToCareer(value: unknown): ToCareer | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToCareer) : undefined;
    case 'show': {
      const { view, progress } = value;
      const complete =
        isRecord(view) &&
        isRecord(view['data']) &&
        isRecord(view['skills']) &&
        isRecord(view['pay']) &&
        Array.isArray(view['articles']) &&
        Array.isArray(view['outlook']);
      return complete && isProgress(progress) ? (value as unknown as ToCareer) : undefined;
    }
    case 'progress':
      return isProgress(value['progress']) ? (value as unknown as ToCareer) : undefined;
    case 'go':
      return isName(value['target']) ? { type: 'go', target: value['target'] } : undefined;
    case 'copied':
      return isName(value['title']) ? { type: 'copied', title: value['title'] } : undefined;
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

function isProgress(value: unknown): value is CareerProgress {
  return isRecord(value) && isTextList(value['done']) && isRecord(value['states']) && isRecord(value['notSaved']);
}
