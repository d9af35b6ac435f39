import type { Json, JsonMatch, TextMatch } from './lab';

/** One place where an answer is not as expected. */
export interface Difference {
  /** JSON Pointer; empty for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** What steps have captured, by name. */
export type Captured = ReadonlyMap<string, Json>;

const nothing: Captured = new Map();

// ---------- captured values ----------

const place = /\$\{([A-Za-z_]\w*)\}/g;

/** The names that a text asks for as `${name}`. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(place)].map((match) => match[1]!);
}

/** A captured value as a part of a text. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Fills in `${name}`; a name that nobody captured stays as it is. */
export function substitute(text: string, values: Captured, form: (value: string) => string = (value) => value): string {
  return text.replace(place, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : form(asText(value));
  });
}

/** The same in every text of a value. A text that is nothing but `${name}` becomes the captured value itself, a number for instance. */
export function substituteJson(value: Json, values: Captured): Json {
  if (typeof value === 'string') {
    const whole = /^\$\{([A-Za-z_]\w*)\}$/.exec(value)?.[1];
    return (whole === undefined ? undefined : values.get(whole)) ?? substitute(value, values);
  }
  if (isList(value)) return value.map((entry) => substituteJson(entry, values));
  if (!isObject(value)) return value;
  return fromEntries(
    Object.entries(value).map(([key, entry]) => [substitute(key, values), substituteJson(entry, values)]),
  );
}

// ---------- texts ----------

/** Whether a text is as expected. A pattern that is none matches nothing. */
export function matchText(match: TextMatch, actual: string, values: Captured = nothing): boolean {
  if (typeof match === 'string') return actual === substitute(match, values);
  if ('matches' in match) return pattern(match, values)?.test(actual) ?? false;
  if ('contains' in match) return actual.includes(substitute(match.contains, values));
  if ('oneOf' in match) return match.oneOf.some((one) => matchText(one, actual, values));
  if ('all' in match) return match.all.every((one) => matchText(one, actual, values));
  return !matchText(match.not, actual, values);
}

function pattern(match: { readonly matches: string; readonly flags?: string }, values: Captured): RegExp | undefined {
  try {
    const source = substitute(match.matches, values, (value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    // Whoever asks whether it matches asks anew each time.
    return new RegExp(source, (match.flags ?? '').replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** What a text must be like, in words; an exact text is given as it is. */
export function describeText(match: TextMatch, values: Captured = nothing): string {
  if (typeof match === 'string') return substitute(match, values);
  if ('matches' in match) return `a text that matches /${substitute(match.matches, values)}/${match.flags ?? ''}`;
  if ('contains' in match) return `a text with ${quoted(substitute(match.contains, values))}`;
  if ('oneOf' in match) return match.oneOf.map((one) => describePart(one, values)).join(', or ');
  if ('all' in match) return match.all.map((one) => describePart(one, values)).join(', and ');
  return `not ${describePart(match.not, values)}`;
}

const describePart = (match: TextMatch, values: Captured): string =>
  typeof match === 'string' ? quoted(describeText(match, values)) : describeText(match, values);

const quoted = (text: string): string => JSON.stringify(text);

// ---------- JSON ----------

/** The rules that an object of expected JSON can consist of; see {@link JsonMatch}. */
export const jsonRules = [
  '$type',
  '$text',
  '$length',
  '$gte',
  '$lte',
  '$includes',
  '$every',
  '$oneOf',
  '$not',
  '$absent',
  '$only',
] as const;
type JsonRule = (typeof jsonRules)[number];

export const jsonTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

const isRule = (key: string): key is JsonRule => (jsonRules as readonly string[]).includes(key);

/** Everything in which `actual` differs from what is expected, outermost first; empty when it matches. Undefined is a value that is not there. */
export function matchJson(
  match: JsonMatch,
  actual: Json | undefined,
  values: Captured = nothing,
  path = '',
): readonly Difference[] {
  const expected = typeof match === 'string' ? substituteJson(match, values) : match;
  if (isObject(expected)) return matchObject(expected, actual, values, path);
  const differs = (): readonly Difference[] => [
    { path, expected: describeJson(expected, values), actual: show(actual) },
  ];
  if (!isList(expected)) return actual === expected ? [] : differs();
  if (!isList(actual)) return differs();
  if (actual.length !== expected.length)
    return [{ path, expected: entries(expected.length), actual: `${entries(actual.length)}: ${show(actual)}` }];
  return expected.flatMap((entry, at) => matchJson(entry, actual[at], values, `${path}/${at}`));
}

const entries = (count: number): string => `a list of ${count} ${count === 1 ? 'entry' : 'entries'}`;

type JsonObject = Readonly<Record<string, Json>>;

function matchObject(
  expected: JsonObject,
  actual: Json | undefined,
  values: Captured,
  path: string,
): readonly Difference[] {
  const rules = Object.keys(expected).filter(isRule);
  const fields = Object.entries(expected).filter(([key]) => !isRule(key));
  const broken = rules.filter((rule) => !holds(rule, expected[rule]!, actual, values));
  if (broken.length > 0) {
    // What is in the entries says more than that not every one matches.
    if (broken.join() === '$every' && isList(actual))
      return actual.flatMap((entry, at) => matchJson(expected['$every']!, entry, values, `${path}/${at}`));
    return [
      {
        path,
        expected: broken.map((rule) => describeRule(rule, expected[rule]!, values)).join(', '),
        actual: show(actual),
      },
    ];
  }
  if (fields.length === 0 && rules.some((rule) => rule !== '$only')) return [];
  if (!isObject(actual)) return [{ path, expected: 'an object', actual: show(actual) }];
  const found = fields.flatMap(([key, match]) =>
    matchJson(match, Object.hasOwn(actual, key) ? actual[key] : undefined, values, `${path}/${pointerPart(key)}`),
  );
  if (expected['$only'] !== true) return found;
  const extra = Object.keys(actual).filter((key) => !Object.hasOwn(expected, key));
  return [
    ...found,
    ...extra.map((key) => ({ path: `${path}/${pointerPart(key)}`, expected: 'nothing', actual: show(actual[key]) })),
  ];
}

function holds(rule: JsonRule, value: Json, actual: Json | undefined, values: Captured): boolean {
  if (rule === '$absent') return (actual === undefined) === (value === true);
  if (rule === '$oneOf') return isList(value) && value.some((one) => matchJson(one, actual, values).length === 0);
  if (rule === '$only') return true;
  if (actual === undefined) return false;
  switch (rule) {
    case '$type':
      return value === 'integer' ? Number.isInteger(actual) : typeOf(actual) === value;
    case '$text':
      return typeof actual === 'string' && matchText(value as TextMatch, actual, values);
    case '$length':
      return (isList(actual) || typeof actual === 'string') && matchJson(value, actual.length, values).length === 0;
    case '$gte':
    case '$lte': {
      const limit = substituted(value, values);
      if (typeof actual !== typeof limit || (typeof actual !== 'number' && typeof actual !== 'string')) return false;
      return rule === '$gte' ? actual >= limit! : actual <= limit!;
    }
    case '$includes':
      return isList(actual) && actual.some((entry) => matchJson(value, entry, values).length === 0);
    case '$every':
      return isList(actual) && actual.every((entry) => matchJson(value, entry, values).length === 0);
    case '$not':
      return matchJson(value, actual, values).length > 0;
  }
}

const substituted = (value: Json, values: Captured): Json => substituteJson(value, values);

function describeRule(rule: JsonRule, value: Json, values: Captured): string {
  switch (rule) {
    case '$type':
      return value === 'null' ? 'null' : `${/^"[aeiou]/.test(show(value)) ? 'an' : 'a'} ${asText(value)}`;
    case '$text':
      return typeof value === 'string' ? quoted(substitute(value, values)) : describeText(value as TextMatch, values);
    case '$length':
      return `length ${describeJson(value, values)}`;
    case '$gte':
      return `at least ${describeJson(value, values)}`;
    case '$lte':
      return `at most ${describeJson(value, values)}`;
    case '$includes':
      return `a list with ${describeJson(value, values)}`;
    case '$every':
      return `a list of ${describeJson(value, values)}`;
    case '$oneOf':
      return isList(value) ? value.map((one) => describeJson(one, values)).join(' or ') : describeJson(value, values);
    case '$not':
      return `not ${describeJson(value, values)}`;
    case '$absent':
      return value === true ? 'nothing' : 'something';
    case '$only':
      return 'no other fields';
  }
}

/** What a value must be like, in words or as JSON. */
export function describeJson(match: JsonMatch, values: Captured = nothing): string {
  const value = substituteJson(match, values);
  if (isObject(value)) {
    const keys = Object.keys(value);
    const rules = keys.filter(isRule).filter((rule) => rule !== '$only');
    if (rules.length > 0 && rules.length === keys.length)
      return rules.map((rule) => describeRule(rule, value[rule]!, values)).join(', ');
  }
  return show(value);
}

/**
 * The value that would have matched, as near to `actual` as can be: made to be shown beside it, so that only what is wrong differs.
 * A rule that does not hold stands there in words.
 */
export function nearest(match: JsonMatch, actual: Json | undefined, values: Captured = nothing): Json | undefined {
  const expected = typeof match === 'string' ? substituteJson(match, values) : match;
  if (isList(expected)) {
    const list = isList(actual) ? actual : [];
    return expected.map((entry, at) => nearest(entry, list[at], values) ?? null);
  }
  if (!isObject(expected)) return expected;
  const rules = Object.keys(expected).filter(isRule);
  const broken = rules.filter((rule) => !holds(rule, expected[rule]!, actual, values));
  if (broken.length > 0) {
    if (broken.join() === '$absent' && expected['$absent'] === true) return undefined;
    if (broken.join() === '$every' && isList(actual))
      return actual.map((entry) => nearest(expected['$every']!, entry, values) ?? null);
    return `<${broken.map((rule) => describeRule(rule, expected[rule]!, values)).join(', ')}>`;
  }
  const fields = Object.entries(expected).filter(([key]) => !isRule(key));
  if (fields.length === 0 && rules.some((rule) => rule !== '$only')) return actual;
  const has = isObject(actual) ? actual : {};
  const kept = Object.entries(has).filter(([key]) => Object.hasOwn(expected, key) || expected['$only'] !== true);
  const result = kept.flatMap(([key, value]): [string, Json][] => {
    if (!Object.hasOwn(expected, key)) return [[key, value]];
    const near = nearest(expected[key]!, value, values);
    return near === undefined ? [] : [[key, near]];
  });
  const missing = fields.flatMap(([key, value]): [string, Json][] => {
    const near = Object.hasOwn(has, key) ? undefined : nearest(value, undefined, values);
    return near === undefined ? [] : [[key, near]];
  });
  return fromEntries([...result, ...missing]);
}

/** The value at a JSON Pointer; undefined where there is none. */
export function atPointer(value: Json, pointer: string): Json | undefined {
  if (pointer === '') return value;
  let here: Json | undefined = value;
  for (const part of pointer.replace(/^\//, '').split('/')) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    if (isList(here)) here = key === '-' ? here.at(-1) : /^\d+$/.test(key) ? here[Number(key)] : undefined;
    else if (isObject(here)) here = Object.hasOwn(here, key) ? here[key] : undefined;
    else return undefined;
  }
  return here;
}

const pointerPart = (key: string): string => key.replace(/~/g, '~0').replace(/\//g, '~1');

/** JSON in one line, cut where it gets long. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

export const pretty = (value: Json | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value, undefined, 2);

function typeOf(value: Json): string {
  return value === null ? 'null' : isList(value) ? 'array' : typeof value;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As `Object.fromEntries`; a field may even be named `__proto__`. */
function fromEntries(list: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(list);
}
