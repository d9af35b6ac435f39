import { l10n } from 'vscode';
import { commandIds } from '../ids';
import { ExpectedError } from './errors';

/** A name that leads to no skill, from a link, a setting or another extension. */
export function unknownSkill(name: string): ExpectedError {
  return new ExpectedError(l10n.t('There is no skill "{0}" in the curriculum.', name), {
    label: l10n.t('Search Skills'),
    command: commandIds.search,
  });
}
