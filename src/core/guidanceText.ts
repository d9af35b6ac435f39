import type { Catalog } from './catalog';
import type { Localize } from './naming';
import { stepSkill, type PathStep } from './paths';
import type { Reason, Suggestion } from './recommend';

/** The words for paths and suggestions: the tree and the commands say the same. */

type Known = Pick<Catalog, 'skill' | 'lab'>;

/** `40 min`, `2½ h`: to five minutes below an hour and a half, to half hours below ten hours. */
export function durationText(minutes: number, l10n: Localize): string {
  if (minutes < 90) return l10n.t('{0} min', Math.max(5, Math.round(minutes / 5) * 5));
  return l10n.t('{0} h', hours(minutes));
}

/** The same as a sentence: `About 40 minutes.` */
export function aboutText(minutes: number, l10n: Localize): string {
  if (minutes < 90) return l10n.t('About {0} minutes.', Math.max(5, Math.round(minutes / 5) * 5));
  return l10n.t('About {0} hours.', hours(minutes));
}

function hours(minutes: number): string {
  const halves = Math.round(minutes / 30);
  if (halves >= 20) return String(Math.round(minutes / 60));
  return `${Math.floor(halves / 2)}${halves % 2 === 1 ? '½' : ''}`;
}

export function suggestionTitle(
  { skill, lab }: Pick<Suggestion, 'skill' | 'lab'>,
  catalog: Known,
  l10n: Localize,
): string {
  return lab === undefined ? skillTitle(skill, catalog) : l10n.t('Lab: {0}', catalog.lab(lab)?.title ?? lab);
}

export function stepTitle(step: PathStep, catalog: Known, l10n: Localize): string {
  if (step.skill === undefined && step.lab !== undefined)
    return suggestionTitle({ skill: '', lab: step.lab }, catalog, l10n);
  return skillTitle(stepSkill(step, catalog) ?? step.id, catalog);
}

/** `You finished HTTP; REST APIs needs it. Step 7 of 23 of your path. About 40 minutes.` */
export function reasonText(suggestion: Suggestion, catalog: Known, l10n: Localize): string {
  const sentences = suggestion.reasons.map((reason) => sentence(reason, catalog, l10n));
  return [...sentences, aboutText(suggestion.minutes, l10n)].join(' ');
}

function sentence(reason: Reason, catalog: Known, l10n: Localize): string {
  const title = (id: string): string => skillTitle(id, catalog);
  switch (reason.code) {
    case 'finished':
      return l10n.t('You finished {0}; {1} builds on it.', title(reason.skill), title(reason.next));
    case 'begun':
      return l10n.t('You have begun it: {0} of {1} practised.', reason.done, reason.total);
    case 'step':
      return l10n.t('Step {0} of {1} on your path.', reason.number, reason.total);
    case 'needed':
      return l10n.t('You have not practised it yet, and {0} builds on it.', title(reason.by));
    case 'due':
      return reason.count === 1 ? l10n.t('1 review is due.') : l10n.t('{0} reviews are due.', reason.count);
    case 'ticked':
      return reason.done === reason.total
        ? l10n.t('You have ticked what it checks; prove it.')
        : l10n.t('You have ticked {0} of {1} things that it checks.', reason.done, reason.total);
    case 'start':
      return l10n.t('A good place to begin: it needs nothing before it.');
    case 'free':
      return l10n.t('It needs nothing before it.');
    case 'remaining':
      return l10n.t(
        'Everything else is done or put off, although {0} should come first.',
        reason.missing.map(title).join(', '),
      );
  }
}

const skillTitle = (id: string, catalog: Known): string => catalog.skill(id)?.title ?? id;
