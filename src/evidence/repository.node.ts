import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import type { GitFact } from '../core/evidence';
import {
  bareMail,
  bisectsIn,
  commitFormat,
  readCommits,
  readReflog,
  readRefs,
  readConfig,
  readRemote,
  refFormat,
  reflogFormat,
  type Commit,
} from '../core/evidenceGit';
import type { Repository } from './git.web';

/** For one question to Git. Milliseconds. */
const patience = 5000;
const mostOutput = 8_000_000;
const mostCommits = 2000;
/** Branches and tags. */
const mostRefs = 1000;
/** Merges that are looked into for conflicts. */
const mostMerges = 10;

const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** Nothing that a repository or the learner has set up is run, and nothing is fetched or written. */
const settings = [
  'core.fsmonitor=false',
  `core.hooksPath=${nowhere}`,
  'core.quotePath=false',
  'core.pager=cat',
  'diff.external=',
  'log.showSignature=false',
  'protocol.allow=never',
  'color.ui=false',
].flatMap((setting) => ['-c', setting]);

function environment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:GIT_|VSCODE_)/.test(name)));
  return {
    ...env,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
}

/**
 * The repository that a folder belongs to; undefined when there is none, when it is too damaged to be one, or there is no Git. Never rejects.
 * Git itself is asked for everything, so that packed references, work trees of their own and formats to come are read as Git reads them.
 * @param folder its path on this machine
 */
export async function repositoryAt(
  program: string,
  folder: string,
  signal: AbortSignal,
): Promise<Repository | undefined> {
  let started: Promise<unknown> = Promise.resolve();
  /** What Git prints; undefined when it fails or takes too long. */
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    // To start a program stops everybody in this process, for the longer the more memory it has; so others have their turn in between.
    await (started = started.then(() => new Promise((resolve) => setImmediate(resolve))));
    if (signal.aborted) return undefined;
    return new Promise((resolve) => {
      execFile(
        program,
        [...settings, '-C', folder, ...args],
        // Not in the folder: on Windows a program of the same name could stand there.
        { cwd: homedir(), env: environment(), timeout: patience, maxBuffer: mostOutput, signal, windowsHide: true },
        (error, stdout) => resolve(error ? undefined : stdout),
      );
    });
  };
  const [inside, shallow] =
    (await git('rev-parse', '--is-inside-work-tree', '--is-shallow-repository'))?.split('\n') ?? [];
  if (inside !== 'true') return undefined;
  const config = readConfig(await git('config', '--null', '--get-regexp', '^(user\\.(email|name)|remote\\..*\\.url)$'));
  // What is set nearest to the repository comes last.
  const [email = '', name = ''] = ['user.email', 'user.name'].map((key) =>
    config.findLast((one) => one.key === key)?.value.trim(),
  );
  // Without a name Git would not have made a commit, so nobody knows whose they are.
  const known = email !== '' || name !== '';
  const isOwn = (mail: string, author: string): boolean =>
    (email !== '' && mail.toLowerCase() === email.toLowerCase()) || (name !== '' && author === name);

  return {
    async facts() {
      if (!known) return [];
      const format = `--format=${commitFormat}`;
      const [log, roots, entries, refs, remoteRef] = await Promise.all([
        git('log', `-n${mostCommits}`, '--no-ext-diff', format, 'HEAD'),
        git('log', '-n5', '--max-parents=0', '--no-ext-diff', format, 'HEAD'),
        git('log', '-g', '-n1000', '--date=unix', `--format=${reflogFormat}`, 'HEAD'),
        git(
          ...['for-each-ref', `--count=${mostRefs}`, '--sort=-creatordate', `--format=${refFormat}`],
          ...['refs/heads', 'refs/tags'],
        ),
        // One that stands for another, which is a remote's default branch, comes before the others.
        git('for-each-ref', '--count=1', '--sort=-symref', '--format=%(refname)%00%(symref)', 'refs/remotes'),
      ]);
      const commits = readCommits(log).filter(({ mail, author }) => isOwn(mail, author));
      const merges = commits.filter(({ parents }) => parents > 1);
      const fact = (kind: GitFact['kind'], { commit, text, at }: Commit): GitFact => ({ kind, commit, text, at });
      const conflicts: GitFact[] = [];
      for (const merge of merges.slice(0, mostMerges)) {
        // What is left of both sides in the combined form was put together by hand.
        const shown = await git(
          ...['show', '--cc', '-U0', '--no-ext-diff', '--no-textconv', '--format=', merge.commit],
        );
        if (shown && /^@@@/m.test(shown)) conflicts.push(fact('conflict', merge));
      }
      const reflog = readReflog(entries);
      return [
        ...commits.map((commit) => fact('commit', commit)),
        ...merges.map((commit) => fact('merge', commit)),
        ...conflicts,
        ...commits
          .filter(({ committer, parents }) => committer === 'GitHub' && parents === 1)
          // Of the message only its first line has the number.
          .map((commit) => fact('squash', { ...commit, text: commit.text.split('\n')[0] ?? '' })),
        ...(shallow === 'false'
          ? readCommits(roots)
              .filter(({ mail, author }) => isOwn(mail, author))
              .map((commit) => fact('root', commit))
          : []),
        ...reflog,
        ...bisectsIn(reflog),
        ...(remoteRef?.trim()
          ? config.flatMap(({ key, value }) => (key.startsWith('remote.') ? readRemote(value) : []))
          : []),
        ...readRefs(refs, remoteRef?.trim().split('\0')[1], isOwn),
      ];
    },
    async author(path, line) {
      const shown = await git('blame', '--no-textconv', '--porcelain', '-L', `${line},${line}`, '--', path);
      if (shown === undefined) return undefined;
      const field = (key: string): string => new RegExp(`^${key} (.*)$`, 'm').exec(shown)?.[1]?.trim() ?? '';
      const at = Number(field('author-time')) * 1000;
      // What is not committed yet is the learner's.
      const uncommitted = /^0{40}/.test(shown);
      const own = uncommitted || !known || isOwn(bareMail(field('author-mail')), field('author'));
      return Number.isFinite(at) ? { own, at: uncommitted ? 0 : at } : undefined;
    },
  };
}
