// The built extension as a folder, laid where a server looks for installed extensions.
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { exists, root } from './install.mjs';

/** In place of whatever was installed there before. */
export async function installExtension(extensions) {
  await rm(extensions, { recursive: true, force: true });
  const { publisher, name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const target = path.join(extensions, `${publisher}.${name}-${version}`);
  await mkdir(target, { recursive: true });
  for (const entry of ['package.json', 'package.nls.json', 'README.md', 'dist', 'media']) {
    if (await exists(path.join(root, entry)))
      await cp(path.join(root, entry), path.join(target, entry), { recursive: true });
  }
  return target;
}
