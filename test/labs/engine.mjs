// The engine and the parser of labs, bundled for tests, and the labs of the pack as the engine wants them.
import * as esbuild from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../vscode/install.mjs';

export const labsFolder = path.join(root, 'data/labs');

export async function loadEngine() {
  // Runs that overlap must not read each other's half-written file.
  const outfile = path.join(root, `out/labs/engine-${process.pid}.mjs`);
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    stdin: {
      contents:
        "export * from './src/practice/run/index.node'; export * from './src/core/labFile'; export * from './src/core/problems'; export { parsePack } from './src/core/pack';",
      resolveDir: root,
      loader: 'ts',
    },
    // The YAML library is CommonJS in part and asks for Node's modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

/** Path inside a folder, with `/`, → text. */
export async function readFolder(folder) {
  const files = new Map();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file).split(path.sep).join('/'), await readFile(file, 'utf8'));
  }
  return files;
}

export async function labNames() {
  const entries = await readdir(labsFolder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
