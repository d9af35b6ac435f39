import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { inTheme, persist, type Theme, useWorkbench, type Workbench } from './workbench';
import { installExtension } from '../vscode/extension.mjs';

const input = (workbench: Workbench): Locator => workbench.page.locator('.quick-input-widget input[type="text"]');
const picks = (workbench: Workbench): Locator => workbench.page.locator('.quick-input-list .monaco-list-row');
const rows = (workbench: Workbench): Locator => workbench.page.locator('.sidebar .monaco-list-row');
const focused = (workbench: Workbench): Locator => workbench.page.locator('.sidebar .monaco-list-row.focused');
const statusBar = (workbench: Workbench): Locator => workbench.page.locator('.statusbar-item', { hasText: 'Next:' });

/** Runs a command whose picker is then waited for; once more where something else took the focus and closed it. */
async function ask(workbench: Workbench, command: string, title: string): Promise<void> {
  await persist(3, async () => {
    await workbench.command(`Backend Skills: ${command}`);
    await workbench.page
      .locator('.quick-input-widget .quick-input-title', { hasText: title })
      .waitFor({ timeout: 4000 });
  });
}

describe('paths', () => {
  const started = useWorkbench({ name: 'paths' });
  let workbench: Workbench;
  before(() => {
    workbench = started();
  });

  it('are not spoken of before the extension is used, then the status bar and the tree say what is next', async () => {
    await workbench.page.locator('.statusbar-item').first().waitFor();
    assert.equal(await statusBar(workbench).count(), 0);
    await workbench.openView();
    await workbench.row('Next: Back-end development').waitFor();
    await statusBar(workbench).waitFor();
    assert.match((await statusBar(workbench).textContent()) ?? '', /Next: Back-end development/);
    const label = await statusBar(workbench).locator('[aria-label]').first().getAttribute('aria-label');
    assert.match(label ?? '', /Backend Skills, next: Back-end development, .*A good place to begin/);
    await workbench.screenshot('paths-newcomer');
  });

  it('are chosen by keyboard, and the tree shows the steps with their reasons', async () => {
    await ask(workbench, 'Follow a Path', 'Follow a Path');
    const list = picks(workbench);
    await list.filter({ hasText: 'Python and Django' }).waitFor();
    assert.match((await list.first().textContent()) ?? '', /Start from zero.*\d+ h · \d+ steps/);
    await workbench.screenshot('paths-choose');
    await input(workbench).pressSequentially('databases');
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Databases' }).waitFor();
    await workbench.page.keyboard.press('Enter');

    const path = workbench.row('Databases').first();
    await path.locator('.label-description', { hasText: /^0\/24 · \d+ h left$/ }).waitFor();
    await workbench.row('Next: Database management systems').waitFor();
    assert.match((await rows(workbench).nth(1).textContent()) ?? '', /Databases0\/24/);
    // By keyboard to the path, and into it.
    await workbench.page.keyboard.press('Home');
    await focused(workbench).filter({ hasText: 'Next:' }).waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await focused(workbench).filter({ hasText: '0/24' }).waitFor();
    await workbench.page.keyboard.press('ArrowRight');
    const first = workbench.row('1. Database management systems');
    await first.locator('.label-description', { hasText: 'See a file lose data on purpose' }).waitFor();
    assert.match(
      (await first.getAttribute('aria-label')) ?? '',
      /^Step 1 of 24: Database management systems, Not started/,
    );
    await workbench.page.locator('.sidebar .label-name', { hasText: /^3\. Lab: / }).waitFor();
    await workbench.screenshot('paths-tree');
  });

  it('count a step as its items are ticked in it, and go on to the next by themselves', async () => {
    await workbench.row('1. Database management systems').click();
    await workbench.panel('Database management systems');
    await workbench.expand('1. Database management systems');
    const boxes = workbench.page.locator(
      '.sidebar .monaco-list-row[aria-level="3"] .custom-view-tree-node-item-checkbox',
    );
    await boxes.nth(5).waitFor();
    const count = await boxes.count();
    assert.equal(count, 6);
    for (let at = 0; at < count; at++) {
      await boxes.nth(at).click();
      // A row that is just being painted anew takes no click.
      await workbench
        .frame()
        .locator('.ring text', { hasText: `${at + 1}/6` })
        .waitFor();
      await workbench
        .row('1. Database management systems')
        .locator('.label-description', { hasText: at + 1 < count ? `${at + 1}/6` : /^See a file/ })
        .waitFor();
    }
    await workbench.row('Databases').first().locator('.label-description', { hasText: '1/24' }).waitFor();
    await workbench.row('Next: SQL').waitFor();
    await statusBar(workbench).filter({ hasText: 'Next: SQL' }).waitFor();
    await workbench.screenshot('paths-ticked');
    // The same items are ticked where the curriculum has them.
    await workbench.row('1. Database management systems').locator('.monaco-tl-twistie').click();
    await rows(workbench).filter({ hasText: 'Databases1/24' }).locator('.monaco-tl-twistie').click();
    await workbench.row('Databases').last().locator('.monaco-tl-twistie').click();
    await workbench.row('Database management systems').locator('.label-description', { hasText: '● 6/6' }).waitFor();
    await workbench.row('Databases').last().locator('.monaco-tl-twistie').click();
  });

  it('stay in sight whatever the filter hides', async () => {
    await workbench.command('Backend Skills: Filter Skills');
    await picks(workbench).filter({ hasText: /^Done/ }).click();
    await picks(workbench)
      .filter({ hasText: /^Advanced/ })
      .click();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.sidebar .message', { hasText: 'No skill matches the filter' }).waitFor();
    await workbench.row('Next: SQL').waitFor({ state: 'hidden' });
    await workbench.row('Working with data').waitFor({ state: 'hidden' });
    await workbench.row('Databases').waitFor();
    await workbench.page.locator('.sidebar .composite.title .action-label[aria-label^="Clear Filter"]').click();
    await workbench.row('Next: SQL').waitFor();
  });

  it('what next gives reasons, and another suggestion for what is put off', async () => {
    await ask(workbench, 'What Next', 'What Next');
    await picks(workbench).first().filter({ hasText: 'Step 2 of 24 on your path.' }).waitFor();
    await workbench.screenshot('paths-what-next');
    await workbench.page.keyboard.press('ArrowDown');
    for (let step = 0; step < 4; step++) {
      if (await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Not now' }).count())
        break;
      await workbench.page.keyboard.press('ArrowDown');
    }
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Not now' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    // What stands on SQL waits too, so the path goes on with what does not.
    await picks(workbench).filter({ hasText: 'Bring back what was put off' }).waitFor();
    assert.doesNotMatch((await picks(workbench).first().textContent()) ?? '', /^SQL/);
    await workbench.row('Next: SQL').waitFor({ state: 'hidden' });
    await picks(workbench).filter({ hasText: 'Bring back what was put off' }).click();
    await picks(workbench).first().filter({ hasText: 'Step 2 of 24 on your path.' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.panel('SQL');
  });

  it('put off from the menu of the tree, and remembered over a reload', async () => {
    await workbench.row('Next: SQL').click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Not Now' }).hover();
    await workbench.page.locator('.monaco-menu .action-item.focused', { hasText: 'Not Now' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.row('Next: SQL').waitFor({ state: 'hidden' });
    const next = (await workbench.page.locator('.sidebar .label-name', { hasText: /^Next: / }).innerText()).trim();
    await workbench.stored('backendSkills.notNow');
    await workbench.reload();
    await workbench.openView();
    await workbench.row(next).waitFor();
  });

  it('put off in another window, are put off here when the reader comes back', async () => {
    const other = await workbench.newWindow();
    await other.goto(workbench.page.url());
    await other.locator('.monaco-workbench .statusbar').waitFor();
    // The same moves, made in another page.
    const there = Object.create(workbench, { page: { value: other } }) as Workbench;
    await there.openView();
    // The command says what is next there too, for some seconds.
    const entry = ({ page }: Workbench): Locator => page.locator('.statusbar-item.right', { hasText: 'Next:' });
    await entry(there).waitFor();
    const next = await entry(there).innerText();
    assert.equal(await entry(workbench).innerText(), next);
    // In a browser of tests every page has the focus; the editor asks for it when it comes and goes.
    const focus = (has: boolean): Promise<void> =>
      workbench.page.evaluate((now) => {
        document.hasFocus = () => now;
        window.dispatchEvent(new Event(now ? 'focus' : 'blur'));
      }, has);
    await focus(false);
    await there.command('Backend Skills: Not Now');
    await entry(there).filter({ hasNotText: next }).waitFor();
    const then = await entry(there).innerText();
    await persist(5, async () => {
      await focus(false);
      await focus(true);
      await entry(workbench).filter({ hasText: then }).waitFor({ timeout: 2000 });
    });
    await other.close();
  });

  it('are left from the menu of the tree', async () => {
    await workbench.row('Databases').first().click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Stop Following the Path' }).hover();
    await workbench.page.locator('.monaco-menu .action-item.focused', { hasText: 'Stop Following the Path' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await rows(workbench).filter({ hasText: '1/24' }).waitFor({ state: 'hidden' });
    await workbench.answer('You no longer follow Databases', 'Undo');
    await rows(workbench).filter({ hasText: '1/24' }).waitFor();
  });
});

describe('what next, switched off', () => {
  const started = useWorkbench({
    name: 'paths-off',
    settings: { 'backendSkills.showStatusBar': false, 'backendSkills.showNext': false },
  });

  it('shows nothing in the tree and the status bar, and answers all the same', async () => {
    const workbench = started();
    await workbench.openView();
    await workbench.row('Foundations').waitFor();
    await ask(workbench, 'What Next', 'What Next');
    await picks(workbench).first().filter({ hasText: 'A good place to begin' }).waitFor();
    assert.equal(await statusBar(workbench).count(), 0);
    assert.equal(await workbench.row('Next: Back-end development').count(), 0);
  });
});

for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const satisfies readonly Theme[])
  describe(`a path with headings in the theme ${theme}`, () => {
    const started = useWorkbench({
      name: `paths-${theme}`,
      settings: inTheme(theme),
      install: installExtension,
      width: theme === 'light' ? 900 : 1400,
    });

    it('shows its weeks, each with its own count', async () => {
      const workbench = started();
      await workbench.commandAndPick('Backend Skills: Follow a Path', 'interview', 'Interview in four weeks');
      await workbench.expand('Interview in four weeks');
      await workbench
        .row('Week 1: what every interview asks')
        .locator('.label-description', { hasText: '0/7 ·' })
        .waitFor();
      await workbench.expand('Week 1: what every interview asks');
      await workbench.row('1. Interview preparation').waitFor();
      await workbench.screenshot(`paths-${theme}`);
    });
  });
