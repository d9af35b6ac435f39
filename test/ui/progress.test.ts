import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { root, useWorkbench, type Workbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/progress-files');

describe('progress as a whole', () => {
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });
  const started = useWorkbench({ name: 'progress', height: 900 });
  let workbench: Workbench;
  let frame: FrameLocator;
  let items: string[];
  const file = path.join(folder, 'export.json');

  before(async () => {
    workbench = started();
    await workbench.openView();
    frame = await workbench.openSkill('Git');
    items = await frame
      .locator('vscode-checkbox')
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset['item'] ?? ''));
    for (const at of [0, 1]) await frame.locator('vscode-checkbox').nth(at).click();
    await ticked(2);
  });
  const ticked = (count: number): Promise<void> =>
    frame.locator('.ring text', { hasText: `${count}/${items.length}` }).waitFor();

  it('undoes the last tick, and only that', async () => {
    await frame.locator('vscode-checkbox').nth(2).click();
    await ticked(3);
    await workbench.command('Backend Skills: Undo Last Tick');
    await ticked(2);
    await frame.locator('vscode-checkbox').nth(2).locator('input:not(:checked)').waitFor({ state: 'attached' });
    // Undoing once more brings it back.
    await workbench.command('Backend Skills: Undo Last Tick');
    await ticked(3);
    await frame.locator('vscode-checkbox').nth(2).click();
    await ticked(2);
  });

  it('exports what is practised, sorted', async () => {
    await workbench.command('Backend Skills: Export Progress');
    await workbench.saveAs(file);
    await workbench.answered(file);
    const exported = JSON.parse(await readFile(file, 'utf8')) as { items: Record<string, string> };
    assert.deepEqual(Object.keys(exported.items), items.slice(0, 2).sort());
    for (const at of Object.values(exported.items)) assert.ok(Date.now() - Date.parse(at) < 600_000);
  });

  it('opens a report', async () => {
    await workbench.command('Backend Skills: Open Progress Report');
    await workbench.page.locator('.view-line', { hasText: 'What I have practised' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: `Git: 2 of ${items.length} practised` }).waitFor();
    await workbench.screenshot('progress-report');
    await workbench.closeTab('Untitled');
    await workbench.page.getByRole('button', { name: "Don't Save" }).click();
    frame = await workbench.panel('Git');
  });

  it('shows the history of an item, newest first', async () => {
    await workbench.command('Backend Skills: Show Progress History');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    await workbench.page.locator('.quick-input-titlebar', { hasText: 'Show Progress History' }).waitFor();
    assert.equal(await list.count(), 2);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.quick-input-titlebar', { hasText: 'History:' }).waitFor();
    assert.equal(await list.count(), 1);
    await list.filter({ hasText: 'Ticked' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('clears everything after asking, keeps an export, and brings it back from there', async () => {
    await workbench.command('Backend Skills: Clear All Progress');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('All 2 practised items are unticked').waitFor();
    await workbench.screenshot('progress-clear');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await ticked(2);
    await workbench.command('Backend Skills: Clear All Progress');
    await dialog.getByRole('button', { name: 'Clear Everything' }).click();
    await ticked(0);
    await workbench.page.locator('.sidebar .message', { hasText: /0 of \d+ practised/ }).waitFor();
    const kept = await readdir(workbench.dataDir, { recursive: true });
    assert.equal(kept.filter((name) => /exports.before-reset-.*\.json$/.test(name)).length, 1);
    await workbench.answer('All progress was cleared', 'Bring Back');
    const picks = workbench.page.locator('.quick-input-list .monaco-list-row');
    await workbench.page.locator('.quick-input-titlebar', { hasText: '2 items will be ticked' }).waitFor();
    assert.equal(await picks.count(), 2);
    await workbench.screenshot('progress-import');
    await workbench.page.keyboard.press('Enter');
    await ticked(2);
  });

  it('finds everything again after a reload, and does not bring back what was cleared', async () => {
    await frame.locator('vscode-checkbox').nth(1).click();
    await ticked(1);
    await workbench.reload();
    frame = await workbench.panel('Git');
    await ticked(1);
    await frame.locator('vscode-checkbox').first().locator('input:checked').waitFor({ state: 'attached' });
  });

  it('shows a tick that cannot be saved as such, with the reason, until it is saved', async () => {
    const progress = path.join(workbench.dataDir, 'data/User/globalStorage/backend-skills.backend-skills/progress');
    await rename(progress, `${progress}-away`);
    // A file where the folder should be.
    await writeFile(progress, '');
    const box = frame.locator('vscode-checkbox').nth(3);
    await box.click();
    await frame.locator('.mark.unsaved', { hasText: 'Not saved yet: ' }).waitFor();
    await workbench.page.locator('.sidebar .message', { hasText: '1 tick is not saved yet' }).waitFor();
    await box.locator('input:checked').waitFor({ state: 'attached' });
    await ticked(1);
    await workbench.screenshot('progress-unsaved');
    await rm(progress);
    await rename(`${progress}-away`, progress);
    // By itself, in a few seconds.
    await ticked(2);
    await frame.locator('.mark.unsaved').waitFor({ state: 'detached' });
    await workbench.page.locator('.sidebar .message', { hasText: /of \d+ practised/ }).waitFor();
    await box.click();
    await ticked(1);
  });

  it('imports what a file has more, and unticks nothing', async () => {
    await workbench.command('Backend Skills: Import Progress');
    await workbench.openFile(file);
    await workbench.page.locator('.quick-input-titlebar', { hasText: '1 item will be ticked' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await ticked(2);
  });
});
