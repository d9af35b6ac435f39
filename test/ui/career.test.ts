import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import career from '../../data/career.json';
import { careerSections } from '../../src/protocol/career';
import { root, useWorkbench, type Workbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/career-files');

describe('career guide', () => {
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });
  const started = useWorkbench({ name: 'career', height: 1000 });
  let workbench: Workbench;
  let frame: FrameLocator;
  before(async () => {
    workbench = started();
    await workbench.openView();
    frame = await workbench.openPage('Backend Skills: Open Career Guide', 'career');
  });
  const tick = (item: string): ReturnType<FrameLocator['locator']> =>
    frame.locator(`vscode-checkbox[data-item="${item}"]`);
  const ticked = (item: string, is = true): Promise<void> =>
    tick(item)
      .locator(is ? 'input:checked' : 'input:not(:checked)')
      .waitFor({ state: 'attached' });

  it('has all its sections, and everything of the data in them', async () => {
    const ids = await frame.locator('main > section').evaluateAll((list) => list.map(({ id }) => id));
    assert.deepEqual(ids, [...careerSections]);
    const text = await frame.locator('main').evaluate((main) => main.textContent);
    const words = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, inner]) =>
              ['id', 'icon', 'role', 'skills', 'articles', 'url', 'kind', '$schema'].includes(key) ? [] : words(inner),
            )
          : [];
    const flat = (value: string): string => value.replace(/\s+/g, ' ').trim();
    const shown = flat(text);
    assert.deepEqual(
      words(career).filter((part) => part !== '' && !shown.includes(flat(part))),
      [],
    );
  });

  it('leads to each section from its contents, and marks where the reader is', async () => {
    const page = await workbench.panelFrame();
    await frame.locator('.toc a', { hasText: 'Getting hired' }).click();
    await frame.locator('#hired:focus').waitFor();
    assert.ok((await page.evaluate(() => document.getElementById('hired')!.getBoundingClientRect().top)) < 40);
    assert.equal(await frame.locator('.toc [aria-current]').innerText(), 'Getting hired');
    await page.evaluate(() => document.getElementById('boards')!.scrollIntoView());
    await frame.locator('.toc [aria-current="location"]', { hasText: 'Where to look' }).waitFor();
  });

  it('has headings without gaps, and a name for every section', async () => {
    const levels = await frame
      .locator('h1, h2, h3, h4, h5, h6')
      .evaluateAll((list) => list.map(({ tagName }) => Number(tagName[1])));
    assert.equal(levels[0], 1);
    for (const [at, level] of levels.entries()) assert.ok(level <= (levels[at - 1] ?? 0) + 1, `${at}: h${level}`);
    const nameless = await frame.locator('section, nav, table').evaluateAll((list) =>
      list.flatMap((part) => {
        const by = part.getAttribute('aria-labelledby');
        const name = by === null ? part.getAttribute('aria-label') : document.getElementById(by)?.textContent;
        return (name ?? part.querySelector('caption')?.textContent ?? '').trim() === '' ? part.outerHTML : [];
      }),
    );
    assert.deepEqual(nameless, []);
  });

  it('numbers the articles: short to see and to hear, no stop for Tab, and listed under the same numbers', async () => {
    const cite = frame.locator('#comparison .cite').first();
    assert.equal(await cite.locator('[aria-hidden]').innerText(), '1,3,4');
    assert.equal((await cite.locator('.sr').innerText()).trim(), '(sources 1, 3, and 4)');
    assert.equal(await frame.locator('.cite[title], .cite a, .cite [tabindex]').count(), 0);
    const spoken = await frame.locator('.cite .sr').allTextContents();
    assert.ok(spoken.length > 100, `${spoken.length} are cited`);
    for (const words of spoken) assert.match(words.trim(), /^\((source \d|sources \d[\d, and]*)\)$/);
    const listed = await frame.locator('.articles > li').evaluateAll((list) => list.map(({ id }) => id));
    assert.deepEqual(
      listed,
      listed.map((_, at) => `source-${at + 1}`),
    );
    const first = await frame.locator('#source-1').innerText();
    assert.ok((await cite.locator('[aria-hidden]').getAttribute('title'))?.startsWith(first));
    await frame.locator('[data-act="sources"]').focus();
    await workbench.page.keyboard.press('Enter');
    await frame.locator('#sources:focus').waitFor();
    await frame.locator('.toc [aria-current]', { hasText: 'Further reading' }).waitFor();
  });

  it('keeps ticks of the checklist, which count toward no skill', async () => {
    const total = workbench.page.locator('.sidebar .message', { hasText: /0 of \d+ practised/ });
    await total.waitFor();
    await tick('code-public-on-github').click();
    await ticked('code-public-on-github');
    await frame.locator('#h-hired-before .num', { hasText: '1 of' }).waitFor();
    await total.waitFor();
    await workbench.reload();
    frame = await workbench.pageNamed('career');
    await ticked('code-public-on-github');
    await tick('code-public-on-github').click();
    await ticked('code-public-on-github', false);
  });

  it('counts the skills of a title that are practised, as they are ticked', async () => {
    const title = frame.locator('#title-junior-back-end-developer');
    const words = await title.locator('.fit .num').innerText();
    assert.match(words, /^0 of \d+ skills practised$/);
    await title.locator('summary').click();
    await title.locator('.chip', { hasText: /^Git$/ }).click();
    const skill = await workbench.panel('Git');
    const boxes = skill.locator('vscode-checkbox');
    await boxes.first().click();
    await workbench.page.locator('.tab', { hasText: 'Career Guide' }).click();
    frame = await workbench.pageNamed('career');
    await title.locator('.fit .num', { hasText: ', 1 begun' }).waitFor();
    assert.equal(await title.locator('.cells .in-progress').count(), 1);
    await workbench.page.locator('.tab', { hasText: 'Git' }).click();
    await workbench.panel('Git');
    for (let at = 1; at < (await boxes.count()); at++) await boxes.nth(at).click();
    await skill.locator('.hero .tally .todo', { hasText: '0' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Career Guide' }).click();
    frame = await workbench.pageNamed('career');
    await title.locator('.fit .num', { hasText: words.replace('0', '1') }).waitFor();
    assert.equal(await title.locator('.cells .done').count(), 1);
    // What was unfolded has stayed so while the guide was hidden.
    await title.locator('.chip .codicon-check').waitFor();
  });

  it('is named on the page of a skill by the titles that ask for it', async () => {
    const skill = await workbench.openSkill('Java');
    const used = skill.locator('.links > div', { hasText: 'Used by' });
    await used.locator('.chip', { hasText: 'Java back end developer' }).click();
    frame = await workbench.pageNamed('career');
    await frame.locator('#title-java-back-end-developer:focus').waitFor();
    const top = await frame
      .locator('#title-java-back-end-developer')
      .evaluate((row) => row.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 100, `it stands at ${top}`);
  });

  it('leads from a title to its pay, and copies what to search for', async () => {
    const title = frame.locator('#title-python-developer');
    await title.locator('[data-copy]').focus();
    await workbench.page.keyboard.press('Enter');
    await title.locator('.codicon-check').first().waitFor();
    assert.equal(await frame.locator('body > [role="status"]').textContent(), 'Copied');
    await title.locator('[data-copy]:focus').waitFor();
    assert.match(
      await workbench.page.evaluate(() => navigator.clipboard.readText()),
      /^"Python Developer"( OR "[^"]+")*$/,
    );
    await title.locator('[data-pay]').click();
    const pay = await workbench.pageNamed('pay');
    await pay.locator('#by-source:focus').waitFor();
    assert.equal(await pay.locator('[data-filter="role"] option:checked').innerText(), 'Python developer');
    await pay.locator('[data-act="career"]').click();
    frame = await workbench.pageNamed('career');
  });

  it('shows related careers with every figure, its source and its date', async () => {
    const move = frame.locator('#move-software-engineer');
    const pay = (await move.locator('.figures').innerText()).replace(/\s+/g, ' ');
    assert.match(pay, /Indeed \$105,000, undated/);
    assert.match(pay, /Glassdoor \$117,000, undated/);
  });

  it('leads from a related career to the figures of that role', async () => {
    await frame.locator('#move-front-end-developer [data-pay]').click();
    const pay = await workbench.pageNamed('pay');
    await pay.locator('#by-source:focus').waitFor();
    assert.equal(await pay.locator('[data-filter="role"] option:checked').innerText(), 'Front-end developer');
    await pay.locator('#by-source [data-rows] li, #by-source tbody tr').first().waitFor({ state: 'attached' });
    assert.match(await pay.locator('#by-source').innerText(), /\$78,410/);
    await pay.locator('[data-act="career"]').click();
    frame = await workbench.pageNamed('career');
  });

  it('makes a page to be printed, with the ticks', async () => {
    await tick('portfolio-site-online').click();
    await ticked('portfolio-site-online');
    const file = path.join(folder, 'career.html');
    await frame.locator('[data-act="print"]').click();
    await workbench.saveAs(file);
    await workbench.answered(file);
    const html = await readFile(file, 'utf8');
    assert.equal([...html.matchAll(/☑/g)].length, 1);
    assert.equal([...html.matchAll(/<h2>/g)].length, careerSections.length);
    await tick('portfolio-site-online').click();
    await ticked('portfolio-site-online', false);
  });

  it('keeps what is unfolded, and the place, through a reload', async () => {
    await frame.locator('[data-fold="tasks-data"] summary').click();
    await frame.locator('[data-fold="tasks-data"][open]').waitFor();
    const page = await workbench.panelFrame();
    await page.evaluate(() => window.scrollTo(0, 1234));
    await workbench.stored('"scroll":1234');
    await workbench.reload();
    frame = await workbench.pageNamed('career');
    await frame.locator('[data-fold="tasks-data"][open]').waitFor();
    await (await workbench.panelFrame()).waitForFunction(() => Math.abs(window.scrollY - 1234) < 3);
  });

  it('can be used by keyboard alone', async () => {
    const page = await workbench.panelFrame();
    await page.evaluate(() => window.scrollTo(0, 0));
    await frame.locator('[data-act="pay"]').focus();
    const seen: string[] = [];
    for (let step = 0; step < 16; step++) {
      await workbench.page.keyboard.press('Tab');
      seen.push(await page.evaluate(() => document.activeElement?.textContent.trim() ?? ''));
    }
    assert.deepEqual(seen.slice(1, 5), [
      'Show the articles',
      'What the job is',
      'Front end, back end, full stack',
      'Developer or engineer, junior or senior',
    ]);
    await frame.locator('[data-fold="tasks-apis"] summary').focus();
    await workbench.page.keyboard.press('Enter');
    await frame.locator('[data-fold="tasks-apis"][open]').waitFor();
    await frame.locator('vscode-checkbox').first().focus();
    const item = await page.evaluate(() => (document.activeElement as HTMLElement).dataset['item'] ?? '');
    await workbench.page.keyboard.press('Space');
    await ticked(item);
    await workbench.page.keyboard.press('Space');
    await ticked(item, false);
  });
});
