import { build } from 'esbuild';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
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

/** The editor in a browser without a server keeps everything in IndexedDB, and lists the files there once for each window. */
describe("several windows on the browser's own storage", function () {
  this.timeout(120_000);
  const extension = path.join(root, 'out/browser-storage');
  before(async () => {
    const source = path.join(root, 'test/fixtures/browserStorage');
    await cp(path.join(source, 'package.json'), path.join(extension, 'package.json'));
    await build({
      entryPoints: [path.join(source, 'main.mjs')],
      outfile: path.join(extension, 'main.js'),
      bundle: true,
      platform: 'browser',
      format: 'cjs',
      external: ['vscode'],
      plugins: [
        {
          name: 'web-variants',
          setup(setup) {
            setup.onResolve({ filter: /^\..*\.node$/ }, (args) => ({
              path: path.resolve(args.resolveDir, args.path.replace(/\.node$/, '.web.ts')),
            }));
          },
        },
      ],
    });
  });
  const started = useWorkbench({ name: 'browser-storage', extension });

  const item = (page: Page, text: string): Locator => page.locator('.statusbar-item', { hasText: text });
  const open = async (): Promise<Page> => {
    const page = await started().newWindow();
    await page.goto(started().page.url());
    return page;
  };
  const tick = async (page: Page, own: number): Promise<void> => {
    await item(page, 'stored').locator('a').click();
    await item(page, `stored ${own} here`).waitFor();
  };

  it('keeps all ticks that are made in turn and at once, and those of a window that is closed right after', async () => {
    const one = started().page;
    await item(one, 'stored 0 here, 0 in all').waitFor();
    let two = await open();
    let all = 0;
    for (let round = 0; round < 3; round++) {
      await tick(one, round * 3 + 1);
      await tick(two, 1);
      await Promise.all([tick(one, round * 3 + 2), tick(two, 2)]);
      await Promise.all([tick(two, 3), tick(one, round * 3 + 3)]);
      all += 6;
      await two.close();
      two = await open();
      await item(two, `stored 0 here, ${all} in all`).waitFor();
    }
    // The window that was open all the time had its list of files before the others had theirs: it may not see them until it starts anew.
    await one.reload();
    await item(one, `stored 0 here, ${all} in all`).waitFor();
  });
});
