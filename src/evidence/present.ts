import type { Localize } from '../core/naming';
import { plainText } from '../core/text';

/** A row of the view. Nodes carry ids only; what they look like is computed when they are painted. */
export type SuggestionNode =
  /** `id` is the full id of a checklist item. */
  | { readonly kind: 'item'; readonly id: string; readonly skill: string }
  | { readonly kind: 'seen'; readonly item: string; readonly rule: number; readonly place: number }
  /** What no file can show. */
  | { readonly kind: 'unseen'; readonly item: string; readonly rule: number };

/** Something that speaks for an item, as it is shown. */
export interface ShownEvidence {
  /** Id of the rule. */
  readonly rule: string;
  readonly seen: string;
  readonly unseen: string | undefined;
  readonly places: readonly ShownPlace[];
}

export interface ShownPlace {
  readonly kind: 'file' | 'git';
  /** `Dockerfile:5`, or a commit's short id. */
  readonly where: string;
  /** What stands there. */
  readonly text: string;
  /** Day of the line or the act, in the reader's words; undefined when not known. */
  readonly day: string | undefined;
}

/** An item that the workspace speaks for. */
export interface ShownSuggestion {
  /** Inline Markdown. */
  readonly text: string;
  readonly skill: string;
  readonly evidence: readonly ShownEvidence[];
}

/** How a row is painted, without any type of the editor. */
export interface RowPresentation {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly accessibilityLabel: string;
  readonly icon?: string;
}

const icons = { file: 'file-code', git: 'git-commit', unseen: 'question' } as const;

/** `Dockerfile:5 · Nov 3, 2025` */
export function placeText({ where, day }: ShownPlace): string {
  return [where, day].filter((part) => part !== undefined && part !== '').join(' · ');
}

export function presentItem(suggestion: ShownSuggestion, l10n: Localize): RowPresentation {
  const text = plainText(suggestion.text);
  const seen = suggestion.evidence.map((one) => plainText(one.seen)).join(' ');
  return {
    label: text,
    description: suggestion.skill,
    tooltip: [
      `**${escapeMarkdown(text)}**`,
      escapeMarkdown(suggestion.skill),
      ...suggestion.evidence.map((one) => escapeMarkdown(plainText(one.seen))),
    ].join('\n\n'),
    accessibilityLabel: l10n.t('{0}, {1}. Seen: {2}', text, suggestion.skill, seen),
  };
}

export function presentSeen(evidence: ShownEvidence, at: number, l10n: Localize): RowPresentation {
  const place = evidence.places[at]!;
  const seen = plainText(evidence.seen);
  // In a narrow view the end is cut off, so the place comes first. The sentence stands with the first of them; the others show their line.
  const rest = [place.day, at === 0 ? seen : place.text].filter((part) => part !== undefined && part !== '');
  return {
    label: place.where,
    description: rest.join(' · '),
    tooltip: [
      escapeMarkdown(seen),
      escapeMarkdown(placeText(place)),
      ...(place.text === '' ? [] : [codeBlock(place.text)]),
    ].join('\n\n'),
    accessibilityLabel: [
      `${placeText(place)}.`,
      ...(at === 0 ? [seen] : []),
      ...(place.text === '' ? [] : [l10n.t('The line: {0}', place.text)]),
    ].join(' '),
    icon: icons[place.kind],
  };
}

export function presentUnseen(unseen: string, l10n: Localize): RowPresentation {
  const text = plainText(unseen);
  const whole = l10n.t('Only you know: {0}', text);
  // In a narrow view the end is cut off; what every such row says is not worth its beginning.
  return {
    label: text,
    description: l10n.t('only you know'),
    tooltip: escapeMarkdown(whole),
    accessibilityLabel: whole,
    icon: icons.unseen,
  };
}

/** What was not looked at in a workspace. */
export interface LookNotes {
  /** Files that were looked at. */
  readonly files: number;
  /** Kinds of files of which there are more than are looked at. */
  readonly capped: number;
  readonly large: number;
  readonly unreadable: number;
  /** True when time ran out, or the learner stopped it. */
  readonly stopped: boolean;
  /** Places that others have written. */
  readonly foreign: number;
}

/** One sentence for each thing that was not looked at; empty when everything was. */
export function notesText(notes: LookNotes, maxSize: string, l10n: Localize): string {
  return [
    ...(notes.stopped ? [l10n.t('It was stopped before all files were looked at.')] : []),
    ...(notes.capped > 0 ? [l10n.t('There are more files than are looked at, which were {0}.', notes.files)] : []),
    ...(notes.large > 0 ? [l10n.t('Files larger than {0}, which were not read: {1}.', maxSize, notes.large)] : []),
    ...(notes.unreadable > 0 ? [l10n.t('Files that could not be read: {0}.', notes.unreadable)] : []),
    ...(notes.foreign > 0 ? [l10n.t('Places that others have written, which do not count: {0}.', notes.foreign)] : []),
  ].join(' ');
}

function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}\n${text}\n${fence}`;
}

/** The colon too: an address would become a link, with its other escapes in plain sight. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, '\\$&');
}
