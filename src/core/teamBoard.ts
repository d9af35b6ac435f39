/**
 * Who has practised what: the progress of many learners against one catalog. An item is a number here (a slot), so that hundreds of learners
 * with a thousand items each cost some bytes per item; what a page is sent are sums, and the details of one skill when they are asked for.
 */
import type { Catalog } from './catalog';
import { readLearner, type Learner, type LearnerProgress } from './portableFile';
import { readPlainly } from './teamRead';
import { plainText } from './text';

/** Stands for a moment that there is none of: the item is not practised, or not verified. */
const never = -1;

/** What one learner has done, as far as the catalog knows the items; sorted by slot. */
export interface LearnerMarks {
  readonly learner: Learner;
  readonly slots: Uint32Array;
  /** Moments in milliseconds since 1970, or -1; one per slot. */
  readonly practised: Float64Array;
  readonly verified: Float64Array;
  /** Items practised or verified that the curriculum no longer has. */
  readonly unknown: number;
}

/** A learner as the board lists them. Counts are of items unless they say otherwise. */
export interface BoardLearner {
  readonly id: string;
  /** Fit to be shown; empty where the file gives nothing to be read. */
  readonly name: string;
  /** Tells apart learners of the same name: the file. Empty where the name does. */
  readonly hint: string;
  readonly practised: number;
  readonly verified: number;
  /** Number of skills. */
  readonly begun: number;
  readonly finished: number;
  /** Moment of the newest practice or proof; 0 where there is none. */
  readonly last: number;
  readonly unknown: number;
}

/** What one learner has done of a skill. `learner` is a place in {@link Board.learners}. */
export type Share = readonly [learner: number, done: number, verified: number];

export interface BoardSkill {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  /** Other names, for the search field. */
  readonly aliases: readonly string[];
  readonly total: number;
  /** Learners with at least one item practised, with all, and with at least one verified. */
  readonly practised: number;
  readonly finished: number;
  readonly verified: number;
  /** Those who are furthest, at most {@link firstShares}. */
  readonly first: readonly Share[];
  /** How many have anything to show; the others are not in `first`. */
  readonly who: number;
}

export interface Board {
  /** By name. */
  readonly learners: readonly BoardLearner[];
  /** In learning order; an area without skills is not there. */
  readonly areas: readonly { readonly id: string; readonly title: string }[];
  /** In learning order. */
  readonly skills: readonly BoardSkill[];
  readonly items: number;
  /** Skills that anybody has begun, finished, or verified an item of. */
  readonly begun: number;
  readonly finished: number;
  readonly verified: number;
}

/** Names that a row shows before it is opened. */
export const firstShares = 3;

/** Everything that is known of one skill. Names stand in it, so that it stays true when the board changes. */
export interface SkillDetails {
  readonly skill: string;
  readonly total: number;
  /** Those who are furthest first. */
  readonly learners: readonly {
    readonly name: string;
    readonly hint: string;
    readonly done: number;
    readonly verified: number;
  }[];
  readonly items: readonly {
    readonly text: string;
    /** Place in `learners`, and the moments in milliseconds since 1970, or -1; the first to practise it first. */
    readonly who: readonly (readonly [learner: number, practised: number, verified: number])[];
  }[];
}

/** What one learner has done of every skill, in the order of {@link Board.skills}. */
export interface LearnerColumn {
  readonly learner: string;
  readonly done: readonly number[];
  readonly verified: readonly number[];
}

/** A catalog with its items numbered, skill by skill. Made once; reading learners needs nothing else. */
export class TeamIndex {
  private readonly slotOf = new Map<string, number>();
  /** First slot of each skill, and one more for the end. */
  private readonly starts: number[] = [0];
  /** Scratch of one learner, one place per slot, empty between two. */
  private readonly practised: Float64Array;
  private readonly verified: Float64Array;

  constructor(private readonly catalog: Catalog) {
    for (const { items } of catalog.skills) {
      for (const { id } of items) this.slotOf.set(id, this.slotOf.size);
      this.starts.push(this.slotOf.size);
    }
    this.practised = new Float64Array(this.slotOf.size).fill(never);
    this.verified = new Float64Array(this.slotOf.size).fill(never);
  }

  /** How many items are numbered. */
  get items(): number {
    return this.slotOf.size;
  }

  /** What a learner's file comes to, in numbers; undefined for one that is no such file. */
  read(text: string): LearnerMarks | undefined {
    const notes = new Notes(this.practised, this.verified);
    const learner = readPlainly(text, this.slotOf, (id, practised, verified) => {
      const slot = this.slotOf.get(id);
      return slot === undefined
        ? notes.old(id, this.slotsOfOld(id), practised, verified)
        : notes.add(slot, practised, verified);
    });
    const marks = notes.take(learner);
    if (marks) return marks;
    const progress = readLearner(text);
    return progress && this.marks(progress);
  }

  /** The learner's items in numbers. An item that was renamed counts under its new name, one that is gone is counted as unknown. */
  marks({ learner, practised, verified }: LearnerProgress): LearnerMarks {
    const notes = new Notes(this.practised, this.verified);
    for (const id of new Set([...practised.keys(), ...verified.keys()])) {
      const slot = this.slotOf.get(id);
      const [at, proof] = [practised.get(id) ?? never, verified.get(id) ?? never];
      if (slot === undefined) notes.old(id, this.slotsOfOld(id), at, proof);
      else notes.add(slot, at, proof);
    }
    return notes.take(learner);
  }

  /** Slots of an item that no skill lists under this id; undefined when the curriculum does not know it at all. */
  private slotsOfOld(id: string): number[] | undefined {
    const { catalog } = this;
    // The career guide's checklist belongs to no skill.
    if (catalog.item(id)) return [];
    const successors = catalog.successors(id);
    return successors.length === 0 ? undefined : successors.flatMap((next) => this.slotOf.get(next) ?? []);
  }

  /** Places in {@link LearnerMarks.slots} that belong to a skill: from the first, up to but without the second. */
  private range({ slots }: LearnerMarks, skill: number): readonly [number, number] {
    return [lowerBound(slots, this.starts[skill]!), lowerBound(slots, this.starts[skill + 1]!)];
  }

  /**
   * The sums.
   * @param hints what tells learners of the same name apart, by learner id
   */
  board(team: readonly LearnerMarks[], hints: ReadonlyMap<string, string>): Board {
    const { catalog, starts } = this;
    const sorted = byShownName(team);
    const shares: Share[][] = catalog.skills.map(() => []);
    const learners = sorted.map(({ marks, name, unique }, place): BoardLearner => {
      const { slots, practised, verified } = marks;
      let [skill, begun, finished, last, practisedItems, verifiedItems] = [0, 0, 0, 0, 0, 0];
      for (let at = 0; at < slots.length;) {
        while (starts[skill + 1]! <= slots[at]!) skill++;
        let [done, proven] = [0, 0];
        for (; at < slots.length && slots[at]! < starts[skill + 1]!; at++) {
          if (practised[at]! !== never) done++;
          if (verified[at]! !== never) proven++;
          last = Math.max(last, practised[at]!, verified[at]!);
        }
        shares[skill]!.push([place, done, proven]);
        practisedItems += done;
        verifiedItems += proven;
        if (done > 0) begun++;
        if (done === catalog.skills[skill]!.items.length) finished++;
      }
      return {
        id: marks.learner.id,
        name,
        hint: unique ? '' : shownName(hints.get(marks.learner.id) ?? '', 120),
        practised: practisedItems,
        verified: verifiedItems,
        begun,
        finished,
        last,
        unknown: marks.unknown,
      };
    });
    const skills = catalog.skills.map(({ id, title, area, aliases, items }, at): BoardSkill => {
      const who = shares[at]!.sort(furthestFirst);
      return {
        id,
        title,
        area,
        aliases,
        total: items.length,
        practised: count(who, ([, done]) => done > 0),
        finished: count(who, ([, done]) => done === items.length),
        verified: count(who, ([, , proven]) => proven > 0),
        first: who.slice(0, firstShares),
        who: who.length,
      };
    });
    const used = new Set(skills.map(({ area }) => area));
    return {
      learners,
      areas: catalog.areas.filter(({ id }) => used.has(id)).map(({ id, title }) => ({ id, title })),
      skills,
      items: catalog.itemCount,
      begun: count(skills, ({ practised }) => practised > 0),
      finished: count(skills, ({ finished }) => finished > 0),
      verified: count(skills, ({ verified }) => verified > 0),
    };
  }

  /** Who has done which item of a skill, and when; undefined for an unknown skill. */
  details(team: readonly LearnerMarks[], { learners }: Board, id: string): SkillDetails | undefined {
    const at = this.catalog.skills.findIndex((skill) => skill.id === id);
    if (at < 0) return undefined;
    const { items } = this.catalog.skills[at]!;
    const places = new Map(learners.map((learner, place) => [learner.id, place]));
    const found = team
      .flatMap((marks) => {
        const [from, to] = this.range(marks, at);
        if (from === to) return [];
        const place = places.get(marks.learner.id) ?? 0;
        const done = count(marks.practised.subarray(from, to), (moment) => moment !== never);
        const verified = count(marks.verified.subarray(from, to), (moment) => moment !== never);
        return { marks, from, to, share: [place, done, verified] as const };
      })
      .sort((a, b) => furthestFirst(a.share, b.share));
    const who: [number, number, number][][] = items.map(() => []);
    for (const [place, { marks, from, to }] of found.entries())
      for (let index = from; index < to; index++)
        who[marks.slots[index]! - this.starts[at]!]!.push([place, marks.practised[index]!, marks.verified[index]!]);
    return {
      skill: id,
      total: items.length,
      learners: found.map(({ share: [place, done, verified] }) => {
        const { name, hint } = learners[place]!;
        return { name, hint, done, verified };
      }),
      items: items.map(({ text }, item) => ({
        text: plainText(text),
        // Those who only have a proof stand behind those who say that they have practised it.
        who: who[item]!.sort(
          (a, b) => (a[1] === never ? 1 : 0) - (b[1] === never ? 1 : 0) || a[1] - b[1] || a[0] - b[0],
        ),
      })),
    };
  }

  /** One learner's counts for every skill. */
  column(marks: LearnerMarks): LearnerColumn {
    const { skills } = this.catalog;
    const done = new Array<number>(skills.length).fill(0);
    const verified = new Array<number>(skills.length).fill(0);
    let skill = 0;
    for (const [index, slot] of marks.slots.entries()) {
      while (this.starts[skill + 1]! <= slot) skill++;
      if (marks.practised[index]! !== never) done[skill]!++;
      if (marks.verified[index]! !== never) verified[skill]!++;
    }
    return { learner: marks.learner.id, done, verified };
  }

  /** Every learner's part in every skill they have begun, as rows of a table: area, skill, learner, file, counts and the newest moment. */
  rows(team: readonly LearnerMarks[], hints: ReadonlyMap<string, string>): (readonly string[])[] {
    const { catalog } = this;
    const areas = new Map(catalog.areas.map(({ id, title }) => [id, title]));
    const sorted = byShownName(team);
    return catalog.skills.flatMap((skill, at) =>
      sorted.flatMap(({ marks, name }) => {
        const [from, to] = this.range(marks, at);
        if (from === to) return [];
        const practised = marks.practised.subarray(from, to);
        const verified = marks.verified.subarray(from, to);
        return [
          [
            areas.get(skill.area) ?? '',
            skill.title,
            name,
            shownName(hints.get(marks.learner.id) ?? '', 400),
            String(count(practised, (moment) => moment !== never)),
            String(count(verified, (moment) => moment !== never)),
            String(skill.items.length),
            new Date(Math.max(...practised, ...verified)).toISOString().slice(0, 10),
          ],
        ];
      }),
    );
  }
}

/** Names of the columns of {@link TeamIndex.rows}. They do not follow the reader's language: programs read them. */
export const rowNames = ['area', 'skill', 'learner', 'file', 'practised', 'verified', 'items', 'last_date'] as const;

/** One learner's items while they are read. The two arrays are lent, one place per slot, and are given back as they were. */
class Notes {
  private readonly touched: number[] = [];
  private readonly formers = new Set<string>();
  private unknown = 0;

  constructor(
    private readonly practised: Float64Array,
    private readonly verified: Float64Array,
  ) {}

  /** The first practice counts, and the newest proof. @returns false when something was known of the item before */
  add(slot: number, practised: number, verified: number): boolean {
    const [before, proof] = [this.practised[slot]!, this.verified[slot]!];
    const fresh = before === never && proof === never;
    if (practised !== never && (before === never || practised < before)) this.practised[slot] = practised;
    if (verified > proof) this.verified[slot] = verified;
    if (fresh && (practised !== never || verified !== never)) this.touched.push(slot);
    return fresh;
  }

  /** @param slots those that have come from an item that no skill lists any more; undefined when the curriculum does not know it */
  old(id: string, slots: readonly number[] | undefined, practised: number, verified: number): boolean {
    if (this.formers.has(id)) return false;
    this.formers.add(id);
    if (slots) for (const slot of slots) this.add(slot, practised, verified);
    else if (practised !== never || verified !== never) this.unknown++;
    return true;
  }

  /** All that was noted; without a learner, nothing is kept. */
  take(learner: Learner): LearnerMarks;
  take(learner: Learner | undefined): LearnerMarks | undefined;
  take(learner: Learner | undefined): LearnerMarks | undefined {
    const slots = Uint32Array.from(this.touched).sort();
    const practised = new Float64Array(slots.length);
    const verified = new Float64Array(slots.length);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at]!;
      practised[at] = this.practised[slot]!;
      verified[at] = this.verified[slot]!;
      this.practised[slot] = this.verified[slot] = never;
    }
    return learner && { learner, slots, practised, verified, unknown: this.unknown };
  }
}

/** Most items first, then most verified, then by place, which is by name. */
function furthestFirst(a: Share, b: Share): number {
  return b[1] - a[1] || b[2] - a[2] || a[0] - b[0];
}

function count<T>(list: Iterable<T>, is: (one: T) => boolean): number {
  let sum = 0;
  for (const one of list) if (is(one)) sum++;
  return sum;
}

/** First place whose slot is at least the one asked for. */
function lowerBound(slots: Uint32Array, slot: number): number {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slots[middle]! < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Named {
  readonly marks: LearnerMarks;
  readonly name: string;
  readonly unique: boolean;
}

/** Learners in the order of their names, as these are shown. */
function byShownName(team: readonly LearnerMarks[]): Named[] {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const named = team.map((marks) => {
    const name = shownName(marks.learner.name);
    return { marks, name, key: name.toLocaleLowerCase() };
  });
  const keys = new Map<string, number>();
  for (const { key } of named) keys.set(key, (keys.get(key) ?? 0) + 1);
  return named
    .map(({ marks, name, key }) => ({ marks, name, unique: name !== '' && keys.get(key) === 1 }))
    .sort((a, b) => collator.compare(a.name, b.name) || (a.marks.learner.id < b.marks.learner.id ? -1 : 1));
}

/**
 * A name from a file as it may be shown: one line, no characters that hide, reverse or pile up, at most `max` characters. Empty when nothing
 * is left that can be seen.
 */
export function shownName(name: string, max = 60): string {
  const text = name
    .slice(0, 4 * max)
    .normalize('NFC')
    // Half of a surrogate pair, and private characters, have no shape that all share.
    .replace(/[\p{Cs}\p{Co}]/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    // Marks of direction, invisible joints and tags; scripts and emoji need the two joiners.
    .replace(/(?![\u200C\u200D])\p{Cf}/gu, '')
    .replace(/\u034F|\u17B4|\u17B5|[\u115F\u1160\u2800\u3164\uFFA0]/g, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  if (!/[^\s\p{M}\p{Cf}]/u.test(text)) return '';
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

// ---------- what the reader has chosen ----------

export const teamSorts = ['order', 'most', 'least'] as const;
export type TeamSort = (typeof teamSorts)[number];
export const learnerSorts = ['name', 'furthest', 'latest'] as const;
export type LearnerSort = (typeof learnerSorts)[number];

export interface TeamChoices {
  readonly show: 'skills' | 'learners';
  readonly text: string;
  /** Leaves out skills that nobody, or none of those chosen, has begun. */
  readonly begunOnly: boolean;
  readonly sort: TeamSort;
  readonly learnerSort: LearnerSort;
  /** Ids of at most two learners; only theirs is shown then. */
  readonly learners: readonly string[];
}

export const defaultChoices: TeamChoices = {
  show: 'skills',
  text: '',
  begunOnly: true,
  sort: 'order',
  learnerSort: 'name',
  learners: [],
};

/** Places in {@link Board.skills} of what passes, sorted. `columns` are those of the chosen learners. */
export function chosenSkills(board: Board, choices: TeamChoices, columns: readonly LearnerColumn[]): number[] {
  const matches = matcher(choices.text);
  const areas = new Map(board.areas.map(({ id, title }) => [id, title]));
  const one = columns.length > 0;
  const begun = (at: number): boolean =>
    one ? columns.some(({ done, verified }) => (done[at] ?? 0) + (verified[at] ?? 0) > 0) : board.skills[at]!.who > 0;
  const weight = (at: number): number =>
    one ? columns.reduce((sum, { done }) => sum + (done[at] ?? 0), 0) : board.skills[at]!.practised;
  const second = (at: number): number => (one ? 0 : board.skills[at]!.finished);
  const found = [...board.skills.keys()].filter((at) => {
    const { title, aliases, area } = board.skills[at]!;
    return (!choices.begunOnly || begun(at)) && matches(title, areas.get(area) ?? '', ...aliases);
  });
  const direction = choices.sort === 'least' ? 1 : -1;
  return choices.sort === 'order'
    ? found
    : found.sort((a, b) => direction * (weight(a) - weight(b) || second(a) - second(b)) || a - b);
}

/** Places in {@link Board.learners} of what passes, sorted. */
export function chosenLearners(
  board: Board,
  { text, learnerSort }: Pick<TeamChoices, 'text' | 'learnerSort'>,
): number[] {
  const matches = matcher(text);
  const found = [...board.learners.keys()].filter((at) => matches(board.learners[at]!.name, board.learners[at]!.hint));
  const weight = (at: number): number =>
    learnerSort === 'latest' ? board.learners[at]!.last : board.learners[at]!.practised;
  return learnerSort === 'name' ? found : found.sort((a, b) => weight(b) - weight(a) || a - b);
}

/** True for texts of which one holds every word that was typed; accents and case do not matter. */
function matcher(typed: string): (...texts: readonly string[]) => boolean {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (...texts) => {
    const all = texts.map(folded);
    return all.some((text) => words.every((word) => text.includes(word)));
  };
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
