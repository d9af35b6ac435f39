// Runs the host tests in desktop VS Code.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, root } from './install.mjs';

export async function runDesktop(resultFile) {
  const { runTests } = await import('@vscode/test-electron');
  const home = path.join(cache, 'desktop-tests');
  await runTests({
    cachePath: cache,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'out/test/host/index.js'),
    extensionTestsEnv: { BACKEND_SKILLS_RESULT: resultFile },
    launchArgs: [
      path.join(root, 'test/fixtures/workspace'),
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${path.join(home, `user-${process.pid}`)}`,
    ],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await runDesktop(process.argv[2]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
