/** Narrowing of unknown values at a boundary. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextList(value: unknown): value is string[] {
  // Spread, because `every` passes over the gaps of a sparse list.
  return Array.isArray(value) && [...(value as unknown[])].every(isText);
}

/** True for a text that can be the id or the name of something: not empty, at most 256 characters. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256;
}
