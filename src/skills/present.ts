import type { Catalog } from '../core/catalog';
import { durationText, reasonText, stepTitle, suggestionTitle } from '../core/guidanceText';
import type { LabSummary } from '../core/lab';
import type { Area, ChecklistItem, Skill } from '../core/model';
import { kindIcons, kindName, levelName, stateName, type Localize } from '../core/naming';
import { isActive, type SkillFilter } from '../core/filter';
import type { LearningPath, PathState, PathStep, StepState } from '../core/paths';
import type { Suggestion } from '../core/recommend';
import { progressState, type ProgressState, type Rollup, type Tally } from '../core/rollup';
import { plainText } from '../core/text';

/** A node of the tree. Nodes carry ids only; what they look like is computed when they are painted. */
export type TreeNode =
  | { readonly kind: 'area'; readonly id: string }
  | { readonly kind: 'skill'; readonly id: string; readonly area: string }
  /** Leads to the questions that are due. */
  | { readonly kind: 'review'; readonly id: 'review' }
  /** `step` names the step of the path, as {@link stepKey} does, when it stands there and not at its skill. */
  | { readonly kind: 'item'; readonly id: string; readonly skill: string; readonly step?: string }
  | { readonly kind: 'lab'; readonly id: string; readonly skill: string; readonly step?: string }
  /** What is worth doing next. */
  | { readonly kind: 'next'; readonly id: 'next' }
  /** The path that is followed. */
  | { readonly kind: 'path'; readonly id: string }
  /** A heading of the path; `id` is that of the step with which it begins. */
  | { readonly kind: 'group'; readonly id: string; readonly path: string }
  | { readonly kind: 'step'; readonly id: string; readonly path: string; readonly skill: string }
  /** What was practised and is no longer in the curriculum. */
  | { readonly kind: 'retired'; readonly id: 'retired' };

/** How a node is painted, without any type of the editor. */
export interface Presentation {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly accessibilityLabel: string;
  readonly icon?: { readonly name: string; readonly color?: string };
  readonly checkbox?: { readonly checked: boolean; readonly tooltip: string };
  readonly expandable: boolean;
  readonly contextValue: string;
}

/** The progress mark. Shape alone tells the state; the icon's colour only repeats it. */
const marks: Record<ProgressState, string> = { 'not-started': '○', 'in-progress': '◐', done: '●' };

const colors: Record<ProgressState, string | undefined> = {
  'not-started': undefined,
  'in-progress': 'charts.blue',
  done: 'charts.green',
};

/** `◐ 3/7` */
export function tallyText(tally: Tally): string {
  return `${marks[progressState(tally)]} ${tally.done}/${tally.total}`;
}

export function presentArea(area: Area, tally: Tally, l10n: Localize): Presentation {
  return {
    id: `area:${area.id}`,
    label: area.title,
    description: `${tally.done}/${tally.total}`,
    tooltip: `**${escapeMarkdown(area.title)}**\n\n${escapeMarkdown(area.summary)}\n\n${l10n.t('{0} of {1} practised', tally.done, tally.total)}`,
    accessibilityLabel: l10n.t('{0}, area, {1} of {2} practised', area.title, tally.done, tally.total),
    expandable: true,
    contextValue: 'area',
  };
}

/** @param due how many of its questions are due. They take nothing away: the tally stays as it is. */
export function presentSkill(skill: Skill, tally: Tally, l10n: Localize, due = 0): Presentation {
  const state = progressState(tally);
  const color = colors[state];
  const facts = [kindName(skill.kind, l10n), levelName(skill.level, l10n), l10n.t('{0} min', skill.minutes)].join(
    ' · ',
  );
  const dueWords = due === 1 ? l10n.t('1 question due for review') : l10n.t('{0} questions due for review', due);
  const spoken = l10n.t(
    '{0}, {1}, {2}, {3} of {4} practised',
    skill.title,
    kindName(skill.kind, l10n),
    stateName(state, l10n),
    tally.done,
    tally.total,
  );
  return {
    id: `skill:${skill.id}`,
    label: skill.title,
    description: due === 0 ? tallyText(tally) : `${tallyText(tally)} · ${l10n.t('{0} due', due)}`,
    tooltip: [
      `**${escapeMarkdown(skill.title)}**`,
      escapeMarkdown(skill.summary),
      `${facts}  \n${stateName(state, l10n)}: ${l10n.t('{0} of {1} practised', tally.done, tally.total)}`,
      ...(due === 0 ? [] : [escapeMarkdown(dueWords)]),
    ].join('\n\n'),
    accessibilityLabel: due === 0 ? spoken : `${spoken}, ${dueWords}`,
    // A shape of its own: the colour only repeats it.
    icon:
      due > 0
        ? { name: 'clock', color: 'charts.yellow' }
        : { name: kindIcons[skill.kind], ...(color ? { color } : {}) },
    expandable: skill.items.length > 0,
    // The menus offer only what would change something.
    contextValue: `skill ${state}`,
  };
}

/** The way to the questions that are due. */
export function presentReview(due: number, l10n: Localize): Presentation {
  const label = l10n.t('Review: {0} due', due);
  return {
    id: 'review',
    label,
    description: '',
    tooltip: l10n.t('Questions that would soon be forgotten. Select to review them.'),
    accessibilityLabel: due === 1 ? l10n.t('Review, 1 question due') : l10n.t('Review, {0} questions due', due),
    icon: { name: 'clock', color: 'charts.yellow' },
    expandable: false,
    contextValue: 'review',
  };
}

/** What is known of an item besides its text. */
export interface ItemState {
  readonly done: boolean;
  /** Day on which a lab last saw it done, in the reader's words. */
  readonly verified?: string;
  /** Why the last tick is not stored yet; {@link done} is then what the learner chose. */
  readonly notSaved?: string;
}

export function presentItem(item: ChecklistItem, skill: Skill, state: ItemState, l10n: Localize): Presentation {
  const { done, verified, notSaved } = state;
  const text = plainText(item.text);
  const facts = [
    done ? l10n.t('Practised') : l10n.t('Not practised yet'),
    ...(verified === undefined ? [] : [l10n.t('Verified by a lab on {0}', verified)]),
    ...(notSaved === undefined ? [] : [l10n.t('Not saved yet: {0}', notSaved)]),
  ];
  const description =
    notSaved !== undefined ? l10n.t('not saved yet') : verified !== undefined ? l10n.t('verified') : '';
  const spoken = done ? l10n.t('{0}, practised', text) : l10n.t('{0}, not practised yet', text);
  return {
    id: `item:${item.id}`,
    label: text,
    description,
    tooltip: `${escapeMarkdown(text)}\n\n${facts.map(escapeMarkdown).join('  \n')} · ${escapeMarkdown(skill.title)}`,
    accessibilityLabel: description === '' ? spoken : `${spoken}, ${description}`,
    ...(notSaved !== undefined
      ? { icon: { name: 'warning', color: 'list.warningForeground' } }
      : verified !== undefined
        ? { icon: { name: 'verified-filled', color: 'charts.green' } }
        : {}),
    checkbox: {
      checked: done,
      tooltip: done ? l10n.t('Practised. Select to clear.') : l10n.t('Select when you have practised this.'),
    },
    expandable: false,
    contextValue: 'item',
  };
}

/** @param verified the day on which it has last verified its items, in the reader's words; undefined until it has. */
export function presentLab(lab: LabSummary, verified: string | undefined, l10n: Localize): Presentation {
  const label = l10n.t('Lab: {0}', lab.title);
  const minutes = l10n.t('{0} min', lab.minutes);
  const state = verified === undefined ? l10n.t('Not verified yet') : l10n.t('Verified on {0}', verified);
  return {
    id: `lab:${lab.id}`,
    label,
    description: verified === undefined ? minutes : l10n.t('verified'),
    tooltip: [
      `**${escapeMarkdown(label)}**`,
      escapeMarkdown(lab.summary),
      `${escapeMarkdown([levelName(lab.level, l10n), minutes].join(' · '))}  \n${escapeMarkdown(state)}`,
    ].join('\n\n'),
    accessibilityLabel: l10n.t('{0}, {1}, {2}', label, minutes, state),
    icon: verified === undefined ? { name: 'beaker' } : { name: 'verified-filled', color: 'charts.green' },
    expandable: false,
    contextValue: verified === undefined ? 'lab' : 'lab verified',
  };
}

/** The place of ticks whose items the curriculum no longer has: they are kept. */
export function presentRetired(count: number, l10n: Localize): Presentation {
  const label = l10n.t('No longer in the curriculum');
  return {
    id: 'retired',
    label,
    description: String(count),
    tooltip: l10n.t('You have practised these items. The curriculum no longer has them; your ticks are kept.'),
    accessibilityLabel: l10n.t('{0}, {1} practised items', label, count),
    icon: { name: 'archive' },
    expandable: true,
    contextValue: 'retired',
  };
}

/** An item of which only the id is left. */
export function presentRetiredItem(id: string, l10n: Localize): Presentation {
  const [, skill = '', item = id] = id.split('/');
  const words = item.replaceAll('-', ' ');
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return {
    id: `item:${id}`,
    label,
    description: skill.replaceAll('-', ' '),
    tooltip: `${escapeMarkdown(id)}\n\n${l10n.t('Practised')}`,
    accessibilityLabel: l10n.t('{0}, practised', `${label} (${skill.replaceAll('-', ' ')})`),
    checkbox: { checked: true, tooltip: l10n.t('Practised. Select to clear.') },
    expandable: false,
    contextValue: 'retired-item',
  };
}

/** A step among those of all paths. */
export function stepKey(path: string, step: string): string {
  return `${path}/${step}`;
}

/** @param why the path's own words for the step that it is; empty where there are none. */
export function presentNext(suggestion: Suggestion, why: string, catalog: Catalog, l10n: Localize): Presentation {
  const title = suggestionTitle(suggestion, catalog, l10n);
  const label = l10n.t('Next: {0}', title);
  const time = durationText(suggestion.minutes, l10n);
  const reason = reasonText(suggestion, catalog, l10n);
  return {
    id: 'next',
    label,
    description: time,
    tooltip: [`**${escapeMarkdown(title)}**`, escapeMarkdown(reason), escapeMarkdown(why)].filter(Boolean).join('\n\n'),
    accessibilityLabel: l10n.t('{0}, {1}. {2}', label, time, [reason, why].filter(Boolean).join(' ')),
    icon: { name: 'mortar-board' },
    expandable: false,
    contextValue: 'next',
  };
}

export function presentPath(path: LearningPath, state: PathState, l10n: Localize): Presentation {
  const { done, total } = state;
  const steps = l10n.t('{0} of {1} steps done', done, total);
  const left = done === total ? l10n.t('finished') : l10n.t('{0} left', durationText(state.minutesLeft, l10n));
  return {
    id: `path:${path.id}`,
    label: path.title,
    description: `${done}/${total} · ${left}`,
    tooltip: [
      `**${escapeMarkdown(l10n.t('Your path: {0}', path.title))}**`,
      escapeMarkdown(path.summary),
      `${escapeMarkdown(steps)}  \n${escapeMarkdown(l10n.t('About {0} in all', durationText(state.minutes, l10n)))}`,
    ].join('\n\n'),
    accessibilityLabel: l10n.t('{0}, your path, {1}, {2}', path.title, steps, left),
    icon: { name: 'milestone', ...(done === total ? { color: 'charts.green' } : {}) },
    expandable: true,
    contextValue: 'path',
  };
}

/** @param id of the step with which the heading begins, among all. */
export function presentGroup(id: string, title: string, state: PathState, l10n: Localize): Presentation {
  const { done, total } = state;
  const left = done === total ? '' : l10n.t('{0} left', durationText(state.minutesLeft, l10n));
  const steps = l10n.t('{0} of {1} steps done', done, total);
  return {
    id: `group:${id}`,
    label: title,
    description: [`${done}/${total}`, left].filter(Boolean).join(' · '),
    tooltip: `**${escapeMarkdown(title)}**\n\n${escapeMarkdown([steps, left].filter(Boolean).join(' · '))}`,
    accessibilityLabel: [title, steps, left].filter(Boolean).join(', '),
    expandable: true,
    contextValue: 'group',
  };
}

const stepIcons: Record<ProgressState, string> = {
  'not-started': 'circle-large-outline',
  'in-progress': 'color-mode',
  done: 'pass-filled',
};

export function presentStep(
  path: LearningPath,
  step: PathStep,
  state: StepState,
  catalog: Catalog,
  l10n: Localize,
): Presentation {
  const number = path.steps.indexOf(step) + 1;
  const title = stepTitle(step, catalog, l10n);
  const progress = progressState(state);
  const color = colors[progress];
  const counted = l10n.t('{0} of {1} practised', state.done, state.total);
  const left = progress === 'done' ? '' : durationText(state.minutesLeft, l10n);
  const facts = [stateName(progress, l10n), counted, left].filter(Boolean);
  return {
    id: `step:${stepKey(path.id, step.id)}`,
    label: `${number}. ${title}`,
    description: [...(progress === 'in-progress' ? [`${state.done}/${state.total}`] : []), left, step.reason]
      .filter(Boolean)
      .join(' · '),
    tooltip: [
      `**${escapeMarkdown(title)}**`,
      escapeMarkdown(step.reason),
      `${escapeMarkdown(l10n.t('Step {0} of {1}', number, path.steps.length))}  \n${escapeMarkdown(facts.join(' · '))}`,
    ].join('\n\n'),
    accessibilityLabel: l10n.t(
      'Step {0} of {1}: {2}, {3}. {4}',
      number,
      path.steps.length,
      title,
      facts.join(', '),
      step.reason,
    ),
    icon: { name: stepIcons[progress], ...(color ? { color } : {}) },
    expandable: state.total > 0,
    contextValue: step.skill === undefined ? 'step lab' : 'step skill',
  };
}

/** The words for the active filter: `In progress, Done · Beginner`. */
export function filterText(filter: SkillFilter, l10n: Localize): string {
  return [filter.states.map((state) => stateName(state, l10n)), filter.levels.map((level) => levelName(level, l10n))]
    .filter((names) => names.length > 0)
    .map((names) => names.join(', '))
    .join(' · ');
}

export interface ViewPresentation {
  readonly description: string;
  readonly total: string;
  readonly badge: number;
  readonly badgeTooltip: string;
}

/** What stands beside the view's title, and the badge on its icon. */
export function presentView(catalog: Catalog, rollup: Rollup, filter: SkillFilter, l10n: Localize): ViewPresentation {
  const total = l10n.t('{0} of {1} practised', rollup.total.done, catalog.itemCount);
  return {
    description: isActive(filter) ? `${total} · ${filterText(filter, l10n)}` : total,
    total,
    badge: rollup.inProgress,
    badgeTooltip:
      rollup.inProgress === 1 ? l10n.t('1 skill in progress') : l10n.t('{0} skills in progress', rollup.inProgress),
  };
}

/** The colon too: an address would become a link, with its other escapes in plain sight. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, '\\$&');
}
