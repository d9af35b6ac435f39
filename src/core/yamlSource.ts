import {
  Composer,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  visit,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { splitLines } from './text';

/** Deeper nesting is refused. No content file needs more than a few levels. */
const maxDepth = 32;

interface Fault {
  readonly pos: readonly [number, ...number[]];
  readonly message: string;
}

/**
 * A YAML or JSON text (JSON is YAML) as plain values, with the line of every field.
 * Parsing never throws: a syntax error is reported with its line.
 */
export class YamlSource {
  readonly value: unknown;
  readonly error: { readonly line: number; readonly message: string } | undefined;
  private readonly lines = new LineCounter();
  private readonly document: Document | undefined;
  private readonly pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  /** @param offset lines that stand before `text` in its file. */
  constructor(
    text: string,
    private readonly offset = 0,
  ) {
    try {
      // YAML knows no bare CR as a line end.
      const source = splitLines(text).join('\n');
      const tokens = [...new Parser(this.lines.addNewLine).parse(source)];
      let fault = tooDeep(tokens);
      if (!fault) {
        // Repeated keys are looked for below: the library would compare each with each.
        const documents = new Composer({ uniqueKeys: false, logLevel: 'error' }).compose(tokens, true, source.length);
        const document = documents.next().value ?? undefined;
        const second = documents.next().value;
        this.document = document;
        fault =
          document?.errors[0] ?? (second ? { pos: second.range, message: 'it holds several documents' } : undefined);
        if (document && !fault) fault = firstRefused(document);
        if (!fault) this.value = document?.toJS({ maxAliasCount: 0 }) as unknown;
      }
      if (fault) this.error = { line: this.lineAt(fault.pos[0]), message: fault.message.split('\n')[0] ?? '' };
    } catch (error) {
      this.error = { line: 1 + offset, message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** One-based line of the value at `path`, or of the nearest parent that exists. */
  line(...path: readonly (string | number)[]): number {
    let node: unknown = this.document?.contents;
    let at = startOf(node);
    for (const key of path) {
      if (isMap(node)) {
        const pair = this.pairsOf(node).get(String(key));
        if (!pair) break;
        at = startOf(pair.key) ?? at;
        node = pair.value;
      } else if (isSeq(node) && typeof key === 'number') {
        node = node.items[key];
        at = startOf(node) ?? at;
      } else break;
    }
    return at === undefined ? 1 + this.offset : this.lineAt(at);
  }

  private pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    let pairs = this.pairs.get(map);
    if (!pairs) {
      pairs = new Map(
        map.items.flatMap((item) => (isPair(item) && isScalar(item.key) ? [[String(item.key.value), item]] : [])),
      );
      this.pairs.set(map, pairs);
    }
    return pairs;
  }

  private lineAt(position: number): number {
    return Math.max(1, this.lines.linePos(position).line) + this.offset;
  }
}

/**
 * A place where the nesting is too deep. Looked for without recursion, before the library composes the value: it
 * recurses until the stack overflows, and V8 then may end the whole process instead of throwing.
 */
function tooDeep(tokens: readonly CST.Token[]): Fault | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > maxDepth) return { pos: [token.offset], message: `it is nested more than ${maxDepth} levels deep` };
    if ('items' in token) {
      for (const { key, value } of token.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    } else if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
  }
  return undefined;
}

/** The first repeated key or alias. Aliases are refused since they let a small text unfold into a huge value. */
function firstRefused(document: Document): Fault | undefined {
  let refused: Fault | undefined;
  visit(document, {
    Alias(_, alias) {
      refused = { pos: [startOf(alias) ?? 0], message: `aliases such as *${alias.source} are not read` };
      return visit.BREAK;
    },
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        if (isScalar(key) && keys.has(key.value)) {
          refused = { pos: [startOf(key) ?? 0], message: 'Map keys must be unique' };
          return visit.BREAK;
        }
        if (isScalar(key)) keys.add(key.value);
      }
      return undefined;
    },
  });
  return refused;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}
