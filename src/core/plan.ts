/** What EXPLAIN says, as a tree that can be shown: from JSON, and from its usual text. */
import { isRecord } from './guards';

export interface PlanNode {
  /** `Seq Scan`, `Hash Join`. */
  readonly type: string;
  readonly relation?: string;
  readonly index?: string;
  /** What else PostgreSQL says of it: `Filter`, `Sort Key`. */
  readonly details: readonly (readonly [name: string, value: string])[];
  /** Rows that were expected, for each time it runs. */
  readonly rows: number;
  /** In the planner's own unit, with everything beneath. */
  readonly cost: number;
  /** Rows that came, on average, each time it ran. */
  readonly actualRows?: number;
  readonly loops?: number;
  /** Milliseconds in all its runs, with everything beneath. */
  readonly time?: number;
  /** Milliseconds of its own, without what is beneath. */
  readonly selfTime?: number;
  /** Its own share of the whole, 0 to 1: of the time where that is known, else of the cost. */
  readonly share: number;
  /** It takes a good part of the whole: look here first. */
  readonly slow: boolean;
  /** Expected and actual rows differ tenfold or more. */
  readonly misjudged: boolean;
  readonly children: readonly PlanNode[];
}

export interface Plan {
  readonly root: PlanNode;
  /** Milliseconds. */
  readonly planning?: number;
  readonly execution?: number;
}

interface Raw {
  readonly type: string;
  readonly relation: string | undefined;
  readonly index: string | undefined;
  readonly details: [string, string][];
  readonly rows: number;
  readonly cost: number;
  readonly actualRows: number | undefined;
  readonly loops: number | undefined;
  readonly time: number | undefined;
  readonly children: Raw[];
}

/** A node of which this share or more is its own is marked as slow, if there is more than one. */
const slowShare = 0.3;

/** The plan in what a statement returned: one JSON value, or lines of text. Undefined when it is neither. */
export function parsePlan(lines: readonly string[]): Plan | undefined {
  const text = lines.join('\n');
  return text.trimStart().startsWith('[') ? fromJson(text) : fromText(lines);
}

/** The nodes from top to bottom, each with how deep it lies, 1 being the root. */
export function flatPlan(root: PlanNode, level = 1): { readonly node: PlanNode; readonly level: number }[] {
  return [{ node: root, level }, ...root.children.flatMap((child) => flatPlan(child, level + 1))];
}

function finish(raw: Raw, planning: number | undefined, execution: number | undefined): Plan {
  const many = raw.children.length > 0;
  const whole = raw.time ?? 0;
  const shape = (node: Raw): PlanNode => {
    const children = node.children.map(shape);
    const below = node.children.reduce((sum, child) => sum + (child.time ?? 0), 0);
    const selfTime = node.time === undefined ? undefined : Math.max(0, node.time - below);
    const selfCost = Math.max(0, node.cost - node.children.reduce((sum, child) => sum + child.cost, 0));
    const share = selfTime !== undefined && whole > 0 ? selfTime / whole : raw.cost > 0 ? selfCost / raw.cost : 0;
    const { actualRows, rows } = node;
    const more = Math.max(rows, actualRows ?? rows, 1);
    const fewer = Math.max(1, Math.min(rows, actualRows ?? rows));
    return {
      type: node.type,
      ...(node.relation === undefined ? {} : { relation: node.relation }),
      ...(node.index === undefined ? {} : { index: node.index }),
      details: node.details,
      rows,
      cost: node.cost,
      ...(actualRows === undefined ? {} : { actualRows }),
      ...(node.loops === undefined ? {} : { loops: node.loops }),
      ...(node.time === undefined ? {} : { time: node.time }),
      ...(selfTime === undefined ? {} : { selfTime }),
      share,
      slow: many && share >= slowShare,
      misjudged: actualRows !== undefined && node.loops !== 0 && more / fewer >= 10,
      children,
    };
  };
  return {
    root: shape(raw),
    ...(planning === undefined ? {} : { planning }),
    ...(execution === undefined ? {} : { execution }),
  };
}

// ---------- JSON ----------

const shownElsewhere: ReadonlySet<string> = new Set([
  ...[
    'Node Type',
    'Relation Name',
    'Alias',
    'Schema',
    'Index Name',
    'Startup Cost',
    'Total Cost',
    'Plan Rows',
    'Plan Width',
  ],
  ...['Actual Startup Time', 'Actual Total Time', 'Actual Rows', 'Actual Loops', 'Plans', 'Parent Relationship'],
  ...['Parallel Aware', 'Async Capable', 'Disabled'],
]);

function fromJson(text: string): Plan | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  if (!isRecord(first) || !isRecord(first['Plan'])) return undefined;
  return finish(jsonNode(first['Plan']), numberOf(first['Planning Time']), numberOf(first['Execution Time']));
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const detail = (value: unknown): string =>
  Array.isArray(value) ? value.map(detail).join(', ') : typeof value === 'string' ? value : JSON.stringify(value);

function jsonNode(value: Record<string, unknown>): Raw {
  const loops = numberOf(value['Actual Loops']);
  const each = numberOf(value['Actual Total Time']);
  const relation = textOf(value['Relation Name']);
  const alias = textOf(value['Alias']);
  const joined = textOf(value['Join Type']);
  const plans = Array.isArray(value['Plans']) ? (value['Plans'] as unknown[]).filter(isRecord) : [];
  return {
    type: textOf(value['Node Type']) ?? '?',
    relation: relation !== undefined && alias !== undefined && alias !== relation ? `${relation} ${alias}` : relation,
    index: textOf(value['Index Name']),
    details: Object.entries(value).flatMap(([name, inner]): [string, string][] =>
      // That nothing of a kind was read is said in eight lines per node.
      shownElsewhere.has(name) ||
      (name.endsWith(' Blocks') && inner === 0) ||
      (name === 'Join Type' && joined === 'Inner')
        ? []
        : [[name, detail(inner)]],
    ),
    rows: numberOf(value['Plan Rows']) ?? 0,
    cost: numberOf(value['Total Cost']) ?? 0,
    actualRows: numberOf(value['Actual Rows']),
    loops,
    time: each === undefined ? undefined : each * (loops ?? 1),
    children: plans.map(jsonNode),
  };
}

// ---------- text ----------

const nodeLine =
  /^(\s*)(->\s+)?(.+?)\s+\(cost=[\d.]+\.\.([\d.]+) rows=([\d.]+) width=\d+\)(?:\s+\((?:actual (?:time=[\d.]+\.\.([\d.]+) )?rows=([\d.]+) loops=(\d+)|never executed)\))?\s*$/;

function fromText(lines: readonly string[]): Plan | undefined {
  let root: Raw | undefined;
  const open: { readonly indent: number; readonly node: Raw }[] = [];
  let planning: number | undefined;
  let execution: number | undefined;
  for (const line of lines.flatMap((text) => text.split('\n'))) {
    const match = nodeLine.exec(line);
    if (match) {
      const [, blank = '', arrow, title = '', cost, rows, each, actual, loops] = match;
      const [, type = title, index, relation] = /^(.+?)(?: using (\S+))?(?: on (\S+(?: \S+)?))?$/.exec(title) ?? [];
      const bitmap = type === 'Bitmap Index Scan';
      const times = loops === undefined ? undefined : Number(loops);
      const node: Raw = {
        type,
        relation: bitmap ? undefined : relation,
        index: bitmap ? relation : index,
        details: [],
        rows: Number(rows),
        cost: Number(cost),
        actualRows: actual === undefined ? undefined : Number(actual),
        loops: times,
        time: each === undefined ? undefined : Number(each) * (times ?? 1),
        children: [],
      };
      // A child's arrow stands further to the right than its parent's.
      const indent = blank.length + (arrow === undefined ? 0 : 1);
      while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
      const parent = open.at(-1)?.node;
      if (parent) parent.children.push(node);
      else if (root) return undefined;
      else root = node;
      open.push({ indent, node });
      continue;
    }
    const [, name, value] = /^\s*([^:]+): (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (name === 'Planning Time') planning = parseFloat(value);
    else if (name === 'Execution Time') execution = parseFloat(value);
    else open.at(-1)?.node.details.push([name, value]);
  }
  return root && finish(root, planning, execution);
}
