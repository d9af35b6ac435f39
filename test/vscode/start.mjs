// `npm start`: installs, builds, obtains a VS Code and opens it with the extension and a sample folder.
//   --port N      serve on this port (implies the server build)
//   --no-open     do not open a browser (implies the server build)
import { spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { desktopObstacle, needsVirtualDisplay } from './desktop.mjs';
import { installExtension } from './extension.mjs';
import { cache, exists, installPackages, installServer, root, run, step } from './install.mjs';
import { startServer } from './server.mjs';

const { values: options } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } });
const port = options.port === undefined ? undefined : Number(options.port);
if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
  console.error(`--port takes a number from 1 to 65535, not "${options.port}".`);
  process.exit(2);
}

try {
  await installPackages();
  await step('Building', () => run(process.execPath, ['esbuild.mjs']));
  const folder = await sampleFolder();
  const forServer = port !== undefined || options['no-open'] === true;
  const obstacle = forServer
    ? 'a port or --no-open was given'
    : needsVirtualDisplay()
      ? 'there is no display'
      : await desktopObstacle();
  let code;
  let reason = obstacle;
  if (reason === undefined) {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    try {
      code = await step('Fetching VS Code (once)', () => downloadAndUnzipVSCode({ cachePath: cache }));
    } catch (error) {
      reason = `its download failed (${error.message})`;
    }
  }
  if (code === undefined) await server(folder, reason);
  else await desktop(folder, code);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** A folder to practise in that survives restarts and is never part of the repository. */
async function sampleFolder() {
  const folder = path.join(cache, 'sample');
  if (!(await exists(folder))) await cp(path.join(root, 'test/fixtures/workspace'), folder, { recursive: true });
  return folder;
}

async function desktop(folder, code) {
  console.log('Host: desktop VS Code.');
  const home = path.join(cache, 'desktop');
  console.log('VS Code opens now. Close its window to end.');
  await run(code, [
    folder,
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${path.join(home, 'user')}`,
    `--extensions-dir=${path.join(home, 'extensions')}`,
    '--disable-workspace-trust',
  ]);
}

async function server(folder, obstacle) {
  console.log(`Host: VS Code server in the browser, because ${obstacle}.`);
  await installServer();
  const dataDir = path.join(cache, 'start');
  await installExtension(path.join(dataDir, 'extensions'));
  const started = await step('Starting', () =>
    startServer({ dataDir, folder, ...(port === undefined ? {} : { port }) }),
  );
  const url = started.url();
  console.log(`\nBackend Skills is ready:\n\n  ${url}\n\nPress Ctrl-C to end.`);
  if (!options['no-open'] && !needsVirtualDisplay()) openBrowser(url);
  // The server ends with this process, on Ctrl-C.
  await started.ended;
}

function openBrowser(url) {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened; open the address above.'));
  child.unref();
}
