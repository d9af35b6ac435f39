/** What the page of a lab and its host say to each other. The page sends ids only, and is never told a hint before it is asked for. */
import { isName, isRecord, isText } from '../core/guards';
import type { CheckOutcome } from '../core/lab';
import { isId } from '../core/model';

export interface LabView {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly levelName: string;
  readonly minutes: number;
  /** Names of what it can be done in. */
  readonly languages: readonly string[];
  /** Markdown. */
  readonly goal: string;
  readonly rules: string;
  readonly checks: readonly { readonly id: string; readonly title: string }[];
  readonly hintCount: number;
  readonly skills: readonly { readonly id: string; readonly title: string }[];
  /** What passing all checks verifies; the text is inline Markdown. */
  readonly verifies: readonly { readonly id: string; readonly text: string; readonly skill: string }[];
}

export interface LabState {
  /** Where it stands in the workspace; undefined until it is started. */
  readonly folder?: { readonly language: string; readonly path: string };
  readonly running: boolean;
  readonly checks: Readonly<Record<string, { readonly state: CheckOutcome | 'running'; readonly message?: string }>>;
  /** The hints that were asked for; Markdown. */
  readonly hints: readonly { readonly title: string; readonly markdown: string }[];
  /** Full item id → the day on which a lab has last verified it. */
  readonly verified: Readonly<Record<string, string>>;
  /** Why it cannot be started here. */
  readonly obstacle?: string;
  /** True when a terminal can start the program. */
  readonly terminal: boolean;
}

export const labStringKeys = [
  'lab',
  'minutes',
  'practises',
  'start',
  'startAnother',
  'run',
  'stop',
  'terminal',
  'goToCode',
  'solution',
  'reset',
  'goal',
  'rules',
  'checks',
  'passedOf',
  'notRun',
  'running',
  'passed',
  'failed',
  'errored',
  'cancelled',
  'runOne',
  'showFailure',
  'hints',
  'hintsShown',
  'nextHint',
  'noHints',
  'verifies',
  'verifiedOn',
  'inFolder',
  'actions',
  'loading',
  'failedTitle',
  'renderTimeout',
  'renderTooLong',
  'renderFailed',
  'imageNotLoaded',
] as const;
export type LabStringKey = (typeof labStringKeys)[number];
export type LabStrings = Readonly<Record<LabStringKey, string>>;

export type ToLab =
  | { readonly type: 'strings'; readonly strings: LabStrings }
  | { readonly type: 'show'; readonly view: LabView; readonly state: LabState }
  | { readonly type: 'state'; readonly state: LabState }
  | { readonly type: 'failed'; readonly message: string };

const acts = ['start', 'run', 'stop', 'hint', 'solution', 'terminal', 'reset', 'code'] as const;
export type LabAct = (typeof acts)[number];

export type FromLab =
  /** `lab` is what the page showed before the window was reloaded. */
  | { readonly type: 'ready'; readonly lab?: string }
  | { readonly type: 'act'; readonly act: LabAct }
  | { readonly type: 'runCheck'; readonly check: string }
  | { readonly type: 'showCheck'; readonly check: string }
  | { readonly type: 'openSkill'; readonly skill: string };

export function parseFromLab(value: unknown): FromLab | undefined {
  if (!isRecord(value)) return undefined;
  const { type, lab, check, skill } = value;
  switch (type) {
    case 'ready':
      return isId(lab) ? { type, lab } : { type };
    case 'act': {
      const act = acts.find((known) => known === value['act']);
      return act && { type, act };
    }
    case 'runCheck':
    case 'showCheck':
      return isId(check) ? { type, check } : undefined;
    case 'openSkill':
      return isName(skill) ? { type, skill } : undefined;
    default:
      return undefined;
  }
}

export function parseToLab(value: unknown): ToLab | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) ? (value as unknown as ToLab) : undefined;
    case 'show': {
      const { view, state } = value;
      const complete = isRecord(view) && isId(view['id']) && Array.isArray(view['checks']);
      return complete && isState(state) ? (value as unknown as ToLab) : undefined;
    }
    case 'state':
      return isState(value['state']) ? (value as unknown as ToLab) : undefined;
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

function isState(value: unknown): value is LabState {
  return isRecord(value) && isRecord(value['checks']) && isRecord(value['verified']) && Array.isArray(value['hints']);
}
