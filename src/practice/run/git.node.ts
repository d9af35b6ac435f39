import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure, GitCheck, GitFact, RepositoryStep } from '../../core/lab';
import { isInside } from '../../core/labFile';
import { describeText, matchText } from '../../core/labMatch';
import { finished } from './commands.node';
import { folderFor, readInside } from './folders.node';
import { Cancelled, CheckFailed, isAborted } from './outcome';
import { findRuntime } from './runtimes.node';

const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** Nothing of what the learner has set up for Git takes part: no signing, hooks, line ends or default branches of their own. */
const settings = [
  'init.defaultBranch=main',
  `core.hooksPath=${nowhere}`,
  'core.autocrlf=false',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.editor=true',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'merge.conflictStyle=merge',
  'log.showSignature=false',
  'color.ui=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

const environment = {
  GIT_CONFIG_GLOBAL: nowhere,
  GIT_CONFIG_SYSTEM: nowhere,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
};

interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly text: string;
}

async function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<GitResult> {
  const [program = 'git'] = (await findRuntime('git'))?.tools['run'] ?? [];
  // The repository is the one in this folder, even where the folder lies in another one.
  const above = { GIT_CEILING_DIRECTORIES: path.dirname(folder) };
  return finished([program, ...settings, ...args], folder, 20_000, signal, { ...environment, ...above, ...env });
}

// ---------- making a repository ----------

/** When the first commit was made; each further one is a minute later. */
const beginning = Date.UTC(2024, 0, 8, 9);

/**
 * Makes a repository in an empty folder. Names and times are fixed, so the ids of the commits are the same everywhere.
 * Rejects when a step does not go as it says.
 */
export async function makeRepository(folder: string, steps: readonly RepositoryStep[]): Promise<void> {
  let minute = 0;
  const run = async (args: readonly string[], fails = false): Promise<void> => {
    const date = new Date(beginning + 60_000 * minute).toISOString();
    const who = (role: string): Record<string, string> => ({
      [`GIT_${role}_NAME`]: 'Robin Example',
      [`GIT_${role}_EMAIL`]: 'robin@example.com',
      [`GIT_${role}_DATE`]: date,
    });
    const result = await git(folder, args, { ...who('AUTHOR'), ...who('COMMITTER') });
    if (result.ok === fails)
      throw new Error(`git ${args.join(' ')} ${fails ? 'was expected to fail' : 'failed'}: ${result.text.trim()}`);
  };
  await run(['init', '--quiet']);
  // With line ends of their own the learner's Git would write other files than the checks expect.
  await run(['config', 'core.autocrlf', 'false']);
  for (const step of steps) {
    minute++;
    if (step.checkout !== undefined) await run(['checkout', '--quiet', step.checkout]);
    if (step.branch !== undefined) await run(['checkout', '--quiet', '-b', step.branch]);
    for (const [name, text] of Object.entries(step.files ?? {})) {
      if (!isInside(name)) throw new Error(`${name} is no path inside the repository.`);
      const file = path.join(folder, name);
      if (text === null) await rm(file, { force: true });
      else {
        await folderFor(file);
        await writeFile(file, text);
      }
    }
    if (step.commit !== undefined) {
      await run(['add', '--all']);
      await run(['commit', '--quiet', '--allow-empty', '-m', step.commit]);
    }
    if (step.merge !== undefined) await run(['merge', '--quiet', '--no-edit', step.merge], step.fails);
    if (step.tag !== undefined) await run(['tag', step.tag]);
    if (step.git) await run(step.git, step.fails);
  }
}

// ---------- looking at one ----------

/** Looks at the learner's repository without changing it. Rejects with `CheckFailed` or `Cancelled`. */
export async function runGitCheck(check: GitCheck, folder: string, signal: AbortSignal): Promise<void> {
  const ask = (...args: string[]): Promise<GitResult> => git(folder, args, { GIT_OPTIONAL_LOCKS: '0' }, signal);
  const inside = await ask('rev-parse', '--show-prefix');
  if (isAborted(signal)) throw new Cancelled();
  if (!inside.ok || inside.stdout.trim() !== '')
    throw new CheckFailed({ message: 'The folder is not a Git repository. Set the lab up again.' });
  const failures: Failure[] = [];
  for (const fact of check.facts) failures.push(...(await factFailures(fact, folder, ask)));
  if (isAborted(signal)) throw new Cancelled();
  if (failures.length > 0) throw new CheckFailed(failures);
}

type Ask = (...args: string[]) => Promise<GitResult>;

const failure = (message: string, expected?: string, actual?: string): readonly Failure[] => [
  { message, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) },
];

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

async function factFailures(fact: GitFact, folder: string, ask: Ask): Promise<readonly Failure[]> {
  const exists = async (ref: string): Promise<boolean> =>
    (await ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)).ok;
  const log = (format: string, range: string): Promise<GitResult> =>
    ask('log', `--format=${format}`, '--end-of-options', range);
  /** Of one commit; undefined when there is none. */
  const one = async (format: string, ref: string): Promise<string | undefined> => {
    const found = await ask('log', '-1', `--format=${format}`, '--end-of-options', ref);
    return found.ok ? found.stdout : undefined;
  };
  switch (fact.fact) {
    case 'branch': {
      const there = (await ask('show-ref', '--verify', '--quiet', `refs/heads/${fact.name}`)).ok;
      if (there === fact.exists) return [];
      const all = lines((await ask('branch', '--format=%(refname:short)')).stdout).join('\n');
      return failure(`The branch ${fact.name} ${fact.exists ? 'does not exist' : 'still exists'}.`, undefined, all);
    }
    case 'head': {
      const branch = (await ask('symbolic-ref', '--short', '-q', 'HEAD')).stdout.trim();
      if (branch === fact.branch) return [];
      const actual = branch === '' ? 'no branch (a detached HEAD)' : branch;
      return failure(`${actual} is checked out, not ${fact.branch}.`, fact.branch, actual);
    }
    case 'merged': {
      for (const ref of [fact.ref, fact.into]) if (!(await exists(ref))) return failure(`There is no commit ${ref}.`);
      if ((await ask('merge-base', '--is-ancestor', fact.ref, fact.into)).ok) return [];
      const rest = await log('%h %s', `${fact.into}..${fact.ref}`);
      return failure(
        `${fact.into} does not have everything of ${fact.ref}.`,
        'no commit is missing',
        rest.stdout.trim(),
      );
    }
    case 'file': {
      const place = fact.at === undefined ? '' : ` at ${fact.at}`;
      const shown =
        fact.at === undefined ? undefined : await ask('cat-file', '-p', '--end-of-options', `${fact.at}:${fact.path}`);
      const text = shown ? (shown.ok ? shown.stdout : undefined) : await readInside(folder, fact.path);
      if (fact.text === null)
        return text === undefined ? [] : failure(`The file ${fact.path} must not be there${place}.`, undefined, text);
      if (text === undefined) return failure(`The file ${fact.path} is not there${place}.`, describeText(fact.text));
      return matchText(fact.text, text.replace(/\r\n/g, '\n'))
        ? []
        : failure(`The file ${fact.path} is not as expected${place}.`, describeText(fact.text), text);
    }
    case 'commits': {
      const found = await log('%s', fact.range);
      if (!found.ok) return failure(`Git does not know ${fact.range}: ${found.text.trim()}`);
      const subjects = lines(found.stdout);
      const { count, least, subjects: match } = fact;
      if (count !== undefined && subjects.length !== count)
        return failure(
          `${fact.range} has ${commits(subjects.length)}, not ${count}.`,
          commits(count),
          found.stdout.trim(),
        );
      if (least !== undefined && subjects.length < least)
        return failure(
          `${fact.range} has ${commits(subjects.length)}; at least ${least} are expected.`,
          undefined,
          found.stdout.trim(),
        );
      const wrong = match === undefined ? undefined : subjects.find((subject) => !matchText(match, subject));
      return wrong === undefined
        ? []
        : failure(`The commit "${wrong}" has another subject than expected.`, describeText(match!), wrong);
    }
    case 'message': {
      const found = await one('%B', fact.at);
      if (found === undefined) return failure(`There is no commit ${fact.at}.`);
      return matchText(fact.text, found.trimEnd())
        ? []
        : failure(`The message of ${fact.at} is not as expected.`, describeText(fact.text), found.trimEnd());
    }
    case 'parents': {
      const found = await one('%P', fact.at);
      if (found === undefined) return failure(`There is no commit ${fact.at}.`);
      const { length } = found.split(' ').filter((id) => id.trim() !== '');
      return length === fact.count
        ? []
        : failure(`${fact.at} has ${length} ${length === 1 ? 'parent' : 'parents'}, not ${fact.count}.`);
    }
    case 'never':
      return neverFailures(fact, ask);
    case 'tag': {
      const subject = (await one('%s', `refs/tags/${fact.name}^{commit}`))?.trim();
      if (subject === undefined) return failure(`There is no tag ${fact.name}.`);
      return matchText(fact.subject, subject)
        ? []
        : failure(`The tag ${fact.name} points to another commit.`, describeText(fact.subject), subject);
    }
    case 'clean': {
      const status = (await ask('status', '--porcelain')).stdout.trimEnd();
      const home = path.resolve(folder, (await ask('rev-parse', '--git-dir')).stdout.trim());
      const middle = Object.entries(unfinished).find(([name]) => existsSync(path.join(home, name)));
      return [
        ...(middle ? failure(`${middle[1]} is not finished.`) : []),
        ...(status === '' ? [] : failure('The working folder has changes that are not committed.', '', status)),
      ];
    }
  }
}

const commits = (count: number): string => `${count} ${count === 1 ? 'commit' : 'commits'}`;

const unfinished: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'A merge',
  CHERRY_PICK_HEAD: 'A cherry-pick',
  REVERT_HEAD: 'A revert',
  'rebase-merge': 'A rebase',
  'rebase-apply': 'A rebase',
  BISECT_LOG: 'A bisect',
};

async function neverFailures(fact: GitFact & { readonly fact: 'never' }, ask: Ask): Promise<readonly Failure[]> {
  if (fact.path !== undefined) {
    const found = await ask(
      'log',
      '--all',
      '--full-history',
      '--diff-filter=AMR',
      '-m',
      '--format=%h %s',
      '--',
      fact.path,
    );
    const text = [...new Set(lines(found.stdout))].join('\n');
    if (text !== '') return failure(`The history still has the file ${fact.path}.`, '', text);
  }
  if (fact.text !== undefined) {
    const ids = lines((await ask('rev-list', '--all')).stdout);
    const found = await ask('grep', '-I', '-F', '-l', '-e', fact.text, ...ids);
    if (found.stdout.trim() !== '')
      return failure(`The history still has the text ${JSON.stringify(fact.text)}.`, '', found.stdout.trim());
  }
  return [];
}
