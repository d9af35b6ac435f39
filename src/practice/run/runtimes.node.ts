import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LabLanguage } from '../../core/lab';
import { programEnvironment } from './environment.node';
import type { InstallHint, Runtime } from './types';

/** Milliseconds for a program to say its version. */
const patience = 5000;

interface Said {
  readonly text: string;
  readonly command: readonly string[];
}

/** What the first of the commands that works has printed. */
async function ask(...commands: readonly (readonly string[])[]): Promise<Said | undefined> {
  for (const command of commands) {
    const text = await printed(command);
    if (text !== undefined) return { text, command };
  }
  return undefined;
}

/** Standard output and error together; undefined when the program is not there or fails. */
function printed([file = '', ...args]: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Python on Windows would write a path in the system's own encoding.
    const env = { ...programEnvironment(), PYTHONUTF8: '1' };
    const options = { timeout: patience, killSignal: 'SIGKILL' as const, env, windowsHide: true };
    const child = execFile(file, args, options, (error, stdout, stderr) =>
      resolve(error ? undefined : `${stdout}\n${stderr}`),
    );
    child.stdin?.end();
  });
}

const versionIn = (text: string): string => /\d+(?:\.\d+)+[\w.-]*/.exec(text)?.[0] ?? text.trim().split('\n')[0] ?? '';

/** A folder for system programs is not in everybody's path. */
const system = (name: string): string[][] =>
  [name, `/usr/sbin/${name}`, `/usr/local/sbin/${name}`, `/opt/homebrew/bin/${name}`].map((file) => [file, '-v']);

const first = (said: Said, more: readonly string[] = []): readonly string[] => [said.command[0]!, ...more];

type Finder = () => Promise<Omit<Runtime, 'language'> | undefined>;

const finders: Readonly<Record<LabLanguage, Finder>> = {
  javascript: async () => {
    const said = await ask(['node', '--version']);
    if (said) return { version: versionIn(said.text), tools: { run: first(said) } };
    // The editor's own Node, where the learner has none; see environment.node.
    return { version: process.versions.node, tools: { run: [process.execPath] } };
  },
  python: async () => {
    const program = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';
    const said = await ask(['python3', '-c', program], ['python', '-c', program], ['py', '-3', '-c', program]);
    if (!said) return undefined;
    // The program itself, rather than a script that looks for it each time.
    const [file = '', version = ''] = said.text.split(/\r?\n/);
    return version.startsWith('3') ? { version, tools: { run: [file] } } : undefined;
  },
  php: async () => {
    const said = await ask(['php', '--version']);
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
  ruby: async () => {
    const said = await ask(['ruby', '--version']);
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
  java: async () => {
    const [compile, run] = await Promise.all([ask(['javac', '-version']), ask(['java', '-version'])]);
    return compile && run && { version: versionIn(compile.text), tools: { compile: first(compile), run: first(run) } };
  },
  csharp: async () => {
    const dotnet = await ask(['dotnet', '--version']);
    if (dotnet) return { version: `.NET ${versionIn(dotnet.text)}`, tools: { dotnet: first(dotnet) } };
    const [compile, run] = await Promise.all([ask(['mcs', '--version']), ask(['mono', '--version'])]);
    return (
      compile && run && { version: `Mono ${versionIn(run.text)}`, tools: { compile: first(compile), run: first(run) } }
    );
  },
  sql: () => Promise.resolve({ version: '', tools: {} }),
  git: async () => {
    const said = await ask(['git', '--version']);
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
  nginx: async () => {
    const said = await ask(...system('nginx'));
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
  apache: async () => {
    const said = await ask(...system('apache2'), ...system('httpd'));
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
  lighttpd: async () => {
    const said = await ask(...system('lighttpd'));
    return said && { version: versionIn(said.text), tools: { run: first(said) } };
  },
};

const found = new Map<LabLanguage, Promise<Runtime | undefined>>();

/** What runs the language here; undefined when nothing does. Looked for once. */
export function findRuntime(language: LabLanguage): Promise<Runtime | undefined> {
  let runtime = found.get(language);
  if (!runtime) {
    runtime = finders[language]().then((result) => result && { language, ...result });
    found.set(language, runtime);
  }
  return runtime;
}

/** Forgets what was found, for a learner who has installed something meanwhile. */
export function forgetRuntimes(): void {
  found.clear();
}

// ---------- how to install what is missing ----------

type Manager = 'apt' | 'dnf' | 'pacman' | 'brew' | 'winget';

const commands: Readonly<Record<Manager, string>> = {
  apt: 'sudo apt install',
  dnf: 'sudo dnf install',
  pacman: 'sudo pacman -S',
  brew: 'brew install',
  winget: 'winget install',
};

/** Package names; a manager that has none is left out. */
const packages: Readonly<Partial<Record<LabLanguage, Readonly<Partial<Record<Manager, string>>>>>> = {
  javascript: { apt: 'nodejs', dnf: 'nodejs', pacman: 'nodejs', brew: 'node', winget: 'OpenJS.NodeJS.LTS' },
  python: { apt: 'python3', dnf: 'python3', pacman: 'python', brew: 'python', winget: 'Python.Python.3.12' },
  php: { apt: 'php-cli', dnf: 'php-cli', pacman: 'php', brew: 'php', winget: 'PHP.PHP.8.3' },
  ruby: { apt: 'ruby', dnf: 'ruby', pacman: 'ruby', brew: 'ruby', winget: 'RubyInstallerTeam.Ruby.3.3' },
  java: {
    apt: 'default-jdk-headless',
    dnf: 'java-latest-openjdk-devel',
    pacman: 'jdk-openjdk',
    brew: 'openjdk',
    winget: 'EclipseAdoptium.Temurin.21.JDK',
  },
  csharp: {
    apt: 'mono-mcs mono-runtime',
    dnf: 'dotnet-sdk-8.0',
    pacman: 'dotnet-sdk',
    brew: 'dotnet',
    winget: 'Microsoft.DotNet.SDK.8',
  },
  git: { apt: 'git', dnf: 'git', pacman: 'git', brew: 'git', winget: 'Git.Git' },
  nginx: { apt: 'nginx-light', dnf: 'nginx', pacman: 'nginx', brew: 'nginx' },
  apache: { apt: 'apache2', dnf: 'httpd', pacman: 'apache', brew: 'httpd' },
  lighttpd: { apt: 'lighttpd', dnf: 'lighttpd', pacman: 'lighttpd', brew: 'lighttpd' },
};

/** What to type on this system to get the language; undefined where we know no command. */
export function installHint(language: LabLanguage, manager = managerHere()): InstallHint | undefined {
  const names = manager === undefined ? undefined : packages[language]?.[manager];
  return manager === undefined || names === undefined
    ? undefined
    : { manager, command: `${commands[manager]} ${names}` };
}

function managerHere(): Manager | undefined {
  if (process.platform === 'win32') return 'winget';
  if (process.platform === 'darwin') return 'brew';
  const release = text('/etc/os-release');
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].join(' ');
  if (/debian|ubuntu/.test(ids)) return 'apt';
  if (/fedora|rhel|centos/.test(ids)) return 'dnf';
  return ids.includes('arch') ? 'pacman' : undefined;
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Where Apache's modules lie, for the `${MODULES}` of a configuration; undefined when they are not found. */
export function apacheModules(): string | undefined {
  const folders = [
    '/usr/lib/apache2/modules',
    '/usr/lib64/httpd/modules',
    '/usr/lib/httpd/modules',
    '/etc/httpd/modules',
    '/opt/homebrew/opt/httpd/lib/httpd/modules',
    '/usr/local/opt/httpd/lib/httpd/modules',
    '/usr/libexec/apache2',
  ];
  return folders.find(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => path.extname(name) === '.so'),
  );
}
