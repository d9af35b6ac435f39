import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { installExtension } from '../vscode/extension.mjs';
import { fitsWidth, isAccessible } from './axe';
import { inTheme, persist, root, type Theme, themes, useWorkbench, type Workbench } from './workbench';

const vectors = JSON.parse(await readFile(path.join(root, 'test/fixtures/xss.json'), 'utf8')) as {
  readonly markdown: string;
}[];
const files = path.join(root, '.vscode-test/ui/notes-files');
const notesOf = ({ dataDir }: Workbench): string =>
  path.join(dataDir, 'data/User/globalStorage/backend-skills.backend-skills/notes');

describe('notes', () => {
  before(async () => {
    await rm(files, { recursive: true, force: true });
    await mkdir(files, { recursive: true });
  });
  const started = useWorkbench({ name: 'notes', width: 1500, height: 900 });
  let workbench: Workbench;
  let frame: FrameLocator;
  let folder: string;
  before(async () => {
    workbench = started();
    folder = notesOf(workbench);
    await workbench.openView();
    frame = await workbench.openSkill('Git');
  });

  const editor = (): ReturnType<FrameLocator['locator']> =>
    workbench.page.locator('.editor-instance .view-lines').first();
  const gone = async (file: string): Promise<void> => {
    for (const end = Date.now() + 10_000; existsSync(file);) {
      assert.ok(Date.now() < end, `${file} is still there`);
      await workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  };

  /** Writes until the page shows it: a folder that is new is watched from a moment on that nobody is told of. */
  const seen = (file: string, text: string, words: string): Promise<void> =>
    persist(6, async () => {
      await writeFile(file, text);
      await frame.locator('#note', { hasText: words }).waitFor({ timeout: 2000 });
    });

  it('begin from the page by keyboard, and an untouched one is not kept', async () => {
    await frame.locator('#root[data-note="none"]').waitFor();
    await frame.locator('h1').focus();
    const act = (): Promise<string | undefined> =>
      frame.locator('body').evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['act']);
    for (let step = 0; (await act()) !== 'note'; step++) {
      assert.ok(step < 8, 'the button is not reached');
      await workbench.page.keyboard.press('Shift+Tab');
    }
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab', { hasText: 'git.md' }).waitFor();
    await editor().locator('.view-line', { hasText: '# Git' }).waitFor();
    assert.equal(await readFile(path.join(folder, 'git.md'), 'utf8'), '# Git\n\n');
    await frame.locator('#root[data-note="none"]').waitFor();
    await workbench.closeTab('git.md');
    await gone(path.join(folder, 'git.md'));
  });

  it('show on the page what was written, as soon as it is saved', async () => {
    await frame.locator('[data-act="editNote"]').click();
    await editor().locator('.view-line', { hasText: '# Git' }).waitFor();
    // The cursor stands where the note begins.
    await workbench.page.keyboard.type('Stash **before** a rebase. See [SQL](skill:sql).');
    assert.equal(await frame.locator('#note strong').count(), 0);
    await workbench.page.keyboard.press('Control+s');
    await frame.locator('#note strong', { hasText: 'before' }).waitFor();
    assert.equal(await frame.locator('#note h3').count(), 0, 'the title stands there twice');
    await frame.locator('#note [data-act="editNote"]', { hasText: 'Edit Note' }).waitFor();
    await workbench.screenshot('note-beside');
    await workbench.closeTab('git.md');
    assert.match(await readFile(path.join(folder, 'git.md'), 'utf8'), /^# Git\n\nStash/);
  });

  it('follow a file that something else changes, and are cut where they are very long', async () => {
    await seen(path.join(folder, 'git.md'), '# Git\r\n\r\nFrom *elsewhere*.\r\n', 'From elsewhere.');
    await frame.locator('#note em', { hasText: 'elsewhere' }).waitFor();
    await writeFile(path.join(folder, 'git.md'), `# Git\n\n${'A long line.\n'.repeat(10_000)}The end.\n`);
    await frame.locator('#note [data-cut]', { hasText: 'The note goes on' }).waitFor();
    assert.ok(!(await frame.locator('#note').innerText()).includes('The end.'));
    await rm(path.join(folder, 'git.md'));
    await frame.locator('#root[data-note="none"]').waitFor();
  });

  it('execute nothing, whatever they hold', async function () {
    this.timeout(120_000);
    await mkdir(folder, { recursive: true });
    await seen(path.join(folder, 'git.md'), 'Watched.\n', 'Watched.');
    const reached: string[] = [];
    await workbench.page.context().exposeFunction('__pwned', (what: unknown) => reached.push(`probe ${String(what)}`));
    workbench.page.on('dialog', (dialog) => {
      reached.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    workbench.page.on('request', (request) => {
      if (request.url().includes('pwned.invalid')) reached.push(`request ${request.url()}`);
    });
    const [sample] = (
      JSON.parse(await readFile(path.join(root, 'dist/pack/skills/git.json'), 'utf8')) as {
        samples: { language: string; code: string }[];
      }
    ).samples;
    const size = 40;
    for (let from = 0; from < vectors.length; from += size) {
      const part = vectors.slice(from, from + size).map(({ markdown }) => markdown);
      const marks = part.map((markdown, at) => `${markdown}\n\nMark-${from + at}.`);
      // A block that equals a sample of the page, and a drawing of another one, get nothing of what pages have.
      const forged = `\`\`\`${sample!.language}\n${sample!.code}\n\`\`\`\n\n![x](diagram:tls-handshake)`;
      await writeFile(path.join(folder, 'git.md'), `# Git\n\nPart-${from}.\n\n${forged}\n\n${marks.join('\n\n')}\n`);
      await frame.locator('#note', { hasText: `Part-${from}.` }).waitFor();
      const page = await workbench.panelFrame();
      const leaks = await page.evaluate(() => {
        const note = document.querySelector('#note .notebody')!;
        const found: string[] = [];
        for (const element of note.querySelectorAll<HTMLElement>('*')) {
          for (const type of ['mouseover', 'pointerenter', 'focus', 'animationstart', 'toggle', 'load', 'error'])
            element.dispatchEvent(new Event(type, { bubbles: false }));
          if (
            /^(script|style|iframe|object|embed|form|input|img|svg|math|video|link|meta|base|vscode-.*)$/i.test(
              element.tagName,
            )
          )
            found.push(`<${element.tagName}>`);
          if (element.id !== '') found.push(`id ${element.id}`);
          for (const { name, value } of element.attributes)
            if (/^(on|style$|src)|data-(item|act|key|question)/.test(name))
              found.push(`${element.tagName} ${name}="${value}"`);
          if (element instanceof HTMLAnchorElement && !/^(https:\/\/|#)/.test(element.getAttribute('href') ?? '#'))
            found.push(`href ${element.getAttribute('href') ?? ''}`);
        }
        return [...found, ...('__pwnedFlag' in window ? ['a flag was set'] : [])];
      });
      assert.deepEqual(leaks, []);
    }
    assert.deepEqual(reached, []);
    await rm(path.join(folder, 'git.md'));
    await frame.locator('#root[data-note="none"]').waitFor();
  });

  it('are found by the search, which opens the page at them', async () => {
    await writeFile(path.join(folder, 'sql.md'), '# SQL\n\nThe zebrafinch query from last winter.\n');
    await writeFile(path.join(folder, 'long-gone.md'), '# Old\n\nThe zebrafinch of a skill that is gone.\n');
    await workbench.command('Backend Skills: Search Skills');
    await workbench.page.locator('.quick-input-widget input[placeholder^="Type a skill"]').fill('zebrafinch quer');
    const row = workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'SQL' });
    await row.locator('.codicon-note').waitFor();
    await workbench.screenshot('note-search');
    await workbench.page.keyboard.press('Enter');
    frame = await workbench.panel('SQL');
    await frame.locator('#note', { hasText: 'zebrafinch' }).waitFor();
    const page = await workbench.panelFrame();
    await page.waitForFunction(() => {
      const box = document.getElementById('note')?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.top < window.innerHeight && document.activeElement?.id === 'note';
    });
  });

  it('are all listed, those of skills that are gone too', async () => {
    await workbench.command('Backend Skills: Show All Notes');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'long-gone' }).first().waitFor();
    assert.equal(await list.count(), 2);
    await workbench.page
      .locator('.quick-input-list .quick-input-list-separator', { hasText: 'No longer in the curriculum' })
      .waitFor();
    await workbench.pick('long-gone');
    await workbench.page.locator('.tab', { hasText: 'long-gone.md' }).waitFor();
    await workbench.closeTab('long-gone.md');
  });

  it('open from the menu of the tree', async () => {
    await workbench.expand('Languages');
    await workbench.row('Ruby').click({ button: 'right' });
    // A menu that has just opened ignores the mouse for a moment; the keyboard it heeds at once.
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Open Note' }).hover();
    await workbench.page.locator('.monaco-menu .action-item.focused', { hasText: 'Open Note' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab', { hasText: 'ruby.md' }).waitFor();
    await editor().locator('.view-line', { hasText: '# Ruby' }).waitFor();
    await workbench.closeTab('ruby.md');
    await gone(path.join(folder, 'ruby.md'));
  });

  it('go with an export, and an import adds them beside others, never over them', async () => {
    const file = path.join(files, 'export.json');
    await workbench.command('Backend Skills: Export Progress');
    await workbench.saveAs(file);
    await workbench.answered(file);
    const exported = JSON.parse(await readFile(file, 'utf8')) as { notes: Record<string, string> };
    assert.deepEqual(Object.keys(exported.notes), ['long-gone', 'sql']);
    exported.notes['sql'] = `${exported.notes['sql'] ?? ''}And another.\n`;
    exported.notes['python'] = '# Python\n\nNew here.\n';
    await writeFile(file, JSON.stringify(exported));
    await workbench.command('Backend Skills: Import Progress');
    await workbench.openFile(file);
    await workbench.page
      .locator('.quick-input-titlebar', { hasText: '0 items will be ticked, 2 notes added' })
      .waitFor();
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'Note: SQL' }).filter({ hasText: 'yours is different and stays' }).waitFor();
    await list.filter({ hasText: 'Note: Python' }).filter({ hasText: 'new' }).waitFor();
    await workbench.screenshot('note-import');
    await workbench.page.keyboard.press('Enter');
    const imported = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => name.includes('.imported-'));
    await workbench.command('Notifications: Show Notifications');
    await workbench.page
      .locator('.notifications-center .notification-list-item', { hasText: '0 items ticked, 2 notes added' })
      .waitFor();
    await workbench.command('Notifications: Hide Notifications');
    assert.match(await readFile(path.join(folder, (await imported())[0]!), 'utf8'), /And another\./);
    assert.equal(
      await readFile(path.join(folder, 'sql.md'), 'utf8'),
      '# SQL\n\nThe zebrafinch query from last winter.\n',
    );
    assert.equal(await readFile(path.join(folder, 'python.md'), 'utf8'), '# Python\n\nNew here.\n');
    // The page of the skill leads to it, by keyboard too.
    const [besides] = await imported();
    frame = await workbench.panel('SQL');
    const other = frame.locator('#note .othernotes [data-act="openNote"]');
    await other.filter({ hasText: 'Imported on' }).filter({ hasText: besides! }).waitFor();
    await frame.locator('#note [data-act="editNote"]').focus();
    const focused = (): Promise<string | undefined> =>
      frame.locator('body').evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['act']);
    for (let step = 0; (await focused()) !== 'openNote'; step++) {
      assert.ok(step < 8, 'the other note is not reached');
      await workbench.page.keyboard.press('Tab');
    }
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab', { hasText: besides! }).waitFor();
    await editor().locator('.view-line', { hasText: 'And another.' }).waitFor();
    await workbench.screenshot('note-others');
    await workbench.closeTab(besides!);
    // Once more changes nothing.
    const unchanged = workbench.page.locator('.notifications-center .notification-list-item', {
      hasText: 'Nothing was changed',
    });
    // On a busy machine the editor's dialog may close without an answer, as if a person had given it up.
    await persist(
      3,
      async () => {
        await workbench.command('Backend Skills: Import Progress');
        await workbench.openFile(file);
        await workbench.command('Notifications: Show Notifications');
        await unchanged.first().waitFor({ timeout: 8000 });
      },
      () => workbench.command('Notifications: Hide Notifications'),
    );
    await workbench.command('Notifications: Hide Notifications');
    assert.equal((await imported()).length, 1);
  });

  it('are copied when the folder changes, compared, and stay where they were too', async () => {
    const settings = path.join(workbench.dataDir, 'data/Machine/settings.json');
    const target = path.join(files, 'my notes');
    const before = (await readdir(folder)).sort();
    const text = JSON.parse(await readFile(settings, 'utf8')) as Record<string, unknown>;
    await writeFile(settings, JSON.stringify({ ...text, 'backendSkills.notesFolder': target }));
    // Of a folder that is not there yet, nothing is shown.
    await frame.locator('#root[data-note="none"]').waitFor();
    await workbench.answer('Notes are now kept in', 'Copy Notes');
    await frame.locator('#root[data-note="note"]').waitFor();
    assert.deepEqual((await readdir(target)).sort(), before);
    for (const name of before)
      assert.deepEqual(await readFile(path.join(target, name)), await readFile(path.join(folder, name)));
    await seen(path.join(target, 'sql.md'), '# SQL\n\nIn the new place.\n', 'In the new place.');
  });

  it('say what to do when their folder cannot be used', async () => {
    const settings = path.join(workbench.dataDir, 'data/Machine/settings.json');
    const text = JSON.parse(await readFile(settings, 'utf8')) as Record<string, unknown>;
    const file = path.join(files, 'a file');
    await writeFile(file, '');
    await writeFile(settings, JSON.stringify({ ...text, 'backendSkills.notesFolder': path.join(file, 'notes') }));
    await frame
      .locator('#note .callout', { hasText: 'choose another folder for your notes in the settings' })
      .waitFor();
    await workbench.screenshot('note-problem');
    await workbench.answer('a file stands where a folder should be', 'Open Setting');
    await workbench.page.locator('.settings-editor', { hasText: 'The folder in which your notes are kept' }).waitFor();
    await workbench.screenshot('note-setting');
    await writeFile(settings, JSON.stringify({ ...text, 'backendSkills.notesFolder': '' }));
  });
});

const note = `# Git

## Before a rebase

1. \`git stash\`, or commit.
2. Look at **the log** first: [undoing](skill:git#example).

| Command | When |
| --- | --- |
| \`git rebase -i\` | only what is not pushed |
| \`git merge --no-ff\` | a branch that others know |

> **Mind.** Never rebase what others have.

\`\`\`bash
git log --oneline --graph
\`\`\`
`;

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`a note in ${theme}`, () => {
    const started = useWorkbench({
      name: `note-${theme}`,
      settings: inTheme(theme),
      install: installExtension,
      width: 1260,
      height: 1000,
    });
    it('is shown like the page, wide and narrow', async () => {
      const workbench = started();
      await mkdir(notesOf(workbench), { recursive: true });
      await writeFile(path.join(notesOf(workbench), 'git.md'), note);
      await writeFile(path.join(notesOf(workbench), 'git.imported-2026-11-21.md'), '# Git\n\nFrom another machine.\n');
      await workbench.command('Backend Skills: Search Skills');
      await workbench.page.locator('.quick-input-widget input[placeholder^="Type a skill"]').fill('rebase');
      await workbench.page.locator('.quick-input-list .codicon-note').first().waitFor();
      await workbench.screenshot(`note-search-${theme}`);
      await workbench.page.keyboard.press('Escape');
      await workbench.openSkill('Git');
      // On a narrow window the sidebar would leave no room.
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      for (const width of [1260, 460]) {
        await workbench.page.setViewportSize({ width, height: 1000 });
        const frame = await workbench.panel('Git');
        await frame.locator('#root[data-note="note"]').waitFor();
        await frame.locator('#note').scrollIntoViewIfNeeded();
        const page = await workbench.panelFrame();
        await page.evaluate(() => document.getElementById('note')?.scrollIntoView({ block: 'start' }));
        await frame.locator('.othernotes [data-act="openNote"]').waitFor();
        await fitsWidth(page, `${width} px`);
        await isAccessible(page, `${width} px`, '#note');
        await workbench.screenshot(`note-${theme}-${width}`);
      }
    });
  });
}
