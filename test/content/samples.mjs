// Runs every sample of the curriculum that is marked `run` with the real thing, and compares what it prints with the page.
// A runtime that is not on this machine is skipped by name and counted. `node test/content/samples.mjs git nginx` runs some pages only.
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { exists, root } from '../vscode/install.mjs';

const exec = promisify(execFile);
const timeout = 30_000;

/** Samples see no settings of the person who runs this. */
const environment = (home) => ({
  PATH: process.env.PATH,
  HOME: home,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  TMPDIR: home,
  JAVA_HOME: process.env.JAVA_HOME ?? '',
});

const has = (command, ...args) =>
  exec(command, args).then(
    () => true,
    () => false,
  );

/** The first of several commands that answers. */
async function firstOf(...commands) {
  for (const [command, ...args] of commands) if (await has(command, ...args)) return command;
  return undefined;
}

const run = (command, args, folder) =>
  exec(command, args, { cwd: folder, timeout, env: environment(folder), maxBuffer: 10_000_000 });

/** Each: is it here, and how is a sample run in its folder. Returns what was printed. */
const runtimes = {
  javascript: {
    find: async () => process.execPath,
    run: async (node, { folder, file, npm }) => {
      if (npm) {
        await mkdir(path.join(folder, 'node_modules'));
        await symlink(path.join(root, 'node_modules', npm), path.join(folder, 'node_modules', npm), 'junction');
      }
      return (await run(node, [file], folder)).stdout;
    },
  },
  python: {
    find: () => firstOf(['python3', '--version'], ['python', '--version']),
    run: async (python, { folder, file }) => (await run(python, [file], folder)).stdout,
  },
  'python with Django': {
    find: () => firstOf(['/usr/bin/python3', '-c', 'import django'], ['python3', '-c', 'import django']),
    run: async (python, { folder, file }) => (await run(python, [file], folder)).stdout,
  },
  php: {
    find: () => firstOf(['php', '--version']),
    run: async (php, { folder, file }) => (await run(php, [file], folder)).stdout,
  },
  ruby: {
    find: () => firstOf(['ruby', '--version']),
    run: async (ruby, { folder, file }) => (await run(ruby, [file], folder)).stdout,
  },
  java: {
    find: () => firstOf(['java', '-version']),
    run: async (java, { folder, file }) => (await run(java, [file], folder)).stdout,
  },
  csharp: {
    find: async () => ((await has('mcs', '--version')) && (await has('mono', '--version')) ? 'mono' : undefined),
    run: async (mono, { folder, file }) => {
      await run('mcs', ['-out:sample.exe', file], folder);
      return (await run(mono, ['sample.exe'], folder)).stdout;
    },
  },
  bash: {
    find: () => firstOf(['bash', '--version']),
    run: async (bash, { folder, file }) => (await run(bash, [file], folder)).stdout,
  },
  nginx: {
    find: () => firstOf(['nginx', '-v'], ['/usr/sbin/nginx', '-v']),
    // What it says goes to stderr, with the folder it was given and, for some users, notes about the log; the verdict is what counts.
    run: async (nginx, { folder, file }) => {
      const { stderr } = await run(nginx, ['-t', '-p', `${folder}/`, '-c', file], folder);
      return stderr
        .split('\n')
        .filter((line) => /configuration file/.test(line))
        .map((line) => line.replace(`${folder}/`, ''))
        .join('\n');
    },
  },
  'sql on PostgreSQL': {
    find: async () => ((await exists(path.join(root, 'node_modules/@electric-sql/pglite'))) ? 'pglite' : undefined),
    run: async (_, { code }) => postgres(code),
  },
  'sql on MariaDB': {
    find: async () =>
      (await has('mariadbd', '--version')) || (await has('/usr/sbin/mariadbd', '--version')) ? 'mariadb' : undefined,
    run: async (_, { folder, code }) => mariadb(folder, code),
  },
};

/** The rows of each query as psql prints them. */
async function postgres(code) {
  const { PGlite } = await import('@electric-sql/pglite');
  const numeric = new Set([20, 21, 23, 26, 700, 701, 1700]);
  const asText = Object.fromEntries(
    [16, 20, 21, 23, 25, 700, 701, 1043, 1082, 1114, 1184, 1700].map((type) => [type, (value) => value]),
  );
  const database = new PGlite();
  try {
    const tables = [];
    for (const { fields, rows } of await database.exec(code, { rowMode: 'array', parsers: asText })) {
      if (fields.length === 0) continue;
      const cells = rows.map((row) => row.map((value) => (value === null ? '' : String(value))));
      const widths = fields.map(({ name }, at) => Math.max(name.length, ...cells.map((row) => row[at].length)));
      const centred = fields.map(({ name }, at) => name.padStart((widths[at] + name.length) >> 1).padEnd(widths[at]));
      const lines = [` ${centred.join(' | ')}`.trimEnd(), widths.map((width) => '-'.repeat(width + 2)).join('+')];
      for (const row of cells) {
        lines.push(
          ` ${row.map((value, at) => (numeric.has(fields[at].dataTypeID) ? value.padStart(widths[at]) : value.padEnd(widths[at]))).join(' | ')}`.trimEnd(),
        );
      }
      tables.push([...lines, `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`].join('\n'));
    }
    return tables.join('\n\n');
  } finally {
    await database.close();
  }
}

/** A server of its own, on a socket in the sample's folder, ended afterwards. */
async function mariadb(folder, code) {
  const data = path.join(folder, 'data');
  const socket = path.join(folder, 's');
  await mkdir(data);
  await chmod(folder, 0o755);
  await exec(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      `--user=${userName()}`,
    ],
    { timeout: 60_000 },
  );
  const server = spawn(
    (await has('mariadbd', '--version')) ? 'mariadbd' : '/usr/sbin/mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      '--skip-networking',
      `--user=${userName()}`,
      '--pid-file=p',
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const client = ['--no-defaults', `--socket=${socket}`, '--user=root'];
    for (let attempt = 0; !(await has('mariadb-admin', ...client, 'ping')); attempt++) {
      if (attempt === 100) throw new Error('the MariaDB server did not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await exec('mariadb', [...client, '-e', 'CREATE DATABASE sample']);
    const child = exec('mariadb', [...client, '--table', 'sample'], { timeout });
    child.child.stdin.end(code);
    return (await child).stdout;
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

const userName = () => process.env.USER ?? (process.getuid?.() === 0 ? 'root' : 'nobody');

/** The samples of a page: fences marked `run`, each with the output block after it. */
function samplesOf(text) {
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
    });
  }
  return samples;
}

function runtimeOf({ language, code, engine }) {
  if (language === 'sql') return engine === 'mysql' ? 'sql on MariaDB' : 'sql on PostgreSQL';
  if (language === 'python' && /^(?:from|import) django\b/m.test(code)) return 'python with Django';
  return language;
}

/** Ends of lines do not show. */
const visible = (text) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/**
 * Runs the samples of all pages, or of those named.
 *
 * @returns {Promise<{ page: string, runtime: string, result: 'passed' | 'failed' | 'skipped', detail: string }[]>}
 */
export async function runSamples(pages = []) {
  const found = new Map();
  const results = [];
  const folder = path.join(root, 'data/skills');
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const page = path.basename(name, '.md');
    if (!name.endsWith('.md') || (pages.length > 0 && !pages.includes(page))) continue;
    for (const sample of samplesOf(await readFile(path.join(folder, name), 'utf8'))) {
      const runtime = runtimeOf(sample);
      const result = { page, runtime, result: 'skipped', detail: '' };
      results.push(result);
      const known = runtimes[runtime];
      if (!known) {
        Object.assign(result, { result: 'failed', detail: `nobody knows how to run "${runtime}"` });
        continue;
      }
      if (!found.has(runtime)) found.set(runtime, await known.find());
      const command = found.get(runtime);
      if (command === undefined) {
        result.detail = `${runtime} is not on this machine`;
        continue;
      }
      const work = await mkdtemp(path.join(tmpdir(), 'sample-'));
      try {
        await writeFile(path.join(work, sample.file), `${sample.code}\n`);
        const printed = visible(await known.run(command, { ...sample, folder: work }));
        if (printed === visible(sample.output)) result.result = 'passed';
        else
          Object.assign(result, {
            result: 'failed',
            detail: `expected:\n${visible(sample.output)}\nprinted:\n${printed}`,
          });
      } catch (error) {
        Object.assign(result, { result: 'failed', detail: `${error.message}\n${error.stderr ?? ''}`.trim() });
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }
  }
  return results;
}

/** The table by runtime. */
export function table(results) {
  const names = [...new Set(results.map(({ runtime }) => runtime))].sort();
  const count = (runtime, result) =>
    results.filter((entry) => (!runtime || entry.runtime === runtime) && entry.result === result).length;
  const row = (name, runtime) =>
    `  ${name.padEnd(20)}${['passed', 'failed', 'skipped'].map((result) => String(count(runtime, result)).padStart(9)).join('')}`;
  return [
    `  ${'runtime'.padEnd(20)}   passed   failed  skipped`,
    ...names.map((name) => row(name, name)),
    row('all'),
  ].join('\n');
}

if (process.argv[1] === path.join(root, 'test/content/samples.mjs')) {
  const results = await runSamples(process.argv.slice(2));
  for (const { page, runtime, result, detail } of results)
    if (result !== 'passed') console.log(`${result}: ${page} (${runtime}) ${detail}`);
  console.log(table(results));
  const failed = results.filter(({ result }) => result === 'failed').length;
  const file = process.env.BACKEND_SKILLS_RESULT;
  if (file) {
    const count = (kind) => results.filter(({ result }) => result === kind).length;
    await writeFile(file, JSON.stringify({ passed: count('passed'), failed, skipped: count('skipped') }));
  }
  process.exitCode = failed > 0 ? 1 : 0;
}
