import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { extensions, type Uri } from 'vscode';
import type { GitFact } from '../core/evidence';
import { isRecord } from '../core/guards';
import type { LineAuthor, Repository } from './git.web';

export type { LineAuthor, Repository };

/** For one question to Git. Milliseconds. */
const patience = 5000;
const mostOutput = 8_000_000;
const mostCommits = 2000;
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

/** The Git that the editor uses, if it says; else the one on the path. */
function gitProgram(): string {
  const extension = extensions.getExtension<unknown>('vscode.git');
  if (!extension?.isActive) return 'git';
  try {
    const exported = extension.exports as { getAPI?: (version: 1) => unknown } | undefined;
    const api = exported?.getAPI?.(1);
    const git = isRecord(api) ? api['git'] : undefined;
    const path = isRecord(git) ? git['path'] : undefined;
    return typeof path === 'string' && path !== '' ? path : 'git';
  } catch {
    // It says so when the learner has switched it off.
    return 'git';
  }
}

/** The repository that a folder of this machine belongs to; undefined when there is none, or no Git. Never rejects. */
export async function openRepository(folder: Uri, signal: AbortSignal): Promise<Repository | undefined> {
  if (folder.scheme !== 'file') return undefined;
  const program = gitProgram();
  /** What Git prints; undefined when it fails or takes too long. */
  const git = (...args: readonly string[]): Promise<string | undefined> =>
    new Promise((resolve) => {
      execFile(
        program,
        [...settings, '-C', folder.fsPath, ...args],
        // Not in the folder: on Windows a program of the same name could stand there.
        { cwd: homedir(), env: environment(), timeout: patience, maxBuffer: mostOutput, signal, windowsHide: true },
        (error, stdout) => resolve(error ? undefined : stdout),
      );
    });
  if ((await git('rev-parse', '--is-inside-work-tree'))?.trim() !== 'true') return undefined;
  const [email = '', name = ''] = await Promise.all(
    ['user.email', 'user.name'].map(async (key) => (await git('config', '--get', key))?.trim() ?? ''),
  );
  // Without a name Git would not have made a commit, so nobody knows whose they are.
  const known = email !== '' || name !== '';
  const isOwn = (mail: string, author: string): boolean =>
    (email !== '' && mail.toLowerCase() === email.toLowerCase()) || (name !== '' && author === name);

  return {
    async facts() {
      if (!known) return [];
      const format = '--format=%H%x00%at%x00%ae%x00%an%x00%cn%x00%P%x00%B%x1e';
      const [log, roots, shallow, reflog, remotes, tracked] = await Promise.all([
        git('log', `-n${mostCommits}`, '--no-ext-diff', format, 'HEAD'),
        git('log', '-n5', '--max-parents=0', '--no-ext-diff', format, 'HEAD'),
        git('rev-parse', '--is-shallow-repository'),
        git('log', '-g', '-n1000', '--date=unix', '--format=%H%x00%gd%x00%gs', 'HEAD'),
        git('config', '--get-regexp', '^remote\\..*\\.url$'),
        git('for-each-ref', '--count=1', 'refs/remotes'),
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
      return [
        ...commits.map((commit) => fact('commit', commit)),
        ...merges.map((commit) => fact('merge', commit)),
        ...conflicts,
        ...commits
          .filter(({ committer, parents }) => committer === 'GitHub' && parents === 1)
          // Of the message only its first line has the number.
          .map((commit) => fact('squash', { ...commit, text: commit.text.split('\n')[0] ?? '' })),
        ...(shallow?.trim() === 'false'
          ? readCommits(roots)
              .filter(({ mail, author }) => isOwn(mail, author))
              .map((commit) => fact('root', commit))
          : []),
        ...readReflog(reflog),
        ...(tracked?.trim() ? readRemotes(remotes) : []),
      ];
    },
    async author(path, line) {
      const shown = await git('blame', '--no-textconv', '--porcelain', '-L', `${line},${line}`, '--', path);
      if (shown === undefined) return undefined;
      const field = (key: string): string => new RegExp(`^${key} (.*)$`, 'm').exec(shown)?.[1]?.trim() ?? '';
      const at = Number(field('author-time')) * 1000;
      // What is not committed yet is the learner's.
      const uncommitted = /^0{40}/.test(shown);
      const own = uncommitted || !known || isOwn(field('author-mail').replace(/^<|>$/g, ''), field('author'));
      return Number.isFinite(at) ? { own, at: uncommitted ? 0 : at } : undefined;
    },
  };
}

interface Commit {
  readonly commit: string;
  readonly at: number;
  readonly mail: string;
  readonly author: string;
  readonly committer: string;
  readonly parents: number;
  readonly text: string;
}

function readCommits(log: string | undefined): Commit[] {
  return (log ?? '').split('\x1e').flatMap((entry) => {
    const [commit = '', at = '', mail = '', author = '', committer = '', parents = '', text = ''] = entry
      .trimStart()
      .split('\0');
    if (!/^[\da-f]{40,64}$/.test(commit)) return [];
    return [
      {
        ...{ commit, mail, author, committer, text: text.trim() },
        at: Number(at) * 1000,
        parents: parents.split(' ').filter((parent) => parent !== '').length,
      },
    ];
  });
}

function readReflog(log: string | undefined): GitFact[] {
  return (log ?? '').split('\n').flatMap((line) => {
    const [commit = '', place = '', text = ''] = line.split('\0');
    const seconds = Number(/@\{(\d+)\}/.exec(place)?.[1] ?? 0);
    return text === '' ? [] : [{ kind: 'reflog' as const, commit, text, at: seconds * 1000 }];
  });
}

/** Places only: an address may hold a password. */
function readRemotes(config: string | undefined): GitFact[] {
  return (config ?? '').split('\n').flatMap((line) => {
    const url = line.replace(/^\S+\s+/, '').trim();
    const [, host, path] =
      /^(?:[\w+]+:\/\/)(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.*)$/.exec(url) ??
      /^(?:[^@/\s]*@)?([\w.-]+):(?!\/\/)(.*)$/.exec(url) ??
      [];
    if (host === undefined || path === undefined) return [];
    return [{ kind: 'remote' as const, commit: '', text: `${host}/${path.replace(/\?.*$/, '')}`, at: 0 }];
  });
}
