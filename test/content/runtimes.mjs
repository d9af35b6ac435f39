// How a sample of the curriculum is run with the real thing: one entry per runtime, found on this machine or not.
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { exists, root } from '../vscode/install.mjs';

const exec = promisify(execFile);
const timeout = 60_000;
const maxOutput = 10_000_000;

// Debian keeps servers where an ordinary account does not look.
const searchPath = [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(path.delimiter);

/** Samples see no settings of the person who runs this. */
const environment = (home) => ({
  PATH: searchPath,
  HOME: home,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  TMPDIR: home,
  JAVA_HOME: process.env.JAVA_HOME ?? '',
  GO111MODULE: 'off',
});

/** What runs now; it must not outlive this process. */
const running = new Set();

function end(child) {
  running.delete(child);
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => {});
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of it was left.
  }
}

/** Starts a command in a process group of its own, so that all it starts can be ended with it. */
function start(command, args, options) {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('error', () => running.delete(child));
  return child;
}

process.once('exit', () => running.forEach(end));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => process.exit(code));

/** After a command has ended, what it left behind may hold its output open for this long; in milliseconds. */
const grace = 1000;

/**
 * Runs a command and ends whatever its process group still holds when the command has ended.
 *
 * @returns {Promise<{ stdout: string, stderr: string }>} rejects with both when the exit code is not 0 or time runs out
 */
function run(command, args, folder, input) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { cwd: folder, env: environment(folder) });
    const printed = { stdout: '', stderr: '' };
    let problem;
    const timer = setTimeout(() => {
      problem = `still running after ${timeout / 1000} s`;
      end(child);
    }, timeout);
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => {
        printed[name] += text;
        if (printed[name].length > maxOutput) {
          problem = 'printed without end';
          end(child);
        }
      });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', () => {
      end(child);
      setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), grace).unref();
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0 && !problem) resolve(printed);
      else reject(Object.assign(new Error(problem ?? `${command} ended with ${code}`), printed));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** Asked as samples are run: a command that needs the person's own settings is not there for them. */
const answers = (command, ...args) =>
  exec(command, args, { env: environment(tmpdir()), timeout: 20_000 }).then(
    () => true,
    () => false,
  );

/** The first of several commands that answers. */
async function firstOf(...commands) {
  for (const [command, ...args] of commands) if (await answers(command, ...args)) return command;
  return undefined;
}

/** Whether a command can be found, without starting it; of `unshare`, whether it may do what it is for. */
export const present = (command) =>
  command === 'unshare'
    ? answers('unshare', '--user', '--map-root-user', '--pid', '--fork', 'true')
    : answers('sh', '-c', `command -v "$1"`, 'sh', command);

const interpreter = (...commands) => ({
  find: () => firstOf(...commands),
  run: async (command, { folder, file }) => (await run(command, [file], folder)).stdout,
});

/** Debian's own Python sees Debian's packages; another one first in the path may not. */
const pythonWith = (module) =>
  interpreter(...['/usr/bin/python3', 'python3'].map((python) => [python, '-c', `import ${module}`]));

const compiler = (commands, compile) => ({
  find: () => firstOf(...commands),
  run: async (command, { folder, file }) => {
    await run(command, compile(file), folder);
    return (await run('./sample', [], folder)).stdout;
  },
});

/** Names of packages in the sample's folder lead to those of this project. */
async function linkPackages(folder, names) {
  for (const name of names) {
    const link = path.join(folder, 'node_modules', name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(root, 'node_modules', name), link, 'junction');
  }
}

const packagesOf = ({ npm }) => npm?.split(',') ?? [];
const jars = '/usr/share/java';
const springParts = ['core', 'beans', 'context', 'aop', 'expression', 'web', 'web.servlet', 'jdbc', 'transaction'];
const springPath = [...springParts.map((part) => `${jars}/spring3-${part}.jar`), `${jars}/commons-logging.jar`];

/** Each: is it here, and how is a sample run in its folder. Returns what was printed. */
export const runtimes = {
  javascript: {
    find: async () => process.execPath,
    run: async (node, sample) => {
      await linkPackages(sample.folder, packagesOf(sample));
      return (await run(node, [sample.file], sample.folder)).stdout;
    },
  },
  typescript: {
    find: async () => process.execPath,
    // Checked strictly first: a sample that only runs would not show what the types are for.
    run: async (node, sample) => {
      const { folder, file } = sample;
      await linkPackages(folder, [...packagesOf(sample), '@types/node']);
      const options = '--strict --target es2022 --module nodenext --types node --skipLibCheck --outDir built'.split(
        ' ',
      );
      await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      await run(node, [tsc, ...options, file], folder).catch((error) => {
        throw Object.assign(error, { stderr: error.stdout });
      });
      return (await run(node, [path.join('built', file.replace(/ts$/, 'js'))], folder)).stdout;
    },
  },
  python: interpreter(['python3', '--version'], ['python', '--version']),
  'python with django': pythonWith('django'),
  'python with flask': pythonWith('flask'),
  'python with sqlalchemy': pythonWith('sqlalchemy'),
  'python with bcrypt': pythonWith('bcrypt'),
  'python with jsonschema': pythonWith('jsonschema'),
  'python with pytest': pythonWith('pytest'),
  php: interpreter(['php', '--version']),
  'php with laravel': {
    ...interpreter(['php', '--version']),
    find: async () =>
      (await exists('/usr/share/php/Illuminate/autoload.php')) ? firstOf(['php', '--version']) : undefined,
  },
  ruby: interpreter(['ruby', '--version']),
  // Debian's Ruby, which sees Debian's Rails.
  'ruby with rails': interpreter(
    ...['/usr/bin/ruby', 'ruby'].map((ruby) => [ruby, '-e', 'require "rails"; require "sqlite3"']),
  ),
  java: {
    ...interpreter(['java', '-version']),
    // A runtime without its compiler cannot run a source file.
    find: async () => ((await answers('javac', '-version')) ? firstOf(['java', '-version']) : undefined),
  },
  'java with spring': {
    find: async () =>
      (await exists(springPath[0])) && (await answers('javac', '-version')) ? firstOf(['java', '-version']) : undefined,
    // This Spring reads class files up to those of Java 8.
    run: async (java, { folder, file }) => {
      const classes = [...springPath, '.'].join(':');
      await run('javac', ['--release', '8', '-Xlint:-options', '-cp', classes, file], folder);
      return (await run(java, ['-cp', classes, path.basename(file, '.java')], folder)).stdout;
    },
  },
  csharp: {
    find: async () => ((await answers('mcs', '--version')) ? firstOf(['mono', '--version']) : undefined),
    run: async (mono, { folder, file }) => {
      await run('mcs', ['-out:sample.exe', file], folder);
      return (await run(mono, ['sample.exe'], folder)).stdout;
    },
  },
  go: {
    find: () => firstOf(['go', 'version']),
    run: async (go, { folder, file }) => (await run(go, ['run', file], folder)).stdout,
  },
  // A rustup shim looks for its toolchain in the home folder, which samples do not see.
  rust: compiler(
    [
      ['/usr/bin/rustc', '--version'],
      ['rustc', '--version'],
    ],
    (file) => ['--edition=2021', '-o', 'sample', file],
  ),
  c: compiler([['gcc', '--version']], (file) => [
    '-std=c11',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-O1',
    '-o',
    'sample',
    file,
    '-lm',
    '-pthread',
  ]),
  objectivec: {
    find: async () => ((await answers('gcc', '--version')) ? firstOf(['gnustep-config', '--objc-flags']) : undefined),
    run: async (config, { folder, file }) => {
      const { stdout } = await run(config, ['--objc-flags'], folder);
      const flags = stdout.split(/\s+/).filter((flag) => flag && !/^-M|^-W|^-g$/.test(flag));
      await run('gcc', [...flags, '-o', 'sample', file, '-lgnustep-base', '-lobjc'], folder);
      return (await run('./sample', [], folder)).stdout;
    },
  },
  bash: interpreter(['bash', '--version']),
  nginx: {
    find: () => firstOf(['nginx', '-v']),
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
  apache: {
    find: () => firstOf(['apache2', '-v']),
    run: async (apache, { folder, file }) => {
      const { stderr } = await run(
        apache,
        ['-t', '-d', folder, '-C', 'ServerName localhost', '-C', 'ErrorLog error.log', '-f', path.join(folder, file)],
        folder,
      );
      return stderr;
    },
  },
  lighttpd: {
    find: () => firstOf(['lighttpd', '-v']),
    run: async (lighttpd, { folder, file }) => (await run(lighttpd, ['-t', '-f', file], folder)).stdout,
  },
  caddy: {
    find: () => firstOf(['caddy', 'version']),
    run: async (caddy, { folder, file }) =>
      (await run(caddy, ['validate', '--adapter', 'caddyfile', '--config', file], folder)).stdout,
  },
  haproxy: {
    find: () => firstOf(['haproxy', '-v']),
    run: async (haproxy, { folder, file }) => (await run(haproxy, ['-c', '-f', file], folder)).stdout,
  },
  redis: {
    find: async () => ((await present('redis-cli')) && (await present('redis-server')) ? 'redis-cli' : undefined),
    run: redis,
  },
  html: {
    find: openBrowser,
    run: async (_, { folder, file }) => page(path.join(folder, file)),
  },
  'sql on PostgreSQL': {
    find: async () => ((await exists(path.join(root, 'node_modules/@electric-sql/pglite'))) ? 'pglite' : undefined),
    run: async (_, { code }) => postgres(code),
  },
  'sql on MariaDB': {
    find: async () => {
      const tools = await Promise.all(['mariadb', 'mariadb-admin', 'mariadb-install-db'].map(present));
      return tools.every(Boolean) ? firstOf(['mariadbd', '--version']) : undefined;
    },
    run: async (server, { folder, code }) => mariadb(server, folder, code),
  },
  'sql on SQLite': {
    find: async () => firstOf(['sqlite3', '--version']),
    run: async (sqlite, { folder, file }) =>
      (
        await run(
          sqlite,
          ['-batch', '-header', '-column', ':memory:'],
          folder,
          await readFile(path.join(folder, file), 'utf8'),
        )
      ).stdout,
  },
};

/** One browser serves all pages; undefined where none can be had. */
let browser;
function openBrowser() {
  browser ??= (async () => {
    const [{ chromium }, { findBrowser }] = await Promise.all([
      import('playwright-core'),
      import('../vscode/install.mjs'),
    ]);
    return chromium.launch({ headless: true, ...(await findBrowser()) });
  })().catch(() => undefined);
  return browser;
}

/** What a person sees of a page once it has loaded. */
async function page(file) {
  const context = await (await openBrowser()).newContext({ viewport: { width: 1000, height: 800 }, offline: true });
  try {
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(file).href);
    return await tab.locator('body').innerText();
  } finally {
    await context.close();
  }
}

/** Ends what samples share. */
export async function closeRuntimes() {
  await (await browser)?.close();
  browser = undefined;
}

/** The session as redis-cli shows it, on a server of its own. */
async function redis(client, { folder, code }) {
  const socket = path.join(folder, 's');
  const server = start('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder], {
    env: environment(folder),
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    for (let attempt = 0; !(await answers(client, '-s', socket, 'ping')); attempt++) {
      if (attempt === 100) throw new Error('the Redis server did not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // Each line by itself, with its answer below it; what the reader types is shown as in a session.
    const lines = [];
    const commands = code.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    for (const command of commands) {
      const { stdout } = await run(client, ['-s', socket, '--no-raw'], folder, `${command}\n`);
      lines.push(`> ${command}`, stdout.trimEnd());
    }
    return lines.join('\n');
  } finally {
    server.kill('SIGTERM');
    await ended;
    running.delete(server);
  }
}

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
async function mariadb(command, folder, code) {
  const data = path.join(folder, 'data');
  const socket = path.join(folder, 's');
  await mkdir(data);
  await chmod(folder, 0o755);
  const user = process.env.USER ?? (process.getuid?.() === 0 ? 'root' : 'nobody');
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'];
  await exec('mariadb-install-db', [...install, '--skip-test-db', `--user=${user}`], { timeout });
  const options = ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', '--pid-file=p'];
  const server = start(command, [...options, `--user=${user}`], {
    cwd: folder,
    env: { ...process.env, PATH: searchPath },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const client = ['--no-defaults', `--socket=${socket}`, '--user=root'];
    for (let attempt = 0; !(await answers('mariadb-admin', ...client, 'ping')); attempt++) {
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
    running.delete(server);
  }
}

/** Which runtime a sample asks for; a product that nobody can run is named as it is. */
export function runtimeOf({ language, code, engine, extra }) {
  if (language === 'sql') {
    const engines = { mysql: 'sql on MariaDB', sqlite: 'sql on SQLite' };
    return engine === undefined ? 'sql on PostgreSQL' : (engines[engine] ?? engine);
  }
  if (engine !== undefined) return engine;
  if (extra !== undefined) return `${language} with ${extra}`;
  if (language === 'python' && /^(?:from|import) django\b/m.test(code)) return 'python with django';
  return language;
}

/** Products that neither Debian nor npm offers: their samples are skipped by name. */
export const unavailable = new Set(['oracle', 'sqlserver', 'iis', 'swift']);
