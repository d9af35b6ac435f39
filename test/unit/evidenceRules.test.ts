import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EvidenceMatcher, gitKinds, projectsIn, type GitFact, type GitKind, type Hit } from '../../src/core/evidence';
import { parseEvidence } from '../../src/core/evidenceFile';
import { describeProblem } from '../../src/core/problems';
import { fixtures, moreFixtures, type Workspace } from './evidenceFixtures';
import { skills } from './shipped';

const items = new Set(skills.flatMap((skill) => skill.items.map(({ id }) => id)));
const { evidence, problems } = parseEvidence(readFileSync('data/evidence.json', 'utf8'), { pack: 'core', items });
assert.ok(evidence);
const { rules } = evidence;
const matcher = new EvidenceMatcher(rules);

function factsOf(text: string): GitFact[] {
  return text.split('\n').map((line) => {
    const [, kind = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    assert.ok(gitKinds.includes(kind as GitKind), line);
    return { kind: kind as GitKind, commit: 'c0ffee', text: rest.replaceAll('⏎', '\n'), at: 1 };
  });
}

/** Ids of the rules that hold in a workspace. */
export function holding(workspace: Workspace): string[] {
  const hits: Hit[] = [];
  for (const [path, text] of Object.entries(workspace)) {
    if (path === '.git') {
      hits.push(...matcher.matchGit('', factsOf(text)));
      continue;
    }
    const matching = matcher.match(path, text);
    let step = matching.next();
    while (!step.done) step = matching.next();
    hits.push(...step.value);
  }
  return matcher.findings(hits, projectsIn(Object.keys(workspace))).map(({ rule }) => rule.id);
}

describe('the rules of evidence that ship', () => {
  it('are read without problems, and are many', () => {
    assert.deepEqual(problems.map(describeProblem), []);
    assert.ok(rules.length >= 60, `${rules.length} rules`);
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });

  it('have each a workspace that they hold in, and one that tempts them', () => {
    assert.deepEqual(Object.keys(fixtures).sort(), rules.map(({ id }) => id).sort());
  });

  for (const [id, [yes, ...no]] of Object.entries(fixtures)) {
    it(`${id} sees what it claims, and nothing where it is not`, () => {
      assert.ok(holding(yes).includes(id), `${id} does not hold in ${JSON.stringify(yes)}`);
      for (const workspace of no)
        assert.ok(!holding(workspace).includes(id), `${id} holds in ${JSON.stringify(workspace)}`);
    });
  }

  /** What a workspace may hold of practice; of each there is a rule that needs the file, and one that is not taken in by such a file. */
  for (const [kind, path] of [
    ['package.json', /(?:^|\/)package\.json$/],
    ['a lock file of npm', /(?:^|\/)package-lock\.json$/],
    ['pyproject.toml', /(?:^|\/)pyproject\.toml$/],
    ['requirements', /(?:^|\/)requirements[\w-]*\.txt$/],
    ['composer.json', /(?:^|\/)composer\.json$/],
    ['Gemfile', /(?:^|\/)Gemfile$/],
    ['pom.xml', /(?:^|\/)pom\.xml$/],
    ['build.gradle', /(?:^|\/)build\.gradle(?:\.kts)?$/],
    ['csproj', /\.csproj$/],
    ['Dockerfile', /(?:^|\/)Dockerfile$/],
    ['a compose file', /(?:^|\/)compose\.ya?ml$/],
    ['migrations', /(?:^|\/)(?:migrations|db\/migrate)\//],
    ['OpenAPI', /(?:^|\/)openapi\.ya?ml$/],
    ['CI workflows', /^\.github\/workflows\//],
    ['nginx', /(?:^|\/)nginx\.conf$/],
    ['Apache', /(?:^|\/)(?:sites?\.conf|\.htaccess)$/],
    ['tests', /\.test\.[jt]s$|(?:^|\/)test_\w+\.py$|Test\.java$/],
    ['.http', /\.http$/],
    ['the history of Git', /^\.git$/],
  ] as const)
    it(`see ${kind}, and are not taken in by it`, () => {
      const all = Object.entries(fixtures).flatMap(([id, [yes, ...no]]) => [
        ...[yes, ...(moreFixtures[id]?.yes ?? [])].map((workspace) => ({ id, workspace, holds: true })),
        ...[...no, ...(moreFixtures[id]?.no ?? [])].map((workspace) => ({ id, workspace, holds: false })),
      ]);
      const files = all.filter(({ workspace }) => Object.keys(workspace).some((name) => path.test(name)));
      const without = (workspace: Workspace): Workspace =>
        Object.fromEntries(Object.entries(workspace).filter(([name]) => !path.test(name)));
      const needed = files.filter(
        ({ id, workspace, holds }) =>
          holds && holding(workspace).includes(id) && !holding(without(workspace)).includes(id),
      );
      assert.notDeepEqual(needed, [], 'no rule needs it');
      const ids = new Set(needed.map(({ id }) => id));
      const tempting = files.filter(
        ({ id, workspace, holds }) => !holds && ids.has(id) && !holding(workspace).includes(id),
      );
      assert.notDeepEqual(tempting, [], 'nothing tempts such a rule');
    });

  for (const [id, { yes, no }] of Object.entries(moreFixtures))
    it(`${id} sees it in other languages too`, () => {
      for (const workspace of yes) assert.ok(holding(workspace).includes(id), JSON.stringify(workspace));
      for (const workspace of no) assert.ok(!holding(workspace).includes(id), JSON.stringify(workspace));
    });

  it('say what they see in whole sentences', () => {
    for (const { id, seen, unseen } of rules)
      for (const text of [seen, unseen])
        if (text !== undefined) assert.match(text, /^[A-Z`{][^]*\.$/, `${id}: ${text}`);
  });
});
