/**
 * Markdown to HTML, in a worker: hostile text can keep a parser busy for seconds or overflow its stack,
 * and here that costs nobody but this worker. The result is not trusted; the page sanitises it.
 */
import hljs from 'highlight.js/lib/core';
import apache from 'highlight.js/lib/languages/apache';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import http from 'highlight.js/lib/languages/http';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import nginx from 'highlight.js/lib/languages/nginx';
import objectivec from 'highlight.js/lib/languages/objectivec';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { Marked, type Tokens } from 'marked';
import { plainText, slug } from '../../core/text';
import type { RenderPart, RenderReply, RenderRequest } from './markdown';

const languages = {
  apache,
  bash,
  c,
  csharp,
  css,
  dockerfile,
  go,
  graphql,
  http,
  ini,
  java,
  javascript,
  json,
  nginx,
  objectivec,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function createRenderer(request: RenderRequest): {
  readonly marked: Marked;
  readonly begin: (part: RenderPart) => void;
} {
  let nextSample = 0;
  let anchors: string[] = [];
  /** The first anchor that is left for a heading, as the parser has given them: the slug, or the slug and a number. */
  const anchorOf = (title: string): string | undefined => {
    const base = slug(title);
    const at = anchors.findIndex((anchor) => anchor === base || anchor.replace(/-\d+$/, '') === base);
    return at < 0 ? undefined : anchors.splice(at, 1)[0];
  };
  const marked = new Marked({
    gfm: true,
    renderer: {
      // Raw HTML is text like any other.
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
      heading({ tokens, depth, text }) {
        const level = Math.min(Math.max(depth, 3), 4);
        const anchor = depth === 3 ? anchorOf(plainText(text)) : undefined;
        const data = anchor === undefined ? '' : ` data-anchor="${escape(anchor)}"`;
        return `<h${level}${data}>${this.parser.parseInline(tokens)}</h${level}>`;
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
      // A picture from elsewhere would tell its server that the page was read. The page puts its own drawings in place.
      image: ({ href, text }) => {
        const diagram = /^diagram:([a-z0-9-]+)$/.exec(href)?.[1];
        if (diagram) return `<span data-diagram="${diagram}">${escape(text)}</span>`;
        return `<em>${escape(request.imageNotLoaded.replace('{0}', () => text))}</em>`;
      },
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  });
  return {
    marked,
    begin: (part) => {
      anchors = [...(part.anchors ?? [])];
    },
  };
}

self.onmessage = (event: MessageEvent<RenderRequest>) => {
  const request = event.data;
  const { marked, begin } = createRenderer(request);
  for (const [index, part] of request.parts.entries()) {
    let reply: RenderReply;
    begin(part);
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
