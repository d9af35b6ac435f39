import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { runAxe } from './axe';
import { exactly, inTheme, persist, root, type Theme, themes, useWorkbench, type Workbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/evidence-workspace');
const stages = "Write a Dockerfile for a service of yours; halve the image's size and note how";
const phony = 'Write a Makefile with test, lint and run, and say why they belong in .PHONY';

const write = async (name: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
};

async function makeWorkspace(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // A repository of its own, without any commit: what the one around it holds is not looked at.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  await write('.gitignore', 'old/\n');
  await write(
    'shop/Dockerfile',
    '# The shop\nFROM node:22 AS build\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app /app\n',
  );
  await write('Makefile', '.PHONY: test lint run\ntest:\n\tpytest\nlint:\n\truff check\nrun:\n\tpython app.py\n');
  await write(
    'old/compose.yaml',
    'services:\n  app:\n    build: .\n  db:\n    image: postgres:18\n    volumes:\n      - data:/var/lib/postgresql\nvolumes:\n  data:\n',
  );
  await write(
    'db/schema.sql',
    'CREATE TABLE booking (room int, during tstzrange,\n  EXCLUDE USING gist (room WITH =, during WITH &&)\n);\n',
  );
  await write(
    'tsconfig.json',
    '{\n  "compilerOptions": {\n    // A gap is no value.\n    "noUncheckedIndexedAccess": true\n  }\n}\n',
  );
}

/** Runs the command and answers the question of the first time. */
async function find(workbench: Workbench, answer?: string): Promise<void> {
  await workbench.command('Backend Skills: Find Practice in This Workspace');
  if (answer === undefined) return;
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: answer }).click();
  await dialog.waitFor({ state: 'detached' });
}

const pane = (workbench: Workbench): Locator =>
  workbench.page
    .locator('.sidebar .pane')
    .filter({ has: workbench.page.locator('.pane-header', { hasText: 'Suggested Ticks' }) });
/** Folds the skills away, so that nothing of the list is out of sight. */
async function alone(workbench: Workbench): Promise<void> {
  const header = workbench.page.locator('.sidebar .pane-header', { hasText: 'Skills' });
  if ((await header.getAttribute('aria-expanded')) === 'true') await header.locator('.title').click();
}

const suggestion = (workbench: Workbench, text: string): Locator =>
  pane(workbench)
    .locator('.monaco-list-row[aria-level="1"]')
    .filter({ has: workbench.page.locator('.label-name', { hasText: exactly(text) }) });

describe('suggested ticks', () => {
  before(makeWorkspace);
  const started = useWorkbench({ name: 'evidence', folder, height: 1000 });
  let workbench: Workbench;
  before(async () => {
    workbench = started();
    await workbench.openView();
  });

  it('are not there before the learner has agreed, and the question says what is read and that it stays here', async () => {
    await workbench.command('Backend Skills: Find Practice in This Workspace');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = await dialog.innerText();
    assert.match(text, /read on this machine/);
    assert.match(text, /nothing is ticked before you say so/);
    assert.match(text, /Nothing leaves this machine/);
    assert.deepEqual(
      (await dialog.locator('.dialog-buttons .monaco-button').allInnerTexts()).map((one) => one.trim()).sort(),
      ['Look', 'Never Here', 'Not Now'],
    );
    await workbench.screenshot('evidence-question');
    await dialog.getByRole('button', { name: 'Not Now' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await pane(workbench).count(), 0);
  });

  it('name item, skill, what was seen, place and day, in a view of their own', async () => {
    await find(workbench, 'Look');
    await pane(workbench).locator('.monaco-list-row').first().waitFor();
    await workbench.screenshot('evidence-first');
    await alone(workbench);
    await suggestion(workbench, stages).waitFor();
    assert.equal(await pane(workbench).locator('.monaco-list-row[aria-level="1"]').count(), 4);
    const row = suggestion(workbench, stages);
    assert.equal(await row.locator('.label-description').innerText(), 'Containers and Docker');
    assert.match(
      (await row.getAttribute('aria-label')) ?? '',
      /Containers and Docker\. Seen: The image is built in 2 stages, and takes from an earlier one\./,
    );
    const seen = pane(workbench).locator('.monaco-list-row[aria-level="2"]', { hasText: 'built in 2 stages' });
    assert.equal(await seen.locator('.label-name').innerText(), 'shop/Dockerfile:2');
    assert.match(
      await seen.locator('.label-description').innerText(),
      /^\w+ \d+, \d{4} · The image is built in 2 stages/,
    );
    await pane(workbench)
      .locator('.monaco-list-row', { hasText: 'How much smaller it has become.' })
      .filter({ hasText: 'only you know' })
      .waitFor();
    // What .gitignore leaves out suggests nothing.
    assert.equal(await pane(workbench).locator('.monaco-list-row', { hasText: 'Compose' }).count(), 0);
    assert.match(await pane(workbench).locator('.pane-header').innerText(), /Suggested Ticks\s*4/i);
    await workbench.screenshot('evidence-view');
  });

  it('open the file at the line', async () => {
    await pane(workbench).locator('.monaco-list-row[aria-level="2"]', { hasText: 'built in 2 stages' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'Dockerfile' }).waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' }).waitFor();
  });

  it('become ticks when their box is ticked, and come back when that is undone', async () => {
    await suggestion(workbench, stages).locator('.custom-view-tree-node-item-checkbox').click();
    await suggestion(workbench, stages).waitFor({ state: 'detached' });
    await pane(workbench).locator('.pane-header', { hasText: '3' }).waitFor();
    await workbench.command('Backend Skills: Undo Last Tick');
    await suggestion(workbench, stages).waitFor();
  });

  it('are ticked by keyboard', async () => {
    await suggestion(workbench, stages).locator('.custom-view-tree-node-item-checkbox').focus();
    await workbench.page.keyboard.press('Space');
    await suggestion(workbench, stages).waitFor({ state: 'detached' });
  });

  it('go when they are rejected, stay away, and can be brought back', async () => {
    const row = suggestion(workbench, phony);
    await row.hover();
    await row.getByRole('button', { name: 'Reject Suggestion' }).click();
    await row.waitFor({ state: 'detached' });
    await find(workbench);
    await pane(workbench).locator('.pane-header', { hasText: '2' }).waitFor();
    assert.equal(await row.count(), 0);
    // The look that has just ended takes the focus to the view, and the palette with it if that is open.
    await persist(3, async () => {
      await workbench.command('Backend Skills: Bring Back Rejected Suggestions');
      await row.waitFor({ timeout: 4000 });
    });
  });

  it('are chosen in the palette too', async () => {
    await workbench.command('Backend Skills: Tick What Is Suggested');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'Write a Makefile' }).waitFor();
    await workbench.screenshot('evidence-palette');
    await list.filter({ hasText: 'Write a Makefile' }).click();
    await workbench.page.locator('.quick-input-widget .quick-input-count', { hasText: '1 Selected' }).waitFor();
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await suggestion(workbench, phony).waitFor({ state: 'detached' });
  });
});

describe('suggested ticks, looked for by themselves', () => {
  before(makeWorkspace);
  const started = useWorkbench({ name: 'evidence-on', folder, settings: { 'backendSkills.evidence': 'on' } });

  it('need a workspace that has agreed, and then wait in a closed view with their number', async () => {
    const workbench = started();
    await workbench.openView();
    assert.equal(await pane(workbench).count(), 0);
    await find(workbench, 'Look');
    await pane(workbench).locator('.monaco-list-row').first().waitFor();
    await workbench.stored('evidence.consent');
    await workbench.reload();
    await workbench.openView();
    await pane(workbench).locator('.pane-header', { hasText: '4' }).waitFor();
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
  });
});

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`suggested ticks in ${theme}`, () => {
    before(makeWorkspace);
    const started = useWorkbench({
      name: `evidence-${theme}`,
      folder,
      width: 900,
      height: 800,
      settings: inTheme(theme),
    });

    it('can be read', async () => {
      const workbench = started();
      await workbench.openView();
      await find(workbench, 'Look');
      await pane(workbench).locator('.monaco-list-row').first().waitFor();
      await alone(workbench);
      await suggestion(workbench, stages).click();
      await workbench.screenshot(`evidence-${theme}`);
      const rows = '.sidebar .pane-body .custom-view-tree-node-item';
      const { violations } = await runAxe(workbench.page, rows, { runOnly: ['color-contrast'] });
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ failureSummary }) => failureSummary)]),
        [],
      );
      await workbench.page.setViewportSize({ width: 480, height: 700 });
      await workbench.screenshot(`evidence-${theme}-narrow`);
    });
  });
}
