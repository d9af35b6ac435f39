// `npm test`: everything, on a fresh clone. `node test/run.mjs unit host` runs only the suites named.
// The last line is "N passed, N failed" over all suites; a suite that ran nothing counts as a failure.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installPackages, root, run, step } from './vscode/install.mjs';

const all = ['unit', 'durability', 'content', 'labs', 'host', 'web', 'ui', 'package'];
const asked = process.argv.slice(2);
const suites = asked.length > 0 ? asked : all;
const unknown = suites.filter((name) => ![...all, 'screenshots', 'windows'].includes(name));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown[0]}". Choose from: ${all.join(', ')}.`);
  process.exit(2);
}

const allLabs = asked.includes('labs') || process.env.BACKEND_SKILLS_LABS === 'all';
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Tests that have passed, but only when they were run a second time. */
const unsteady = [];
/** What has failed, and why, to stand where the eye falls first: at the end. */
const problems = [];
const skips = [];
const results = path.join(root, 'out/results');

/** Says what has failed, now and once more at the end. */
function complain(text) {
  problems.push(text);
  console.error(text);
}

/** Runs one suite and adds up what it left behind. */
async function suite(name, work) {
  console.log(`\n== ${name}`);
  const file = path.join(results, `${name}.json`);
  await rm(file, { force: true });
  const started = Date.now();
  let problem;
  try {
    await work(file);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const counts = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (!counts || counts.passed + counts.failed === 0) {
    totals.failed += 1;
    complain(`${name}: ran no test${problem ? ` (${problem})` : ''}, which counts as a failure`);
    return;
  }
  // A crash after the last test must not pass for success.
  if (problem && counts.failed === 0) {
    counts.failed = 1;
    complain(`${name}: ${problem}`);
  }
  problems.push(...(counts.problems ?? []).map((text) => `${name}: ${text}`));
  for (const key of Object.keys(totals)) totals[key] += counts[key] ?? 0;
  unsteady.push(...(counts.unsteady ?? []));
  skips.push(...(counts.skips ?? []));
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
}

/** More failures than this are no accident. */
const mostAgain = 3;

/**
 * Runs once more, in new windows, what has failed: the editor and the browser have accidents of their own. What fails again has failed; what
 * passes then is named at the end, so that nobody takes it for steady.
 *
 * @param work runs all tests, or only those of the files that it is given.
 * @param byFile whether it can run single files.
 */
async function twice(file, work, byFile = false) {
  const counts = () => readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const titles = ({ files = {} }) => Object.values(files).flatMap(({ failed }) => failed);
  try {
    await work();
  } catch (error) {
    const first = await counts();
    const wrong = Object.entries(first?.files ?? {}).filter(([, { failed }]) => failed.length > 0);
    if (wrong.length === 0 || (byFile ? wrong.length : titles(first).length) > mostAgain) throw error;
    console.log('\nOnce more, in new windows, for:');
    for (const title of titles(first)) console.log(`  ${title}`);
    await rm(file, { force: true });
    let problem;
    try {
      await work(byFile ? wrong.map(([name]) => name) : undefined);
    } catch (second) {
      problem = second;
    }
    const then = await counts();
    if (!then) throw problem ?? error;
    const kept = byFile ? first.passed - wrong.reduce((sum, [, { passed }]) => sum + passed, 0) : 0;
    const failed = titles(then);
    const sum = { ...then, passed: kept + then.passed, skipped: byFile ? first.skipped : then.skipped };
    await writeFile(
      file,
      JSON.stringify({ ...sum, unsteady: titles(first).filter((title) => !failed.includes(title)) }),
    );
    if (problem) throw problem;
  }
}

const cores = os.availableParallelism();

/** Checks that pass or fail as a whole, as many at a time as there are cores: name, and what Node is to run. */
async function checks(...list) {
  const lane = async () => {
    for (let next = list.shift(); next; next = list.shift()) {
      const [name, ...args] = next;
      try {
        await step(name, () => run(process.execPath, args));
        totals.passed += 1;
      } catch (error) {
        totals.failed += 1;
        complain(`${name}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: cores }, lane));
}

/** @param jobs how many files at a time */
const mocha = (file, pattern, timeout, jobs = 1) =>
  run(
    process.execPath,
    [
      'node_modules/mocha/bin/mocha.js',
      '--reporter',
      'test/vscode/reporter.cjs',
      '--timeout',
      String(timeout),
      '--forbid-only',
      ...(jobs > 1 ? ['--parallel', '--jobs', String(Math.floor(jobs))] : []),
      ...[pattern].flat(),
    ],
    { env: { ...process.env, BACKEND_SKILLS_RESULT: file } },
  );

try {
  await installPackages();
  await mkdir(results, { recursive: true });
  const bin = (name) => path.join('node_modules', name);
  // The slowest first.
  if (asked.length === 0)
    await checks(
      ['Linting', bin('eslint/bin/eslint.js'), '.'],
      ['Checking types', bin('typescript/bin/tsc'), '-p', '.'],
      ['Checking types of webviews', bin('typescript/bin/tsc'), '-p', 'src/webview'],
      ['Checking types of browser tests', bin('typescript/bin/tsc'), '-p', 'test/ui'],
      ['Checking the layout of the code', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
    );
  await checks(['Building', 'esbuild.mjs']);
  const { buildTests } = await import('./build.mjs');
  await step('Bundling the tests', buildTests);

  // What takes its time by nature: every way to damage a journal, and processes that are killed.
  const slow = 'journalDamage|torture';
  if (suites.includes('unit'))
    await suite('unit', (file) => mocha(file, `out/test/unit/!(${slow}).test.mjs`, 20_000, cores));
  if (suites.includes('durability'))
    await suite('durability', (file) => mocha(file, `out/test/unit/@(${slow}).test.mjs`, 120_000));
  if (suites.includes('content')) {
    await suite('content', (file) =>
      run(process.execPath, ['test/content/check.mjs'], { env: { ...process.env, BACKEND_SKILLS_RESULT: file } }),
    );
  }
  if (suites.includes('labs')) {
    await suite('labs', (file) =>
      // All languages and wrong solutions take ten minutes on two cores, so they are for `npm run test:labs` and for CI.
      run(process.execPath, ['test/labs/run.mjs', ...(allLabs ? [] : ['--quick'])], {
        env: { ...process.env, BACKEND_SKILLS_RESULT: file },
      }),
    );
    await suite('engine', (file) =>
      twice(file, (files = 'out/test/labs/*.test.mjs') => mocha(file, files, 120_000), true),
    );
  }
  if (suites.some((name) => !['unit', 'durability', 'content', 'labs'].includes(name))) {
    const { runHost, runWebHost } = await import('./vscode/runHost.mjs');
    if (suites.includes('host')) await suite('host', (file) => twice(file, () => runHost(file)));
    if (suites.includes('web')) await suite('web', (file) => twice(file, () => runWebHost(file)));
    // Each file has a window and a folder of its own; a window with its server keeps two cores busy.
    if (suites.includes('ui'))
      await suite('ui', (file) =>
        twice(
          file,
          (files = 'out/test/ui/!(package|screenshots).test.mjs') =>
            mocha(file, files, 120_000, Math.min(4, cores / 2)),
          true,
        ),
      );
    if (suites.includes('package'))
      await suite('package', (file) => twice(file, () => mocha(file, 'out/test/ui/package.test.mjs', 120_000)));
    if (suites.includes('windows')) {
      process.env.BACKEND_SKILLS_WINDOWS = 'long';
      await suite('windows', (file) => mocha(file, 'out/test/ui/windows.test.mjs', 120_000));
    }
    if (suites.includes('screenshots'))
      await suite('screenshots', (file) => mocha(file, 'out/test/ui/screenshots.test.mjs', 120_000));
  }
} catch (error) {
  totals.failed += 1;
  complain(error instanceof Error ? error.stack : String(error));
}
console.log('');
const shortened = (text) => text.split('\n').slice(0, 20).join('\n    ').slice(0, 3000);
if (problems.length > 0) console.log(`Failed:\n  ${problems.slice(0, 20).map(shortened).join('\n  ')}\n`);
if (totals.skipped > 0) console.log(`${totals.skipped} skipped:\n  ${skips.map(shortened).join('\n  ')}`);
if (unsteady.length > 0) console.log(`Passed only at the second attempt:\n  ${unsteady.join('\n  ')}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
