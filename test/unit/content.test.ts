import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { withoutCode } from '../../src/core/text';
import { pack, pay, problems, proseOf, sentencesOf, skills, sourceOf, wordsIn } from './shipped';
import career from '../../data/career.json';
import { createCatalog } from '../../src/core/catalog';
import { careerItemId } from '../../src/core/model';

/** What the first release promises; more may come, none may go. */
const promised = [
  'python',
  'php',
  'javascript',
  'ruby',
  'java',
  'csharp',
  'sql',
  'nodejs',
  'django',
  'mongodb',
  'mysql',
  'nginx',
  'rest-apis',
  'git',
  'http-requests-and-responses',
  'web-security',
];

describe('the content that ships', () => {
  it('is read without a problem', () => {
    assert.deepEqual(problems, []);
  });

  it('holds the promised skills', () => {
    const ids = skills.map(({ id }) => id);
    assert.deepEqual(
      promised.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it('has prerequisites that lead somewhere, never in a circle', () => {
    const needs = new Map(skills.map((skill) => [skill.id, skill.prerequisites]));
    assert.ok([...needs.values()].some((list) => list.length > 0));
    const walk = (id: string, seen: readonly string[]): void => {
      assert.ok(!seen.includes(id), [...seen, id].join(' → '));
      assert.ok(needs.has(id), id);
      for (const next of needs.get(id)!) walk(next, [...seen, id]);
    };
    for (const id of needs.keys()) walk(id, []);
  });

  it('has prerequisites that come earlier, so that reading in order works', () => {
    const order = skills.map(({ id }) => id);
    for (const skill of skills)
      for (const needed of skill.prerequisites)
        assert.ok(order.indexOf(needed) < order.indexOf(skill.id), `${skill.id} needs ${needed}`);
  });

  it('says no sentence of eight words or more twice', () => {
    const owners = new Map<string, string>();
    const repeated: string[] = [];
    let count = 0;
    for (const skill of skills)
      for (const sentence of sentencesOf(sourceOf(skill.id, skill.area))) {
        if (sentence.split(' ').length < 8) continue;
        count++;
        const owner = owners.get(sentence);
        if (owner !== undefined) repeated.push(`${owner}, ${skill.id}: ${sentence}`);
        owners.set(sentence, skill.id);
      }
    assert.ok(count > skills.length * 20, `${count} sentences`);
    assert.deepEqual(repeated, []);
  });

  it('has no page that is another page with the names exchanged', () => {
    /** Runs of six words in which every name and number is the same sign. */
    const shapesOf = (source: string): Set<string> => {
      const words = wordsIn(proseOf(source)).map((word) =>
        /^[\p{Lu}\d]/u.test(word) ? '•' : word.toLowerCase().replace(/[.,]$/, ''),
      );
      const shapes = words.map((_, at) => words.slice(at, at + 6));
      return new Set(
        shapes.filter((shape) => shape.filter((word) => word !== '•').length >= 4).map((s) => s.join(' ')),
      );
    };
    const pages = skills.map((skill) => ({ id: skill.id, shapes: shapesOf(sourceOf(skill.id, skill.area)) }));
    const alike = (a: (typeof pages)[number], b: (typeof pages)[number]): number => {
      let common = 0;
      for (const shape of a.shapes) if (b.shapes.has(shape)) common++;
      return common / Math.min(a.shapes.size, b.shapes.size);
    };
    const twins = pages.flatMap((page, at) =>
      pages.slice(at + 1).flatMap((other) => {
        const share = alike(page, other);
        return share > 0.03 ? [`${page.id}, ${other.id}: ${(share * 100).toFixed(1)} %`] : [];
      }),
    );
    assert.deepEqual(twins, []);
    // The measure does see a page whose names were exchanged.
    const [first] = skills;
    const exchanged = sourceOf(first!.id, first!.area)
      .replace(/\b\p{Lu}\p{L}+/gu, 'Zebra')
      .replace(/\d+/g, '7');
    const copy = { id: 'copy', shapes: shapesOf(exchanged) };
    assert.ok(alike(pages[0]!, copy) > 0.9, `${alike(pages[0]!, copy)}`);
  });

  it('keeps every id that was ever released, because ticks and reviews hang on them', () => {
    const released = JSON.parse(readFileSync('test/fixtures/released-ids.json', 'utf8')) as string[];
    assert.ok(released.length > 1000);
    const now = new Set([
      ...skills.flatMap((skill) => [
        `${pack.index.id}/${skill.id}`,
        ...[...skill.items, ...skill.cards].map(({ id }) => id),
      ]),
      ...career.checklist.flatMap(({ entries }) => entries.map(({ id }) => careerItemId(pack.index.id, id))),
      ...career.titles.flatMap(({ entries }) => entries.map(({ id }) => `career:title-${id}`)),
    ]);
    const catalog = createCatalog(pack.index);
    const formerCards = new Set(skills.flatMap(({ cards }) => cards.flatMap(({ id }) => catalog.cardFormers(id))));
    assert.deepEqual(
      released.filter((id) => !now.has(id) && !formerCards.has(id) && catalog.successors(id).length === 0),
      [],
    );
    // New ones are added to the list by test/content/ids.mjs.
    assert.deepEqual(
      [...now].filter((id) => !released.includes(id)),
      [],
    );
  });

  it('gives every item an id of its own', () => {
    const ids = skills.flatMap((skill) => skill.items.map((item) => item.id));
    assert.equal(new Set(ids).size, ids.length);
  });

  for (const skill of skills) {
    describe(skill.id, () => {
      const body = pack.bodies.get(skill.id)!;
      const source = sourceOf(skill.id, skill.area);
      const prose = proseOf(source);

      it('has 5 to 9 items, each short enough for a line of the tree', () => {
        assert.ok(skill.items.length >= 5 && skill.items.length <= 9, `${skill.items.length} items`);
        for (const { text } of skill.items) assert.ok(text.length <= 140, `${text.length}: ${text}`);
      });

      it('has 3 to 6 questions with answers, and at least 3 mistakes', () => {
        assert.ok(body.questions.length >= 3 && body.questions.length <= 6, `${body.questions.length} questions`);
        for (const { question, answer } of body.questions) assert.ok(wordsIn(answer).length >= 8, question);
        assert.ok(body.mistakes.length >= 3, `${body.mistakes.length} mistakes`);
      });

      it('has an example with what it prints', () => {
        const runs = body.samples.findIndex((sample) => sample.run);
        // Work with people leaves a text behind: a note, a plan, an answer.
        if (runs < 0 && skill.kind === 'workplace') {
          const [shown] = body.samples;
          assert.ok(shown && shown.code.split('\n').length >= 5);
          return;
        }
        assert.ok(runs >= 0);
        assert.ok(body.samples[runs]!.code.trim() !== '');
        const output = body.samples[runs + 1];
        assert.equal(output?.language, 'output');
        assert.ok(output.code.trim() !== '');
      });

      it('has between 400 and 1,050 words outside code', () => {
        const { length } = wordsIn(prose);
        assert.ok(length >= 400 && length <= 1050, `${length} words`);
      });

      it('has neither em dash nor exclamation mark in its prose', () => {
        const text = `${withoutCode(prose)}\n${skill.summary}\n${skill.title}`;
        const lines = text.split('\n').filter((line) => /[—!]/.test(line));
        assert.deepEqual(lines, []);
      });

      it('is in British spelling', () => {
        const american = withoutCode(prose.replace(/\[[^\]]*\](?=\S*https)/g, '')).match(
          /\b(?!(?:[Rr]e|[Oo]ver|[Uu]nder|[Dd]own|[Oo]ut)?[Ss]iz|[Pp]riz|[Ss]eiz|[Cc]apsiz|\p{Lu}\p{L}*Sanitizer|sanitizer)\p{L}+iz(?:e[drs]?|ing|ations?)\b/gu,
        );
        assert.equal(american, null);
      });

      it('backs its figures with sources', () => {
        // A number that someone measured, sells or decided; not a step, a port or a number of the sample.
        const figures = withoutCode(prose).match(
          /[$€£]\s?\d|\d(?:\s|-)?(?:%|per cent|percent|ms|seconds|minutes|hours|days|GB|GiB|MB|MiB|TB|kB|KiB|times|million|billion)\b/g,
        );
        const needed = Math.min(2, figures?.length ?? 0);
        assert.ok(body.sources.length >= needed, `${figures?.length ?? 0} figures, ${body.sources.length} sources`);
      });

      it('links to https without a tracking parameter', () => {
        const front = /^---\n(.*?)\n---\n/s.exec(source)![1]!;
        // Code may speak of any address; only what a reader can follow counts.
        const text = withoutCode(source.slice(front.length).replace(/^(`{3,})[^\n]*\n.*?^\1\s*$/gms, ''));
        const links = [
          ...body.sources,
          ...body.links.map(({ url }) => url),
          ...[...text.matchAll(/\]\(([^)\s]+)|<([a-z]+:[^>\s]+)>/g)].map(([, inline, auto]) => (inline ?? auto)!),
        ].filter((link) => !link.startsWith('#') && !/^(?:skill|diagram):/.test(link));
        assert.ok(links.length >= 4, `${links.length} links`);
        for (const link of links) {
          const url = new URL(link);
          assert.equal(url.protocol, 'https:', link);
          assert.equal(url.username + url.password, '', link);
          for (const name of url.searchParams.keys())
            assert.doesNotMatch(name, /^(utm_|ref|source$|src$|fbclid|gclid|dclid|msclkid|mc_|igsh|tag$|aff)/i, link);
          assert.doesNotMatch(url.hostname, /(^|\.)(bit\.ly|t\.co|goo\.gl|tinyurl\.com|amzn\.to|lnkd\.in)$/, link);
        }
      });

      it('is backed by at least one source, and names roles that have figures', () => {
        assert.ok(body.sources.length >= 1);
        assert.ok(skill.roles.length >= 1);
        assert.ok(skill.roles.every((role) => pay?.figures.some((figure) => figure.role === role)));
      });
    });
  }
});
