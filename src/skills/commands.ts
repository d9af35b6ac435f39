import * as vscode from 'vscode';
import { isActive, noFilter, type SkillFilter } from '../core/filter';
import { skillLevels, type Skill, type SkillLevel } from '../core/model';
import { toSkillReference, type SkillReference } from '../core/reference';
import type { ProgressState } from '../core/rollup';
import type { Search, SearchKind } from '../core/search';
import { levelName, stateName } from '../core/naming';
import { messageOf } from '../platform/errors';
import { unknownSkill } from '../platform/unknownSkill';
import type { Services } from '../state/services';
import { onPages, searchPicks, skillPick, type SearchPick, type SearchTarget } from './searchPicks';
import type { SkillTree } from './skillTree';

/** The skill that a command's argument means; asks when it means none. Undefined when the reader changed their mind. */
export async function askSkill(services: Services, argument: unknown, title: string): Promise<Skill | undefined> {
  const reference = toSkillReference(argument) ?? (await pickSkill(services, title));
  if (!reference) return undefined;
  const skill = (await services.stores()).catalog.resolve(reference.skill);
  if (!skill) throw unknownSkill(reference.skill);
  return skill;
}

/** Kinds that are not offered are among them, so there are more than anybody reads. */
const mostHits = 150;

/** A list younger than this has not been read by anybody; in milliseconds. */
const unseen = 250;

/** The skill, and the place on its page, that the reader chooses. Undefined when they changed their mind. */
export async function pickSkill(services: Services, title: string): Promise<SkillReference | undefined> {
  const target = await pickTarget(services, title, (kind) => onPages.has(kind));
  return target && 'reference' in target ? target.reference : undefined;
}

/**
 * The picker of *Search Skills*. Nothing typed shows all skills; what is typed is looked up in everything that ships and in the reader's
 * notes, so the picker's own filter, which knows labels only, is passed by.
 */
export async function pickTarget(
  services: Services,
  title: string,
  offers: (kind: SearchKind) => boolean = () => true,
): Promise<SearchTarget | undefined> {
  const stores = await services.stores();
  const { catalog, rollup } = stores;
  const picker = vscode.window.createQuickPick<SearchPick>();
  picker.title = title;
  picker.placeholder = vscode.l10n.t('Type a skill, another name for it, or something to practise');
  const all = catalog.skills.map((skill) => skillPick(catalog, rollup, skill));
  // Read while the reader begins to type. Notes may lie on a slow disk, and nothing waits for them.
  let searching = shippedSearch(services);
  const found = async (value: string): Promise<SearchPick[]> => {
    const hits = (await searching).find(value, mostHits);
    return searchPicks(
      stores,
      hits.filter(({ kind }) => offers(kind)),
    );
  };
  // Ours are the better order. The editor has long had this switch without declaring it; without it labels that match come first.
  Object.assign(picker, { sortByLabel: false });
  picker.items = all;
  let listed = 0;
  let shown = true;
  /** The list that is being made for what is typed; the last one is what counts. */
  let listing: Promise<void> = Promise.resolve();
  let turn = 0;
  const list = async (value: string): Promise<void> => {
    const mine = ++turn;
    const items = value.trim() === '' ? all : await found(value);
    if (mine !== turn) return;
    picker.items = items;
    listed = Date.now();
    shown = false;
  };
  let open = true;
  if (offers('note')) {
    withNotes(services, searching).then(
      (search) => {
        searching = Promise.resolve(search);
        if (open && picker.value.trim() !== '') listing = list(picker.value);
      },
      (error: unknown) => services.log.error(error, 'Searching the notes'),
    );
  }
  try {
    return await new Promise((resolve, reject) => {
      picker.onDidChangeValue((value) => (listing = list(value).catch(reject)));
      picker.onDidChangeActive(() => (shown = true));
      picker.onDidAccept(async () => {
        // Typed and accepted before the index was read.
        await listing;
        // The window knows items by their place in the list. Accepted before the newest list can have been seen, a place in the
        // list before it would mean another item; who types on and presses Enter means the best hit.
        const seen = shown && Date.now() - listed > unseen;
        const pick = seen ? picker.selectedItems[0] : picker.items.find(({ target }) => target !== undefined);
        // Nothing found: what was typed stays, to be corrected.
        if (pick) resolve(pick.target);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    open = false;
    picker.dispose();
  }
}

/** The index that ships; what the catalog knows where it cannot be read. */
async function shippedSearch(services: Services): Promise<Search> {
  const { packs, catalog } = await services.stores();
  try {
    return await packs.search();
  } catch (error) {
    services.log.error(error, 'Reading the index of the search');
    return (await import('../core/search')).searchOf(catalog);
  }
}

/** The same with the reader's notes. */
async function withNotes(services: Services, shipped: Promise<Search>): Promise<Search> {
  const notes = await services.notes();
  return (await shipped).with(await notes.searchable());
}

/** Marks or clears a whole skill, and offers to take that back: an undo restores exactly what this call has changed. */
export async function setWholeSkill(services: Services, argument: unknown, done: boolean): Promise<void> {
  const { t } = vscode.l10n;
  const stores = await services.stores();
  const skill = await askSkill(services, argument, done ? t('Mark All as Practised') : t('Clear All Ticks'));
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
