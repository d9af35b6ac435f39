import { FieldReader, type Report } from './fields';
import { isRecord } from './guards';
import { isError, type Problem } from './problems';
import { clip } from './text';
import { YamlSource } from './yamlSource';

export type Entry = Readonly<Record<string, unknown>>;
/** Longest list file that is read, in characters. */
export const maxListLength = 2_000_000;

type Path = readonly (string | number)[];

/** A JSON file of a pack while it is read: its root, and what was found wrong with it. */
export interface JsonFile {
  readonly root: Entry;
  readonly problems: readonly Problem[];
  readonly report: Report;
  line(...path: Path): number;
  reader(entry: Entry, path: Path): FieldReader;
  /**
   * Reads each entry of the list at `path`; one that is no object, or brings an error, is left out. An error inside an
   * inner list leaves out the entry of that list only.
   * A list that is absent is an error unless `optional`.
   */
  list<T>(
    path: Path,
    value: unknown,
    read: (entry: Entry, reader: FieldReader, path: Path) => T | undefined,
    optional?: 'optional',
  ): T[];
}

/** Opens a JSON file of format 1. Without a root the problems say why. Never throws. */
export function openJson(
  content: unknown,
  name: string,
): JsonFile | { readonly root: undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let errors = 0;
  /** Errors for which an entry has been left out already: the entry around it may stay. */
  let settled = 0;
  const report: Report = (code, line, detail = '') => {
    const problem: Problem = { code, file: name, line, detail: clip(detail, 200) };
    problems.push(problem);
    if (isError(problem)) errors++;
  };
  if (content === undefined) report('file-missing', 1, name);
  else if (typeof content !== 'string') report('file-not-text', 1, name);
  else if (content.length > maxListLength) report('file-too-large', 1, `${maxListLength / 1000} kB`);
  if (typeof content !== 'string' || problems.length > 0) return { root: undefined, problems };
  const source = new YamlSource(content);
  const fault = source.error && (strayBracket(content) ?? source.error);
  if (fault) report('json-syntax', fault.line, fault.message);
  else if (!isRecord(source.value)) report('not-an-object', 1, 'The file');
  if (source.error || !isRecord(source.value)) return { root: undefined, problems };
  const root = source.value;
  new FieldReader(root, source, report).format();

  return {
    root,
    problems,
    report,
    line: (...path) => source.line(...path),
    reader: (entry, path) => new FieldReader(entry, source, report, path),
    list(path, value, read, optional) {
      const field = path.at(-1);
      if (value === undefined && optional) return [];
      if (!Array.isArray(value)) {
        report(
          value === undefined ? 'field-missing' : 'field-type',
          source.line(...path),
          value === undefined ? String(field) : `"${field}" must be a list`,
        );
        return [];
      }
      return (value as unknown[]).flatMap((entry, index) => {
        const at = [...path, index];
        if (!isRecord(entry)) {
          report('not-an-object', source.line(...at), `Entry ${index + 1} of "${field}"`);
          settled++;
          return [];
        }
        const before = errors - settled;
        const result = read(entry, new FieldReader(entry, source, report, at), at);
        const faulty = errors - settled > before;
        settled = errors - before;
        return result === undefined || faulty ? [] : [result];
      });
    },
  };
}

/**
 * The first bracket that closes what is not open, in a text that is not JSON. Asked before YAML, which may take the rest
 * of the file for something else and blame its first line.
 */
function strayBracket(text: string): { readonly line: number; readonly message: string } | undefined {
  const open: string[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|["[\]{}]|\r\n|\r|\n/g)) {
    if (token === '[' || token === '{') open.push(token === '[' ? ']' : '}');
    else if (token === ']' || token === '}') {
      const expected = open.pop();
      if (token !== expected) return { line, message: `"${token}" closes nothing that is open here` };
    } else if (token === '"') return undefined;
    else if (!token.startsWith('"')) line++;
  }
  return undefined;
}
