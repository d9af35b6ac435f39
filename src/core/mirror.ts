import { isRecord } from './guards';
import { isGrade, isLater, isStamp, type Fact, type ProgressDocument, type Stamp } from './progress';

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
  /** Card id → its reviews (milliseconds, counter, grade, …) and those that were taken back (milliseconds, counter, …). From version 0.4 on. */
  readonly reviews?: Readonly<Record<string, readonly [reviews: readonly number[], withdrawn: readonly number[]]>>;
  /** Where the learner has lived: stamp and time zone, oldest first. */
  readonly zones?: readonly (readonly [...Stamp, zone: string])[];
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
  const reviews = [...document.cards]
    .sort(byName)
    .map(
      ([id, card]) =>
        [
          id,
          [
            inOrder(card.reviews.values()).flatMap(({ at, grade }) => [...at, grade]),
            inOrder([...card.withdrawn.values()].map((at) => ({ at }))).flatMap(({ at }) => [...at]),
          ],
        ] as const,
    );
  const zones = inOrder(document.zones.values()).map(({ at, zone }) => [...at, zone] as const);
  return {
    v: 1,
    writers: [...writers.keys()],
    ...(document.reset ? { reset: document.reset } : {}),
    items,
    ...(Object.keys(verified).length > 0 ? { verified } : {}),
    ...(reviews.length > 0 ? { reviews: Object.fromEntries(reviews) } : {}),
    ...(zones.length > 0 ? { zones } : {}),
  };
}

function inOrder<T extends { readonly at: Stamp }>(acts: Iterable<T>): T[] {
  return [...acts].sort((a, b) => (isLater(a.at, b.at) ? 1 : -1));
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
  const stamps = (flat: unknown): [string, Stamp][] =>
    groups(flat, 3).flatMap(([writer, ...at]): [string, Stamp][] => {
      const by = typeof writer === 'number' ? writers[writer] : undefined;
      return typeof by === 'string' && isStamp(at) ? [[by, at]] : [];
    });
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
  const { reviews, zones } = value;
  for (const [id, entry] of Object.entries(isRecord(reviews) ? reviews : {})) {
    const [made, withdrawn] = Array.isArray(entry) ? (entry as unknown[]) : [];
    for (const [ms, counter, grade] of groups(made, 3)) {
      const at = [ms, counter];
      if (isStamp(at) && isGrade(grade)) facts.push({ kind: 'review', id, grade, at, by: '' });
    }
    for (const of of groups(withdrawn, 2)) if (isStamp(of)) facts.push({ kind: 'unreview', id, of, at: of, by: '' });
  }
  for (const entry of Array.isArray(zones) ? (zones as unknown[]) : []) {
    const [ms, counter, zone] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const at = [ms, counter];
    if (isStamp(at) && typeof zone === 'string') facts.push({ kind: 'zone', zone, at, by: '' });
  }
  return facts;
}

/** A flat list in groups of `size`; none when it does not come out even. */
function groups(flat: unknown, size: number): unknown[][] {
  if (!Array.isArray(flat) || flat.length % size !== 0) return [];
  return Array.from({ length: flat.length / size }, (_, at) => flat.slice(at * size, (at + 1) * size) as unknown[]);
}
