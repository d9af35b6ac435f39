import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { isActive, noFilter, type SkillFilter } from '../core/filter';
import { skillLevels, type Skill, type SkillLevel } from '../core/model';
import { toSkillReference, type SkillReference } from '../core/reference';
import { type ProgressState, type Rollup } from '../core/rollup';
import { plainText } from '../core/text';
import { kindIcons, levelName, stateName } from '../core/naming';
import { commandIds } from '../ids';
import { ExpectedError, messageOf } from '../platform/errors';
import type { Stores } from '../state/stores';
import { tallyText } from './present';
import type { SkillTree } from './skillTree';

/** The skill that a command's argument means; asks when it means none. Undefined when the reader changed their mind. */
export async function askSkill(stores: Stores, argument: unknown, title: string): Promise<Skill | undefined> {
  const reference = toSkillReference(argument) ?? (await pickSkill(stores, title));
  if (!reference) return undefined;
  const skill = stores.catalog.resolve(reference.skill);
  if (!skill) throw unknownSkill(reference.skill);
  return skill;
}

function unknownSkill(name: string): ExpectedError {
  return new ExpectedError(vscode.l10n.t('There is no skill "{0}" in the curriculum.', name), {
    label: vscode.l10n.t('Search Skills'),
    command: commandIds.search,
  });
}

interface SkillPick extends vscode.QuickPickItem {
  readonly reference?: SkillReference;
}

/** The picker of *Search Skills*: skills by title, alias or summary first, then single practice items. */
export async function pickSkill(stores: Stores, title: string): Promise<SkillReference | undefined> {
  const picks = [...skillPicks(stores.catalog, stores.rollup), ...itemPicks(stores.catalog)];
  const chosen = await vscode.window.showQuickPick(picks, {
    title,
    placeHolder: vscode.l10n.t('Type a skill, another name for it, or something to practise'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.reference;
}

function skillPicks(catalog: Catalog, rollup: Rollup): SkillPick[] {
  return catalog.skills.map((skill) => {
    const also = skill.aliases.length > 0 ? ` ${vscode.l10n.t('Also: {0}', skill.aliases.join(', '))}` : '';
    return {
      label: `$(${kindIcons[skill.kind]}) ${skill.title}`,
      description: `${catalog.area(skill.area)?.title ?? ''} · ${levelName(skill.level, vscode.l10n)} · ${tallyText(rollup.skill(skill.id))}`,
      detail: skill.summary + also,
      reference: { skill: skill.id },
    };
  });
}

function itemPicks(catalog: Catalog): SkillPick[] {
  const items = catalog.skills.flatMap((skill) =>
    skill.items.map((item) => ({
      label: `$(tasklist) ${plainText(item.text)}`,
      description: skill.title,
      reference: { skill: skill.id, item: item.id },
    })),
  );
  return items.length > 0
    ? [{ label: vscode.l10n.t('Practice items'), kind: vscode.QuickPickItemKind.Separator }, ...items]
    : [];
}

/** Marks or clears a whole skill, and offers to take that back: an undo restores exactly what this call has changed. */
export async function setWholeSkill(stores: Stores, argument: unknown, done: boolean): Promise<void> {
  const { t } = vscode.l10n;
  const skill = await askSkill(stores, argument, done ? t('Mark All as Practised') : t('Clear All Ticks'));
  if (!skill) return;
  const changed = await stores.setDone(
    skill.items.map((item) => item.id),
    done,
  );
  if (changed.length === 0) {
    void vscode.window.showInformationMessage(
      done ? t('Everything in {0} is practised already.', skill.title) : t('Nothing in {0} is ticked.', skill.title),
    );
    return;
  }
  const undo = t('Undo');
  const message = done
    ? t('{0}: {1} more practised.', skill.title, changed.length)
    : t('{0}: {1} cleared.', skill.title, changed.length);
  // Not awaited: the command is done, the offer stays open.
  void vscode.window.showInformationMessage(message, undo).then(async (choice) => {
    if (choice === undo)
      await stores
        .setDone(changed, !done)
        .catch((error: unknown) => vscode.window.showWarningMessage(messageOf(error)));
  });
}

type FilterPick = vscode.QuickPickItem & ({ readonly state: ProgressState } | { readonly level: SkillLevel });

/** Lets the reader choose any number of states and levels; choosing none shows everything. */
export async function askFilter(tree: SkillTree): Promise<void> {
  const { t } = vscode.l10n;
  const states: readonly ProgressState[] = ['not-started', 'in-progress', 'done'];
  const { filter } = tree;
  const separator = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const picks: (vscode.QuickPickItem | FilterPick)[] = [
    separator(t('Progress')),
    ...states.map((state) => ({ label: stateName(state, vscode.l10n), state, picked: filter.states.includes(state) })),
    separator(t('Level')),
    ...skillLevels.map((level) => ({
      label: levelName(level, vscode.l10n),
      level,
      picked: filter.levels.includes(level),
    })),
  ];
  const chosen = await vscode.window.showQuickPick(picks, {
    title: t('Filter Skills'),
    placeHolder: isActive(filter)
      ? t('Clear all marks to show everything')
      : t('Choose what to show; nothing chosen shows everything'),
    canPickMany: true,
  });
  if (!chosen) return;
  tree.setFilter({
    states: chosen.flatMap((pick) => ('state' in pick ? pick.state : [])),
    levels: chosen.flatMap((pick) => ('level' in pick ? pick.level : [])),
  });
}

/** Narrows the argument of *Filter*: `{ states?, levels? }` applies at once, `"all"` clears, anything else asks. */
export function toFilter(argument: unknown): SkillFilter | undefined {
  if (argument === 'all') return noFilter;
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { states, levels } = argument as Record<string, unknown>;
  if (states === undefined && levels === undefined) return undefined;
  const known: readonly ProgressState[] = ['not-started', 'in-progress', 'done'];
  const only = <T extends string>(values: unknown, allowed: readonly T[]): T[] =>
    Array.isArray(values) ? allowed.filter((value) => values.includes(value)) : [];
  return { states: only(states, known), levels: only(levels, skillLevels) };
}
