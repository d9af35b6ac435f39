// Runs every sample of the curriculum that is marked `run` with the real thing, and compares what it prints with the page.
// A runtime that is not on this machine is skipped by name and counted. `node test/content/samples.mjs git nginx` runs some pages only.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../vscode/install.mjs';
import { closeRuntimes, present, runtimeOf, runtimes, unavailable } from './runtimes.mjs';

/** The samples of a page: fences marked `run`, each with the output block after it. */
export function samplesOf(text) {
  const samples = [];
  const fence = /^```(\S+) +run\b(.*)\n([\s\S]*?)\n```\n+```output\n([\s\S]*?)\n?```$/gm;
  for (const [, language, info, code, output] of text.matchAll(fence)) {
    const option = (name) => new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(info)?.[1];
    samples.push({
      language,
      code,
      output,
      file: option('file') ?? `sample.${language}`,
      npm: option('npm'),
      engine: option('engine'),
      extra: option('with'),
      needs: option('needs')?.split(',') ?? [],
    });
  }
  return samples;
}

/** How many fences of a page are marked `run`, in whatever form: each must be one that {@link samplesOf} understands. */
const markedIn = (text) => (text.match(/^ {0,3}(?:`{3,}|~{3,}).*\brun\b/gm) ?? []).length;

/** Ends of lines do not show. */
const visible = (text) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/** What is missing for a sample, in words, or nothing. */
async function missing(sample, runtime, once) {
  if (unavailable.has(runtime)) return `${runtime} is offered neither by Debian nor by npm`;
  if ((await once(runtime, runtimes[runtime].find)) === undefined) return `${runtime} is not on this machine`;
  for (const command of sample.needs)
    if (!(await once(`command ${command}`, () => present(command)))) return `${command} is not on this machine`;
  return undefined;
}

async function runSample(sample, runtime, command) {
  const work = await mkdtemp(path.join(tmpdir(), 'sample-'));
  try {
    await writeFile(path.join(work, sample.file), `${sample.code}\n`);
    const printed = visible(await runtimes[runtime].run(command, { ...sample, folder: work }));
    if (printed === visible(sample.output)) return { result: 'passed', detail: '' };
    return { result: 'failed', detail: `expected:\n${visible(sample.output)}\nprinted:\n${printed}` };
  } catch (error) {
    const detail = [error.message, error.stdout, error.stderr].filter(Boolean).join('\n');
    return { result: 'failed', detail: detail.replaceAll(work, '.').trim() };
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Runs the samples of all pages, or of those named.
 *
 * @returns {Promise<{ page: string, runtime: string, result: 'passed' | 'failed' | 'skipped', detail: string, unsteady?: boolean }[]>}
 * unsteady: passed, but only at the second attempt
 */
export async function runSamples(pages = []) {
  const found = new Map();
  const once = (name, find) => {
    if (!found.has(name)) found.set(name, find());
    return found.get(name);
  };
  const work = [];
  const results = [];
  const folder = path.join(root, 'data/skills');
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const page = path.basename(name, '.md');
    if (!name.endsWith('.md') || (pages.length > 0 && !pages.includes(page))) continue;
    const text = await readFile(path.join(folder, name), 'utf8');
    const samples = samplesOf(text);
    for (const sample of samples) work.push({ page, sample, runtime: runtimeOf(sample) });
    if (samples.length !== markedIn(text))
      results.push({
        page,
        runtime: 'not understood',
        result: 'failed',
        detail: `${markedIn(text)} samples are marked "run", ${samples.length} have the form that can be run`,
      });
  }
  const before = results.length;
  const next = work.entries();
  const worker = async () => {
    for (const [at, { page, sample, runtime }] of next) {
      const entry = { page, runtime };
      if (!runtimes[runtime] && !unavailable.has(runtime)) {
        results[before + at] = { ...entry, result: 'failed', detail: `nobody knows how to run "${runtime}"` };
        continue;
      }
      const lacks = await missing(sample, runtime, once);
      results[before + at] = {
        ...entry,
        ...(lacks === undefined
          ? await runSample(sample, runtime, await found.get(runtime))
          : { result: 'skipped', detail: lacks }),
      };
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  // Seconds that a sample counts may pass by on a busy machine; more failures than these are no accident.
  const failed = [...results.entries()].filter(([at, { result }]) => at >= before && result === 'failed');
  for (const [at, first] of failed.length <= 3 ? failed : []) {
    const { sample, runtime } = work[at - before];
    const command = await found.get(runtime);
    if (command === undefined) continue;
    console.log(`once more: ${first.page} (${runtime}) ${first.detail}`);
    const second = await runSample(sample, runtime, command);
    results[at] = { ...first, ...second, unsteady: second.result === 'passed' };
  }
  await closeRuntimes();
  return results;
}

/** The table by runtime. */
export function table(results) {
  const names = [...new Set(results.map(({ runtime }) => runtime))].sort();
  const count = (runtime, result) =>
    results.filter((entry) => (!runtime || entry.runtime === runtime) && (!result || entry.result === result)).length;
  const row = (name, runtime) =>
    `  ${name.padEnd(24)}${[undefined, 'passed', 'failed', 'skipped'].map((result) => String(count(runtime, result)).padStart(9)).join('')}`;
  return [
    `  ${'runtime'.padEnd(24)}  samples   passed   failed  skipped`,
    ...names.map((name) => row(name, name)),
    row('all'),
  ].join('\n');
}

if (process.argv[1] === path.join(root, 'test/content/samples.mjs')) {
  const pages = process.argv.slice(2);
  const results = await runSamples(pages);
  for (const page of pages)
    if (!results.some((result) => result.page === page)) {
      console.error(`There is no sample on a page named "${page}".`);
      process.exitCode = 2;
    }
  for (const { page, runtime, result, detail } of results)
    if (result !== 'passed') console.log(`${result}: ${page} (${runtime}) ${detail}`);
  console.log(table(results));
  const failed = results.filter(({ result }) => result === 'failed').length;
  if (failed > 0) process.exitCode = 1;
}
