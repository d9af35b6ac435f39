// Prints pages as text, for proof-reading: `npm run read -- idempotency` or `npm run read -- databases`.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import { root } from '../vscode/install.mjs';

const folder = path.join(root, 'data/skills');

const unescape = (text) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);

/** Inline tokens as text; code keeps its backticks, links show where they lead. */
function inline(tokens) {
  return (tokens ?? [])
    .map((token) => {
      switch (token.type) {
        case 'codespan':
          return `\`${unescape(token.text)}\``;
        case 'link':
          return `${inline(token.tokens)} <${token.href}>`;
        case 'image':
          return `[Picture: ${token.text}]`;
        case 'br':
          return '\n';
        default:
          return token.tokens ? inline(token.tokens) : unescape(token.text ?? token.raw);
      }
    })
    .join('');
}

/** Lines of at most `width` columns, the first with one margin and the others with another. */
function wrap(text, width, first = '', rest = first) {
  const lines = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? first : rest;
    let empty = true;
    for (const word of paragraph.split(/\s+/)) {
      if (!empty && line.length + 1 + word.length > width) {
        lines.push(line);
        line = rest;
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

function table(token, width) {
  const rows = [token.header, ...token.rows].map((row) => row.map((cell) => inline(cell.tokens)));
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  if (widths.reduce((sum, cell) => sum + cell + 2, 0) <= width)
    return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at])).join('  ')}`.trimEnd()).join('\n');
  const [head, ...body] = rows;
  return body
    .map((row) =>
      row.map((cell, at) => wrap(at === 0 ? cell : `${head[at]}: ${cell}`, width, at === 0 ? '  ' : '    ')),
    )
    .flat()
    .join('\n');
}

function blocks(tokens, width, margin = '') {
  return tokens
    .filter((token) => token.type !== 'space')
    .map((token) => {
      switch (token.type) {
        case 'heading': {
          const title = inline(token.tokens);
          return token.depth <= 2
            ? `${title.toUpperCase()}\n${'='.repeat(title.length)}`
            : `${title}\n${'-'.repeat(title.length)}`;
        }
        case 'code':
          return `  [${token.lang ?? ''}]\n${token.text.replace(/^/gm, '  | ')}`;
        case 'list':
          return token.items
            .map((item, at) => {
              const mark = item.task ? '[ ] ' : token.ordered ? `${Number(token.start) + at}. ` : '- ';
              const [first, ...others] = item.tokens.filter(({ type }) => type !== 'checkbox');
              const text = wrap(
                inline(first?.tokens ?? [first]),
                width,
                margin + mark,
                margin + ' '.repeat(mark.length),
              );
              return [text, ...(others.length > 0 ? [blocks(others, width, `${margin}  `)] : [])].join('\n');
            })
            .join('\n');
        case 'blockquote':
          return blocks(token.tokens, width - 2).replace(/^/gm, '> ');
        case 'table':
          return table(token, width);
        default:
          return wrap(token.tokens ? inline(token.tokens) : (token.text ?? ''), width, margin);
      }
    })
    .join('\n\n');
}

/** A page's Markdown with front matter → text to be read in a terminal. */
export function pageAsText(source, width = 100) {
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replaceAll('\r\n', '\n')) ?? [];
  if (front === undefined) return source;
  const { title, kind, level, minutes, summary, prerequisites, related, aliases, sources } = parse(front);
  const list = (name, values) => (values?.length ? [wrap(`${name}: ${values.join(', ')}`, width)] : []);
  const head = [
    title,
    '#'.repeat(title.length),
    wrap(summary, width),
    `${kind} · ${level} · ${minutes} minutes`,
    ...list('Needs', prerequisites),
    ...list('Related', related),
    ...list('Also called', aliases),
  ];
  return `${head.join('\n')}\n\n${blocks(marked.lexer(body), width)}\n\nSources\n-------\n${sources.join('\n')}\n`;
}

/** Paths of the pages that a name means: a skill, or an area with all its skills. */
export async function pagesNamed(name) {
  const all = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort();
  const named = all.filter((file) => path.basename(file, '.md') === name || path.dirname(file) === name);
  return (named.length > 0 ? named : all.filter((file) => file.includes(name))).map((file) => path.join(folder, file));
}

if (process.argv[1] === path.join(root, 'test/content/read.mjs')) {
  const names = process.argv.slice(2);
  if (names.length === 0) {
    console.error('Name a skill or an area: npm run read -- idempotency');
    process.exitCode = 2;
  }
  const width = Math.min(process.stdout.columns ?? 100, 110);
  for (const name of names) {
    const pages = await pagesNamed(name);
    if (pages.length === 0) {
      console.error(`No page has "${name}" in its name. The pages are in data/skills.`);
      process.exitCode = 1;
    }
    for (const page of pages) console.log(`${pageAsText(await readFile(page, 'utf8'), width)}\n`);
  }
}
