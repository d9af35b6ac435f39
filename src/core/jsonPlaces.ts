/** Where the values of a JSON text stand, and where it stops being JSON: for messages, when `JSON.parse` alone does not say enough. */
export interface JsonPlaces {
  /** Undefined when the text is JSON throughout. */
  readonly fault: { readonly line: number; readonly what: string } | undefined;
  /** One-based line of a field of the root; 1 for one that is not there. */
  field(name: string): number;
  /** One-based line of an entry of the list that is a field of the root; that of the field for one that is not there. */
  entry(field: string, index: number): number;
}

type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

/** Reads the whole text, without recursion. */
export function jsonPlaces(text: string): JsonPlaces {
  const fields = new Map<string, { readonly at: number; readonly entries: number[] }>();
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let field: string | undefined;
  let fault: { readonly at: number; readonly what: string } | undefined;

  for (const { 0: token, index } of text.matchAll(/[{}[\],:]|"(?:[^"\\\r\n]|\\.)*"?|[^\s{}[\],:"]+/g)) {
    const stop = (what: string): void => void (fault = { at: index, what });
    const container = open.at(-1);
    const isText = token.startsWith('"');
    const closes = token === '}' || token === ']';
    if (closes && wanted.endsWith('or end') && container === (token === '}' ? '{' : '[')) {
      open.pop();
      wanted = open.length > 0 ? 'comma or end' : 'nothing';
    } else if (wanted === 'nothing') stop('the file should end before this');
    else if (wanted === 'name' || wanted === 'name or end') {
      const name = isText ? readValue(token) : undefined;
      if (typeof name !== 'string') stop('a name in quotes should stand here');
      else if (open.length === 1) fields.set((field = name), { at: index, entries: [] });
      wanted = 'colon';
    } else if (wanted === 'colon') {
      if (token !== ':') stop('a colon is missing before this');
      wanted = 'value';
    } else if (wanted === 'comma or end') {
      if (token !== ',') stop('a comma is missing before this');
      wanted = container === '{' ? 'name' : 'value';
    } else {
      if (open.length === 2 && container === '[' && field !== undefined) fields.get(field)?.entries.push(index);
      if (token === '{' || token === '[') {
        open.push(token);
        wanted = token === '{' ? 'name or end' : 'value or end';
      } else if (readValue(token) === undefined) stop('a value should stand here');
      else wanted = open.length > 0 ? 'comma or end' : 'nothing';
    }
    if (fault) break;
  }
  if (!fault && wanted !== 'nothing') fault = { at: text.trimEnd().length, what: 'the file ends too early' };

  const lineAt = (at: number): number => text.slice(0, at).split('\n').length;
  return {
    fault: fault && { line: lineAt(fault.at), what: fault.what },
    field: (name) => lineAt(fields.get(name)?.at ?? 0),
    entry: (name, index) => lineAt(fields.get(name)?.entries[index] ?? fields.get(name)?.at ?? 0),
  };
}

/** The value of a single token; undefined for what is none. */
function readValue(token: string): unknown {
  try {
    return JSON.parse(token) as unknown;
  } catch {
    return undefined;
  }
}
