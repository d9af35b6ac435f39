import { setMaxListeners } from 'node:events';
import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Check, CheckResult, Failure } from '../../core/lab';
import { mainFiles } from '../../core/labFile';
import { runCliCheck } from './cliCheck.node';
import { BuildError, prepare, type Command } from './commands.node';
import { checkSyntax, configure } from './configServer.node';
import { readInside, removeFolder, temporaryFolder } from './folders.node';
import { runGitCheck } from './git.node';
import { runHttpCheck } from './httpCheck.node';
import { CheckFailed, duration, isAborted } from './outcome';
import { findRuntime, installHint } from './runtimes.node';
import { NeverListened, Output } from './server.node';
import { runSqlCheck } from './sqlCheck';
import { startUpstream } from './upstream.node';
import { usualLimits, type LabRun, type Limits, type Runtime } from './types';

/** Runs checks of a lab, one after another. Never rejects for what the learner's program does. */
export async function runLab(run: LabRun): Promise<readonly CheckResult[]> {
  const limits: Limits = { ...usualLimits, ...run.limits };
  const checks = run.lab.checks.filter((check) => run.checks?.includes(check.id) ?? true);
  const results: CheckResult[] = [];
  const finish = (result: CheckResult): void => {
    results.push(result);
    run.on({ type: 'finished', result });
  };
  /** For checks that are not tried. */
  const finishAll = (outcome: 'errored' | 'failed' | 'cancelled', failures: readonly Failure[]): void => {
    for (const check of checks.slice(results.length))
      finish({ check: check.id, outcome, failures, output: '', duration: 0 });
  };
  if (isAborted(run.signal)) return (finishAll('cancelled', []), results);
  const runtime = run.runtimes?.get(run.language) ?? (await findRuntime(run.language));
  if (!runtime) return (finishAll('errored', [missing(run)]), results);
  if (!(await isFolder(run.folder)))
    return (finishAll('errored', [{ message: `The folder ${run.folder} does not exist.` }]), results);
  const home = await temporaryFolder();
  try {
    let command: Command;
    try {
      command = await prepared(run, runtime, home, limits);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const what = run.lab.kind === 'config' ? 'The configuration is not accepted.' : 'The program does not compile.';
      return (finishAll('errored', [{ message: `${what}\n${error.message}` }]), results);
    }
    for (const [at, check] of checks.entries()) {
      if (isAborted(run.signal)) break;
      run.on({ type: 'started', check: check.id });
      const folder = path.join(home, String(at));
      await mkdir(path.join(folder, 'data'), { recursive: true });
      const { result, hopeless } = await runCheck(run, check, { runtime, command, home, folder, limits });
      finish(result);
      await removeFolder(folder);
      // A program that never listens would be waited for as long at each further check.
      if (hopeless) finishAll('failed', result.failures);
      if (hopeless) break;
    }
    if (isAborted(run.signal)) finishAll('cancelled', []);
    return results;
  } finally {
    await removeFolder(home);
  }
}

interface Done {
  readonly result: CheckResult;
  /** True when no further check can come out otherwise. */
  readonly hopeless: boolean;
}

async function runCheck(run: LabRun, check: Check, given: Omit<Doing, 'output' | 'signal'>): Promise<Done> {
  const { limits } = given;
  const started = performance.now();
  const output = new Output(limits.output, (text) => run.on({ type: 'output', check: check.id, text }));
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), limits.check);
  const signal = AbortSignal.any([run.signal, clock.signal]);
  // Each request on its way listens to it.
  setMaxListeners(0, signal);
  const done = (outcome: CheckResult['outcome'], failures: readonly Failure[], hopeless = false): Done => ({
    result: { check: check.id, outcome, failures, output: output.text, duration: performance.now() - started },
    hopeless,
  });
  try {
    await act(run, check, { ...given, output, signal });
    return done('passed', []);
  } catch (error) {
    if (isAborted(run.signal)) return done('cancelled', []);
    if (clock.signal.aborted)
      return done('failed', [{ message: `The check took longer than ${duration(limits.check)}.` }]);
    if (error instanceof CheckFailed)
      return done(error.isError ? 'errored' : 'failed', error.failures, error instanceof NeverListened);
    // Ours: a full disk, for instance. The learner is told, rather than that nothing happens.
    return done('errored', [{ message: error instanceof Error ? error.message : String(error) }]);
  } finally {
    clearTimeout(timer);
  }
}

interface Doing {
  readonly runtime: Runtime;
  readonly command: Command;
  /** A folder of ours for the whole run, and one in it for this check. */
  readonly home: string;
  readonly folder: string;
  readonly limits: Limits;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Whatever is done once for all checks. */
async function prepared(run: LabRun, runtime: Runtime, home: string, limits: Limits): Promise<Command> {
  const none: Command = { command: [], env: {} };
  switch (run.lab.kind) {
    case 'sql':
    case 'git':
      return none;
    case 'config': {
      // Where nobody is asked, any number is a port.
      const values = { UPSTREAM: '9', UPSTREAM_2: '9', UPSTREAM_DOWN: '9', DATA_DIR: home };
      const root = path.join(home, 'syntax');
      await mkdir(root);
      await checkSyntax(run, runtime, home, root, values, limits);
      return none;
    }
    case 'http':
    case 'cli': {
      const build = path.join(home, 'build');
      await mkdir(build);
      if (run.language === 'java' || run.language === 'csharp') run.on({ type: 'building' });
      return prepare(run, runtime, build, limits);
    }
  }
}

async function act(run: LabRun, check: Check, doing: Doing): Promise<void> {
  const { lab } = run;
  const dataFolder = path.join(doing.folder, 'data');
  switch (check.kind) {
    case 'http': {
      const upstream = lab.upstream ? await startUpstream() : undefined;
      const env = { ...lab.env, ...upstream?.env };
      try {
        if (lab.kind !== 'config')
          return void (await runHttpCheck(check, { ...doing, folder: run.folder, dataFolder, env }));
        const root = path.join(doing.folder, 'site');
        await mkdir(root);
        const values = { ...env, DATA_DIR: dataFolder };
        const server = await configure(run, doing.runtime, doing.home, root, values);
        return void (await runHttpCheck(check, { ...doing, ...server, dataFolder, env }));
      } finally {
        upstream?.close();
      }
    }
    case 'cli': {
      const folder = path.join(doing.folder, 'work');
      await mkdir(folder);
      const command = absolute(doing.command, run.folder);
      return runCliCheck(check, { ...doing, command, folder, dataFolder, env: lab.env });
    }
    case 'sql': {
      const { seed = '' } = run;
      const answer = await readInside(run.folder, mainFiles.sql);
      if (answer === undefined) throw new CheckFailed({ message: `There is no ${mainFiles.sql} in the folder.` });
      if (!run.openDatabase) throw new CheckFailed({ message: 'No database can be opened here.' }, true);
      return runSqlCheck(check, { seed, answer, signal: doing.signal, open: () => run.openDatabase!() });
    }
    case 'git':
      return runGitCheck(check, await realpath(run.folder), doing.signal);
  }
}

/** The program lies in the learner's folder and runs in another one. */
function absolute(command: Command, folder: string): Command {
  const main = /^main\.\w+$/;
  return { ...command, command: command.command.map((part) => (main.test(part) ? path.join(folder, part) : part)) };
}

function missing(run: LabRun): Failure {
  const hint = installHint(run.language);
  const names: Readonly<Partial<Record<string, string>>> = {
    javascript: 'Node.js',
    python: 'Python 3',
    php: 'PHP',
    ruby: 'Ruby',
    java: 'A JDK',
    csharp: '.NET or Mono',
    git: 'Git',
    apache: 'Apache',
  };
  const name = names[run.language] ?? run.language;
  return { message: `${name} was not found on this machine.${hint ? ` Install it with: ${hint.command}` : ''}` };
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
