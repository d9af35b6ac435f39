import type { GitFact } from './evidence';

/** What Git prints, read into facts. Pure: whatever is printed, cut off or garbled is left out; nothing throws. */

/** Between the fields of an entry, and after it. */
const field = '\0';
const entryEnd = '\x1e';

/** As {@link readCommits} wants them, for `git log --format`. */
export const commitFormat = ['%H', '%at', '%ae', '%an', '%cn', '%P', '%B'].join('%x00') + '%x1e';
/** As {@link readReflog} wants it, with `--date=unix`. */
export const reflogFormat = ['%H', '%gd', '%gs'].join('%x00');
/** As {@link readRefs} wants them, for `git for-each-ref --format`. */
export const refFormat = [
  ...['%(refname)', '%(HEAD)', '%(objectname)', '%(creatordate:unix)'],
  ...['%(taggeremail)', '%(taggername)', '%(authoremail)', '%(authorname)'],
].join('%00');

export interface Commit {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mail: string;
  readonly author: string;
  readonly committer: string;
  readonly parents: number;
  readonly text: string;
}

export function readCommits(log: string | undefined): Commit[] {
  return (log ?? '').split(entryEnd).flatMap((entry) => {
    const [commit = '', at = '', mail = '', author = '', committer = '', parents = '', text = ''] = entry
      .trimStart()
      .split(field);
    if (!/^[\da-f]{40,64}$/.test(commit)) return [];
    return [
      {
        ...{ commit, mail, author, committer, text: text.trim() },
        at: milliseconds(at),
        parents: parents.split(' ').filter((parent) => parent !== '').length,
      },
    ];
  });
}

/** Newest first, as Git prints it. */
export function readReflog(log: string | undefined): GitFact[] {
  return (log ?? '').split('\n').flatMap((line) => {
    const [commit = '', place = '', text = ''] = line.split(field);
    const at = milliseconds(/@\{(\d+)\}/.exec(place)?.[1] ?? '');
    return text === '' ? [] : [{ kind: 'reflog' as const, commit, text, at }];
  });
}

/** Fewer are what somebody does who looks around; among 20 commits `git bisect` needs no fewer. */
const fewestSteps = 3;

/**
 * Searches by halves: from a branch to a commit, from there to commits named by their whole ids only, and back to that branch. Git keeps no other
 * trace of `git bisect` once it has ended.
 * @param reflog newest first
 */
export function bisectsIn(reflog: readonly GitFact[]): GitFact[] {
  const found: GitFact[] = [];
  let search: { readonly branch: string; readonly last: string; readonly steps: number } | undefined;
  for (const { text, at } of [...reflog].reverse()) {
    const [, from, to] = /^checkout: moving from (\S+) to (\S+)$/.exec(text) ?? [];
    if (from === undefined || to === undefined) search = undefined;
    else if (!isId(from)) search = isId(to) ? { branch: from, last: to, steps: 0 } : undefined;
    else if (search?.last !== from) search = undefined;
    else if (isId(to)) search = { ...search, last: to, steps: search.steps + 1 };
    else {
      if (to === search.branch && search.steps >= fewestSteps)
        found.unshift({ kind: 'bisect', commit: search.last, text, at });
      search = undefined;
    }
  }
  return found;
}

/** As `git config --null --get-regexp` prints it; the keys of sections in lower case. */
export function readConfig(config: string | undefined): { readonly key: string; readonly value: string }[] {
  return (config ?? '').split(field).flatMap((entry) => {
    const end = entry.indexOf('\n');
    return end < 0 ? [] : [{ key: entry.slice(0, end), value: entry.slice(end + 1) }];
  });
}

/** The place only: an address may hold a password. Nothing for a folder of this machine. */
export function readRemote(address: string): GitFact[] {
  const url = address.trim();
  const [, host, path] =
    /^(?:[\w+]+:\/\/)(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.*)$/.exec(url) ??
    /^(?:[^@/\s]*@)?([\w.-]+):(?!\/\/)(.*)$/.exec(url) ??
    [];
  if (host === undefined || path === undefined) return [];
  return [{ kind: 'remote', commit: '', text: `${host}/${path.replace(/\?.*$/, '')}`, at: 0 }];
}

/**
 * The learner's tags, and their branches besides the default one, newest first. A branch is whose its last commit is; so is a tag without a
 * tagger. Where it cannot be said which branch is the default, none counts.
 * @param remoteDefault what a remote's `HEAD` stands for, such as `refs/remotes/origin/main`
 */
export function readRefs(
  refs: string | undefined,
  remoteDefault: string | undefined,
  isOwn: (mail: string, name: string) => boolean,
): GitFact[] {
  const branches: { readonly name: string; readonly head: boolean }[] = [];
  const facts: GitFact[] = [];
  for (const line of (refs ?? '').split('\n')) {
    const [ref = '', head = '', commit = '', at = '', tagMail = '', tagger = '', mail = '', author = ''] =
      line.split(field);
    const [, room, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
    if (name === undefined || !/^[\da-f]{40,64}$/.test(commit)) continue;
    if (room === 'heads') branches.push({ name, head: head === '*' });
    const own = tagMail + tagger === '' ? isOwn(bareMail(mail), author) : isOwn(bareMail(tagMail), tagger);
    if (own) facts.push({ kind: room === 'heads' ? 'branch' : 'tag', commit, text: name, at: milliseconds(at) });
  }
  const known = (name: string | undefined): string | undefined =>
    branches.some((branch) => branch.name === name) ? name : undefined;
  const usual =
    known(remoteDefault?.replace(/^refs\/remotes\/[^/]+\//, '')) ??
    ['main', 'master', 'trunk'].find((name) => known(name)) ??
    branches.find(({ head }) => head)?.name;
  return facts.filter(({ kind, text }) => kind === 'tag' || (usual !== undefined && text !== usual));
}

function isId(name: string): boolean {
  return /^(?:[\da-f]{40}|[\da-f]{64})$/.test(name);
}

/** Git puts it into angle brackets. */
export function bareMail(mail: string): string {
  return mail.replace(/^<|>$/g, '');
}

/** 0 when it is no number. */
function milliseconds(seconds: string): number {
  return /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}
