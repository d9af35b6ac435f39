/** Small pure helpers for text. */

/** Lines without their line ends; accepts LF, CRLF and CR. A byte order mark is dropped. */
export function splitLines(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

/** The anchor of a heading: lower case, words joined by hyphens. */
export function slug(heading: string): string {
  return (
    heading
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'section'
  );
}

/** At most `max` characters, for messages. */
export function clip(text: string, max = 60): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** The text without its inline code: a run of backticks is closed by the next run of the same length. */
export function withoutCode(text: string): string {
  const runs = [...text.matchAll(/`+/g)];
  let rest = '';
  let from = 0;
  for (let open = 0; open < runs.length; open++) {
    let close = open + 1;
    while (close < runs.length && runs[close]![0].length !== runs[open]![0].length) close++;
    if (close === runs.length) continue;
    rest += text.slice(from, runs[open]!.index);
    from = runs[close]!.index + runs[close]![0].length;
    open = close;
  }
  return rest + text.slice(from);
}

/** Inline Markdown as plain text: for labels, tooltips and screen readers. */
export function plainText(markdown: string): string {
  // Code is set aside under a number: a star or an underscore in it is no mark.
  const codes: string[] = [];
  return markdown
    .replace(/`([^`]*)`/g, (_, code: string) => `\uE000${codes.push(code) - 1}\uE001`)
    .replace(/!?\[([^\][]*)\]\([^)[]*\)/g, '$1')
    .replace(/\*\*(?=\S)([^*]*[^*\s])\*\*/g, '$1')
    .replace(/(^|[\s(])(?:\*(?=\S)([^*]*[^*\s])\*|_(?=\S)([^_]*[^_\s])_)(?=$|[\s).,;:!?])/g, '$1$2$3')
    .replace(/\uE000(\d+)\uE001/g, (mark, at: string) => codes[Number(at)] ?? mark);
}

/** Text for XML and HTML, in content and in quoted attributes alike; characters that XML cannot hold are left out. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Spreadsheets take a text that begins like this for a formula and run it; https://owasp.org/www-community/attacks/CSV_Injection. */
export function inert(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Text that Markdown shows as it is: no link, no markup, no further column, nobody who is told of it. */
export function literally(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
    .replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, '@\u2060')
    .replace(/:\/\//g, ':\u2060//');
}
