import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { GitFact } from '../../src/core/evidence';
import { bisectsIn, readCommits, readReflog, readConfig, readRefs, readRemote } from '../../src/core/evidenceGit';
import { repositoryAt } from '../../src/evidence/repository.node';

const id = (letter: string): string => letter.repeat(40);
const own = (mail: string, name: string): boolean => mail === 'ada@example.com' || name === 'Ada';

describe('what Git prints', () => {
  it('is read into commits, with date, people, parents and message', () => {
    const entry = (...fields: string[]): string => `${fields.join('\0')}\x1e\n`;
    const log =
      entry(id('a'), '100', 'ada@example.com', 'Ada', 'GitHub', `${id('b')} ${id('c')}`, 'Merge\n\nWhy\n') +
      entry(id('b'), 'soon', 'ben@example.com', 'Ben', 'Ben', '', 'First') +
      entry('no id', '100', '', '', '', '', 'x') +
      id('d').slice(0, 20);
    assert.deepEqual(readCommits(log), [
      {
        ...{ commit: id('a'), at: 100_000, mail: 'ada@example.com', author: 'Ada', committer: 'GitHub' },
        ...{ parents: 2, text: 'Merge\n\nWhy' },
      },
      {
        ...{ commit: id('b'), at: 0, mail: 'ben@example.com', author: 'Ben', committer: 'Ben' },
        ...{ parents: 0, text: 'First' },
      },
    ]);
    assert.deepEqual(readCommits(undefined), []);
  });

  it('is read into entries of the reflog, with their time', () => {
    assert.deepEqual(
      readReflog(`${id('a')}\0HEAD@{100}\0commit: One\n${id('b')}\0HEAD@{yesterday}\0reset: moving to HEAD~1\n\n\0\0`),
      [
        { kind: 'reflog', commit: id('a'), text: 'commit: One', at: 100_000 },
        { kind: 'reflog', commit: id('b'), text: 'reset: moving to HEAD~1', at: 0 },
      ],
    );
  });

  it('is read into places without passwords', () => {
    assert.deepEqual(
      [
        'https://ada:secret@github.com/ada/shop.git?token=secret',
        'git@github.com:ada/tea.git\n',
        'ssh://git@example.com:2222/ada/b.git',
        '/srv/git/c.git',
        '../d',
        '',
      ].flatMap((address) => readRemote(address).map(({ text }) => text)),
      ['github.com/ada/shop.git', 'github.com/ada/tea.git', 'example.com/ada/b.git'],
    );
  });

  it('is read into what is set up', () => {
    assert.deepEqual(readConfig('user.name\nAda\nB\0remote.origin.url\nx\0novalue\0'), [
      { key: 'user.name', value: 'Ada\nB' },
      { key: 'remote.origin.url', value: 'x' },
    ]);
    assert.deepEqual(readConfig(undefined), []);
  });

  const ref = (name: string, { head = ' ', tagger = '', author = 'Ada', commit = id('a'), at = '100' } = {}): string =>
    [name, head, commit, at, tagger && `<${tagger}@example.com>`, tagger, `<${author}@example.com>`, author].join('\0');
  const refs = (lines: readonly string[], remote?: string): string[] =>
    readRefs(lines.join('\n'), remote, own).map(({ kind, text }) => `${kind} ${text}`);

  it('is read into the tags of the learner, by tagger and else by commit', () => {
    assert.deepEqual(
      refs([
        ref('refs/tags/v1', { tagger: 'Ada', author: '' }),
        ref('refs/tags/v2', { tagger: 'Ben', author: 'Ada' }),
        ref('refs/tags/v3'),
        ref('refs/tags/deploy/v4', { author: 'Ben' }),
        ref('refs/tags/v5', { commit: 'broken' }),
      ]),
      ['tag v1', 'tag v3'],
    );
    const [tag] = readRefs(ref('refs/tags/v1'), undefined, own);
    assert.deepEqual(tag, { kind: 'tag', commit: id('a'), text: 'v1', at: 100_000 });
  });

  it('is read into the branches of the learner besides the default one', () => {
    const heads = (names: string, head = ''): string[] =>
      names.split(' ').map((name) => ref(`refs/heads/${name}`, { head: name === head ? '*' : ' ' }));
    assert.deepEqual(refs(heads('main fix/tea')), ['branch fix/tea']);
    assert.deepEqual(refs(heads('main')), []);
    assert.deepEqual(refs(heads('develop main tea'), 'refs/remotes/origin/develop'), ['branch main', 'branch tea']);
    assert.deepEqual(
      refs(heads('master tea', 'tea'), 'refs/remotes/origin/gone'),
      ['branch tea'],
      'not where the learner is',
    );
    assert.deepEqual(refs(heads('one two', 'two')), ['branch one'], 'where the learner is');
    assert.deepEqual(refs(heads('one two')), [], 'nobody knows');
    assert.deepEqual(refs([...heads('main'), ref('refs/heads/tea', { author: 'Ben' })]), [], "somebody else's");
    assert.deepEqual(refs([ref('refs/remotes/origin/tea'), ref('refs/stash'), ...heads('main')]), []);
  });

  it('is read into searches by halves', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(id) as [string, string, string, string];
    const moves = (...places: readonly string[]): GitFact[] =>
      places
        .slice(1)
        .map((to, at): GitFact => ({
          kind: 'reflog',
          commit: id('e'),
          text: `checkout: moving from ${places[at]} to ${to}`,
          at,
        }))
        .reverse();
    assert.deepEqual(bisectsIn(moves('main', a, b, c, d, 'main')), [
      { kind: 'bisect', commit: d, text: `checkout: moving from ${d} to main`, at: 4 },
    ]);
    assert.equal(bisectsIn([...moves('main', a, b, c, d, 'main'), ...moves('x', a, b, c, d, 'x')]).length, 2);
    for (const [why, entries] of [
      ['too few steps', moves('main', a, b, c, 'main')],
      ['to another branch', moves('main', a, b, c, d, 'tea')],
      ['never back', moves('main', a, b, c, d)],
      ['without a branch, as of a submodule', moves(a, b, c, d, a, b)],
      ['by the names of branches', moves('main', 'a', 'b', 'c', 'd', 'main')],
      ['by short ids', moves('main', 'aaaaaaa', 'bbbbbbb', 'ccccccc', 'ddddddd', 'main')],
      ['with a gap', [...moves(c, d, 'main'), ...moves('main', a, b)]],
      [
        'with a commit between',
        [
          ...moves(b, c, d, 'main'),
          { kind: 'reflog', commit: b, text: 'commit: x', at: 0 } as const,
          ...moves('main', a, b),
        ],
      ],
    ] as const)
      assert.deepEqual(bisectsIn(entries), [], why);
  });

  it('never throws, whatever it is', () => {
    const text = fc.array(
      fc.oneof(fc.constantFrom('\0', '\n', '\x1e', id('a'), 'refs/heads/', 'HEAD@{1}', '1'), fc.string()),
    );
    fc.assert(
      fc.property(text, fc.option(fc.string(), { nil: undefined }), (parts, remote) => {
        const printed = parts.join('');
        readCommits(printed);
        bisectsIn(readReflog(printed));
        readConfig(printed).map(({ value }) => readRemote(value));
        readRemote(printed);
        readRefs(printed, remote, own);
      }),
    );
  });
});

describe('a repository', function () {
  this.timeout(60_000);
  let root: string;
  let seconds = 1_760_000_000;
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: "sed -i.bak '1s/$/ now/'" },
  };
  const git = (folder: string, ...args: readonly string[]): string => {
    const date = `${(seconds += 60)} +0000`;
    return execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
  /** With two commits, a tag of each kind, and a branch. */
  const make = (name: string): string => {
    const folder = path.join(root, name);
    mkdirSync(folder);
    git(folder, 'init', '--quiet');
    git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
    git(folder, 'config', 'user.name', 'Ada');
    git(folder, 'config', 'user.email', 'ada@example.com');
    for (const text of ['One', 'Two']) {
      writeFileSync(path.join(folder, 'a.txt'), `${text}\n`);
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '-m', text);
    }
    git(folder, 'tag', 'v1');
    git(folder, 'tag', '-a', '-m', 'Two', 'v2');
    git(folder, 'branch', 'fix/tea');
    return folder;
  };
  const factsIn = async (folder: string): Promise<readonly GitFact[] | undefined> =>
    (await repositoryAt('git', folder, new AbortController().signal))?.facts();
  const names = async (folder: string, ...kinds: readonly GitFact['kind'][]): Promise<string[]> =>
    ((await factsIn(folder)) ?? [])
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, text }) => `${kind} ${text}`)
      .sort();

  before(function () {
    try {
      execFileSync('git', ['--version'], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    root = mkdtempSync(path.join(tmpdir(), 'evidence-git-'));
  });
  after(() => {
    if (root) rmSync(root, { recursive: true, force: true });
  });

  it('tells its commits, tags and branches, whether their names are files or packed', async () => {
    const folder = make('plain');
    const expected = ['branch fix/tea', 'commit One', 'commit Two', 'root One', 'tag v1', 'tag v2'];
    const kinds = ['branch', 'commit', 'root', 'tag'] as const;
    assert.deepEqual(await names(folder, ...kinds), expected);
    git(folder, 'pack-refs', '--all');
    assert.deepEqual(readdirSync(path.join(folder, '.git/refs/tags')), []);
    assert.deepEqual(await names(folder, ...kinds), expected);
    const [newest] = (await factsIn(folder)) ?? [];
    assert.equal(newest?.at, Number(git(folder, 'log', '-1', '--format=%at')) * 1000);
  });

  it('is the same in a work tree of its own, whose .git is a file', async () => {
    const folder = make('trunk');
    const tree = path.join(root, 'tree');
    git(folder, 'worktree', 'add', '--quiet', tree, 'fix/tea');
    assert.match(readFileSync(path.join(tree, '.git'), 'utf8'), /^gitdir: /);
    assert.deepEqual(await names(tree, 'branch', 'tag', 'root'), ['branch fix/tea', 'root One', 'tag v1', 'tag v2']);
    const repository = await repositoryAt('git', tree, new AbortController().signal);
    assert.equal((await repository?.author('a.txt', 1))?.own, true);
  });

  it('tells where it has been sent or fetched, and no first commit where the history is cut off', async () => {
    const folder = make('sent');
    git(folder, 'remote', 'add', 'origin', 'https://ada:secret@github.com/ada/shop.git');
    assert.deepEqual(await names(folder, 'remote'), [], 'set up only');
    git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    assert.deepEqual(await names(folder, 'remote'), ['remote github.com/ada/shop.git']);
    git(folder, 'update-ref', 'refs/remotes/origin/fix/tea', 'HEAD');
    git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/fix/tea');
    assert.deepEqual(await names(folder, 'branch'), ['branch main'], 'the other one is the default');
    const cut = path.join(root, 'cut');
    git(root, 'clone', '--quiet', '--depth', '1', pathToFileURL(folder).href, cut);
    git(cut, 'config', 'user.name', 'Ada');
    assert.deepEqual(await names(cut, 'root', 'commit'), ['commit Two']);
  });

  it('tells of merges, of conflicts resolved by hand, and of what GitHub has squashed', async () => {
    const folder = make('merged');
    const commit = (text: string, message: string): void => {
      writeFileSync(path.join(folder, 'a.txt'), text);
      git(folder, 'commit', '--quiet', '-a', '-m', message);
    };
    git(folder, 'merge', '--quiet', '--no-ff', '-m', 'Nothing new', 'fix/tea');
    git(folder, 'checkout', '--quiet', 'fix/tea');
    commit('Tea\n', 'Tea');
    git(folder, 'checkout', '--quiet', 'main');
    git(folder, 'merge', '--quiet', '--no-ff', '-m', 'Merge tea', 'fix/tea');
    git(folder, 'checkout', '--quiet', '-b', 'soup');
    commit('Soup\n', 'Soup');
    git(folder, 'checkout', '--quiet', 'main');
    commit('Cake\n', 'Cake');
    assert.throws(() => git(folder, 'merge', '--quiet', 'soup'));
    commit('Cake soup\n', 'Merge soup');
    git(
      folder,
      '-c',
      'user.name=GitHub',
      'commit',
      '--quiet',
      '--allow-empty',
      '--author=Ada <ada@example.com>',
      '-m',
      'A cart (#7)\n\n* more',
    );
    assert.deepEqual(await names(folder, 'merge', 'conflict', 'squash'), [
      'conflict Merge soup',
      'merge Merge soup',
      'merge Merge tea',
      'squash A cart (#7)',
    ]);
  });

  it('tells whose a line is, and when it was written', async () => {
    const folder = make('blamed');
    writeFileSync(path.join(folder, 'a.txt'), 'Two\nThree\n');
    const repository = await repositoryAt('git', folder, new AbortController().signal);
    const committed = Number(git(folder, 'log', '-1', '--format=%at')) * 1000;
    assert.deepEqual(await repository?.author('a.txt', 1), { own: true, at: committed });
    assert.deepEqual(await repository?.author('a.txt', 2), { own: true, at: 0 }, 'not committed yet');
    assert.equal(await repository?.author('a.txt', 3), undefined, 'no such line');
    git(folder, 'config', 'user.name', 'Ben');
    git(folder, 'config', 'user.email', 'ben@example.com');
    const ben = await repositoryAt('git', folder, new AbortController().signal);
    assert.deepEqual(await ben?.author('a.txt', 1), { own: false, at: committed });
    assert.equal((await ben?.author('a.txt', 2))?.own, true);
  });

  it('tells of a search by bisect, of rewordings, and not of what others have done', async () => {
    const folder = make('searched');
    for (let at = 0; at < 20; at++) {
      writeFileSync(path.join(folder, 'a.txt'), `${at}\n`);
      git(folder, 'commit', '--quiet', '-a', '-m', `Step ${at}`);
    }
    git(folder, 'bisect', 'start', 'HEAD', 'HEAD~19');
    git(folder, 'bisect', 'run', 'sh', '-c', 'test "$(cat a.txt)" -lt 12');
    assert.deepEqual(await names(folder, 'bisect'), [], 'before it has ended');
    git(folder, 'bisect', 'reset');
    assert.equal((await names(folder, 'bisect')).length, 1);
    git(folder, '-c', 'sequence.editor=sed -i.bak s/^pick/reword/', 'rebase', '--quiet', '-i', 'HEAD~5');
    const reworded = (await names(folder, 'reflog')).filter((text) => /^reflog rebase (?:-i )?\(reword\): /.test(text));
    assert.ok(reworded.length >= 9, reworded.join('\n'));
    // What is set nearest counts.
    git(folder, 'config', 'user.name', 'Ben');
    git(folder, 'config', 'user.email', 'ben@example.com');
    assert.deepEqual(await names(folder, 'commit', 'tag', 'branch', 'root'), []);
  });

  it('tells what it can when it is damaged or gone, and never throws', async () => {
    const none = path.join(root, 'none');
    mkdirSync(none);
    writeFileSync(path.join(none, '.git'), 'gitdir: /nowhere/at/all\n');
    assert.equal(await factsIn(none), undefined, 'a file that leads nowhere');
    assert.equal(await factsIn(path.join(root, 'missing')), undefined, 'no folder');
    assert.equal(await repositoryAt('/no/such/program', none, new AbortController().signal), undefined, 'no Git');
    const empty = path.join(root, 'empty');
    mkdirSync(empty);
    git(empty, 'init', '--quiet');
    git(empty, 'config', 'user.name', 'Ada');
    assert.deepEqual(await factsIn(empty), [], 'no commit');
    const damages: Readonly<Record<string, (folder: string) => void>> = {
      head: (folder) => writeFileSync(path.join(folder, '.git/HEAD'), '\0garbage'),
      branch: (folder) => writeFileSync(path.join(folder, '.git/refs/heads/fix/tea'), 'garbage\n'),
      dangling: (folder) => writeFileSync(path.join(folder, '.git/refs/heads/main'), `${id('f')}\n`),
      packed: (folder) => writeFileSync(path.join(folder, '.git/packed-refs'), '# pack-refs\ngarbage\n\0'),
      reflog: (folder) => appendFileSync(path.join(folder, '.git/logs/HEAD'), 'garbage\n\0\n'),
      config: (folder) => appendFileSync(path.join(folder, '.git/config'), '[garbage'),
      objects: (folder) => rmSync(path.join(folder, '.git/objects'), { recursive: true }),
    };
    for (const [what, damage] of Object.entries(damages)) {
      const folder = make(what);
      damage(folder);
      const repository = await repositoryAt('git', folder, new AbortController().signal);
      const facts = (await repository?.facts()) ?? [];
      assert.ok(Array.isArray(facts), what);
      await repository?.author('a.txt', 1);
      if (what === 'branch') {
        assert.deepEqual(await names(folder, 'branch'), []);
        assert.equal((await names(folder, 'commit')).length, 2);
      }
      if (what === 'dangling') assert.deepEqual(await names(folder, 'commit', 'root'), []);
    }
    const stopped = new AbortController();
    stopped.abort();
    assert.equal(await repositoryAt('git', make('stopped'), stopped.signal), undefined);
  });
});
