import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { csvParse } from 'd3-dsv';
import type { FrameLocator } from 'playwright-core';
import { encodePortable } from '../../src/core/portableFile';
import { emptyProgress, mergeInto, type Fact } from '../../src/core/progress';
import { installExtension } from '../vscode/extension.mjs';
import { fitsWidth, isAccessible } from './axe';
import { inTheme, root, themes, useWorkbench, type Theme, type Workbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/team-workspace');
const { skills } = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
  skills: { id: string; items: { id: string }[] }[];
};
const items = (skill: string): string[] => skills.find(({ id }) => id === skill)!.items.map(({ id }) => id);
const day = (at: number): number => Date.UTC(2026, 4, at, 12);

/** A learner's file: items practised on the first days of May, and those a lab has verified on the 20th. */
function fileOf(id: string, name: string, practised: readonly string[], verified: readonly string[] = []): string {
  const document = emptyProgress();
  mergeInto(document, [
    ...practised.map((item, at): Fact => ({ kind: 'tick', id: item, at: [day(at + 1), 0], by: `machine-of-${id}` })),
    ...verified.map((item): Fact => ({ kind: 'verify', id: item, lab: 'first-lab', at: [day(20), 0], by: '' })),
  ]);
  return encodePortable({ id, name }, document);
}

const write = async (name: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
};

/** Something that would show if a name were ever taken for markup, or turned the text around it. */
const hostile = '<img src=x onerror=alert(1)>\u202E"\'';

async function makeTeam(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const git = items('git');
  await write(
    'progress/ada.progress.json',
    fileOf('ada', 'Ada Lovelace', [...git, ...items('sql').slice(0, 2)], git.slice(0, 1)),
  );
  await write('progress/grace.progress.json', fileOf('grace', 'Grace Hopper', [git[0]!, 'core/gone/thing']));
  await write('progress/evil.progress.json', fileOf('evil', hostile, [git[1]!]));
  await write('more/sam.progress.json', fileOf('sam-1', 'Sam', [git[2]!]));
  await write('progress/sam.progress.json', fileOf('sam-2', 'Sam', [git[3]!]));
  // Two machines of one learner.
  await write('progress/kim.progress.json', fileOf('kim', 'Kim', [git[0]!]));
  await write('more/kim.progress.json', fileOf('kim', 'Kim', [git[1]!]));
  await write(
    'progress/broken.progress.json',
    '{\n  "kind": "backend-skills-portable",\n  "format": 1,\n  "learner": {"name": "Lin", "id": "lin"},\n<<<<<<< ours\n}\n',
  );
  await write('progress/large.progress.json', `"${'x'.repeat(5_000_001)}"`);
  await write('node_modules/tool/other.progress.json', fileOf('tool', 'Nobody', git));
  await write('hidden/hidden.progress.json', fileOf('hidden', 'Hidden', git));
}

describe('team board', () => {
  before(makeTeam);
  const started = useWorkbench({
    name: 'team',
    folder,
    height: 1000,
    settings: { 'files.exclude': { '**/hidden': true } },
  });
  let workbench: Workbench;
  let frame: FrameLocator;
  before(async () => {
    workbench = started();
    await workbench.openView();
    frame = await workbench.openPage('Backend Skills: Open Team Board', 'team');
  });
  const row = (skill: string): ReturnType<FrameLocator['locator']> => frame.locator(`tr[data-skill="${skill}"]`);
  const names = async (selector: string): Promise<string[]> =>
    (await frame.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  const count = (text: string): Promise<void> => frame.locator('.count', { hasText: text }).waitFor();
  const clear = (): Promise<void> => frame.locator('[data-act="clear"]').click();

  it('counts learners and skills, and names the folders of the files', async () => {
    assert.deepEqual(await names('.stats dd strong'), ['6', '2', '1', '1']);
    assert.equal(await frame.locator('.from').innerText(), 'From 7 files in more/ (2) and progress/ (5)');
    await count(`2 of ${skills.length} skills`);
    await row('git').waitFor();
    await row('sql').waitFor();
    assert.equal(await frame.locator('tr[data-skill]').count(), 2);
  });

  it('shows of a skill how many and who: those who are furthest, with their seals', async () => {
    const cells = (await row('git').locator('td').allInnerTexts()).map((text) => text.trim());
    assert.match(cells[0]!, /6 of 6/);
    assert.deepEqual(cells.slice(1, 3), ['1', '1']);
    const [first] = await names('tr[data-skill="git"] .who li');
    assert.match(first!, new RegExp(`^Ada Lovelace ${items('git').length}/`));
    assert.equal(await row('git').locator('.who li').first().locator('.seal').count(), 1);
    // Two files of one learner are one learner.
    assert.match((await names('tr[data-skill="git"] .who li'))[1]!, /^Kim 2\//);
  });

  it('opens a row on what everybody has done, with the days', async () => {
    const twist = row('git').locator('button.twist');
    await twist.focus();
    assert.equal(await twist.getAttribute('aria-expanded'), 'false');
    await workbench.page.keyboard.press('Enter');
    const more = frame.locator('#more-git');
    await more.locator('.items > li').first().waitFor();
    assert.equal(await twist.getAttribute('aria-expanded'), 'true');
    assert.equal(await twist.getAttribute('aria-controls'), 'more-git');
    const lines = (await names('#more-git .items > li')).filter((text) => text.includes('Ada Lovelace'));
    assert.equal(lines.length, items('git').length);
    assert.match(lines[0]!, /Ada Lovelace May 1, 2026 ?verified May 20, 2026/);
    assert.equal(await more.locator('.names.all li').count(), 6);
  });

  it('shows a hostile name as text that turns nothing around', async () => {
    const shown = await frame.locator('#more-git .names.all bdi.name', { hasText: 'onerror' }).innerText();
    assert.equal(shown, '<img src=x onerror=alert(1)>"\'');
    assert.equal(await frame.locator('img').count(), 0);
  });

  it('tells apart two learners of the same name by their files', async () => {
    const sams = (await names('#more-git .names.all li')).filter((text) => text.startsWith('Sam'));
    assert.deepEqual(sams.map((text) => /\((.*)\)/.exec(text)?.[1]).sort(), [
      'more/sam.progress.json',
      'progress/sam.progress.json',
    ]);
  });

  it('names files that it cannot show, with reason and line, and opens them there', async () => {
    const list = await names('.problems > li p');
    assert.equal(list.length, 2);
    assert.match(list[0]!, /^progress\/broken\.progress\.json, line 5 /);
    assert.match(list[1]!, /^progress\/large\.progress\.json, line 1 The file is larger than 5 MB/);
    await frame.locator('.problems button').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'broken.progress.json' }).waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 5, Col 1' }).waitFor();
    await workbench.closeTab('broken.progress.json');
    frame = await workbench.pageNamed('team');
  });

  it('filters by text, and offers the learners that it may mean', async () => {
    const text = frame.locator('[data-filter="text"]');
    await text.fill('SQL');
    await count(`1 of ${skills.length} skills`);
    assert.equal(await frame.locator('.count').getAttribute('role'), 'status');
    await text.fill('gräce');
    await frame.locator('.nothing').waitFor();
    await frame.locator('.matches button', { hasText: 'Grace Hopper' }).click();
    await frame.locator('.person[data-person="grace"]').waitFor();
    assert.deepEqual(await names('thead th'), ['Skill', 'Grace Hopper', 'Team']);
    await count(`1 of ${skills.length} skills`);
    assert.match(await frame.locator('.person').innerText(), /Items practised: 1 of \d+\. Skills finished: 0\./);
    assert.match(await frame.locator('.person').innerText(), /1 item is no longer in the curriculum\./);
  });

  it('compares two learners', async () => {
    await frame.locator('[data-filter="compare"]').selectOption({ label: 'Ada Lovelace' });
    await frame.locator('thead th', { hasText: 'Ada Lovelace' }).waitFor();
    const all = items('git').length;
    const cells = (await row('git').locator('td').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.match(cells[0]!, new RegExp(`^1 of ${all}`));
    assert.match(cells[1]!, new RegExp(`^${all} of ${all}`));
    await frame.locator('.person[data-person="grace"] [data-act="without"]').click();
    await frame.locator('.person[data-person="grace"]').waitFor({ state: 'detached' });
    assert.equal(await frame.locator('.person').count(), 1);
    await clear();
    await frame.locator('.person').waitFor({ state: 'detached' });
  });

  it('shows the skills that nobody has begun when asked, and sorts by how many practise', async () => {
    await frame.locator('[data-filter="begun"]').click();
    await count(`${skills.length} of ${skills.length} skills`);
    await frame.locator('[data-filter="sort"]').selectOption({ label: 'Most practised first' });
    const first = (): Promise<string | null> => frame.locator('tr[data-skill]').first().getAttribute('data-skill');
    assert.equal(await first(), 'git');
    await frame.locator('[data-filter="sort"]').selectOption({ label: 'Least practised first' });
    assert.notEqual(await first(), 'git');
    assert.equal(await frame.locator('tr[data-skill]').last().getAttribute('data-skill'), 'git');
    await frame.locator('[data-filter="sort"]').selectOption({ label: 'As in the curriculum' });
    await frame.locator('[data-filter="begun"]').click();
    await count(`2 of ${skills.length} skills`);
  });

  it('lists the learners, and leads to the skills of one', async () => {
    await frame.locator('.segment label', { hasText: 'By learner' }).click();
    await count('6 of 6 learners');
    await frame.locator('[data-filter="learnerSort"]').selectOption({ label: 'Furthest first' });
    assert.equal(await frame.locator('tr[data-learner]').first().getAttribute('data-learner'), 'ada');
    await frame.locator('tr[data-learner="grace"] a').click();
    await frame.locator('.person[data-person="grace"]').waitFor();
    await clear();
  });

  it('copies what it shows, and saves everything as a table', async () => {
    await frame.locator('[data-act="copy"]').click();
    await frame.locator('[data-act="copy"] .codicon-check').waitFor();
    const text = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^# Team board\n\n\| Skill \| Practised \|.*\n.*\n\| .*Git.* \| 6 \| 1 \| 1 \|\n/);
    const file = path.join(root, '.vscode-test/ui/team-saved.csv');
    await rm(file, { force: true });
    await frame.locator('[data-act="csv"]').click();
    await workbench.saveAs(file);
    await workbench.answered(file);
    const rows = csvParse(await readFile(file, 'utf8'));
    assert.equal(rows.length, 7);
    assert.deepEqual(
      rows
        .filter(({ learner }) => learner === 'Kim')
        .map(({ skill, practised, file: from }) => [skill, practised, from]),
      [['Git', '2', 'more/kim.progress.json, progress/kim.progress.json']],
    );
  });

  it('follows the files, and keeps its place and its open rows', async () => {
    const page = await workbench.panelFrame();
    await row('git').waitFor();
    await page.evaluate(() => window.scrollTo(0, 120));
    await write('progress/grace.progress.json', fileOf('grace', 'Grace Hopper', items('git').slice(0, 5)));
    await frame.locator('#more-git .names.all li', { hasText: `Grace Hopper 5/` }).waitFor();
    assert.equal(await page.evaluate(() => window.scrollY), 120);
    // A new file, one that is mended, and one that goes.
    await write('progress/lin.progress.json', fileOf('lin-2', 'Lin', items('git').slice(0, 1)));
    await frame.locator('.stats strong', { hasText: '7' }).waitFor();
    await write('progress/broken.progress.json', fileOf('lin', 'Lin Broken', []));
    await frame.locator('.problems > li').nth(1).waitFor({ state: 'detached' });
    await rm(path.join(folder, 'more'), { recursive: true });
    await frame.locator('#more-git .names.all li', { hasText: 'Kim 1/' }).waitFor();
    assert.equal((await names('#more-git .names.all li')).filter((text) => text.startsWith('Sam')).length, 1);
    assert.equal(await row('git').locator('button.twist').getAttribute('aria-expanded'), 'true');
  });

  it('keeps what was chosen and opened through a reload', async () => {
    await frame.locator('[data-filter="text"]').fill('git');
    await workbench.stored('"text":"git"');
    await workbench.reload();
    frame = await workbench.pageNamed('team');
    assert.equal(await frame.locator('[data-filter="text"]').inputValue(), 'git');
    await frame.locator('#more-git .items > li').first().waitFor();
    await clear();
  });

  it('opens the page of a skill', async () => {
    await row('git').locator('a[data-open]').focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.panel('Git');
    await workbench.closeTab('Git');
    frame = await workbench.pageNamed('team');
  });

  it('can be used by keyboard alone', async () => {
    const page = await workbench.panelFrame();
    await frame.locator('[data-filter="text"]').focus();
    const seen: string[] = [];
    for (let step = 0; step < 8; step++) {
      await workbench.page.keyboard.press('Tab');
      seen.push(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          return (
            (at as HTMLElement | null)?.dataset['filter'] ??
            at?.getAttribute('aria-label') ??
            at?.textContent.trim() ??
            ''
          );
        }),
      );
    }
    assert.deepEqual(seen.slice(0, 2), ['learner', 'sort']);
    assert.ok(seen.includes('begun'), seen.join(', '));
    assert.ok(
      seen.some((name) => name.startsWith('Who has done what: ')),
      seen.join(', '),
    );
  });

  it('has a table with a caption, and headings for its columns and rows', async () => {
    assert.notEqual((await frame.locator('table caption').textContent())?.trim(), '');
    assert.equal(await frame.locator('thead th[scope="col"]').count(), 5);
    assert.equal(
      await frame.locator('tr[data-skill] th[scope="row"]').count(),
      await frame.locator('tr[data-skill]').count(),
    );
  });
});

describe('team board without files', () => {
  const started = useWorkbench({ name: 'team-empty' });

  it('says what to do, and leads to the setting', async () => {
    const workbench = started();
    const frame = await workbench.openPage('Backend Skills: Open Team Board', 'team');
    await frame.locator('.empty', { hasText: '.progress.json' }).waitFor();
    assert.equal(await frame.locator('table, .filters').count(), 0);
    await frame.locator('[data-act="setting"]').click();
    await workbench.page.locator('.settings-editor').waitFor();
  });
});

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`team board in ${theme}`, () => {
    before(makeTeam);
    const started = useWorkbench({
      name: `team-${theme}`,
      folder,
      settings: inTheme(theme),
      // The editor keeps to a theme from the start only without an extension in development.
      install: installExtension,
      width: 1260,
      height: 1000,
    });

    it('is clean for axe-core, and stays inside its width, narrow and wide', async () => {
      const workbench = started();
      const frame = await workbench.openPage('Backend Skills: Open Team Board', 'team');
      await workbench.page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
      // On a narrow window the sidebar would leave no room.
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      const page = await workbench.panelFrame();
      const check = async (what: string): Promise<void> => {
        await fitsWidth(page, what);
        await isAccessible(page, what);
      };
      const twist = frame.locator('tr[data-skill="git"] button.twist');
      await twist.click();
      await frame.locator('#more-git .items').waitFor();
      for (const width of [360, 1260]) {
        await workbench.page.setViewportSize({ width, height: 1000 });
        await check(`${width} px, by skill`);
        await workbench.screenshot(`team-board-${theme}-${width}`);
        await frame.locator('[data-filter="learner"]').selectOption({ label: 'Ada Lovelace' });
        await frame.locator('[data-filter="compare"]').selectOption({ label: 'Grace Hopper' });
        await frame.locator('thead th', { hasText: 'Grace Hopper' }).waitFor({ state: 'attached' });
        await check(`${width} px, two learners`);
        await workbench.screenshot(`team-board-${theme}-${width}-two`);
        await frame.locator('[data-act="clear"]').click();
        await frame.locator('.segment label', { hasText: 'By learner' }).click();
        await frame.locator('tr[data-learner]').first().waitFor();
        await check(`${width} px, by learner`);
        await frame.locator('.segment label', { hasText: 'By skill' }).click();
        await frame.locator('#more-git').waitFor();
      }
    });
  });
}
