import type { EvidenceRule, Hit } from './evidence';
import { isRecord } from './guards';

/** What was found in files, kept for the next window: so that only what has changed is read again. It may be lost at any time. */

/** A file as it stood when it was read, and what holds in it. */
export interface KnownFile {
  /** Milliseconds since 1970. */
  readonly mtime: number;
  readonly size: number;
  readonly hits: readonly Hit[];
}

const format = 1;

/** Tells rules apart: what was found by others is worth nothing. */
export function rulesMark(rules: readonly EvidenceRule[]): string {
  const text = JSON.stringify(rules);
  // FNV-1a; nobody gains by rules that look alike.
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

/** @param known by the address of the file */
export function writeMemory(known: ReadonlyMap<string, KnownFile>, mark: string): string {
  const base = commonStart([...known.keys()]);
  const files = [...known].map(([key, { mtime, size, hits }]) => [
    ...[key.slice(base.length), mtime, size],
    // Most files hold nothing.
    ...(hits.length > 0 ? [hits] : []),
  ]);
  return JSON.stringify({ format, mark, base, files });
}

/** Empty for a text that is damaged, or was written by other rules. Never throws. */
export function readMemory(text: string, mark: string, rules: readonly EvidenceRule[]): Map<string, KnownFile> {
  const known = new Map<string, KnownFile>();
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return known;
  }
  if (!isRecord(root) || root['format'] !== format || root['mark'] !== mark) return known;
  const { base, files } = root;
  if (typeof base !== 'string' || !Array.isArray(files)) return known;
  for (const file of files as unknown[]) {
    if (!Array.isArray(file)) continue;
    const [end, mtime, size, hits = []] = file as unknown[];
    if (typeof end !== 'string' || typeof mtime !== 'number' || typeof size !== 'number') continue;
    if (Array.isArray(hits) && (hits as unknown[]).every((hit): hit is Hit => isFileHit(hit, rules)))
      known.set(base + end, { mtime, size, hits: hits as readonly Hit[] });
  }
  return known;
}

function isFileHit(hit: unknown, rules: readonly EvidenceRule[]): boolean {
  if (!isRecord(hit)) return false;
  const { rule, part, path, place, count } = hit;
  return (
    typeof rule === 'number' &&
    typeof part === 'number' &&
    rules[rule]?.parts[part] !== undefined &&
    typeof path === 'string' &&
    typeof count === 'number' &&
    isRecord(place) &&
    place['kind'] === 'file' &&
    place['path'] === path &&
    Number.isInteger(place['line']) &&
    (place['line'] as number) >= 1 &&
    typeof place['text'] === 'string'
  );
}

function commonStart(texts: readonly string[]): string {
  const [first = ''] = texts;
  let length = first.length;
  for (const text of texts) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
