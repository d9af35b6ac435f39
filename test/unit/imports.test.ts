import assert from 'node:assert/strict';
import ts from 'typescript';
import { literal, nodesOf, parseSource, readSources, type Sources } from './sources';

// ---------- what a file imports ----------

/** Every module that a file names: static, dynamic, type-only and in type positions alike. */
function specifiersOf(file: ts.SourceFile): string[] {
  const found: string[] = [];
  for (const node of nodesOf(file)) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) found.push(literal(node.moduleSpecifier) ?? '');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      found.push(literal(node.argument.literal) ?? '?');
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      found.push(literal(node.moduleReference.expression) ?? '?');
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const loads =
        expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(expression) && expression.text === 'require');
      // A computed name cannot be checked, so it is no name that any room allows.
      if (loads) found.push(literal(node.arguments[0]) ?? '?');
    }
  }
  return found.filter((specifier) => specifier !== '');
}

/** The file inside `src` that a relative import means, or undefined when there is none. */
function target(from: string, specifier: string, sources: Sources): string | undefined {
  // The build turns `worker:./x` into the bundled text of x.
  const relative = specifier.replace(/^worker:/, '');
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const base = parts.join('/');
  return [`${base}.ts`, `${base}/index.ts`, `${base}.d.ts`].find((name) => sources.has(name));
}

const isRelative = (specifier: string): boolean => /^(worker:)?\.\.?(\/|$)/.test(specifier);

// ---------- who may import whom ----------

const features = [
  'skills',
  'skillPanel',
  'notes',
  'pay',
  'career',
  'paths',
  'progress',
  'evidence',
  'team',
  'practice',
  'sql',
  'review',
  'journal',
  'assistant',
] as const;
/** Pure like core although they stand in a feature's folder; they may name the protocol's types. */
const isPure = (name: string): boolean => /(^|\/)(present|shell)\.ts$/.test(name) || name === 'skillPanel/view.ts';

/** Host rooms, and what each may import besides itself. Files directly under `src` are rooms of their own. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ['core'],
  'ids.ts': [],
  platform: ['ids.ts', 'vscode'],
  state: ['platform', 'core', 'ids.ts', 'vscode'],
  'api.ts': ['state', 'platform', 'protocol', 'core', 'ids.ts', 'vscode'],
  webview: ['protocol', 'core'],
  ...Object.fromEntries(
    features.map((feature) => [feature, ['state', 'platform', 'protocol', 'core', 'ids.ts', 'vscode']]),
  ),
  'extension.ts': ['api.ts', ...features, 'state', 'platform', 'protocol', 'core', 'ids.ts', 'vscode'],
};

/** npm packages by room; the host bundles stay small, so only these are bundled into them. */
const packages: Readonly<Record<string, (name: string) => boolean>> = {
  core: (name) => ['yaml', 'd3-scale', 'd3-shape', 'crc-32', 'ts-fsrs'].includes(name),
  pay: (name) => name === 'd3-dsv',
  // In the database's thread only, which is a bundle of its own.
  platform: (name) => name === '@electric-sql/pglite',
  team: (name) => name === 'd3-dsv',
  evidence: (name) => name === 'ignore',
  journal: (name) => name === 'd3-dsv',
  state: (name) => name === 'proper-lockfile',
  webview: () => true,
};

const roomOf = (name: string): string => name.split('/')[0]!;

const browserGlobals = new Set([
  'window',
  'document',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'self',
  'alert',
  'HTMLElement',
  'Element',
  'Node',
  'DOMParser',
  'MutationObserver',
  'requestAnimationFrame',
  'customElements',
  'acquireVsCodeApi',
]);
const nodeGlobals = new Set(['process', 'Buffer', 'require', 'module', 'exports', '__dirname', '__filename', 'global']);

/** Names that a file uses without declaring them anywhere, as far as they are in `names`. Property names do not count. */
function globalsUsed(file: ts.SourceFile, names: ReadonlySet<string>): string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const node of nodesOf(file)) {
    if (!ts.isIdentifier(node) || !names.has(node.text)) continue;
    const { parent } = node;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isQualifiedName(parent) && parent.right === node) ||
      ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) &&
        parent.name === node) ||
      ((ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent) || ts.isGetAccessor(parent)) &&
        parent.name === node) ||
      (ts.isBindingElement(parent) && parent.propertyName === node);
    if (isMember) {
      // `globalThis.window` is the same global by a longer name.
      if (ts.isPropertyAccessExpression(parent) && parent.expression.getText() === 'globalThis') used.add(node.text);
      continue;
    }
    const isDeclaration =
      (ts.isVariableDeclaration(parent) ||
        ts.isParameter(parent) ||
        ts.isBindingElement(parent) ||
        ts.isFunctionDeclaration(parent) ||
        ts.isClassDeclaration(parent) ||
        ts.isInterfaceDeclaration(parent) ||
        ts.isTypeAliasDeclaration(parent) ||
        ts.isImportSpecifier(parent) ||
        ts.isImportClause(parent) ||
        ts.isNamespaceImport(parent)) &&
      parent.name === node;
    (isDeclaration ? declared : used).add(node.text);
  }
  return [...used].filter((name) => !declared.has(name));
}

function exportedNames(file: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const statement of file.statements) {
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
      names.push(...statement.exportClause.elements.map((element) => element.name.text));
    else if (ts.isExportAssignment(statement)) names.push('default');
    else if (isExported && ts.isVariableStatement(statement))
      names.push(...statement.declarationList.declarations.map((declaration) => declaration.name.getText()));
    else if (
      isExported &&
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement))
    )
      names.push(statement.name?.text ?? 'default');
  }
  return names.sort();
}

/** Everything that breaks the house rules, one sentence each. */
function offences(sources: Sources): string[] {
  const found: string[] = [];
  const alone = new Map<string, string>();
  const graph = new Map<string, readonly string[]>();
  for (const [name, text] of sources) {
    const file = parseSource(name, text);
    const say = (what: string): void => void found.push(`${name}: ${what}`);
    const room = roomOf(name);
    const inNode = name.endsWith('.node.ts');
    const allowed = mayImport[room];
    if (!allowed) {
      say('stands in no known room');
      continue;
    }
    const edges: string[] = [];
    for (const specifier of specifiersOf(file)) {
      if (isRelative(specifier)) {
        const to = target(name, specifier, sources);
        if (to === undefined) {
          say(`imports ${specifier}, which does not exist`);
          continue;
        }
        edges.push(to);
        const toRoom = roomOf(to);
        if (to === 'extension.ts') say('imports extension.ts');
        else if (isPure(name)) {
          if (toRoom !== 'core' && toRoom !== 'protocol' && !isPure(to)) say(`is pure but imports ${to}`);
        } else if (toRoom !== room && !allowed.includes(toRoom)) say(`imports ${to}`);
        if (name.startsWith('webview/ui/') && toRoom === 'webview' && !to.startsWith('webview/ui/'))
          say(`is shared but imports ${to}`);
      } else if (specifier.startsWith('node:')) {
        if (!inNode || room === 'webview' || isPure(name)) say(`imports ${specifier}`);
      } else if (specifier === 'vscode') {
        if (isPure(name) || !allowed.includes('vscode')) say('imports vscode');
      } else if (isPure(name) || !packages[room]?.(specifier)) say(`imports ${specifier}`);
    }
    graph.set(name, edges);
    if (room !== 'webview') for (const global of globalsUsed(file, browserGlobals)) say(`uses the browser's ${global}`);
    if (!inNode) for (const global of globalsUsed(file, nodeGlobals)) say(`uses Node's ${global}`);
    if (name === 'extension.ts') {
      const lines = text.trimEnd().split('\n').length;
      if (lines > 60) say(`has ${lines} lines`);
    }
    if (inNode) {
      const twin = name.replace(/\.node\.ts$/, '.web.ts');
      const other = sources.get(twin);
      if (other === undefined) alone.set(name, twin);
      else {
        const [mine, theirs] = [exportedNames(file), exportedNames(parseSource(twin, other))];
        if (mine.join() !== theirs.join()) say(`exports ${mine.join(', ')}, but ${twin} exports ${theirs.join(', ')}`);
      }
    }
  }
  // One that only such modules import is not asked for in the web.
  for (const [name, twin] of alone) {
    const importers = [...graph].filter(([, edges]) => edges.includes(name)).map(([importer]) => importer);
    if (importers.length === 0 || !importers.every((importer) => importer.endsWith('.node.ts')))
      found.push(`${name}: has no ${twin}`);
  }
  return [...found, ...cycles(graph).map((cycle) => `cycle: ${cycle.join(' → ')}`)];
}

/** Each cycle found by a depth-first walk, once, from its alphabetically first file. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) {
      const ring = path.slice(at);
      const first = ring.indexOf([...ring].sort()[0]!);
      const turned = [...ring.slice(first), ...ring.slice(0, first)];
      found.set(turned.join(), [...turned, turned[0]!]);
      return;
    }
    if (done.has(name)) return;
    for (const next of graph.get(name) ?? []) walk(next, [...path, name]);
    done.add(name);
  };
  for (const name of graph.keys()) walk(name, []);
  return [...found.values()];
}

// ---------- tests ----------

const sources = readSources();

describe('imports', () => {
  it('keep to the rules of the house', () => {
    assert.ok(sources.size > 40, `${sources.size} files`);
    assert.deepEqual(offences(sources), []);
  });

  it('are really seen: the map names a host room, a feature and the webview', () => {
    const imports = (name: string): string[] => specifiersOf(parseSource(name, sources.get(name)!));
    assert.ok(imports('extension.ts').includes('./skills'));
    assert.ok(imports('skills/index.ts').includes('./skillTree'), 'dynamic');
    assert.ok(imports('core/catalog.ts').includes('./model'), 'type-only');
    assert.ok(imports('webview/skill/main.ts').some((specifier) => specifier.startsWith('@vscode-elements/')));
  });

  // A rule that reports nothing may simply not work, so each is shown a source that breaks it.
  const offending: readonly (readonly [name: string, text: string, offence: string])[] = [
    ['core/a.ts', `import * as vscode from 'vscode';`, 'core/a.ts: imports vscode'],
    ['core/a.ts', `import type { Uri } from 'vscode';`, 'core/a.ts: imports vscode'],
    ['core/a.ts', `export type A = import('vscode').Uri;`, 'core/a.ts: imports vscode'],
    ['core/a.ts', `import { readFile } from 'node:fs';`, 'core/a.ts: imports node:fs'],
    ['core/a.ts', `export const a = () => import('marked');`, 'core/a.ts: imports marked'],
    ['core/a.ts', `export { commandIds } from '../ids';`, 'core/a.ts: imports ids.ts'],
    ['core/a.ts', `export const a = (name: string) => import(name);`, 'core/a.ts: imports ?'],
    ['core/a.ts', `import type { V } from '../protocol/p';`, 'core/a.ts: imports protocol/p.ts'],
    ['core/a.ts', `export const a = window.innerWidth;`, "core/a.ts: uses the browser's window"],
    ['core/a.ts', `export const a = globalThis.document;`, "core/a.ts: uses the browser's document"],
    ['core/a.ts', `export const a = process.cwd();`, "core/a.ts: uses Node's process"],
    ['core/a.ts', `import './missing';`, 'core/a.ts: imports ./missing, which does not exist'],
    ['protocol/a.ts', `import { commandIds } from '../ids';`, 'protocol/a.ts: imports ids.ts'],
    ['protocol/a.ts', `import type { Uri } from 'vscode';`, 'protocol/a.ts: imports vscode'],
    ['platform/a.ts', `import { c } from '../core/c';`, 'platform/a.ts: imports core/c.ts'],
    ['state/a.ts', `import { s } from '../skills/s';`, 'state/a.ts: imports skills/s.ts'],
    ['state/a.ts', `import { V } from '../protocol/p';`, 'state/a.ts: imports protocol/p.ts'],
    ['state/a.ts', `import os from 'node:os';`, 'state/a.ts: imports node:os'],
    ['state/a.ts', `const os = require('os');`, 'state/a.ts: imports os'],
    ['skills/a.ts', `import type { P } from '../skillPanel/p';`, 'skills/a.ts: imports skillPanel/p.ts'],
    ['skillPanel/a.ts', `export const a = () => import('../skills/s');`, 'skillPanel/a.ts: imports skills/s.ts'],
    ['skillPanel/a.ts', `import { main } from '../webview/skill/m';`, 'skillPanel/a.ts: imports webview/skill/m.ts'],
    ['skillPanel/a.ts', `import { marked } from 'marked';`, 'skillPanel/a.ts: imports marked'],
    ['skills/present.ts', `import type { l10n } from 'vscode';`, 'skills/present.ts: imports vscode'],
    ['skillPanel/shell.ts', `import { s } from '../state/s';`, 'skillPanel/shell.ts: is pure but imports state/s.ts'],
    ['skillPanel/view.ts', `import '../ids';`, 'skillPanel/view.ts: is pure but imports ids.ts'],
    ['webview/skill/a.ts', `import * as vscode from 'vscode';`, 'webview/skill/a.ts: imports vscode'],
    ['webview/skill/a.ts', `import 'node:path';`, 'webview/skill/a.ts: imports node:path'],
    ['webview/skill/a.ts', `import '../../ids';`, 'webview/skill/a.ts: imports ids.ts'],
    ['webview/skill/a.ts', `import source from 'worker:../../state/s';`, 'webview/skill/a.ts: imports state/s.ts'],
    ['webview/ui/a.ts', `import '../skill/m';`, 'webview/ui/a.ts: is shared but imports webview/skill/m.ts'],
    ['skills/a.ts', `import { activate } from '../extension';`, 'skills/a.ts: imports extension.ts'],
    ['extension.ts', `import './webview/skill/m';`, 'extension.ts: imports webview/skill/m.ts'],
    ['extension.ts', 'export const a = 1;\n'.repeat(61), 'extension.ts: has 61 lines'],
    ['state/a.node.ts', `import 'node:fs';`, 'state/a.node.ts: has no state/a.web.ts'],
    ['core/a.node.ts', `import 'vscode';`, 'core/a.node.ts: imports vscode'],
    ['elsewhere/a.ts', '', 'elsewhere/a.ts: stands in no known room'],
    ['core/a.ts', `import './a';`, 'cycle: core/a.ts → core/a.ts'],
  ];
  const surroundings: readonly (readonly [string, string])[] = [
    ['ids.ts', ''],
    ['extension.ts', ''],
    ['core/c.ts', ''],
    ['protocol/p.ts', ''],
    ['state/s.ts', ''],
    ['skills/s.ts', ''],
    ['skillPanel/p.ts', ''],
    ['webview/skill/m.ts', ''],
  ];
  for (const [name, text, offence] of offending) {
    it(`report ${offence}: ${text.split('\n')[0]}`, () => {
      assert.deepEqual(offences(new Map(surroundings)), []);
      assert.ok(offences(new Map([...surroundings, [name, text]])).includes(offence));
    });
  }

  it('let a module of the desktop stand alone that only others of the desktop import', () => {
    const helper = ['state/h.node.ts', `import 'node:fs';\nexport const help = 1;`] as const;
    const pair = [
      ['state/a.node.ts', `import { help } from './h.node';\nexport const a = help;`],
      ['state/a.web.ts', 'export const a = 1;'],
    ] as const;
    assert.deepEqual(offences(new Map([...surroundings, helper, ...pair])), []);
    const user = ['state/u.ts', `import { help } from './h.node';\nexport const u = help;`] as const;
    assert.deepEqual(offences(new Map([...surroundings, helper, ...pair, user])), [
      'state/h.node.ts: has no state/h.web.ts',
    ]);
  });

  it('report modules of the two hosts that export different names', () => {
    const pair = (web: string): Sources =>
      new Map([
        ['state/a.node.ts', `import 'node:fs';\nexport function open() {}\nexport const size = 1;`],
        ['state/a.web.ts', web],
      ]);
    assert.deepEqual(offences(pair('export const size = 2, open = () => {};')), []);
    assert.deepEqual(offences(pair('export function open() {}')), [
      'state/a.node.ts: exports open, size, but state/a.web.ts exports open',
    ]);
  });

  it('ask for no twin of a module that only modules for Node import', () => {
    const pair = (from: string): Sources =>
      new Map([
        [from, `import { a } from './a.node';`],
        ['state/a.node.ts', 'export const a = 1;'],
      ]);
    const report = 'state/a.node.ts: has no state/a.web.ts';
    assert.ok(offences(pair('state/b.ts')).includes(report));
    assert.ok(!offences(pair('state/b.node.ts')).includes(report));
    assert.ok(offences(pair('state/b.node.ts')).includes('state/b.node.ts: has no state/b.web.ts'));
  });

  it('report a cycle over three files, type-only and dynamic imports included, once', () => {
    const ring: Sources = new Map([
      ['core/a.ts', `import { b } from './b';`],
      ['core/b.ts', `import type { C } from './c';`],
      ['core/c.ts', `export const c = () => import('./a');`],
      ['core/d.ts', `import './a';`],
    ]);
    assert.deepEqual(offences(ring), ['cycle: core/a.ts → core/b.ts → core/c.ts → core/a.ts']);
  });

  it('let a file call its own things what the browser calls its own', () => {
    const own: Sources = new Map([
      ['core/a.ts', 'export const a = (document: { window: number }) => document.window;'],
      ['core/b.ts', 'export interface H { history: string }\nexport const b = ({ history }: H) => history;'],
    ]);
    assert.deepEqual(offences(own), []);
  });
});

describe('errors that are told to the reader', () => {
  it('are recognised by name: each lazily loaded file has a class of its own', () => {
    const sources = readSources();
    const offenders = [...sources].filter(([, text]) => /instanceof\s+ExpectedError/.test(text)).map(([name]) => name);
    assert.deepEqual(offenders, []);
  });
});
