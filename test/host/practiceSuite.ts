import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { CheckResult } from '../../src/core/lab';
import { markerFile } from '../../src/core/scaffold';
import { settingIds } from '../../src/ids';
import { createEngine } from '../../src/practice/engine.node';
import type { Engine } from '../../src/practice/engine';
import type { LabFolder } from '../../src/practice/folders';
import { Labs, type Surroundings } from '../../src/practice/labs';
import { mainFileOf } from '../../src/practice/labTests';
import { placeIn } from '../../src/practice/scaffold';
import { solutionText } from '../../src/practice/solution';
import { SkillTree } from '../../src/skills/skillTree';
import type { TreeNode } from '../../src/skills/present';
import type { Services } from '../../src/state/services';
import { createStores, type Stores } from '../../src/state/stores';
import { pause, waitUntil } from './suite';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Ids of the processes that run in a folder. Linux only, where the editor of these tests runs. */
function runningIn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        return readlinkSync(`/proc/${id}/cwd`) === folder;
      } catch {
        return false;
      }
    });
}

/** False also for one that has ended and is not yet taken note of. */
function isAlive(process: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${process}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Answers for the questions that the code under test asks; each is used once, and must be. */
class Answers {
  private readonly restore: (() => void)[] = [];
  readonly asked: string[] = [];

  /** @param answer gets what was offered, and returns the choice. */
  to(question: keyof typeof vscode.window, answer: (...args: readonly unknown[]) => unknown): void {
    const window = vscode.window as unknown as Record<string, unknown>;
    const original = window[question];
    window[question] = (...args: unknown[]): Promise<unknown> => {
      this.asked.push(String(args[0]));
      return Promise.resolve(answer(...args));
    };
    this.restore.push(() => (window[question] = original));
  }

  end(): void {
    for (const undo of this.restore.reverse()) undo();
  }
}

/** Labs with the real Testing API and the real engine, in the workspace of the host. */
export function registerPracticeTests(): void {
  describe('labs', function () {
    this.timeout(120_000);
    const extension = vscode.extensions.getExtension('backend-skills.backend-skills')!;
    const { extensionUri } = extension;
    // Documents of solutions are its own.
    before(() => extension.activate());
    const solution = join(extensionUri.fsPath, 'data/labs/hello-server/solution/javascript/main.js');
    const workspace = vscode.workspace.workspaceFolders![0]!.uri;
    const place = join(workspace.fsPath, 'backend-skills');
    const mine = join(place, 'hello-server/javascript');
    const main = join(mine, 'main.js');
    let storage: string;
    let stores: Stores;
    let services: Services;
    let labs: Labs;
    let answers: Answers;
    let engine: Engine;
    let surroundings: { trusted: boolean; engine: Engine };
    let ran: string[][];
    let opened: string[];

    const openLabs = (): Labs => {
      const around: Surroundings = {
        isTrusted: () => surroundings.trusted,
        canStartPrograms: true,
        engine: () => Promise.resolve(surroundings.engine),
        openPage: (lab) => Promise.resolve(void opened.push(lab)),
      };
      return new Labs(stores, services, around);
    };

    beforeEach(async () => {
      storage = await mkdtemp(join(tmpdir(), 'backend-skills-'));
      await rm(place, { recursive: true, force: true });
      const kept = new Map<string, unknown>();
      const memento = {
        get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
        setKeysForSync: () => undefined,
      };
      const context = { extensionUri, globalStorageUri: vscode.Uri.file(storage), globalState: memento };
      stores = await createStores(context as unknown as vscode.ExtensionContext, log as unknown as Services['log']);
      services = { extensionUri, memento, storageUri: context.globalStorageUri, log } as unknown as Services;
      ran = [];
      opened = [];
      const real = createEngine(extensionUri);
      engine = {
        ...real,
        run: (run) => {
          ran.push([...run.checks]);
          return real.run(run);
        },
      };
      surroundings = { trusted: true, engine };
      answers = new Answers();
      labs = openLabs();
    });
    afterEach(async () => {
      answers.end();
      labs.dispose();
      stores.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(place, { recursive: true, force: true });
      await rm(storage, { recursive: true, force: true });
    });

    // Where it can be seen what runs in a folder.
    const onLinux = process.platform === 'linux' ? it : it.skip;
    const start = async (): Promise<LabFolder> => {
      const folder = await labs.start({ lab: 'hello-server', language: 'javascript' });
      assert.ok(folder);
      return labs.folders.at(folder.uri)!;
    };
    const solve = async (): Promise<void> => writeFile(main, await readFile(solution));
    const states = (folder: LabFolder): string[] =>
      folder.lab.checks.map(({ id }) => labs.tests.statesOf(folder).get(id)?.state ?? 'none');

    // ---------- starting ----------

    it('copies the starter below the workspace, marks it, and shows it in the Testing view', async () => {
      const folder = await start();
      assert.equal(folder.uri.fsPath, mine);
      assert.deepEqual(JSON.parse(await readFile(join(mine, markerFile), 'utf8')), {
        format: 1,
        lab: 'hello-server',
        language: 'javascript',
      });
      await waitUntil(() => vscode.window.activeTextEditor?.document.fileName === main, 'the code to open');
      assert.deepEqual(opened, ['hello-server']);
      const item = labs.tests.itemOf(folder)!;
      assert.equal(item.label, folder.lab.title);
      assert.deepEqual(
        [...item.children].map(([id]) => id),
        folder.lab.checks.map(({ id }) => id),
      );
      for (const [, check] of item.children) assert.equal(check.uri?.fsPath, main);
    });

    it('is found again by another window', async () => {
      await start();
      labs.dispose();
      labs = openLabs();
      assert.equal(labs.folders.all.length, 0);
      await labs.tests.controller.resolveHandler!(undefined);
      assert.deepEqual(
        labs.folders.all.map(({ uri, language }) => [uri.fsPath, language]),
        [[mine, 'javascript']],
      );
    });

    it('asks before anything is written over, and keeps what there was', async () => {
      await start();
      await writeFile(main, '// mine');
      let offered: unknown[] = [];
      answers.to('showWarningMessage', (_text, _options, ...buttons) => {
        offered = buttons;
        return undefined;
      });
      assert.equal(await labs.start({ lab: 'hello-server', language: 'javascript' }), undefined);
      assert.deepEqual(offered, ['Open It', 'Start Anew']);
      assert.equal(await readFile(main, 'utf8'), '// mine');
      answers.to('showWarningMessage', () => 'Open It');
      await start();
      assert.equal(await readFile(main, 'utf8'), '// mine');
      answers.to('showWarningMessage', () => 'Start Anew');
      await start();
      assert.notEqual(await readFile(main, 'utf8'), '// mine');
      assert.equal(labs.folders.all.length, 1);
    });

    it('leaves alone a folder that is not its own', async () => {
      await mkdir(mine, { recursive: true });
      await writeFile(main, '// somebody else');
      await assert.rejects(start(), /holds something else/);
      assert.equal(await readFile(main, 'utf8'), '// somebody else');
    });

    for (const [path, why] of [
      ['../outside', /".." would leave the folder/],
      ['a/../../outside', /".." would leave the folder/],
      ['/tmp/outside', /must be relative/],
      ['C:\\outside', /must be relative/],
      ['~/outside', /must be relative/],
      ['con', /Windows keeps this name/],
      ['a/NUL.txt', /Windows keeps this name/],
      ['a/b:c', /character/],
    ] as const)
      it(`refuses the folder ${path}, with a reason`, async () => {
        const settings = vscode.workspace.getConfiguration(undefined, workspace);
        await settings.update(settingIds.labFolder, path, vscode.ConfigurationTarget.Global);
        try {
          await assert.rejects(start(), why);
        } finally {
          await settings.update(settingIds.labFolder, undefined, vscode.ConfigurationTarget.Global);
        }
      });

    it('refuses a way that leads through a link or a file', async () => {
      const elsewhere = join(storage, 'elsewhere');
      await mkdir(elsewhere);
      await symlink(elsewhere, place);
      await assert.rejects(start(), /is a link/);
      assert.deepEqual(await exists(join(elsewhere, 'hello-server')), false);
      await rm(place);
      await writeFile(place, '');
      await assert.rejects(placeIn(workspace, 'backend-skills', 'hello-server'), /is a file/);
    });

    // ---------- checks ----------

    it('fails with the starter, each failure with the difference at its line', async () => {
      const folder = await start();
      const messages: vscode.TestMessage[] = [];
      const { controller } = labs.tests;
      const create = controller.createTestRun.bind(controller);
      controller.createTestRun = (...args) => {
        const run = create(...args);
        const failed = run.failed.bind(run);
        run.failed = (item, message, duration) => {
          messages.push(...[message].flat());
          failed(item, message, duration);
        };
        return run;
      };
      await labs.tests.runLab(folder);
      assert.ok(states(folder).includes('failed'), states(folder).join());
      const differing = messages.filter(({ expectedOutput, actualOutput }) => expectedOutput !== actualOutput);
      assert.ok(differing.length > 0, 'no failure says what was expected and what came');
      for (const { location } of messages) assert.equal(location?.uri.fsPath, main);
      for (const [, check] of labs.tests.itemOf(folder)!.children) assert.ok(check.range);
      assert.deepEqual(runningIn(mine), []);
    });

    it('verifies its items when all checks pass in one run, and no later failure takes that away', async () => {
      const folder = await start();
      await solve();
      const message = new Promise<string>((resolve) =>
        answers.to('showInformationMessage', (text) => void resolve(String(text))),
      );
      const [item = ''] = folder.lab.verifies;
      const painted: (TreeNode[] | undefined)[] = [];
      const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
      changed.event((nodes) => painted.push(nodes));
      const view: Partial<vscode.TreeView<TreeNode>> = { visible: true };
      const tree = new SkillTree(stores, services, view as vscode.TreeView<TreeNode>, changed);
      const node = tree
        .children({ kind: 'skill', id: folder.lab.skills[0]!, area: '' })
        .find(({ kind }) => kind === 'lab');
      assert.ok(node, 'the tree has no lab');
      assert.equal(tree.treeItem(node).description, `${folder.lab.minutes} min`);

      // A part of the checks verifies nothing.
      await labs.tests.runLab(folder, folder.lab.checks[0]!.id);
      assert.equal(stores.verifiedAt(item), undefined);
      await labs.tests.runLab(folder);
      assert.deepEqual(new Set(states(folder)), new Set(['passed']));
      assert.match(await message, /^Verified: /);
      const moment = stores.verifiedAt(item);
      assert.ok(moment !== undefined);
      assert.equal(stores.isDone(item), false, 'to have practised is for the learner to say');
      assert.equal(tree.treeItem(node).description, 'verified');
      assert.ok(painted.flatMap((nodes) => nodes ?? []).includes(node), 'the tree was not told');

      await stores.setDone([item], true);
      await writeFile(main, 'process.exit(1);');
      await labs.tests.runLab(folder);
      assert.ok(!states(folder).includes('passed'));
      assert.equal(stores.verifiedAt(item), moment);
      assert.equal(stores.isDone(item), true);
      tree.dispose();
    });

    // One of each kind, in languages that the others do not use; what is not installed here is left to the runner that has everything.
    const ways = [
      ['csv-import', 'python'],
      ['routes-and-status-codes', 'ruby'],
      ['pagination', 'php'],
      ['sql-joins', 'sql'],
      ['git-undo', 'git'],
      ['nginx-static-and-proxy', 'nginx'],
    ] as const;
    for (const [id, language] of ways)
      it(`goes from starter to seal: ${id} in ${language}`, async function () {
        if (!(await engine.runtimes([language])).get(language)?.found) this.skip();
        const folder = await labs.start({ lab: id, language });
        assert.ok(folder);
        const known = labs.folders.at(folder.uri)!;
        await labs.tests.runLab(known);
        assert.ok(states(known).includes('failed'), `the starter: ${states(known).join()}`);
        assert.equal(stores.verifiedAt(known.lab.verifies[0]!), undefined);
        // Asked by its page and by the tests; nothing else may have been.
        answers.to('showInformationMessage', () => undefined);
        const from = join(extensionUri.fsPath, 'data/labs', id, 'solution', language);
        if (language === 'git') {
          const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' };
          for (const role of ['AUTHOR', 'COMMITTER'])
            Object.assign(env, { [`GIT_${role}_NAME`]: 'Kim Learner', [`GIT_${role}_EMAIL`]: 'kim@example.com' });
          await promisify(execFile)('sh', [join(from, 'solve.sh')], { cwd: folder.uri.fsPath, env });
        } else await cp(from, folder.uri.fsPath, { recursive: true });
        await labs.tests.runLab(known);
        assert.deepEqual(new Set(states(known)), new Set(['passed']));
        assert.ok(stores.verifiedAt(known.lab.verifies[0]!) !== undefined);
        // What the learner's own Git tidies up by itself is none of ours.
        if (language !== 'git') assert.deepEqual(runningIn(folder.uri.fsPath), []);
      });

    it('asks which folder it goes into where there are several, and makes nothing when nobody chooses', async () => {
      const [mineOnly] = vscode.workspace.workspaceFolders!;
      const other = { uri: vscode.Uri.file(await mkdtemp(join(tmpdir(), 'backend-skills-'))), name: 'other', index: 1 };
      const folders = Object.getOwnPropertyDescriptor(vscode.workspace, 'workspaceFolders')!;
      Object.defineProperty(vscode.workspace, 'workspaceFolders', { configurable: true, get: () => [mineOnly, other] });
      try {
        const choices: unknown[] = [undefined, other];
        answers.to('showWorkspaceFolderPick', () => choices.shift());
        assert.equal(await labs.start({ lab: 'hello-server', language: 'javascript' }), undefined);
        assert.equal(await exists(place), false);
        const folder = await labs.start({ lab: 'hello-server', language: 'javascript' });
        assert.equal(folder?.uri.fsPath, join(other.uri.fsPath, 'backend-skills/hello-server/javascript'));
        assert.ok(await exists(join(folder.uri.fsPath, 'main.js')));
        assert.equal(await exists(place), false);
      } finally {
        Object.defineProperty(vscode.workspace, 'workspaceFolders', folders);
        await rm(other.uri.fsPath, { recursive: true, force: true });
      }
    });

    it('asks for a folder where none is open, and offers to open it', async () => {
      const chosen = await mkdtemp(join(tmpdir(), 'backend-skills-'));
      const folders = Object.getOwnPropertyDescriptor(vscode.workspace, 'workspaceFolders')!;
      Object.defineProperty(vscode.workspace, 'workspaceFolders', { configurable: true, get: () => undefined });
      try {
        const dialogs: (vscode.Uri[] | undefined)[] = [undefined, [vscode.Uri.file(chosen)]];
        answers.to('showOpenDialog', () => dialogs.shift());
        assert.equal(await labs.start({ lab: 'hello-server', language: 'javascript' }), undefined);
        answers.to('showInformationMessage', () => undefined);
        await labs.start({ lab: 'hello-server', language: 'javascript' });
        assert.ok(await exists(join(chosen, 'backend-skills/hello-server/javascript/main.js')));
        assert.match(answers.asked.at(-1) ?? '', /./);
      } finally {
        Object.defineProperty(vscode.workspace, 'workspaceFolders', folders);
        await rm(chosen, { recursive: true, force: true });
      }
    });

    it('runs one check alone', async () => {
      const folder = await start();
      await solve();
      const second = folder.lab.checks[1]!.id;
      await labs.run({ lab: 'hello-server', check: second });
      assert.deepEqual(ran, [[second]]);
      assert.deepEqual(
        states(folder).map((state) => state !== 'none'),
        folder.lab.checks.map(({ id }) => id === second),
      );
    });

    it('runs from the Testing view, by the command of the editor', async () => {
      const folder = await start();
      await solve();
      answers.to('showInformationMessage', () => undefined);
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      // The editor may not know the tests of a lab yet that has only just been started; then it runs none.
      await waitUntil(async () => {
        await vscode.commands.executeCommand('testing.runAll');
        return states(folder).some((state) => state !== 'none');
      }, 'a run');
      await waitUntil(
        () => states(folder).every((state) => state === 'passed'),
        `all to pass (${states(folder).join()})`,
      );
    });

    onLinux('runs again on save while that is on, and gives up a run that is overtaken', async () => {
      const folder = await start();
      answers.to('showInformationMessage', () => undefined);
      const token = new vscode.CancellationTokenSource();
      const item = labs.tests.itemOf(folder)!;
      const request = new vscode.TestRunRequest([item], undefined, labs.tests.profile, true);
      await labs.tests.profile.runHandler(request, token.token);
      assert.deepEqual(ran, []);
      const document = await vscode.workspace.openTextDocument(main);
      // The editor may still remember the file of the test before.
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      const write = async (text: string): Promise<void> => {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
        await vscode.workspace.applyEdit(edit);
        await document.save();
        assert.equal(document.isDirty, false, 'it could not be saved');
      };
      // It never listens, so its run would last for half a minute.
      await write('setInterval(() => undefined, 1000);');
      await waitUntil(() => labs.tests.isRunning(folder) && runningIn(mine).length > 0, 'the program to run');
      await write(await readFile(solution, 'utf8'));
      await waitUntil(
        () => states(folder).every((state) => state === 'passed'),
        `all to pass (${states(folder).join()})`,
      );
      assert.equal(ran.length, 2);
      token.cancel();
      await write(`${await readFile(solution, 'utf8')}\n`);
      assert.equal(ran.length, 2);
    });

    it('still runs on save after all labs were looked for again', async () => {
      const folder = await start();
      answers.to('showInformationMessage', () => undefined);
      surroundings.engine = { ...engine, run: (run) => Promise.resolve((ran.push([...run.checks]), [])) };
      const { profile, controller } = labs.tests;
      const [first] = folder.lab.checks;
      const one = labs.tests.itemOf(folder, first!.id)!;
      const on = async (...request: readonly vscode.TestItem[]): Promise<vscode.CancellationTokenSource> => {
        const token = new vscode.CancellationTokenSource();
        const include = request.length > 0 ? request : undefined;
        await profile.runHandler(new vscode.TestRunRequest(include, undefined, profile, true), token.token);
        return token;
      };
      const document = await vscode.workspace.openTextDocument(main);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      const save = async (): Promise<void> => {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 0), '\n');
        assert.ok(await vscode.workspace.applyEdit(edit));
        assert.ok(await document.save());
      };
      const whole = await on();
      await controller.refreshHandler!(whole.token);
      assert.equal(labs.tests.itemOf(folder, first!.id), one, 'the item is another one');
      await save();
      await waitUntil(() => ran.length === 1 && !labs.tests.isRunning(folder), 'a run on save');
      whole.cancel();
      const part = await on(one);
      await controller.resolveHandler!(undefined);
      await save();
      await waitUntil(() => ran.length === 2, 'a second run on save');
      // Two that were switched on one by one are one run, or the second would give up the first.
      const [, second] = folder.lab.checks;
      const other = await on(labs.tests.itemOf(folder, second!.id)!);
      await save();
      await waitUntil(() => ran.length === 3 && !labs.tests.isRunning(folder), 'a run of both');
      part.cancel();
      await save();
      await waitUntil(() => ran.length === 4 && !labs.tests.isRunning(folder), 'a run of the other');
      other.cancel();
      assert.deepEqual(ran, [
        folder.lab.checks.map(({ id }) => id),
        [first!.id],
        [first!.id, second!.id],
        [second!.id],
      ]);
    });

    it('forgets a lab whose folder is deleted, and what was seen of it', async function () {
      this.timeout(60_000);
      const folder = await start();
      const others = await labs.start({ lab: 'sql-joins', language: 'sql' });
      assert.ok(others);
      await labs.tests.runLab(folder);
      assert.ok(!states(folder).includes('none'));
      // The editor must watch the folder before it can tell that it is gone. It says so late while one file comes after the other.
      const watcher = vscode.workspace.createFileSystemWatcher('**/watched-*');
      const seen = new Promise<boolean>((resolve) => watcher.onDidCreate(() => resolve(true)));
      let watches = false;
      for (let number = 0; number < 60 && !watches; number++) {
        await writeFile(join(mine, `watched-${number}`), '');
        watches = await Promise.race([seen, pause(500).then(() => false)]);
      }
      assert.ok(watches, 'the editor does not watch the folder');
      watcher.dispose();
      await rm(join(place, 'hello-server'), { recursive: true });
      await waitUntil(() => labs.folders.all.length === 1, 'the lab to go');
      assert.equal(labs.folders.all[0]!.lab.id, 'sql-joins');
      assert.equal(labs.tests.itemOf(folder), undefined);
    });

    it('starts without old results in the place of a lab that was deleted unseen', async () => {
      const folder = await start();
      await labs.tests.runLab(folder);
      assert.ok(!states(folder).includes('none'));
      await rm(mine, { recursive: true });
      await start();
      assert.deepEqual(new Set(states(folder)), new Set(['none']));
    });

    it('follows a lab that is moved in the editor', async () => {
      const folder = await start();
      const moved = vscode.Uri.joinPath(workspace, 'backend-skills/moved');
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(vscode.Uri.joinPath(workspace, 'backend-skills/hello-server'), moved);
      assert.ok(await vscode.workspace.applyEdit(edit));
      await waitUntil(
        () => labs.folders.all.map(({ uri }) => uri.fsPath).join() === join(moved.fsPath, 'javascript'),
        'the lab to be found in its new place',
      );
      assert.equal(labs.tests.itemOf(folder), undefined);
      assert.ok(labs.tests.itemOf(labs.folders.all[0]!));
    });

    it('takes a folder for another lab when its marker says so', async () => {
      const folder = await start();
      await writeFile(join(mine, markerFile), JSON.stringify({ format: 1, lab: 'pagination', language: 'javascript' }));
      await labs.folders.find();
      const known = labs.folders.at(folder.uri)!;
      assert.equal(known.lab.id, 'pagination');
      assert.deepEqual(
        [...labs.tests.itemOf(known)!.children].map(([id]) => id),
        known.lab.checks.map(({ id }) => id),
      );
    });

    onLinux('ends the program at once when it is cancelled', async () => {
      const folder = await start();
      await writeFile(main, 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000);');
      const run = labs.tests.runLab(folder);
      await waitUntil(() => runningIn(mine).length > 0, 'the program to run');
      const began = Date.now();
      labs.tests.cancel(folder);
      await run;
      assert.ok(Date.now() - began < 5000, 'it took too long');
      assert.deepEqual(new Set(states(folder)), new Set(['cancelled']));
      assert.deepEqual(runningIn(mine), []);
      assert.equal(labs.tests.isRunning(folder), false);
    });

    onLinux('leaves no process when the window closes in the middle of a run', async () => {
      const folder = await start();
      await writeFile(main, 'setInterval(() => undefined, 1000);');
      const run = labs.tests.runLab(folder);
      await waitUntil(() => runningIn(mine).length > 0, 'the program to run');
      labs.dispose();
      engine.end();
      // Without a turn of the event loop: a window that closes may have none left.
      for (const end = Date.now() + 2000; runningIn(mine).length > 0 && Date.now() < end;);
      assert.deepEqual(runningIn(mine), []);
      const began = Date.now();
      await run;
      assert.ok(Date.now() - began < 5000, 'the run went on');
    });

    // ---------- where nothing may run ----------

    it('starts nothing in a workspace that is not trusted, and says so', async () => {
      const folder = await start();
      surroundings.trusted = false;
      const told: unknown[][] = [];
      answers.to('showWarningMessage', (...args) => void told.push([...args]));
      await labs.tests.runLab(folder);
      assert.deepEqual(ran, []);
      assert.deepEqual(new Set(states(folder)), new Set(['errored']));
      assert.match(
        labs.tests.statesOf(folder).get(folder.lab.checks[0]!.id)?.message ?? '',
        /workspace that you trust/,
      );
      assert.deepEqual(told[0]?.slice(1), ['Manage Workspace Trust']);
      await assert.rejects(start(), /workspace that you trust/);
      await labs.runInTerminal('hello-server');
      assert.equal(told.length, 2);
      assert.deepEqual(runningIn(mine), []);
    });

    it('names a runtime that is missing, and how it is installed here', async () => {
      const folder = await start();
      surroundings.engine = {
        ...engine,
        runtimes: (languages) =>
          Promise.resolve(
            new Map(languages.map((id) => [id, { found: false, needs: 'node', install: 'sudo apt install nodejs' }])),
          ),
      };
      const told: string[] = [];
      answers.to('showWarningMessage', (text) => void told.push(String(text)));
      await labs.tests.runLab(folder);
      assert.deepEqual(ran, []);
      assert.match(told[0] ?? '', /JavaScript was not found.*node.*sudo apt install nodejs/);
      assert.match(labs.tests.statesOf(folder).get('hello-world')?.message ?? '', /sudo apt install nodejs/);
    });

    it('lists the languages that are here first, with their versions', async () => {
      surroundings.engine = {
        ...engine,
        runtimes: () =>
          Promise.resolve(
            new Map([
              ['javascript', { found: false, needs: 'node', install: 'get node' }],
              ['python', { found: true, version: '3.12.1' }],
            ]),
          ),
      };
      let picks: readonly vscode.QuickPickItem[] = [];
      answers.to('showQuickPick', (items) => {
        picks = items as vscode.QuickPickItem[];
        return undefined;
      });
      assert.equal(await labs.start('hello-server'), undefined);
      assert.deepEqual([picks[0]?.label, picks[0]?.description], ['Python', '3.12.1']);
      const separator = picks.findIndex(({ kind }) => kind === vscode.QuickPickItemKind.Separator);
      const after = picks.slice(separator).find(({ label }) => label === 'JavaScript');
      assert.equal(after?.detail, 'Install it with: get node');
      assert.equal(await exists(place), false);
    });

    // ---------- help ----------

    it('shows hints one at a time, and remembers them', async () => {
      const folder = await start();
      const { brief } = await stores.packs.lab('hello-server');
      assert.equal(labs.hintsShown(folder.lab), 0);
      await labs.showHint('hello-server');
      await labs.showHint('hello-server');
      assert.equal(labs.hintsShown(folder.lab), 2);
      labs.dispose();
      labs = openLabs();
      assert.equal(labs.hintsShown(folder.lab), 2);
      answers.to('showInformationMessage', () => undefined);
      while (labs.hintsShown(folder.lab) < brief.hints.length) await labs.showHint('hello-server');
      await labs.showHint('hello-server');
      assert.equal(labs.hintsShown(folder.lab), brief.hints.length);
    });

    it('shows a solution after asking, and serves nothing else', async () => {
      await start();
      answers.to('showWarningMessage', () => undefined);
      await labs.showSolution('hello-server');
      const diffs = (): vscode.TabInputTextDiff[] =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs.map(({ input }) => input))
          .filter((input) => input instanceof vscode.TabInputTextDiff);
      assert.deepEqual(diffs(), []);
      answers.to('showWarningMessage', () => 'Show Solution');
      await labs.showSolution('hello-server');
      await waitUntil(() => diffs().length === 1, 'the diff');
      const [{ original, modified }] = diffs() as [vscode.TabInputTextDiff];
      assert.equal(original.fsPath, main);
      assert.equal(modified.path, '/hello-server/javascript/main.js');
      assert.equal(await solutionText(stores, modified), await readFile(solution, 'utf8'));
      for (const path of ['/hello-server/javascript/../../lab.json', '/../pay.json', '/hello-server/cobol/main.js'])
        assert.equal(await solutionText(stores, modified.with({ path })), '');
    });

    it('resets after asking', async () => {
      const folder = await start();
      const starter = await readFile(main, 'utf8');
      await solve();
      answers.to('showWarningMessage', () => undefined);
      await labs.reset('hello-server');
      assert.notEqual(await readFile(main, 'utf8'), starter);
      answers.to('showWarningMessage', () => 'Reset');
      answers.to('showInformationMessage', () => undefined);
      await labs.reset('hello-server');
      assert.equal(await readFile(main, 'utf8'), starter);
      // The server of the editor has no trash.
      const [, ...kept] = (await readdir(join(mine, '..'))).sort();
      for (const name of kept)
        assert.deepEqual(await readFile(join(mine, '..', name, 'main.js')), await readFile(solution));
      assert.ok(kept.length <= 1);
      const tabs = (): string[] =>
        vscode.window.tabGroups.all.flatMap((group) =>
          group.tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.fsPath] : [])),
        );
      await waitUntil(() => tabs().join() === main, 'only the new code to be open');
      assert.equal(labs.folders.all.length, 1);
      assert.deepEqual(new Set(states(folder)), new Set(['none']));
    });

    it('takes nothing away before it is sure that a reset can be done', async function () {
      if (!(await engine.runtimes(['git'])).get('git')?.found) this.skip();
      const folder = await labs.start({ lab: 'git-undo', language: 'git' });
      assert.ok(folder);
      const note = join(folder.uri.fsPath, 'note.txt');
      await writeFile(note, 'mine');
      const around = (): Promise<string[]> => readdir(join(folder.uri.fsPath, '..'));
      const asked: string[] = [];
      answers.to('showWarningMessage', (text, options) => {
        asked.push(String(text));
        return (options as vscode.MessageOptions | undefined)?.modal ? 'Reset' : undefined;
      });

      surroundings.trusted = false;
      await assert.rejects(labs.reset('git-undo'), /workspace that you trust/);
      assert.deepEqual(asked, []);
      surroundings.trusted = true;
      const [terminal] = vscode.window.terminals.filter(({ name }) => name === `Lab: ${folder.lab.title}`);
      assert.ok(terminal);

      let looked = 0;
      surroundings.engine = {
        ...engine,
        runtimes: () => {
          looked++;
          return Promise.resolve(new Map([['git', { found: false, needs: 'git' }]]));
        },
      };
      await labs.reset('git-undo');
      assert.equal(looked, 1);
      assert.match(asked[1]!, /Git was not found on this machine/);
      assert.equal(await readFile(note, 'utf8'), 'mine');
      assert.ok(vscode.window.terminals.includes(terminal), 'its terminal was closed');

      // What cannot be known beforehand.
      surroundings.engine = { ...engine, makeRepository: () => Promise.reject(new Error('the disk is full')) };
      await assert.rejects(labs.reset('git-undo'), /could not be made in .*git-undo.*: the disk is full/);
      assert.equal(await readFile(note, 'utf8'), 'mine');
      assert.ok(await exists(join(folder.uri.fsPath, '.git/HEAD')));
      assert.ok(await exists(join(folder.uri.fsPath, markerFile)));
      assert.deepEqual(await around(), ['git']);
      assert.equal(labs.folders.all.length, 1);

      surroundings.engine = engine;
      answers.to('showInformationMessage', () => undefined);
      await labs.reset('git-undo');
      assert.equal(await exists(note), false);
      for (const other of vscode.window.terminals) if (other.name === terminal.name) other.dispose();
    });

    it('says that a lab which is a folder of the workspace cannot be reset', async () => {
      const folder = await start();
      await solve();
      const original = Object.getOwnPropertyDescriptor(vscode.workspace, 'getWorkspaceFolder')!;
      const root = { uri: folder.uri, name: 'javascript', index: 0 };
      Object.defineProperty(vscode.workspace, 'getWorkspaceFolder', { configurable: true, value: () => root });
      try {
        await assert.rejects(labs.reset('hello-server'), /"javascript" is a folder of the workspace itself/);
      } finally {
        Object.defineProperty(vscode.workspace, 'getWorkspaceFolder', original);
      }
      assert.deepEqual(await readFile(main), await readFile(solution));
    });

    onLinux('leaves no terminal in a repository that was thrown away', async function () {
      if (!(await engine.runtimes(['git'])).get('git')?.found) this.skip();
      const folder = await labs.start({ lab: 'git-undo', language: 'git' });
      assert.ok(folder);
      const mine = (): vscode.Terminal[] =>
        vscode.window.terminals.filter(({ name }) => name === `Lab: ${folder.lab.title}`);
      const [before] = mine();
      const shell = await before?.processId;
      assert.ok(shell !== undefined, 'no terminal was opened');
      // As one that was opened before the window was reloaded.
      const older = vscode.window.createTerminal({ name: before!.name, cwd: folder.uri });
      const elsewhere = vscode.window.createTerminal({ name: before!.name, cwd: workspace });
      await Promise.all([older.processId, elsewhere.processId]);
      try {
        answers.to('showWarningMessage', () => 'Reset');
        answers.to('showInformationMessage', () => undefined);
        await labs.reset('git-undo');
        const after = mine().filter((terminal) => terminal !== elsewhere);
        assert.equal(after.length, 1, 'a terminal was left, or none was opened');
        assert.ok(mine().includes(elsewhere), 'a terminal in another folder was closed');
        const fresh = await after[0]!.processId;
        assert.notEqual(fresh, shell);
        await waitUntil(() => !isAlive(shell), 'the shell to end');
        await waitUntil(() => runningIn(folder.uri.fsPath).includes(fresh!), 'the new shell to be in the new folder');
      } finally {
        for (const terminal of [elsewhere, ...mine()]) terminal.dispose();
      }
    });

    it('starts the program in a terminal as its checks do', async () => {
      await start();
      await solve();
      const [program] = await Promise.all([
        engine.program(
          await stores.packs.lab('hello-server'),
          'javascript',
          vscode.Uri.file(mine),
          vscode.Uri.file(join(storage, 'data')),
        ),
      ]);
      assert.ok(program && 'line' in program);
      assert.match(program.line, /node(\.exe)?"? main\.js$/);
      const { PORT, HOST, DATA_DIR } = program.env;
      assert.equal(HOST, '127.0.0.1');
      assert.match(PORT ?? '', /^\d+$/);
      assert.ok(await exists(DATA_DIR!));
      const shown = new Promise<vscode.Terminal>((resolve) => {
        const listener = vscode.window.onDidOpenTerminal((terminal) => {
          listener.dispose();
          resolve(terminal);
        });
      });
      await labs.runInTerminal('hello-server');
      const terminal = await shown;
      assert.match(terminal.name, /A server that says hello|Hello/i);
      terminal.dispose();
    });

    onLinux('starts the program at the same port when it is started again', async () => {
      await start();
      await solve();
      const started: Awaited<ReturnType<Engine['program']>>[] = [];
      surroundings.engine = {
        ...engine,
        program: async (...args) => {
          const program = await engine.program(...args);
          started.push(program);
          return program;
        },
      };
      const port = (): number => {
        const program = started.at(-1);
        assert.ok(program && 'env' in program);
        return Number(program.env['PORT']);
      };
      const answers = (): Promise<boolean> =>
        fetch(`http://127.0.0.1:${port()}/`).then(
          ({ ok }) => ok,
          () => false,
        );
      await labs.runInTerminal('hello-server');
      await waitUntil(answers, 'the program to answer');
      const first = port();
      await labs.runInTerminal('hello-server');
      assert.equal(port(), first);
      await waitUntil(answers, 'the program to answer again');
      for (const terminal of vscode.window.terminals) if (terminal.name.startsWith('Lab: ')) terminal.dispose();
    });

    for (const [id, language, spoil, why] of [
      ['hello-server', 'java', (file: string) => writeFile(file, 'class Main { int }'), /Main\.java:1: error: /],
      ['nginx-static-and-proxy', 'nginx', (file: string) => rm(file), /There is no nginx\.conf in the folder/],
    ] as const)
      it(`says why a program cannot be started in a terminal: ${language}`, async function () {
        if (!(await engine.runtimes([language])).get(language)?.found) this.skip();
        const folder = await labs.start({ lab: id, language });
        assert.ok(folder);
        await spoil(mainFileOf(folder)!.fsPath);
        await assert.rejects(labs.runInTerminal(id), (error: Error) => {
          assert.equal(error.name, 'ExpectedError');
          assert.match(error.message, why);
          assert.ok(error.message.startsWith(`"${folder.lab.title}" could not be started: `));
          assert.ok(error.message.length < 600);
          return true;
        });
      });

    it('reports results that come without an event, and those that never come', async () => {
      const folder = await start();
      const [first] = folder.lab.checks;
      surroundings.engine = {
        ...engine,
        run: () =>
          Promise.resolve([
            { check: first!.id, outcome: 'passed', failures: [], output: '', duration: 1 } satisfies CheckResult,
          ]),
      };
      await labs.tests.runLab(folder);
      assert.deepEqual(new Set(states(folder)), new Set(['passed', 'cancelled']));
      assert.equal(stores.verifiedAt(folder.lab.verifies[0]!), undefined);
    });
  });
}
