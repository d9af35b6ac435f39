import assert from 'node:assert/strict';
import path from 'node:path';
import { webOnlyExtension } from '../vscode/runHost.mjs';
import { root, useWorkbench } from './workbench';

describe('web worker host', () => {
  before(() => webOnlyExtension('web-extension-ui'));
  const started = useWorkbench({ name: 'web', extension: path.join(root, 'out/web-extension-ui') });

  it('shows tree and page, ticks both ways, and finds the ticks again after a reload', async () => {
    const workbench = started();
    await workbench.openView();
    const frame = await workbench.openSkill('Git');
    await workbench.expand('Everyday tools', 'Git');
    const rows = workbench.page.locator('.sidebar .monaco-list-row[aria-level="3"]');
    await rows.first().locator('.custom-view-tree-node-item-checkbox').click();
    await frame.locator('vscode-checkbox').first().locator('input:checked').waitFor({ state: 'attached' });
    await frame.locator('vscode-checkbox').nth(1).click();
    await workbench.row('Git').locator('.label-description', { hasText: '◐ 2/' }).waitFor();

    await workbench.reload();
    await workbench.openView();
    const again = await workbench.panel('Git');
    await again.locator('.ring text', { hasText: '2/' }).waitFor();
    await workbench.row('Git').locator('.label-description', { hasText: '◐ 2/' }).waitFor();
    await workbench.screenshot('web-worker-host');

    const pay = await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
    await pay.locator('#by-place [data-mark]').nth(9).waitFor();
    const career = await workbench.openPage('Backend Skills: Open Career Guide', 'career');
    await career.locator('#title-junior-back-end-developer .num', { hasText: '1 begun' }).waitFor();
    await career.locator('vscode-checkbox').first().click();
    await career.locator('vscode-checkbox').first().locator('input:checked').waitFor({ state: 'attached' });
  });

  it('teaches there too: a path, what is next, a review, a note, the search and the journal, with nothing from outside', async () => {
    const workbench = started();
    const { page } = workbench;
    // Whatever is asked for beyond the server is not given, and noted unless it is the editor itself that looks for extensions.
    const outside: string[] = [];
    const own = new URL(page.url()).host;
    await page.context().route(
      (url) => /^https?:$/.test(url.protocol) && url.host !== own && !url.hostname.endsWith('.vscode-cdn.net'),
      (route) => {
        if (route.request().frame() !== page.mainFrame()) outside.push(route.request().url());
        return route.abort();
      },
    );
    for (const tab of ['Career Guide', 'Pay Explorer', 'Git']) await workbench.closeTab(tab);
    await page.locator('iframe.webview').first().waitFor({ state: 'detached' });

    await workbench.commandAndPick('Backend Skills: Follow a Path', 'databases', 'Databases');
    await workbench.row('Next: Database management systems').waitFor();
    await workbench
      .row('Databases')
      .first()
      .locator('.label-description', { hasText: /^0\/24/ })
      .waitFor();

    await workbench.commandAndPick('Backend Skills: Review Skill', 'Git', 'Git');
    const review = workbench.frame();
    await review.locator('#root[data-painted*="#"]').waitFor();
    const asked = await review.locator('#root').getAttribute('data-painted');
    await page.keyboard.press('Enter');
    await review.locator('#root[data-painted$=" answer"]').waitFor();
    await page.keyboard.press('3');
    await review.locator(`#root[data-painted]:not([data-painted^="${asked}"])`).waitFor();
    await workbench.closeTab('Review');
    await page.locator('iframe.webview').first().waitFor({ state: 'detached' });

    const skill = await workbench.openSkill('SQL');
    await skill.locator('[data-act="note"]').first().click();
    const line = page.locator('.editor-group-container .monaco-editor .view-line');
    await line.filter({ hasText: '# SQL' }).waitFor();
    await page.keyboard.type('The zebrafinch query.');
    await page.keyboard.press('Control+s');
    await skill.locator('#note', { hasText: 'zebrafinch' }).waitFor();
    await workbench.closeTab('sql.md');
    await workbench.closeTab('SQL');

    await workbench.command('Backend Skills: Search Skills');
    await page.locator('.quick-input-widget input[placeholder^="Type a skill"]').fill('zebrafinch');
    await page.locator('.quick-input-list .monaco-list-row.focused .codicon-note').waitFor();
    await page.keyboard.press('Enter');
    await (await workbench.panel('SQL')).locator('#note', { hasText: 'zebrafinch' }).waitFor();
    await workbench.closeTab('SQL');
    await page.locator('iframe.webview').first().waitFor({ state: 'detached' });

    const journal = await workbench.openPage('Backend Skills: Open Journal', 'journal');
    await journal.locator('[data-listed] .line', { hasText: '1 review in Git' }).waitFor();
    assert.equal(await journal.locator('[data-listed]').count(), 1);
    assert.deepEqual(outside, []);
    await workbench.screenshot('web-journal');
  });
});
