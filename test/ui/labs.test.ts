import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { installExtension } from '../vscode/extension.mjs';
import { inTheme, root, themes, useWorkbench, type Theme, type Workbench } from './workbench';

const lab = { id: 'hello-server', title: 'A server that says hello', skill: 'HTTP requests and responses' };
const labFolder = path.join(root, 'test/fixtures/workspace/backend-skills');
const packFolder = path.join(root, 'data/labs', lab.id);

/** The page of the lab, among all webviews of the window. */
const labPage = (workbench: Workbench): Promise<FrameLocator> => workbench.pageAmong(lab.id);

const dialogButton = (workbench: Workbench, name: string): Locator =>
  workbench.page.locator('.monaco-dialog-box').getByRole('button', { name, exact: true });

async function startFromPage(workbench: Workbench): Promise<FrameLocator> {
  const page = await workbench.openSkill(lab.skill);
  await page.locator(`[data-lab="${lab.id}"] [data-act="startLab"]`).click();
  await workbench.pick('JavaScript');
  return labPage(workbench);
}

const check = (page: FrameLocator, id: string, state: string): Locator =>
  page.locator(`[data-check="${id}"][data-state="${state}"]`);

describe('labs', () => {
  const started = useWorkbench({
    name: 'labs',
    width: 1600,
    height: 1000,
    settings: { 'files.autoSave': 'off', 'testing.automaticallyOpenTestResults': 'neverOpen' },
  });
  let workbench: Workbench;
  let page: FrameLocator;

  before(async () => {
    await rm(labFolder, { recursive: true, force: true });
    workbench = started();
    await workbench.openView();
  });
  after(() => rm(labFolder, { recursive: true, force: true }));

  it('start from the page of a skill, with code and brief side by side', async () => {
    page = await startFromPage(workbench);
    await page.locator('h1', { hasText: lab.title }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'main.js' }).waitFor();
    await workbench.page.locator('.tab', { hasText: `Lab: ${lab.title}` }).waitFor();
    const groups = workbench.page.locator('.editor-group-container');
    assert.equal(await groups.count(), 2);
    assert.match(await readFile(path.join(labFolder, lab.id, 'javascript/main.js'), 'utf8'), /TODO/);
    await page.locator('[data-act="run"]').waitFor();
    await workbench.screenshot('lab-started');
  });

  it('show their checks in the Testing view', async () => {
    await workbench.command('Testing: Focus on Test Explorer View');
    const row = (text: string): Locator => workbench.page.locator('.test-explorer .monaco-list-row', { hasText: text });
    await row(lab.title).first().waitFor();
    if ((await row(lab.title).first().getAttribute('aria-expanded')) !== 'true')
      await row(lab.title).first().locator('.monaco-tl-twistie').click();
    await row('GET / answers 200').waitFor();
    await workbench.screenshot('lab-testing-view');
  });

  it('run, and show what differs for a check that fails', async () => {
    await page.locator('[data-act="run"]').click();
    await check(page, 'hello-world', 'failed').waitFor();
    await page.locator('[data-act="run"]').waitFor();
    await workbench.page.locator('.test-explorer .codicon-testing-failed-icon').first().waitFor();
    await page.locator('[data-show="hello-world"]').click();
    await workbench.page.locator('.zone-widget .monaco-diff-editor').waitFor();
    await workbench.screenshot('lab-failing');
    await workbench.page.keyboard.press('Escape');
  });

  it('give hints one by one, when asked', async () => {
    assert.equal(await page.locator('details[data-hint]').count(), 0);
    await page.locator('[data-act="hint"]').click();
    await page.locator('details[data-hint="0"] .text').waitFor();
    await page.locator('[data-act="hint"]').click();
    await page.locator('details[data-hint="1"] .text').waitFor();
    assert.equal(await page.locator('details[data-hint]').count(), 2);
  });

  it('verify their items once all checks pass, with a seal in page and tree', async () => {
    const solution = await readFile(path.join(packFolder, 'solution/javascript/main.js'), 'utf8');
    await workbench.page.locator('.tab', { hasText: 'main.js' }).first().click();
    await workbench.page.evaluate((text) => navigator.clipboard.writeText(text), solution);
    await workbench.page.locator('.editor-group-container').first().locator('.view-lines').first().click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.press('ControlOrMeta+V');
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await workbench.page.locator('.tab.dirty', { hasText: 'main.js' }).waitFor({ state: 'hidden' });
    await workbench.command('Backend Skills: Run Lab Checks');
    for (const id of ['hello-world', 'survives-nonsense']) await check(page, id, 'passed').waitFor();
    await page.locator('.mark.seal').first().waitFor();
    await workbench.screenshot('lab-passed');
    await workbench.openView();
    await workbench.search(lab.skill);
    await workbench.expand(lab.skill);
    await workbench.row(`Lab: ${lab.title}`).locator('.label-description', { hasText: 'verified' }).waitFor();
    const skill = workbench.frame(0);
    await skill.locator(`[data-lab="${lab.id}"] .mark.seal`).waitFor();
    await workbench.screenshot('lab-verified');
  });

  it('start from the tree, and ask before they begin anew', async () => {
    await workbench.row(`Lab: ${lab.title}`).hover();
    await workbench.row(`Lab: ${lab.title}`).locator('.action-label[aria-label^="Start Lab"]').click();
    await workbench.pick('JavaScript');
    await dialogButton(workbench, 'Open It').waitFor();
    await workbench.screenshot('lab-there-already');
    await dialogButton(workbench, 'Open It').click();
    page = await labPage(workbench);
  });

  it('show a solution as a diff, after asking', async () => {
    await page.locator('[data-act="solution"]').click();
    await dialogButton(workbench, 'Show Solution').click();
    await workbench.page.locator('.tab', { hasText: 'your code and a solution' }).waitFor();
    await workbench.page.locator('.editor-instance .monaco-diff-editor').first().waitFor();
    await workbench.screenshot('lab-solution');
    await workbench.closeTab('your code and a solution');
  });

  it('are reset after asking, and stay verified', async () => {
    await page.locator('[data-act="reset"]').click();
    await dialogButton(workbench, 'Reset').click();
    await check(page, 'hello-world', 'none').waitFor();
    assert.match(await readFile(path.join(labFolder, lab.id, 'javascript/main.js'), 'utf8'), /TODO/);
    await page.locator('.mark.seal').first().waitFor();
  });

  it('find page, hints and checks again after the window is reloaded', async function () {
    // The editor writes down what a page has kept only every few seconds, and the window starts a second time.
    this.timeout(120_000);
    await workbench.stored(`"lab":"${lab.id}"`);
    await workbench.reload();
    page = await labPage(workbench);
    assert.equal(await page.locator('details[data-hint]').count(), 2);
    await page.locator('[data-act="run"]').click();
    await check(page, 'hello-world', 'failed').waitFor();
  });

  it('leave the keyboard at the check that it runs, and at the last hint that it asks for', async () => {
    const focused = (): Promise<string> =>
      page.locator('#root').evaluate(({ ownerDocument: { activeElement: at } }) => {
        const name = at?.getAttribute('aria-label') ?? at?.textContent;
        return `${at?.localName}: ${name?.trim()}`;
      });
    await page.locator('[data-act="run"]').waitFor();
    const name = 'Run this check: A path that does not exist answers 404';
    const button = page.getByRole('button', { name, exact: true });
    await button.focus();
    // A run may be over before a test has looked at it, so the page itself notes what it was like.
    await button.evaluate((element) => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      new MutationObserver(() => {
        const isOff = element.getAttribute('aria-disabled') === 'true';
        const state = `${isOff ? 'off' : 'on'}, ${document.activeElement === element ? 'focused' : 'left'}`;
        if (seen.at(-1) !== state) seen.push(state);
      }).observe(element, { attributes: true });
    });
    await workbench.page.keyboard.press('Enter');
    const states = (): Promise<string[]> => button.evaluate(() => (window as unknown as { seen: string[] }).seen);
    for (const end = Date.now() + 10_000; (await states()).length < 2;) assert.ok(Date.now() < end, 'nothing was run');
    await page.locator('[data-act="run"]').waitFor();
    assert.deepEqual(await states(), ['off, focused', 'on, focused']);
    assert.equal(await focused(), `button: ${name}`);

    const hint = page.locator('[data-act="hint"]');
    for (let shown = await page.locator('details[data-hint]').count(); (await hint.count()) > 0; shown++) {
      await hint.focus();
      await workbench.page.keyboard.press('Enter');
      await page.locator(`details[data-hint="${shown}"] .text`).waitFor();
    }
    const last = await page.locator('details[data-hint] summary').last().innerText();
    assert.equal(await focused(), `summary: ${last.trim()}`);
    await workbench.screenshot('lab-last-hint');
  });
});

describe('a lab in a folder that is not trusted', () => {
  const started = useWorkbench({ name: 'labs-trust', trust: true });

  it('says so, starts nothing, and can be started once the folder is trusted', async function () {
    this.timeout(120_000);
    const workbench = started();
    await workbench.openView();
    await workbench.commandAndPick('Backend Skills: Open Lab', lab.title);
    const page = await labPage(workbench);
    await page.locator('text=a workspace that you trust').waitFor();
    assert.ok(await page.locator('[data-act="start"]').isDisabled());
    await workbench.screenshot('lab-not-trusted');
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page
      .locator('.workspace-trust-editor .trust-settings a, .workspace-trust-editor .monaco-button')
      .filter({ hasText: /^Trust$/ })
      .first()
      .click();
    await workbench.page.keyboard.press('Escape');
    await page.locator('[data-act="start"]:not([disabled])').waitFor();
    assert.equal(await page.locator('text=a workspace that you trust').count(), 0);
  });
});

for (const theme of Object.keys(themes) as Theme[])
  describe(`a lab in ${theme}`, () => {
    const started = useWorkbench({
      name: `labs-${theme}`,
      install: installExtension,
      width: 1500,
      height: 1000,
      settings: { ...inTheme(theme), 'files.autoSave': 'off', 'testing.automaticallyOpenTestResults': 'neverOpen' },
    });
    before(() => rm(labFolder, { recursive: true, force: true }));
    after(() => rm(labFolder, { recursive: true, force: true }));

    it('is shown wide and narrow', async function () {
      this.timeout(120_000);
      const workbench = started();
      await workbench.page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
      const page = await startFromPage(workbench);
      await page.locator('[data-act="hint"]').click();
      await page.locator('[data-act="run"]').click();
      await check(page, 'hello-world', 'failed').waitFor();
      await page.locator('[data-act="run"]').waitFor();
      await workbench.screenshot(`lab-${theme}-narrow`);
      await workbench.page.locator('.tab', { hasText: `Lab: ${lab.title}` }).click();
      await workbench.command('View: Join All Editor Groups');
      await workbench.page.locator('.tab', { hasText: `Lab: ${lab.title}` }).click();
      await check(await labPage(workbench), 'hello-world', 'failed').waitFor();
      await workbench.screenshot(`lab-${theme}-wide`);
    });
  });
