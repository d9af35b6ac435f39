/**
 * Markdown to HTML, in a worker: hostile text can keep a parser busy for seconds or overflow its stack,
 * and here that costs nobody but this worker. The result is not trusted; the page sanitises it.
 */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import http from 'highlight.js/lib/languages/http';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import nginx from 'highlight.js/lib/languages/nginx';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { Marked, type Tokens } from 'marked';
import type { RenderReply, RenderRequest } from './markdown';

const languages = {
  bash,
  c,
  csharp,
  css,
  dockerfile,
  go,
  http,
  ini,
  java,
  javascript,
  json,
  nginx,
  php,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function createRenderer(request: RenderRequest): Marked {
  let nextSample = 0;
  return new Marked({
    gfm: true,
    renderer: {
      // Raw HTML is text like any other.
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
      heading({ tokens, depth }) {
        const level = Math.min(Math.max(depth, 3), 4);
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
      },
      code({ text, lang }) {
        const [language = '', ...info] = (lang ?? '').trim().split(/\s+/);
        const file = info.find((word) => word.startsWith('file='))?.slice(5) ?? '';
        const sample = request.samples[nextSample] === text ? nextSample++ : undefined;
        const known = hljs.getLanguage(language) && language !== 'output';
        const code = known ? hljs.highlight(text, { language, ignoreIllegals: true }).value : escape(text);
        const data = sample === undefined ? '' : ` data-sample="${sample}"`;
        return `<div class="code" data-language="${escape(language)}" data-file="${escape(file)}"${data}><pre><code>${code}</code></pre></div>`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const skill = /^skill:([a-z0-9-]+)(?:#([a-z0-9-]+))?$/.exec(href);
        if (skill)
          return `<a href="#" data-skill="${skill[1]}"${skill[2] ? ` data-section="${skill[2]}"` : ''}>${text}</a>`;
        if (/^https:\/\//i.test(href) || /^#[a-z0-9-]+$/.test(href)) return `<a href="${escape(href)}">${text}</a>`;
        return text;
      },
      // A picture from elsewhere would tell its server that the page was read.
      image: ({ text }) => `<em>${escape(request.imageNotLoaded.replace('{0}', () => text))}</em>`,
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  });
}

self.onmessage = (event: MessageEvent<RenderRequest>) => {
  const request = event.data;
  const marked = createRenderer(request);
  for (const [index, part] of request.parts.entries()) {
    let reply: RenderReply;
    try {
      const html = part.inline
        ? marked.parseInline(part.markdown, { async: false })
        : marked.parse(part.markdown, { async: false });
      reply = { index, html };
    } catch (error) {
      reply = { index, error: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(reply);
  }
};

self.postMessage({ index: -1, html: '' } satisfies RenderReply);
