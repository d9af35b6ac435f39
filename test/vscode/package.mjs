// `npm run package`: builds and packs dist/backend-skills.vsix.
import path from 'node:path';
import { installPackages, root, run } from './install.mjs';

export const vsix = path.join(root, 'dist/backend-skills.vsix');

/** Packs what is built; vsce builds first, by the script vscode:prepublish. */
export async function packExtension() {
  await run(process.execPath, [
    path.join('node_modules', '@vscode/vsce/vsce'),
    'package',
    ...['--out', vsix, '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
  ]);
}

if (process.argv[1] === path.join(root, 'test/vscode/package.mjs')) {
  try {
    await installPackages();
    await packExtension();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
