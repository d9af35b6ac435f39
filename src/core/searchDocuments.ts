/** What can be found, as documents for the index. The build makes them of everything that ships; see also {@link searchOf}. */
import type { Catalog } from './catalog';
import type { CareerData, PackIndex, PayData, PayFigure, SkillBody } from './model';
import { questionKey } from './question';
import type { SearchEntry, SearchKind } from './searchEntry';
import { plainText } from './text';
import type { IndexedText, TextFields } from './textIndex';

/** What a search may lead to, and by which words. */
export interface SearchDocument extends IndexedText {
  readonly entry: SearchEntry;
  /** What it is called, and how much it counts to be called just so; see {@link nameRanks}. */
  readonly called: readonly (readonly [name: string, rank: number])[];
}

/** A part of a page counts less than the page; what stands on no page least. */
const weights: Readonly<Record<SearchKind, number>> = {
  skill: 3,
  heading: 2,
  item: 1,
  question: 1,
  lab: 1.4,
  database: 1.4,
  mistake: 0.9,
  section: 0.8,
  note: 1.4,
  pay: 0.7,
  career: 0.7,
};

/** What is called just so comes before all else: a page by its title or id, then a heading, then a page by another of its names. */
const nameRanks = { skill: 9, heading: 8, otherName: 7, lab: 6, database: 6, career: 5, pay: 5, question: 4 } as const;

function document(
  entry: SearchEntry,
  fields: TextFields,
  called: SearchDocument['called'] = [],
  weight: number = weights[entry.kind],
): SearchDocument {
  return { entry, fields, weight, called };
}

/** Skills, headings, practice items and labs: all that is known without opening a page. The more telling ones first. */
export function catalogDocuments({
  skills,
  labs = [],
}: Pick<PackIndex, 'skills' | 'labs'> | Pick<Catalog, 'skills' | 'labs'>): SearchDocument[] {
  const titles = new Map(skills.map(({ id, title }) => [id, title]));
  return [
    ...skills.map(({ id: skill, title, aliases, summary }) =>
      document({ kind: 'skill', skill }, { title, names: [skill, ...aliases].join(' \n'), text: summary }, [
        // Title and id last: they outrank another name that comes to the same words.
        ...aliases.map((alias) => [alias, nameRanks.otherName] as const),
        ...[title, skill].map((name) => [name, nameRanks.skill] as const),
      ]),
    ),
    ...skills.flatMap(({ id: skill, title, headings }) =>
      headings.map((heading) =>
        document({ kind: 'heading', skill, section: heading.id }, { title: heading.title, text: title }, [
          [heading.title, nameRanks.heading],
        ]),
      ),
    ),
    ...labs.map(({ id, title, summary, skills: [skill = ''], checks }) =>
      document(
        { kind: 'lab', skill, ref: id },
        {
          title,
          names: id.replaceAll('-', ' '),
          text: `${summary} ${titles.get(skill) ?? ''}`,
          body: checks.map((check) => plainText(check.title)).join('\n'),
        },
        [[title, nameRanks.lab]],
      ),
    ),
    ...skills.flatMap(({ id: skill, items }) =>
      items.map((item) => document({ kind: 'item', skill, item: item.id }, { text: plainText(item.text) })),
    ),
  ];
}

/** Everything else that ships, and what the build knows of it. */
export interface SearchSources {
  readonly index: PackIndex;
  readonly bodies: ReadonlyMap<string, SkillBody>;
  readonly pay: PayData;
  readonly career: CareerData;
  /** Id of each sample database, and the SQL that makes it. */
  readonly databases: ReadonlyMap<string, string>;
}

export function searchDocuments(sources: SearchSources): SearchDocument[] {
  const { index, bodies, pay, career, databases } = sources;
  return [
    ...catalogDocuments(index),
    ...[...databases].map(([id, sql]) => databaseDocument(id, sql)),
    ...payDocuments(pay),
    ...careerDocuments(career, pay),
    ...index.skills.flatMap(({ id, title }) => {
      const body = bodies.get(id);
      return body ? pageDocuments(title, body) : [];
    }),
  ];
}

/** The questions, mistakes and texts of a page, each with the place to open. */
function pageDocuments(title: string, body: SkillBody): SearchDocument[] {
  const skill = body.id;
  return [
    ...body.questions.map((question, at) =>
      document(
        { kind: 'question', skill, ref: questionKey(question, at), title: plainText(question.question) },
        { text: `${plainText(question.question)} ${title}`, body: prose(question.answer) },
        [[plainText(question.question), nameRanks.question]],
      ),
    ),
    ...body.mistakes.map((mistake) =>
      document(
        { kind: 'mistake', skill, section: 'common-mistakes', title: plainText(mistake.title) },
        { text: `${plainText(mistake.title)} ${title}`, body: prose(mistake.markdown) },
      ),
    ),
    ...body.sections.flatMap((section) => {
      // A section is cut at its sub-headings, so that the page opens where the words stand.
      const [first = '', ...rest] = parts(section.markdown);
      const under = rest.map((text, at) => ({ id: section.anchors[at] ?? section.id, text }));
      return [{ id: section.id, text: first }, ...under].flatMap(({ id, text }) => {
        const words = prose(text);
        if (words.trim() === '') return [];
        const heading = id === section.id ? section.title : plainText(/^### +(.*)$/m.exec(text)?.[1] ?? section.title);
        return document({ kind: 'section', skill, section: id, title: heading }, { text: title, body: words });
      });
    }),
  ];
}

/** The text before the first `### ` heading, and from each heading on. Those in code are none. */
function parts(markdown: string): string[] {
  const found: string[][] = [[]];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === '') {
      if (mark !== undefined) fence = mark;
      else if (line.startsWith('### ')) found.push([]);
    } else if (mark?.startsWith(fence)) fence = '';
    found.at(-1)!.push(line);
  }
  return found.map((lines) => lines.join('\n'));
}

/** What a person reads of a text: no samples, addresses or marks. Words in `code` stay. */
export function prose(markdown: string): string {
  return markdown
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[^]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![^]))/gm, '\n')
    .split('\n')
    .map((line) => plainText(line))
    .join('\n');
}

function databaseDocument(id: string, sql: string): SearchDocument {
  const tables = [...sql.matchAll(/^CREATE (?:TABLE|VIEW) (\w+)/gm)].map(([, name]) => name!);
  const about = /^-- (.*)/.exec(sql)?.[1] ?? '';
  return document(
    { kind: 'database', skill: '', ref: id },
    { title: id, names: 'sample database', text: about, body: tables.join(' ').replaceAll('_', ' ') },
    [[id, nameRanks.database]],
  );
}

/** As people write amounts in the language of the content, and the bare numbers that they type. */
function amountsOf({ amount, low, high, currency }: PayFigure): { readonly shown: string; readonly typed: string } {
  const amounts = amount === undefined ? [low ?? 0, high ?? 0] : [amount];
  const shown = amounts.map((value) => value.toLocaleString('en')).join('–');
  return { shown: `${shown} ${currency}`, typed: `${amounts.join(' ')} ${shown} ${currency}` };
}

function payDocuments(pay: PayData): SearchDocument[] {
  const roles = new Map(pay.roles.map(({ id, title }) => [id, title]));
  return [
    ...pay.roles.map(({ id, title }) =>
      document({ kind: 'pay', skill: '', ref: `role-${id}`, title }, { title, names: 'pay salary' }, [
        [title, nameRanks.pay],
      ]),
    ),
    ...pay.figures.map((figure) =>
      document(
        {
          kind: 'pay',
          skill: '',
          ref: `figure-${figure.id}`,
          title: `${figure.reportedRole}, ${figure.region}: ${amountsOf(figure).shown}`,
          ...(figure.source === null ? {} : { place: figure.source }),
        },
        {
          text: [
            figure.reportedRole,
            roles.get(figure.role) ?? '',
            figure.region,
            figure.source ?? '',
            amountsOf(figure).typed,
            'pay salary',
          ].join(' '),
          body: [figure.statistic, figure.asOf ?? '', figure.note, figure.regionKind].join(' '),
        },
      ),
    ),
    ...pay.contradictions.map(({ id, subject, sides, comment }) =>
      document(
        { kind: 'pay', skill: '', ref: `dispute-${id}`, title: subject },
        { text: subject, body: [...sides.map(({ says }) => says), comment].join(' ') },
      ),
    ),
  ];
}

/** Entries of the guide; `ref` is the id of the element on its page, `place` the section that it stands in. */
function careerDocuments(career: CareerData, pay: PayData): SearchDocument[] {
  const found: SearchDocument[] = [];
  const add = (place: string, ref: string, title: string, text: string, names = '', exact = false): void =>
    void found.push(
      document(
        { kind: 'career', skill: '', ref, title, place },
        // The title of a job is a name; a question or a statement is a text.
        exact ? { title, names, body: text } : { text: `${title} ${names}`, body: text },
        exact ? [[title, nameRanks.career]] : [],
      ),
    );
  for (const { id, title, text } of career.day) add('job', `hour-${id}`, title, text);
  for (const { title, entries } of career.tasks)
    for (const { id, text } of entries) add('job', `task-${id}`, text, title);
  for (const { id, title, text } of career.collaborators) add('job', `with-${id}`, title, text);
  for (const { id, title, text } of career.places) add('job', `place-${id}`, title, text);
  for (const { id, text } of career.facts) add('job', `fact-${id}`, text, '');
  for (const [at, { title, columns, rows }] of career.comparisons.entries())
    for (const { id, aspect, cells, note } of rows)
      add(
        at === 0 ? 'comparison' : 'levels',
        `row-${id}`,
        `${title}: ${aspect}`,
        [...cells, note, ...columns].join(' '),
      );
  for (const way of career.ways) {
    add('ways', `way-${way.id}`, way.title, [way.text, way.takes, way.costs, way.suits, way.watch].join(' '));
    for (const { id, title, text, provider } of way.offers) add('ways', `offer-${id}`, title, text, provider ?? '');
  }
  for (const { entries } of career.titles)
    for (const { id, title, text, also } of entries) add('titles', `title-${id}`, title, text, also.join(' \n'), true);
  for (const { id, title, text, technology } of career.boards)
    add('boards', `board-${id}`, technology === null ? title : `${technology}: ${title}`, text, 'job board');
  for (const { title, entries } of career.checklist)
    for (const { id, text } of entries) add('hired', `hired-${id}`, plainText(text), title);
  for (const { id, title, text, learn } of career.moves)
    add('leads', `move-${id}`, title, `${text} ${learn.join(' ')}`, '', true);
  for (const { id, title, text } of career.questions) add('questions', `question-${id}`, title, text);
  for (const { id, subject, sides, comment } of career.contradictions)
    add('disagree', `disagree-${id}`, subject, [...sides.map(({ says }) => says), comment].join(' '));
  for (const { id, text, occupation, note, source } of pay.outlook)
    add('outlook', `outlook-${id}`, text, `${occupation} ${note} ${source ?? ''}`);
  for (const { id, title, text, kind } of career.reading) add('reading', `reading-${id}`, title, text, kind);
  return found;
}
