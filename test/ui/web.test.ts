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
});
