// Runs every lab against its own solutions, starters and wrong solutions:
//   node test/labs/run.mjs [lab…] [--language x] [--only solution|starter|mutants] [--quick]
// `--quick` runs solution and starter of each lab in its first language.
// A solution passes every check, a starter fails at least one, and each wrong solution (test/labs/<lab>/<language>/<check>[+<check>]/,
// whose files take the place of the solution's) fails exactly the checks that its folder names.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { root } from '../vscode/install.mjs';
import { labNames, labsFolder, loadEngine, readFolder } from './engine.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    language: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean' },
    quick: { type: 'boolean' },
  },
});
const engine = await loadEngine();
const counts = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

/** Loaded when the first lab asks for it. */
let databases;
const home = await mkdtemp(path.join(os.tmpdir(), 'backend-skills-labs-'));

function say(outcome, lab, language, what, seconds, detail = '') {
  counts[outcome]++;
  const mark = { passed: '✔', failed: '✘', skipped: '-' }[outcome];
  lines.push({ outcome, lab, language, what, detail });
  console.log(
    `${mark} ${[lab, language, what].join(' ')}${seconds === undefined ? '' : ` (${seconds.toFixed(1)} s)`}${detail}`,
  );
}

/** What came out otherwise than it should, to be run once more when nothing else runs: checks of time may lose on a busy machine. */
const again = [];
/** More than this is no accident. */
const mostAgain = 4;

/** Runs one program, and says how it went. */
async function judge(lab, language, what, run) {
  const { good, seconds, detail } = await run();
  if (good || stop.signal.aborted) {
    say(good ? 'passed' : 'failed', lab, language, what, seconds, detail);
    return;
  }
  console.log(`? ${lab} ${language} ${what} (${seconds.toFixed(1)} s)${detail}`);
  again.push(async (once) => {
    const second = once ? await run() : { good, seconds, detail };
    say(second.good ? 'passed' : 'failed', lab, language, what, second.seconds, second.detail);
    if (second.good) unsteady.push([lab, language, what].join(' '));
  });
}
const unsteady = [];

const described = (results) =>
  results
    .filter((result) => result.outcome !== 'passed')
    .map((result) =>
      [
        `\n    ${result.check}: ${result.outcome}`,
        ...result.failures.map((failure) =>
          [
            failure.message,
            ...(failure.expected === undefined ? [] : [`expected: ${failure.expected}`]),
            ...(failure.actual === undefined ? [] : [`actual:   ${failure.actual}`]),
          ]
            .join('\n')
            .replace(/^/gm, '      '),
        ),
        ...(result.output.trim() === ''
          ? []
          : ['      output:', result.output.trimEnd().split('\n').slice(-20).join('\n').replace(/^/gm, '        ')]),
      ].join('\n'),
    )
    .join('');

/** A folder as a learner would have it, run once. */
async function attempt(lab, files, language, layers, name) {
  const folder = path.join(home, `${lab.id}-${language}-${name}`);
  await mkdir(folder, { recursive: true });
  if (lab.kind === 'git') await engine.makeRepository(folder, lab.repository);
  for (const layer of layers)
    await (lab.kind === 'git' ? solve(layer, folder) : cp(layer, folder, { recursive: true }));
  const started = Date.now();
  if (lab.kind === 'sql') databases = await import('./database.mjs');
  const results = await engine.runLab({
    lab,
    folder,
    language,
    seed: files.get('seed.sql'),
    signal: stop.signal,
    on: (event) => {
      if (options.verbose && event.type === 'output') process.stdout.write(event.text);
    },
    ...(lab.kind === 'sql' ? { openDatabase: databases.openDatabase } : {}),
  });
  await rm(folder, { recursive: true, force: true });
  return { results, seconds: (Date.now() - started) / 1000 };
}

/** What a learner would type in the repository: the last `solve.sh` counts, as the last file of a program does. */
async function solve(layer, folder) {
  const who = { NAME: 'Kim Learner', EMAIL: 'kim@example.com' };
  const env = { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' };
  for (const [name, value] of Object.entries(who)) {
    env[`GIT_AUTHOR_${name}`] = value;
    env[`GIT_COMMITTER_${name}`] = value;
  }
  await promisify(execFile)('sh', [path.join(layer, 'solve.sh')], { cwd: folder, env, timeout: 60_000 });
}

const wants = (part) => (options.only === undefined || options.only === part) && !(options.quick && part === 'mutants');

/** What is to be run of a lab in a language, one program each. */
async function runsOf(lab, files, language) {
  const runs = [];
  const folder = path.join(labsFolder, lab.id);
  const mutants = path.join(root, 'test/labs', lab.id, language);
  if (language !== 'sql' && !(await engine.findRuntime(language))) {
    const reason = ': no runtime on this machine';
    say(process.env.CI === 'true' ? 'failed' : 'skipped', lab.id, language, 'all', undefined, reason);
    return runs;
  }
  const add = (what, run) => runs.push(() => judge(lab.id, language, what, run));
  const solution = path.join(folder, 'solution', language);
  if (wants('solution')) {
    add('solution', async () => {
      const { results, seconds } = await attempt(lab, files, language, [solution], 'solution');
      const wrong = results.filter((result) => result.outcome !== 'passed');
      return { good: wrong.length === 0, seconds, detail: described(wrong) };
    });
  }
  if (wants('starter')) {
    add('starter', async () => {
      // The starter of a repository is the repository as its steps have made it.
      const layers = lab.kind === 'git' ? [] : [path.join(folder, 'starter', language)];
      const { results, seconds } = await attempt(lab, files, language, layers, 'starter');
      const wrong = results.filter((result) => result.outcome !== 'passed');
      const errored = wrong.filter((result) => result.outcome === 'errored');
      const good = wrong.length > 0 && errored.length === 0;
      const detail = good
        ? `: ${wrong.length} of ${results.length} fail`
        : wrong.length === 0
          ? ': passes every check'
          : described(errored);
      return { good, seconds, detail };
    });
  }
  if (!wants('mutants')) return runs;
  const names = (await readdir(mutants, { withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of names) {
    const expected = name
      .split('+')
      .map((part) => part.replace(/\..*$/, ''))
      .sort();
    const unknown = expected.filter((id) => !lab.checks.some((check) => check.id === id));
    if (unknown.length > 0) {
      say('failed', lab.id, language, `mutant ${name}`, undefined, `: the lab has no check ${unknown.join(', ')}`);
      continue;
    }
    const layers = lab.kind === 'git' ? [path.join(mutants, name)] : [solution, path.join(mutants, name)];
    add(`mutant ${name}`, async () => {
      const { results, seconds } = await attempt(lab, files, language, layers, name);
      const failed = results
        .filter((result) => result.outcome !== 'passed')
        .map((result) => result.check)
        .sort();
      const good = failed.join() === expected.join();
      return { good, seconds, detail: good ? '' : `: fails ${failed.join(', ') || 'nothing'}${described(results)}` };
    });
  }
  return runs;
}

/** Ids of checks that a wrong solution exists for. */
async function shownToFail(id) {
  const folder = path.join(root, 'test/labs', id);
  const names = await Promise.all(
    (await readdir(folder).catch(() => [])).map((language) => readdir(path.join(folder, language)).catch(() => [])),
  );
  return new Set(names.flat().flatMap((name) => name.split('+').map((part) => part.replace(/\..*$/, ''))));
}

const programs = [];
const queries = [];
const pack = engine.parsePack(await readFolder(path.join(root, 'data'))).pack?.index;
const references = {
  pack: pack?.id ?? 'core',
  skills: new Set(pack?.skills.map((skill) => skill.id)),
  items: new Set(pack?.skills.flatMap((skill) => skill.items.map((item) => item.id))),
};
const all = await labNames();
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no lab ${unknown.join(', ')}.`);
  process.exit(2);
}
for (const id of positionals.length > 0 ? positionals : all) {
  const files = await readFolder(path.join(labsFolder, id));
  const { lab, problems } = engine.parseLab(files, id, references);
  for (const problem of problems) console.error(`data/${engine.describeProblem(problem)}`);
  if (!lab) {
    say('failed', id, '', 'lab.json');
    continue;
  }
  const shown = await shownToFail(id);
  const unproven = lab.checks.filter((check) => !shown.has(check.id)).map((check) => check.id);
  if (unproven.length > 0 && wants('mutants')) say('failed', id, '', `no wrong solution for ${unproven.join(', ')}`);
  for (const language of lab.languages)
    if ((options.language ?? language) === language && (!options.quick || language === lab.languages[0]))
      (lab.kind === 'sql' ? queries : programs).push(await runsOf(lab, files, language));
}
/** One of each in turn: some labs mostly wait, others keep a core busy. */
function inTurn(lists) {
  const most = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: most }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}
// Databases last: a process that has grown by gigabytes takes long to start a program.
const queue = [...inTurn(programs), ...inTurn(queries)];

const lane = async () => {
  for (let run = queue.shift(); run && !stop.signal.aborted; run = queue.shift()) await run();
};
try {
  await Promise.all(Array.from({ length: 2 * os.availableParallelism() }, lane));
  const once = again.length <= mostAgain;
  if (again.length > 0 && once) console.log('\nOnce more, one at a time:');
  for (const run of again) await run(once && !stop.signal.aborted);
} finally {
  engine.endAll();
  await databases?.closeDatabases();
  await rm(home, { recursive: true, force: true });
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
for (const { outcome, lab, language, what } of lines)
  if (outcome === 'failed') console.log(`  ✘ ${[lab, language, what].filter(Boolean).join(' ')}`);
if (process.env.BACKEND_SKILLS_RESULT) {
  const named = (wanted) =>
    lines
      .filter(({ outcome }) => outcome === wanted)
      .map(({ lab, language, what, detail }) => `${[lab, language, what].join(' ')}${detail}`);
  await writeFile(
    process.env.BACKEND_SKILLS_RESULT,
    JSON.stringify({ ...counts, unsteady, problems: named('failed'), skips: named('skipped') }),
  );
}
process.exitCode = counts.failed > 0 || stop.signal.aborted ? 1 : 0;
