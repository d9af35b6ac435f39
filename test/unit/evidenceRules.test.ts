import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EvidenceMatcher, gitKinds, projectsIn, type GitFact, type GitKind, type Hit } from '../../src/core/evidence';
import { parseEvidence } from '../../src/core/evidenceFile';
import { describeProblem } from '../../src/core/problems';
import { fixtures, type Workspace } from './evidenceFixtures';
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

  it('say what they see in whole sentences', () => {
    for (const { id, seen, unseen } of rules)
      for (const text of [seen, unseen])
        if (text !== undefined) assert.match(text, /^[A-Z`{][^]*\.$/, `${id}: ${text}`);
  });
});
