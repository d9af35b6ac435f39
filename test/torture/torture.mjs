// Real processes on one progress folder, killed at random; at the end everything that was acknowledged must be there.
import * as esbuild from 'esbuild';
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../vscode/install.mjs';

/** All that the store takes from the editor. */
const editor = `export class EventEmitter {
  listeners = new Set();
  event = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.listeners) listener(value);
  }
  dispose() {
    this.listeners.clear();
  }
}`;

/** A script that uses the store, as one file that Node runs; `vscode` exists in the editor only, so it has a stand-in. */
export async function bundle(entry, outfile) {
  await esbuild.build({
    absWorkingDir: root,
    ...entry,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'warning',
    plugins: [
      {
        name: 'editor',
        setup(build) {
          build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
          build.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor, loader: 'js' }));
        },
      },
    ],
  });
}

/** The store's modules, for a script that wants them in its own process. */
export async function loadStore(outfile) {
  const contents = [
    "export { compact } from './src/state/compact.node';",
    "export { openJournals } from './src/state/journal.node';",
    "export { ProgressStore } from './src/state/progressStore';",
    "export { encodeFact } from './src/core/progress';",
  ].join('\n');
  await bundle({ stdin: { contents, resolveDir: root, loader: 'ts' } }, outfile);
  return createRequire(import.meta.url)(outfile);
}

/**
 * @typedef {object} Options
 * @property {'journals' | 'rename'} kind which store; `rename` is the control.
 * @property {number} writers how many at a time.
 * @property {number} acts go on until so many are acknowledged,
 * @property {number} kills and so many writers have been killed,
 * @property {number} [joined] and so many files have been joined by compaction,
 * @property {number} [seconds] or give up after so long.
 * @property {number} between milliseconds from kill to kill, on average.
 * @property {number} [sleep] milliseconds for which a writer is stopped now and then while it compacts, as by a closed lid: long enough for its
 * lock to be taken over; 0 for never.
 * @property {number} [compacting] milliseconds from one compaction of a writer to its next, on average; 0 for none.
 * @property {number} [lanes] how many acts each writer has under way at a time.
 * @property {number} [items] how many items of its own a writer has.
 * @property {(text: string) => void} [report]
 */

/** @param {Options} options */
export async function torture(options) {
  const { kind, writers, acts, kills, between, report = () => undefined } = options;
  const { joined = 0, seconds = Infinity, compacting = 1500, sleep = 0, lanes = 2, items = 40 } = options;
  await mkdir(path.join(root, 'out/torture'), { recursive: true });
  const base = await mkdtemp(path.join(root, 'out/torture', `${kind}-`));
  const folder = path.join(base, 'progress');
  const script = path.join(base, 'worker.cjs');
  await bundle({ entryPoints: ['test/torture/worker.mjs'] }, script);

  /** What may be the state of an item that one writer at a time acts on: what was acknowledged last, and acts begun since. */
  const states = new Map();
  /** Acknowledged facts, by a digest of their line. */
  const acknowledged = new Map();
  const times = [];
  const figures = {
    ...{ acts: 0, begun: 0, kills: 0, crashes: 0, failures: 0, shared: 0, lostStates: 0, lostLines: 0, lostShared: 0 },
    ...{ unseenAtStart: 0, compactions: 0, takenOver: 0, lockedOut: 0, killedCompacting: 0, slept: 0, gaveUp: 0 },
  };
  const problems = [];
  const problem = (text) => {
    if (problems.length < 20) problems.push(text);
  };
  const running = new Set();
  let ending = false;
  let started = 0;

  const start = (slot, generation) => {
    const group = generation >> 3;
    const writer = randomUUID();
    const setting = { kind, folder, writer, slot, group, lanes, items, compacting };
    const child = spawn(process.execPath, [script, JSON.stringify(setting)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const worker = { child, slot, killed: false, compacting: false, asleep: false };
    running.add(worker);
    const begun = new Map();
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += chunk));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const [what, first, second, third] = line.split(' ');
      if (what === 'B') {
        figures.begun++;
        begun.set(first, { id: second, done: third === '1' });
        if (!second.startsWith('own/')) return;
        if (!states.has(second)) states.set(second, [{ by: undefined, number: 0, done: false }]);
        states.get(second).push({ by: writer, number: Number(first), done: third === '1' });
      } else if (what === 'A') {
        const { id, done } = begun.get(first);
        figures.acts++;
        times.push(Number(third) / 1000);
        if (id.startsWith('shared/')) figures.shared++;
        else {
          const possible = states.get(id);
          const at = possible.findIndex(({ by, number }) => by === writer && number === Number(first));
          // A later act may have been acknowledged in the same breath, before this one.
          if (at > 0) states.set(id, possible.slice(at));
        }
        if (second !== '-') acknowledged.set(second, { id, done, writer });
      } else if (what === 'F') {
        figures.failures++;
        problem(`an act failed: ${line}`);
      } else if (what === 'S') {
        const done = new Set(JSON.parse(line.slice(2)));
        for (const [id, possible] of states) {
          if (!id.startsWith(`own/${slot}/${group}/`)) continue;
          if (possible.some((state) => state.done === done.has(id))) continue;
          figures.unseenAtStart++;
          problem(
            `generation ${generation} of writer ${slot} did not see an acknowledged state of ${id} when it started`,
          );
        }
      } else if (what === 'C') {
        worker.compacting = true;
        started++;
        // Some are stopped or killed on purpose while they do the riskiest thing.
        if (sleep > 0 && started % 16 === 7) setTimeout(() => rest(worker), Math.random() * 200);
        else if (started % 8 === 3) setTimeout(() => kill(worker, true), Math.random() * 200);
      } else if (what === 'D') {
        worker.compacting = false;
        if (Number(first) > 0) figures.compactions++;
        figures.takenOver += Number(first);
      } else if (what === 'E') {
        worker.compacting = false;
        if (first === 'ELOCKED') figures.lockedOut++;
        // Two at a time, after a sleep or when both found the lock of a dead one: one of them gives up.
        else if (first === 'ENOENT') figures.gaveUp++;
        else problem(`a compaction failed: ${line}`);
      }
    });
    child.once('close', () => {
      running.delete(worker);
      if (!worker.killed) {
        figures.crashes++;
        problem(`a writer ended by itself: ${errors.slice(0, 600)}`);
      }
      if (!ending) start(slot, generation + 1);
    });
  };
  const kill = (worker, whileCompacting = false) => {
    if (worker.killed || worker.asleep || worker.child.exitCode !== null) return;
    if (whileCompacting && !worker.compacting) return;
    // The dead hold the lock for ten seconds; were all killed at it, there would be no compaction at all.
    if (!whileCompacting && !ending && worker.compacting && Math.random() < 0.9) return;
    worker.killed = true;
    if (worker.compacting) figures.killedCompacting++;
    worker.child.kill('SIGKILL');
    figures.kills++;
  };
  const rest = (worker) => {
    if (worker.killed || worker.asleep || !worker.compacting) return;
    worker.asleep = true;
    worker.child.kill('SIGSTOP');
    figures.slept++;
    setTimeout(() => {
      worker.asleep = false;
      worker.child.kill('SIGCONT');
    }, sleep);
  };

  // Whatever ends this process ends the writers too, also those that are stopped.
  const end = () => {
    for (const { child } of running) child.kill('SIGKILL');
  };
  const interrupted = () => process.exit(130);
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);

  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  for (let slot = 0; slot < writers; slot++) start(slot, 0);
  let reported = 0;
  const enough = () => figures.acts >= acts && figures.kills >= kills && figures.takenOver >= joined;
  while (!enough() && elapsed() < seconds) {
    await pause(Math.random() * 2 * between);
    const alive = [...running].filter((worker) => !worker.killed);
    // No more than in proportion, or on a busy machine all would be dead before they have begun.
    const due = kills * Math.min(1, figures.acts / acts) + writers;
    if (figures.kills < Math.min(due, kills) && alive.length > 0) kill(alive[Math.floor(Math.random() * alive.length)]);
    if (elapsed() - reported < 10) continue;
    reported = elapsed();
    report(
      `${reported.toFixed(0)} s: ${figures.acts} acts, ${figures.kills} kills, ${figures.takenOver} files taken over`,
    );
  }
  ending = true;
  const took = elapsed();
  // What ends the run is no random kill and does not count as one.
  const counted = { kills: figures.kills, killedCompacting: figures.killedCompacting };
  for (const worker of running) {
    worker.asleep = false;
    kill(worker);
  }
  while (running.size > 0) await pause(5);
  process.off('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
  Object.assign(figures, counted);

  const { done, lines, facts } = kind === 'rename' ? await readRenamed(folder) : await readJournals(base, folder);
  for (const [id, possible] of states)
    if (!possible.some((state) => state.done === done.has(id))) {
      figures.lostStates++;
      problem(
        `${id} should be ${possible.map((state) => state.done).join(' or ')}: ${JSON.stringify(possible.at(-1))}`,
      );
    }
  if (lines)
    for (const [digest, { id, done: ticked, writer }] of acknowledged)
      if (!lines.has(digest)) {
        figures.lostLines++;
        problem(`no file holds the acknowledged ${ticked ? 'tick' : 'untick'} of ${id} by ${writer}`);
      }
  // Where all act on one item: done exactly if there is a tick that no untick has seen, read anew from the lines, without the store.
  for (const [id, { ticks, seen }] of facts ?? []) {
    const alive = [...ticks].some(([by, at]) => !seen.has(by) || later(at, seen.get(by)));
    if (alive === done.has(id)) continue;
    figures.lostShared++;
    problem(`${id} should be ${alive}, by its lines`);
  }
  const result = {
    ...figures,
    lost: figures.lostStates + figures.lostLines + figures.lostShared,
    checked: { items: states.size, lines: lines ? acknowledged.size : 0, all: facts?.size ?? 0 },
    /** Milliseconds from the act to its acknowledgement. */
    times,
    seconds: took,
    files: (await readdir(folder)).length,
    problems,
  };
  // What failed is kept, to be looked into.
  if (kind === 'rename' || (result.lost === 0 && figures.unseenAtStart === 0))
    await rm(base, { recursive: true, force: true });
  else problem(`The files are kept in ${base}.`);
  return result;
}

const later = (a, b) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

async function readRenamed(folder) {
  const items = JSON.parse(await readFile(path.join(folder, 'progress.json'), 'utf8'));
  return { done: new Set(Object.keys(items).filter((id) => items[id])) };
}

/** What a new window would show, and apart from that what stands in the files, whatever they are called. */
async function readJournals(base, folder) {
  const { openJournals, ProgressStore } = await loadStore(path.join(base, 'store.cjs'));
  const store = new ProgressStore(openJournals({ fsPath: folder }, 'reader'), 'reader', { warn: () => undefined });
  await store.load();
  const done = new Set(store.doneItems());
  store.dispose();
  const lines = new Set();
  const facts = new Map();
  const raise = (stamps, by, at) => {
    if (!stamps.has(by) || later(at, stamps.get(by))) stamps.set(by, at);
  };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Half a snapshot is no place to keep anything, and what is set aside as damaged is not read.
    if (!entry.isFile() || !/\.jsonl(\.old)?$/.test(entry.name)) continue;
    for (const line of (await readFile(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8')).split('\n')) {
      lines.add(createHash('md5').update(line).digest('base64url'));
      let fact;
      try {
        fact = JSON.parse(line);
      } catch {
        // Torn by a kill.
        continue;
      }
      const { id, done: ticked, at, by, seen } = fact;
      if (!facts.has(id)) facts.set(id, { ticks: new Map(), seen: new Map() });
      if (ticked) raise(facts.get(id).ticks, by, at);
      else for (const [other, stamp] of Object.entries(seen)) raise(facts.get(id).seen, other, stamp);
    }
  }
  return { done, lines, facts };
}
