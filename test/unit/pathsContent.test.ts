import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createCatalog } from '../../src/core/catalog';
import type { LabSummary } from '../../src/core/lab';
import { pathParts, stepItems } from '../../src/core/paths';
import { parsePaths } from '../../src/core/pathsFile';
import { plainText } from '../../src/core/text';
import { pack, skills, wordsIn } from './shipped';

interface LabFile {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly skills: string[];
}
const labs = readdirSync('data/labs').map((id) => {
  const lab = JSON.parse(readFileSync(`data/labs/${id}/lab.json`, 'utf8')) as LabFile;
  return { ...lab, id };
});
const { paths: read, problems } = parsePaths(readFileSync('data/paths.json', 'utf8'), {
  pack: pack.index.id,
  skills: new Map(skills.map((skill) => [skill.id, skill])),
  labs: new Map(labs.map((lab) => [lab.id, lab])),
});
const paths = read?.paths ?? [];
const catalog = createCatalog({ ...pack.index, labs: labs as unknown as LabSummary[] });

/** What the first release promises; more may come, none may go: they stand in people's settings. */
const promised = [
  'start-from-zero',
  'python-django',
  'javascript-nodejs',
  'php-laravel',
  'ruby-on-rails',
  'java-spring',
  'csharp-dotnet',
  'databases',
  'apis',
  'security',
  'operations',
  'interview-in-four-weeks',
  'first-job',
];

describe('the paths that ship', () => {
  it('are read without a problem or a warning', () => {
    assert.deepEqual(problems, []);
  });

  it('are those that were promised, at least', () => {
    const ids = paths.map(({ id }) => id);
    assert.deepEqual(
      promised.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it('give each step a reason of its own, that no other step has', () => {
    const seen = new Map<string, string>();
    for (const path of paths)
      for (const { id, reason } of path.steps) {
        const words = wordsIn(reason.toLowerCase()).join(' ');
        assert.equal(seen.get(words), undefined, `${path.id}/${id} says what ${seen.get(words)} says`);
        seen.set(words, `${path.id}/${id}`);
      }
    assert.ok(seen.size > 250, `${seen.size} reasons`);
  });

  it('say when a skill takes the same time, wherever all of it is done', () => {
    const times = new Map<string, number>();
    for (const { steps } of paths)
      for (const { skill, items, lab, minutes } of steps) {
        if (skill === undefined || items || lab !== undefined) continue;
        assert.equal(times.get(skill) ?? minutes, minutes, skill);
        times.set(skill, minutes);
      }
    assert.ok(times.size > 60, `${times.size} skills`);
  });

  it('fit interviews into four weeks of two to three hours on six days', () => {
    const path = paths.find(({ id }) => id === 'interview-in-four-weeks');
    const parts = path ? pathParts(path) : [];
    assert.deepEqual(
      parts.map(({ group }) => group?.slice(0, 6)),
      ['Week 1', 'Week 2', 'Week 3', 'Week 4'],
    );
    for (const { group, steps } of parts) {
      const hours = steps.reduce((sum, { minutes }) => sum + minutes, 0) / 60;
      assert.ok(hours >= 10 && hours <= 18, `${group}: ${hours} h`);
    }
  });

  for (const path of paths)
    describe(path.id, () => {
      it('has 10 to 25 steps and says in a sentence each where it leads and for whom it is', () => {
        assert.ok(path.steps.length >= 10 && path.steps.length <= 25, `${path.steps.length} steps`);
        for (const text of [path.summary, path.audience]) assert.match(text, /^[A-Z].{30,180}\.$/);
        assert.match(path.audience, /\byou\b/i);
      });

      it('has a lab, or work with people', () => {
        const isPractical = path.steps.some(
          ({ lab, skill }) => lab !== undefined || catalog.skill(skill ?? '')?.kind === 'workplace',
        );
        assert.ok(isPractical);
      });

      for (const step of path.steps) {
        const skill = step.skill === undefined ? undefined : catalog.skill(step.skill);
        it(`gives ${step.id} time for reading, and at least eight minutes for each thing to do`, () => {
          const lab = step.lab === undefined ? 0 : catalog.lab(step.lab)!.minutes;
          const items = stepItems(step, catalog).length;
          const practice = step.minutes - (skill?.minutes ?? 0) - lab;
          assert.ok(practice >= items * 8 && practice <= items * 95, `${practice} minutes for ${items} items`);
        });

        it(`gives ${step.id} a reason in the house's style, which is not its summary`, () => {
          const { reason } = step;
          assert.match(reason, /^[A-Z].*[.]$/);
          assert.doesNotMatch(reason, /[—!]/);
          if (!skill) return;
          const runs = (text: string): string[] => {
            const words = wordsIn(plainText(text).toLowerCase());
            return words.slice(4).map((_, at) => words.slice(at, at + 5).join(' '));
          };
          const summary = new Set(runs(skill.summary));
          assert.deepEqual(
            runs(reason).filter((run) => summary.has(run)),
            [],
          );
        });
      }
    });
});
