import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root, useWorkbench, type Workbench } from './workbench';

interface Body {
  readonly samples: readonly { readonly language: string; readonly code: string }[];
}

describe('skill page', () => {
  const started = useWorkbench({ name: 'panel' });
  let workbench: Workbench;
  before(() => {
    workbench = started();
  });

  it('goes to a prerequisite and back, and forward again', async () => {
    let frame = await workbench.openSkill('Django');
    assert.equal(await frame.locator('[data-act="back"]').getAttribute('inert'), '');
    await frame.locator('.links .chip[data-skill="python"]').click();
    frame = await workbench.panel('Python');
    await workbench.page.locator('.tab.active', { hasText: 'Python' }).waitFor();
    assert.equal(await frame.locator('[data-act="back"]').getAttribute('label'), 'Back to Django');
    await frame.locator('[data-act="back"]').click();
    frame = await workbench.panel('Django');
    assert.equal(await frame.locator('[data-act="forward"]').getAttribute('label'), 'Forward to Python');
    await frame.locator('[data-act="forward"]').click();
    await workbench.panel('Python');
  });

  it('returns to where the reader was', async () => {
    await workbench.openSkill('Django');
    const frame = await workbench.panelFrame();
    await frame.evaluate(() => window.scrollTo(0, 600));
    // Without the scrolling that a click by mouse would need.
    await frame.evaluate(() => document.querySelector<HTMLElement>('.pager .next')?.click());
    await workbench.frame().locator('h1', { hasText: 'Flask' }).waitFor();
    await workbench.panel('Flask');
    assert.equal(await frame.evaluate(() => window.scrollY), 0);
    await workbench.frame().locator('[data-act="back"]').click();
    await workbench.panel('Django');
    await frame.waitForFunction(() => window.scrollY === 600);
  });

  it('goes to the next and the previous skill', async () => {
    let frame = await workbench.openSkill('PHP');
    const next = (await frame.locator('.pager .next').innerText()).split('\n').pop()?.trim() ?? '';
    await frame.locator('.pager .next').click();
    frame = await workbench.panel(next);
    assert.match(await frame.locator('.pager .previous').innerText(), /PHP/);
  });

  it('follows a link in the text', async () => {
    const frame = await workbench.openSkill('Node.js');
    const link = frame.locator('article a[data-skill]').first();
    const target = await link.getAttribute('data-skill');
    assert.ok(target);
    await link.click();
    await workbench.frame().locator(`#root[data-painted="${target}"]`).waitFor();
  });

  it('opens at the heading that a search has found', async () => {
    await workbench.search('RabbitMQ');
    const frame = await workbench.panel('Message brokers');
    const heading = frame.locator('h3#section-rabbitmq');
    await heading.waitFor();
    const page = await workbench.panelFrame();
    await page.waitForFunction(() => document.activeElement?.id === 'section-rabbitmq');
    const { top, bottom } = await heading.evaluate((element) => element.getBoundingClientRect());
    assert.ok(top >= 0 && bottom <= (await page.evaluate(() => window.innerHeight)), `it stands at ${top}`);
  });

  it('finds a page by a question about another of its names, with a slip', async () => {
    await workbench.search('what is round robbin', 'Reverse proxies');
    await workbench.panel('Reverse proxies and load balancing');
  });

  it('shows the first of many links, and the others when asked', async () => {
    const frame = await workbench.openSkill('SQL');
    const leadsTo = frame.locator('.links > div', { hasText: 'Leads to' });
    const shown = await leadsTo.locator('a.chip:visible').count();
    assert.ok(shown >= 4 && shown <= 8, `${shown} links`);
    const [, more] = /(\d+) more/.exec(await leadsTo.locator('summary').innerText()) ?? [];
    await leadsTo.locator('summary').click();
    await leadsTo
      .locator('a.chip:visible')
      .nth(shown + Number(more) - 1)
      .waitFor();
    await leadsTo.locator('a.chip', { hasText: 'PostgreSQL' }).click();
    await workbench.panel('PostgreSQL');
  });

  it('shows a drawing with its caption, and tells what it shows to those who cannot see it', async () => {
    const frame = await workbench.openSkill('TLS and HTTPS');
    const figure = frame.locator('figure.diagram').first();
    assert.match((await figure.locator('svg').getAttribute('aria-label')) ?? '', /ClientHello.{20,}/);
    assert.equal(await figure.locator('svg').getAttribute('role'), 'img');
    assert.ok((await figure.locator('figcaption').innerText()).length > 40);
    assert.ok((await figure.locator('svg text').count()) > 5);
    assert.equal(await figure.locator('svg desc').count(), 0);
  });

  it('copies a sample exactly', async () => {
    const frame = await workbench.openSkill('Python');
    const body = JSON.parse(await readFile(path.join(root, 'dist/pack/skills/python.json'), 'utf8')) as Body;
    await frame.locator('[data-copy="0"]').click();
    await frame.locator('[data-copy="0"][icon="check"]').waitFor();
    assert.equal(await workbench.page.evaluate(() => navigator.clipboard.readText()), body.samples[0]?.code);
  });

  it('has a button for every sample, and none for output', async () => {
    const frame = await workbench.openSkill('Python');
    const body = JSON.parse(await readFile(path.join(root, 'dist/pack/skills/python.json'), 'utf8')) as Body;
    assert.equal(await frame.locator('.code').count(), body.samples.length);
    assert.equal(
      await frame.locator('[data-copy]').count(),
      body.samples.filter((sample) => sample.language !== 'output').length,
    );
    // The highlighter has marked something in each.
    for (const block of await frame.locator('.code:not(.output)').all())
      assert.ok((await block.locator('[class^="hljs-"]').count()) > 0);
  });

  it('opens a sample in an editor of its language', async () => {
    const frame = await workbench.openSkill('Python');
    await frame.locator('.code vscode-toolbar-button[icon="go-to-file"]').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    // The status bar follows the focus, which a busy window may still leave on the page.
    await workbench.page.locator('.editor-group-container').nth(1).locator('.view-lines').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Python' }).waitFor();
    await workbench.closeTab('Untitled');
    // An untitled text asks before it goes.
    await workbench.page.getByRole('button', { name: "Don't Save" }).click();
    await workbench.page.locator('.editor-group-container').nth(1).waitFor({ state: 'detached' });
  });

  it('opens another panel to the side, each with its own page', async () => {
    const frame = await workbench.openSkill('SQL');
    await frame.locator('[data-act="openToSide"]').click();
    await workbench.page.locator('.editor-group-container').nth(1).locator('.tab', { hasText: 'SQL' }).waitFor();
    const second = workbench.frame(1);
    await second.locator('#root[data-painted="sql"]').waitFor();
    // A tick in one is a tick in the other.
    await frame.locator('vscode-checkbox').first().click();
    await second.locator('vscode-checkbox').first().locator('input:checked').waitFor({ state: 'attached' });
    await second.locator('vscode-checkbox').first().click();
    await frame.locator('vscode-checkbox').first().locator('input:not(:checked)').waitFor({ state: 'attached' });
    await workbench.closeTab('SQL', 1);
    await workbench.page.locator('.editor-group-container').nth(1).waitFor({ state: 'detached' });
  });

  it('stays where the reader is when the page on show is asked for again', async () => {
    const frame = await workbench.openSkill('PHP');
    const panel = await workbench.panelFrame();
    await frame.locator('.qa summary').first().click();
    await panel.evaluate(() => window.scrollTo(0, 700));
    await panel.evaluate(() => (document.querySelector('article')!.dataset['mark'] = 'same'));
    await workbench.openSkill('PHP');
    await frame.locator('article[data-mark="same"]').waitFor();
    assert.equal(await panel.evaluate(() => window.scrollY), 700);
    assert.equal(await frame.locator('.qa details[open]').count(), 1);
  });

  it('asks which skill to open to the side, and opens it there', async () => {
    await workbench.openSkill('Ruby');
    await workbench.commandAndPick('Backend Skills: Open Skill to the Side', 'Java');
    const side = workbench.page.locator('.editor-group-container').nth(1);
    await side.locator('.tab').waitFor();
    assert.match(await workbench.page.locator('.editor-group-container').nth(0).locator('.tab').innerText(), /Ruby/);
    await workbench.closeTab((await side.locator('.tab').innerText()).trim());
    await side.waitFor({ state: 'detached' });
  });

  it("is searched by the editor's find widget", async () => {
    const frame = await workbench.openSkill('Git');
    await frame.locator('h1').click();
    await workbench.page.keyboard.press('Control+f');
    await workbench.page.locator('.simple-find-part.visible input').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('shows the pay figures of the roles with source and date, and never a mean', async () => {
    const frame = await workbench.openSkill('Python');
    const card = frame.locator('.paycard');
    assert.match(await card.locator('h2').innerText(), /Python developer, US/);
    const rows = await card.locator('.figures').first().locator('li').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.replace(/\s+/g, ' ').trim()),
      ['$97,000 Glassdoor · average · undated', '$133,000 Indeed · average · undated'],
    );
    // As many marks as single figures.
    assert.equal(await card.locator('.strip').first().locator('.mk').count(), 2);
    await card.locator('.otherrole > summary', { hasText: 'Back-end developer' }).click();
    await card.locator('.otherrole[open] .figures summary').click();
    assert.match(await card.locator('.otherrole[open]').innerText(), /\$103,902\s+Glassdoor · average · Feb 2024/);
  });

  it('is read, ticked and left by keyboard alone', async () => {
    await workbench.openSkill('Ruby');
    const frame = await workbench.panelFrame();
    await workbench.frame().locator('h1').focus();
    const visited: string[] = [];
    for (let presses = 0; presses < 80; presses++) {
      await workbench.page.keyboard.press('Tab');
      const at = await frame.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return 'outside';
        const shown = element.getBoundingClientRect();
        const visible = shown.width > 0 && shown.height > 0;
        return `${element.tagName.toLowerCase()}${element.getAttribute('data-item') ?? element.getAttribute('data-skill') ?? element.getAttribute('data-copy') ?? ''}${visible ? '' : ' INVISIBLE'}`;
      });
      if (at === 'outside') break;
      visited.push(at);
    }
    assert.ok(
      !visited.some((at) => at.includes('INVISIBLE')),
      `focus went to something that is not shown: ${visited.join(', ')}`,
    );
    const interactive = await frame.evaluate(
      () =>
        [...document.querySelectorAll('vscode-checkbox, .chip, summary, .pager a, .linklist a, pre')].filter(
          (element) => element.checkVisibility(),
        ).length,
    );
    const reached = visited.filter((at) => /^(vscode-checkbox|a|summary|pre)/.test(at)).length;
    assert.ok(reached >= interactive, `${reached} of ${interactive} reached: ${visited.join(', ')}`);

    await workbench.frame().locator('vscode-checkbox').first().focus();
    await workbench.page.keyboard.press('Space');
    await workbench.frame().locator('vscode-checkbox').first().locator('input:checked').waitFor({ state: 'attached' });
    await workbench.page.keyboard.press('Space');
    await workbench
      .frame()
      .locator('vscode-checkbox')
      .first()
      .locator('input:not(:checked)')
      .waitFor({ state: 'attached' });
  });

  it('jumps to practice by the first link', async () => {
    const frame = await workbench.openSkill('Java');
    await frame.locator('.skip').focus();
    await workbench.page.keyboard.press('Enter');
    await frame.locator('vscode-checkbox:focus-within').waitFor();
  });

  it('keeps open questions open while the panel is hidden', async () => {
    const frame = await workbench.openSkill('Java');
    await frame.locator('.qa summary').first().click();
    await frame.locator('.qa details[open]').waitFor();
    await workbench.page.keyboard.press('Control+p');
    await workbench.pick('README.md');
    await workbench.page.locator('.tab.active', { hasText: 'README.md' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Java' }).click();
    const again = await workbench.panel('Java');
    await again.locator('.qa details[open]').waitFor();
  });
});
