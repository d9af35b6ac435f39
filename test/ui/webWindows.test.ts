import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { webOnlyExtension } from '../vscode/runHost.mjs';
import { root, useWorkbench, type Workbench } from './workbench';

describe('several windows in the web worker host', function () {
  this.timeout(120_000);
  before(() => webOnlyExtension('web-extension-windows'));
  const started = useWorkbench({ name: 'web-windows', extension: path.join(root, 'out/web-extension-windows') });

  const show = async (page: Page): Promise<FrameLocator> =>
    (Object.create(started(), { page: { value: page } }) as Workbench).openSkill('Git');
  const open = async (): Promise<FrameLocator> => {
    const page = await started().newWindow();
    await page.goto(started().page.url());
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return show(page);
  };
  const counted = (frame: FrameLocator, count: number): Promise<void> =>
    frame.locator('.ring text', { hasText: `${count}/` }).waitFor();

  it('shows ticks of one in the other, both ways, and after a reload', async () => {
    const one = await show(started().page);
    const two = await open();
    await one.locator('vscode-checkbox').nth(0).click();
    await counted(one, 1);
    await counted(two, 1);
    await two.locator('vscode-checkbox').nth(1).click();
    await counted(two, 2);
    await counted(one, 2);
    await one.locator('vscode-checkbox').nth(2).click();
    await counted(one, 3);
    await counted(two, 3);
    await counted(await open(), 3);
  });
});
