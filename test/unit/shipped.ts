import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePack } from '../../src/core/pack';
import { parsePay } from '../../src/core/payFile';
import { plainText } from '../../src/core/text';

/** The content that ships, read by the parser that the build uses. */

const folder = path.join(process.cwd(), 'data');
export const files = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name === 'pack.json' || /^(skills\/.*\.md|diagrams\/.*\.svg)$/.test(name))
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
);
export const { pay } = parsePay(readFileSync(path.join(folder, 'pay.json'), 'utf8'), '2026-01');
const parsed = parsePack(files, new Set(pay?.roles.map(({ id }) => id)));
assert.ok(parsed.pack);
export const { pack, problems } = { ...parsed, pack: parsed.pack };
export const { skills } = pack.index;
export const sourceOf = (id: string, area: string): string => files.get(`skills/${area}/${id}.md`)!;

/** The text below the front matter without code, addresses, table rules and item ids. */
export function proseOf(markdown: string): string {
  const body = markdown.replace(/^---\n.*?\n---\n/s, '').replace(/^(`{3,}|~{3,})[^\n]*\n.*?^\1\s*$/gms, '\n\n');
  return body
    .replace(/^\|?[\s:|-]+$/gm, '')
    .replace(/\{#[\w-]+\}/g, '')
    .replace(/!\[([^\]]*)\]\(diagram:[^)]*\)/g, '$1')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^#+ |^- \[ \] |^- |^\d+\. /gm, '');
}
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu) ?? [];

/** Sentences in a form that ignores layout, marks and case. */
export function sentencesOf(markdown: string): string[] {
  return proseOf(markdown)
    .split(/\n\s*\n|\n(?=\*\*)|^\||\|/m)
    .flatMap((paragraph) => plainText(paragraph.replace(/\s+/g, ' ')).split(/(?<=[.?!:])\s+/))
    .map((sentence) => wordsIn(sentence.toLowerCase().replace(/[.,]/g, '')).join(' '));
}
