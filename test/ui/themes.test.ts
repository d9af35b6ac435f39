import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { themes, useWorkbench, type Theme, type Workbench } from './workbench';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
  }[];
  readonly passes: readonly unknown[];
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('skill page in every theme', () => {
  const started = useWorkbench({ name: 'themes' });
  let workbench: Workbench;
  before(async () => {
    workbench = started();
    await workbench.openView();
    // Something of every state: a skill in progress, one done, and one not begun.
    await workbench.openSkill('HTTP requests and responses');
    await workbench.frame().locator('vscode-checkbox').first().click();
    await workbench.frame().locator('.ring text', { hasText: '1/' }).waitFor();
    await workbench.frame().locator('vscode-checkbox').nth(2).click();
    await workbench.frame().locator('.ring text', { hasText: '2/' }).waitFor();
    await workbench.openSkill('REST APIs');
    for (const at of [0, 1, 3]) {
      await workbench.frame().locator('vscode-checkbox').nth(at).click();
    }
    await workbench.frame().locator('.ring text', { hasText: '3/' }).waitFor();
    // On a narrow window the sidebar would leave no room.
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  });

  /** Widths of the window that give the panel about 400 and 1200 px. */
  const widths = { 400: 460, 1200: 1260 } as const;

  for (const theme of Object.keys(themes) as Theme[]) {
    for (const width of [400, 1200] as const) {
      it(`${theme}, ${width} px: is clean for axe-core and stays inside its width`, async function () {
        this.timeout(90_000);
        await workbench.configure({
          'workbench.colorTheme': themes[theme],
          'workbench.activityBar.location': width === 400 ? 'hidden' : 'default',
        });
        await workbench.page.setViewportSize({ width: widths[width], height: 1000 });
        await workbench.load();
        const panel = await workbench.openSkill('REST APIs');
        // On a narrow window the sidebar would leave no room.
        if (width === 400 && (await workbench.page.locator('.part.sidebar').isVisible()))
          await workbench.command('View: Toggle Primary Side Bar Visibility');
        const question = panel.locator('.qa details').first();
        if ((await question.getAttribute('open')) === null) await question.locator('summary').click();
        const frame = await workbench.panelFrame();
        await frame.evaluate(() => window.scrollTo(0, 0));
        await workbench.screenshot(`skill-${theme}-${width}`);
        await frame.evaluate(() => window.scrollTo(0, 1100));
        await workbench.screenshot(`skill-${theme}-${width}-scrolled`);
        await frame.evaluate(() => window.scrollTo(0, 0));

        const overflow = await frame.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
        // The policy allows the page's own script only, so the checker comes in by the debugger's door.
        await frame.evaluate(axeSource);
        const result = await frame.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
        assert.ok(result.passes.length > 10, 'axe-core checked hardly anything');
        const bad = result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          bad.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(' | ')}`,
          ),
          [],
        );
      });
    }
  }

  it('would notice a violation', async () => {
    const frame = await workbench.panelFrame();
    await frame.evaluate(() => {
      const button = document.createElement('button');
      document.body.append(button);
    });
    await frame.evaluate(axeSource);
    const result = await frame.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
    assert.ok(result.violations.some(({ id }) => id === 'button-name'));
  });
});
