import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { marked } from 'marked';
import { chromium, type Page } from 'playwright-core';
import type { PackIndex, SkillBody } from '../../src/core/model';
import { findBrowser } from '../vscode/install.mjs';
import { root, useWorkbench, type Workbench } from './workbench';

interface Vector {
  readonly name: string;
  readonly markdown: string;
}

const vectors = JSON.parse(await readFile(path.join(root, 'test/fixtures/xss.json'), 'utf8')) as Vector[];
const extension = path.join(root, 'out/hostile-extension');

/** Drawings that try what only drawings can; `K` stands for the probe. */
const drawings = [
  '<script>K</script>',
  '<script href="data:text/javascript,K"/>',
  '<g onload="K" onclick="K"><rect width="9" height="9"/></g>',
  '<animate attributeName="x" onbegin="K" dur="1s"/>',
  '<rect><set attributeName="onmouseover" to="K"/></rect>',
  '<a href="javascript:K"><text>x</text></a>',
  '<a xlink:href="javascript:K" href="https://pwned.invalid/a"><rect width="9" height="9"/></a>',
  '<use href="https://pwned.invalid/x.svg#x"/>',
  '<use href="data:image/svg+xml,<svg id=x onload=K></svg>#x"/>',
  '<image href="https://pwned.invalid/i.png" onerror="K"/>',
  '<image href="x:x" onerror="K"/>',
  '<feImage href="https://pwned.invalid/f.png"/>',
  '<foreignObject><img src="x:x" onerror="K"/></foreignObject>',
  '<foreignObject><iframe srcdoc="<script>parent.K</script>"></iframe></foreignObject>',
  '<style>*{background:url(https://pwned.invalid/s)}</style>',
  '<style>@import "https://pwned.invalid/s.css";</style>',
  '<rect style="fill:url(https://pwned.invalid/p)" fill="url(https://pwned.invalid/q#g)"/>',
  '<text font-family="x" filter="url(https://pwned.invalid/f#x)" onfocus="K" tabindex="0" autofocus="">x</text>',
  '<title><img src="x:x" onerror="K"></title>',
  '<desc><img src="x:x" onerror="K"></desc>',
  '</svg><img src="x:x" onerror="K"><svg>',
  '<math><mtext><script>K</script></mtext></math>',
  '<text><![CDATA[<img src="x:x" onerror="K">]]></text>',
  '<handler xmlns="http://www.w3.org/2001/xml-events" type="text/javascript" event="load">K</handler>',
  '<text id="root" name="root" class="text" data-skill="git" data-item="core/git/v1">x</text>',
].map((part) => part.replaceAll('K', 'window.__pwned(7)'));

/** Roots of drawings that try to leave their place: the page's own classes, a shift, a height without end. */
const roots = [
  'class="skip" transform="translate(-200,-20) scale(3)" viewBox="0 0 10 10"',
  'class="side" style="position:fixed;inset:0" width="9000" height="9000" viewBox="0 0 10 10"',
  'class="box topbar" x="-500" y="-500" viewBox="0 0 10 10"',
];
const walls = ['viewBox="0 0 1 100000"', 'viewBox="0 0 0 0"', 'viewBox="a b"', ''];

/** Text on which Markdown parsers are known to hang or overflow. */
const bombs = {
  slow: '_a**'.repeat(13_000),
  deep: `${'>'.repeat(50_000)} deep`,
  long: 'word '.repeat(20_000),
};

/** A copy of the built extension with pages that no check would let through: the page must stand on its own. */
async function forgeExtension(): Promise<void> {
  await rm(extension, { recursive: true, force: true });
  await mkdir(extension, { recursive: true });
  for (const entry of ['package.json', 'package.nls.json', 'media', 'dist'])
    await cp(path.join(root, entry), path.join(extension, entry), { recursive: true });

  const rewrite = async (file: string, change: (value: unknown) => unknown): Promise<void> => {
    const target = path.join(extension, 'dist/pack', file);
    await writeFile(target, JSON.stringify(change(JSON.parse(await readFile(target, 'utf8')))));
  };
  const some = (at: number): string => vectors[at % vectors.length]!.markdown;
  await rewrite('skills/git.json', (body) => ({
    ...(body as SkillBody),
    sections: vectors.map(({ name, markdown }, at) => ({
      id: `v${at}`,
      title: at % 7 === 0 ? markdown : name,
      markdown,
      anchors: [],
    })),
    mistakes: vectors.slice(0, 150).map(({ markdown }, at) => ({ title: markdown, markdown: some(at + 200) })),
    questions: vectors.slice(150, 300).map(({ markdown }, at) => ({ question: markdown, answer: some(at + 350) })),
    links: vectors.slice(0, 40).map(({ markdown }) => ({ title: markdown, url: markdown, note: markdown })),
    sources: vectors.slice(40, 60).map(({ markdown }) => markdown),
  }));
  await rewrite('skills/sql.json', (body) => ({
    ...(body as SkillBody),
    sections: [
      { id: 'before', title: 'Before', markdown: 'Fine **before**.', anchors: [] },
      ...Object.entries(bombs).map(([id, markdown]) => ({ id, title: id, markdown, anchors: [] })),
      { id: 'after', title: 'After', markdown: 'Fine **after**.', anchors: [] },
    ],
  }));
  // Every vector once more, now as the inside of a drawing.
  const inside = [...drawings, ...vectors.map(({ markdown }) => markdown)];
  await rewrite('skills/nodejs.json', (body) => ({
    ...(body as SkillBody),
    sections: inside.map((_, at) => ({
      id: `d${at}`,
      title: `Drawing ${at}`,
      markdown: `![A drawing, number ${at}, that means harm.](diagram:d${at})`,
      anchors: [],
    })),
    diagrams: inside.map((part, at) => ({
      id: `d${at}`,
      svg: `<svg ${[...roots, ...walls][at] ?? 'viewBox="0 0 10 10"'} onload="window.__pwned(8)"><desc>A drawing.</desc><rect class="box" width="9" height="9"/>${part}</svg>`,
    })),
  }));
  let at = 0;
  for (const file of ['pay.json', 'career.json']) await rewrite(file, (data) => poison(data, () => some(at++)));
  await rewrite('index.json', (index) => ({
    ...(index as PackIndex),
    skills: (index as PackIndex).skills.map((skill) =>
      skill.id === 'git'
        ? {
            ...skill,
            summary: some(3),
            items: vectors.slice(0, 60).map(({ markdown }, at) => ({ id: `core/git/v${at}`, text: markdown })),
          }
        : skill,
    ),
  }));
}

/** Keys whose values decide what is shown where; the others are only words. */
const structural = new Set(
  'format id role currency period region regionKind source asOf articles skills icon kind technology time years percent'.split(
    ' ',
  ),
);

/** The same data with a vector in place of every word that is only shown. */
function poison(value: unknown, next: () => string): unknown {
  if (typeof value === 'string') return next();
  if (Array.isArray(value)) return value.map((entry) => poison(entry, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, structural.has(key) ? inner : poison(inner, next)]),
  );
}

/** What a vector could reach: the probe, its flag, a dialog, the attacker's host. */
async function watch(page: Page): Promise<string[]> {
  const reached: string[] = [];
  await page.context().exposeFunction('__pwned', (what: unknown) => reached.push(`probe ${String(what)}`));
  page.on('dialog', (dialog) => {
    reached.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('pwned.invalid')) reached.push(`request ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame.url().includes('pwned.invalid')) reached.push(`navigation ${frame.url()}`);
  });
  return reached;
}

/** Touches everything, as a reader moving and tabbing through the page might. */
function touchEverything(): boolean {
  for (const element of document.querySelectorAll<HTMLElement>('*')) {
    for (const type of [
      'mouseover',
      'mouseenter',
      'mousemove',
      'pointerover',
      'pointerenter',
      'pointerdown',
      'focus',
      'focusin',
      'animationstart',
      'toggle',
      'scroll',
      'load',
      'error',
    ]) {
      element.dispatchEvent(new Event(type, { bubbles: false }));
    }
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  return '__pwnedFlag' in window;
}

describe('hostile content', () => {
  before(forgeExtension);
  const started = useWorkbench({ name: 'hostile', extension });
  let workbench: Workbench;
  let reached: string[];
  before(async () => {
    workbench = started();
    reached = await watch(workbench.page);
  });

  it('executes nothing and asks for nothing', async function () {
    this.timeout(120_000);
    assert.ok(vectors.length >= 100);
    await workbench.openSkill('Git');
    const frame = await workbench.panelFrame();
    // The probe is there to be called, also from inside the page.
    assert.equal(
      await frame.evaluate(() => typeof (window as unknown as Record<string, unknown>)['__pwned']),
      'function',
    );
    assert.equal(await frame.locator('article > h2').count(), vectors.length + 2);
    assert.equal(await frame.evaluate(touchEverything), false, 'a flag was set');
    assert.deepEqual(reached, []);

    const leaks = await frame.evaluate(() => {
      const found: string[] = [];
      const allowed = new Set([
        'class',
        'href',
        'start',
        'data-skill',
        'data-section',
        'data-sample',
        'data-language',
        'data-file',
        'scope',
        'data-l',
        'tabindex',
        'role',
        'aria-label',
        'aria-hidden',
      ]);
      for (const element of document.querySelectorAll('.text *, .inline *')) {
        // What this page has added to code blocks itself.
        if (element.closest('.codebar')) continue;
        if (
          /^(script|style|iframe|object|embed|form|input|button|img|svg|math|video|audio|link|meta|base|template|select|textarea)$/i.test(
            element.tagName,
          )
        )
          found.push(`<${element.tagName}>`);
        for (const { name, value } of element.attributes) {
          if (!allowed.has(name)) found.push(`${element.tagName} ${name}="${value}"`);
          if (name === 'href' && !/^(https:\/\/|#)/.test(value)) found.push(`href ${value}`);
        }
      }
      for (const link of document.querySelectorAll('.sources a'))
        if (!/^(https:\/\/|#$)/.test(link.getAttribute('href') ?? '')) found.push(`source ${link.outerHTML}`);
      return found;
    });
    assert.deepEqual(leaks, []);
  });

  it('lets only shapes and words through in drawings', async function () {
    this.timeout(120_000);
    await workbench.search('Node.js');
    await workbench.panel('Node.js');
    const frame = await workbench.panelFrame();
    assert.equal(await frame.evaluate(touchEverything), false, 'a flag was set');
    assert.deepEqual(reached, []);
    const { figures, shapes, leaks } = await frame.evaluate(() => {
      const tags = new Set('svg g path rect circle ellipse line polyline polygon text tspan'.split(' '));
      const attributes = new Set(
        'viewBox class transform x y x1 y1 x2 y2 cx cy r rx ry width height d points text-anchor dx dy role aria-label'.split(
          ' ',
        ),
      );
      const classes = new Set('box lane line head dot text accent good bad muted dashed strong small code'.split(' '));
      const found: string[] = [];
      for (const element of document.querySelectorAll('figure.diagram svg, figure.diagram svg *')) {
        if (!tags.has(element.tagName)) found.push(`<${element.tagName}>`);
        const strange = [...element.classList].filter((name) => !classes.has(name));
        if (strange.length > 0) found.push(`class ${strange.join(' ')}`);
        if (
          element.tagName === 'svg' &&
          [...element.attributes].some(({ name }) => !/^(viewBox|role|aria-label)$/.test(name))
        )
          found.push(element.outerHTML.slice(0, 80));
        for (const { name, value } of element.attributes)
          if (!attributes.has(name) || /url|script|https?:/i.test(name === 'aria-label' ? '' : value))
            found.push(`${element.tagName} ${name}="${value}"`);
      }
      for (const element of document.querySelectorAll('figure.diagram > *'))
        if (!element.matches('div.drawing, figcaption')) found.push(element.outerHTML);
      for (const element of document.querySelectorAll('figure.diagram > div > *'))
        if (element.tagName !== 'svg') found.push(element.outerHTML);
      return {
        figures: document.querySelectorAll('figure.diagram').length,
        shapes: document.querySelectorAll('figure.diagram svg rect.box').length,
        leaks: found,
      };
    });
    assert.deepEqual(leaks, []);
    // Those without a size to speak of are not drawn at all.
    assert.equal(figures, drawings.length + vectors.length - walls.length);
    // What the reader presses is still what they see.
    const covered = await frame.evaluate(
      () =>
        [...document.querySelectorAll('[data-act="back"], .hero h1')].filter((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return !hit || !(element.contains(hit) || hit.contains(element));
        }).length,
    );
    assert.equal(covered, 0);
    assert.ok(shapes >= figures, `${shapes} shapes`);
  });

  for (const [name, command, tab] of [
    ['pay', 'Backend Skills: Open Pay Explorer', 'Pay Explorer'],
    ['career', 'Backend Skills: Open Career Guide', 'Career Guide'],
  ] as const) {
    it(`executes nothing on the ${name} page, and shows every text as text`, async function () {
      this.timeout(120_000);
      await workbench.openPage(command, name);
      const frame = await workbench.panelFrame();
      assert.equal(await frame.evaluate(touchEverything), false, 'a flag was set');
      assert.deepEqual(reached, []);
      const found = await frame.evaluate(() => ({
        strange: document.querySelectorAll(
          'main :is(script, style, iframe, object, embed, form, img, video, audio, link, meta, base, template, math), main [onerror], main [style]',
        ).length,
        links: [...document.querySelectorAll('main a')]
          .map((link) => link.getAttribute('href') ?? '')
          .filter((href) => !/^(https:\/\/|#)/.test(href)),
        words: document.querySelector('main')?.textContent.includes('<script') ?? false,
      }));
      assert.deepEqual(found, { strange: 0, links: [], words: true });
      await workbench.closeTab(tab);
    });
  }

  it('leads nowhere but to https when its links are followed', async () => {
    await workbench.openSkill('Git');
    const frame = await workbench.panelFrame();
    const odd = await frame.evaluate(() =>
      [...document.querySelectorAll('a')]
        .map((link) => link.protocol)
        .filter((protocol) => !['https:', 'vscode-webview:', window.location.protocol].includes(protocol)),
    );
    // A broken address has no scheme at all and leads nowhere.
    assert.deepEqual(
      odd.filter((protocol) => protocol !== ':'),
      [],
    );
    await frame.evaluate(() => {
      for (const link of document.querySelectorAll<HTMLElement>('.text a[href^="#"], .inline a[href^="#"]'))
        link.click();
    });
    assert.deepEqual(
      reached.filter((event) => event.startsWith('probe')),
      [],
    );
    // A page about a skill that does not exist is not opened.
    await frame.locator('h1').waitFor();
  });

  it('shows a card for text that hangs or breaks the parser, and the rest of the page', async function () {
    this.timeout(60_000);
    await workbench.search('SQL');
    const frame = workbench.frame();
    await frame.locator('h1', { hasText: 'SQL' }).waitFor();
    // While the parser is busy, the page and the window still answer.
    const panel = await workbench.panelFrame();
    const busy = await panel.evaluate(() => document.querySelector('article')?.getAttribute('aria-busy'));
    assert.equal(busy, 'true');
    const asked = Date.now();
    await panel.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
    await workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
    const answered = Date.now() - asked;
    assert.ok(answered < 1000, `it took ${answered} ms`);

    await workbench.panel('SQL');
    const cards = await frame.locator('article .problem').allInnerTexts();
    assert.match(cards[0] ?? '', /took too long/);
    assert.match(cards.at(-1) ?? '', /too long to be shown/);
    await frame.locator('article strong', { hasText: 'before' }).waitFor();
    await frame.locator('article strong', { hasText: 'after' }).waitFor();
    await frame.locator('.qa summary').first().waitFor();
    await workbench.screenshot('hostile-cards');
  });

  it('is stopped by the sanitiser alone, were raw HTML ever let through', async function () {
    this.timeout(120_000);
    const bundle = await build({
      stdin: {
        contents: "import { sanitise } from './src/webview/ui/sanitise'; globalThis.sanitise = sanitise;",
        resolveDir: root,
        loader: 'ts',
      },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
    });
    const browser = await chromium.launch(await findBrowser());
    try {
      const page = await (await browser.newContext()).newPage();
      const caught = await watch(page);
      await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
      const html = vectors.flatMap(({ markdown }) => [markdown, marked.parse(markdown, { async: false })]);
      await page.evaluate((texts) => {
        const { sanitise } = globalThis as unknown as { sanitise: (text: string) => DocumentFragment };
        for (const text of texts) {
          const place = document.createElement('div');
          document.body.append(place);
          place.append(sanitise(text));
        }
      }, html);
      assert.equal(await page.evaluate(touchEverything), false);
      assert.deepEqual(caught, []);
      assert.equal(
        await page.evaluate(
          () =>
            document.querySelectorAll(
              'div script, div img, div style, div svg, div iframe, [onerror], [style], div [id], div [name]',
            ).length,
        ),
        0,
      );
    } finally {
      await browser.close();
    }
  });

  it('would notice: the same vectors reach the probe without the defences', async function () {
    this.timeout(120_000);
    const browser = await chromium.launch(await findBrowser());
    try {
      const page = await (await browser.newContext()).newPage();
      const caught = await watch(page);
      for (let at = 0; at < vectors.length; at += 20) {
        for (const { markdown } of vectors.slice(at, at + 20)) {
          await page
            .setContent(await marked.parse(markdown), { waitUntil: 'load', timeout: 400 })
            .catch(() => undefined);
          await page.evaluate(touchEverything).catch(() => undefined);
        }
      }
      assert.ok(caught.length > 100, `only ${caught.length} of ${vectors.length} vectors did anything`);
    } finally {
      await browser.close();
    }
  });
});
