import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/**
 * A YAML or JSON text (JSON is YAML) as plain values, with the line of every field.
 * Parsing never throws: a syntax error is reported with its line.
 */
export class YamlSource {
  readonly value: unknown;
  readonly error: { readonly line: number; readonly message: string } | undefined;
  private readonly lines = new LineCounter();
  private readonly document: Document | undefined;

  /** @param offset lines that stand before `text` in its file. */
  constructor(
    text: string,
    private readonly offset = 0,
  ) {
    try {
      const document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true });
      this.document = document;
      const first = document.errors[0];
      if (first) {
        this.error = { line: this.lineAt(first.pos[0]), message: first.message.split('\n')[0] ?? '' };
        return;
      }
      this.value = document.toJS({ maxAliasCount: 0 }) as unknown;
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
        const pair = node.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
        );
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

  private lineAt(position: number): number {
    return Math.max(1, this.lines.linePos(position).line) + this.offset;
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}
