// Bundles the tests. Unit and ui tests run in Node; host tests in an extension host, of which the web one has no Node.
import * as esbuild from 'esbuild';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './vscode/install.mjs';

const out = path.join(root, 'out/test');
const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'warning',
  target: 'es2022',
};

/** The scripts that start VS Code find their files from where they lie, so they are not bundled. */
const scriptsStay = {
  name: 'scripts-stay',
  setup(build) {
    build.onResolve({ filter: /^\..*\.mjs$/ }, (args) => ({
      path: pathToFileURL(path.resolve(args.resolveDir, args.path)).href,
      external: true,
    }));
  },
};

/** As in the build: a module `x.node` holds what needs Node. */
const webVariants = {
  name: 'web-variants',
  setup(build) {
    build.onResolve({ filter: /^\..*\.node$/ }, (args) => ({
      path: path.resolve(args.resolveDir, args.path.replace(/\.node$/, '.web.ts')),
    }));
  },
};

const testsIn = async (folder) =>
  (await readdir(path.join(root, 'test', folder)))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${folder}/${name}`);

export async function buildTests() {
  await rm(out, { recursive: true, force: true });
  const node = {
    ...common,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [scriptsStay],
    outExtension: { '.js': '.mjs' },
  };
  await Promise.all([
    ...['unit', 'ui', 'labs'].map(async (folder) =>
      esbuild.build({ ...node, entryPoints: await testsIn(folder), outdir: path.join(out, folder) }),
    ),
    esbuild.build({
      ...common,
      platform: 'node',
      format: 'cjs',
      external: ['vscode', 'mocha'],
      entryPoints: ['test/host/index.node.ts'],
      outfile: path.join(out, 'host/index.js'),
    }),
    esbuild.build({
      ...common,
      platform: 'browser',
      format: 'cjs',
      external: ['vscode'],
      // Mocha's browser build takes `module.exports` for itself.
      footer: { js: 'module.exports = { run };' },
      // Mocha's browser build expects these globals.
      define: { global: 'globalThis', 'process.env.NODE_ENV': '"test"' },
      alias: { 'node:assert/strict': './test/host/assert.ts' },
      plugins: [webVariants],
      entryPoints: ['test/host/index.web.ts'],
      outfile: path.join(out, 'web/index.js'),
    }),
  ]);
}

if (process.argv[1] === path.join(root, 'test/build.mjs')) await buildTests();
