// Runs the host tests inside a real extension host: desktop VS Code where it can be had, else the server's.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { desktopObstacle, needsVirtualDisplay } from './desktop.mjs';
import { cache, findBrowser, installServer, root, run } from './install.mjs';
import { startServer } from './server.mjs';

const folder = path.join(root, 'test/fixtures/workspace');
const tests = path.join(root, 'out/test/host/index.js');
const webTests = path.join(root, 'out/test/web/index.js');

export async function runHost(resultFile) {
  const obstacle = await desktopObstacle();
  console.log(obstacle === undefined ? 'Host: desktop VS Code.' : `Host: VS Code server, because ${obstacle}.`);
  if (obstacle !== undefined) {
    await inServer({ resultFile, extension: root, tests, dataDir: path.join(cache, 'host') });
    return;
  }
  if (needsVirtualDisplay()) {
    // The same again, inside a display that nobody sees.
    await run('xvfb-run', ['-a', process.execPath, path.join(root, 'test/vscode/runDesktop.mjs'), resultFile]);
    return;
  }
  const { runDesktop } = await import('./runDesktop.mjs');
  await runDesktop(resultFile);
}

/** A copy of the built extension without `main`: the editor then runs its web half, in the web worker host. */
export async function webOnlyExtension(name) {
  const extension = path.join(root, 'out', name);
  await rm(extension, { recursive: true, force: true });
  await mkdir(path.join(extension, 'dist'), { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  delete manifest.main;
  await writeFile(path.join(extension, 'package.json'), JSON.stringify(manifest));
  for (const entry of ['package.nls.json', 'media', 'dist/web', 'dist/webview', 'dist/pack', 'dist/postgres']) {
    await cp(path.join(root, entry), path.join(extension, entry), { recursive: true });
  }
  return extension;
}

/** The same tests on the web bundle, in the web worker host. */
export async function runWebHost(resultFile) {
  console.log('Host: web worker host of the VS Code server.');
  const extension = await webOnlyExtension('web-extension');
  // The tests must lie inside the extension they test.
  await cp(webTests, path.join(extension, 'test/index.js'));
  await inServer({
    resultFile,
    extension,
    tests: path.join(extension, 'test/index.js'),
    dataDir: path.join(cache, 'web-host'),
  });
}

/** Starts a server and a browser, runs the tests in the extension host and waits for their verdict. */
export async function inServer({
  resultFile,
  extension,
  tests: entry,
  dataDir,
  settings = {},
  install,
  onLine = console.log,
}) {
  await installServer();
  for (const file of [resultFile, `${resultFile}.log`]) await rm(file, { force: true });
  const { chromium } = await import('playwright-core');
  await rm(dataDir, { recursive: true, force: true });
  if (install) await install(path.join(dataDir, 'extensions'));
  const server = await startServer({
    dataDir,
    folder,
    settings,
    env: { BACKEND_SKILLS_RESULT: resultFile },
  });
  let browser;
  try {
    browser = await chromium.launch(await findBrowser());
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const verdict = new Promise((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
      void page.exposeFunction('codeAutomationLog', async (_type, args) => {
        const text = args.map(String).join(' ');
        // The web host has no file system of its own to leave its counts in.
        const counts = /BACKEND_SKILLS_RESULT (\{.*\})/.exec(text);
        if (counts) {
          await mkdir(path.dirname(resultFile), { recursive: true });
          await writeFile(resultFile, counts[1]);
        } else if (text.includes('BACKEND_SKILLS_LOG ')) onLine(text.replace(/^.*?BACKEND_SKILLS_LOG /s, ''));
        else if (process.env.BACKEND_SKILLS_VERBOSE) console.log(text);
      });
      page.on('crash', () => reject(new Error('the browser page crashed')));
      setTimeout(() => reject(new Error('the host gave no verdict within 5 minutes')), 300_000).unref();
    });
    const uri = (file) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', uri(extension)],
      ['extensionTestsPath', uri(entry)],
    ];
    await page.goto(server.url(payload));
    const code = await verdict;
    onLine(await readFile(`${resultFile}.log`, 'utf8').catch(() => ''));
    if (code !== 0) throw new Error('some tests failed in the extension host');
  } finally {
    await browser?.close();
    await server.stop();
  }
}
