import type { FieldReader } from './fields';
import { isRecord } from './guards';
import { openJson, type JsonFile } from './jsonFile';
import {
  labKinds,
  type Brief,
  type Check,
  type HttpStep,
  type Lab,
  type LabKind,
  type LabLanguage,
  type LabSummary,
} from './lab';
import { jsonRules, jsonTypes, namesIn } from './labMatch';
import { itemId, skillLevels, type SkillLevel } from './model';
import { isError, type Problem, type ProblemCode } from './problems';
import { clip, splitLines } from './text';

/** What a lab can be done in, by its kind. */
export const languagesOf: Readonly<Record<LabKind, readonly LabLanguage[]>> = {
  http: ['javascript', 'python', 'php', 'ruby', 'java', 'csharp'],
  cli: ['javascript', 'python', 'php', 'ruby', 'java', 'csharp'],
  sql: ['sql'],
  git: ['git'],
  config: ['nginx', 'apache', 'lighttpd'],
};

/** The file that is run, compiled or served, by language; for git it is part of the solution only. */
export const mainFiles: Readonly<Record<LabLanguage, string>> = {
  javascript: 'main.js',
  python: 'main.py',
  php: 'main.php',
  ruby: 'main.rb',
  java: 'Main.java',
  csharp: 'Main.cs',
  sql: 'answer.sql',
  git: 'solve.sh',
  nginx: 'nginx.conf',
  apache: 'apache.conf',
  lighttpd: 'lighttpd.conf',
};

/** What a lab may name. Undefined skips that check. */
export interface LabReferences {
  readonly pack: string;
  readonly skills?: ReadonlySet<string>;
  /** Full ids of checklist items. */
  readonly items?: ReadonlySet<string>;
}

export interface ParsedLab {
  /** Undefined when there is an error. */
  readonly lab: Lab | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads a lab. Never throws.
 *
 * @param files path inside the lab's folder (with `/`) → content; of starters and solutions only the names count.
 * @param id the name of the folder, which is the lab's id.
 */
export function parseLab(files: ReadonlyMap<string, unknown>, id: string, references: LabReferences): ParsedLab {
  const folder = `labs/${id}`;
  const file = openJson(files.get('lab.json'), `${folder}/lab.json`);
  const problems: Problem[] = [];
  const { brief, hints } = parseBrief(files.get('brief.md'), (code, line, detail = '') =>
    problems.push({ code, file: `${folder}/brief.md`, line, detail: clip(detail, 200) }),
  );
  if (!file.root) return { lab: undefined, problems: [...file.problems, ...problems] };
  const lab = new LabReader(file, files, id, references).read({ ...brief, hints });
  const all = [...file.problems, ...problems];
  return { lab: all.some(isError) ? undefined : lab, problems: all };
}

/** What the index of a pack says of a lab. */
export function labSummary(lab: Lab): LabSummary {
  const { id, title, summary, kind, level, minutes, skills, verifies, languages } = lab;
  const checks = lab.checks.map((check) => ({ id: check.id, title: check.title }));
  return { id, title, summary, kind, level, minutes, skills, verifies, languages, checks };
}

/** True for a path that stays in its folder. */
export function isInside(path: string): boolean {
  return (
    path !== '' &&
    !/^[/\\]|^[A-Za-z]:|\\|\0/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

// ---------- brief.md ----------

const briefSections = ['Goal', 'Rules', 'Hints'] as const;

function parseBrief(
  content: unknown,
  report: (code: ProblemCode, line: number, detail?: string) => void,
): { readonly brief: Omit<Brief, 'hints'>; readonly hints: Brief['hints'] } {
  const none = { brief: { goal: '', rules: '' }, hints: [] };
  if (content === undefined) return (report('file-missing', 1, 'brief.md'), none);
  if (typeof content !== 'string') return (report('file-not-text', 1, 'brief.md'), none);
  const texts = new Map<string, { readonly line: number; readonly lines: string[] }>();
  const hints: { title: string; line: number; lines: string[] }[] = [];
  let current: string[] | undefined;
  let fence = '';
  for (const [at, line] of splitLines(content).entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark) fence = fence === '' ? mark : mark.startsWith(fence) ? '' : fence;
    const heading = fence === '' ? /^(##|###) +(.*?) *#*$/.exec(line) : null;
    if (heading?.[1] === '##') {
      const title = heading[2]!;
      if (!(briefSections as readonly string[]).includes(title)) report('lab-section', at + 1, title);
      else if (texts.has(title)) report('section-duplicate', at + 1, title);
      else if (title !== briefSections[texts.size]) report('section-order', at + 1, title);
      current = [];
      texts.set(title, { line: at + 1, lines: current });
    } else if (heading && texts.has('Hints')) {
      current = [];
      hints.push({ title: heading[2]!, line: at + 1, lines: current });
    } else if (current) current.push(line);
    else if (line.trim() !== '') {
      report('text-before-section', at + 1);
      current = [];
    }
  }
  const text = (lines: readonly string[] | undefined): string => (lines ?? []).join('\n').trim();
  for (const title of briefSections) {
    const section = texts.get(title);
    if (!section) report('section-missing', 1, title);
    else if (title !== 'Hints' && text(section.lines) === '') report('section-empty', section.line, title);
  }
  if (texts.has('Hints') && (hints.length < 3 || hints.length > 5))
    report('lab-hints', texts.get('Hints')!.line, String(hints.length));
  for (const hint of hints) if (text(hint.lines) === '') report('section-empty', hint.line, hint.title);
  return {
    brief: { goal: text(texts.get('Goal')?.lines), rules: text(texts.get('Rules')?.lines) },
    hints: hints.map(({ title, lines }) => ({ title, markdown: text(lines) })),
  };
}

// ---------- lab.json ----------

type Path = readonly (string | number)[];
/** Reports what is wrong with a value; says nothing when it is right. */
type Rule = (value: unknown, at: Path, reader: LabReader) => void;

/** Without one of these nothing can be sent, waited for or done; a step has exactly one. */
export const stepActs = [
  'request',
  'raw',
  'await',
  'receive',
  'close',
  'restart',
  'signal',
  'exit',
  'pause',
] as const satisfies readonly (keyof HttpStep)[];

const summaryFields = [
  'id',
  'title',
  'summary',
  'kind',
  'level',
  'minutes',
  'skills',
  'verifies',
  'languages',
] as const;

class LabReader {
  /** Captured so far in the check that is read. */
  private captured = new Set<string>();

  constructor(
    private readonly file: JsonFile,
    private readonly files: ReadonlyMap<string, unknown>,
    private readonly folder: string,
    private readonly references: LabReferences,
  ) {}

  read(brief: Brief): Lab | undefined {
    const { root } = this.file;
    const reader = this.file.reader(root, []);
    reader.only(['$schema', 'format', ...summaryFields, 'env', 'run', 'upstream', 'repository', 'checks']);
    const id = reader.id('id');
    if (id !== undefined && id !== this.folder) this.file.report('id-mismatch', reader.line('id'), this.folder);
    const title = reader.text('title');
    const summary = reader.text('summary');
    if (summary !== undefined && (summary.length < 20 || summary.length > 140))
      this.file.report('summary-length', reader.line('summary'), String(summary.length));
    const level = this.oneOf(reader, 'level', skillLevels, 'level-unknown') as SkillLevel | undefined;
    const kind = this.oneOf(reader, 'kind', labKinds, 'lab-kind') as LabKind | undefined;
    const minutes = reader.required('minutes');
    if (minutes !== undefined && !(Number.isInteger(minutes) && (minutes as number) >= 5 && (minutes as number) <= 600))
      this.file.report('minutes-range', reader.line('minutes'), JSON.stringify(minutes));
    const skills = reader.texts('skills') ?? [];
    if (this.references.skills) reader.known('skills', skills, this.references.skills, 'skill-unknown');
    const verifies = (reader.texts('verifies') ?? []).map((entry) => {
      const [skill = '', item = '', more] = entry.split('/');
      return more === undefined ? itemId(this.references.pack, skill, item) : entry;
    });
    for (const [at, item] of verifies.entries())
      if (this.references.items && !this.references.items.has(item))
        this.file.report('lab-item', this.file.line('verifies', at), item);
    const languages = reader.texts('languages') ?? [];
    this.few('skills', skills, 1);
    this.few('verifies', verifies, 1);
    this.few('languages', languages, 1);
    if (kind) this.languages(kind, languages);

    this.optional(root, 'env', [], mapOf(aText));
    this.optional(root, 'run', [], mapOf(listOf(aText)));
    for (const language of Object.keys(isRecord(root['run']) ? root['run'] : {}))
      if (!languages.includes(language)) this.file.report('lab-language', this.file.line('run', language), language);
    this.optional(root, 'upstream', [], aFlag);
    this.optional(root, 'repository', [], listOf(repositoryStep));
    if (kind === 'sql' && !this.files.has('seed.sql'))
      this.file.report('file-missing', this.file.line('kind'), `labs/${this.folder}/seed.sql`);
    if (kind === 'git' && !Array.isArray(root['repository']))
      this.file.report('field-missing', this.file.line('kind'), 'repository');

    const ids = new Set<string>();
    const checks = this.file.list(['checks'], root['checks'], (entry, check, path) => {
      const checkId = check.id('id');
      if (checkId !== undefined && ids.has(checkId)) this.file.report('id-duplicate', check.line('id'), checkId);
      if (checkId !== undefined) ids.add(checkId);
      check.text('title');
      this.optional(entry, 'look', path, listOf(aText));
      return kind ? this.check(kind, entry, check, path) : undefined;
    });
    if (Array.isArray(root['checks']) && root['checks'].length === 0)
      this.file.report('field-type', this.file.line('checks'), '"checks" must have an entry');
    if (!id || !title || !summary || !kind || !level || this.file.problems.some(isError)) return undefined;
    return {
      format: 1,
      id,
      title,
      summary,
      kind,
      level,
      minutes: minutes as number,
      skills,
      verifies,
      languages: languages as LabLanguage[],
      env: (root['env'] ?? {}) as Lab['env'],
      run: root['run'] ?? {},
      upstream: root['upstream'] === true,
      repository: (root['repository'] ?? []) as Lab['repository'],
      checks,
      brief,
    };
  }

  /** Each once, and at least so many. */
  private few(field: string, values: readonly string[], least: number): void {
    if (Array.isArray(this.file.root[field]) && values.length < least)
      this.file.report('field-type', this.file.line(field), `"${field}" must have an entry`);
    for (const [at, value] of values.entries())
      if (values.indexOf(value) < at) this.file.report('reference-duplicate', this.file.line(field, at), value);
  }

  private oneOf(reader: FieldReader, field: string, known: readonly string[], code: ProblemCode): string | undefined {
    const value = reader.text(field);
    if (value === undefined || known.includes(value)) return value;
    return void this.file.report(code, reader.line(field), value);
  }

  private languages(kind: LabKind, languages: readonly string[]): void {
    const folders = (['solution', ...(kind === 'git' ? [] : ['starter'])] as const).flatMap((part) =>
      languages.map((language) => ({ part, language })),
    );
    for (const [at, language] of languages.entries())
      if (!(languagesOf[kind] as readonly string[]).includes(language))
        this.file.report('lab-language', this.file.line('languages', at), language);
    for (const { part, language } of folders) {
      const main = mainFiles[language as LabLanguage] as string | undefined;
      const path = `${part}/${language}/${main}`;
      if (main !== undefined && !this.files.has(path))
        this.file.report('file-missing', this.file.line('languages'), `labs/${this.folder}/${path}`);
    }
    // What is there and never used would be a lab that nobody can choose.
    for (const path of this.files.keys()) {
      const language = /^(?:starter|solution)\/([^/]+)\//.exec(path)?.[1];
      if (language !== undefined && !languages.includes(language)) {
        this.file.report('lab-folder', this.file.line('languages'), path);
        break;
      }
    }
  }

  private check(
    kind: LabKind,
    entry: Readonly<Record<string, unknown>>,
    reader: FieldReader,
    path: Path,
  ): Check | undefined {
    const base = { id: String(entry['id']), title: String(entry['title']).trim(), look: entry['look'] ?? [] };
    const common = ['id', 'title', 'look'];
    const expect = (rule: Rule): void => {
      const value = reader.required('expect');
      if (value !== undefined) rule(value, [...path, 'expect'], this);
    };
    switch (kind) {
      case 'http':
      case 'config': {
        reader.only([...common, 'steps']);
        this.captured = new Set(['PORT', 'HOST', 'n']);
        listOf(httpStep)(entry['steps'], [...path, 'steps'], this);
        return { ...base, kind: 'http', steps: entry['steps'] } as Check;
      }
      case 'cli': {
        reader.only([...common, 'args', 'stdin', 'files', 'expect']);
        this.optional(entry, 'args', path, listOf(anyText));
        this.optional(entry, 'stdin', path, anyText);
        this.optional(entry, 'files', path, mapOf(cliFile, aPath));
        expect(cliExpect);
        const { args = [], stdin = '', files = {} } = entry;
        return { ...base, kind: 'cli', args, stdin, files, expect: entry['expect'] } as Check;
      }
      case 'sql': {
        reader.only([...common, 'before', 'runs', 'query', 'answer', 'expect']);
        this.optional(entry, 'before', path, anyText);
        this.optional(entry, 'runs', path, aNumber(1, 5));
        this.optional(entry, 'query', path, aText);
        this.optional(entry, 'answer', path, aNumber(-50, 50));
        expect(sqlExpect);
        const { before = '', runs = 1, query, answer = -1 } = entry;
        return { ...base, kind: 'sql', before, runs, query, answer, expect: entry['expect'] } as Check;
      }
      case 'git': {
        reader.only([...common, 'facts']);
        listOf(gitFact)(entry['facts'], [...path, 'facts'], this);
        return { ...base, kind: 'git', facts: entry['facts'] } as Check;
      }
    }
  }

  optional(entry: Readonly<Record<string, unknown>>, field: string, path: Path, rule: Rule): void {
    if (entry[field] !== undefined) rule(entry[field], [...path, field], this);
  }

  /** Reports that a value is not what it must be; `must` goes on after the name of the field. */
  wrong(at: Path, must: string): void {
    const name = at.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    this.file.report('field-type', this.file.line(...at), `"${name.replace(/^\./, '')}" ${must}`);
  }

  unknown(at: Path): void {
    // In other files of a pack a field too many does no harm. Here it is an expectation that nobody looks at.
    this.file.report('lab-field', this.file.line(...at), String(at.at(-1)));
  }

  missing(at: Path, field: string): void {
    this.file.report('field-missing', this.file.line(...at), field);
  }

  capture(name: string): void {
    this.captured.add(name);
  }

  /** Reports each `${name}` that no earlier step captures. */
  uses(text: string, at: Path): void {
    for (const name of namesIn(text))
      if (!this.captured.has(name)) this.file.report('lab-name', this.file.line(...at), name);
  }
}

// ---------- rules ----------

const aText: Rule = (value, at, reader) => {
  if (typeof value !== 'string' || value === '') reader.wrong(at, 'must be text');
};
const anyText: Rule = (value, at, reader) => {
  if (typeof value !== 'string') reader.wrong(at, 'must be text');
};
/** Text with `${name}` in it. */
const template: Rule = (value, at, reader) => {
  if (typeof value === 'string') reader.uses(value, at);
  else reader.wrong(at, 'must be text');
};
const aFlag: Rule = (value, at, reader) => {
  if (typeof value !== 'boolean') reader.wrong(at, 'must be true or false');
};
const aPath: Rule = (value, at, reader) => {
  if (typeof value !== 'string' || !isInside(value)) reader.wrong(at, 'must be a path inside the folder, with "/"');
};
const aNumber =
  (least: number, most: number): Rule =>
  (value, at, reader) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      reader.wrong(at, `must be a whole number from ${least} to ${most}`);
  };
const choice =
  (...known: readonly unknown[]): Rule =>
  (value, at, reader) => {
    if (!known.includes(value))
      reader.wrong(at, `must be one of ${known.map((one) => JSON.stringify(one)).join(', ')}`);
  };
const listOf =
  (rule: Rule): Rule =>
  (value, at, reader) => {
    if (!Array.isArray(value)) return void reader.wrong(at, 'must be a list');
    for (const [index, entry] of (value as unknown[]).entries()) rule(entry, [...at, index], reader);
  };
const mapOf =
  (rule: Rule, key?: Rule): Rule =>
  (value, at, reader) => {
    if (!isRecord(value)) return void reader.wrong(at, 'must be an object');
    for (const [name, entry] of Object.entries(value)) {
      key?.(name, [...at, name], reader);
      rule(entry, [...at, name], reader);
    }
  };
const orNull =
  (rule: Rule): Rule =>
  (value, at, reader) => {
    if (value !== null) rule(value, at, reader);
  };

/** An object of these fields; a name with "!" must be there. */
const fields =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value, at, reader) => {
    if (!isRecord(value)) return void reader.wrong(at, 'must be an object');
    const known = new Map(Object.entries(rules).map(([name, rule]) => [name.replace('!', ''), rule]));
    for (const name of Object.keys(rules))
      if (name.endsWith('!') && value[name.slice(0, -1)] === undefined) reader.missing(at, name.slice(0, -1));
    for (const [name, entry] of Object.entries(value)) {
      const rule = known.get(name);
      if (!rule) reader.unknown([...at, name]);
      else rule(entry, [...at, name], reader);
    }
  };

const aPattern: Rule = (value, at, reader) => {
  template(value, at, reader);
  if (typeof value !== 'string') return;
  try {
    new RegExp(value.replace(/\$\{\w+\}/g, 'x'), 'u');
  } catch {
    try {
      new RegExp(value.replace(/\$\{\w+\}/g, 'x'));
    } catch (error) {
      reader.wrong(at, `must be a regular expression: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};

const textMatch: Rule = (value, at, reader) => {
  if (typeof value === 'string') return void template(value, at, reader);
  if (!isRecord(value)) return void reader.wrong(at, 'must be text, or a rule for texts');
  const rules: Record<string, Rule> = {
    matches: aPattern,
    flags: (flags, place) => {
      if (typeof flags !== 'string' || !/^[imsu]*$/.test(flags))
        reader.wrong(place, 'may hold the flags i, m, s and u');
    },
    contains: template,
    oneOf: listOf(textMatch),
    all: listOf(textMatch),
    not: textMatch,
  };
  const ways = Object.keys(value).filter((key) => key !== 'flags');
  if (ways.length !== 1)
    return void reader.wrong(at, 'must have one of "matches", "contains", "oneOf", "all" and "not"');
  fields(rules)(value, at, reader);
};

const aJson: Rule = (value, at, reader) => {
  if (typeof value === 'string') reader.uses(value, at);
  else if (Array.isArray(value)) listOf(aJson)(value, at, reader);
  else if (isRecord(value)) mapOf(aJson)(value, at, reader);
};

const jsonMatch: Rule = (value, at, reader) => {
  if (typeof value === 'string') return void reader.uses(value, at);
  if (Array.isArray(value)) return void listOf(jsonMatch)(value, at, reader);
  if (!isRecord(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    const place = [...at, key];
    if (!key.startsWith('$')) jsonMatch(entry, place, reader);
    else if (!(jsonRules as readonly string[]).includes(key)) reader.unknown(place);
    else if (key === '$type') choice(...jsonTypes)(entry, place, reader);
    else if (key === '$text') textMatch(entry, place, reader);
    else if (key === '$absent' || key === '$only') aFlag(entry, place, reader);
    else if (key === '$oneOf') listOf(jsonMatch)(entry, place, reader);
    else if ((key === '$gte' || key === '$lte') && typeof entry !== 'number' && typeof entry !== 'string')
      reader.wrong(place, 'must be a number or text');
    else jsonMatch(entry, place, reader);
  }
};

const aStatus: Rule = (value, at, reader) => {
  const isStatus = (one: unknown): boolean =>
    (Number.isInteger(one) && (one as number) >= 100 && (one as number) < 600) ||
    (typeof one === 'string' && /^[1-5](?:\d\d|xx)$/.test(one));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every(isStatus))
    reader.wrong(at, 'must be a status such as 200 or "2xx", or a list of those');
};

/** Where a capture is taken from. */
export const captureForm = /^(?:status|body|header [a-z0-9-]+|cookie \S+|json(?: (?:\/.*)?)?)$/;

const captureFrom: Rule = (value, at, reader) => {
  if (typeof value !== 'string' || !captureForm.test(value))
    reader.wrong(at, 'must be "status", "body", "header name", "cookie name" or "json /pointer"');
};

const milliseconds = aNumber(0, 30_000);

const httpExpect = fields({
  status: aStatus,
  statuses: mapOf(aNumber(0, 1000), (name, at, reader) => {
    if (!/^[1-5](?:\d\d|xx)$/.test(String(name))) reader.wrong(at, 'must be named by a status');
  }),
  headers: mapOf(orNull(textMatch), (name, at, reader) => {
    if (typeof name === 'string' && name !== name.toLowerCase()) reader.wrong(at, 'must be in lower case');
  }),
  body: textMatch,
  json: jsonMatch,
  within: milliseconds,
  atLeast: milliseconds,
  distinct: captureFrom,
  orClosed: aFlag,
  refused: aFlag,
  event: fields({ event: textMatch, data: textMatch, json: jsonMatch, id: textMatch }),
});

const stepFields = fields({
  request: (value, at, reader) => {
    template(value, at, reader);
    // A space may stand in what is filled in only, where it is encoded.
    if (typeof value === 'string' && !/^[A-Z][A-Z-]* (?:\/|\*|https?:)[^\s]*$/.test(value))
      reader.wrong(at, 'must be a method and a target, as "GET /items?page=2"');
  },
  headers: mapOf(template),
  body: template,
  json: aJson,
  form: mapOf(template),
  bytes: aNumber(0, 64_000_000),
  file: fields({ 'field!': aText, 'name!': aText, 'type!': aText, text: template, bytes: aNumber(0, 64_000_000) }),
  sign: fields({
    'header!': aText,
    'secret!': aText,
    prefix: anyText,
    timestampHeader: aText,
    age: aNumber(-1_000_000, 1_000_000),
  }),
  raw: template,
  times: aNumber(1, 1000),
  parallel: aNumber(1, 100),
  background: aText,
  await: aText,
  stream: aText,
  receive: aText,
  close: aText,
  expect: httpExpect,
  capture: mapOf(captureFrom),
  restart: choice('stop', 'kill'),
  signal: choice('SIGTERM', 'SIGINT'),
  exit: fields({ code: aNumber(0, 255), 'within!': milliseconds }),
  pause: milliseconds,
});

const httpStep: Rule = (value, at, reader) => {
  stepFields(value, at, reader);
  if (!isRecord(value)) return;
  const acts = stepActs.filter((act) => value[act] !== undefined);
  if (acts.length !== 1) reader.wrong(at, `must do one thing: ${stepActs.join(', ')}`);
  const bodies = ['body', 'json', 'form', 'bytes', 'file'].filter((field) => value[field] !== undefined);
  if (bodies.length > 1) reader.wrong(at, `must have one body, not ${bodies.join(' and ')}`);
  const requestOnly = ['headers', 'times', 'parallel', 'background', 'stream', 'sign', ...bodies];
  for (const field of requestOnly)
    if (
      value[field] !== undefined &&
      value['request'] === undefined &&
      !(field === 'background' && value['raw'] !== undefined)
    )
      reader.wrong([...at, field], 'belongs to a step with "request"');
  for (const name of Object.keys(isRecord(value['capture']) ? value['capture'] : {})) reader.capture(name);
  const expect = isRecord(value['expect']) ? value['expect'] : {};
  if (expect['event'] !== undefined && value['receive'] === undefined)
    reader.wrong([...at, 'expect', 'event'], 'belongs to a step with "receive"');
  for (const field of ['statuses', 'distinct'])
    if (expect[field] !== undefined && value['times'] === undefined && value['parallel'] === undefined)
      reader.wrong([...at, 'expect', field], 'belongs to a step with "times" or "parallel"');
};

const cliFile: Rule = (value, at, reader) => {
  if (typeof value !== 'string') fields({ 'line!': anyText, 'repeat!': aNumber(1, 10_000_000) })(value, at, reader);
};

/** Programs of the command line capture nothing, so `${name}` in their texts is just that. */
const plainTextMatch: Rule = (value, at, reader) => {
  if (typeof value !== 'string') textMatch(value, at, reader);
};

const cliExpect = fields({
  exit: (value, at, reader) => {
    if (value !== 'not zero') aNumber(0, 255)(value, at, reader);
  },
  stdout: plainTextMatch,
  stderr: plainTextMatch,
  json: jsonMatch,
  files: mapOf(orNull(plainTextMatch), aPath),
  within: milliseconds,
});

const sqlExpect = fields({
  columns: listOf(aText),
  rows: listOf((value, at, reader) => {
    if (!Array.isArray(value)) reader.wrong(at, 'must be a list');
  }),
  ordered: aFlag,
  count: aNumber(0, 10_000_000),
  error: (value, at, reader) => {
    if (typeof value !== 'string' || !/^[0-9A-Z]{2}(?:[0-9A-Z]{3})?$/.test(value))
      reader.wrong(at, 'must be an SQLSTATE such as "23505", or its class "23"');
  },
  plan: fields({ uses: listOf(aText), avoids: listOf(aText) }),
  statements: aNumber(1, 1000),
  text: plainTextMatch,
});

const repositoryStep = fields({
  branch: aText,
  checkout: aText,
  files: mapOf(orNull(anyText), aPath),
  commit: aText,
  merge: aText,
  tag: aText,
  git: listOf(aText),
  fails: aFlag,
});

const gitFacts: Readonly<Record<string, Rule>> = {
  branch: fields({ fact: aText, 'name!': aText, 'exists!': aFlag }),
  head: fields({ fact: aText, 'branch!': aText }),
  merged: fields({ fact: aText, 'ref!': aText, 'into!': aText }),
  file: (value, at, reader) => {
    fields({ fact: aText, 'path!': aPath, at: aText, 'text!': orNull(plainTextMatch) })(value, at, reader);
  },
  commits: fields({
    fact: aText,
    'range!': aText,
    count: aNumber(0, 1000),
    least: aNumber(0, 1000),
    subjects: plainTextMatch,
  }),
  message: fields({ fact: aText, 'at!': aText, 'text!': plainTextMatch }),
  parents: fields({ fact: aText, 'at!': aText, 'count!': aNumber(0, 20) }),
  never: fields({ fact: aText, path: aPath, text: aText }),
  tag: fields({ fact: aText, 'name!': aText, 'subject!': plainTextMatch }),
  clean: fields({ fact: aText }),
};

const gitFact: Rule = (value, at, reader) => {
  if (!isRecord(value)) return void reader.wrong(at, 'must be an object');
  const rule = typeof value['fact'] === 'string' && Object.hasOwn(gitFacts, value['fact']) && gitFacts[value['fact']];
  if (rule) rule(value, at, reader);
  else reader.wrong([...at, 'fact'], `must be one of ${Object.keys(gitFacts).join(', ')}`);
};
