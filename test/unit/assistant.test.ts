import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { build } from 'esbuild';
import fc from 'fast-check';
import ts from 'typescript';
import {
  bounded,
  findSkills,
  getJournal,
  getProgress,
  getSkill,
  keyPoints,
  maxAnswer,
  reviewQuestion,
  recorded,
  whatNext,
  type Known,
} from '../../src/assistant/answers';
import type { AssistantTools } from '../../src/assistant/tools';
import { toolNames, type ToolName } from '../../src/core/assistantToolNames';
import { checkInput, inputSchema, toolSpecs } from '../../src/core/assistantTools';
import { createCatalog, type Catalog } from '../../src/core/catalog';
import { dayOf } from '../../src/core/days';
import type { SkillBody } from '../../src/core/model';
import type { Grade, Review } from '../../src/core/progress';
import type { Advice } from '../../src/core/recommend';
import { CardStates, deckOf, dueBySkill, intervals, queueOf, type DeckCard } from '../../src/core/review';
import { createRollup } from '../../src/core/rollup';
import { makeIndex } from './packs';
import { pack } from './shipped';
import { nodesOf, parseSource, placeOf, readSources } from './sources';

const now = Date.parse('2026-05-06T10:00:00Z');
const day = 24 * 60 * 60 * 1000;

const made = createCatalog({
  ...makeIndex(
    { basics: { git: 3, http: 2 }, data: { sql: 2 } },
    {
      git: { title: 'Git', cards: [{ id: 'core/git#merge' }, { id: 'core/git#index' }], aliases: ['version control'] },
    },
  ),
  labs: [
    {
      ...{ id: 'hello', title: 'Hello', summary: 'Says hello.', kind: 'http', level: 'beginner', minutes: 30 },
      ...{ skills: ['http'], verifies: ['core/http/item-0'], languages: ['python'], checks: [] },
    },
  ],
});
const bodyOf = (id: string, length = 10): SkillBody => ({
  format: 1,
  id,
  sections: [
    { id: 'what-it-is', title: 'What it is', markdown: 'It is. '.repeat(length), anchors: ['sub'] },
    { id: 'example', title: 'Example', markdown: 'See. '.repeat(length), anchors: [] },
  ],
  samples: [],
  diagrams: [],
  mistakes: [{ title: 'Haste', markdown: 'Take time.' }],
  questions: [
    { id: 'core/git#merge', question: 'What is a merge?', answer: 'It joins two lines. Its commit has two parents.' },
    { id: 'core/git#index', question: 'What is the index?', answer: 'The draft of the next commit.' },
  ],
  links: [{ title: 'Docs', url: 'https://example.com/docs', note: 'All of it.' }],
  sources: ['https://example.com/source'],
});

const advice: Advice = {
  best: {
    ...({ kind: 'path', skill: 'sql', step: 'sql', minutes: 40 } as const),
    reasons: [
      { code: 'finished', skill: 'git', next: 'sql' },
      { code: 'step', number: 7, total: 23 },
    ],
  },
  alternatives: [
    { kind: 'lab', skill: 'http', lab: 'hello', minutes: 30, reasons: [{ code: 'ticked', done: 1, total: 1 }] },
  ],
};

interface Made {
  readonly practised?: Readonly<Record<string, number>>;
  readonly reviews?: Readonly<Record<string, readonly Review[]>>;
  readonly catalog?: Catalog;
  readonly length?: number;
}
/** As the deck of the stores, without the editor. */
function deckWith(
  catalog: Catalog,
  practised: Readonly<Record<string, number>>,
  of: (id: string) => readonly Review[],
): Awaited<ReturnType<Known['deck']>> {
  const states = new CardStates(of);
  const rollup = createRollup(catalog, Object.keys(practised));
  const deck = (skill?: string): DeckCard[] =>
    deckOf(
      catalog.skills.map(({ id, cards }) => ({ id, cards, begun: id === skill || rollup.skill(id).done > 0 })),
      states,
    ).filter((card) => skill === undefined || card.skill === skill);
  const dayAt = (moment: number): string => dayOf(moment, 'Europe/Berlin');
  return {
    isOn: true,
    due: () => ({ total: 0, bySkill: dueBySkill(deck(), states, now) }),
    queue: (request) =>
      queueOf(deck(request?.skill), states, { now, dayOf: dayAt, newPerDay: 5, moreNew: request?.moreNew ?? false }),
    state: (id) => states.state(id),
    intervals: (id) => intervals(of(id), now),
    dayOf: dayAt,
  };
}

function knownOf({ practised = {}, reviews = {}, catalog = made, length }: Made = {}): Known {
  return {
    catalog,
    rollup: createRollup(catalog, Object.keys(practised)),
    isDone: (id) => id in practised,
    practised: () => new Map(Object.entries(practised)),
    verified: () => new Map([['core/http/item-0', new Map([['hello', now - 2 * day]])]]),
    deck: () => Promise.resolve(deckWith(catalog, practised, (id) => reviews[id] ?? [])),
    reviews: {
      of: (id) => reviews[id] ?? [],
      all: () => new Map(Object.entries(reviews)),
    } as Partial<Known['reviews']> as Known['reviews'],
    zones: () => [{ at: 0, zone: 'Europe/Berlin' }],
    body: (id) => Promise.resolve(bodyOf(id, length)),
    advice: () => Promise.resolve(advice),
    now: () => now,
    zone: () => 'Europe/Berlin',
  };
}
const code = (value: string) => (error: unknown) => (error as { code?: string }).code === value;

describe('inputs of the tools', () => {
  const ajv = new Ajv({ strict: true });
  ajv.addFormat('date', (text: string) => 'input' in checkInput('getJournal', { until: text }));

  for (const name of toolNames) {
    const valid = ajv.compile(inputSchema(name));

    it(`of ${name} are valid by the schema just when they are taken, the documented example too`, () => {
      assert.ok(valid(toolSpecs[name].example), JSON.stringify(valid.errors));
      assert.ok('input' in checkInput(name, toolSpecs[name].example));
      const fields = Object.keys(toolSpecs[name].fields);
      const value = fc.oneof(
        fc.constantFrom<unknown>(
          '',
          ' ',
          'git',
          '2026-05-04',
          '2026-02-30',
          'x'.repeat(200),
          '😀'.repeat(200),
          '😀'.repeat(201),
        ),
        ...[
          fc.integer(),
          fc.constantFrom(0, 1, 4, 5, 1.5, 366, 367),
          fc.boolean(),
          fc.constant(null),
          fc.array(fc.string()),
        ],
        fc.array(fc.constant('x'), { minLength: 99, maxLength: 102 }),
      );
      const key = fields.length > 0 ? fc.constantFrom(...fields, 'other') : fc.constant('other');
      fc.assert(
        fc.property(fc.dictionary(key, value, { maxKeys: fields.length + 1 }), (input) => {
          const result = checkInput(name, { ...input });
          assert.equal('input' in result, valid({ ...input }), JSON.stringify(input));
          if ('problem' in result) assert.match(result.problem.message, /For example: \{/);
        }),
      );
    });

    it(`of ${name} may be anything at all without harm`, () => {
      fc.assert(fc.property(fc.anything(), (input) => void checkInput(name, input)));
    });
  }
});

describe('answers of the tools', () => {
  it('give a page by id, by another name and by words, with its sources and without answers', async () => {
    const page = await getSkill(knownOf({ practised: { 'core/git/item-1': now - day } }), { skill: 'git' });
    assert.match(page, /^# Git\n\nAbout git\.\n\n- Id: git\n/);
    assert.ok(page.includes('- [x] Do 1 (item core/git/item-1; practised on 2026-05-05)'));
    assert.ok(page.includes('- What is a merge? (question core/git#merge)'));
    assert.ok(page.endsWith('## Sources\n\n- https://example.com/source'));
    assert.ok(!page.includes('two parents'));
    assert.equal(
      await getSkill(knownOf({ practised: { 'core/git/item-1': now - day } }), { skill: 'Version Control' }),
      page,
    );
    assert.match(await getSkill(knownOf(), { skill: 'about http' }), /^# Http\n/);
    await assert.rejects(getSkill(knownOf(), { skill: 'zzzz' }), code('unknown-skill'));
  });

  it('give one section, by its heading, its anchor or that of a part of it', async () => {
    for (const section of ['what-it-is', 'What it is', 'sub']) {
      const page = await getSkill(knownOf(), { skill: 'git', section });
      assert.ok(page.includes('## What it is {#what-it-is}'));
      assert.ok(!page.includes('## Example'));
    }
    await assert.rejects(getSkill(knownOf(), { skill: 'git', section: 'none' }), code('unknown-section'));
  });

  it('leave out whole sections that have no room, and name them', async () => {
    const page = await getSkill(knownOf({ length: 3000 }), { skill: 'git' });
    assert.ok(page.length <= maxAnswer, String(page.length));
    assert.ok(page.includes('## What it is'));
    assert.match(page, /\(Left out for want of room: example\. /);
    assert.match(page, /## Sources\n\n- https/);
    assert.equal(bounded('x'.repeat(maxAnswer + 1)).length, maxAnswer);
    assert.equal(bounded('short'), 'short');
  });

  it('hold every page of the curriculum whole', async () => {
    const catalog = createCatalog(pack.index);
    for (const { id } of catalog.skills) {
      const known: Known = { ...knownOf({ catalog }), body: () => Promise.resolve(pack.bodies.get(id)!) };
      const page = await getSkill(known, { skill: id });
      assert.ok(page.length <= maxAnswer && !page.includes('Left out for want of room'), `${id}: ${page.length}`);
      for (const { answer } of pack.bodies.get(id)!.questions) assert.ok(!page.includes(answer), id);
    }
  });

  it('find skills by words', () => {
    assert.match(
      findSkills(knownOf(), { query: 'git' }),
      /^# Skills for "git"\n\n- git: Git\. About git\. \(basics, beginner/,
    );
    assert.match(findSkills(knownOf(), { query: 'zzzz' }), /None\. Try other words/);
  });

  it('tell of progress as a whole, by area and by skill', async () => {
    const known = knownOf({
      practised: { 'core/git/item-0': now - day, 'core/http/item-0': now, 'core/http/item-1': now },
      reviews: { 'core/git#merge': [{ at: [now - 30 * day, 0], grade: 3 }] },
    });
    const all = await getProgress(known, {});
    assert.ok(all.includes('- Items practised: 3 of 7 (43%)\n- Skills finished: 1 of 3; in progress: 1\n'));
    assert.ok(all.includes('| basics | Area basics | 3 of 5 | 1 of 2 | 1 | 1 | 1 |'), all);
    assert.ok(all.includes('- git: Git, 1 of 3 items practised'));
    assert.ok((await getProgress(known, { area: 'Area basics' })).includes('| http | Http | 2 of 2 | 1 | 0 |'));
    assert.match(await getProgress(known, { skill: 'git' }), /ever reviewed: 1; due: 1/);
    await assert.rejects(getProgress(known, { skill: 'gti' }), code('unknown-skill'));
    await assert.rejects(getProgress(known, { area: 'none' }), code('unknown-area'));
  });

  it('ask what is due, then what is new, and nothing of skills that were not begun', async () => {
    const good = (days: number, grade: Grade = 3): Review => ({ at: [now - days * day, 0], grade });
    const begun = { 'core/git/item-0': now };
    assert.match(await reviewQuestion(knownOf(), {}), /^# No question is due/);
    assert.match(await reviewQuestion(knownOf({ practised: begun }), {}), /- Id: core\/git#merge\n[\s\S]*- State: new/);
    const due = knownOf({ practised: begun, reviews: { 'core/git#index': [good(40)] } });
    const asked = await reviewQuestion(due, {});
    assert.match(asked, /- Id: core\/git#index\n[\s\S]*due since [\s\S]*What is the index\?/);
    assert.ok(!asked.includes('draft'));
    assert.match(await reviewQuestion(due, { not: ['core/git#index'] }), /- Id: core\/git#merge\n/);
    // Who names a skill wants to begin with it.
    assert.match(await reviewQuestion(knownOf(), { skill: 'git' }), /- Id: core\/git#merge\n/);
    const later = knownOf({ reviews: { 'core/git#index': [good(0, 4)], 'core/git#merge': [good(0, 4)] } });
    assert.match(
      await reviewQuestion(later, { skill: 'git' }),
      /^# No question is due in "git"\n\nThe next one is due on 2026-/,
    );
  });

  it('ask and record nothing while reviews are switched off', async () => {
    const known = knownOf({ practised: { 'core/git/item-0': now } });
    const off: Known = { ...known, deck: async () => ({ ...(await known.deck()), isOn: false }) };
    await assert.rejects(reviewQuestion(off, {}), code('switched-off'));
  });

  it('say what is next, and why', async () => {
    const text = await whatNext(knownOf());
    assert.match(
      text,
      /^# What is next\n\n## Best: Sql\n\n- Skill: sql\n- Kind: path; about 40 minutes\n- Why: You finished Git; Sql /,
    );
    assert.match(text, /## Or: Lab: Hello\n\n- Skill: http; lab: hello\n/);
    const nothing = { ...knownOf(), advice: () => Promise.resolve({ best: undefined, alternatives: [] }) };
    assert.match(await whatNext(nothing), /Nothing: /);
  });

  it('break an answer into what it says', () => {
    assert.deepEqual(keyPoints('It joins two lines. Its commit has `two` parents.'), [
      'It joins two lines.',
      'Its commit has two parents.',
    ]);
    assert.deepEqual(keyPoints('There are:\n\n- one\n- **two**\n'), ['one', 'two']);
    assert.deepEqual(keyPoints('About 1.5 times. See:\n\n```sql\nSELECT 1. Not this\n```'), [
      'About 1.5 times.',
      'See:',
    ]);
  });

  it('tell of the journal, day by day where the learner was', () => {
    const text = getJournal(knownOf({ practised: { 'core/git/item-0': Date.parse('2026-05-04T22:30:00Z') } }), {
      days: 3,
    });
    assert.match(
      text,
      /^# Journal from 2026-05-04 to 2026-05-06\n\n- Entries: 2 on 2 of 3 days\n- Days in a row until now: 2; longest: 2\n/,
    );
    assert.match(
      text,
      /## 2026-05-05\n\n- 00:30 practised: Do 0 \(item core\/git\/item-0, skill git\)\n\n## 2026-05-04\n\n- 12:00 verified by lab hello/,
    );
    assert.match(getJournal(knownOf(), { until: '2020-01-01' }), /Nothing was done on these days\./);
  });
});

describe('what is said of a review that has been recorded', () => {
  it('tells when it is due, in one minute, hour or day too', async () => {
    const due = async (after: number): Promise<string> => {
      const deck = { state: () => ({ due: now + after }) };
      const known = { ...knownOf(), deck: () => Promise.resolve(deck as never) };
      return /due again in ([^.]*)\./.exec(await recorded(known, 'core/git#merge', 1))?.[1] ?? '';
    };
    const minute = 60_000;
    assert.deepEqual(await Promise.all([0, minute, 2 * minute, 60 * minute, 90 * minute, day, 3 * day].map(due)), [
      '1 minute',
      '1 minute',
      '2 minutes',
      '1 hour',
      '2 hours',
      '1 day',
      '3 days',
    ]);
  });
});

/** All that the tools take from the editor. */
const editor = `
export const set = {};
export const commands = { executeCommand: async (...call) => { set.ran = call; } };
export const workspace = { getConfiguration: () => ({ get: (_, otherwise) => set.on ?? otherwise }) };
export const l10n = { t: (text, ...values) => text.replace(/\\{(\\d)\\}/g, (_, at) => values[at]) };
export class CancellationError extends Error {}
export class LanguageModelTextPart { constructor(value) { this.value = value; } }
export class LanguageModelToolResult { constructor(content) { this.content = content; } }
`;

describe('tools that write', () => {
  let Tools: typeof AssistantTools;
  let set: { on?: boolean; ran?: unknown[] };
  before(async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: "export { AssistantTools } from './src/assistant/tools'; export { set } from 'vscode';",
        resolveDir: process.cwd(),
      },
      ...{ bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error' },
      plugins: [
        {
          name: 'editor',
          setup(setup) {
            setup.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
            setup.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor, loader: 'js' }));
          },
        },
      ],
    });
    const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`;
    const loaded = (await import(url)) as { AssistantTools: typeof AssistantTools; set: typeof set };
    Tools = loaded.AssistantTools;
    set = loaded.set;
  });
  beforeEach(() => {
    delete set.on;
    delete set.ran;
  });

  interface Opened {
    readonly tools: AssistantTools;
    readonly writes: unknown[];
    readonly call: (name: ToolName, input: unknown, cancelled?: () => boolean) => Promise<string>;
  }
  const open = (fail?: Error): Opened => {
    const writes: unknown[] = [];
    const known = knownOf();
    const done = new Set<string>();
    const stores = {
      ...known,
      isDone: (id: string) => done.has(id),
      packs: { body: (id: string) => known.body(id) },
      setDone(ids: string[], to: boolean) {
        if (fail) return Promise.reject(fail);
        writes.push([ids, to]);
        for (const id of ids)
          if (to) done.add(id);
          else done.delete(id);
        return Promise.resolve(ids);
      },
      reviews: {
        ...known.reviews,
        add(id: string, grade: number) {
          writes.push([id, grade]);
          return Promise.resolve({ at: [now, 0], grade });
        },
      },
    };
    const errors = { error: (): void => undefined };
    const tools = new Tools(stores as never, errors as never, () => Promise.resolve({ advice } as never));
    return {
      tools,
      writes,
      async call(name, input, cancelled = () => false) {
        const token = {
          get isCancellationRequested() {
            return cancelled();
          },
        };
        const { content } = await tools.invoke(name, input, token as never);
        return (content[0] as { value: string }).value;
      },
    };
  };

  it('ask before, in words that say what will be written', async () => {
    const { tools, writes } = open();
    const asks = async (name: ToolName, input: unknown): Promise<string | undefined> => {
      const { confirmationMessages: asked } = await tools.prepare(name, input);
      return asked && `${asked.title} ${asked.message as string}`;
    };
    assert.match(
      (await asks('tickItem', { item: 'core/git/item-0' }))!,
      /Tick this item as practised\? "Do 0" \(Git\)/,
    );
    assert.match((await asks('tickItem', { item: 'core/git/item-0', done: false }))!, /^Take this tick back\?/);
    const graded = { question: 'core/git#merge', answer: 'x', grade: 4 };
    assert.match((await asks('gradeAnswer', graded))!, /Record a review\? "What is a merge\?" \(Git\) .*: easy/);
    assert.match((await asks('startLab', { lab: 'hello' }))!, /^Start a lab\? "Hello"/);
    // What only reads, and what will be refused, does not ask.
    assert.equal(await asks('gradeAnswer', { question: 'core/git#merge', answer: 'x' }), undefined);
    assert.equal(await asks('tickItem', { item: 'core/git/none' }), undefined);
    for (const name of toolNames)
      if (!['tickItem', 'startLab'].includes(name))
        assert.equal(await asks(name, toolSpecs[name].example), undefined, name);
    assert.deepEqual(writes, []);
    assert.equal(set.ran, undefined);
  });

  it('write what was asked for, once, and nothing when nothing changes', async () => {
    const { call, writes } = open();
    assert.match(await call('tickItem', { item: 'core/git/item-0' }), /^# Ticked\n/);
    assert.match(await call('tickItem', { item: 'core/git/item-0' }), /^# Ticked already\n/);
    assert.match(await call('tickItem', { item: 'core/git/item-0', done: false }), /^# Tick taken back\n/);
    assert.match(await call('gradeAnswer', { question: 'core/git#merge', answer: 'x' }), /^# Answer of the page\n/);
    assert.match(
      await call('gradeAnswer', { question: 'core/git#merge', answer: 'x', grade: 2 }),
      /^# Review recorded\n/,
    );
    assert.deepEqual(writes, [
      [['core/git/item-0'], true],
      [['core/git/item-0'], false],
      ['core/git#merge', 2],
    ]);
    assert.match(await call('startLab', { lab: 'hello' }), /^# Lab "Hello" \(hello\)\n/);
    assert.deepEqual(set.ran, ['backendSkills.startLab', 'hello']);
  });

  it('write nothing when they are refused, cancelled or switched off', async () => {
    const { call, writes } = open();
    assert.match(await call('tickItem', { item: 'core/git/none' }), /^Error \(unknown-item\): /);
    assert.match(
      await call('gradeAnswer', { question: 'core/git#none', answer: 'x', grade: 1 }),
      /^Error \(unknown-question\): /,
    );
    assert.match(await call('startLab', { lab: 'none' }), /^Error \(unknown-lab\): .*hello/);
    await assert.rejects(call('tickItem', { item: 'core/git/item-0' }, () => true));
    // Cancelled while the page is read.
    let asked = 0;
    await assert.rejects(call('gradeAnswer', { question: 'core/git#merge', answer: 'x', grade: 1 }, () => asked++ > 0));
    set.on = false;
    for (const name of toolNames)
      assert.match(
        await call(name, toolSpecs[name].example),
        /^Error \(switched-off\): .*backendSkills\.assistantTools/,
        name,
      );
    assert.deepEqual(writes, []);
    assert.equal(set.ran, undefined);
  });

  it('say when something could not be stored, and throw only what is broken', async () => {
    const expected = Object.assign(new Error('Not saved yet: the disk is full.'), { name: 'ExpectedError' });
    assert.equal(
      await open(expected).call('tickItem', { item: 'core/git/item-0' }),
      'Error (not-saved): Not saved yet: the disk is full.',
    );
    await assert.rejects(
      open(new Error('boom')).call('tickItem', { item: 'core/git/item-0' }),
      /could not answer: boom/,
    );
  });
});

describe('models', () => {
  it('are called by nothing in the extension: of that part of the API it only registers tools', () => {
    const used: string[] = [];
    for (const [name, text] of readSources()) {
      for (const node of nodesOf(parseSource(name, text))) {
        if (!ts.isIdentifier(node)) continue;
        if (
          /^(selectChatModels|sendRequest|createChatParticipant|registerMcpServerDefinitionProvider)$/.test(node.text)
        )
          used.push(`${placeOf(node)} ${node.text}`);
        // The namespaces themselves, as `vscode.lm`, as a variable, or taken apart by an import.
        if (/^(lm|chat)$/.test(node.text)) used.push(`${name} ${node.text}`);
      }
    }
    assert.deepEqual(used, ['assistant/index.ts lm']);
    const index = readSources().get('assistant/index.ts') ?? '';
    assert.deepEqual(
      [...index.matchAll(/\bmodels\??\.(\w+)/g)].map(([, member]) => member),
      ['registerTool', 'registerTool'],
    );
  });
});
