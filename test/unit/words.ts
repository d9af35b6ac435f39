import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { literal, nodesOf, parseSource } from './sources';

/** Key → text, from the one object that a page's `strings.ts` returns; the module itself needs the editor. */
export function wordsOf(file: string): Map<string, string> {
  const words = new Map<string, string>();
  const source = parseSource(file, readFileSync(path.join(process.cwd(), 'src', file), 'utf8'));
  for (const node of nodesOf(source)) {
    if (!ts.isPropertyAssignment(node) || !ts.isCallExpression(node.initializer)) continue;
    const key = node.name.getText();
    const text = literal(node.initializer.arguments[0]);
    assert.ok(!words.has(key), `${file} gives ${key} twice`);
    assert.ok(text !== undefined, `${file}: ${key}`);
    words.set(key, text);
  }
  return words;
}
