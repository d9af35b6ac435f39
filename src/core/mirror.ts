import { isRecord } from './guards';
import { isLater, isStamp, type Fact, type ProgressDocument, type Stamp } from './progress';

/**
 * The document in the form that Settings Sync carries: writers by number, stamps flat, about forty bytes an item. It is transport only: what
 * comes back is merged, never taken for the truth, so that a machine whose copy is overwritten loses nothing.
 */
export interface Mirror {
  readonly v: 1;
  readonly writers: readonly string[];
  readonly reset?: Stamp;
  /** Item id → ticks, seen (writer number, milliseconds, counter, …) and the stamp of a blind untick. */
  readonly items: Readonly<Record<string, readonly [ticks: readonly number[], seen: readonly number[], blind?: Stamp]>>;
  /** Item id → lab id → stamp of its newest proof. Absent while nothing is verified, and from versions before 0.3. */
  readonly verified?: Readonly<Record<string, Readonly<Record<string, Stamp>>>>;
}

export function toMirror(document: ProgressDocument): Mirror {
  const writers = new Map<string, number>();
  const number = (writer: string): number => {
    const known = writers.get(writer);
    if (known !== undefined) return known;
    writers.set(writer, writers.size);
    return writers.size - 1;
  };
  const flat = (stamps: ReadonlyMap<string, Stamp>): number[] =>
    [...stamps].sort(byName).flatMap(([by, at]) => [number(by), at[0], at[1]]);
  const items = Object.fromEntries(
    [...document.items]
      .sort(byName)
      .map(([id, { ticks, seen, blind }]) => [
        id,
        blind ? ([flat(ticks), flat(seen), blind] as const) : ([flat(ticks), flat(seen)] as const),
      ]),
  );
  const verified = Object.fromEntries(
    [...document.items]
      .flatMap(([id, { verified: proofs }]) =>
        proofs ? [[id, Object.fromEntries([...proofs].sort(byName))] as const] : [],
      )
      .sort(byName),
  );
  return {
    v: 1,
    writers: [...writers.keys()],
    ...(document.reset ? { reset: document.reset } : {}),
    items,
    ...(Object.keys(verified).length > 0 ? { verified } : {}),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** The facts of a mirror. What is damaged, or written by a later version in another form, is left out. Never throws. */
export function fromMirror(value: unknown): Fact[] {
  if (!isRecord(value) || value['v'] !== 1 || !Array.isArray(value['writers']) || !isRecord(value['items'])) return [];
  const writers = value['writers'] as readonly unknown[];
  const facts: Fact[] = [];
  const { reset } = value;
  if (isStamp(reset)) facts.push({ kind: 'reset', at: reset, by: '' });
  const stamps = (flat: unknown): [string, Stamp][] => {
    if (!Array.isArray(flat) || flat.length % 3 !== 0) return [];
    return Array.from({ length: flat.length / 3 }, (_, at) => flat.slice(at * 3, at * 3 + 3) as unknown[]).flatMap(
      ([writer, ...at]): [string, Stamp][] => {
        const by = typeof writer === 'number' ? writers[writer] : undefined;
        return typeof by === 'string' && isStamp(at) ? [[by, at]] : [];
      },
    );
  };
  for (const [id, entry] of Object.entries(value['items'])) {
    if (!Array.isArray(entry)) continue;
    const [ticks, seen, blind] = entry as unknown[];
    for (const [by, at] of stamps(ticks)) facts.push({ kind: 'tick', id, at, by });
    const known = stamps(seen);
    if (known.length > 0) {
      const at = known.map(([, stamp]) => stamp).reduce((a, b) => (isLater(b, a) ? b : a));
      facts.push({ kind: 'untick', id, at, by: '', seen: Object.fromEntries(known) });
    }
    if (isStamp(blind)) facts.push({ kind: 'untick', id, at: blind, by: '', seen: undefined });
  }
  const { verified } = value;
  for (const [id, proofs] of Object.entries(isRecord(verified) ? verified : {}))
    for (const [lab, at] of Object.entries(isRecord(proofs) ? proofs : {}))
      if (isStamp(at)) facts.push({ kind: 'verify', id, lab, at, by: '' });
  return facts;
}
