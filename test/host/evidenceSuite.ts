import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EvidenceMatcher, type Hit } from '../../src/core/evidence';
import { consentKey } from '../../src/evidence/consent';
import type { Consent, EvidenceEdge } from '../../src/evidence/edge';
import { Evidence } from '../../src/evidence/evidence';
import { Looker, type Limits, type Memory as LookMemory } from '../../src/evidence/look';
import type { SuggestionNode } from '../../src/evidence/present';
import { createStores, type Stores } from '../../src/state/stores';

/** What only a host with programs can do. */
export interface Programs {
  /** Runs Git in a folder, as somebody. */
  git(folder: vscode.Uri, who: string, ...args: readonly string[]): Promise<void>;
}

const { fs } = vscode.workspace;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dockerfile = 'FROM node:22 AS build\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app /app\n';
const stages = 'core/containers/halve-image';
const router = 'core/express/use-router';

class Memory {
  readonly values = new Map<string, unknown>();
  keys(): readonly string[] {
    return [...this.values.keys()];
  }
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as the editor declares it
  get<T>(key: string): T | undefined;
  get(key: string): unknown {
    return this.values.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    return Promise.resolve();
  }
  setKeysForSync(): void {
    // Nothing is carried anywhere.
  }
}

/** A learner who answers as the test says, and what they have been shown. */
class Learner implements EvidenceEdge {
  folders: readonly vscode.WorkspaceFolder[] = [];
  trusted = true;
  setting: unknown = 'ask';
  consent: Consent = 'yes';
  again = false;
  readonly acts: string[] = [];
  /** Done when the first progress is told. */
  meanwhile: ((token: vscode.CancellationTokenSource) => void) | undefined;
  choice: (items: readonly vscode.QuickPickItem[]) => readonly vscode.QuickPickItem[] | undefined = () => undefined;

  ask(): Promise<Consent> {
    this.acts.push('asked');
    return Promise.resolve(this.consent);
  }
  askAgain(): Promise<boolean> {
    this.acts.push('asked again');
    return Promise.resolve(this.again);
  }
  inform(message: string): void {
    this.acts.push(message);
  }
  async progress<T>(
    kind: 'asked' | 'quiet',
    work: (tell: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
  ): Promise<T> {
    this.acts.push(`looks (${kind})`);
    const source = new vscode.CancellationTokenSource();
    this.meanwhile?.(source);
    return work(() => undefined, source.token);
  }
  choose<T extends vscode.QuickPickItem>(items: readonly T[]): Promise<readonly T[] | undefined> {
    this.acts.push('chose');
    return Promise.resolve(this.choice(items) as readonly T[] | undefined);
  }
  showView(): Promise<unknown> {
    this.acts.push('view');
    return Promise.resolve(undefined);
  }
}

/** Practice in real files of the workspace, with the real stores. */
export function registerEvidenceTests(programs?: Programs): void {
  const root = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.evidence-test');
  const extension = vscode.extensions.getExtension('backend-skills.backend-skills');
  let number = 0;
  let folder: vscode.WorkspaceFolder;
  let stores: Stores;
  let learner: Learner;
  let memory: Memory;
  let view: { description?: string; message?: string };
  let opened: { dispose(): void }[];
  const clear = async (): Promise<void> => {
    try {
      await fs.delete(root, { recursive: true });
    } catch {
      // It is not there.
    }
  };
  const put = async (name: string, text: string): Promise<void> => {
    const parts = name.split('/');
    await fs.createDirectory(vscode.Uri.joinPath(folder.uri, ...parts.slice(0, -1)));
    await fs.writeFile(vscode.Uri.joinPath(folder.uri, ...parts), new TextEncoder().encode(text));
  };
  const create = (): Evidence => {
    const changed = new vscode.EventEmitter<SuggestionNode | undefined>();
    const services = {
      ...{ log: log as never, workspaceMemento: memory as vscode.Memento },
      workspaceStorageUri: vscode.Uri.joinPath(folder.uri, 'node_modules', '.workspace-storage'),
    };
    const evidence = new Evidence(stores, services, learner, view, changed);
    opened.push(evidence, changed);
    return evidence;
  };
  const looker = async (
    limits?: Partial<Limits>,
    kept?: LookMemory,
  ): Promise<{ looker: Looker; matched: string[] }> => {
    const matched: string[] = [];
    class Noting extends EvidenceMatcher {
      override match(path: string, text: string): Generator<undefined, readonly Hit[]> {
        matched.push(path);
        return super.match(path, text);
      }
    }
    const { rules } = await stores.packs.evidence();
    const all: Limits = {
      ...{ names: 100, contents: 100, size: 100_000, total: 1e6, readers: 2, time: 10_000, authors: 10 },
      ...limits,
    };
    return {
      looker: new Looker(
        new Noting(rules),
        () => undefined,
        () => all,
        kept,
      ),
      matched,
    };
  };
  const row = (evidence: Evidence, item: string): SuggestionNode => {
    const node = evidence.children(undefined).find((one) => one.kind === 'item' && one.id === item);
    assert.ok(node, `${item} is not suggested, but ${evidence.items.join(', ')}`);
    return node;
  };

  before(clear);
  beforeEach(async () => {
    const name = `folder-${++number}`;
    folder = { uri: vscode.Uri.joinPath(root, name), name, index: 0 };
    await fs.createDirectory(folder.uri);
    opened = [];
    memory = new Memory();
    learner = new Learner();
    learner.folders = [folder];
    // The folder lies in a repository that is not the learner's.
    learner.trusted = false;
    view = {};
    const context = {
      extensionUri: extension!.extensionUri,
      globalStorageUri: vscode.Uri.joinPath(folder.uri, 'node_modules', '.storage'),
      globalState: new Memory(),
    };
    stores = await createStores(context as unknown as vscode.ExtensionContext, log as never);
    opened.push(stores);
  });
  afterEach(() => {
    for (const one of opened) one.dispose();
  });
  after(clear);

  describe('practice in the workspace', () => {
    it('is not looked for before the learner has agreed', async () => {
      await put('Dockerfile', dockerfile);
      learner.consent = 'later';
      const evidence = create();
      await evidence.find();
      assert.deepEqual(learner.acts, ['asked']);
      assert.deepEqual(memory.keys(), []);
      assert.deepEqual(evidence.items, []);
    });

    it('is looked for where the learner has agreed, without asking again', async () => {
      await put('Dockerfile', dockerfile);
      await create().find();
      assert.deepEqual(learner.acts, ['asked', 'looks (asked)', 'view']);
      assert.equal(memory.get(consentKey), 'yes');
      learner.acts.length = 0;
      await create().find();
      assert.deepEqual(learner.acts, ['looks (asked)', 'view']);
    });

    it('is asked about in each workspace by itself', async () => {
      await put('Dockerfile', dockerfile);
      await create().find();
      memory = new Memory();
      learner.consent = 'later';
      learner.acts.length = 0;
      const other = create();
      await other.find();
      assert.deepEqual(learner.acts, ['asked']);
      assert.deepEqual(other.items, []);
    });

    it('is never looked for again where the learner said so, unless they say otherwise', async () => {
      await put('Dockerfile', dockerfile);
      learner.consent = 'never';
      const evidence = create();
      await evidence.find();
      await evidence.find();
      assert.deepEqual(learner.acts, ['asked', 'asked again']);
      learner.again = true;
      await evidence.find();
      assert.deepEqual(evidence.items, [stages]);
    });

    it('says so where there is no folder, and where it is switched off', async () => {
      learner.folders = [];
      await assert.rejects(create().find(), /No folder is open/);
      learner.folders = [folder];
      learner.setting = 'off';
      await assert.rejects(create().find(), /switched off by the setting backendSkills\.evidence/);
      assert.deepEqual(learner.acts, []);
    });

    it('is suggested with file, line and day, and never ticked by itself', async () => {
      await put('app/Dockerfile', `# syntax=docker/dockerfile:1\n${dockerfile}`);
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, [stages]);
      assert.equal(stores.isDone(stages), false);
      assert.equal(stores.practised().size, 0);
      assert.equal(view.description, '1');
      const item = row(evidence, stages);
      const painted = evidence.treeItem(item);
      assert.equal(painted.contextValue, 'suggestion');
      assert.match(String(painted.accessibilityInformation?.label), /Seen: The image is built in 2 stages/);
      const [seen, unseen] = evidence.children(item).map((node) => evidence.treeItem(node));
      assert.ok(seen && unseen);
      const year = String(new Date().getFullYear());
      assert.equal(seen.label, 'app/Dockerfile:2');
      assert.match(String(seen.description), new RegExp(`${year} · The image is built in 2 stages`));
      assert.equal(seen.command?.command, 'vscode.open');
      const [uri, options] = seen.command.arguments as [vscode.Uri, { selection: vscode.Range }];
      assert.equal(uri.toString(), vscode.Uri.joinPath(folder.uri, 'app', 'Dockerfile').toString());
      assert.equal(options.selection.start.line, 1);
      assert.match(unseen.label as string, /^How much smaller/);
      assert.match(String(unseen.accessibilityInformation?.label), /^Only you know: How much smaller/);
    });

    it('is ticked when the learner accepts it, which can be undone', async () => {
      await put('Dockerfile', dockerfile);
      const evidence = create();
      await evidence.find();
      await evidence.tick([row(evidence, stages)]);
      assert.equal(stores.isDone(stages), true);
      assert.deepEqual(evidence.items, []);
      assert.deepEqual(stores.lastChange, { ids: [stages], done: true });
      await stores.setDone([stages], false);
      assert.deepEqual(evidence.items, [stages]);
    });

    it('is accepted in the palette by choosing', async () => {
      await put('Dockerfile', dockerfile);
      await put('package.json', '{ "dependencies": { "express": "5" } }');
      await put('app.js', "const v1 = express.Router();\napp.use('/v1', v1);");
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, [router, stages]);
      learner.choice = (items) => items.filter(({ label }) => label.startsWith('Write a Dockerfile'));
      await evidence.accept([]);
      assert.deepEqual([stores.isDone(stages), stores.isDone(router)], [true, false]);
      learner.choice = () => undefined;
      await evidence.accept([]);
      assert.deepEqual(evidence.items, [router]);
      // What a keybinding, another extension or an old row brings means nothing.
      await evidence.accept([{ kind: 'item', id: router, skill: 'express' }]);
      assert.equal(stores.isDone(router), false);
    });

    it('is not suggested again where it was rejected, until that is forgotten', async () => {
      await put('Dockerfile', dockerfile);
      const evidence = create();
      await evidence.find();
      const node = row(evidence, stages);
      await evidence.reject([node, [node]]);
      assert.deepEqual(evidence.items, []);
      assert.equal(stores.isDone(stages), false);
      const later = create();
      await later.find();
      assert.deepEqual(later.items, []);
      assert.match(learner.acts.at(-1) ?? '', /^Nothing new was found in 1 file\./);
      await later.forgetRejected();
      assert.equal(learner.acts.at(-1), '1 rejected item may be suggested again.');
      assert.deepEqual(later.items, [stages]);
    });

    it('waits for later where the learner wants, and comes back with the next look', async () => {
      await put('Dockerfile', dockerfile);
      const evidence = create();
      await evidence.find();
      await evidence.postpone([row(evidence, stages)]);
      assert.deepEqual(evidence.items, []);
      await evidence.lookQuietly();
      assert.deepEqual(evidence.items, []);
      await evidence.find();
      assert.deepEqual(evidence.items, [stages]);
    });

    it('is not what is practised already', async () => {
      await put('Dockerfile', dockerfile);
      await stores.setDone([stages], true);
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, []);
    });

    it('does not stand in what .gitignore, search.exclude, tools and labs leave out', async () => {
      await put('.gitignore', 'ignored/\n*.gen.sql\n');
      await put('app/.gitignore', 'local/\n');
      await put('ignored/Dockerfile', dockerfile);
      await put('app/local/Dockerfile', dockerfile);
      await put('node_modules/tool/Dockerfile', dockerfile);
      await put('app/vendor/Dockerfile', dockerfile);
      await put('searchless/Dockerfile', dockerfile);
      await put('my-lab/.backend-skills-lab.json', '{}');
      await put('my-lab/Dockerfile', dockerfile);
      const search = vscode.workspace.getConfiguration('search');
      await search.update('exclude', { '**/searchless': true }, vscode.ConfigurationTarget.Global);
      try {
        const { looker: one, matched } = await looker();
        const { found } = await one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
        assert.deepEqual(matched, []);
        assert.deepEqual(found, []);
        // The same file where nothing leaves it out.
        await put('app/Dockerfile', dockerfile);
        await one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
        assert.deepEqual(matched, ['app/Dockerfile']);
      } finally {
        await search.update('exclude', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('does not stand in what files.exclude leaves out', async () => {
      await put('hidden/Dockerfile', dockerfile);
      await put('shown/Dockerfile', dockerfile);
      const files = vscode.workspace.getConfiguration('files');
      await files.update('exclude', { '**/hidden': true }, vscode.ConfigurationTarget.Global);
      try {
        const { looker: one, matched } = await looker();
        await one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
        assert.deepEqual(matched, ['shown/Dockerfile']);
      } finally {
        await files.update('exclude', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('is read once: a second look reads what has changed', async () => {
      await put('Dockerfile', dockerfile);
      await put('app.js', "app.use('/v1', v1);");
      const { looker: one, matched } = await looker();
      const look = (): ReturnType<Looker['look']> =>
        one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
      const first = await look();
      assert.deepEqual([...matched].sort(), ['Dockerfile', 'app.js']);
      assert.equal(first.found.length, 1);
      await put('app.js', "app.use('/v2', v2, more);");
      const second = await look();
      assert.deepEqual(matched.slice(2), ['app.js']);
      assert.equal(second.found.length, 1);
      assert.equal(second.notes.files, 2);
      await fs.delete(vscode.Uri.joinPath(folder.uri, 'Dockerfile'));
      assert.equal((await look()).found.length, 0);
    });

    it('is read once for the next window too, unless the rules are others or what was kept is damaged', async () => {
      await put('Dockerfile', dockerfile);
      await put('app.js', "app.use('/v1', v1);");
      let text: string | undefined;
      let writes = 0;
      const kept: LookMemory = {
        read: () => Promise.resolve(text),
        write: (written) => {
          writes++;
          text = written;
          return Promise.resolve();
        },
      };
      const look = async (): Promise<readonly [matched: readonly string[], found: number]> => {
        const { looker: one, matched } = await looker(undefined, kept);
        const { found } = await one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
        return [[...matched].sort(), found.length];
      };
      const both = ['Dockerfile', 'app.js'];
      assert.deepEqual(await look(), [both, 1]);
      assert.deepEqual(await look(), [[], 1]);
      assert.equal(writes, 1, 'what has not changed is not written again');
      await put('app.js', "app.use('/v2', v2, more);");
      assert.deepEqual(await look(), [['app.js'], 1]);
      text = text!.replace(/"mark":"[^"]*"/, '"mark":"others"');
      assert.deepEqual(await look(), [both, 1]);
      text = text.slice(0, -20);
      assert.deepEqual(await look(), [both, 1]);
      await fs.delete(vscode.Uri.joinPath(folder.uri, 'app.js'));
      assert.deepEqual(await look(), [[], 1]);
      assert.ok(!text.includes('app.js'), 'what has gone is forgotten');
      kept.read = () => Promise.reject(new Error('disk'));
      kept.write = () => Promise.reject(new Error('disk'));
      assert.deepEqual(await look(), [['Dockerfile'], 1]);
    });

    it('keeps what was read in the storage of the workspace', async () => {
      await put('Dockerfile', dockerfile);
      await create().find();
      const file = vscode.Uri.joinPath(folder.uri, 'node_modules', '.workspace-storage', 'practice-seen.json');
      assert.match(new TextDecoder().decode(await fs.readFile(file)), /Dockerfile/);
      const later = create();
      await later.find();
      assert.deepEqual(later.items, [stages]);
    });

    it('is looked for within limits, and says what was left out', async () => {
      for (let at = 0; at < 5; at++) await put(`src/a${at}.js`, 'export {};');
      await put('Dockerfile', dockerfile + '#'.repeat(2000));
      const { looker: one, matched } = await looker({ contents: 3, size: 1000 });
      const { found, notes } = await one.look(
        [folder],
        false,
        new vscode.CancellationTokenSource().token,
        () => undefined,
      );
      assert.equal(matched.length, 3);
      assert.deepEqual([notes.files, notes.capped, notes.large, notes.stopped], [3, 1, 1, false]);
      assert.deepEqual(found, []);
      const { looker: small } = await looker({ total: 0 });
      const stopped = await small.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
      assert.equal(stopped.notes.stopped, true);
    });

    it('is no longer looked for when the learner stops it', async () => {
      await put('Dockerfile', dockerfile);
      learner.meanwhile = (token) => token.cancel();
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, []);
      assert.deepEqual(learner.acts, ['asked', 'looks (asked)']);
    });

    it('is left where it stands when the learner stops it in the middle, and kept as far as it was read', async () => {
      for (let at = 0; at < 80; at++) await put(`src/a${at}.js`, 'export {};');
      await put('Dockerfile', dockerfile);
      const { looker: one, matched } = await looker({ readers: 1 });
      const source = new vscode.CancellationTokenSource();
      const { found, notes } = await one.look([folder], false, source.token, () => source.cancel());
      assert.equal(notes.stopped, true);
      assert.equal(matched.length, 50);
      // Those near the top are read first.
      assert.deepEqual(
        found.map(({ finding }) => finding.rule.id),
        ['docker-two-stages'],
      );
      const again = new vscode.CancellationTokenSource();
      assert.equal((await one.look([folder], false, again.token, () => undefined)).notes.stopped, false);
      assert.equal(matched.length, 81);
    });

    it('gives others their turn while it reads a long file', async () => {
      const lines = Array.from({ length: 8000 }, (_, at) => `app.use('/v${at}'); FROM COPY --from createHash`);
      for (let at = 0; at < 6; at++) await put(`src/long-${at}.js`, lines.join('\n').slice(0, 250_000));
      const { looker: one } = await looker({ size: 1e6, total: 1e8 });
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }, 1);
      await one.look([folder], false, new vscode.CancellationTokenSource().token, () => undefined);
      clearInterval(timer);
      // Far from what a person would notice, and as far from what a busy machine makes of 8 ms.
      assert.ok(longest < 150, `${longest} ms`);
    });

    it('outlives files that are no text, and names that are no files', async () => {
      await put('a.sql', 'GRANT\0\0\0');
      await fs.createDirectory(vscode.Uri.joinPath(folder.uri, 'Makefile'));
      await put('Dockerfile', dockerfile);
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, [stages]);
    });

    it('is told apart by folder where there are several', async () => {
      const other = { uri: vscode.Uri.joinPath(root, `other-${number}`), name: 'other', index: 1 };
      await fs.createDirectory(other.uri);
      await fs.writeFile(vscode.Uri.joinPath(other.uri, 'Dockerfile'), new TextEncoder().encode(dockerfile));
      await put('Dockerfile', dockerfile);
      learner.folders = [folder, other];
      const evidence = create();
      await evidence.find();
      const rows = evidence.children(row(evidence, stages)).map((node) => evidence.treeItem(node).label as string);
      assert.deepEqual(
        rows.filter((text) => /:\d+$/.test(text)),
        [`${folder.name}/Dockerfile:1`, 'other/Dockerfile:1'],
      );
    });

    if (!programs) return;
    const git: Programs['git'] = (...args) => programs.git(...args);

    it('counts only where the learner has written it, as far as Git tells', async () => {
      learner.trusted = true;
      await git(folder.uri, 'Ada', 'init', '--quiet');
      await git(folder.uri, 'Ada', 'config', 'user.name', 'Ada');
      await git(folder.uri, 'Ada', 'config', 'user.email', 'ada@example.com');
      await put('Dockerfile', dockerfile);
      await git(folder.uri, 'Ben', 'add', '.');
      await git(folder.uri, 'Ben', 'commit', '--quiet', '-m', 'Images');
      const evidence = create();
      await evidence.find();
      assert.deepEqual(evidence.items, []);
      assert.match(learner.acts.at(-1) ?? '', /Places that others have written, which do not count: 1\./);
      // Not committed yet, so it is the learner's.
      await put('app/Dockerfile', dockerfile);
      await evidence.find();
      assert.deepEqual(evidence.items, [stages]);
      assert.equal(evidence.treeItem(evidence.children(row(evidence, stages))[0]!).label, 'app/Dockerfile:1');
      // Without trust nothing is run, so nobody knows whose lines they are.
      learner.trusted = false;
      await evidence.find();
      assert.equal(evidence.children(row(evidence, stages)).length, 3);
    });

    it('is seen in the history of a repository', async () => {
      learner.trusted = true;
      const ada = (...args: readonly string[]): Promise<void> => git(folder.uri, 'Ada', ...args);
      await ada('init', '--quiet', '-b', 'main');
      await ada('config', 'user.name', 'Ada');
      await ada('config', 'user.email', 'ada@example.com');
      const commit = async (who: string, text: string, message: string): Promise<void> => {
        await put('price.txt', text);
        await ada('add', '.');
        await git(folder.uri, who, 'commit', '--quiet', '-m', message);
      };
      await commit('Ada', '1\n', 'First');
      await commit('Ben', '2\n', 'Second\n\nFixes #3');
      await ada('checkout', '--quiet', '-b', 'cheap');
      await commit('Ada', '3\n', 'Cheaper');
      await ada('checkout', '--quiet', 'main');
      await commit('Ada', '4\n', 'Dearer');
      await ada('merge', '--quiet', 'cheap').catch(() => undefined);
      await commit('Ada', '5\n', 'Merge cheap');
      await ada('checkout', '--quiet', '-b', 'tea');
      await commit('Ada', '6\n', 'Tea');
      await ada('checkout', '--quiet', 'main');
      await ada('merge', '--quiet', 'tea');
      const evidence = create();
      await evidence.find();
      assert.deepEqual([...evidence.items].sort(), [
        'core/git/make-conflict',
        'core/git/two-commits',
        'core/git/two-merges',
      ]);
      const [seen] = evidence.children(row(evidence, 'core/git/make-conflict'));
      const painted = evidence.treeItem(seen!);
      assert.match(painted.label as string, /^[\da-f]{8}$/);
      assert.equal(painted.command, undefined);
    });

    it('runs nothing that a repository has set up', async () => {
      learner.trusted = true;
      await git(folder.uri, 'Ada', 'init', '--quiet');
      const ran = vscode.Uri.joinPath(folder.uri, 'ran').fsPath;
      for (const [key, value] of [
        ['core.fsmonitor', `touch '${ran}'; false`],
        ['diff.evil.textconv', `touch '${ran}'; cat`],
        ['diff.evil.command', `touch '${ran}'`],
        ['diff.external', `touch '${ran}'`],
        ['log.showSignature', 'true'],
        ['gpg.program', `touch '${ran}'`],
        ['core.pager', `touch '${ran}'`],
        ['core.sshCommand', `touch '${ran}'`],
        ['user.name', 'Ada'],
        ['user.email', 'ada@example.com'],
      ] as const)
        await git(folder.uri, 'Ada', 'config', key, value);
      await put('.gitattributes', '* diff=evil filter=evil\n');
      await put('Dockerfile', dockerfile);
      await git(folder.uri, 'Ada', '-c', 'core.fsmonitor=false', 'add', '.');
      await git(folder.uri, 'Ada', '-c', 'core.fsmonitor=false', 'commit', '--quiet', '-m', 'Images');
      await put('Dockerfile', `${dockerfile}\n`);
      try {
        await fs.delete(vscode.Uri.file(ran));
      } catch {
        // Making the repository has not run it.
      }
      const evidence = create();
      await evidence.find();
      assert.ok(evidence.items.includes(stages));
      await assert.rejects(
        Promise.resolve(fs.stat(vscode.Uri.file(ran))),
        (error) =>
          String(error).includes('FileNotFound') ||
          String(error).includes('ENOENT') ||
          String(error).includes('nonexist'),
      );
    });
  });
}
