/** What the team board's two halves say to each other. Messages from the page carry ids, numbers and choices only. */
import { isName, isRecord, isText } from '../core/guards';
import {
  learnerSorts,
  teamSorts,
  type Board,
  type LearnerColumn,
  type SkillDetails,
  type TeamChoices,
} from '../core/teamBoard';

/** A file that is not on the board, or not as it stands. */
export interface TeamProblem {
  /** Number by which the page asks for the file. */
  readonly file: number;
  /** Its path in the workspace. */
  readonly name: string;
  /** One-based. */
  readonly line: number;
  readonly message: string;
}

export interface TeamView {
  readonly board: Board;
  /** Folders in which files were found, by path; the root of the workspace is `.` */
  readonly folders: readonly { readonly name: string; readonly files: number }[];
  readonly files: number;
  readonly problems: readonly TeamProblem[];
  /** True when there are more files than are read. */
  readonly tooMany: boolean;
  /** False in a window without a folder. */
  readonly hasFolder: boolean;
}

/** Files that are read at most. */
export const maxTeamFiles = 2000;

/** Larger files are not read. Bytes. */
export const maxTeamFileSize = 5_000_000;

/** Longest text of the search field. */
export const maxTeamText = 200;

export const teamStringKeys = [
  'title',
  'lede',
  'place',
  'copy',
  'copied',
  'csv',
  'statLearners',
  'statBegun',
  'statFinished',
  'statVerified',
  'statOf',
  'filesOne',
  'filesMany',
  'folderFiles',
  'folderRoot',
  'moreFolders',
  'tooMany',
  'problemsOne',
  'problemsMany',
  'atLine',
  'openFile',
  'filters',
  'search',
  'learner',
  'everyone',
  'compare',
  'nobodyElse',
  'sortBy',
  'sortOrder',
  'sortMost',
  'sortLeast',
  'sortName',
  'sortFurthest',
  'sortLatest',
  'begunOnly',
  'begunOnlyChosen',
  'countSkills',
  'countLearners',
  'clear',
  'showAs',
  'bySkill',
  'byLearner',
  'colSkill',
  'colPractised',
  'colFinished',
  'colVerified',
  'colWho',
  'colTeam',
  'colLearner',
  'colItems',
  'colSkillsFinished',
  'colItemsVerified',
  'colLast',
  'legendFinished',
  'legendPractised',
  'legendVerified',
  'areaBegun',
  'fraction',
  'verifiedItems',
  'nobody',
  'whoBelow',
  'more',
  'moreOf',
  'expand',
  'showAll',
  'showMore',
  'verifiedOn',
  'reading',
  'readingRow',
  'noName',
  'withoutLearner',
  'summary',
  'unknownOne',
  'unknownMany',
  'lastOn',
  'noMatch',
  'noMatchBegun',
  'noMatchLearners',
  'matchingLearners',
  'emptyTitle',
  'emptyText',
  'emptyExample',
  'emptyHow',
  'emptyNoFolder',
  'openSetting',
  'openFolder',
  'failedTitle',
] as const;
export type TeamStringKey = (typeof teamStringKeys)[number];
export type TeamStrings = Readonly<Record<TeamStringKey, string>>;

export type ToTeam =
  | { readonly type: 'strings'; readonly strings: TeamStrings; readonly locale: string }
  | { readonly type: 'reading'; readonly read: number; readonly files: number }
  | { readonly type: 'show'; readonly view: TeamView }
  | { readonly type: 'details'; readonly details: SkillDetails }
  | { readonly type: 'columns'; readonly columns: readonly LearnerColumn[] }
  | { readonly type: 'copied' }
  | { readonly type: 'failed'; readonly message: string };

export type FromTeam =
  | { readonly type: 'ready' }
  | { readonly type: 'openSkill'; readonly skill: string }
  | { readonly type: 'openFile'; readonly file: number }
  | { readonly type: 'openSetting' }
  | { readonly type: 'openFolder' }
  | { readonly type: 'details'; readonly skill: string }
  | { readonly type: 'columns'; readonly learners: readonly string[] }
  | { readonly type: 'copy'; readonly choices: TeamChoices }
  | { readonly type: 'csv' };

export function parseFromTeam(value: unknown): FromTeam | undefined {
  if (!isRecord(value)) return undefined;
  const { type, skill, file, learners } = value;
  switch (type) {
    case 'ready':
    case 'openSetting':
    case 'openFolder':
    case 'csv':
      return { type };
    case 'openSkill':
    case 'details':
      return isName(skill) ? { type, skill } : undefined;
    case 'openFile':
      return Number.isSafeInteger(file) && (file as number) >= 0 ? { type, file: file as number } : undefined;
    case 'columns':
      return isChosen(learners) ? { type, learners: [...learners] } : undefined;
    case 'copy': {
      const choices = parseTeamChoices(value['choices']);
      return choices ? { type, choices } : undefined;
    }
    default:
      return undefined;
  }
}

/** Choices from the page or from its last visit; undefined when they make no sense. */
export function parseTeamChoices(value: unknown): TeamChoices | undefined {
  if (!isRecord(value)) return undefined;
  const { show, text, begunOnly, learners } = value;
  const sort = teamSorts.find((one) => one === value['sort']);
  const learnerSort = learnerSorts.find((one) => one === value['learnerSort']);
  if ((show !== 'skills' && show !== 'learners') || !sort || !learnerSort) return undefined;
  if (!isText(text) || text.length > maxTeamText || typeof begunOnly !== 'boolean' || !isChosen(learners))
    return undefined;
  return { show, text, begunOnly, sort, learnerSort, learners: [...learners] };
}

/** At most two learners, each once. */
function isChosen(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= 2 &&
    [...(value as unknown[])].every(isName) &&
    new Set(value).size === value.length
  );
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToTeam(value: unknown): ToTeam | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToTeam) : undefined;
    case 'reading':
      return typeof value['read'] === 'number' && typeof value['files'] === 'number'
        ? { type: 'reading', read: value['read'], files: value['files'] }
        : undefined;
    case 'show':
      return isView(value['view']) ? (value as unknown as ToTeam) : undefined;
    case 'details': {
      const { details } = value;
      const complete =
        isRecord(details) &&
        isName(details['skill']) &&
        Array.isArray(details['learners']) &&
        Array.isArray(details['items']);
      return complete ? (value as unknown as ToTeam) : undefined;
    }
    case 'columns':
      return Array.isArray(value['columns']) && value['columns'].every(isColumn)
        ? (value as unknown as ToTeam)
        : undefined;
    case 'copied':
      return { type: 'copied' };
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

function isView(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { board } = value;
  return (
    isRecord(board) &&
    Array.isArray(board['learners']) &&
    Array.isArray(board['areas']) &&
    Array.isArray(board['skills']) &&
    Array.isArray(value['folders']) &&
    Array.isArray(value['problems']) &&
    typeof value['files'] === 'number'
  );
}

function isColumn(value: unknown): boolean {
  return (
    isRecord(value) && isName(value['learner']) && Array.isArray(value['done']) && Array.isArray(value['verified'])
  );
}
