import { FieldReader, isHttps, type Report } from './fields';
import { isRecord } from './guards';
import { maxListLength } from './jsonFile';
import {
  cardId,
  isId,
  itemId,
  skillKinds,
  skillLevels,
  type Area,
  type Card,
  type ChecklistItem,
  type Diagram,
  type Heading,
  type Mistake,
  type Pack,
  type Question,
  type ReadingLink,
  type Sample,
  type Section,
  type Skill,
  type SkillBody,
  type SkillKind,
  type SkillLevel,
} from './model';
import { isError, type Problem } from './problems';
import { clip, plainText, slug, splitLines, withoutCode } from './text';
import { YamlSource } from './yamlSource';

/** Larger pages are refused before anything is parsed; in UTF-16 code units. */
export const maxPageLength = 200_000;

/** The same for a picture. */
export const maxDiagramLength = 20_000;

/** Most pictures that a page may show. */
export const maxDiagrams = 10;

/** The sections of a page, in their order. One section of the author's own may stand before "Common mistakes". */
export const requiredSections = [
  'What it is',
  'Why it matters',
  'How it works',
  'Example',
  'Common mistakes',
  'Practise',
  'Check yourself',
  'Learn more',
] as const;

const listSections: ReadonlySet<string> = new Set(['Common mistakes', 'Practise', 'Check yourself', 'Learn more']);

const frontMatterFields = [
  'id',
  'title',
  'area',
  'kind',
  'level',
  'minutes',
  'summary',
  'prerequisites',
  'related',
  'aliases',
  'roles',
  'sources',
] as const;

export interface ParsedPack {
  /** Undefined only when pack.json itself cannot be used. */
  readonly pack: Pack | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Turns the files of a content pack into a pack and the list of what is wrong with them. Never throws.
 * A page with an error is left out, everything else is kept.
 *
 * @param files path inside the pack (with `/`) → content. Only strings are accepted as content.
 * @param roles role ids that skills may name; undefined skips that check.
 */
export function parsePack(files: ReadonlyMap<string, unknown>, roles?: ReadonlySet<string>): ParsedPack {
  const problems: Problem[] = [];
  const reportIn =
    (file: string): Report =>
    (code, line, detail = '') =>
      problems.push({ code, file, line, detail: clip(detail, 200) });

  const manifest = parseManifest(files.get('pack.json'), reportIn('pack.json'));
  if (!manifest) return { pack: undefined, problems };

  const pages = new Map<string, Page>();
  /** Pictures that pages name, those of pages that are left out too. */
  const shown = new Set<string>();
  for (const area of manifest.areas) {
    for (const [position, id] of area.skills.entries()) {
      const file = `skills/${area.id}/${id}.md`;
      const content = files.get(file);
      if (content === undefined) {
        reportIn('pack.json')('file-missing', manifest.source.line('areas', area.index, 'skills', position), file);
        continue;
      }
      const before = problems.length;
      const page = parsePage(content, { pack: manifest.id, skill: id, area: area.id }, reportIn(file));
      for (const { id: picture } of page?.pictures ?? []) shown.add(picture);
      if (page && !problems.slice(before).some(isError)) pages.set(id, { ...page, file });
    }
  }
  const diagrams = parseDiagrams(files, reportIn);
  const listed = new Set(manifest.areas.flatMap((area) => area.skills.map((id) => `skills/${area.id}/${id}.md`)));
  for (const file of [...files.keys()].sort()) {
    if (/^skills\/.*\.md$/.test(file) && !listed.has(file)) {
      reportIn(file)('skill-not-listed', 1, file.replace(/^.*\/|\.md$/g, ''));
    }
  }

  // A page that was left out still counts as listed: it must not bring down those that name it.
  checkReferences(pages, manifest.listed, roles, reportIn);
  checkDiagrams(pages, diagrams, shown, reportIn);
  const dropped = new Set(problems.filter(isError).map((problem) => problem.file));
  const kept = new Map([...pages].filter(([, page]) => !dropped.has(page.file)));
  const exists = (id: string): boolean => kept.has(id);

  const areas: Area[] = manifest.areas
    .map(({ id, title, summary, skills }) => ({ id, title, summary, skills: skills.filter(exists) }))
    .filter((area) => area.skills.length > 0);
  const skills = areas.flatMap((area) =>
    area.skills.map((id) => {
      const { skill } = kept.get(id)!;
      // A page that was left out must not leave dead links behind.
      return { ...skill, prerequisites: skill.prerequisites.filter(exists), related: skill.related.filter(exists) };
    }),
  );
  return {
    pack: {
      index: { format: 1, id: manifest.id, title: manifest.title, version: manifest.version, areas, skills },
      bodies: new Map(
        areas.flatMap((area) =>
          area.skills.map((id) => {
            const { body, pictures } = kept.get(id)!;
            return [id, { ...body, diagrams: pictures.flatMap((picture) => diagrams.get(picture.id) ?? []) }] as const;
          }),
        ),
      ),
    },
    problems,
  };
}

// ---------- pack.json ----------

interface Manifest {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly areas: readonly (Area & { readonly index: number })[];
  /** Every skill that is listed, in areas that are left out too. */
  readonly listed: ReadonlySet<string>;
  readonly source: YamlSource;
}

function parseManifest(content: unknown, report: Report): Manifest | undefined {
  if (content === undefined) return void report('file-missing', 1, 'pack.json');
  if (typeof content !== 'string') return void report('file-not-text', 1, 'pack.json');
  if (content.length > maxListLength) return void report('file-too-large', 1, `${maxListLength / 1000} kB`);
  const source = new YamlSource(content);
  if (source.error) return void report('json-syntax', source.error.line, source.error.message);
  const root = source.value;
  if (!isRecord(root)) return void report('not-an-object', 1, 'The file');

  const fields = new FieldReader(root, source, report);
  fields.only(['$schema', 'format', 'id', 'title', 'version', 'areas']);
  fields.format();
  const id = fields.id('id');
  const title = fields.text('title');
  const version = fields.text('version');
  if (!Array.isArray(root['areas'])) {
    report(
      root['areas'] === undefined ? 'field-missing' : 'field-type',
      source.line('areas'),
      root['areas'] === undefined ? 'areas' : '"areas" must be a list',
    );
    return undefined;
  }
  if (id === undefined || title === undefined || version === undefined) return undefined;

  const areas: (Area & { index: number })[] = [];
  const listed = new Set<string>();
  const skillIds = new Set<string>();
  for (const [index, entry] of (root['areas'] as unknown[]).entries()) {
    const line = source.line('areas', index);
    if (!isRecord(entry)) {
      report('not-an-object', line, 'An area');
      continue;
    }
    const area = new FieldReader(entry, source, report, ['areas', index]);
    area.only(['id', 'title', 'summary', 'skills']);
    const areaId = area.id('id');
    const areaTitle = area.text('title');
    const summary = area.text('summary');
    const skills = area.texts('skills');
    for (const skill of skills ?? []) listed.add(skill);
    if (areaId === undefined || areaTitle === undefined || summary === undefined || !skills) continue;
    if (areas.some((other) => other.id === areaId)) {
      report('area-duplicate', line, areaId);
      continue;
    }
    if (skills.length === 0) report('area-empty', line, areaId);
    const kept = skills.filter((skill, position) => {
      const at = source.line('areas', index, 'skills', position);
      if (!isId(skill)) return void report('id-form', at, skill);
      if (skillIds.has(skill)) return void report('skill-duplicate', at, skill);
      skillIds.add(skill);
      return true;
    });
    areas.push({ id: areaId, title: areaTitle, summary, skills: kept, index });
  }
  return { id, title, version, areas, listed, source };
}

// ---------- a page ----------

interface Page {
  readonly skill: Skill;
  readonly body: SkillBody;
  readonly file: string;
  readonly lineOf: (...path: (string | number)[]) => number;
  /** `skill:` and `#` links in the text, with their lines. An empty id means this page. */
  readonly skillLinks: readonly SkillLink[];
  /** Names of the pictures that the text shows. */
  readonly pictures: readonly { readonly id: string; readonly line: number }[];
  /** Every place that a link can lead to. */
  readonly anchors: ReadonlySet<string>;
  /** Ids that its items had before. */
  readonly formerIds: readonly FormerId[];
}

interface SkillLink {
  readonly id: string;
  readonly section: string | undefined;
  readonly line: number;
}

interface Expected {
  readonly pack: string;
  readonly skill: string;
  readonly area: string;
}

interface Line {
  readonly text: string;
  /** One-based, in the file. */
  readonly number: number;
  /** Where the line stands in a code block, if in one. */
  readonly code: 'open' | 'inside' | 'close' | undefined;
}

interface Block {
  readonly title: string;
  readonly line: number;
  readonly lines: readonly Line[];
}

function parsePage(content: unknown, expected: Expected, report: Report): Omit<Page, 'file'> | undefined {
  if (typeof content !== 'string') return void report('file-not-text', 1, `${expected.skill}.md`);
  if (content.length > maxPageLength) return void report('file-too-large', 1, `${maxPageLength / 1000} kB`);
  const lines = splitLines(content);
  if (lines[0]?.trimEnd() !== '---') return void report('front-matter-missing', 1);
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) return void report('front-matter-unclosed', 1);

  const source = new YamlSource(lines.slice(1, end).join('\n'), 1);
  if (source.error) return void report('front-matter-syntax', source.error.line, source.error.message);
  const meta = parseFrontMatter(source, expected, report);

  const blocks = splitSections(lines, end + 1, report);
  checkSections(blocks, lines.length, report);
  const text = (title: string): readonly Line[] => blocks.find((block) => block.title === title)?.lines ?? [];
  const at = (title: string): number => blocks.find((block) => block.title === title)?.line ?? lines.length;
  const has = (title: string): boolean => text(title).some((line) => line.text.trim() !== '');

  // Work with people leaves a text behind, not a program.
  const mayOnlyShow = meta?.kind === 'workplace';
  const samples = collectSamples(blocks, mayOnlyShow, report);
  const mistakes = has('Common mistakes') ? parseMistakes(text('Common mistakes'), at('Common mistakes'), report) : [];
  const formerIds: FormerId[] = [];
  const items = has('Practise') ? parseItems(text('Practise'), at('Practise'), expected, report, formerIds) : [];
  const { questions, cards } = has('Check yourself')
    ? parseQuestions(text('Check yourself'), at('Check yourself'), expected, report, formerIds)
    : { questions: [], cards: [] };
  const links = has('Learn more') ? parseReading(text('Learn more'), at('Learn more'), report) : [];
  const { skillLinks, pictures } = checkText(blocks, report);
  if (!meta) return undefined;

  const { sections, headings, anchors } = nameSections(blocks);
  const { sources, ...skill } = meta;
  return {
    skill: { ...skill, items, cards, headings },
    body: { format: 1, id: skill.id, sections, samples, diagrams: [], mistakes, questions, links, sources },
    lineOf: (...path) => source.line(...path),
    skillLinks,
    pictures,
    anchors,
    formerIds,
  };
}

/** Gives every section of running text and every sub-heading in it an anchor that is unique in the page. */
function nameSections(blocks: readonly Block[]): {
  readonly sections: Section[];
  readonly headings: Heading[];
  readonly anchors: ReadonlySet<string>;
} {
  const anchors = new Set<string>([...listSections].map(slug));
  const counts = new Map<string, number>();
  const unique = (title: string): string => {
    const base = slug(title);
    let id = base;
    let count = counts.get(base) ?? 1;
    while (anchors.has(id)) id = `${base}-${++count}`;
    counts.set(base, count);
    anchors.add(id);
    return id;
  };
  const required: ReadonlySet<string> = new Set(requiredSections);
  const text = blocks.filter((block) => !listSections.has(block.title));
  // Sections come first, so that no sub-heading takes the anchor that every page has.
  const ids = text.map((block) => unique(block.title));
  const headings: Heading[] = [];
  const sections = text.map((block, index): Section => {
    const id = ids[index]!;
    if (!required.has(block.title)) headings.push({ id, title: block.title });
    const inside: Heading[] = [];
    for (const line of block.lines) {
      if (line.code || !line.text.startsWith('### ')) continue;
      const title = plainText(headingTitle(line.text.slice(1)));
      inside.push({ id: unique(title), title });
    }
    headings.push(...inside);
    return { id, title: block.title, markdown: joinLines(block.lines), anchors: inside.map((heading) => heading.id) };
  });
  return { sections, headings, anchors };
}

function parseFrontMatter(
  source: YamlSource,
  expected: Expected,
  report: Report,
): (Omit<Skill, 'items' | 'cards' | 'headings'> & { readonly sources: readonly string[] }) | undefined {
  if (!isRecord(source.value)) return void report('front-matter-syntax', 2, 'it has no fields');
  const fields = new FieldReader(source.value, source, report);
  fields.only(frontMatterFields);
  const id = fields.id('id');
  if (id !== undefined && id !== expected.skill) report('id-mismatch', source.line('id'), expected.skill);
  const title = fields.text('title');
  const area = fields.text('area');
  if (area !== undefined && area !== expected.area) report('area-mismatch', source.line('area'), expected.area);
  const kind = fields.text('kind');
  if (kind !== undefined && !isOneOf(skillKinds, kind)) report('kind-unknown', source.line('kind'), kind);
  const level = fields.text('level');
  if (level !== undefined && !isOneOf(skillLevels, level)) report('level-unknown', source.line('level'), level);
  const minutes = fields.required('minutes');
  const goodMinutes = typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 5 && minutes <= 600;
  if (minutes !== undefined && !goodMinutes) report('minutes-range', source.line('minutes'), JSON.stringify(minutes));
  const summary = fields.text('summary');
  if (summary !== undefined && (summary.length < 20 || summary.length > 140 || /[\r\n]/.test(summary))) {
    report('summary-length', source.line('summary'), String(summary.length));
  }
  const prerequisites = fields.texts('prerequisites');
  const related = fields.texts('related');
  const aliases = fields.texts('aliases');
  const roles = fields.texts('roles');
  const sources = fields.texts('sources');
  for (const [index, url] of (sources ?? []).entries()) {
    if (!isHttps(url)) report('link-not-https', source.line('sources', index), url);
  }
  for (const [field, list] of Object.entries({ prerequisites, related, aliases, roles, sources })) {
    const seen = new Set<string>();
    for (const [index, entry] of (list ?? []).entries()) {
      if (seen.has(entry)) report('reference-duplicate', source.line(field, index), entry);
      seen.add(entry);
    }
  }
  if (
    id === undefined ||
    title === undefined ||
    area === undefined ||
    summary === undefined ||
    !prerequisites ||
    !related ||
    !aliases ||
    !roles ||
    !sources ||
    !goodMinutes
  ) {
    return undefined;
  }
  return {
    id,
    title,
    area,
    kind: kind as SkillKind,
    level: level as SkillLevel,
    minutes,
    summary,
    prerequisites,
    related,
    aliases,
    roles,
    sources,
  };
}

/** Cuts the text at its `## ` headings, ignoring those inside code blocks. */
function splitSections(lines: readonly string[], start: number, report: Report): Block[] {
  const blocks: (Block & { lines: Line[] })[] = [];
  let fence: { marker: string; line: number } | undefined;
  for (let index = start; index < lines.length; index++) {
    const text = lines[index]!;
    const number = index + 1;
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/s.exec(text);
    let code: Line['code'];
    if (fence) {
      const closes = mark?.[1]!.startsWith(fence.marker) === true && mark[2]!.trim() === '';
      code = closes ? 'close' : 'inside';
      if (closes) fence = undefined;
    } else if (mark) {
      fence = { marker: mark[1]!, line: number };
      code = 'open';
      if (mark[2]!.trim() === '') report('fence-language', number);
    }
    if (!code && text.startsWith('## ')) {
      blocks.push({ title: headingTitle(text), line: number, lines: [] });
    } else if (blocks.length > 0) {
      blocks.at(-1)!.lines.push({ text, number, code });
    } else if (text.trim() !== '') {
      report('text-before-section', number);
    }
  }
  if (fence) report('fence-unclosed', fence.line);
  return blocks;
}

/** What `## Title ##` says. Done without a pattern: one that skips spaces at both ends takes quadratic time. */
function headingTitle(text: string): string {
  const title = text.slice(3).trim();
  let end = title.length;
  while (title[end - 1] === '#') end--;
  return end < title.length && title[end - 1] === ' ' ? title.slice(0, end).trimEnd() : title;
}

function checkSections(blocks: readonly Block[], lastLine: number, report: Report): void {
  const seen = new Set<string>();
  let furthest = -1;
  for (const block of blocks) {
    const position = requiredSections.findIndex((title) => title === block.title);
    if (seen.has(block.title)) report('section-duplicate', block.line, block.title);
    else if (position >= 0 && position < furthest) report('section-order', block.line, block.title);
    // A section of the author's own belongs to the explanation, not after the lists.
    else if (position < 0 && furthest >= requiredSections.indexOf('Common mistakes'))
      report('section-order', block.line, block.title);
    if (block.lines.every((line) => line.text.trim() === '')) report('section-empty', block.line, block.title);
    seen.add(block.title);
    furthest = Math.max(furthest, position);
  }
  for (const title of requiredSections) if (!seen.has(title)) report('section-missing', lastLine, title);
}

const fenceInfo = /^ {0,3}(?:`{3,}|~{3,})\s*([^\s`]*)\s*(.*)$/s;

/** The code blocks of the page in order. A sample marked `run` must be followed by what it prints. */
function collectSamples(blocks: readonly Block[], mayOnlyShow: boolean, report: Report): Sample[] {
  const samples: Sample[] = [];
  for (const block of blocks) {
    let runnable = false;
    /** Line of the sample whose output must come next. */
    let waiting: number | undefined;
    const endWait = (): void => {
      if (waiting !== undefined) report('output-missing', waiting);
      waiting = undefined;
    };
    let open: { language: string; info: string; line: number; code: string[] } | undefined;
    for (const line of block.lines) {
      if (line.code === 'open') {
        const [, language = '', info = ''] = fenceInfo.exec(line.text) ?? [];
        open = { language, info, line: line.number, code: [] };
      } else if (line.code === 'inside') {
        open?.code.push(line.text);
      } else if (line.code === 'close' && open) {
        const run = /(?:^|\s)run(?:\s|$)/.test(open.info);
        const file = /(?:^|\s)file=(\S+)/.exec(open.info)?.[1];
        if (open.language === 'output') {
          if (waiting === undefined) report('output-unexpected', open.line);
          waiting = undefined;
        } else {
          endWait();
          if (run) waiting = open.line;
          runnable ||= run || mayOnlyShow;
        }
        samples.push({ language: open.language, run, code: open.code.join('\n'), ...(file ? { file } : {}) });
      } else if (line.text.trim() !== '') {
        endWait();
      }
    }
    endWait();
    if (block.title === 'Example' && !runnable && block.lines.some((line) => line.text.trim() !== '')) {
      report('sample-missing', block.line, '```python run');
    }
  }
  return samples;
}

function parseMistakes(lines: readonly Line[], heading: number, report: Report): Mistake[] {
  const mistakes: { title: string; lines: string[] }[] = [];
  for (const line of lines) {
    const bullet = /^[-*] +(.*)$/s.exec(line.text);
    if (bullet) {
      const parts = /^\*\*(.+?)\*\*\s*(.*)$/s.exec(bullet[1]!);
      if (!parts || parts[2] === '') report('mistake-form', line.number, clip(bullet[1]!));
      else mistakes.push({ title: parts[1]!.replace(/\.$/, ''), lines: [parts[2]!] });
    } else if (line.text.trim() !== '') {
      if (mistakes.length === 0 || !/^\s/.test(line.text)) report('mistake-form', line.number, clip(line.text));
      else mistakes.at(-1)!.lines.push(line.text.replace(/^ {2}/, ''));
    } else mistakes.at(-1)?.lines.push('');
  }
  if (mistakes.length === 0) report('mistakes-few', heading, '0');
  return mistakes.map(({ title, lines: text }) => ({ title, markdown: text.join('\n').trim() }));
}

interface FormerId {
  readonly id: string;
  readonly line: number;
}

/** What stands between `{#` and `}`: an id and, if any, the ids it had before, each with its skill where it names one. */
function readIds(text: string): {
  readonly id: string;
  readonly aliases: readonly (readonly [skill: string | undefined, name: string])[];
  /** The first former id that is none. */
  readonly strange: string | undefined;
} {
  const [, id = '', former] = /^(.*?)(?: +aliases=(.*))?$/s.exec(text) ?? [];
  const parts = (former?.split(',') ?? []).map((alias) => alias.split('/'));
  return {
    id,
    aliases: parts.map(([first = '', second]) => (second === undefined ? [undefined, first] : [first, second])),
    strange: parts.find((names) => names.length > 2 || !names.every(isId))?.join('/'),
  };
}

function parseItems(
  lines: readonly Line[],
  heading: number,
  expected: Expected,
  report: Report,
  formerIds: FormerId[],
): ChecklistItem[] {
  const items: ChecklistItem[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const match = /^[-*] +\[([ xX]?)\] *(.*)$/s.exec(line.text.trimEnd());
    if (!match) {
      report('item-form', line.number, clip(line.text));
      continue;
    }
    const [, mark = '', rest = ''] = match;
    const brace = rest.endsWith('}') ? rest.lastIndexOf('{#') : -1;
    if (brace < 0) {
      report('item-id-missing', line.number, clip(rest));
      continue;
    }
    const text = rest.slice(0, brace).trimEnd();
    const { id, aliases, strange } = readIds(rest.slice(brace + 2, -1));
    if (mark.toLowerCase() === 'x') report('item-ticked', line.number, id);
    if (!isId(id)) report('id-form', line.number, id);
    else if (seen.has(id)) report('item-duplicate', line.number, id);
    else if (text === '') report('item-text', line.number, id);
    else if (strange !== undefined) report('item-alias-form', line.number, strange);
    else {
      seen.add(id);
      const formers = aliases.map(([skill, name]) => itemId(expected.pack, skill ?? expected.skill, name));
      for (const alias of formers) formerIds.push({ id: alias, line: line.number });
      items.push({
        id: itemId(expected.pack, expected.skill, id),
        text,
        ...(formers.length > 0 ? { aliases: formers } : {}),
      });
    }
  }
  if (items.length === 0) report('items-none', heading, 'Practise');
  return items;
}

function parseQuestions(
  lines: readonly Line[],
  heading: number,
  expected: Expected,
  report: Report,
  formerIds: FormerId[],
): { readonly questions: Question[]; readonly cards: Card[] } {
  const found: { question: string; ids: string | undefined; line: number; answer: string[] }[] = [];
  for (const line of lines) {
    const question = line.code ? null : /^\*\*(.+\?)\*\*(?:\s+\{#([^{}]*)\})?\s*$/.exec(line.text);
    if (question) found.push({ question: question[1]!, ids: question[2], line: line.number, answer: [] });
    else if (found.length > 0) found.at(-1)!.answer.push(line.text);
    else if (line.text.trim() !== '') report('question-form', line.number, clip(line.text));
  }
  const cards = new Map<string, Card>();
  const questions = found.map(({ question, ids, line, answer }) => {
    const text = answer.join('\n').trim();
    if (text === '') report('answer-missing', line, clip(question));
    if (ids === undefined) {
      report('question-id-missing', line, clip(question));
      return { question, answer: text };
    }
    const { id: name, aliases, strange } = readIds(ids);
    const id = cardId(expected.pack, expected.skill, name);
    if (!isId(name)) report('id-form', line, name);
    else if (cards.has(id)) report('question-duplicate', line, name);
    else if (strange !== undefined) report('question-alias-form', line, strange);
    else {
      const formers = aliases.map(([skill, former]) => cardId(expected.pack, skill ?? expected.skill, former));
      for (const alias of formers) formerIds.push({ id: alias, line });
      cards.set(id, { id, ...(formers.length > 0 ? { aliases: formers } : {}) });
    }
    return { id, question, answer: text };
  });
  if (questions.length === 0) report('questions-none', heading, 'Check yourself');
  return { questions, cards: [...cards.values()] };
}

function parseReading(lines: readonly Line[], heading: number, report: Report): ReadingLink[] {
  const links: ReadingLink[] = [];
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const [head, ...tail] = line.text.trimEnd().split('](');
    const title = /^[-*] +\[(.+)$/s.exec(head!)?.[1];
    const target = /^(\S+)\)[.:]?\s*(.*)$/s.exec(tail.join(']('));
    if (title === undefined || !target) report('reading-form', line.number, clip(line.text));
    else if (!isHttps(target[1]!)) report('link-not-https', line.number, target[1]);
    else links.push({ title, url: target[1]!, note: target[2]! });
  }
  if (links.length === 0) report('reading-none', heading, 'Learn more');
  return links;
}

const picturePrefix = '](diagram:';

/** Checks links, pictures and raw HTML in running text, and returns the links inside the pack and the pictures. */
function checkText(blocks: readonly Block[], report: Report): Pick<Page, 'skillLinks' | 'pictures'> {
  const skillLinks: SkillLink[] = [];
  const pictures: { id: string; line: number }[] = [];
  for (const block of blocks) {
    for (const [at, line] of block.lines.entries()) {
      if (line.code) continue;
      const text = withoutCode(line.text);
      const picture = text.includes(picturePrefix) ? /^!\[([^\][]*)\]\(diagram:([^\s()]*)\)\s*$/.exec(text) : null;
      if (picture) {
        const [, words = '', id = ''] = picture;
        if (words.trim().length < 20) report('diagram-text', line.number, id);
        const crowded = [block.lines[at - 1], block.lines[at + 1]].some((next) => next && next.text.trim() !== '');
        if (listSections.has(block.title) || crowded) report('diagram-place', line.number, id);
        if (pictures.some((other) => other.id === id)) report('diagram-many', line.number, id);
        else if (pictures.length === maxDiagrams) report('diagram-many', line.number, String(maxDiagrams + 1));
        else if (pictures.length < maxDiagrams) pictures.push({ id, line: line.number });
        continue;
      }
      for (const [, target] of text.matchAll(/\]\(<?([^\s<>)]+)/g)) {
        const inside = /^(?:skill:([^#]+))?(?:#(.*))?$/s.exec(target!);
        if (inside) skillLinks.push({ id: inside[1] ?? '', section: inside[2], line: line.number });
        else if (target!.startsWith('diagram:')) report('diagram-place', line.number, target!.slice(8));
        else if (!isHttps(target!) && block.title !== 'Learn more') report('link-not-https', line.number, target);
      }
      const tags = text.match(/(?<!\]\()<\/?[a-z][^<>]*>/gi) ?? [];
      for (const tag of tags)
        if (isAutolink(tag) && !isHttps(tag.slice(1, -1))) report('link-not-https', line.number, tag.slice(1, -1));
      const html = tags.find((tag) => !isAutolink(tag));
      if (html) report('raw-html', line.number, clip(html));
    }
  }
  return { skillLinks, pictures };
}

/** The pictures of the pack by name. The page's webview lets through only what draws; here the form is checked. */
function parseDiagrams(
  files: ReadonlyMap<string, unknown>,
  reportIn: (file: string) => Report,
): ReadonlyMap<string, Diagram | undefined> {
  const diagrams = new Map<string, Diagram | undefined>();
  for (const [file, content] of files) {
    const id = /^diagrams\/(.*)\.svg$/is.exec(file)?.[1];
    if (id === undefined) continue;
    // One that cannot be used is reported here, and nowhere else as missing.
    diagrams.set(id, undefined);
    const report = reportIn(file);
    if (!isId(id) || !file.endsWith('.svg')) report('id-form', 1, id);
    else if (typeof content !== 'string') report('file-not-text', 1, file);
    else if (content.length > maxDiagramLength) report('file-too-large', 1, `${maxDiagramLength / 1000} kB`);
    else if (
      !/^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?<svg\s[^>]*viewBox=["'][^"']+["']/.test(content) ||
      describedIn(content).length < 20
    )
      report('diagram-form', 1, id);
    else diagrams.set(id, { id, svg: splitLines(content).join('\n') });
  }
  return diagrams;
}

const describedIn = (svg: string): string => (/<desc>([^<]*)<\/desc>/.exec(svg)?.[1] ?? '').trim();

// ---------- between pages ----------

function checkReferences(
  pages: ReadonlyMap<string, Page>,
  listed: ReadonlySet<string>,
  roles: ReadonlySet<string> | undefined,
  reportIn: (file: string) => Report,
): void {
  const names = new Map<string, string>();
  for (const { skill } of pages.values()) names.set(skill.title.toLowerCase(), skill.id);
  const items = new Set([...pages.values()].flatMap(({ skill }) => skill.items.map(({ id }) => id)));
  const cards = new Set([...pages.values()].flatMap(({ skill }) => skill.cards.map(({ id }) => id)));
  for (const { skill, file, lineOf, skillLinks, formerIds } of pages.values()) {
    const report = reportIn(file);
    for (const { id, line } of formerIds) {
      if (items.has(id)) report('item-alias-taken', line, id);
      if (cards.has(id)) report('question-alias-taken', line, id);
    }
    for (const [field, code] of [
      ['prerequisites', 'prerequisite-unknown'],
      ['related', 'related-unknown'],
    ] as const) {
      for (const [index, id] of skill[field].entries()) {
        if (id === skill.id) report('reference-self', lineOf(field, index), id);
        else if (!listed.has(id)) report(code, lineOf(field, index), id);
      }
    }
    for (const [index, alias] of skill.aliases.entries()) {
      const owner = names.get(alias.toLowerCase());
      if (owner !== undefined && owner !== skill.id) report('alias-taken', lineOf('aliases', index), alias);
      else names.set(alias.toLowerCase(), skill.id);
    }
    for (const [index, role] of skill.roles.entries()) {
      if (roles && !roles.has(role)) report('role-unknown', lineOf('roles', index), role);
    }
    for (const { id, section, line } of skillLinks) {
      if (id !== '' && !listed.has(id)) report('skill-link-unknown', line, id);
      // The sections of a page that was left out are not known.
      const anchors = pages.get(id === '' ? skill.id : id)?.anchors;
      if (section !== undefined && section !== '' && anchors?.has(section) === false)
        report('section-link-unknown', line, id === '' ? `#${section}` : `skill:${id}#${section}`);
    }
  }
  for (const cycle of findCycles(pages)) {
    const page = pages.get(cycle[0]!)!;
    reportIn(page.file)('prerequisite-cycle', page.lineOf('prerequisites'), [...cycle, cycle[0]!].join(' → '));
  }
}

function checkDiagrams(
  pages: ReadonlyMap<string, Page>,
  diagrams: ReadonlyMap<string, Diagram | undefined>,
  shown: ReadonlySet<string>,
  reportIn: (file: string) => Report,
): void {
  for (const { file, pictures } of pages.values()) {
    for (const { id, line } of pictures)
      if (!diagrams.has(id)) reportIn(file)('diagram-unknown', line, `diagrams/${id}.svg`);
  }
  for (const [id, diagram] of diagrams)
    if (diagram && !shown.has(id)) reportIn(`diagrams/${id}.svg`)('diagram-unused', 1, id);
}

/** Depth-first search without recursion, so that a long chain cannot overflow the stack. Each cycle is found once. */
function findCycles(pages: ReadonlyMap<string, Page>): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  for (const start of pages.keys()) {
    if (state.has(start)) continue;
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path.at(-1)!;
      const target = pages.get(top.id)?.skill.prerequisites[top.next++];
      if (target === undefined) {
        state.set(top.id, 'done');
        path.pop();
      } else if (target === top.id) {
        continue;
      } else if (state.get(target) === 'open') {
        cycles.push(path.slice(path.findIndex((step) => step.id === target)).map((step) => step.id));
      } else if (!state.has(target) && pages.has(target)) {
        state.set(target, 'open');
        path.push({ id: target, next: 0 });
      }
    }
  }
  return cycles;
}

// ---------- helpers ----------

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}

/** True for `<scheme:address>`. */
function isAutolink(tag: string): boolean {
  return /^<[a-z][a-z\d+.-]+:\S*>$/i.test(tag);
}

function joinLines(lines: readonly Line[]): string {
  return lines
    .map((line) => line.text)
    .join('\n')
    .trim();
}
