import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxListLength } from '../../src/core/jsonFile';
import { maxPageLength, parsePack, type ParsedPack } from '../../src/core/pack';
import { parsePay } from '../../src/core/payFile';
import { describeProblem, isError, type Problem, type ProblemCode } from '../../src/core/problems';
import { plainText, withoutCode } from '../../src/core/text';
import { assertQuick } from './spent';

type Files = Map<string, unknown>;
/** Changes the files of a valid pack in place. */
type Edit = (files: Files) => void;
/** A text that stands on one line only, or the way to a line number. */
type Place = string | ((text: string) => number);
type Expectation = readonly [code: ProblemCode, file: string, place: Place];

interface Case {
  readonly name: string;
  readonly edit: Edit;
  readonly expected: readonly Expectation[];
}

const roles: ReadonlySet<string> = new Set(['maker', 'baker']);
const manifest = 'pack.json';
const alpha = 'skills/basics/alpha.md';
const beta = 'skills/basics/beta.md';
const gamma = 'skills/more/gamma.md';
const drawing = 'diagrams/letter.svg';

const validDrawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
  <desc>A letter made of two lines.</desc>
  <line class="line" x1="1" y1="1" x2="9" y2="9"/>
</svg>
`;

// ---------- a valid pack ----------

const validManifest = `{
  "$schema": "./schema/pack.schema.json",
  "format": 1,
  "id": "tiny",
  "title": "Tiny pack",
  "version": "1.0.0",
  "areas": [
    {
      "id": "basics",
      "title": "Basics",
      "summary": "Where to begin.",
      "skills": [
        "alpha",
        "beta"
      ]
    },
    {
      "id": "more",
      "title": "More",
      "summary": "Where to go on.",
      "skills": [
        "gamma"
      ]
    }
  ]
}
`;

function page(id: string, area: string, prerequisites: string, related: string): string {
  const title = id.charAt(0).toUpperCase() + id.slice(1);
  return `---
id: ${id}
title: ${title}
area: ${area}
kind: language
level: beginner
minutes: 30
summary: A small skill that tests can break at will.
prerequisites: [${prerequisites}]
related: [${related}]
aliases: [letter ${id}]
roles: [maker, baker]
sources:
  - https://example.com/${id}
---

## What it is

${title} is a letter. [Beta](skill:beta) is another.

## Why it matters

Words are made of letters.

## How it works

It stands for a sound.

![Two lines that meet and make the letter.](diagram:letter)

### The sound

Loud at [first](#the-sound).

## Example

It prints itself:

\`\`\`js run file=${id}.js
console.log('${id}');
\`\`\`

\`\`\`output
${id}
\`\`\`

## A closer look

A section of the author's own.

## Common mistakes

- **Skipping it.** Then words have gaps.
- **Rushing.** Read it
  twice.

## Practise

- [ ] Say it aloud {#say}
- [ ] Write it down {#write}

## Check yourself

**What is ${id}?** {#meaning}
A letter.

**Is it the last?** {#last}
No.

## Learn more

- [Letters](https://example.com/letters) All of them.
`;
}

function validPack(): Map<string, string> {
  return new Map([
    [manifest, validManifest],
    [alpha, page('alpha', 'basics', '', 'gamma')],
    [beta, page('beta', 'basics', 'alpha', '')],
    [gamma, page('gamma', 'more', 'alpha, beta', 'alpha')],
    [drawing, validDrawing],
  ]);
}

/** The valid pack, proved to be valid each time, so that a case shows its own fault only. */
function edited(...edits: readonly Edit[]): Files {
  const files: Files = validPack();
  assert.deepEqual(parsePack(files, roles).problems, []);
  for (const edit of edits) edit(files);
  return files;
}

// ---------- edits ----------

const put =
  (file: string, content: unknown): Edit =>
  (files) =>
    files.set(file, content);

const remove =
  (file: string): Edit =>
  (files) =>
    assert.ok(files.delete(file));

/** Exchanges a text that occurs once; `replacement` is taken as it is. */
const replace =
  (file: string, from: string, replacement: string): Edit =>
  (files) => {
    const parts = textOf(files, file).split(from);
    assert.equal(parts.length, 2, `"${from}" must occur once in ${file}`);
    files.set(file, parts.join(replacement));
  };

/** Takes out the one line that holds this text. */
const dropLine =
  (file: string, holding: string): Edit =>
  (files) => {
    const lines = textOf(files, file).split('\n');
    lines.splice(lineWith(textOf(files, file), holding) - 1, 1);
    files.set(file, lines.join('\n'));
  };

/** Takes out everything between two texts; both stay. */
const cut =
  (file: string, from: string, to: string, replacement = '\n\n'): Edit =>
  (files) => {
    const text = textOf(files, file);
    const start = text.indexOf(from) + from.length;
    const end = text.indexOf(to, start);
    assert.ok(start >= from.length && end >= 0, `"${from}" and "${to}" must occur in ${file}`);
    files.set(file, text.slice(0, start) + replacement + text.slice(end));
  };

const all =
  (...edits: readonly Edit[]): Edit =>
  (files) => {
    for (const edit of edits) edit(files);
  };

function textOf(files: ReadonlyMap<string, unknown>, file: string): string {
  const text = files.get(file);
  assert.ok(typeof text === 'string', `${file} must be text here`);
  return text;
}

// ---------- places ----------

const first: Place = () => 1;
const last: Place = (text) => countLines(text);
const nth =
  (holding: string, count: number): Place =>
  (text) => {
    const found = text.split('\n').flatMap((line, index) => (line.includes(holding) ? [index + 1] : []));
    assert.ok(found.length >= count, `"${holding}" must stand on ${count} lines`);
    return found[count - 1]!;
  };

function countLines(text: string): number {
  return text.split(/\r\n|\r|\n/).length;
}

function lineWith(text: string, holding: string): number {
  const found = text.split('\n').flatMap((line, index) => (line.includes(holding) ? [index + 1] : []));
  assert.equal(found.length, 1, `"${holding}" must stand on one line`);
  return found[0]!;
}

function expectedIn(files: Files, expected: readonly Expectation[]): string[] {
  return expected.map(([code, file, place]) => {
    const content = files.get(file);
    const text = typeof content === 'string' ? content : '';
    return `${file}:${typeof place === 'string' ? lineWith(text, place) : place(text)} ${code}`;
  });
}

const shortly = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, file, line }) => `${file}:${line} ${code}`);

const parse = (files: Files): ParsedPack => parsePack(files, roles);

// ---------- what can be wrong with a pack ----------

const bothBasics: readonly Expectation[] = [
  ['skill-not-listed', alpha, first],
  ['skill-not-listed', beta, first],
];
const sectionsAfter = (...titles: string[]): Expectation[] => titles.map(() => ['section-missing', alpha, last]);

const packCases: readonly Case[] = [
  // pack.json as a whole
  { name: 'no pack.json', edit: remove(manifest), expected: [['file-missing', manifest, first]] },
  {
    name: 'pack.json is bytes',
    edit: put(manifest, new Uint8Array(3)),
    expected: [['file-not-text', manifest, first]],
  },
  {
    name: 'pack.json is huge',
    edit: put(manifest, ' '.repeat(maxListLength + 1)),
    expected: [['file-too-large', manifest, first]],
  },
  {
    name: 'pack.json lacks a bracket',
    edit: replace(manifest, '"beta"\n      ]', '"beta"\n      '),
    expected: [['json-syntax', manifest, nth('}', 1)]],
  },
  {
    name: 'pack.json has a text that is not closed',
    edit: replace(manifest, '"Tiny pack",', '"Tiny pack,'),
    expected: [['json-syntax', manifest, '"Tiny pack,']],
  },
  {
    name: 'pack.json repeats a field',
    edit: replace(manifest, '"version": "1.0.0",', '"version": "1.0.0",\n  "version": "2.0.0",'),
    expected: [['json-syntax', manifest, '"2.0.0"']],
  },
  {
    name: 'pack.json is a list',
    edit: put(manifest, '\n[]'),
    expected: [['not-an-object', manifest, first]],
  },
  {
    name: 'pack.json is nested too deep',
    edit: replace(manifest, '"Tiny pack"', `${'['.repeat(40)}${']'.repeat(40)}`),
    expected: [['json-syntax', manifest, '[[[']],
  },
  { name: 'pack.json is empty', edit: put(manifest, ''), expected: [['not-an-object', manifest, first]] },

  // fields of pack.json
  { name: 'no format', edit: dropLine(manifest, '"format"'), expected: [['field-missing', manifest, first]] },
  {
    name: 'format of the future',
    edit: replace(manifest, '"format": 1', '"format": 2'),
    expected: [['format-unsupported', manifest, '"format": 2']],
  },
  {
    name: 'format as text',
    edit: replace(manifest, '"format": 1', '"format": "1"'),
    expected: [['format-unsupported', manifest, '"format": "1"']],
  },
  {
    name: 'format that cannot be printed',
    edit: replace(manifest, '"format": 1', '"format": { "toString": 1, "valueOf": 1 }'),
    expected: [['format-unsupported', manifest, '"toString"']],
  },
  { name: 'no pack id', edit: dropLine(manifest, '"tiny"'), expected: [['field-missing', manifest, first]] },
  {
    name: 'pack id with capitals',
    edit: replace(manifest, '"tiny"', '"Tiny"'),
    expected: [['id-form', manifest, '"Tiny"']],
  },
  {
    name: 'pack id of 65 characters',
    edit: replace(manifest, '"tiny"', `"${'t'.repeat(65)}"`),
    expected: [['id-form', manifest, 'tttt']],
  },
  {
    name: 'blank pack title',
    edit: replace(manifest, '"Tiny pack"', '" "'),
    expected: [['field-type', manifest, '"title": " "']],
  },
  {
    name: 'version is a number',
    edit: replace(manifest, '"1.0.0"', '1'),
    expected: [['field-type', manifest, '"version"']],
  },
  {
    name: 'unknown field in pack.json',
    edit: replace(manifest, '"format": 1', '"format": 1,\n  "colour": "red"'),
    expected: [['field-unknown', manifest, '"colour"']],
  },
  {
    name: 'no areas',
    edit: put(manifest, '\n{"format": 1, "id": "tiny", "title": "Tiny", "version": "1"}'),
    expected: [['field-missing', manifest, () => 2]],
  },
  {
    name: 'areas are an object',
    edit: put(manifest, '{"format": 1, "id": "tiny", "title": "Tiny", "version": "1",\n\n"areas": {}}'),
    expected: [['field-type', manifest, '"areas"']],
  },

  // areas
  {
    name: 'area is a text',
    edit: replace(manifest, '"areas": [', '"areas": [\n    "basics",'),
    expected: [['not-an-object', manifest, '    "basics",']],
  },
  {
    name: 'area is nothing',
    edit: replace(manifest, '"areas": [', '"areas": [\n    null,'),
    expected: [['not-an-object', manifest, 'null']],
  },
  {
    name: 'area without summary',
    edit: dropLine(manifest, 'Where to begin.'),
    expected: [['field-missing', manifest, nth('    {', 1)], ...bothBasics],
  },
  {
    name: 'area id with an underscore',
    edit: replace(manifest, '"id": "basics"', '"id": "the_basics"'),
    expected: [['id-form', manifest, '"the_basics"'], ...bothBasics],
  },
  {
    name: 'unknown field in an area',
    edit: replace(manifest, '"title": "More"', '"title": "More",\n      "icon": "star"'),
    expected: [['field-unknown', manifest, '"icon"']],
  },
  {
    name: 'area listed twice',
    edit: replace(manifest, '"id": "more"', '"id": "basics"'),
    expected: [
      ['area-duplicate', manifest, nth('    {', 2)],
      ['skill-not-listed', gamma, first],
    ],
  },
  {
    name: 'area without skills',
    edit: replace(
      manifest,
      '"areas": [',
      '"areas": [\n    { "id": "void", "title": "Void", "summary": "-", "skills": [] },',
    ),
    expected: [['area-empty', manifest, '"void"']],
  },
  {
    name: 'skills of an area are a text',
    edit: replace(manifest, '[\n        "gamma"\n      ]', '"gamma"'),
    expected: [
      ['field-type', manifest, '"skills": "gamma"'],
      ['skill-not-listed', gamma, first],
      // No id can be read from the area, so nothing says that gamma was meant to be listed.
      ['related-unknown', alpha, 'related:'],
    ],
  },
  {
    name: 'skill id that leaves the folder',
    edit: replace(manifest, '"gamma"', '"gamma",\n        "../../secret"'),
    expected: [['id-form', manifest, 'secret']],
  },
  {
    name: 'skill listed in two areas',
    edit: replace(manifest, '"gamma"', '"gamma",\n        "beta"'),
    expected: [['skill-duplicate', manifest, nth('"beta"', 2)]],
  },
  {
    name: 'skill listed without a page',
    edit: replace(manifest, '"gamma"', '"gamma",\n        "delta"'),
    expected: [['file-missing', manifest, '"delta"']],
  },
  {
    name: 'page that is not listed',
    edit: put('skills/more/delta.md', page('delta', 'more', '', '')),
    expected: [['skill-not-listed', 'skills/more/delta.md', first]],
  },

  // a page as a whole
  { name: 'page is null', edit: put(alpha, null), expected: [['file-not-text', alpha, first]] },
  { name: 'page is an object', edit: put(alpha, { id: 'alpha' }), expected: [['file-not-text', alpha, first]] },
  {
    name: 'page is huge',
    edit: put(alpha, 'a'.repeat(maxPageLength + 1)),
    expected: [['file-too-large', alpha, first]],
  },
  { name: 'page is empty', edit: put(alpha, ''), expected: [['front-matter-missing', alpha, first]] },
  {
    name: 'blank line before the front matter',
    edit: replace(alpha, '---\nid', '\n---\nid'),
    expected: [['front-matter-missing', alpha, first]],
  },
  {
    name: 'front matter is not closed',
    edit: replace(alpha, '\n---\n\n## What', '\n\n## What'),
    expected: [['front-matter-unclosed', alpha, first]],
  },

  // front matter
  {
    name: 'front matter with an unquoted colon',
    edit: replace(alpha, 'title: Alpha', 'title: Alpha: a letter'),
    expected: [['front-matter-syntax', alpha, 'title: Alpha: a letter']],
  },
  {
    name: 'front matter with a bracket that is not closed',
    edit: replace(alpha, '[maker, baker]', '[maker, baker'),
    expected: [['front-matter-syntax', alpha, 'sources:']],
  },
  {
    name: 'front matter repeats a field',
    edit: replace(alpha, 'minutes: 30', 'minutes: 30\nminutes: 40'),
    expected: [['front-matter-syntax', alpha, 'minutes: 40']],
  },
  {
    name: 'front matter with an asterisk that YAML takes for an alias',
    edit: replace(alpha, '[letter alpha]', '[letter alpha, *args]'),
    expected: [['front-matter-syntax', alpha, '*args']],
  },
  {
    name: 'front matter with an alias of an earlier value',
    edit: all(
      replace(alpha, 'related: [gamma]', 'related: &seen [gamma]'),
      replace(alpha, 'prerequisites: []', 'prerequisites: []\ncopies:\n  - *seen'),
    ),
    expected: [['front-matter-syntax', alpha, '*seen']],
  },
  {
    name: 'front matter that is nested too deep',
    edit: replace(alpha, 'related: [gamma]', `related: ${'['.repeat(40)}gamma${']'.repeat(40)}`),
    expected: [['front-matter-syntax', alpha, '[[[']],
  },
  {
    name: 'front matter in two parts',
    edit: replace(alpha, 'related: [gamma]', '--- two\nrelated: [gamma]'),
    expected: [['front-matter-syntax', alpha, '--- two']],
  },
  {
    name: 'front matter is a list',
    edit: put(alpha, '---\n- id\n---\n'),
    expected: [
      ['front-matter-syntax', alpha, '- id'],
      ...sectionsAfter('What', 'Why', 'How', 'Example', 'Mistakes', 'Practise', 'Check', 'Learn'),
    ],
  },
  {
    name: 'no minutes',
    edit: dropLine(alpha, 'minutes: 30'),
    expected: [['field-missing', alpha, 'id: alpha']],
  },
  {
    name: 'misspelt field',
    edit: replace(alpha, 'minutes: 30', 'minutes: 30\nminuets: 30'),
    expected: [['field-unknown', alpha, 'minuets']],
  },
  {
    name: 'title is a number',
    edit: replace(alpha, 'title: Alpha', 'title: 2024'),
    expected: [['field-type', alpha, 'title: 2024']],
  },
  {
    name: 'aliases are a text',
    edit: replace(alpha, '[letter alpha]', 'letter alpha'),
    expected: [['field-type', alpha, 'aliases']],
  },
  {
    name: 'list with a number',
    edit: replace(alpha, '[letter alpha]', '[letter alpha, 7]'),
    expected: [['field-type', alpha, 'aliases']],
  },
  {
    name: 'page id with a space',
    edit: replace(alpha, 'id: alpha', 'id: al pha'),
    expected: [['id-form', alpha, 'id: al pha']],
  },
  {
    name: 'page id of another page',
    edit: replace(alpha, 'id: alpha', 'id: beta'),
    expected: [['id-mismatch', alpha, 'id: beta']],
  },
  {
    name: 'area of another page',
    edit: replace(alpha, 'area: basics', 'area: more'),
    expected: [['area-mismatch', alpha, 'area: more']],
  },
  {
    name: 'unknown kind',
    edit: replace(alpha, 'kind: language', 'kind: sorcery'),
    expected: [['kind-unknown', alpha, 'sorcery']],
  },
  {
    name: 'unknown level',
    edit: replace(alpha, 'level: beginner', 'level: Beginner'),
    expected: [['level-unknown', alpha, 'level: Beginner']],
  },
  ...['4', '601', '7.5', 'ten', '.nan', '[30]', '!!binary aGk='].map((minutes) => ({
    name: `minutes are ${minutes}`,
    edit: replace(alpha, 'minutes: 30', `minutes: ${minutes}`),
    expected: [['minutes-range', alpha, 'minutes: ']] satisfies Expectation[],
  })),
  {
    name: 'summary of 19 characters',
    edit: replace(alpha, 'A small skill that tests can break at will.', 'x'.repeat(19)),
    expected: [['summary-length', alpha, 'summary']],
  },
  {
    name: 'summary of 141 characters',
    edit: replace(alpha, 'A small skill that tests can break at will.', 'x'.repeat(141)),
    expected: [['summary-length', alpha, 'summary']],
  },
  {
    name: 'summary of two lines',
    edit: replace(alpha, 'A small skill that', '|-\n  A small skill that\n '),
    expected: [['summary-length', alpha, 'summary']],
  },
  {
    name: 'source over http',
    edit: replace(alpha, '  - https://example.com/alpha', '  - https://example.com/a\n  - http://example.com/b'),
    expected: [['link-not-https', alpha, 'http://example.com/b']],
  },
  {
    name: 'source with a password',
    edit: replace(alpha, 'https://example.com/alpha', 'https://me:secret@example.com/alpha'),
    expected: [['link-not-https', alpha, 'secret']],
  },

  // references
  {
    name: 'unknown prerequisite',
    edit: replace(gamma, '[alpha, beta]', '\n  - alpha\n  - omega\n  - beta'),
    expected: [['prerequisite-unknown', gamma, 'omega']],
  },
  {
    name: 'unknown related skill',
    edit: replace(alpha, 'related: [gamma]', 'related: [omega]'),
    expected: [['related-unknown', alpha, 'omega']],
  },
  {
    name: 'skill that is its own prerequisite',
    edit: replace(alpha, 'prerequisites: []', 'prerequisites: [alpha]'),
    expected: [['reference-self', alpha, 'prerequisites']],
  },
  {
    name: 'skill related to itself',
    edit: replace(alpha, 'related: [gamma]', 'related:\n  - gamma\n  - alpha'),
    expected: [['reference-self', alpha, '  - alpha']],
  },
  {
    name: 'prerequisite named twice',
    edit: replace(gamma, '[alpha, beta]', '\n  - alpha\n  - beta\n  - "alpha"'),
    expected: [['reference-duplicate', gamma, '"alpha"']],
  },
  {
    name: 'source named twice',
    edit: replace(alpha, '  - https://example.com/alpha', '  - https://example.com/a\n  - "https://example.com/a"'),
    expected: [['reference-duplicate', alpha, '"https://example.com/a"']],
  },
  {
    name: 'two skills need each other',
    edit: replace(alpha, 'prerequisites: []', 'prerequisites: [beta]'),
    expected: [['prerequisite-cycle', alpha, 'prerequisites']],
  },
  {
    name: 'alias that is the title of another skill',
    edit: replace(alpha, '[letter alpha]', '\n  - letter\n  - BETA'),
    expected: [['alias-taken', alpha, 'BETA']],
  },
  {
    name: 'alias that is an alias of another skill',
    edit: replace(gamma, '[letter gamma]', '[Letter Alpha]'),
    expected: [['alias-taken', gamma, 'aliases']],
  },
  {
    name: 'unknown role',
    edit: replace(alpha, '[maker, baker]', '\n  - maker\n  - wizard'),
    expected: [['role-unknown', alpha, 'wizard']],
  },
  {
    name: 'link to an unknown skill',
    edit: replace(alpha, 'stands for a sound.', 'stands for a sound,\nunlike [Omega](skill:omega#example).'),
    expected: [['skill-link-unknown', alpha, 'omega']],
  },
  {
    name: 'link to an unknown section of another skill',
    edit: replace(alpha, '(skill:beta)', '(skill:beta#the-smell)'),
    expected: [['section-link-unknown', alpha, 'the-smell']],
  },
  {
    name: 'link to an unknown section of the same page',
    edit: replace(alpha, '(#the-sound)', '(#the-smell)'),
    expected: [['section-link-unknown', alpha, 'the-smell']],
  },
  ...['the-sound', 'a-closer-look', 'common-mistakes', 'practise', 'check-yourself', 'learn-more', 'example'].map(
    (section) => ({
      name: `nothing for a link to the section "${section}"`,
      edit: replace(alpha, '(skill:beta)', `(skill:beta#${section})`),
      expected: [] satisfies Expectation[],
    }),
  ),

  // pictures
  {
    name: 'a picture that does not exist',
    edit: replace(alpha, 'diagram:letter', 'diagram:word'),
    expected: [['diagram-unknown', alpha, 'diagram:word']],
  },
  {
    name: 'a picture whose name leads out of the folder',
    edit: replace(alpha, 'diagram:letter', 'diagram:../letter'),
    expected: [['diagram-unknown', alpha, 'diagram:../letter']],
  },
  {
    name: 'a picture without words',
    edit: replace(alpha, 'Two lines that meet and make the letter.', 'Letter'),
    expected: [['diagram-text', alpha, 'diagram:letter']],
  },
  {
    name: 'a picture in the middle of a line',
    edit: replace(alpha, '![Two lines', 'See ![Two lines'),
    expected: [['diagram-place', alpha, 'diagram:letter']],
  },
  {
    name: 'a picture in a list of mistakes',
    edit: replace(alpha, 'twice.', 'twice.\n\n  ![Two lines that make a mistake.](diagram:letter)'),
    expected: [['diagram-place', alpha, 'make a mistake']],
  },
  {
    name: 'a picture without a blank line before it',
    edit: replace(alpha, 'for a sound.\n\n![', 'for a sound.\n!['),
    expected: [['diagram-place', alpha, 'diagram:letter']],
  },
  {
    name: 'a picture shown twice',
    edit: replace(alpha, '### The sound', '![The same two lines once more.](diagram:letter)\n\n### The sound'),
    expected: [['diagram-many', alpha, 'once more']],
  },
  {
    name: 'more pictures than a page may show',
    edit: (files) => {
      const names = Array.from({ length: 10 }, (_, index) => `letter-${index}`);
      for (const name of names) files.set(`diagrams/${name}.svg`, validDrawing);
      const lines = names.map((name) => `![Two lines that make ${name}, one of many.](diagram:${name})\n\n`);
      replace(alpha, '### The sound', `${lines.join('')}### The sound`)(files);
    },
    expected: [
      ['diagram-many', alpha, 'make letter-9'],
      ['diagram-unused', 'diagrams/letter-9.svg', () => 1],
    ],
  },
  {
    name: 'a picture that is refused, and nothing more about the page that shows it',
    edit: put(drawing, '<svg></svg>'),
    expected: [['diagram-form', drawing, () => 1]],
  },
  {
    name: 'a description of blanks',
    edit: put(drawing, `<svg viewBox="0 0 1 1"><desc>${' '.repeat(30)}</desc></svg>`),
    expected: [['diagram-form', drawing, () => 1]],
  },
  {
    name: 'nothing for a drawing with a prolog and single quotes',
    edit: put(drawing, `<?xml version="1.0"?>\n${validDrawing.replaceAll('"', "'")}`),
    expected: [],
  },
  {
    name: 'a picture in a folder inside',
    edit: put('diagrams/sub/letter.svg', validDrawing),
    expected: [['id-form', 'diagrams/sub/letter.svg', () => 1]],
  },
  {
    name: 'a link to a skill without a name',
    edit: replace(alpha, '(skill:beta)', '(skill:#example)'),
    expected: [['link-not-https', alpha, 'skill:#example']],
  },
  {
    name: 'a picture that nobody shows',
    edit: put('diagrams/spare.svg', validDrawing),
    expected: [['diagram-unused', 'diagrams/spare.svg', () => 1]],
  },
  {
    name: 'a picture without a description',
    edit: put('diagrams/spare.svg', '<svg viewBox="0 0 1 1"></svg>'),
    expected: [['diagram-form', 'diagrams/spare.svg', () => 1]],
  },
  {
    name: 'a picture that is no text',
    edit: put('diagrams/spare.svg', 7),
    expected: [['file-not-text', 'diagrams/spare.svg', () => 1]],
  },
  {
    name: 'a picture that is too large',
    edit: put('diagrams/spare.svg', validDrawing.padEnd(100_000)),
    expected: [['file-too-large', 'diagrams/spare.svg', () => 1]],
  },
  {
    name: 'a picture whose name is no id',
    edit: put('diagrams/Spare one.svg', validDrawing),
    expected: [['id-form', 'diagrams/Spare one.svg', () => 1]],
  },
  {
    name: 'nothing for a workplace page whose example is a text',
    edit: (files) => {
      replace(alpha, 'kind: language', 'kind: workplace')(files);
      replace(alpha, '```js run file=alpha.js', '```text file=note.txt')(files);
      replace(alpha, '```output\nalpha\n```\n', '')(files);
    },
    expected: [],
  },
  {
    name: 'another page whose example is a text',
    edit: (files) => {
      replace(alpha, '```js run file=alpha.js', '```text file=note.txt')(files);
      replace(alpha, '```output\nalpha\n```\n', '')(files);
    },
    expected: [['sample-missing', alpha, '## Example']],
  },

  // sections
  {
    name: 'text before the first section',
    edit: replace(alpha, '## What it is', 'A letter.\n\n## What it is'),
    expected: [['text-before-section', alpha, nth('A letter.', 1)]],
  },
  {
    name: 'heading of the wrong level',
    edit: replace(alpha, '## Why it matters', '### Why it matters'),
    expected: [['section-missing', alpha, last]],
  },
  {
    name: 'section is missing',
    edit: all(
      cut(alpha, 'All of them', '.', ''),
      cut(alpha, '## How it works', '## Example'),
      dropLine(alpha, '## How it'),
    ),
    expected: [['section-missing', alpha, last]],
  },
  {
    name: 'sections are exchanged',
    edit: all(
      replace(alpha, '## Why it matters', '## Which'),
      replace(alpha, '## How it works', '## Why it matters'),
      replace(alpha, '## Which', '## How it works'),
    ),
    expected: [['section-order', alpha, '## Why it matters']],
  },
  {
    name: 'own section after the lists',
    edit: replace(alpha, '## Check yourself', '## Afterthought\n\nToo late.\n\n## Check yourself'),
    expected: [['section-order', alpha, '## Afterthought']],
  },
  {
    name: 'section occurs twice',
    edit: replace(alpha, '## How it works', '## What it is'),
    expected: [
      ['section-duplicate', alpha, nth('## What it is', 2)],
      ['section-missing', alpha, last],
    ],
  },
  {
    name: 'section is empty',
    edit: dropLine(alpha, 'Words are made'),
    expected: [['section-empty', alpha, '## Why it matters']],
  },

  // code
  {
    name: 'code block is not closed',
    edit: replace(alpha, '```output\nalpha\n```', '```output\nalpha'),
    expected: [
      ['fence-unclosed', alpha, '```output'],
      ...sectionsAfter('Mistakes', 'Practise', 'Check', 'Learn'),
      ['output-missing', alpha, '```js run'],
    ],
  },
  {
    name: 'sample that runs on into its output',
    edit: replace(alpha, "console.log('alpha');\n```", "console.log('alpha');"),
    expected: [['output-missing', alpha, '```js run']],
  },
  {
    name: 'code block without a language',
    edit: replace(alpha, 'stands for a sound.', 'stands for:\n\n```\na sound\n```'),
    expected: [['fence-language', alpha, nth('```', 1)]],
  },
  {
    name: 'example that is not run',
    edit: all(replace(alpha, '```js run', '```js'), cut(alpha, "console.log('alpha');\n```", '## A closer', '\n\n')),
    expected: [['sample-missing', alpha, '## Example']],
  },
  {
    name: 'example without output',
    edit: cut(alpha, "console.log('alpha');\n```", '## A closer', '\n\n'),
    expected: [['output-missing', alpha, '```js run']],
  },
  {
    name: 'text between a sample and its output',
    edit: replace(alpha, '```output', 'It prints:\n\n```output'),
    expected: [
      ['output-missing', alpha, '```js run'],
      ['output-unexpected', alpha, '```output'],
    ],
  },
  {
    name: 'output without a sample',
    edit: replace(alpha, 'stands for a sound.', 'stands for:\n\n```output\na\n```'),
    expected: [['output-unexpected', alpha, nth('```output', 1)]],
  },

  // mistakes
  {
    name: 'mistake without a name',
    edit: replace(alpha, '**Rushing.** Read it', 'Rushing. Read it'),
    expected: [['mistake-form', alpha, 'Rushing']],
  },
  {
    name: 'mistake without a text',
    edit: replace(alpha, '**Skipping it.** Then words have gaps.', '**Skipping it.**'),
    expected: [['mistake-form', alpha, 'Skipping']],
  },
  {
    name: 'paragraph among the mistakes',
    edit: replace(alpha, '  twice.', '  twice.\n\nThat is all.'),
    expected: [['mistake-form', alpha, 'That is all.']],
  },
  {
    name: 'no mistakes',
    edit: cut(alpha, '## Common mistakes', '## Practise', '\n\nNone are known.\n\n'),
    expected: [
      ['mistake-form', alpha, 'None are known.'],
      ['mistakes-few', alpha, '## Common mistakes'],
    ],
  },

  // practice items
  {
    name: 'bullet without a box',
    edit: replace(alpha, '- [ ] Write it down', '- Write it down'),
    expected: [['item-form', alpha, 'Write it down']],
  },
  {
    name: 'ticked item',
    edit: replace(alpha, '- [ ] Write it down', '- [x] Write it down'),
    expected: [['item-ticked', alpha, 'Write it down']],
  },
  {
    name: 'item without an id',
    edit: replace(alpha, 'Write it down {#write}', 'Write it down'),
    expected: [['item-id-missing', alpha, 'Write it down']],
  },
  {
    name: 'item with an id before its end',
    edit: replace(alpha, 'Write it down {#write}', 'Write it {#write} down'),
    expected: [['item-id-missing', alpha, '{#write}']],
  },
  {
    name: 'item id with capitals',
    edit: replace(alpha, '{#write}', '{#Write}'),
    expected: [['id-form', alpha, '{#Write}']],
  },
  {
    name: 'item id used twice',
    edit: replace(alpha, '{#write}', '{#say}'),
    expected: [['item-duplicate', alpha, 'Write it down']],
  },
  {
    name: 'item with a former id that is none',
    edit: replace(alpha, '{#write}', '{#write aliases=Old}'),
    expected: [['item-alias-form', alpha, '{#write aliases']],
  },
  {
    name: 'item with a former id of three parts',
    edit: replace(alpha, '{#write}', '{#write aliases=old,core/alpha/old}'),
    expected: [['item-alias-form', alpha, '{#write aliases']],
  },
  {
    name: 'item with a former id that another has',
    edit: replace(alpha, '{#write}', '{#write aliases=say}'),
    expected: [['item-alias-taken', alpha, '{#write aliases']],
  },
  {
    name: 'item without a text',
    edit: replace(alpha, 'Write it down {#write}', '{#write}'),
    expected: [['item-text', alpha, '{#write}']],
  },
  {
    name: 'no items',
    edit: cut(alpha, '## Practise', '## Check', '\n\nWrite letters.\n\n'),
    expected: [
      ['item-form', alpha, 'Write letters.'],
      ['items-none', alpha, '## Practise'],
    ],
  },

  // questions
  {
    name: 'text before the first question',
    edit: replace(alpha, '**What is alpha?**', 'Answer aloud.\n\n**What is alpha?**'),
    expected: [['question-form', alpha, 'Answer aloud.']],
  },
  {
    name: 'question without an answer',
    edit: replace(alpha, '\nA letter.\n', '\n'),
    expected: [['answer-missing', alpha, '**What is alpha?**']],
  },
  {
    name: 'last question without an answer',
    edit: replace(alpha, '\nNo.\n', '\n'),
    expected: [['answer-missing', alpha, '**Is it the last?**']],
  },
  {
    name: 'question without an id',
    edit: replace(alpha, ' {#last}', ''),
    expected: [['question-id-missing', alpha, '**Is it the last?**']],
  },
  {
    name: 'question with an id that is none',
    edit: replace(alpha, '{#last}', '{#The last}'),
    expected: [['id-form', alpha, '{#The last}']],
  },
  {
    name: 'two questions with the same id',
    edit: replace(alpha, '{#last}', '{#meaning}'),
    expected: [['question-duplicate', alpha, '**Is it the last?**']],
  },
  {
    name: 'question with a former id that is none',
    edit: replace(alpha, '{#last}', '{#last aliases=a/b/c}'),
    expected: [['question-alias-form', alpha, '{#last aliases']],
  },
  {
    name: 'question with a former id that is another of today',
    edit: replace(alpha, '{#last}', '{#last aliases=beta/meaning}'),
    expected: [['question-alias-taken', alpha, '{#last aliases']],
  },
  {
    name: 'no questions',
    edit: cut(alpha, '## Check yourself', '## Learn', '\n\n**Not a question.**\n\n'),
    expected: [
      ['question-form', alpha, '**Not a question.**'],
      ['questions-none', alpha, '## Check yourself'],
    ],
  },

  // reading, links and HTML
  {
    name: 'reading entry without a link',
    edit: replace(alpha, '- [Letters]', '- A dictionary\n- [Letters]'),
    expected: [['reading-form', alpha, 'A dictionary']],
  },
  {
    name: 'reading entry over http',
    edit: replace(alpha, '- [Letters]', '- [Old letters](http://example.com/old) Old.\n- [Letters]'),
    expected: [['link-not-https', alpha, 'Old letters']],
  },
  {
    name: 'nothing to read',
    edit: replace(alpha, '- [Letters](https://example.com/letters) All of them.', 'Nothing.'),
    expected: [
      ['reading-form', alpha, 'Nothing.'],
      ['reading-none', alpha, '## Learn more'],
    ],
  },
  ...['http://example.com', 'javascript:alert(1)', 'http://example.com "a title"', '<http://example.com>', 'a.png'].map(
    (target) => ({
      name: `link to ${target}`,
      edit: replace(alpha, 'It stands for a sound.', `A sound, see [this](${target}).`),
      expected: [['link-not-https', alpha, 'A sound']] satisfies Expectation[],
    }),
  ),
  {
    name: 'address over http',
    edit: replace(alpha, 'It stands for a sound.', 'See <https://example.com> and <http://example.com>.'),
    expected: [['link-not-https', alpha, '<http:']],
  },
  {
    name: 'raw HTML',
    edit: replace(alpha, 'It stands for a sound.', 'It stands for <b>a sound</b>.'),
    expected: [['raw-html', alpha, '<b>']],
  },
  {
    name: 'raw HTML after an address',
    edit: replace(alpha, 'It stands for a sound.', 'See <https://example.com> or <img src=x onerror=alert(1)>.'),
    expected: [['raw-html', alpha, '<img']],
  },
];

/** Edits of the page of alpha that are no faults. */
const accepted: readonly { readonly name: string; readonly edit: Edit }[] = [
  {
    name: 'a page of the greatest length',
    edit: (files) => files.set(alpha, textOf(files, alpha).padEnd(maxPageLength)),
  },
  { name: 'spaces after the marks of the front matter', edit: replace(alpha, '---\n\n## What', '---  \n\n## What') },
  { name: 'a closing run of # in a heading', edit: replace(alpha, '## Why it matters', '##  Why it matters ##  ') },
  {
    name: 'a fence of tildes that holds fences and headings',
    edit: replace(alpha, 'stands for a sound.', 'stands for:\n\n~~~~md\n## Not a section\n```\n~~~\n~~~~'),
  },
  {
    name: 'code that looks like HTML and links',
    edit: replace(alpha, 'a sound.', 'a `<b>` or a ``[`x`](http://example.com)``.\n\n```html\n<b>[x](y)</b>\n```'),
  },
  {
    name: 'addresses and anchors',
    edit: replace(alpha, 'a sound.', 'a sound: <https://example.com>, [here](#example), [there](skill:beta#example).'),
  },
  { name: 'bullets of asterisks', edit: replace(alpha, '- [ ] Write it down {#write}', '* [] Write it {#write}   ') },
  {
    name: 'an item that names another id',
    edit: replace(alpha, 'Write it down {#write}', 'Write `{#id}` after a heading, as in {#this} {#write}'),
  },
  {
    name: 'an item with ids that it had before',
    edit: replace(alpha, '{#write}', '{#write aliases=put-down,beta/put-down}'),
  },
  { name: 'a title with brackets to read', edit: replace(alpha, '[Letters]', '[Letters [2nd ed.]]') },
  {
    name: 'two own sections with headings of one anchor',
    edit: replace(alpha, '## A closer look', '## C++\n\nOne.\n\n## C\n\nTwo.\n\n## A closer look'),
  },
  { name: 'an alias that is the own title', edit: replace(alpha, '[letter alpha]', '[ALPHA, alpha]') },
  { name: 'a related skill that is a prerequisite', edit: replace(gamma, 'related: [alpha]', 'related: [beta]') },
];

// ---------- what can be wrong with pay.json ----------

const today = '2026-05';
const payFile = 'pay.json';

const validPay = `{
  "$schema": "./schema/pay.schema.json",
  "format": 1,
  "roles": [
    { "id": "maker", "title": "Maker" },
    { "id": "baker", "title": "Baker" }
  ],
  "articles": [
    { "id": "almanac", "title": "Almanac", "publisher": "Press", "date": "2024-04-26" },
    { "id": "leaflet", "title": "Leaflet", "publisher": null, "date": null }
  ],
  "figures": [
    {
      "id": "maker-here",
      "role": "maker",
      "reportedRole": "Maker of things",
      "amount": 50000,
      "currency": "USD",
      "period": "year",
      "statistic": "median",
      "region": "Here",
      "regionKind": "country",
      "source": "Office",
      "asOf": "2024-02",
      "deltaVsUsAverage": 8,
      "deltaVsBackEndDeveloper": -3.5,
      "articles": [
        "almanac"
      ],
      "note": "First."
    },
    {
      "id": "baker-there",
      "role": "baker",
      "reportedRole": "Baker of bread",
      "low": 30000,
      "high": 40000,
      "currency": "EUR",
      "period": "year",
      "statistic": "range",
      "region": "There",
      "regionKind": "city",
      "source": null,
      "asOf": null,
      "articles": ["almanac", "leaflet"],
      "note": "Second."
    }
  ],
  "outlook": [
    {
      "id": "makers-grow",
      "kind": "growth",
      "text": "More makers will be needed.",
      "percent": 16,
      "years": [2022, 2032],
      "occupation": "Makers",
      "source": "Bureau",
      "articles": ["almanac"],
      "note": "Counts all makers."
    },
    {
      "id": "bakers-content",
      "kind": "satisfaction",
      "text": "Bakers like their work.",
      "occupation": "Bakers",
      "source": null,
      "articles": ["almanac"],
      "note": "Nobody was asked."
    }
  ],
  "contradictions": [
    {
      "id": "maker-pay",
      "subject": "Pay of makers",
      "sides": [
        { "says": "Makers earn $50,000", "articles": ["almanac"] },
        { "says": "Makers earn little", "articles": ["leaflet"] }
      ],
      "comment": "Two years lie between the two."
    },
    {
      "id": "baker-hours",
      "subject": "When bakers rise",
      "sides": [
        { "says": "Early and late", "articles": ["almanac"] }
      ],
      "comment": "The almanac contradicts itself."
    }
  ]
}
`;

interface PayCase extends Case {
  /** Ids of the figures that are kept; undefined when there is no pay data at all. */
  readonly kept: readonly string[] | undefined;
  /** Ids of what is kept of the other lists, where it is not all of them. */
  readonly keptOutlook?: readonly string[];
  readonly keptContradictions?: readonly string[];
}

const inPay = (from: string, replacement: string): Edit => replace(payFile, from, replacement);
const both = ['maker-here', 'baker-there'];
const onlySecond = ['baker-there'];
const onlyFirst = ['maker-here'];
const allOutlook = ['makers-grow', 'bakers-content'];
const onlyContent = ['bakers-content'];
const allContradictions = ['maker-pay', 'baker-hours'];
const onlyHours = ['baker-hours'];

/** The line below the one that holds this text. */
const lineAfter =
  (holding: string): Place =>
  (text) =>
    lineWith(text, holding) + 1;

const brokenForecast = {
  expected: [['field-type', payFile, '"makers-grow"']],
  kept: both,
  keptOutlook: onlyContent,
} satisfies Partial<PayCase>;

const payCases: readonly PayCase[] = [
  { name: 'no file', edit: remove(payFile), expected: [['file-missing', payFile, first]], kept: undefined },
  { name: 'a number', edit: put(payFile, 7), expected: [['file-not-text', payFile, first]], kept: undefined },
  {
    name: 'a huge file',
    edit: put(payFile, ' '.repeat(maxListLength + 1)),
    expected: [['file-too-large', payFile, first]],
    kept: undefined,
  },
  {
    name: 'a bracket too many',
    edit: inPay('"amount": 50000,', '"amount": 50000],'),
    expected: [['json-syntax', payFile, '50000]']],
    kept: undefined,
  },
  {
    name: 'a repeated field',
    edit: inPay('"amount": 50000,', '"amount": 50000,\n"amount": 60000,'),
    expected: [['json-syntax', payFile, '60000']],
    kept: undefined,
  },
  { name: 'a list', edit: put(payFile, '[]'), expected: [['not-an-object', payFile, first]], kept: undefined },
  {
    name: 'no format',
    edit: dropLine(payFile, '"format"'),
    expected: [['field-missing', payFile, first]],
    kept: both,
  },
  {
    name: 'another format',
    edit: inPay('"format": 1', '"format": { "toString": null }'),
    expected: [['format-unsupported', payFile, '"format"']],
    kept: both,
  },
  {
    name: 'no figures',
    edit: inPay('"figures": [', '"figurines": ['),
    expected: [['field-missing', payFile, first]],
    kept: [],
  },
  {
    name: 'roles are an object',
    edit: (files) =>
      files.set(
        payFile,
        '{ "format": 1, "articles": [], "figures": [], "outlook": [], "contradictions": [],\n"roles": {} }',
      ),
    expected: [['field-type', payFile, '"roles"']],
    kept: [],
    keptOutlook: [],
    keptContradictions: [],
  },
  {
    name: 'an article is a text',
    edit: inPay('"articles": [\n    {', '"articles": [\n    "almanac",\n    {'),
    expected: [['not-an-object', payFile, '    "almanac",']],
    kept: both,
  },
  {
    name: 'a figure is null',
    edit: inPay('"figures": [', '"figures": [\n    null,'),
    expected: [['not-an-object', payFile, '    null,']],
    kept: both,
  },
  {
    name: 'a role without a title',
    edit: inPay('{ "id": "baker", "title": "Baker" }', '{ "id": "baker" }'),
    expected: [
      ['field-missing', payFile, '{ "id": "baker" }'],
      ['role-unknown', payFile, '"role": "baker"'],
    ],
    kept: onlyFirst,
  },
  {
    name: 'an article id with a dot',
    edit: inPay('"id": "leaflet"', '"id": "leaf.let"'),
    expected: [
      ['id-form', payFile, '"leaf.let"'],
      ['pay-article', payFile, '["almanac", "leaflet"]'],
      ['pay-article', payFile, 'Makers earn little'],
    ],
    kept: onlyFirst,
    keptContradictions: onlyHours,
  },
  {
    name: 'a figure with an unknown field',
    edit: inPay('"note": "First."', '"note": "First.",\n      "colour": "red"'),
    expected: [['field-unknown', payFile, '"colour"']],
    kept: both,
  },
  {
    name: 'a figure without a note',
    edit: inPay(',\n      "note": "First."', ''),
    expected: [['field-missing', payFile, nth('    {', 5)]],
    kept: onlySecond,
  },
  {
    name: 'a figure without a source',
    edit: dropLine(payFile, '"Office"'),
    expected: [['field-missing', payFile, nth('    {', 5)]],
    kept: onlySecond,
  },
  {
    name: 'a source that is a number',
    edit: inPay('"Office"', '5'),
    expected: [['field-type', payFile, '"source": 5']],
    kept: onlySecond,
  },
  {
    name: 'pay by the month',
    edit: replace(payFile, '"USD",\n      "period": "year"', '"USD",\n      "period": "month"'),
    expected: [['field-type', payFile, '"month"']],
    kept: onlySecond,
  },
  {
    name: 'a figure id with a space',
    edit: inPay('"maker-here"', '"maker here"'),
    expected: [['id-form', payFile, '"maker here"']],
    kept: onlySecond,
  },
  {
    name: 'an unknown role',
    edit: inPay('"role": "maker"', '"role": "wizard"'),
    expected: [['role-unknown', payFile, '"wizard"']],
    kept: onlySecond,
  },
  {
    name: 'an unknown article',
    edit: inPay('        "almanac"\n', '        "almanac",\n        "rumour"\n'),
    expected: [['pay-article', payFile, '"rumour"']],
    kept: onlySecond,
  },
  {
    name: 'an unknown currency',
    edit: inPay('"USD"', '"usd"'),
    expected: [['pay-currency', payFile, '"usd"']],
    kept: onlySecond,
  },
  ...['"2026-06"', '"2027"', '"2024-13"', '"2024-2"', '"1989"', '"May 2024"', '2024', '""'].map((date) => ({
    name: `a date of ${date}`,
    edit: inPay('"2024-02"', date),
    expected: [['pay-date', payFile, nth('"asOf"', 1)]] satisfies Expectation[],
    kept: onlySecond,
  })),
  {
    name: 'no amount',
    edit: dropLine(payFile, '50000'),
    expected: [['pay-amount', payFile, '"maker-here"']],
    kept: onlySecond,
  },
  ...['0', '-1', '"50000"', '.inf', 'null', '50000, "low": 1', '50000, "high": 60000'].map((amount) => ({
    name: `an amount of ${amount}`,
    edit: inPay('"amount": 50000', `"amount": ${amount}`),
    expected: [['pay-amount', payFile, '"maker-here"']] satisfies Expectation[],
    kept: onlySecond,
  })),
  {
    name: 'a low end alone',
    edit: dropLine(payFile, '40000'),
    expected: [['pay-amount', payFile, '"baker-there"']],
    kept: onlyFirst,
  },
  {
    name: 'ends that are exchanged',
    edit: inPay('"high": 40000', '"high": 20000'),
    expected: [['pay-range', payFile, '"low"']],
    kept: onlyFirst,
  },
  {
    name: 'a figure id used twice',
    edit: inPay('"baker-there"', '"maker-here"'),
    expected: [['pay-duplicate', payFile, nth('"maker-here"', 2)]],
    kept: onlyFirst,
  },
  ...['"8"', 'null', '.nan', '.inf', '[8]'].map((difference) => ({
    name: `a difference of ${difference}`,
    edit: inPay('"deltaVsUsAverage": 8', `"deltaVsUsAverage": ${difference}`),
    expected: [['field-type', payFile, '"deltaVsUsAverage"']] satisfies Expectation[],
    kept: onlySecond,
  })),

  // the outlook
  {
    name: 'no outlook',
    edit: inPay('"outlook": [', '"outlooks": ['),
    expected: [['field-missing', payFile, first]],
    kept: both,
    keptOutlook: [],
  },
  {
    name: 'an outlook that is a text',
    edit: inPay('"outlook": [', '"outlook": "fair",\n  "rest": ['),
    expected: [['field-type', payFile, '"fair"']],
    kept: both,
    keptOutlook: [],
  },
  {
    name: 'a statement that is a text',
    edit: inPay('"outlook": [', '"outlook": [\n    "fair",'),
    expected: [['not-an-object', payFile, '"fair"']],
    kept: both,
  },
  {
    name: 'a statement with an unknown field',
    edit: inPay('"kind": "growth"', '"kind": "growth",\n      "colour": "red"'),
    expected: [['field-unknown', payFile, '"colour"']],
    kept: both,
  },
  ...['"id": "makers-grow"', '"kind": "growth"', '"text": "More', '"occupation": "Makers"', '"source": "Bureau"'].map(
    (field) => ({
      name: `a statement without ${field}`,
      edit: dropLine(payFile, field),
      expected: [['field-missing', payFile, lineAfter('"outlook": [')]] satisfies Expectation[],
      kept: both,
      keptOutlook: onlyContent,
    }),
  ),
  {
    name: 'a statement without articles',
    edit: inPay('"source": "Bureau",\n      "articles": ["almanac"],', '"source": "Bureau",'),
    expected: [['field-missing', payFile, lineAfter('"outlook": [')]],
    kept: both,
    keptOutlook: onlyContent,
  },
  {
    name: 'a statement id with capitals',
    edit: inPay('"makers-grow"', '"Makers-grow"'),
    expected: [['id-form', payFile, '"Makers-grow"']],
    kept: both,
    keptOutlook: onlyContent,
  },
  {
    name: 'a statement that is blank',
    edit: inPay('"More makers will be needed."', '" "'),
    expected: [['field-type', payFile, '"text": " "']],
    kept: both,
    keptOutlook: onlyContent,
  },
  {
    name: 'a statement of an unknown article',
    edit: inPay(
      '"source": "Bureau",\n      "articles": ["almanac"],',
      '"source": "Bureau",\n      "articles": ["rumour"],',
    ),
    expected: [['pay-article', payFile, '"rumour"']],
    kept: both,
    keptOutlook: onlyContent,
  },
  {
    name: 'a statement with a note that is a number',
    edit: inPay('"Counts all makers."', '7'),
    expected: [['field-type', payFile, '"note": 7']],
    kept: both,
    keptOutlook: onlyContent,
  },
  {
    name: 'a statement without a note',
    edit: inPay(',\n      "note": "Counts all makers."', ''),
    expected: [],
    kept: both,
  },
  { name: 'a percentage without years', edit: dropLine(payFile, '2032'), ...brokenForecast },
  { name: 'years without a percentage', edit: dropLine(payFile, '"percent"'), ...brokenForecast },
  ...['"16"', 'null', '.nan', '.inf'].map((percent) => ({
    name: `a percentage of ${percent}`,
    edit: inPay('"percent": 16', `"percent": ${percent}`),
    ...brokenForecast,
  })),
  ...['[2032, 2022]', '[2022, 2022]', '[2022]', '[2022, 2032, 2042]', '["2022", "2032"]', '2022', '[2022.5, 2032]'].map(
    (years) => ({ name: `years of ${years}`, edit: inPay('[2022, 2032]', years), ...brokenForecast }),
  ),

  // contradictions
  {
    name: 'no contradictions',
    edit: inPay('"contradictions": [', '"contradicted": ['),
    expected: [['field-missing', payFile, first]],
    kept: both,
    keptContradictions: [],
  },
  {
    name: 'contradictions that are null',
    edit: inPay('"contradictions": [', '"contradictions": null,\n  "rest": ['),
    expected: [['field-type', payFile, '"contradictions": null']],
    kept: both,
    keptContradictions: [],
  },
  {
    name: 'a contradiction with an unknown field',
    edit: inPay('"subject": "Pay of makers"', '"subject": "Pay of makers",\n      "colour": "red"'),
    expected: [['field-unknown', payFile, '"colour"']],
    kept: both,
  },
  {
    name: 'a contradiction without a subject',
    edit: dropLine(payFile, 'Pay of makers'),
    expected: [['field-missing', payFile, lineAfter('"contradictions": [')]],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a contradiction without a comment',
    edit: inPay('],\n      "comment": "Two years lie between the two."', ']'),
    expected: [['field-missing', payFile, lineAfter('"contradictions": [')]],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a contradiction id with a dot',
    edit: inPay('"maker-pay"', '"maker.pay"'),
    expected: [['id-form', payFile, '"maker.pay"']],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a contradiction without sides',
    edit: cut(payFile, '"subject": "Pay of makers",', '"comment": "Two', '\n      '),
    expected: [['field-missing', payFile, lineAfter('"contradictions": [')]],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a contradiction of no side',
    edit: cut(payFile, '"Pay of makers",\n      "sides": [', '],\n      "comment": "Two', ''),
    expected: [['field-type', payFile, '"sides": []']],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a side that is a text',
    edit: inPay('{ "says": "Makers earn little", "articles": ["leaflet"] }', '"Makers earn little"'),
    expected: [['not-an-object', payFile, 'Makers earn little']],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a side that says nothing',
    edit: inPay('"says": "Makers earn little"', '"says": ""'),
    expected: [['field-type', payFile, '"says": ""']],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a side without articles',
    edit: inPay(', "articles": ["leaflet"] }', ' }'),
    expected: [['field-missing', payFile, 'Makers earn little']],
    kept: both,
    keptContradictions: onlyHours,
  },
  {
    name: 'a side of an unknown article',
    edit: inPay('["leaflet"] }', '["rumour"] }'),
    expected: [['pay-article', payFile, '"rumour"']],
    kept: both,
    keptContradictions: onlyHours,
  },
];

function editedPay(edit: Edit): Files {
  const files: Files = new Map([[payFile, validPay]]);
  assert.deepEqual(parsePay(validPay, today).problems, []);
  edit(files);
  return files;
}

// ---------- every code ----------

/** Who gives a code. Typed so that a code without an entry does not compile. */
const givenBy: Record<ProblemCode, readonly ('pack' | 'pay' | 'career' | 'lab' | 'paths' | 'evidence')[]> = {
  'file-missing': ['pack', 'pay', 'career'],
  'file-not-text': ['pack', 'pay', 'career'],
  'file-too-large': ['pack', 'pay', 'career'],
  'json-syntax': ['pack', 'pay', 'career'],
  'not-an-object': ['pack', 'pay', 'career'],
  'field-missing': ['pack', 'pay', 'career'],
  'field-unknown': ['pack', 'pay', 'career'],
  'field-type': ['pack', 'pay', 'career'],
  'format-unsupported': ['pack', 'pay', 'career'],
  'id-form': ['pack', 'pay', 'career'],
  'area-duplicate': ['pack'],
  'area-empty': ['pack'],
  'skill-duplicate': ['pack'],
  'skill-not-listed': ['pack'],
  'front-matter-missing': ['pack'],
  'front-matter-unclosed': ['pack'],
  'front-matter-syntax': ['pack'],
  'id-mismatch': ['pack'],
  'area-mismatch': ['pack'],
  'kind-unknown': ['pack'],
  'level-unknown': ['pack'],
  'minutes-range': ['pack'],
  'summary-length': ['pack'],
  'link-not-https': ['pack', 'career'],
  'prerequisite-unknown': ['pack'],
  'prerequisite-cycle': ['pack'],
  'related-unknown': ['pack'],
  'reference-self': ['pack'],
  'reference-duplicate': ['pack'],
  'alias-taken': ['pack'],
  'role-unknown': ['pack', 'pay', 'career'],
  'section-missing': ['pack'],
  'section-order': ['pack'],
  'section-duplicate': ['pack'],
  'section-empty': ['pack'],
  'text-before-section': ['pack'],
  'fence-unclosed': ['pack'],
  'fence-language': ['pack'],
  'sample-missing': ['pack'],
  'output-missing': ['pack'],
  'output-unexpected': ['pack'],
  'mistake-form': ['pack'],
  'mistakes-few': ['pack'],
  'item-form': ['pack'],
  'item-ticked': ['pack'],
  'item-id-missing': ['pack'],
  'item-duplicate': ['pack'],
  'item-alias-form': ['pack'],
  'item-alias-taken': ['pack'],
  'item-text': ['pack'],
  'items-none': ['pack'],
  'question-form': ['pack'],
  'question-id-missing': ['pack'],
  'question-duplicate': ['pack'],
  'question-alias-form': ['pack'],
  'question-alias-taken': ['pack'],
  'answer-missing': ['pack'],
  'questions-none': ['pack'],
  'reading-form': ['pack'],
  'reading-none': ['pack'],
  'skill-link-unknown': ['pack'],
  'section-link-unknown': ['pack'],
  'diagram-unknown': ['pack'],
  'diagram-form': ['pack'],
  'diagram-text': ['pack'],
  'diagram-place': ['pack'],
  'diagram-many': ['pack'],
  'diagram-unused': ['pack'],
  'raw-html': ['pack'],
  'pay-amount': ['pay'],
  'pay-range': ['pay'],
  'pay-currency': ['pay'],
  'pay-date': ['pay'],
  'pay-article': ['pay', 'career'],
  'pay-duplicate': ['pay'],
  'id-duplicate': ['career'],
  'skill-unknown': ['career'],
  'skill-reserved': ['career'],
  'lab-kind': ['lab'],
  'lab-language': ['lab'],
  'lab-folder': ['lab'],
  'lab-item': ['lab'],
  'lab-section': ['lab'],
  'lab-hints': ['lab'],
  'lab-field': ['lab'],
  'lab-name': ['lab'],
  'path-step': ['paths'],
  'path-lab': ['paths'],
  'path-item': ['paths'],
  'path-group': ['paths'],
  'path-minutes': ['paths'],
  'path-reason': ['paths'],
  'path-order': ['paths'],
  'evidence-field': ['evidence'],
  'evidence-part': ['evidence'],
  'evidence-glob': ['evidence'],
  'evidence-pattern': ['evidence'],
  'evidence-pattern-kind': ['evidence'],
  'evidence-pattern-slow': ['evidence'],
};
const allCodes = Object.keys(givenBy) as ProblemCode[];

/** Codes that the table of packs cannot hold, and why. */
const notInPacks: Partial<Record<ProblemCode, string>> = {
  'pay-amount': 'parsePack does not read pay.json',
  'pay-range': 'parsePack does not read pay.json',
  'pay-currency': 'parsePack does not read pay.json',
  'pay-date': 'parsePack does not read pay.json',
  'pay-article': 'parsePack does not read pay.json',
  'pay-duplicate': 'parsePack does not read pay.json',
  'id-duplicate': 'parsePack does not read career.json',
  'skill-unknown': 'parsePack does not read career.json',
  'skill-reserved': 'parsePack does not read career.json',
  'lab-kind': 'parsePack does not read labs',
  'lab-language': 'parsePack does not read labs',
  'lab-folder': 'parsePack does not read labs',
  'lab-item': 'parsePack does not read labs',
  'lab-section': 'parsePack does not read labs',
  'lab-hints': 'parsePack does not read labs',
  'lab-field': 'parsePack does not read labs',
  'lab-name': 'parsePack does not read labs',
  'path-step': 'parsePack does not read paths.json',
  'path-lab': 'parsePack does not read paths.json',
  'path-item': 'parsePack does not read paths.json',
  'path-group': 'parsePack does not read paths.json',
  'path-minutes': 'parsePack does not read paths.json',
  'path-reason': 'parsePack does not read paths.json',
  'path-order': 'parsePack does not read paths.json',
  'evidence-field': 'parsePack does not read evidence.json',
  'evidence-part': 'parsePack does not read evidence.json',
  'evidence-glob': 'parsePack does not read evidence.json',
  'evidence-pattern': 'parsePack does not read evidence.json',
  'evidence-pattern-kind': 'parsePack does not read evidence.json',
  'evidence-pattern-slow': 'parsePack does not read evidence.json',
};

const codesIn = (cases: readonly Case[]): ProblemCode[] => [
  ...new Set(cases.flatMap(({ expected }) => expected.map(([code]) => code))),
];

// ---------- line ends ----------

const variants: readonly { readonly name: string; readonly of: (text: string) => string }[] = [
  { name: 'CRLF', of: (text) => text.replaceAll('\n', '\r\n') },
  { name: 'CR', of: (text) => text.replaceAll('\n', '\r') },
  { name: 'a byte order mark', of: (text) => `\uFEFF${text}` },
  { name: 'a byte order mark and CRLF', of: (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}` },
];

const asVariant = (files: Files, of: (text: string) => string): Files =>
  new Map([...files].map(([file, content]) => [file, typeof content === 'string' ? of(content) : content]));

/** Plain data: maps become lists of entries, which compare with their order. */
const plain = ({ pack, problems }: ParsedPack): unknown => ({
  index: pack?.index,
  bodies: pack && [...pack.bodies],
  problems,
});

// ---------- the tests ----------

describe('parsePack', function () {
  this.timeout(20_000);

  it('reads a valid pack without problems', () => {
    const { pack, problems } = parse(edited());
    assert.deepEqual(problems, []);
    assert.ok(pack);
    assert.deepEqual(
      [pack.index.format, pack.index.id, pack.index.title, pack.index.version],
      [1, 'tiny', 'Tiny pack', '1.0.0'],
    );
    assert.deepEqual(pack.index.areas, [
      { id: 'basics', title: 'Basics', summary: 'Where to begin.', skills: ['alpha', 'beta'] },
      { id: 'more', title: 'More', summary: 'Where to go on.', skills: ['gamma'] },
    ]);
    assert.deepEqual(
      pack.index.skills.map((skill) => skill.id),
      ['alpha', 'beta', 'gamma'],
    );
    assert.deepEqual(pack.index.skills[2], {
      id: 'gamma',
      title: 'Gamma',
      area: 'more',
      kind: 'language',
      level: 'beginner',
      minutes: 30,
      summary: 'A small skill that tests can break at will.',
      prerequisites: ['alpha', 'beta'],
      related: ['alpha'],
      aliases: ['letter gamma'],
      roles: ['maker', 'baker'],
      items: [
        { id: 'tiny/gamma/say', text: 'Say it aloud' },
        { id: 'tiny/gamma/write', text: 'Write it down' },
      ],
      cards: [{ id: 'tiny/gamma#meaning' }, { id: 'tiny/gamma#last' }],
      headings: [
        { id: 'the-sound', title: 'The sound' },
        { id: 'a-closer-look', title: 'A closer look' },
      ],
    });
    assert.deepEqual([...pack.bodies.keys()], ['alpha', 'beta', 'gamma']);
    const { sections, ...body } = pack.bodies.get('gamma')!;
    assert.deepEqual(
      sections.map(({ id, title }) => [id, title]),
      [
        ['what-it-is', 'What it is'],
        ['why-it-matters', 'Why it matters'],
        ['how-it-works', 'How it works'],
        ['example', 'Example'],
        ['a-closer-look', 'A closer look'],
      ],
    );
    assert.equal(sections[1]!.markdown, 'Words are made of letters.');
    assert.deepEqual(
      sections.map(({ anchors }) => anchors),
      [[], [], ['the-sound'], [], []],
    );
    assert.deepEqual(body, {
      format: 1,
      id: 'gamma',
      samples: [
        { language: 'js', run: true, code: "console.log('gamma');", file: 'gamma.js' },
        { language: 'output', run: false, code: 'gamma' },
      ],
      diagrams: [{ id: 'letter', svg: validDrawing }],
      mistakes: [
        { title: 'Skipping it', markdown: 'Then words have gaps.' },
        { title: 'Rushing', markdown: 'Read it\ntwice.' },
      ],
      questions: [
        { id: 'tiny/gamma#meaning', question: 'What is gamma?', answer: 'A letter.' },
        { id: 'tiny/gamma#last', question: 'Is it the last?', answer: 'No.' },
      ],
      links: [{ title: 'Letters', url: 'https://example.com/letters', note: 'All of them.' }],
      sources: ['https://example.com/gamma'],
    });
  });

  describe('reports, with its line,', () => {
    for (const { name, edit, expected } of packCases) {
      it(name, () => {
        const files = edited(edit);
        assert.deepEqual(shortly(parse(files).problems), expectedIn(files, expected));
      });
    }

    it('every code that it can give', () => {
      assert.ok(packCases.length >= 45, `${packCases.length} cases`);
      const covered = codesIn(packCases);
      assert.deepEqual(
        allCodes.filter((code) => !covered.includes(code)),
        Object.keys(notInPacks),
      );
      assert.deepEqual(
        covered.filter((code) => !givenBy[code].includes('pack')),
        [],
      );
    });
  });

  describe('accepts', () => {
    for (const { name, edit } of accepted) {
      it(name, () => {
        const { pack, problems } = parse(edited(edit));
        assert.deepEqual(problems, []);
        assert.equal(pack?.index.skills.length, 3);
      });
    }

    it('any role when the roles are not known', () => {
      assert.deepEqual(parsePack(edited(replace(alpha, '[maker, baker]', '[wizard]'))).problems, []);
    });
  });

  it('gives sections of one anchor an id each', () => {
    const edit = replace(
      alpha,
      '## A closer look',
      '## C\n\n1\n\n## C++\n\n2\n\n## C 2\n\n3\n\n## C#\n\n4\n\n## A closer look',
    );
    const { pack } = parse(edited(edit));
    assert.deepEqual(
      pack?.bodies
        .get('alpha')
        ?.sections.slice(4, 8)
        .map((section) => section.id),
      ['c', 'c-2', 'c-2-2', 'c-3'],
    );
  });

  describe('keeps the other pages when one', () => {
    const faults: readonly (Omit<Case, 'expected'> & { readonly problem: string })[] = [
      { name: 'has a fault', edit: replace(alpha, 'kind: language', 'kind: sorcery'), problem: 'kind-unknown' },
      {
        name: 'has a bad link',
        edit: replace(alpha, 'related: [gamma]', 'related: [omega]'),
        problem: 'related-unknown',
      },
      { name: 'is not text', edit: put(alpha, 7), problem: 'file-not-text' },
      { name: 'is missing', edit: remove(alpha), problem: 'file-missing' },
    ];
    for (const { name, edit, problem } of faults) {
      it(name, () => {
        const { pack, problems } = parse(edited(edit));
        assert.deepEqual(
          problems.map(({ code }) => code),
          [problem],
          'its fault is not charged to the pages that name it',
        );
        assert.deepEqual(
          pack?.index.skills.map(({ id, prerequisites, related }) => [id, prerequisites, related]),
          [
            ['beta', [], []],
            ['gamma', ['beta'], []],
          ],
        );
        assert.deepEqual(
          pack.index.areas.map((area) => area.skills),
          [['beta'], ['gamma']],
        );
        assert.deepEqual([...pack.bodies.keys()], ['beta', 'gamma']);
      });
    }
  });

  it('leaves out an area that has lost all its pages', () => {
    const { pack } = parse(edited(put(gamma, '')));
    assert.deepEqual(
      pack?.index.areas.map((area) => area.id),
      ['basics'],
    );
    assert.deepEqual(pack.index.skills[0]?.related, []);
  });

  it('keeps a page that has hints only', () => {
    const { pack, problems } = parse(edited(replace(alpha, 'a sound.', '<b>a sound</b>.')));
    assert.deepEqual(problems.map(isError), [false]);
    assert.equal(pack?.index.skills.length, 3);
  });

  it('names the members of a cycle and breaks it', () => {
    const files = edited(replace(alpha, 'prerequisites: []', 'prerequisites: [gamma]'));
    const { pack, problems } = parse(files);
    assert.deepEqual(
      problems.map(({ code, detail }) => [code, detail]),
      // Gamma needs both, and each way round is a circle of its own.
      [
        ['prerequisite-cycle', 'alpha → gamma → alpha'],
        ['prerequisite-cycle', 'alpha → gamma → beta → alpha'],
      ],
    );
    assert.deepEqual(
      pack?.index.skills.map(({ id, prerequisites }) => [id, prerequisites]),
      [
        ['beta', []],
        ['gamma', ['beta']],
      ],
    );
  });

  it('follows a chain of a thousand prerequisites', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `s${index}`);
    const files: Files = new Map([
      [
        manifest,
        JSON.stringify({
          format: 1,
          id: 'p',
          title: 'P',
          version: '1',
          areas: [{ id: 'a', title: 'A', summary: 'S', skills: ids }],
        }),
      ],
      ...ids.map((id, index): [string, string] => {
        const text = page(id, 'a', ids[index + 1] ?? ids[0]!, '').replace(' [Beta](skill:beta) is another.', '');
        return [`skills/a/${id}.md`, text];
      }),
      [drawing, validDrawing],
    ]);
    const { pack, problems } = parse(files);
    assert.deepEqual(shortly(problems), ['skills/a/s0.md:9 prerequisite-cycle']);
    assert.match(problems[0]!.detail, /^s0 → s1 → s2 → .*…$/);
    assert.equal(pack?.index.skills.length, 999);
  });

  it('refuses a page of 300 kB and a list of 3 MB before it reads them', () => {
    for (const [file, repeat, limit] of [
      [manifest, 300_000, '2000 kB'],
      [alpha, 30_000, '200 kB'],
    ] as const) {
      const text = page('alpha', 'basics', '', 'gamma') + 'a: [*b, {#'.repeat(repeat);
      const files = edited(put(file, text));
      assertQuick(100, () => parse(files));
      const { problems } = parse(files);
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.file, problem.detail]),
        [['file-too-large', file, limit]],
      );
    }
  });

  for (const { name, of } of variants) {
    it(`reads ${name} like LF`, () => {
      assert.deepEqual(plain(parse(asVariant(edited(), of))), plain(parse(edited())));
      for (const { name: fault, edit } of packCases) {
        const files = edited(edit);
        assert.deepEqual(shortly(parse(asVariant(files, of)).problems), shortly(parse(files).problems), fault);
      }
    });
  }
});

describe('parsePay', function () {
  this.timeout(20_000);

  it('reads a valid file without problems', () => {
    const { pay, problems } = parsePay(validPay, today);
    assert.deepEqual(problems, []);
    assert.ok(pay);
    assert.deepEqual({ $schema: './schema/pay.schema.json', ...pay }, JSON.parse(validPay));
  });

  it('accepts a date of this month and of this year', () => {
    for (const date of [today, today.slice(0, 4), '1990'])
      assert.deepEqual(parsePay(validPay.replace('2024-02', date), today).problems, []);
  });

  describe('reports, with its line,', () => {
    for (const { name, edit, expected, kept, keptOutlook, keptContradictions } of payCases) {
      it(name, () => {
        const files = editedPay(edit);
        const { pay, problems } = parsePay(files.get(payFile), today);
        assert.deepEqual(shortly(problems), expectedIn(files, expected));
        assert.deepEqual(
          pay?.figures.map((figure) => figure.id),
          kept,
        );
        assert.deepEqual(
          pay?.outlook.map((statement) => statement.id),
          pay && (keptOutlook ?? allOutlook),
        );
        assert.deepEqual(
          pay?.contradictions.map((contradiction) => contradiction.id),
          pay && (keptContradictions ?? allContradictions),
        );
        // A contradiction is kept with all its sides, or not at all: one side alone would be a lie.
        for (const { id, sides } of pay?.contradictions ?? []) assert.equal(sides.length, id === 'maker-pay' ? 2 : 1);
      });
    }

    it('every code that it can give', () => {
      assert.deepEqual(codesIn(payCases).sort(), allCodes.filter((code) => givenBy[code].includes('pay')).sort());
    });
  });

  for (const { name, of } of variants) {
    it(`reads ${name} like LF`, () => {
      for (const { name: fault, edit } of [{ name: 'none', edit: all() }, ...payCases]) {
        const files = editedPay(edit);
        assert.deepEqual(
          parsePay(asVariant(files, of).get(payFile), today),
          parsePay(files.get(payFile), today),
          fault,
        );
      }
    });
  }
});

describe('hostile content', function () {
  this.timeout(60_000);

  /** Far less than what the parser refuses at once, or just that much. */
  const size = maxPageLength - 5_000;
  const fill = (text: string): string => text.repeat(Math.floor(size / text.length));
  const number = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('');

  const notTexts: readonly unknown[] = [
    0,
    NaN,
    1n,
    true,
    null,
    Symbol('text'),
    {},
    [],
    ['---'],
    { length: 3 },
    new Date(NaN),
    new Uint8Array(8),
    Object.create(null),
    { toString: () => '---' },
    () => '---',
  ];

  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 8 }, (_, index) => {
      const alias = `*${'abcdefgh'.charAt(index)}`;
      const name = 'bcdefghi'.charAt(index);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => alias).join(', ')}]`;
    }),
  ].join('\n');

  const texts: Record<string, string> = {
    'an alias bomb': bomb,
    'an alias bomb with merges': `${bomb}\n<<: [*i, *h]`,
    'an alias of itself': '&a [*a]',
    '100,000 open brackets': '['.repeat(100_000),
    '100,000 brackets': '['.repeat(50_000) + ']'.repeat(50_000),
    'open braces': fill('{"a":'),
    'open dashes': '- '.repeat(50_000),
    '50,000 lines of >': '>\n'.repeat(50_000),
    'a text that is not closed': `"${fill('\\\n')}`,
    'many keys': number(25_000, (index) => `k${index}:\n`),
    'many keys in braces': `{${number(20_000, (index) => `"k${index}":1,`)}"z":1}`,
    'keys of every object': '{"__proto__": {"id": 1}, "constructor": 1, "toString": 1, "hasOwnProperty": null}',
    'keys that are not texts': '? [a]\n: b\n? {c: d}\n: e\nnull: f\n1: g\n"1": h\n',
    'special types': '!!set {a, b}\n',
    'more special types': 'a: !!binary aGk=\nb: !!omap [c: d]\nd: !!timestamp never\ne: !!js/function x\n',
    'several documents': '--- a\n...\n'.repeat(10_000),
    'an old version of YAML': '%YAML 1.1\n--- {a: yes, <<: {b: 0o7}}\n',
    'NUL and lone surrogates': '\0\uD800\uDFFF\u2028\u2029\u0085\uFEFF',
  };

  const quickly = <T>(work: () => T): T => {
    let result: T | undefined;
    assertQuick(2000, () => (result = work()));
    return result as T;
  };

  it('that is not text is refused', () => {
    for (const content of notTexts) {
      for (const file of [manifest, alpha]) {
        const { problems } = parse(edited(put(file, content)));
        assert.deepEqual(shortly(problems), [`${file}:1 file-not-text`]);
      }
      assert.deepEqual(shortly(parsePay(content, today).problems), ['pay.json:1 file-not-text']);
    }
  });

  for (const [name, text] of Object.entries(texts)) {
    it(`such as ${name}`, () => {
      const inFrontMatter = `---\n${text}\n---\n`;
      const inField = page('alpha', 'basics', '', 'gamma').replace('minutes: 30', () => `minutes: ${text}`);
      const inText = page('alpha', 'basics', '', 'gamma').replace('It stands for a sound.', () => text);
      assert.equal(quickly(() => parse(edited(put(manifest, text)))).pack, undefined);
      for (const content of [text, inFrontMatter, inField]) {
        const { pack, problems } = quickly(() => parse(edited(put(alpha, content))));
        assert.ok(problems.some(isError));
        assert.equal(pack?.index.skills.length, 2);
      }
      quickly(() => parse(edited(put(alpha, inText))));
      quickly(() => parsePay(`{"format": ${text}}`, today));
    });
  }

  // Each took minutes when a pattern or a search was quadratic.
  const places: Record<string, Edit> = {
    'spaces inside a heading': replace(alpha, '## A closer look', `## A${fill(' ')}look`),
    'hashes in a heading': replace(alpha, '## A closer look', `## A${fill(' #')} look`),
    'thousands of headings of one name': replace(alpha, '## A closer look', fill('## A\n')),
    'thousands of headings of one anchor': replace(
      alpha,
      '## A closer look',
      number(15_000, (index) => `## ${String.fromCodePoint(0x4e00 + index)}\nx\n`),
    ),
    'backticks that begin a fence': replace(alpha, 'It stands', `${fill('`')}\u2028`),
    'spaces after a fence': replace(alpha, 'It stands', `~~~a${fill(' ')}\u2028\n~~~\n`),
    'two long runs of backticks': replace(alpha, 'It stands', `x${'`'.repeat(size / 2)}${'a'.repeat(size / 2)}`),
    'runs of backticks of every length': replace(
      alpha,
      'It stands',
      number(600, (index) => `a${'`'.repeat(index)}`),
    ),
    'links that are not closed': replace(alpha, 'It stands', fill('](')),
    'tags that are not closed': replace(alpha, 'It stands', fill('<a')),
    'spaces after a bullet': replace(alpha, '**Rushing.**', `${fill(' ')}\u2028`),
    'stars in a mistake': replace(alpha, '**Rushing.**', `**a${fill('**')}\u2028`),
    'spaces in an item': replace(alpha, 'Write it down', `a${fill(' ')}b`),
    'spaces before the text of an item': replace(alpha, 'Write it down', `${fill(' ')}\u2028`),
    'ids in an item': replace(alpha, 'Write it down', fill('{#')),
    'spaces after a question': replace(alpha, ' {#last}', `${fill(' ')}{`),
    'former ids of a question': replace(alpha, '{#last}', `{#last aliases=${fill('a,')}}`),
    'question marks': replace(alpha, '**Is it the last?**', `**${fill('?')}`),
    'brackets in a title to read': replace(alpha, '[Letters]', `[${fill('](')}`),
    'spaces in a note to read': replace(alpha, 'All of them.', `a${fill(' ')}b`),
    'thousands of aliases': replace(alpha, '[letter alpha]', `[${number(25_000, (index) => `a${index}, `)}]`),
    'thousands of equal aliases': replace(alpha, '[letter alpha]', `[${fill('a, ')}]`),
    'thousands of fields': replace(alpha, 'minutes: 30', `minutes: 30\n${number(20_000, (index) => `f${index}: 1\n`)}`),
    'thousands of areas': replace(manifest, '"areas": [', `"areas": [${fill('1,')}`),
    'thousands of skills': replace(manifest, '"gamma"', `"gamma"${number(15_000, (index) => `, "s${index}"`)}`),
  };
  for (const [name, edit] of Object.entries(places)) {
    it(`such as ${name}`, () => {
      const files = edited(edit);
      const { pack, problems } = quickly(() => parse(files));
      assert.ok(pack);
      assert.ok(!problems.some((problem) => problem.code === 'file-too-large'), 'the limit must not hide the rest');
    });
  }

  it('such as brackets in the text of an item', () => {
    for (const text of ['[', '[](', '![', '`', '**', ' *a', '`a']) quickly(() => plainText(fill(text)));
  });
});

describe('inline code', () => {
  it('is taken out of a text, run by run', () => {
    const texts: readonly (readonly [string, string])[] = [
      ['a `b` c', 'a  c'],
      ['a ``b ` c`` d', 'a  d'],
      ['`a` `b', ' `b'],
      ['a ``b` c', 'a ``b` c'],
      ['``', '``'],
      ['', ''],
    ];
    for (const [text, rest] of texts) assert.equal(withoutCode(text), rest, text);
  });
});

describe('describeProblem', () => {
  /** A sentence begins with a capital, a digit or a quotation mark. */
  const sentences = (text: string): string[] => text.split(/(?<=[.?])\s+(?=[A-Z"])/);

  const holds = (problem: Problem): void => {
    const text = describeProblem(problem);
    const place = `${problem.file}:${problem.line}: `;
    assert.ok(text.startsWith(place), text);
    assert.ok(
      sentences(text.slice(place.length)).length >= 2,
      `one sentence for what is wrong, one for what to do: ${text}`,
    );
    assert.match(text, /\.$/);
    assert.doesNotMatch(text, /\{\d\}|undefined|[\n\r]/);
  };

  for (const code of allCodes) {
    it(`says what is wrong and what to do for ${code}`, () => {
      holds({ code, file: 'skills/a/b.md', line: 12, detail: 'Detail' });
    });
  }

  it('does so for all problems of the tables', () => {
    for (const { edit } of packCases) parse(edited(edit)).problems.forEach(holds);
    for (const { edit } of payCases) parsePay(editedPay(edit).get(payFile), today).problems.forEach(holds);
  });

  it('gives the detail as it is, in one line', () => {
    const detail = 'a\r\nb\u2028c\u001b[31m $& {0}';
    assert.equal(
      describeProblem({ code: 'level-unknown', file: 'f.md', line: 3, detail }),
      'f.md:3: "a b c [31m $& {0}" is not a level. Use beginner, intermediate or advanced.',
    );
  });
});

describe('any content', function () {
  this.timeout(60_000);

  const scraps = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      ...[
        '\n',
        '\r',
        '\r\n',
        '\uFEFF',
        '\u2028',
        '---',
        '\n---\n',
        '```',
        '~~~',
        '## ',
        '\n## Example\n',
        '- [ ] ',
        '{#',
      ],
      ...[
        '}',
        '**',
        '?**',
        '](',
        '<b',
        '>',
        '|',
        '&a ',
        '*a',
        '!!set ',
        ': ',
        ',',
        '[',
        ']',
        '{',
        '"',
        "'",
        '\\',
        '#',
        '\t',
      ],
    ),
  );
  /** Places are given in thousandths, so that they mean something in a text of any length. */
  const places = fc.nat(1000);
  interface Mutation {
    readonly kind: 'delete' | 'repeat' | 'insert' | 'delete line' | 'repeat line' | 'swap lines' | 'exchange';
    readonly at: number;
    readonly length: number;
    readonly text: string;
  }
  const one = (
    kind: Mutation['kind'],
    length: fc.Arbitrary<number> = fc.constant(0),
    text: fc.Arbitrary<string> = fc.constant(''),
  ): fc.Arbitrary<Mutation> => fc.record({ kind: fc.constant(kind), at: places, length, text });
  const mutations = fc.oneof(
    one('delete', fc.nat(200)),
    one('repeat', fc.nat(400)),
    one('insert', undefined, scraps),
    one('delete line'),
    one('repeat line'),
    one('swap lines', places),
    one('exchange', undefined, fc.oneof(scraps, fc.string({ unit: 'binary', maxLength: 500 }), fc.json())),
  );

  function mutated(text: string, { kind, at, length, text: scrap }: Mutation): string {
    const start = Math.floor((text.length * at) / 1000);
    const lines = text.split('\n');
    const line = Math.min(lines.length - 1, Math.floor((lines.length * at) / 1000));
    switch (kind) {
      case 'delete':
        return text.slice(0, start) + text.slice(start + length);
      case 'repeat':
        return text.slice(0, start + length) + text.slice(start);
      case 'insert':
        return text.slice(0, start) + scrap + text.slice(start);
      case 'delete line':
        return lines.toSpliced(line, 1).join('\n');
      case 'repeat line':
        return lines.toSpliced(line, 0, lines[line]!).join('\n');
      case 'swap lines': {
        const other = Math.min(lines.length - 1, Math.floor((lines.length * length) / 1000));
        return lines.with(line, lines[other]!).with(other, lines[line]!).join('\n');
      }
      case 'exchange':
        return scrap;
    }
  }

  const placesHold = (files: Files, problems: readonly Problem[], root: string): void => {
    for (const { code, file, line } of problems) {
      assert.ok(files.has(file) || file === root, `${code} in ${file}`);
      const content = files.get(file);
      const lines = typeof content === 'string' ? countLines(content) : 1;
      assert.ok(Number.isInteger(line) && line >= 1 && line <= lines + 1, `${code} at ${line} of ${lines} in ${file}`);
    }
  };

  it('of a pack is read without an exception, with places that exist', () => {
    const edits = fc.array(fc.tuple(fc.constantFrom(manifest, alpha, beta, gamma), mutations), {
      minLength: 1,
      maxLength: 6,
    });
    const added = fc.array(fc.tuple(fc.string({ maxLength: 12 }), fc.anything()), { maxLength: 2 });
    fc.assert(
      fc.property(edits, added, (changes, others) => {
        const files: Files = validPack();
        for (const [file, mutation] of changes) files.set(file, mutated(textOf(files, file), mutation));
        for (const [name, content] of others) if (!files.has(name)) files.set(name, content);
        const { pack, problems } = parse(files);
        placesHold(files, problems, manifest);
        if (!pack) {
          assert.ok(problems.some(isError));
          return;
        }
        const ids = pack.index.skills.map((skill) => skill.id);
        assert.equal(new Set(ids).size, ids.length);
        assert.deepEqual([...pack.bodies.keys()], ids);
        assert.deepEqual(
          pack.index.areas.flatMap((area) => area.skills),
          ids,
        );
        for (const { id, area, prerequisites, related } of pack.index.skills) {
          assert.ok(
            [...prerequisites, ...related].every((link) => ids.includes(link)),
            'no dead link is left',
          );
          assert.ok(!problems.some((problem) => problem.file === `skills/${area}/${id}.md` && isError(problem)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of pay.json is read without an exception, with places that exist', () => {
    fc.assert(
      fc.property(fc.array(mutations, { minLength: 1, maxLength: 6 }), (changes) => {
        const text = changes.reduce(mutated, validPay);
        const { pay, problems } = parsePay(text, today);
        placesHold(new Map([[payFile, text]]), problems, payFile);
        if (!pay) assert.ok(problems.some(isError));
        const known = new Set(pay?.roles.map((role) => role.id));
        assert.ok(pay?.figures.every((figure) => known.has(figure.role)) ?? true);
      }),
      { numRuns: 500 },
    );
  });
});
