import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentSecurityPolicy, renderFailure, renderShell, type ShellParts } from '../../src/platform/shell';

const parts: ShellParts = {
  cspSource: 'https://panel.example',
  nonce: '0123456789abcdef',
  scripts: ['https://panel.example/dist/webview/markdown.js', 'https://panel.example/dist/webview/skill.js'],
  style: 'https://panel.example/dist/webview/skill.css',
  codicons: 'https://panel.example/dist/webview/codicon.css',
  title: 'Python',
};

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const decode = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** The tags and texts of a page whose attributes are all in double quotes; throws at anything it cannot read. */
function read(html: string): { tags: Tag[]; texts: string[] } {
  const tags: Tag[] = [];
  const texts: string[] = [];
  const tag = /<(!DOCTYPE|\/?[a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/giy;
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const end = next < 0 ? html.length : next;
    if (html.slice(at, end).trim() !== '') texts.push(html.slice(at, end));
    if (next < 0) break;
    tag.lastIndex = next;
    const match = tag.exec(html);
    assert.ok(match, `not a tag: ${html.slice(next, next + 60)}`);
    const attributes = [...match[2]!.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)];
    tags.push({
      name: match[1]!.toLowerCase(),
      attributes: Object.fromEntries(attributes.map(([, name, value]) => [name!.toLowerCase(), decode(value ?? '')])),
    });
    at = next + match[0].length;
  }
  return { tags, texts };
}

/** The policy as the browser reads it from the page. */
function policyOf(html: string): Map<string, string[]> {
  const metas = read(html).tags.filter(({ attributes }) => 'http-equiv' in attributes);
  assert.equal(metas.length, 1);
  assert.equal(metas[0]!.attributes['http-equiv'], 'Content-Security-Policy');
  const directives = metas[0]!.attributes['content']!.split(';').map((directive) => directive.trim().split(/\s+/));
  assert.equal(new Set(directives.map(([name]) => name)).size, directives.length, 'the browser ignores a repetition');
  return new Map(directives.map(([name, ...sources]) => [name!, sources]));
}

const hostile = [
  '</title><script>alert(1)</script>',
  '" onload="alert(1)',
  "' onload='alert(1)",
  '"><script>alert(1)</script>',
  '"><base href="https://evil.example">',
  '--><img src=x onerror=alert(1)>',
  '&#34; onload=&#34;alert(1)',
  '&quot;&lt;script&gt;',
  '${alert(1)}$&$1',
  '<!--',
  '\u2028"\n>',
];
const structure = (page: string): unknown =>
  read(page).tags.map(({ name, attributes }) => [name, Object.keys(attributes)]);

describe('the page that says why there is none', () => {
  const html = renderFailure('Pay Explorer', 'No such file. Try again.');

  it('has words only: a title and a message that is read out', () => {
    const { tags, texts } = read(html);
    assert.deepEqual(
      tags.map(({ name }) => name),
      ['!doctype', 'html', 'head', 'meta', 'meta', 'title', '/title', '/head', 'body', 'p', '/p', '/body', '/html'],
    );
    assert.deepEqual(texts, ['Pay Explorer', 'No such file. Try again.']);
    assert.deepEqual(
      tags.filter(({ name, attributes }) => !['!doctype', 'meta'].includes(name) && Object.keys(attributes).length > 0),
      [
        { name: 'html', attributes: { lang: 'en' } },
        { name: 'p', attributes: { role: 'alert' } },
      ],
    );
  });

  it('may load and run nothing at all', () => {
    assert.deepEqual(Object.fromEntries(policyOf(html)), { 'default-src': [`'none'`] });
    const names = read(html).tags.map(({ name, attributes }) => ('http-equiv' in attributes ? 'policy' : name));
    assert.ok(names.indexOf('policy') < names.indexOf('title'));
  });

  it('keeps title and message where they belong, character for character', () => {
    for (const words of hostile) {
      const page = renderFailure(words, `${words} ${words}`);
      assert.deepEqual(structure(page), structure(html), words);
      assert.deepEqual(read(page).texts.map(decode), [words, `${words} ${words}`]);
      assert.deepEqual(policyOf(page), policyOf(html));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, message) => {
        const page = renderFailure(title, message);
        assert.deepEqual(structure(page), structure(html));
        assert.deepEqual(
          read(page).texts.map(decode),
          [title, message].filter((words) => words.trim() !== ''),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the shell of the skill page', () => {
  const html = renderShell(parts);

  describe('its policy', () => {
    const policy = policyOf(html);

    it('allows exactly what the page needs', () => {
      assert.deepEqual(Object.fromEntries(policy), {
        'default-src': [`'none'`],
        'script-src': [`'nonce-${parts.nonce}'`],
        'style-src': [parts.cspSource],
        'font-src': [parts.cspSource],
        'worker-src': ['blob:'],
        'base-uri': [`'none'`],
        'form-action': [`'none'`],
      });
    });

    it('allows nothing unsafe, no wildcard, no data, and no origin but the extension', () => {
      for (const source of [...policy.values()].flat()) {
        assert.doesNotMatch(source, /unsafe|\*|data:|^https?:$|strict-dynamic|wasm/);
        if (!source.startsWith(`'`) && source !== 'blob:') assert.equal(source, parts.cspSource);
      }
    });

    it('stands before everything that is loaded', () => {
      const names = read(html).tags.map(({ name, attributes }) => ('http-equiv' in attributes ? 'policy' : name));
      for (const name of ['link', 'script', 'title']) assert.ok(names.indexOf('policy') < names.indexOf(name), name);
    });

    it('is the same by itself and in the page', () => {
      assert.equal(
        contentSecurityPolicy(parts),
        [...policy].map(([name, sources]) => [name, ...sources].join(' ')).join('; '),
      );
    });
  });

  describe('its page', () => {
    const { tags } = read(html);
    const named = (name: string): Tag[] => tags.filter((tag) => tag.name === name);

    it('has its scripts in their order: from the extension, with the nonce, and nothing inside', () => {
      assert.deepEqual(
        named('script').map(({ attributes }) => attributes),
        parts.scripts.map((src) => ({ nonce: parts.nonce, src })),
      );
      assert.equal(html.match(/<script [^>]*><\/script>/g)?.length, 2);
    });

    it('loads two stylesheets; the icon one by the id that the icon element looks for', () => {
      assert.deepEqual(
        named('link').map(({ attributes }) => attributes),
        [
          { rel: 'stylesheet', id: 'vscode-codicon-stylesheet', href: parts.codicons },
          { rel: 'stylesheet', href: parts.style },
        ],
      );
    });

    it('has no inline style, no event attribute, no frame and no base', () => {
      for (const { name, attributes } of tags) {
        assert.ok(!['style', 'iframe', 'frame', 'object', 'embed', 'base', 'form', 'img'].includes(name), name);
        for (const attribute of Object.keys(attributes)) assert.doesNotMatch(attribute, /^(style$|on|srcdoc$)/);
        for (const value of Object.values(attributes)) assert.doesNotMatch(value, /^\s*(javascript|data):/i);
      }
    });

    it('says the language of the curriculum, and its title, and can be zoomed', () => {
      assert.equal(named('html')[0]!.attributes['lang'], 'en');
      assert.match(html, /<title>Python<\/title>/);
      const viewport = named('meta').find(({ attributes }) => attributes['name'] === 'viewport');
      assert.doesNotMatch(viewport!.attributes['content']!, /user-scalable|maximum-scale/);
    });
  });

  describe('with hostile parts', () => {
    const fields = ['title', 'scripts', 'style', 'codicons'] as const;
    const withPart = (field: (typeof fields)[number], value: string): string =>
      renderShell({ ...parts, [field]: field === 'scripts' ? [value, value] : value });
    const arrivesAt = (page: string, field: (typeof fields)[number]): string | undefined => {
      const { tags, texts } = read(page);
      const find = (name: string, nth = 0): Tag => tags.filter((tag) => tag.name === name)[nth]!;
      switch (field) {
        case 'title':
          return decode(texts[0]!);
        case 'scripts':
          return find('script').attributes['src'];
        case 'style':
          return find('link', 1).attributes['href'];
        case 'codicons':
          return find('link').attributes['href'];
      }
    };

    for (const field of fields) {
      it(`keeps ${field} where it belongs, character for character`, () => {
        for (const value of hostile) {
          const page = withPart(field, value);
          assert.deepEqual(structure(page), structure(html), value);
          assert.equal(arrivesAt(page, field), value);
          assert.deepEqual(policyOf(page), policyOf(html));
        }
      });
    }

    it('keeps the page as it is, whatever the parts say', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...fields),
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', ';', '=', '/', ' ', '\n', '#', 'a', '-', '!') }),
          ),
          (field, value) => {
            assert.deepEqual(structure(withPart(field, value)), structure(html));
          },
        ),
        { numRuns: 500 },
      );
    });
  });
});
