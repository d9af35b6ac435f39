/** Globs as the editor writes them: `*` and `?` stay within a name, `**` crosses folders, `{a,b}` is either. Paths have `/` and no leading one. */

const special = /[.+^$()|[\]\\{}*?]/g;

/** The alternatives of a glob without braces; undefined when they do not close, or come to more than 100. */
export function expandBraces(glob: string): string[] | undefined {
  const open = glob.indexOf('{');
  if (open < 0) return glob.includes('}') ? undefined : [glob];
  let depth = 0;
  const commas: number[] = [];
  for (let at = open; at < glob.length; at++) {
    if (glob[at] === '{') depth++;
    else if (glob[at] === ',' && depth === 1) commas.push(at);
    else if (glob[at] === '}' && --depth === 0) {
      const cuts = [open, ...commas, at];
      const expanded: string[] = [];
      for (const [index, cut] of cuts.slice(0, -1).entries()) {
        const inner = glob.slice(cut + 1, cuts[index + 1]);
        const rest = expandBraces(glob.slice(0, open) + inner + glob.slice(at + 1));
        if (!rest || expanded.length + rest.length > 100) return undefined;
        expanded.push(...rest);
      }
      return expanded;
    }
  }
  return undefined;
}

/** As a regular expression over the whole path; undefined for what is no glob. Without a slash it is asked of the top folder only, as the editor does. */
export function globPattern(glob: string): RegExp | undefined {
  const globs = expandBraces(glob);
  if (!globs || globs.some((one) => one === '' || one.startsWith('/') || one.includes('***'))) return undefined;
  const sources = globs.map((one) =>
    one
      .split(/(\*\*\/|\/\*\*$|\*\*|\*|\?)/)
      .map((part) => {
        switch (part) {
          case '**/':
            return '(?:[^/]+/)*';
          case '/**':
            return '(?:/.*)?';
          case '**':
            return '.*';
          case '*':
            return '[^/]*';
          case '?':
            return '[^/]';
          default:
            return part.replace(special, '\\$&');
        }
      })
      .join(''),
  );
  return new RegExp(`^(?:${sources.join('|')})$`);
}

/** Several globs, asked together of many paths: most are told by the ending of the name alone. */
export class GlobSet {
  /** Endings of which every file is meant. */
  private readonly whole = new Set<string>();
  private readonly byEnding = new Map<string, Tester[]>();
  private readonly open: Tester[] = [];

  /** Globs that cannot be read hold for nothing. */
  constructor(globs: readonly string[]) {
    for (const glob of globs.flatMap((one) => expandBraces(one) ?? [])) {
      const tester = testerOf(glob);
      const ending = endingOf(glob);
      if (ending === undefined) this.open.push(tester);
      else if (ending !== '' && glob === `**/*.${ending}`) this.whole.add(ending);
      else {
        const known = this.byEnding.get(ending);
        if (known) known.push(tester);
        else this.byEnding.set(ending, [tester]);
      }
    }
  }

  /** The endings that names must have, '' for names without one; undefined when they may have any. */
  get endings(): readonly string[] | undefined {
    return this.open.length > 0 ? undefined : [...this.whole, ...this.byEnding.keys()];
  }

  /** @param ending of the path, where many sets are asked of the same one */
  has(path: string, ending = endingOf(path) ?? ''): boolean {
    if (this.whole.has(ending)) return true;
    const holds = (test: Tester): boolean => test(path);
    return (this.byEnding.get(ending)?.some(holds) ?? false) || this.open.some(holds);
  }
}

type Tester = (path: string) => boolean;

/** Made ready when it is first asked: most globs never are. */
function testerOf(glob: string): Tester {
  const name = glob.startsWith('**/') ? glob.slice(3) : '/';
  if (name !== '' && !/[*?/]/.test(name)) return (path) => path === name || path.endsWith(`/${name}`);
  const inner = name.includes('/') ? glob : name;
  let pattern: RegExp | undefined;
  const regex = (): RegExp => (pattern ??= globPattern(inner) ?? /(?!)/);
  return inner === glob ? (path) => regex().test(path) : (path) => regex().test(path.slice(path.lastIndexOf('/') + 1));
}

/** The ending of a name after its last dot, '' without one; undefined where a glob leaves it open. */
export function endingOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot + 1);
  return /[*?]/.test(dot < 0 ? name : ending) ? undefined : ending;
}
