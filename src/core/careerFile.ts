import { isHttps, type FieldReader } from './fields';
import { isRecord } from './guards';
import { openJson, type Entry, type JsonFile } from './jsonFile';
import { careerChecklistId, type CareerData, type CareerEntry, type CareerFact, type CareerGroup } from './model';
import { readContradiction } from './payFile';
import type { Problem } from './problems';

/** What the guide may name; ids. */
export interface CareerReferences {
  readonly skills: ReadonlySet<string>;
  readonly articles: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

type Path = readonly (string | number)[];

/** Reads career.json. A bad entry is a problem with its line and is left out; the rest is kept. Never throws. */
export function parseCareer(
  content: unknown,
  references: CareerReferences,
  name = 'career.json',
): { career: CareerData | undefined; problems: readonly Problem[] } {
  const file = openJson(content, name);
  if (!file.root) return { career: undefined, problems: file.problems };
  const { root } = file;
  const read = new CareerReader(file, references);
  const career: CareerData = {
    format: 1,
    day: read.list('day', (_, reader) => {
      const time = reader.text('time');
      if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
        file.report('field-type', reader.line('time'), '"time" must be HH:MM');
      return joined(read.entry(reader, ['time']), time !== undefined && { time });
    }),
    tasks: read.groups('tasks', (_, reader) => read.fact(reader)),
    collaborators: read.list('collaborators', (_, reader) => read.entry(reader)),
    places: read.list('places', (_, reader) => read.entry(reader)),
    comparisons: read.list('comparisons', (entry, reader, path) => {
      reader.only(['id', 'title', 'columns', 'rows']);
      const id = read.id(reader);
      const title = reader.text('title');
      const columns = reader.texts('columns');
      const rows = file.list([...path, 'rows'], entry['rows'], (_, rowReader) => {
        rowReader.only(['id', 'aspect', 'cells', 'note', 'articles']);
        const rowId = read.id(rowReader);
        const aspect = rowReader.text('aspect');
        const cells = rowReader.required('cells');
        const articles = read.articles(rowReader);
        const note = rowReader.optionalText('note', '');
        const fits =
          Array.isArray(cells) &&
          // Columns that cannot be read are reported already; nobody knows how many cells belong to them.
          (columns === undefined || cells.length === columns.length) &&
          cells.every((cell): cell is string => typeof cell === 'string');
        if (cells !== undefined && !fits)
          file.report('field-type', rowReader.line('cells'), '"cells" must be as many texts as there are columns');
        return rowId !== undefined && aspect !== undefined && fits && articles
          ? { id: rowId, aspect, cells, note, articles }
          : undefined;
      });
      return id !== undefined && title !== undefined && columns ? { id, title, columns, rows } : undefined;
    }),
    ways: read.list('ways', (entry, reader, path) => {
      const base = read.entry(reader, ['icon', 'takes', 'costs', 'suits', 'watch', 'share', 'offers']);
      const texts = { icon: '', takes: '', costs: '', suits: '', watch: '' };
      for (const field of Object.keys(texts) as (keyof typeof texts)[]) texts[field] = reader.text(field) ?? '';
      const { share } = entry;
      const shared = isRecord(share) ? share : {};
      const [percent, text] = [shared['percent'], shared['text']];
      const isShare = typeof percent === 'number' && percent > 0 && percent <= 100 && typeof text === 'string';
      if (share !== undefined && !isShare)
        file.report('field-type', reader.line('share'), '"share" must have a "percent" from 1 to 100 and a "text"');
      const offers = file.list([...path, 'offers'], entry['offers'], (_, offer) => {
        const provider = offer.textOrNull('provider');
        return joined(read.entry(offer, ['provider'], 'offers'), provider !== undefined && { provider });
      });
      return joined(base, { ...texts, ...(isShare ? { share: { percent, text } } : {}), offers });
    }),
    titles: read.groups('titles', (_, reader) => {
      const also = reader.optionalTexts('also');
      return joined(read.entry(reader, ['also', 'role']), { also, ...read.role(reader) });
    }),
    boards: read.list('boards', (_, reader) => {
      const technology = reader.textOrNull('technology');
      const url = read.url(reader);
      return joined(
        read.entry(reader, ['technology', 'url']),
        technology !== undefined && url !== undefined && { technology, url },
      );
    }),
    checklist: read.groups('checklist', (_, reader) => read.fact(reader)),
    moves: read.list('moves', (_, reader) => {
      const learn = reader.optionalTexts('learn');
      return joined(read.entry(reader, ['learn', 'role']), { learn, ...read.role(reader) });
    }),
    questions: read.list('questions', (_, reader) => read.entry(reader)),
    facts: read.list('facts', (_, reader) => read.fact(reader)),
    contradictions: read.list('contradictions', (entry, reader, path) => {
      const contradiction = readContradiction(entry, reader, path, references.articles, file);
      if (contradiction) read.claim(contradiction.id, reader);
      return contradiction;
    }),
    reading: read.list('reading', (_, reader) => {
      const kind = reader.text('kind');
      const url = read.url(reader);
      return joined(read.entry(reader, ['kind', 'url']), kind !== undefined && url !== undefined && { kind, url });
    }),
  };
  for (const field of Object.keys(root))
    if (field !== '$schema' && !Object.hasOwn(career, field)) file.report('field-unknown', file.line(field), field);
  if (references.skills.has(careerChecklistId)) file.report('skill-reserved', 1, careerChecklistId);
  return { career, problems: file.problems };
}

/** Joins what belongs to one entry; nothing when either part is missing. */
function joined<A extends object, B extends object>(a: A | undefined, b: B | false): (A & B) | undefined {
  return a && b ? { ...a, ...b } : undefined;
}

/** The fields that entries of the guide share. */
class CareerReader {
  /** Ids within each list; a checklist is one list, whatever its groups, and so are the offers of all ways. */
  private readonly taken = new Map<string, Set<string>>();
  private section = '';

  constructor(
    private readonly file: JsonFile,
    private readonly references: CareerReferences,
  ) {}

  list<T>(field: string, read: (entry: Entry, reader: FieldReader, path: Path) => T | undefined): T[] {
    this.section = field;
    return this.file.list([field], this.file.root[field], read);
  }

  groups<T>(field: string, read: (entry: Entry, reader: FieldReader, path: Path) => T | undefined): CareerGroup<T>[] {
    return this.list(field, (group, reader, path) => {
      reader.only(['id', 'title', 'entries']);
      const id = this.id(reader, `groups of ${field}`);
      const title = reader.text('title');
      const entries = this.file.list([...path, 'entries'], group['entries'], read);
      return id !== undefined && title !== undefined ? { id, title, entries } : undefined;
    });
  }

  id(reader: FieldReader, list = this.section): string | undefined {
    const id = reader.id('id');
    if (id !== undefined) this.claim(id, reader, list);
    return id;
  }

  /** Reports an id that the list has already. */
  claim(id: string, reader: FieldReader, list = this.section): void {
    const taken = this.taken.get(list) ?? new Set();
    this.taken.set(list, taken);
    if (taken.has(id)) this.file.report('id-duplicate', reader.line('id'), id);
    taken.add(id);
  }

  fact(reader: FieldReader, more: readonly string[] = [], list = this.section): CareerFact | undefined {
    reader.only(['id', 'text', 'skills', 'articles', ...more]);
    const id = this.id(reader, list);
    const text = reader.text('text');
    const skills = reader.optionalTexts('skills');
    reader.known('skills', skills, this.references.skills, 'skill-unknown');
    const articles = this.articles(reader);
    return id !== undefined && text !== undefined && articles ? { id, text, skills, articles } : undefined;
  }

  entry(reader: FieldReader, more: readonly string[] = [], list = this.section): CareerEntry | undefined {
    const title = reader.text('title');
    return joined(this.fact(reader, ['title', ...more], list), title !== undefined && { title });
  }

  articles(reader: FieldReader): string[] | undefined {
    const articles = reader.texts('articles');
    reader.known('articles', articles, this.references.articles, 'pay-article');
    return articles;
  }

  role(reader: FieldReader): { readonly role?: string } {
    const role = reader.optionalText('role', undefined);
    if (role !== undefined && !this.references.roles.has(role))
      this.file.report('role-unknown', reader.line('role'), role);
    return role === undefined ? {} : { role };
  }

  url(reader: FieldReader): string | null | undefined {
    const url = reader.textOrNull('url');
    if (typeof url === 'string' && !isHttps(url)) this.file.report('link-not-https', reader.line('url'), url);
    return url;
  }
}
