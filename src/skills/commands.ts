import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { isActive, noFilter, type SkillFilter } from '../core/filter';
import { skillLevels, type Skill, type SkillLevel } from '../core/model';
import { toSkillReference, type SkillReference } from '../core/reference';
import { type ProgressState, type Rollup } from '../core/rollup';
import { searchOf, type SearchHit } from '../core/search';
import { plainText } from '../core/text';
import { kindIcons, levelName, stateName } from '../core/naming';
import { messageOf } from '../platform/errors';
import { unknownSkill } from '../platform/unknownSkill';
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

/** A list younger than this has not been read by anybody; in milliseconds. */
const unseen = 250;

interface SkillPick extends vscode.QuickPickItem {
  readonly reference?: SkillReference;
}

/**
 * The picker of *Search Skills*. Nothing typed shows all skills; what is typed is looked up in titles, other names, headings,
 * summaries and practice items, so the picker's own filter, which knows labels only, is passed by.
 */
export async function pickSkill(stores: Stores, title: string): Promise<SkillReference | undefined> {
  const { catalog, rollup } = stores;
  const picker = vscode.window.createQuickPick<SkillPick>();
  picker.title = title;
  picker.placeholder = vscode.l10n.t('Type a skill, another name for it, or something to practise');
  const all = catalog.skills.map((skill) => skillPick(catalog, rollup, skill));
  const found = (value: string): SkillPick[] =>
    searchOf(catalog)
      .find(value)
      .flatMap((hit) => hitPick(stores, hit));
  // Ours are the better order. The editor has long had this switch without declaring it; without it labels that match come first.
  Object.assign(picker, { sortByLabel: false });
  picker.items = all;
  let listed = 0;
  let shown = true;
  try {
    return await new Promise((resolve) => {
      picker.onDidChangeValue((value) => {
        picker.items = value.trim() === '' ? all : found(value);
        listed = Date.now();
        shown = false;
      });
      picker.onDidChangeActive(() => (shown = true));
      picker.onDidAccept(() => {
        // The window knows items by their place in the list. Accepted before the newest list can have been seen, a place in the
        // list before it would mean another item; who types on and presses Enter means the best hit.
        const seen = shown && Date.now() - listed > unseen;
        const pick = seen ? picker.selectedItems[0] : picker.items[0];
        // Nothing found: what was typed stays, to be corrected.
        if (pick) resolve(pick.reference);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

function skillPick(catalog: Catalog, rollup: Rollup, skill: Skill): SkillPick {
  const also = skill.aliases.length > 0 ? ` ${vscode.l10n.t('Also: {0}', skill.aliases.join(', '))}` : '';
  return {
    label: `$(${kindIcons[skill.kind]}) ${skill.title}`,
    description: `${catalog.area(skill.area)?.title ?? ''} · ${levelName(skill.level, vscode.l10n)} · ${tallyText(rollup.skill(skill.id))}`,
    detail: skill.summary + also,
    alwaysShow: true,
    reference: { skill: skill.id },
  };
}

function hitPick({ catalog, rollup }: Stores, hit: SearchHit): SkillPick[] {
  const skill = catalog.skill(hit.skill);
  if (!skill) return [];
  if (hit.section !== undefined) {
    const heading = skill.headings.find(({ id }) => id === hit.section);
    if (!heading) return [];
    return [
      {
        label: `$(symbol-key) ${heading.title}`,
        description: vscode.l10n.t('in {0}', skill.title),
        alwaysShow: true,
        reference: { skill: skill.id, section: heading.id },
      },
    ];
  }
  if (hit.item !== undefined) {
    const item = catalog.item(hit.item);
    if (!item) return [];
    return [
      {
        label: `$(tasklist) ${plainText(item.text)}`,
        description: skill.title,
        alwaysShow: true,
        reference: { skill: skill.id, item: item.id },
      },
    ];
  }
  return [skillPick(catalog, rollup, skill)];
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
