import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, useWorkbench } from './workbench';

describe('first steps', () => {
  const started = useWorkbench({ name: 'first-steps' });

  it('has a walkthrough of five steps with pictures, the first of which leads to a path', async () => {
    const workbench = started();
    await workbench.command('Backend Skills: Get Started with Backend Skills');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.equal(await steps.count(), 5);
    const picture = workbench.page
      .locator('iframe.webview.ready')
      .contentFrame()
      .locator('#active-frame')
      .contentFrame()
      .locator('svg');
    await picture.waitFor();
    // The editor's policy drops style elements, so the colours must stand in attributes; without them all would be black.
    assert.equal(await picture.locator('style').count(), 0);
    const fill = await picture
      .locator('rect')
      .first()
      .evaluate((element) => getComputedStyle(element).fill);
    assert.notEqual(fill, 'rgb(0, 0, 0)');
    for (let step = 0; step < 5; step++) {
      await steps.nth(step).click();
      await picture.waitFor();
      await workbench.screenshot(`walkthrough-${step + 1}`);
    }
  });
});

describe('a curriculum that cannot be read', () => {
  const extension = path.join(root, 'out/broken-extension');
  const index = path.join(extension, 'dist/pack/index.json');
  before(async () => {
    await rm(extension, { recursive: true, force: true });
    await mkdir(extension, { recursive: true });
    for (const entry of ['package.json', 'package.nls.json', 'media', 'dist'])
      await cp(path.join(root, entry), path.join(extension, entry), { recursive: true });
    await writeFile(index, '{"format": 1, "id": "core", "areas": [');
  });
  const started = useWorkbench({ name: 'broken', extension });

  it('leaves a message with a way on, and recovers without a reload', async () => {
    const workbench = started();
    await workbench.page.locator('.activitybar a[aria-label*="Backend Skills"]').click();
    const welcome = workbench.page.locator('.sidebar .welcome-view-content', {
      hasText: 'The curriculum could not be read',
    });
    await welcome.waitFor();
    await workbench.screenshot('tree-load-failed');
    await writeFile(index, await readFile(path.join(root, 'dist/pack/index.json')));
    await welcome.getByRole('button', { name: 'Try Again' }).click();
    await workbench.row('Languages').waitFor();
  });

  it('shows a page that cannot be read as a message, and stays usable', async () => {
    const workbench = started();
    await writeFile(path.join(extension, 'dist/pack/skills/ruby.json'), '[]');
    await workbench.search('Ruby');
    const frame = workbench.frame();
    await frame.locator('.problem[role="alert"]', { hasText: 'Ruby could not be read' }).waitFor();
    await workbench.screenshot('page-failed');
    await workbench.openSkill('Java');
  });
});
