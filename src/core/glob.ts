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
