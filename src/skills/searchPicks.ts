import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { kindIcons, levelName } from '../core/naming';
import type { Skill } from '../core/model';
import { parseNoteName } from '../core/notes';
import type { SkillReference } from '../core/reference';
import type { Rollup } from '../core/rollup';
import type { SearchHit, SearchKind } from '../core/search';
import { plainText } from '../core/text';
import { commandIds } from '../ids';
import type { Stores } from '../state/stores';
import { tallyText } from './present';

/** Where a row of the picker leads: a place on a skill's page, or a command with its argument. */
export type SearchTarget =
  { readonly reference: SkillReference } | { readonly command: string; readonly argument: unknown };

export interface SearchPick extends vscode.QuickPickItem {
  /** None for a heading between rows. */
  readonly target?: SearchTarget;
}

/** Kinds that are places on a skill's page. */
export const onPages: ReadonlySet<SearchKind> = new Set<SearchKind>([
  'skill',
  'heading',
  'item',
  'section',
  'mistake',
  'question',
]);

/** Rows of one kind, so that none crowds the others out. */
const mostOfGroup = 12;
/** Rows of skills and headings: these were found by their names. */
const mostOfFirst = 40;

type Group = 'skills' | 'texts' | 'practice' | 'notes' | 'career' | 'labs';
const groups: Readonly<Record<SearchKind, Group>> = {
  skill: 'skills',
  heading: 'skills',
  section: 'texts',
  mistake: 'texts',
  question: 'practice',
  item: 'practice',
  note: 'notes',
  pay: 'career',
  career: 'career',
  lab: 'labs',
  database: 'labs',
};

function groupName(group: Group): string {
  const { t } = vscode.l10n;
  switch (group) {
    case 'skills':
      return t('Skills and headings');
    case 'texts':
      return t('In the text');
    case 'practice':
      return t('Practice and questions');
    case 'notes':
      return t('Your notes');
    case 'career':
      return t('Pay and career');
    case 'labs':
      return t('Labs and databases');
  }
}

/**
 * The rows for what was found: those of a kind together under a heading, the kind of the best hit first. With one kind only there is
 * nothing to tell apart, and no heading.
 */
export function searchPicks(stores: Stores, hits: readonly SearchHit[]): SearchPick[] {
  const found = new Map<Group, SearchPick[]>();
  for (const hit of hits) {
    const group = groups[hit.kind];
    const list = found.get(group) ?? [];
    found.set(group, list);
    if (list.length >= (group === 'skills' ? mostOfFirst : mostOfGroup)) continue;
    const pick = hitPick(stores, hit);
    if (pick) list.push({ ...pick, alwaysShow: true });
  }
  const shown = [...found].filter(([, list]) => list.length > 0);
  if (shown.length === 1) return shown[0]![1];
  return shown.flatMap(([group, list]) => [
    { label: groupName(group), kind: vscode.QuickPickItemKind.Separator },
    ...list,
  ]);
}

export function skillPick(catalog: Catalog, rollup: Rollup, skill: Skill): SearchPick {
  const also = skill.aliases.length > 0 ? ` ${vscode.l10n.t('Also: {0}', skill.aliases.join(', '))}` : '';
  return {
    label: `$(${kindIcons[skill.kind]}) ${skill.title}`,
    description: `${catalog.area(skill.area)?.title ?? ''} · ${levelName(skill.level, vscode.l10n)} · ${tallyText(rollup.skill(skill.id))}`,
    detail: skill.summary + also,
    alwaysShow: true,
    target: { reference: { skill: skill.id } },
  };
}

/** A row as `HTTP › Common mistakes` says where it leads. Undefined for what the catalog does not know: an index of other content. */
function hitPick({ catalog, rollup }: Stores, hit: SearchHit): SearchPick | undefined {
  const { t } = vscode.l10n;
  const { kind, ref = '' } = hit;
  const title = singleLine(hit.title ?? '');
  const skill = catalog.skill(hit.skill);
  const at = (place: string): string => (skill ? `${skill.title} › ${place}` : place);
  const onPage = (
    icon: string,
    label: string,
    description: string,
    place: Omit<SkillReference, 'skill'>,
  ): SearchPick | undefined =>
    skill && { label: `$(${icon}) ${label}`, description, target: { reference: { skill: skill.id, ...place } } };
  const elsewhere = (icon: string, description: string, command: string, argument: unknown): SearchPick => ({
    label: `$(${icon}) ${title}`,
    description,
    target: { command, argument },
  });
  switch (kind) {
    case 'skill':
      return skill && skillPick(catalog, rollup, skill);
    case 'heading': {
      const heading = skill?.headings.find(({ id }) => id === hit.section);
      return heading && onPage('symbol-key', heading.title, t('in {0}', skill?.title ?? ''), { section: heading.id });
    }
    case 'item': {
      const item = catalog.item(hit.item ?? '');
      return item && onPage('tasklist', plainText(item.text), at(t('Practice')), { item: item.id });
    }
    case 'section':
      return onPage('list-flat', at(title), '', { section: hit.section ?? '' });
    case 'mistake':
      return onPage('warning', title, at(t('Common mistakes')), { section: hit.section ?? '' });
    case 'question':
      return onPage('question', title, at(t('Check yourself')), { question: ref });
    case 'lab': {
      const lab = catalog.lab(ref);
      return (
        lab && {
          label: `$(beaker) ${lab.title}`,
          description: at(t('Lab')),
          detail: lab.summary,
          target: { command: commandIds.openLab, argument: lab.id },
        }
      );
    }
    case 'database':
      return {
        label: `$(database) ${databaseName(ref)}`,
        description: t('Sample database of the SQL workbench'),
        target: { command: commandIds.loadSampleDatabase, argument: ref },
      };
    case 'pay': {
      const explorer = t('Pay explorer');
      const [, sort, id = ''] = /^(role|figure|dispute)-(.*)$/.exec(ref) ?? [];
      if (sort === 'role') return elsewhere('graph', explorer, commandIds.openPay, { target: 'by-source', role: id });
      return elsewhere(
        'graph',
        [`${explorer} › ${sort === 'figure' ? t('All figures') : t('Where the figures disagree')}`, hit.place ?? '']
          .filter((part) => part !== '')
          .join(' · '),
        commandIds.openPay,
        { target: sort === 'figure' ? 'all' : 'disagree', entry: ref },
      );
    }
    case 'career':
      return elsewhere(
        'briefcase',
        `${t('Career guide')} › ${careerPlace(hit.place ?? '')}`,
        commandIds.openCareer,
        ref,
      );
    case 'note':
      // The page shows one note of a skill; those imported beside it are opened as they are.
      if (skill && parseNoteName(ref)?.imported !== undefined)
        return elsewhere('note', `${skill.title} · ${ref}`, commandIds.openNote, { note: ref });
      return skill
        ? onPage('note', skill.title, ref, { note: true })
        : elsewhere('note', `${t('No longer in the curriculum')} · ${ref}`, commandIds.openNote, { note: ref });
  }
}

function singleLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  // A name of an icon in a text is not meant as one.
  const plain = line.replace(/\$\(/g, '$\u200B(');
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}

function databaseName(id: string): string {
  const { t } = vscode.l10n;
  return { shop: t('Shop'), library: t('Library'), events: t('Events') }[id] ?? id;
}

function careerPlace(section: string): string {
  const { t } = vscode.l10n;
  const names: Readonly<Record<string, string>> = {
    job: t('What the job is'),
    comparison: t('Front end, back end, full stack'),
    levels: t('Developer or engineer, junior or senior'),
    ways: t('Ways in'),
    titles: t('Titles to search for'),
    boards: t('Where to look'),
    hired: t('Getting hired'),
    leads: t('Where it leads'),
    questions: t('Questions people ask'),
    disagree: t('Where the articles disagree'),
    outlook: t('Outlook'),
  };
  return names[section] ?? t('Further reading');
}
