import { isRecord } from './guards';
import { splitLines } from './text';

/** Something that was found in a file: one-based line, and what stands there. */
export interface Spot {
  readonly line: number;
  readonly text: string;
}

/** The libraries that a manifest asks for, each with its line; empty for a file that is no manifest, or cannot be read. Never throws. */
export function dependenciesOf(path: string, text: string): ReadonlyMap<string, Spot> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = new Map<string, Spot>();
  const add = (dependency: string | undefined, line: number, source: string): void => {
    if (dependency !== undefined && dependency !== '' && !found.has(dependency))
      found.set(dependency, { line, text: source.trim() });
  };
  if (name === 'package.json' || name === 'composer.json') {
    const root = parseJson(text);
    const lists =
      name === 'package.json'
        ? ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
        : ['require', 'require-dev'];
    const lines = splitLines(text);
    const named = namedLines(lines);
    for (const list of lists) {
      const wanted = isRecord(root) ? root[list] : undefined;
      if (!isRecord(wanted)) continue;
      const from = named.get(list)?.[0] ?? 0;
      for (const dependency of Object.keys(wanted)) {
        const at = named.get(dependency)?.find((line) => line >= from) ?? 0;
        add(dependency, at + 1, cut(lines[at] ?? ''));
      }
    }
    return found;
  }
  const read = lineReader(name);
  if (!read) return found;
  for (const [at, line] of splitLines(text).entries())
    for (const dependency of read(cut(line))) add(dependency, at + 1, line);
  return found;
}

const longestLine = 300;
const cut = (line: string): string => line.slice(0, longestLine);

/** What a line of a manifest asks for. A reader remembers in which section it is. */
function lineReader(name: string): ((line: string) => readonly string[]) | undefined {
  if (/^requirements[\w.-]*\.(?:txt|in)$/.test(name))
    return (line) => {
      const [, dependency] = /^([A-Za-z\d][\w.-]*)\s*(?:[[=<>~!;@#].*)?$/.exec(line.trim()) ?? [];
      return dependency === undefined ? [] : [pythonName(dependency)];
    };
  if (name === 'pyproject.toml') {
    let section = '';
    let list = false;
    return (line) => {
      const header = /^\s*\[+([^\]]+)\]+\s*(?:#.*)?$/.exec(line)?.[1];
      if (header !== undefined) {
        section = header.trim();
        list = false;
        return [];
      }
      if (/^tool\.poetry\.(?:group\.[\w-]+\.)?(?:dev-)?dependencies$/.test(section)) {
        const key = /^\s*"?([A-Za-z\d][\w.-]*)"?\s*=/.exec(line)?.[1];
        return key === undefined || key === 'python' ? [] : [pythonName(key)];
      }
      const opens =
        (section === 'project' && /^\s*dependencies\s*=\s*\[/.test(line)) ||
        ((section === 'project.optional-dependencies' || section === 'dependency-groups') &&
          /^\s*[\w."-]+\s*=\s*\[/.test(line));
      if (opens) list = true;
      if (!list) return [];
      line = line.replace(/(?:^|\s)#.*$/, '');
      const names = [...line.matchAll(/["']([A-Za-z\d][\w.-]*)[^"']*["']/g)].map(([, one]) => pythonName(one!));
      if (/\]\s*(?:#.*)?$/.test(line)) list = false;
      return names;
    };
  }
  if (name === 'Pipfile') {
    let inside = false;
    return (line) => {
      const header = /^\s*\[([\w-]+)\]/.exec(line)?.[1];
      if (header !== undefined) inside = header === 'packages' || header === 'dev-packages';
      const key = inside ? /^\s*"?([A-Za-z\d][\w.-]*)"?\s*=/.exec(line)?.[1] : undefined;
      return key === undefined ? [] : [pythonName(key)];
    };
  }
  if (name === 'Gemfile') return (line) => /^\s*gem\s*\(?\s*["']([\w.-]+)["']/.exec(line)?.slice(1) ?? [];
  if (name === 'pom.xml')
    return uncommented('<!--', '-->', (line) => /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/.exec(line)?.slice(1) ?? []);
  if (/^build\.gradle(?:\.kts)?$/.test(name))
    return uncommented('/*', '*/', (line) => {
      if (/^\s*\/\//.test(line)) return [];
      const [, artifact] = /["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/.exec(line) ?? [];
      return artifact === undefined ? [] : [artifact];
    });
  if (name.endsWith('.csproj'))
    return uncommented(
      ...(['<!--', '-->'] as const),
      (line) => /<PackageReference\s[^>]{0,40}Include="([\w.-]+)"/.exec(line)?.slice(1) ?? [],
    );
  if (name === 'Cargo.toml') {
    let inside = false;
    return (line) => {
      const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
      if (header !== undefined) {
        inside = /(?:^|\.)(?:dev-|build-)?dependencies$/.test(header);
        return /(?:^|\.)(?:dev-|build-)?dependencies\.([\w-]+)$/.exec(header)?.slice(1) ?? [];
      }
      return inside ? (/^\s*([A-Za-z][\w-]*)\s*=/.exec(line)?.slice(1) ?? []) : [];
    };
  }
  if (name === 'go.mod')
    // What others ask for has come along.
    return (line) =>
      line.includes('// indirect')
        ? []
        : (/^\s*(?:require\s+)?([\w.-]+\.[a-z]+\/[\w./-]+)\s+v\d/.exec(line)?.slice(1) ?? []);
  if (name === 'Package.swift')
    return (line) => /url:\s*"https:\/\/[^"]*\/([\w.-]+?)(?:\.git)?"/.exec(line)?.slice(1) ?? [];
  return undefined;
}

/** Reads lines without their comments, which may go on over several. */
function uncommented(
  opens: string,
  closes: string,
  read: (line: string) => readonly string[],
): (line: string) => readonly string[] {
  let inside = false;
  return (line) => {
    const code: string[] = [];
    for (let at = 0; at < line.length;) {
      const end = line.indexOf(inside ? closes : opens, at);
      if (!inside) code.push(line.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end + (inside ? closes : opens).length;
      inside = !inside;
    }
    return read(code.join(''));
  };
}

/** Python takes `_`, `.` and case for spelling only. */
function pythonName(name: string): string {
  return name.toLowerCase().replace(/[._-]+/g, '-');
}

/**
 * The value at a path of names in JSON (comments and trailing commas are allowed), TOML or an INI file, as text, with its line; undefined when
 * it is not there or the file cannot be read. Never throws.
 */
export function keyIn(
  path: string,
  text: string,
  keys: readonly string[],
): (Spot & { readonly value: string }) | undefined {
  return /\.jsonc?$|\.code-workspace$/.test(path) ? jsonKey(text, keys) : tomlKey(text, keys);
}

function jsonKey(text: string, keys: readonly string[]): (Spot & { readonly value: string }) | undefined {
  let value = parseJson(text);
  for (const key of keys) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(key)];
    else value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (value === undefined || value === null) return undefined;
  const lines = splitLines(text);
  const named = namedLines(lines);
  let at = 0;
  for (const key of keys) at = named.get(key)?.find((line) => line >= at) ?? at;
  // Of what has parts of its own, only that it is there counts.
  const shown = typeof value === 'object' ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return { line: at + 1, text: cut(lines[at] ?? '').trim(), value: shown };
}

/** Zero-based lines on which a JSON text names a field. */
function namedLines(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const named = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    if (line.trimStart().startsWith('//')) continue;
    for (const [, name] of cut(line).matchAll(/"([^"\\]{1,100})"\s*:/g)) {
      const known = named.get(name!);
      if (known) known.push(at);
      else named.set(name!, [at]);
    }
  }
  return named;
}

/** Plain values only; a list counts as the text between its brackets, as far as it stands on the line. */
function tomlKey(text: string, keys: readonly string[]): (Spot & { readonly value: string }) | undefined {
  const wanted = keys.join('.');
  let section = '';
  for (const [at, full] of splitLines(text).entries()) {
    const line = cut(full);
    const header = /^\s*\[+([^\]]+)\]+/.exec(line)?.[1];
    if (header !== undefined) section = header.replace(/["'\s]/g, '');
    else {
      const [, key, value] = /^\s*([\w."'-]+)\s*[=:]\s*(\S.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) continue;
      const name = key.replace(/["']/g, '');
      if ((section === '' ? name : `${section}.${name}`) !== wanted) continue;
      const plain = /^(?:"([^"]*)"|'([^']*)'|([^#;]*))/.exec(value);
      return { line: at + 1, text: line.trim(), value: (plain?.[1] ?? plain?.[2] ?? plain?.[3] ?? '').trim() };
    }
  }
  return undefined;
}

/** JSON as editors write it, with comments and trailing commas. */
function parseJson(text: string): unknown {
  for (const read of [(): string => text, (): string => withoutComments(text)]) {
    try {
      return JSON.parse(read()) as unknown;
    } catch {
      // Not JSON, or not strictly so.
    }
  }
  return undefined;
}

/** Each character is looked at once: a text from elsewhere must not take longer than its length. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let from = text.startsWith('\uFEFF') ? 1 : 0;
  /** The part that is a comma which may turn out to be the last of its list. */
  let comma = -1;
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"' && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
      comma = -1;
    } else if (character === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      parts.push(text.slice(from, at));
      const line = text[at + 1] === '/';
      const end = text.indexOf(line ? '\n' : '*/', at + 2);
      at = end < 0 ? text.length : line ? end : end + 1;
      from = at + 1;
    } else if (character === ',') {
      comma = parts.push(text.slice(from, at), ',') - 1;
      from = at + 1;
    } else if ((character === '}' || character === ']') && comma >= 0) {
      parts[comma] = '';
      comma = -1;
    } else if (!/\s/.test(character)) comma = -1;
  }
  return parts.join('') + text.slice(from);
}
