/**
 * What the tools answer: Markdown for a model, in the language of the curriculum. The forms are kept stable, ids stand beside titles, and no
 * answer grows beyond what a conversation can hold. Nothing here writes; see tools.ts for that.
 */
import type { InputProblem, ToolInput } from '../core/assistantTools';
import { addDays, dayOf, readersDays, zoneAt } from '../core/days';
import { activeDays, actsOf, countOf, entriesOf, localTime, streaks, type Act } from '../core/journal';
import { fill } from '../core/format';
import { reasonText, suggestionTitle } from '../core/guidanceText';
import type { Area, Question, Skill, SkillBody } from '../core/model';
import type { Grade } from '../core/progress';
import type { Advice, Suggestion } from '../core/recommend';
import { progressState } from '../core/rollup';
import { searchOf } from '../core/search';
import { plainText, slug } from '../core/text';
import type { ReviewDeck } from '../state/reviewDeck';
import type { Stores } from '../state/stores';

/** What is read to answer. */
export interface Known extends Pick<
  Stores,
  'catalog' | 'rollup' | 'isDone' | 'practised' | 'verified' | 'reviews' | 'zones'
> {
  body(skill: string): Promise<SkillBody>;
  /** When questions are due. */
  deck(): Promise<Pick<ReviewDeck, 'isOn' | 'due' | 'queue' | 'state' | 'intervals' | 'dayOf'>>;
  /** What is worth doing next. */
  advice(): Promise<Advice>;
  /** Milliseconds since 1970. */
  now(): number;
  /** IANA name of the zone that the machine is in. */
  zone(): string;
}

export type FailureCode =
  | InputProblem['code']
  | 'switched-off'
  | 'unknown-skill'
  | 'unknown-section'
  | 'unknown-area'
  | 'unknown-question'
  | 'unknown-item'
  | 'unknown-lab'
  | 'not-saved';

/** Something that the model can do better the next time: says what to send instead. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';

  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }
}

/** Longest answer, in UTF-16 code units: about 6,000 tokens. */
export const maxAnswer = 24_000;

/** The answer, cut at a line where it would be too long. */
export function bounded(text: string, max = maxAnswer): string {
  if (text.length <= max) return text;
  const note = '\n\n(Cut here: the answer is longer than a tool may return. Ask for a part of it.)';
  const room = Math.max(0, max - note.length);
  const end = text.lastIndexOf('\n', room);
  return `${text.slice(0, end > room / 2 ? end : room)}${note}`;
}

// ---------- skills ----------

/** The skill that a name means, or that fits the words best. */
function skillOf(
  { catalog }: Pick<Known, 'catalog'>,
  name: string,
): { readonly skill: Skill; readonly guessed: boolean } {
  const known = catalog.resolve(name);
  if (known) return { skill: known, guessed: false };
  const [hit] = searchOf(catalog).find(name, 1);
  const skill = hit && catalog.skill(hit.skill);
  if (!skill) throw unknownSkill(name);
  return { skill, guessed: !hit.exact };
}

/** The skill that a name means; a guess would be about the wrong one. */
function exactSkill({ catalog }: Pick<Known, 'catalog'>, name: string): Skill {
  const known = catalog.resolve(name);
  if (known) return known;
  const near = [
    ...new Set(
      searchOf(catalog)
        .find(name, 20)
        .map((hit) => hit.skill),
    ),
  ].slice(0, 5);
  throw unknownSkill(name, near);
}

function unknownSkill(name: string, near: readonly string[] = []): ToolFailure {
  return new ToolFailure(
    'unknown-skill',
    `There is no skill "${name}". ${near.length > 0 ? `Perhaps: ${near.join(', ')}. ` : ''}Send the id of a skill; backendSkills_findSkills finds it by words.`,
  );
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((part / whole) * 100)}%`;

export async function getSkill(known: Known, input: ToolInput<'getSkill'>): Promise<string> {
  const { catalog } = known;
  const { skill, guessed } = skillOf(known, input.skill ?? '');
  const body = await known.body(skill.id);
  const parts = partsOf(known, skill, body);
  const wanted = input.section;
  const chosen =
    wanted === undefined
      ? parts
      : parts.filter(({ id, anchors, title }) => [id, slug(title), ...anchors].includes(slug(wanted)));
  if (chosen.length === 0)
    throw new ToolFailure(
      'unknown-section',
      `The page of "${skill.id}" has no section "${wanted ?? ''}". Its sections are: ${parts.map(({ id }) => id).join(', ')}.`,
    );
  const { done, total } = known.rollup.skill(skill.id);
  const names = (ids: readonly string[]): string => (ids.length === 0 ? 'none' : ids.join(', '));
  const head = [
    `# ${skill.title}`,
    '',
    ...(guessed ? [`(Best match for "${input.skill ?? ''}"; backendSkills_findSkills lists others.)`, ''] : []),
    skill.summary,
    '',
    `- Id: ${skill.id}`,
    `- Area: ${catalog.area(skill.area)?.title ?? skill.area} (${skill.area})`,
    `- Kind: ${skill.kind}; level: ${skill.level}; time: ${skill.minutes} minutes`,
    `- Prerequisites: ${names(skill.prerequisites)}`,
    `- Related: ${names(skill.related)}`,
    `- Leads to: ${names(catalog.leadsTo(skill.id).map(({ id }) => id))}`,
    `- Labs: ${names(catalog.labsOf(skill.id).map(({ id, title }) => `${id} ("${title}")`))}`,
    `- Practised by the learner: ${done} of ${total} items`,
    '',
    'Links of the form skill:<id> lead to other skills of the curriculum.',
  ].join('\n');
  const sources = `## Sources\n\n${body.sources.map((source) => `- ${source}`).join('\n')}`;
  // Whole sections or none: half an explanation misleads.
  const texts: string[] = [];
  const left: string[] = [];
  let room = maxAnswer - head.length - sources.length - 500;
  for (const { id, title, markdown } of chosen) {
    const text = `## ${title} {#${id}}\n\n${markdown}`;
    if (text.length + 2 <= room || (chosen.length === 1 && texts.length === 0)) {
      texts.push(text);
      room -= text.length + 2;
    } else left.push(id);
  }
  const note =
    left.length === 0 ? [] : [`(Left out for want of room: ${left.join(', ')}. Ask for each with "section".)`];
  return [head, ...texts, ...note, sources].join('\n\n');
}

interface Part {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly anchors: readonly string[];
}

/** The page in the order in which it is read. The answers to its questions are left out: they are for gradeAnswer. */
function partsOf(known: Known, skill: Skill, body: SkillBody): Part[] {
  const part = (title: string, lines: readonly string[]): Part[] =>
    lines.length === 0 ? [] : [{ id: slug(title), title, markdown: lines.join('\n'), anchors: [] }];
  return [
    ...body.sections.map(({ id, title, markdown, anchors }) => ({ id, title, markdown, anchors })),
    ...part(
      'Common mistakes',
      body.mistakes.map(({ title, markdown }) => `- **${title}.** ${markdown}`),
    ),
    ...part('Practise', itemLines(known, skill)),
    ...part(
      'Check yourself',
      body.questions.map(({ id, question }) => `- ${question}${id === undefined ? '' : ` (question ${id})`}`),
    ),
    ...part(
      'Learn more',
      body.links.map(({ title, url, note }) => `- [${title}](${url}) ${note}`),
    ),
  ];
}

function itemLines(known: Known, skill: Skill): string[] {
  const practised = known.practised();
  const verified = known.verified();
  const day = readersDays(known.zones(), known.zone());
  return skill.items.map(({ id, text }) => {
    const at = practised.get(id);
    const labs = [...(verified.get(id) ?? [])].map(([lab, moment]) => `verified by lab ${lab} on ${day(moment)}`);
    const facts = [...(at === undefined ? [] : [`practised on ${day(at)}`]), ...labs];
    return `- [${at === undefined ? ' ' : 'x'}] ${plainText(text)} (item ${id}${facts.length > 0 ? `; ${facts.join('; ')}` : ''})`;
  });
}

export function findSkills(known: Known, { query = '', limit = 8 }: ToolInput<'findSkills'>): string {
  const { catalog } = known;
  const found = new Map<string, string[]>();
  for (const { kind, skill, section, item } of searchOf(catalog).find(query, 200)) {
    if (!found.has(skill) && found.size >= limit) continue;
    const matches = found.get(skill) ?? [];
    found.set(skill, matches);
    if (kind === 'heading' && section !== undefined) matches.push(`section ${section}`);
    else if (kind === 'item' && item !== undefined) matches.push(`item ${item}`);
  }
  if (found.size === 0)
    return `# Skills for "${query}"\n\nNone. Try other words, or fewer; backendSkills_getProgress lists all areas.`;
  const lines = [...found].flatMap(([id, matches]) => {
    const skill = catalog.skill(id);
    if (!skill) return [];
    const where = matches.length === 0 ? '' : ` Matches: ${matches.slice(0, 3).join(', ')}.`;
    return `- ${id}: ${skill.title}. ${skill.summary} (${skill.area}, ${skill.level}, ${skill.minutes} minutes, ${stateOf(known, skill)})${where}`;
  });
  return `# Skills for "${query}"\n\n${lines.join('\n')}\n\nbackendSkills_getSkill gives the page of one.`;
}

function stateOf({ rollup }: Pick<Known, 'rollup'>, { id }: Skill): string {
  const { done, total } = rollup.skill(id);
  return `${done} of ${total} items practised`;
}

// ---------- progress ----------

export async function getProgress(known: Known, { skill, area }: ToolInput<'getProgress'>): Promise<string> {
  if (skill !== undefined && area !== undefined)
    throw new ToolFailure('unknown-field', 'Send "skill" or "area", not both.');
  const due = (await known.deck()).due().bySkill;
  const verified = known.verified();
  if (skill !== undefined) return skillProgress(known, exactSkill(known, skill), due);
  if (area !== undefined) return areaProgress(known, exactArea(known, area), due, verified);
  const { catalog, rollup } = known;
  const { done, total } = rollup.total;
  const rows = catalog.areas.map(({ id, title, skills }) => {
    const tally = rollup.area(id);
    const states = skills.map((one) => progressState(rollup.skill(one)));
    const count = (state: string): number => states.filter((one) => one === state).length;
    return [
      ...[id, title, `${tally.done} of ${tally.total}`, `${count('done')} of ${skills.length}`, count('in-progress')],
      ...[verifiedIn(known, skills, verified), sum(skills, due)],
    ];
  });
  const begun = catalog.skills.filter(({ id }) => progressState(rollup.skill(id)) === 'in-progress');
  const listed = begun.slice(0, 30).map((one) => `- ${one.id}: ${one.title}, ${stateOf(known, one)}`);
  return [
    '# Progress',
    `- Items practised: ${done} of ${total} (${percent(done, total)})\n- Skills finished: ${rollup.completed} of ${catalog.skills.length}; in progress: ${rollup.inProgress}\n- Items verified by labs: ${verified.size}\n- Questions due for review: ${[...due.values()].reduce((all, one) => all + one, 0)}`,
    '## Areas',
    table(['id', 'area', 'items practised', 'skills finished', 'skills in progress', 'items verified', 'due'], rows),
    '## Skills in progress',
    listed.length === 0
      ? 'None.'
      : `${listed.join('\n')}${begun.length > listed.length ? `\n- and ${begun.length - listed.length} more; ask by area` : ''}`,
  ].join('\n\n');
}

function skillProgress(known: Known, skill: Skill, due: ReadonlyMap<string, number>): string {
  const reviewed = skill.cards.filter(({ id }) => known.reviews.of(id).length > 0).length;
  return [
    `# Progress in ${skill.title} (${skill.id})`,
    `- ${stateOf(known, skill)}\n- Questions: ${skill.cards.length}; ever reviewed: ${reviewed}; due: ${due.get(skill.id) ?? 0}`,
    '## Items',
    itemLines(known, skill).join('\n') || 'None.',
  ].join('\n\n');
}

function areaProgress(
  known: Known,
  { id, title, skills }: Area,
  due: ReadonlyMap<string, number>,
  verified: ReadonlyMap<string, unknown>,
): string {
  const rows = skills.flatMap((one) => {
    const skill = known.catalog.skill(one);
    if (!skill) return [];
    const { done, total } = known.rollup.skill(one);
    return [[one, skill.title, `${done} of ${total}`, verifiedIn(known, [one], verified), due.get(one) ?? 0]];
  });
  return `# Progress in ${title} (${id})\n\n${table(['id', 'skill', 'items practised', 'items verified', 'due'], rows)}`;
}

function exactArea({ catalog }: Pick<Known, 'catalog'>, name: string): Area {
  const wanted = name.trim().toLowerCase();
  const found = catalog.areas.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
  if (!found)
    throw new ToolFailure(
      'unknown-area',
      `There is no area "${name}". The areas are: ${catalog.areas.map(({ id }) => id).join(', ')}.`,
    );
  return found;
}

function verifiedIn({ catalog }: Known, skills: readonly string[], verified: ReadonlyMap<string, unknown>): number {
  const items = skills.flatMap((id) => catalog.skill(id)?.items ?? []);
  return items.filter(({ id }) => verified.has(id)).length;
}

function sum(ids: readonly string[], counts: ReadonlyMap<string, number>): number {
  return ids.reduce((all, id) => all + (counts.get(id) ?? 0), 0);
}

function table(names: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(names), line(names.map(() => '---')), ...rows.map(line)].join('\n');
}

// ---------- what is next ----------

/** Models are told in the language of the curriculum. */
const english = { t: fill };

export async function whatNext({ catalog, advice }: Pick<Known, 'catalog' | 'advice'>): Promise<string> {
  const { best, alternatives } = await advice();
  if (!best) return '# What is next\n\nNothing: everything is practised, or has been put off by the learner.';
  const part = (name: string, suggestion: Suggestion): string => {
    const { kind, skill, lab, item, minutes } = suggestion;
    return [
      `## ${name}: ${suggestionTitle(suggestion, catalog, english)}`,
      '',
      `- Skill: ${skill}${lab === undefined ? '' : `; lab: ${lab}`}${item === undefined ? '' : `; first open item: ${item}`}`,
      `- Kind: ${kind}; about ${minutes} minutes`,
      `- Why: ${reasonText(suggestion, catalog, english)}`,
    ].join('\n');
  };
  return ['# What is next', part('Best', best), ...alternatives.map((one) => part('Or', one))].join('\n\n');
}

// ---------- reviews ----------

/** More than the curriculum has questions: those that were asked already are passed over here. */
const allCards = 10_000;

/** Throws a {@link ToolFailure} where the learner does without reviews. */
export function refuseIfOff({ isOn }: Pick<ReviewDeck, 'isOn'>): void {
  if (!isOn)
    throw new ToolFailure(
      'switched-off',
      'The learner has switched reviews off by the setting backendSkills.review. Ask no review questions.',
    );
}

export async function reviewQuestion(known: Known, input: ToolInput<'reviewQuestion'>): Promise<string> {
  const skill = input.skill === undefined ? undefined : exactSkill(known, input.skill);
  const deck = await known.deck();
  refuseIfOff(deck);
  const asked = new Set(input.not);
  // Who names a skill wants its questions, also those that were never asked.
  const queue = deck.queue({ ...(skill ? { skill: skill.id, moreNew: true } : {}), size: allCards });
  const id = queue.cards.find((card) => !asked.has(card));
  const where = skill ? ` in "${skill.id}"` : '';
  if (id === undefined) {
    const next =
      queue.next === undefined
        ? 'The learner begins with questions by practising an item of a skill, or by asking for a skill by name.'
        : `The next one is due on ${deck.dayOf(queue.next)}.`;
    return `# No question is due${where}\n\n${next}`;
  }
  const { question, skill: home } = await questionOf(known, id);
  const state = deck.state(id);
  return [
    '# Review question',
    `- Id: ${id}\n- Skill: ${home.title} (${home.id})\n- State: ${state ? `due since ${deck.dayOf(state.due)}, reviewed ${state.reps} times` : 'new'}\n- Due${where}, this one included: ${queue.due}`,
    question.question,
    'Ask the learner this question in these words and wait for the answer; do not give it away. Then call backendSkills_gradeAnswer with the id and what the learner said.',
  ].join('\n\n');
}

/** A question by its id. Rejects with a {@link ToolFailure} when there is none. */
export async function questionOf(
  known: Pick<Known, 'catalog' | 'body'>,
  id: string,
): Promise<{ readonly question: Question; readonly skill: Skill }> {
  const skill = known.catalog.skillOfCard(id);
  const question = skill && (await known.body(skill.id)).questions.find((one) => one.id === id);
  if (!question)
    throw new ToolFailure(
      'unknown-question',
      `There is no question "${id}". Ids look like "core/git#merge-rebase"; backendSkills_reviewQuestion gives one that is due, and backendSkills_getSkill lists those of a skill.`,
    );
  return { question, skill };
}

export const gradeNames: Readonly<Record<Grade, string>> = { 1: 'not known', 2: 'hard', 3: 'good', 4: 'easy' };

/** The page's answer to compare the learner's with; writes nothing. */
export async function answerToCompare(known: Known, id: string): Promise<string> {
  const { question, skill } = await questionOf(known, id);
  const after = (await known.deck()).intervals(id);
  const grades = ([1, 2, 3, 4] as const).map(
    (grade) => `- ${grade} (${gradeNames[grade]}): ${gradeMeanings[grade]} Due again in ${spanText(after[grade])}.`,
  );
  return [
    `# Answer of the page`,
    `- Question: ${id}\n- Skill: ${skill.title} (${skill.id})`,
    `**${question.question}**`,
    question.answer,
    '## Key points',
    keyPoints(question.answer)
      .map((point) => `- ${point}`)
      .join('\n'),
    '## How to grade',
    grades.join('\n'),
    'Compare what the learner said with the key points: name what was right, what was missing and what was wrong. Other words are as good. Propose a grade and let the learner decide; then call backendSkills_gradeAnswer again with it to record the review.',
  ].join('\n\n');
}

const gradeMeanings: Readonly<Record<Grade, string>> = {
  1: 'The point was missed, or is wrong.',
  2: 'Right in the main, with gaps or after long thinking.',
  3: 'The key points are there.',
  4: 'Complete, at once.',
};

/** The statements of an answer: its list items, or else its sentences. */
export function keyPoints(answer: string): string[] {
  const prose = answer.replace(/```[\s\S]*?```/g, '');
  const items = [...prose.matchAll(/^\s*(?:[-*]|\d+\.)\s+(.+)$/gm)].map(([, item]) => plainText(item!));
  if (items.length > 1) return items;
  const sentences = plainText(prose.replace(/\s+/g, ' ')).match(/.+?[.!?](?=\s+\p{Lu}|\s*$)|.+$/gu) ?? [];
  return sentences.map((one) => one.trim()).filter((one) => one !== '');
}

function spanText(milliseconds: number): string {
  const span = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return span(Math.max(1, minutes), 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 24 ? span(hours, 'hour') : span(Math.round(hours / 24), 'day');
}

/** What is said of a review that has been recorded. */
export async function recorded(known: Known, id: string, grade: Grade): Promise<string> {
  const due = (await known.deck()).state(id)?.due;
  const when = due === undefined ? '' : ` It is due again in ${spanText(Math.max(0, due - known.now()))}.`;
  return `# Review recorded\n\nQuestion ${id}, grade ${grade} (${gradeNames[grade]}).${when}\n\nTo undo: the command "Backend Skills: Undo Last Review Answer".`;
}

// ---------- items ----------

/** The item of today that an id means, with its skill. Throws a {@link ToolFailure} when there is none, or it has become several. */
export function itemOf(
  { catalog }: Pick<Known, 'catalog'>,
  id: string,
): { readonly id: string; readonly text: string; readonly skill: Skill | undefined } {
  const [found, ...more] = catalog.successors(id);
  const item = found === undefined ? undefined : catalog.item(found);
  if (found === undefined || !item) {
    const skill = catalog.skill(id.split('/').at(-2) ?? id) ?? catalog.resolve(id);
    const known = skill ? ` Those of "${skill.id}" are: ${skill.items.map((one) => one.id).join(', ')}.` : '';
    throw new ToolFailure(
      'unknown-item',
      `There is no practice item "${id}".${known} Full ids look like "core/git/two-commits"; backendSkills_getProgress lists those of a skill.`,
    );
  }
  if (more.length > 0)
    throw new ToolFailure(
      'unknown-item',
      `"${id}" has become several items; send one of: ${[found, ...more].join(', ')}.`,
    );
  return { id: found, text: plainText(item.text), skill: catalog.skillOfItem(found) };
}

/** What is said of an item after it has been set, or was so before. */
export function ticked(known: Known, id: string, done: boolean, changed: boolean): string {
  const { text, skill } = itemOf(known, id);
  const title = changed ? (done ? 'Ticked' : 'Tick taken back') : done ? 'Ticked already' : 'Not ticked anyway';
  const tally = skill ? `\n- ${skill.title} (${skill.id}): ${stateOf(known, skill)}` : '';
  const undo = changed
    ? `\n\nTo undo: the command "Backend Skills: Undo Last Tick", or backendSkills_tickItem with "done": ${String(!done)}.`
    : '\n\nNothing was changed.';
  return `# ${title}\n\n- Item: ${text} (${id})${tally}${undo}`;
}

/** The lab that an id means. Throws a {@link ToolFailure} when there is none. */
export function labOf(
  { catalog }: Pick<Known, 'catalog'>,
  id: string,
): { readonly id: string; readonly title: string } {
  const lab = catalog.lab(id);
  if (!lab)
    throw new ToolFailure(
      'unknown-lab',
      `There is no lab "${id}". The labs are: ${catalog.labs.map((one) => one.id).join(', ')}.`,
    );
  return lab;
}

// ---------- the journal ----------

export function getJournal(known: Known, { days = 7, until }: ToolInput<'getJournal'>): string {
  const { catalog } = known;
  const zones = known.zones();
  const here = known.zone();
  const to = until ?? dayOf(known.now(), here);
  const from = addDays(to, 1 - days);
  const all = activeDays(actsOf(known), zones, here);
  const chosen = all.filter(({ day }) => day >= from && day <= to).reverse();
  const skillOf = ({ kind, id }: Act): string | undefined =>
    (kind === 'review' ? catalog.skillOfCard(id) : catalog.skillOfItem(id))?.id;
  const timeOf = (moment: number): number => localTime(moment, zoneAt(zones, moment, here));
  const { current, longest } = streaks(all, zones, known.now(), here);
  const parts = chosen.map((day) => {
    const lines = entriesOf(day, 'all', skillOf, timeOf).map(({ kind, id, time, skill, lab, count }) => {
      const clock = new Date(time).toISOString().slice(11, 16);
      const where = skill === undefined ? '' : `, skill ${skill}`;
      const gone = kind === 'review' && skill === undefined ? ' of what the curriculum no longer has' : '';
      if (kind === 'review') return `- ${clock} ${count} ${count === 1 ? 'review' : 'reviews'}${gone}${where}`;
      const item = catalog.item(id);
      const by = lab === undefined ? 'practised' : `verified by lab ${lab}`;
      return `- ${clock} ${by}: ${item ? plainText(item.text) : id} (item ${id}${where})`;
    });
    return `## ${day.day}\n\n${lines.join('\n')}`;
  });
  const entries = chosen.reduce((count, day) => count + countOf(day, 'all'), 0);
  return [
    `# Journal from ${from} to ${to}`,
    `- Entries: ${entries} on ${chosen.length} of ${days} days\n- Days in a row until now: ${current}; longest: ${longest}`,
    ...(parts.length === 0 ? ['Nothing was done on these days.'] : parts),
  ].join('\n\n');
}
