import { isRecord } from './guards';
import { readLearner, type Learner } from './portableFile';
import { datable, isStamp } from './progress';

/**
 * A short cut for a board of hundreds of files: an item that was practised once, and never taken back, needs no merge to be understood. Every
 * other entry, and the file's head, is judged by `readLearner`; where entries concern each other, so is the whole file.
 *
 * @param known ids that are known to be item ids, so that they need not be looked at
 * @param tell is told an item with its moments in milliseconds since 1970, or -1 for none, as `readLearner` finds them; it returns false for
 * an item that it was told before, because only `readLearner` knows what two entries come to
 * @returns whose file it is; undefined when `readLearner` has to read it, and then what has been told is worth nothing
 */
export function readPlainly(
  text: string,
  known: { has(id: string): boolean },
  tell: (id: string, practised: number, verified: number) => boolean,
): Learner | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(root) || !Array.isArray(root['items'])) return undefined;
  const file = root;
  const alone = (items: readonly unknown[]): ReturnType<typeof readLearner> =>
    readLearner(JSON.stringify({ ...file, items }));
  const learner = alone([])?.learner;
  if (!learner) return undefined;
  for (const entry of root['items'] as unknown[]) {
    // What is there for Git only.
    if (entry === null || typeof entry === 'string') continue;
    if (!isRecord(entry) || entry['reset'] !== undefined) return undefined;
    const { id, practised } = entry;
    if (typeof id === 'string' && typeof practised === 'string' && isPlain(entry) && (known.has(id) || isItemId(id))) {
      const at = datable(Date.parse(practised));
      const proof = newestProof(entry['verified']);
      if (at >= 0 && proof !== undefined) {
        if (!tell(id, at, proof)) return undefined;
        continue;
      }
    }
    const read = alone([entry]);
    if (!read) return undefined;
    for (const one of new Set([...read.practised.keys(), ...read.verified.keys()]))
      if (!tell(one, read.practised.get(one) ?? -1, read.verified.get(one) ?? -1)) return undefined;
  }
  return learner;
}

/** True for an item with one tick and none that was taken back. */
function isPlain({ by, n, ticks, seen }: Readonly<Record<string, unknown>>): boolean {
  return (
    ticks === undefined &&
    seen === undefined &&
    typeof by === 'string' &&
    (n === undefined || (Number.isSafeInteger(n) && (n as number) >= 0))
  );
}

/** Moment of the newest proof, -1 without any; undefined where something else stands in its place. */
function newestProof(verified: unknown): number | undefined {
  if (verified === undefined) return -1;
  if (!isRecord(verified)) return undefined;
  let newest = -1;
  for (const lab in verified) {
    const at = verified[lab];
    if (!isStamp(at)) return undefined;
    newest = Math.max(newest, datable(at[0]));
  }
  return newest;
}

function isItemId(id: string): boolean {
  return /^[a-z\d-]+(\/[a-z\d-]+){2}$/.test(id);
}
