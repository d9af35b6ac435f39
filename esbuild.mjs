// Builds everything that ships: the content pack, the two extension bundles and the webview bundles.
//   node esbuild.mjs            production build into dist/
//   node esbuild.mjs --watch    development build, rebuilt on change
//   node esbuild.mjs --data DIR --outdir DIR    another pack, for tests and benchmarks
import * as esbuild from 'esbuild';
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    watch: { type: 'boolean' },
    dev: { type: 'boolean' },
    data: { type: 'string' },
    outdir: { type: 'string' },
    'content-only': { type: 'boolean' },
  },
});
const outdir = path.resolve(options.outdir ?? path.join(root, 'dist'));
const dataDir = path.resolve(options.data ?? path.join(root, 'data'));
const production = !options.watch && !options.dev;

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  // The licences go into a file of their own.
  legalComments: 'none',
  metafile: true,
  target: 'es2022',
};

/** Packages whose code is in what ships, as `node_modules` names them. */
const shipped = new Set();

/** Builds, and notes whose code went in. */
async function bundle(options) {
  const result = await esbuild.build(options);
  for (const input of Object.keys(result.metafile.inputs)) {
    const name = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name) shipped.add(name);
  }
  return result;
}

/**
 * On the desktop each dynamically imported module becomes a file of its own beside the entry, so that activation reads only what registers.
 * The web host can load one file only; there the same imports are bundled.
 */
const lazyChunks = (chunks) => ({
  name: 'lazy-chunks',
  setup(build) {
    build.onResolve({ filter: /^\./ }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const file = path.resolve(args.resolveDir, `${args.path}.ts`);
      const name = path.relative(path.join(root, 'src'), file).replace(/\.ts$/, '').split(path.sep).join('.');
      chunks.set(name, file);
      return { path: `./${name}.js`, external: true };
    });
  },
});

/**
 * The editor's API as it is. For an import that stays outside, the bundler copies every name of the module into an object of its own, once
 * for each file that imports it: thirty times four hundred names took half of the time that loading the extension takes.
 */
const plainApi = {
  name: 'plain-api',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const contents = text.replace(/^import (?!type\b)([^;]*?) from 'vscode';$/m, (_, names) =>
        names.startsWith('*')
          ? `const ${names.replace(/^\* as /, '')} = require('vscode');`
          : `const ${names.replace(/\btype \w+,?/g, '')} = require('vscode');`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** A module `x.node` holds what needs Node; the web bundle takes `x.web` in its place. */
const webVariants = {
  name: 'web-variants',
  setup(build) {
    build.onResolve({ filter: /^\..*\.node$/ }, (args) => ({
      path: path.resolve(args.resolveDir, args.path.replace(/\.node$/, '.web.ts')),
    }));
  },
};

/** `import source from 'worker:./x'` gives the bundled worker as text: a webview may start workers only from blobs. */
const workerText = {
  name: 'worker-text',
  setup(build) {
    build.onResolve({ filter: /^worker:/ }, (args) => ({
      path: path.resolve(args.resolveDir, `${args.path.slice(7)}.ts`),
      namespace: 'worker',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker' }, async (args) => {
      const result = await bundle({
        ...common,
        entryPoints: [args.path],
        format: 'iife',
        platform: 'browser',
        write: false,
        metafile: true,
        sourcemap: false,
      });
      return {
        contents: result.outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(result.metafile.inputs).map((file) => path.resolve(root, file)),
      };
    });
  },
};

async function buildDesktop() {
  const chunks = new Map([
    ['extension', path.join(root, 'src/extension.ts')],
    // Started as a thread, not imported.
    ['team.readThread', path.join(root, 'src/team/readThread.node.ts')],
  ]);
  const base = {
    ...common,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    plugins: [plainApi, lazyChunks(chunks)],
  };
  // A chunk may name further chunks; go on until none is new.
  const built = new Set();
  for (;;) {
    const entries = [...chunks].filter(([name]) => !built.has(name));
    if (entries.length === 0) return;
    for (const [name] of entries) built.add(name);
    await bundle({ ...base, entryPoints: entries.map(([out, file]) => ({ in: file, out })), outdir });
  }
}

const buildWeb = () =>
  bundle({
    ...common,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    plugins: [plainApi, webVariants],
    entryPoints: [{ in: 'src/extension.ts', out: 'extension' }],
    outdir: path.join(outdir, 'web'),
  });

/**
 * Files of PostgreSQL that nobody here needs: encodings of the Far East other than Unicode, replication, the rules by which languages sort
 * (what sorts is the C library), and what makes databases and extensions.
 */
const unusedPostgres =
  /\/(utf8_and_(gb18030|gbk|euc_\w+|euc2004|uhc|johab|big5|sjis\w*)\.so|euc\w+_and_\w+\.so|libpqwalreceiver\.so|pgoutput\.so|pgxs\/.*|share\/postgresql\/[^/]+\.(bki|sql|txt|sample)|icu\/.*)$/;

/** The embedded PostgreSQL: one script for both kinds of threads, and the files that it is given as they are. */
async function buildPostgres() {
  const target = path.join(outdir, 'postgres');
  const pglite = path.join(root, 'node_modules/@electric-sql/pglite/dist');
  await bundle({
    ...common,
    platform: 'browser',
    format: 'cjs',
    conditions: ['import'],
    external: ['fs', 'zlib', 'stream', 'stream/promises', 'node:*', 'ws'],
    // Nothing is loaded by address: the host hands all files over.
    define: { 'import.meta.url': '"file:///postgres/engine.js"' },
    entryPoints: [{ in: 'src/platform/postgresEngine.ts', out: 'engine' }],
    outdir: target,
  });
  await cp(path.join(root, 'data/databases'), target, { recursive: true });
  await cp(path.join(pglite, 'pglite.wasm'), path.join(target, 'pglite.wasm'));
  // The archive's table stands in the script, so what is left out becomes zeros, of which the package holds next to nothing.
  const data = await readFile(path.join(pglite, 'pglite.data'));
  const script = await readFile(path.join(pglite, 'pglite.js'), 'utf8');
  const entries = [...script.matchAll(/\{filename:"([^"]+)",start:([\de]+),end:([\de]+)\}/g)];
  const unused = entries.filter(([, name]) => unusedPostgres.test(name));
  if (unused.length === 0) throw new Error('The files of PostgreSQL are packed in another way than this build knows.');
  for (const [, , start, end] of unused) data.fill(0, Number(start), Number(end));
  await writeFile(path.join(target, 'pglite.data'), data);

  // Making a database from nothing takes seconds, so it is made here, once per version.
  const { version } = JSON.parse(await readFile(path.join(pglite, '../package.json'), 'utf8'));
  const kept = path.join(root, 'out/postgres', `${version}.template`);
  const made = await readFile(kept).catch(() => undefined);
  if (!made) {
    await mkdir(path.dirname(kept), { recursive: true });
    const { PGlite } = await import('@electric-sql/pglite');
    const database = await PGlite.create();
    for (const statement of ['VACUUM FREEZE', 'CHECKPOINT']) await database.exec(statement);
    const tar = Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer());
    await database.close();
    // Renamed, so that a build at the same time never reads half of it.
    const half = `${kept}.${process.pid}`;
    await writeFile(half, packTemplate(tar));
    await rename(half, kept);
  }
  await cp(kept, path.join(target, 'template.gz'));
}

/**
 * A database as a tar, made small. A new one holds three copies of nearly everything and a log of how it was made, so contents are
 * kept once, and of the log only what comes after the checkpoint. In compressed form: number of entries; offset and size of each
 * content; the entries' headers; the contents. Numbers of 32 bits, low end first. `unpackTemplate` in postgresEngine.ts is the way back.
 */
function packTemplate(tar) {
  const entries = [];
  for (let at = 0; tar[at] !== 0;) {
    const text = (start, length) => tar.toString('latin1', at + start, at + start + length).replace(/\0.*/s, '');
    const size = parseInt(text(124, 12), 8) || 0;
    entries.push({
      name: text(0, 100),
      head: tar.subarray(at, at + 512),
      body: tar.subarray(at + 512, at + 512 + size),
    });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  const control = entries.find(({ name }) => name.endsWith('global/pg_control'));
  const log = entries.filter(({ name }) => /pg_wal\/[0-9A-F]{24}$/.test(name));
  if (!control || log.length !== 1) throw new Error('The new database has another form than this build knows.');
  // Where recovery begins: `checkPointCopy.redo` of the control file. The log's first page names it, and stays.
  const page = 8192;
  const redo = Number(control.body.readBigUInt64LE(40) % BigInt(log[0].body.length));
  log[0].body.fill(0, page, redo - (redo % page));
  const offsets = new Map();
  const contents = [];
  let offset = 0;
  const table = Buffer.alloc(4 + entries.length * 8);
  table.writeUInt32LE(entries.length, 0);
  for (const [index, { body }] of entries.entries()) {
    const digest = createHash('sha256').update(body).digest('hex');
    if (!offsets.has(digest)) {
      offsets.set(digest, offset);
      contents.push(body);
      offset += body.length;
    }
    table.writeUInt32LE(offsets.get(digest), 4 + index * 8);
    table.writeUInt32LE(body.length, 8 + index * 8);
  }
  return gzipSync(Buffer.concat([table, ...entries.map(({ head }) => head), ...contents]), { level: 9 });
}

async function buildWebview() {
  const target = path.join(outdir, 'webview');
  await bundle({
    ...common,
    platform: 'browser',
    format: 'iife',
    plugins: [workerText],
    entryPoints: [
      { in: 'src/webview/ui/markdownScript.ts', out: 'markdown' },
      { in: 'src/webview/skill/main.ts', out: 'skill' },
      { in: 'media/skill.css', out: 'skill' },
      { in: 'src/webview/pay/main.ts', out: 'pay' },
      { in: 'media/pay.css', out: 'pay' },
      { in: 'src/webview/career/main.ts', out: 'career' },
      { in: 'media/career.css', out: 'career' },
      { in: 'src/webview/journal/main.ts', out: 'journal' },
      { in: 'media/journal.css', out: 'journal' },
      { in: 'src/webview/lab/main.ts', out: 'lab' },
      { in: 'media/lab.css', out: 'lab' },
      { in: 'src/webview/sql/main.ts', out: 'sql' },
      { in: 'media/sql.css', out: 'sql' },
      { in: 'src/webview/team/main.ts', out: 'team' },
      { in: 'media/team.css', out: 'team' },
      { in: 'src/webview/review/main.ts', out: 'review' },
      { in: 'media/review.css', out: 'review' },
    ],
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    outdir: target,
  });
  await mkdir(target, { recursive: true });
  const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
  shipped.add('@vscode/codicons');
  for (const file of ['codicon.css', 'codicon.ttf']) await cp(path.join(codicons, file), path.join(target, file));
}

/** The files of each lab: its id → path inside its folder → text. */
async function readLabs() {
  const folder = path.join(dataDir, 'labs');
  const labs = new Map();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((file) => file.isFile())) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    const [, id, file] = /^([^/]+)\/(.+)$/.exec(name) ?? [];
    if (id === undefined) continue;
    if (!labs.has(id)) labs.set(id, new Map());
    const bytes = await readFile(path.join(folder, name));
    if (!isUtf8(bytes) || bytes.includes(0)) throw new Error(`data/labs/${name} is not text. A lab is made of texts.`);
    labs.get(id).set(file, bytes.toString('utf8'));
  }
  return new Map([...labs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What a lab is made with, in one file: hundreds of small ones would cost more than what is in them, and a web server does not tell which
 * there are. A text that occurs in several places stands there once.
 */
function packTexts(files) {
  const wanted = [...files].filter(([name]) => /^(starter\/|solution\/|seed\.sql$)/.test(name)).sort();
  const texts = [...new Set(wanted.map(([, text]) => text))];
  return { texts, files: Object.fromEntries(wanted.map(([name, text]) => [name, texts.indexOf(text)])) };
}

/** The SQL of each sample database, by its id. */
async function readDatabases() {
  const folder = path.join(root, 'data/databases');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name.slice(0, -'.sql'.length), await readFile(path.join(folder, name), 'utf8')]),
    ),
  );
}

/** As the tree shows the skills that labs belong to; for one skill easy ones first. */
function inLearningOrder(labs, skills) {
  const place = new Map(skills.map((skill, at) => [skill.id, at]));
  const levels = ['beginner', 'intermediate', 'advanced'];
  const key = (lab) => [place.get(lab.skills[0]) ?? skills.length, levels.indexOf(lab.level), lab.minutes];
  return [...labs].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const differs = left.findIndex((value, at) => value !== right[at]);
    return differs < 0 ? (a.id < b.id ? -1 : 1) : left[differs] - right[differs];
  });
}

/** What a pack without rules of evidence stands for. */
const noEvidence = JSON.stringify({ format: 1, rules: [] });

/** Reads the pack with the same parser that reads packs at run time, and writes a small index and one body per skill. */
async function buildContent() {
  const parserFile = path.join(root, 'out/build/content.mjs');
  await esbuild.build({
    ...common,
    minify: false,
    sourcemap: false,
    // The parser is pure; as for the browser, its dependency comes as a module.
    platform: 'browser',
    format: 'esm',
    stdin: {
      contents:
        "export * from './src/core/pack'; export * from './src/core/payFile'; export * from './src/core/careerFile'; export * from './src/core/labFile'; export * from './src/core/pathsFile'; export * from './src/core/evidenceFile'; export * from './src/core/model'; export * from './src/core/problems'; export * from './src/core/search'; export * from './src/core/searchDocuments';",
      resolveDir: root,
      loader: 'ts',
    },
    outfile: parserFile,
  });
  const core = await import(`${pathToFileURL(parserFile).href}?${Date.now()}`);
  const {
    parsePack,
    parsePay,
    parseCareer,
    parseLab,
    parsePaths,
    parseEvidence,
    labSummary,
    careerItemId,
    describeProblem,
    isError,
  } = core;

  const files = new Map();
  const names = await readdir(dataDir, { recursive: true });
  for (const name of names.map((entry) => entry.split(path.sep).join('/')).sort()) {
    if (/^(pack|pay|career|paths|evidence)\.json$/.test(name) || /^(skills\/.*\.md|diagrams\/.*\.svg)$/.test(name))
      files.set(name, await readFile(path.join(dataDir, name), 'utf8'));
  }
  const { pay, problems: payProblems } = parsePay(files.get('pay.json'), new Date().toISOString().slice(0, 7));
  const { pack, problems } = parsePack(files, pay && new Set(pay.roles.map((role) => role.id)));
  const { career, problems: careerProblems } = parseCareer(files.get('career.json'), {
    skills: new Set(pack?.index.skills.map((skill) => skill.id)),
    articles: new Set(pay?.articles.map((article) => article.id)),
    roles: new Set(pay?.roles.map((role) => role.id)),
  });
  const labs = await readLabs();
  const parsedLabs = [...labs].map(([id, files]) =>
    parseLab(files, id, {
      pack: pack?.index.id ?? 'core',
      skills: new Set(pack?.index.skills.map((skill) => skill.id)),
      items: new Set(pack?.index.skills.flatMap((skill) => skill.items.map((item) => item.id))),
    }),
  );
  const labProblems = parsedLabs.flatMap((parsed) => parsed.problems);
  const { paths, problems: pathProblems } = parsePaths(files.get('paths.json'), {
    pack: pack?.index.id ?? 'core',
    skills: new Map(pack?.index.skills.map((skill) => [skill.id, skill])),
    labs: new Map(parsedLabs.flatMap(({ lab }) => (lab ? [[lab.id, lab]] : []))),
  });
  // Packs made for tests have none.
  const { evidence, problems: evidenceProblems } = parseEvidence(files.get('evidence.json') ?? noEvidence, {
    pack: pack?.index.id ?? 'core',
    items: new Set(pack?.index.skills.flatMap((skill) => skill.items.map((item) => item.id))),
  });
  const all = [...payProblems, ...problems, ...careerProblems, ...labProblems, ...pathProblems, ...evidenceProblems];
  const where = path.relative(process.cwd(), dataDir) || '.';
  for (const problem of all)
    console.error(`${isError(problem) ? 'error' : 'warning'}: ${where}/${describeProblem(problem)}`);
  const errors = all.filter(isError).length;
  if (errors > 0 || !pack || !pay || !career || !paths || !evidence) {
    throw new Error(
      `The content has ${errors} ${errors === 1 ? 'error' : 'errors'}. Mend the lines above, then build again.`,
    );
  }

  const target = path.join(outdir, 'pack');
  await rm(target, { recursive: true, force: true });
  await mkdir(path.join(target, 'skills'), { recursive: true });
  // So much of the guide is known without opening it: who asks for a skill, and what can be ticked.
  const index = {
    ...pack.index,
    titles: career.titles.flatMap(({ entries }) => entries.map(({ id, title, skills }) => ({ id, title, skills }))),
    checklist: career.checklist.flatMap(({ entries }) =>
      entries.map(({ id, text }) => ({ id: careerItemId(pack.index.id, id), text })),
    ),
    labs: inLearningOrder(
      parsedLabs.flatMap(({ lab }) => (lab ? [labSummary(lab)] : [])),
      pack.index.skills,
    ),
  };
  for (const { lab } of parsedLabs) {
    const folder = path.join(target, 'labs', lab.id);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'lab.json'), JSON.stringify(lab));
    await writeFile(path.join(folder, 'files.json'), JSON.stringify(packTexts(labs.get(lab.id))));
  }
  await writeFile(path.join(target, 'index.json'), JSON.stringify(index));
  await writeFile(path.join(target, 'career.json'), JSON.stringify(career));
  await writeFile(path.join(target, 'pay.json'), JSON.stringify(pay));
  await writeFile(path.join(target, 'paths.json'), JSON.stringify(paths));
  await writeFile(path.join(target, 'evidence.json'), JSON.stringify(evidence));
  // Read on the first search: making it takes much longer than reading it.
  const { encodeSearch, buildSearchable, searchDocuments } = core;
  const documents = searchDocuments({ index, bodies: pack.bodies, pay, career, databases: await readDatabases() });
  await writeFile(path.join(target, 'search.bin'), encodeSearch(buildSearchable(documents)));
  for (const [id, body] of pack.bodies)
    await writeFile(path.join(target, 'skills', `${id}.json`), JSON.stringify(body));
  // The editor checks and completes the reader's own pay files with the first, and checks progress files with the second.
  await mkdir(path.join(outdir, 'schema'), { recursive: true });
  await cp(path.join(root, 'data/schema/own-pay.schema.json'), path.join(outdir, 'schema/own-pay.schema.json'));
  await cp(
    path.join(root, 'data/schema/portable-progress.schema.json'),
    path.join(outdir, 'schema/portable-progress.schema.json'),
  );
  const items = pack.index.skills.reduce((sum, skill) => sum + skill.items.length, 0);
  console.log(
    `content: ${pack.index.areas.length} areas, ${pack.index.skills.length} skills, ${items} checklist items, ${pay.figures.length} pay figures, ${parsedLabs.length} labs, ${paths.paths.length} paths, ${evidence.rules.length} rules of evidence`,
  );
}

/** PGlite is PostgreSQL, whose licence its package does not hold. */
const postgresNotice = `PostgreSQL 18 (PostgreSQL Licence)

Portions Copyright (c) 1996-2025, PostgreSQL Global Development Group
Portions Copyright (c) 1994, The Regents of the University of California

Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and without a written
agreement is hereby granted, provided that the above copyright notice and this paragraph and the following two paragraphs appear in all copies.

IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR CONSEQUENTIAL DAMAGES,
INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF THE UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF
THE POSSIBILITY OF SUCH DAMAGE.

THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS" BASIS, AND THE UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO
PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS.`;

/** The licences of the packages that ship, as they ask. */
async function writeNotices() {
  const notices = ['Backend Skills contains code of the following packages.'];
  for (const name of [...shipped].sort()) {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying)(\.|-|$)/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
    notices.push(`${name} ${version} (${license})\n\n${texts.join('\n\n').trim()}`.trim());
  }
  notices.push(postgresNotice);
  await writeFile(path.join(outdir, 'ThirdPartyNotices.txt'), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

async function buildAll() {
  await Promise.all([
    buildContent(),
    ...(options['content-only'] ? [] : [buildDesktop(), buildWeb(), buildWebview(), buildPostgres()]),
  ]);
  if (!options['content-only']) await writeNotices();
}

if (options.watch) {
  // The watch task's problem matcher waits for these two lines.
  const { watch } = await import('node:fs');
  let timer;
  let running = Promise.resolve();
  const rebuild = () => {
    running = running.then(async () => {
      console.log('[watch] build started');
      await buildAll().catch((error) => {
        // In the form that the watch task's problem matcher reads.
        for (const { location, text } of error.errors ?? [])
          console.error(`error: ${location ? `${location.file}:${location.line}: ` : ''}${text}`);
        if (!error.errors) console.error(`error: ${error.message}`);
      });
      console.log('[watch] build finished');
    });
  };
  rebuild();
  for (const folder of ['src', 'media', 'data']) {
    watch(path.join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 100);
    });
  }
} else {
  if (!options['content-only'] && !options.outdir) await rm(outdir, { recursive: true, force: true });
  await buildAll().catch((error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
}
