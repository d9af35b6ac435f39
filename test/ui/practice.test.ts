import assert from 'node:assert/strict';
import type { Frame, FrameLocator } from 'playwright-core';
import { useWorkbench, type Workbench } from './workbench';

/** Waits for a checkbox of the page to have a state. */
async function expectTick(frame: FrameLocator, item: string, checked: boolean): Promise<void> {
  await frame
    .locator(`vscode-checkbox[data-item="${item}"]`)
    .locator(checked ? 'input:checked' : 'input:not(:checked)')
    .waitFor({ state: 'attached' });
}

describe('practice in tree and page', () => {
  const started = useWorkbench({ name: 'practice' });
  let workbench: Workbench;
  const first = 'core/git/';

  before(async () => {
    workbench = started();
    await workbench.openView();
  });

  it('says the total, and lists areas with their counts', async () => {
    await workbench.page.locator('.sidebar .message', { hasText: /0 of \d+ practised/ }).waitFor();
    await workbench.row('Foundations').locator('.label-description', { hasText: '0/' }).waitFor();
  });

  it('shows in the page what is ticked in the tree, and the other way round', async () => {
    const frame = await workbench.openSkill('Git');
    await workbench.expand('Everyday tools', 'Git');
    const rows = workbench.page.locator('.sidebar .monaco-list-row[aria-level="3"]');
    const label = (await rows.first().locator('.label-name').innerText()).trim();
    const items = await frame
      .locator('vscode-checkbox')
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset['item'] ?? ''));
    const [one = '', two = ''] = items;
    assert.ok(one.startsWith(first));

    await workbench.checkbox(label).click();
    await expectTick(frame, one, true);
    await workbench
      .row('Git')
      .locator('.label-description', { hasText: `◐ 1/${items.length}` })
      .waitFor();
    await workbench.row('Everyday tools').locator('.label-description', { hasText: '1/' }).waitFor();
    await workbench.page.locator('.sidebar .message', { hasText: /1 of \d+ practised/ }).waitFor();
    await workbench.page.locator('.activitybar .badge-content', { hasText: '1' }).first().waitFor();
    await frame.locator('.ring text', { hasText: `1/${items.length}` }).waitFor();

    await frame.locator(`vscode-checkbox[data-item="${two}"]`).click();
    await workbench
      .row('Git')
      .locator('.label-description', { hasText: `◐ 2/${items.length}` })
      .waitFor();
    await rows
      .nth(1)
      .locator(
        '.custom-view-tree-node-item-checkbox.checked, .custom-view-tree-node-item-checkbox[aria-checked="true"]',
      )
      .waitFor();

    await frame.locator(`vscode-checkbox[data-item="${two}"]`).click();
    await workbench
      .row('Git')
      .locator('.label-description', { hasText: `◐ 1/${items.length}` })
      .waitFor();
  });

  it('marks and clears a skill from its menu, and undoes that', async () => {
    const menu = async (skill: string, entry: string): Promise<void> => {
      await workbench.row(skill).click({ button: 'right' });
      // A menu that has just opened ignores the mouse for a moment; the keyboard it heeds at once.
      await workbench.page.locator('.monaco-menu .action-label', { hasText: entry }).hover();
      await workbench.page.locator('.monaco-menu .action-item.focused', { hasText: entry }).waitFor();
      await workbench.page.keyboard.press('Enter');
    };
    await menu('Git', 'Mark All as Practised');
    await workbench.row('Git').locator('.label-description', { hasText: '●' }).waitFor();
    await workbench.answer('more practised', 'Undo');
    // What was ticked before stays ticked.
    await workbench.row('Git').locator('.label-description', { hasText: '◐ 1/' }).waitFor();
    await menu('Git', 'Clear All Ticks');
    await workbench.row('Git').locator('.label-description', { hasText: '○ 0/' }).waitFor();
    await workbench.answer('cleared', 'Undo');
    await workbench.row('Git').locator('.label-description', { hasText: '◐ 1/' }).waitFor();
  });

  it('filters by progress, shows the filter, and clears it with one click', async () => {
    await workbench.command('Backend Skills: Filter Skills');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'In progress' }).click();
    await workbench.page.keyboard.press('Enter');
    await workbench.row('Git').waitFor();
    await workbench.row('Languages').waitFor({ state: 'hidden' });
    await workbench.page.locator('.sidebar .message', { hasText: 'Showing: In progress' }).waitFor();
    await workbench.page.locator('.sidebar .composite.title .action-label[aria-label^="Clear Filter"]').click();
    await workbench.row('Languages').waitFor();
  });

  it('says so when a filter leaves nothing, and offers the way back', async () => {
    await workbench.command('Backend Skills: Filter Skills');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: /^Done/ }).click();
    await workbench.page.keyboard.press('Enter');
    const welcome = workbench.page.locator('.sidebar .welcome-view-content', {
      hasText: 'No skill matches the filter',
    });
    await welcome.waitFor();
    await workbench.screenshot('tree-filter-empty');
    await welcome.getByRole('button', { name: 'Show All Skills' }).click();
    await workbench.row('Languages').waitFor();
  });

  it('moves a skill out of a filtered tree when it no longer matches', async () => {
    await workbench.command('Backend Skills: Filter Skills');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Not started' }).click();
    await workbench.page.keyboard.press('Enter');
    // Git was ticked above, its neighbours were not.
    await workbench.expand('Everyday tools');
    await workbench.row('Developer tools').waitFor();
    await workbench.row('Git').waitFor({ state: 'hidden' });
    const frame = await workbench.openSkill('MongoDB');
    await workbench.row('MongoDB').waitFor();
    await frame.locator('vscode-checkbox').first().click();
    await workbench.row('MongoDB').waitFor({ state: 'hidden' });
    await workbench.row('MySQL').waitFor();
    await frame.locator('vscode-checkbox').first().click();
    await workbench.row('MongoDB').waitFor();
    await workbench.page.locator('.sidebar .composite.title .action-label[aria-label^="Clear Filter"]').click();
  });

  it('finds a skill by another name, and a practice item, which it brings into view', async () => {
    await workbench.search('dotnet', 'C#');
    await workbench.panel('C#');
    const item = await workbench
      .frame()
      .locator('vscode-checkbox')
      .last()
      .evaluate((box) => ({ id: (box as HTMLElement).dataset['item'], text: box.textContent }));
    await workbench.openSkill('Git');
    await workbench.search(item.text.trim().slice(0, 40), 'C#');
    const frame = await workbench.panel('C#');
    await frame.locator(`vscode-checkbox[data-item="${item.id}"]:focus-within`).waitFor();
  });

  it('selects the opened skill in the tree', async () => {
    await workbench.openSkill('NGINX');
    await workbench.page.locator('.sidebar .monaco-list-row.selected', { hasText: 'NGINX' }).waitFor();
  });
});

describe('window reload', () => {
  const started = useWorkbench({ name: 'reload' });

  /** The paragraph, list item or sample at the upper edge of the page. */
  const top = (page: Frame): Promise<string> =>
    page.evaluate(() => {
      const { left, width } = document.querySelector('.main')!.getBoundingClientRect();
      const texts = [...document.querySelectorAll('.main :is(p, li, pre, h2, h3, figure, tr)')];
      const shown = texts.find((text) => {
        const box = text.getBoundingClientRect();
        return box.bottom > 100 && box.left < left + width;
      });
      return shown?.textContent.trim() ?? '';
    });

  it('finds page and ticks again after the window is reloaded, at the same place', async () => {
    const workbench = started();
    await workbench.openView();
    const frame = await workbench.openSkill('Git');
    const item = (await frame.locator('vscode-checkbox').first().getAttribute('data-item')) ?? '';
    if (!(await frame.locator(`vscode-checkbox[data-item="${item}"] input:checked`).count()))
      await frame.locator('vscode-checkbox').first().click();
    await expectTick(frame, item, true);
    // What comes after the texts may move what is below it, as in any page; the place is kept where nothing moves any more.
    await frame.locator('#root[data-note]').waitFor();
    const panel = await workbench.panelFrame();
    await panel.evaluate(() => window.scrollTo(0, 907));
    const before = await panel.evaluate(() => window.scrollY);
    assert.equal(before, 907);
    const read = await top(panel);
    assert.ok(read.length > 20, 'there is no text at the top');
    await workbench.stored('"scroll":907');
    await workbench.reload();
    const after = await workbench.panel('Git');
    await expectTick(after, item, true);
    // What the reader sees at the top: where the editor has given the page another width since, its height differs.
    const again = await workbench.panelFrame();
    for (const end = Date.now() + 10_000; (await top(again)) !== read;)
      assert.ok(
        Date.now() < end,
        `the page stands at "${await top(again)}" (${await again.evaluate(() => window.scrollY)}) in place of "${read}"`,
      );
    await workbench.row('Git').waitFor();
    await workbench.row('Git').locator('.label-description', { hasText: '◐ 1/' }).waitFor();
  });
});
