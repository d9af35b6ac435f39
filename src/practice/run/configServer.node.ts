import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabLanguage } from '../../core/lab';
import { mainFiles } from '../../core/labFile';
import { substitute } from '../../core/labMatch';
import { BuildError, finished, type Command } from './commands.node';
import { filesIn, folderFor } from './folders.node';
import { freePort } from './programs.node';
import { apacheModules } from './runtimes.node';
import type { LabRun, Limits, Runtime } from './types';

/** A configured server, ready to be started in a folder of ours. */
export interface ConfiguredServer {
  readonly command: Command;
  /** The copy of the learner's folder. */
  readonly folder: string;
  /** Fills the port in, before each start. */
  readonly ready: (port: number) => Promise<void>;
}

/** Copies the learner's folder to `root`, a folder inside of ours, and says how the server is started from there. */
export async function configure(
  run: LabRun,
  runtime: Runtime,
  home: string,
  root: string,
  values: Readonly<Record<string, string>>,
): Promise<ConfiguredServer> {
  const { folder, language } = run;
  const templates = new Map<string, string>();
  for (const name of await filesIn(folder)) {
    const file = path.join(root, name);
    await folderFor(file);
    if (name.endsWith('.conf')) templates.set(name, await readFile(path.join(folder, name), 'utf8'));
    else await copyFile(path.join(folder, name), file);
  }
  const main = mainFiles[language];
  const text = templates.get(main);
  if (text === undefined) throw new BuildError(`There is no ${main} in the folder.`);
  await writeTypes(root);
  await readable(home, root);
  const server = serverOf(language, root, text);
  const all = { ...values, ROOT: root, MODULES: apacheModules() ?? '' };
  return {
    command: { command: [...(runtime.tools['run'] ?? []), ...server.start], env: {} },
    folder: root,
    ready: async (port) => {
      const filled = new Map<string, string>(Object.entries({ ...all, PORT: String(port) }));
      for (const [name, template] of templates) {
        const content = substitute(name === main ? server.text : template, filled);
        await writeFile(path.join(root, name), content);
      }
    },
  };
}

/** Lets the server read the configuration without starting. Rejects with {@link BuildError} and the server's own words. */
export async function checkSyntax(
  run: LabRun,
  runtime: Runtime,
  home: string,
  root: string,
  values: Readonly<Record<string, string>>,
  limits: Limits,
): Promise<void> {
  const { ready } = await configure(run, runtime, home, root, values);
  await ready(await freePort());
  const text = await readFile(path.join(root, mainFiles[run.language]), 'utf8');
  const { test } = serverOf(run.language, root, text);
  const { ok, text: said } = await finished([...(runtime.tools['run'] ?? []), ...test], root, limits.step, run.signal);
  // Names of files as the learner knows them.
  if (!ok && !run.signal.aborted) throw new BuildError(said.split(`${root}${path.sep}`).join('').trim());
}

interface Server {
  readonly start: readonly string[];
  readonly test: readonly string[];
  /** The configuration, with what must be there for a server of ours; no line is added. */
  readonly text: string;
}

const isRoot = process.getuid?.() === 0;

/** True when the text sets a directive, outside of comments. */
const has = (text: string, directive: string): boolean => new RegExp(`^[^#\\n]*\\b${directive}\\b`, 'm').test(text);

const servers = {
  nginx: (root: string, text: string): Server => {
    const globals = ['daemon off;', 'error_log stderr notice;'];
    if (!has(text, 'pid')) globals.push(`pid ${root}/run/nginx.pid;`);
    if (!has(text, 'worker_processes')) globals.push('worker_processes 1;');
    // Files of ours are readable for us only, whoever we are.
    if (isRoot && !has(text, 'user')) globals.push('user root;');
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .filter((name) => !has(text, `${name}_temp_path`))
      .map((name) => `${name}_temp_path ${root}/run/${name};`);
    const log = has(text, 'access_log') ? [] : ['access_log off;'];
    const filled = text.replace(/^([^#\n]*?\bhttp\s*\{)/m, (start) => `${start} ${[...folders, ...log].join(' ')}`);
    const common = ['-p', `${root}/`, '-c', path.join(root, 'nginx.conf'), '-e', 'stderr'];
    return {
      text: filled,
      start: [...common, '-g', globals.join(' ')],
      test: ['-t', '-q', ...common, '-g', globals.filter((line) => !line.startsWith('daemon')).join(' ')],
    };
  },
  apache: (root: string, text: string): Server => {
    const before = [
      `ServerRoot "${root}"`,
      'ServerName localhost',
      `DefaultRuntimeDir "${root}/run"`,
      `PidFile "${root}/run/httpd.pid"`,
      `ErrorLog "${root}/run/error.log"`,
    ];
    const after = isRoot && !has(text, 'User') ? ['User #65534', 'Group #65534'] : [];
    const common = [
      ...before.flatMap((line) => ['-C', line]),
      ...after.flatMap((line) => ['-c', line]),
      '-f',
      path.join(root, 'apache.conf'),
    ];
    return { text, start: [...common, '-DFOREGROUND'], test: ['-t', ...common] };
  },
  lighttpd: (root: string, text: string): Server => {
    const file = path.join(root, 'lighttpd.conf');
    return { text, start: ['-D', '-f', file], test: ['-tt', '-f', file] };
  },
} as const;

const serverOf = (language: LabLanguage, root: string, text: string): Server =>
  servers[language as keyof typeof servers](root, text);

const types: Readonly<Record<string, string>> = {
  'text/html': 'html htm',
  'text/css': 'css',
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/csv': 'csv',
  'text/javascript': 'js mjs',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'application/wasm': 'wasm',
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'image/jpeg': 'jpg jpeg',
  'image/webp': 'webp',
  'image/x-icon': 'ico',
  'font/woff2': 'woff2',
};

/** The types of files, where `include mime.types` of nginx and `mod_mime` of Apache look for them; systems keep them in different places. */
async function writeTypes(root: string): Promise<void> {
  await mkdir(path.join(root, 'conf'), { recursive: true });
  await mkdir(path.join(root, 'run'), { recursive: true });
  const entries = Object.entries(types);
  const unlessThere = { flag: 'wx' } as const;
  const ignore = (): undefined => undefined;
  const nginx = `types {\n${entries.map(([type, endings]) => `  ${type} ${endings};`).join('\n')}\n}\n`;
  await writeFile(path.join(root, 'mime.types'), nginx, unlessThere).catch(ignore);
  const apache = entries.map(([type, endings]) => `${type} ${endings}\n`).join('');
  await writeFile(path.join(root, 'conf/mime.types'), apache, unlessThere).catch(ignore);
}

/** A server that is started by root serves as somebody else, who must get at the folder. `home` is ours, and so is all below it. */
async function readable(home: string, root: string): Promise<void> {
  if (!isRoot) return;
  for (let folder = root; folder.startsWith(home); folder = path.dirname(folder)) await chmod(folder, 0o755);
  await chmod(path.join(root, 'run'), 0o777);
}
