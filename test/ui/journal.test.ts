import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { csvParse } from 'd3-dsv';
import type { FrameLocator } from 'playwright-core';
import { addDays, dayOf } from '../../src/core/days';
import { encodeFact, type Fact } from '../../src/core/progress';
import { installExtension } from '../vscode/extension.mjs';
import { fitsWidth, isAccessible } from './axe';
import { inTheme, root, themes, useWorkbench, type Theme, type Workbench } from './workbench';

const { skills } = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
  skills: { id: string; title: string; items: { id: string; text: string }[]; cards: { id: string }[] }[];
};
const skill = (id: string): (typeof skills)[number] => skills.find((one) => one.id === id)!;
const git = skill('git');
const sql = skill('sql');

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const today = dayOf(Date.now(), zone);
const dayBefore = (days: number): string => addDays(today, -days);
/** Noon there and then, so many days ago. */
const noon = (days: number, minutes = 0): number => {
  const moment = Date.parse(`${dayBefore(days)}T12:00:00Z`);
  const [hours = 0, rest = 0] = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' })
    .format(moment)
    .split(':')
    .map(Number);
  return moment - ((hours - 12) * 60 + rest) * 60_000 + minutes * 60_000;
};

/**
 * Yesterday three ticks and a proof; the day before that five reviews; nothing the day before that; then reviews on two days of three for
 * more than a year, and on all of twelve days in a row.
 */
function made(): Fact[] {
  const by = 'seed';
  const facts: Fact[] = [
    { kind: 'zone', zone, at: [noon(800), 0], by },
    ...[0, 1, 2].map((at): Fact => ({ kind: 'tick', id: git.items[at]!.id, at: [noon(1, at), 0], by })),
    { kind: 'verify', id: git.items[0]!.id, lab: 'hello-server', at: [noon(1, 5), 0], by },
    ...[0, 1, 2, 3, 4].map((at): Fact => {
      const card = sql.cards[at % sql.cards.length]!;
      return { kind: 'review', id: card.id, grade: 3, at: [noon(2, at), 0], by };
    }),
  ];
  for (let days = 4; days < 420; days++) {
    if (days % 3 === 0 && !(days >= 100 && days < 112)) continue;
    for (let one = 0; one < (days * 7) % 14; one++)
      facts.push({ kind: 'review', id: git.cards[one % git.cards.length]!.id, grade: 3, at: [noon(days, one), 0], by });
    facts.push({ kind: 'review', id: sql.cards[0]!.id, grade: 4, at: [noon(days, 30), 0], by });
  }
  return facts;
}

const progressFolder = (workbench: Workbench): string =>
  path.join(workbench.dataDir, 'data/User/globalStorage/backend-skills.backend-skills/progress');

/** Puts facts where another window would have. */
async function write(workbench: Workbench, name: string, facts: readonly Fact[]): Promise<void> {
  const folder = progressFolder(workbench);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.jsonl`), facts.map((fact) => `${encodeFact(fact)}\n`).join(''));
}

describe('journal', () => {
  const started = useWorkbench({ name: 'journal', height: 1000, settings: { 'backendSkills.weeklyGoal': 4 } });
  let workbench: Workbench;
  let frame: FrameLocator;
  before(async () => {
    workbench = started();
    await write(workbench, 'seed', made());
    frame = await workbench.openPage('Backend Skills: Open Journal', 'journal');
  });
  const days = (): Promise<(string | null)[]> =>
    frame.locator('[data-listed]').evaluateAll((all) => all.map((one) => one.getAttribute('data-listed')));
  const text = async (selector: string): Promise<string> =>
    (await frame.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  const cell = (day: string): ReturnType<FrameLocator['locator']> =>
    frame.locator(`svg[role="grid"] [data-day="${day}"]`);

  it('lists what was done by day, newest first, with the reviews of a skill as one', async () => {
    assert.deepEqual((await days()).slice(0, 3), [dayBefore(1), dayBefore(2), dayBefore(4)]);
    assert.match(await text('[data-listed] h3'), /^Yesterday, \w+, \w+ \d+, \d{4} 4 entries$/);
    const lines = await frame.locator(`[data-listed="${dayBefore(1)}"] .line`).allInnerTexts();
    assert.equal(lines.length, 4);
    assert.match(lines[0]!.replace(/\s+/g, ' '), /^12:05 PM .*Git · /);
    assert.match(await text(`[data-listed="${dayBefore(2)}"] .line`), /^12:04 PM 5 reviews in SQL$/);
  });

  it('says streaks and the goal of the week, quietly', async () => {
    assert.match(
      await text('[data-streak]'),
      /^2 days in a row, longest: 14 days in a row$|^2 days in a row, longest: 1[2-6] days/,
    );
    assert.match(await text('[data-goal]'), /^[0-3] of 4 days this week$|^\d days this week; the goal was 4$/);
  });

  it('draws 53 weeks that end today, each day with its words', async () => {
    assert.equal(await frame.locator('svg[role="grid"] [role="row"]').count(), 7);
    const cells = frame.locator('svg[role="grid"] [role="gridcell"]');
    const count = await cells.count();
    assert.ok(count > 52 * 7 && count <= 53 * 7, `${count} days`);
    assert.match((await cell(today).getAttribute('aria-label'))!, /^\w+, \w+ \d+, \d{4}: nothing$/);
    assert.match((await cell(dayBefore(1)).getAttribute('aria-label'))!, /: 4 entries$/);
    assert.equal(await cell(dayBefore(1)).getAttribute('data-level'), '2');
    // One day takes the focus, the rest are reached by arrow keys.
    assert.equal(await frame.locator('[role="gridcell"][tabindex="0"]').count(), 1);
  });

  it('goes through the days by keyboard, tells each, and lists the one that is chosen', async () => {
    const page = await workbench.panelFrame();
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-day') ?? null);
    await cell(today).focus();
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowUp');
    assert.equal(await focused(), dayBefore(1));
    await frame.locator('.readout', { hasText: '4 entries' }).waitFor();
    await keyboard.press('ArrowLeft');
    assert.equal(await focused(), dayBefore(8));
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    assert.equal(await focused(), today);
    await keyboard.press('Home');
    const first = await focused();
    assert.ok(first !== null && first < dayBefore(52 * 7 - 1), String(first));
    await keyboard.press('ArrowUp');
    assert.equal(await focused(), first);
    await keyboard.press('End');
    await keyboard.press('PageUp');
    assert.equal(await focused(), dayBefore(28));
    await keyboard.press('Enter');
    await frame.locator(`[data-listed="${dayBefore(28)}"]`).waitFor();
    assert.equal((await days())[0], dayBefore(28));
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'list');
    await frame.locator('[data-act="latest"]').click();
    await frame.locator(`[data-listed="${dayBefore(1)}"]`).waitFor();
  });

  it('turns pages of days, and never shows more than one', async () => {
    const first = await days();
    assert.equal(first.length, 14);
    assert.equal(await frame.locator('[data-act="newer"]').getAttribute('aria-disabled'), 'true');
    await frame.locator('[data-act="older"]').click();
    await frame.locator(`[data-listed="${first[0]!}"]`).waitFor({ state: 'detached' });
    const second = await days();
    assert.equal(second.length, 14);
    assert.ok(second[0]! < first.at(-1)!);
    await frame.locator('[data-act="newer"]').click();
    await frame.locator(`[data-listed="${first[0]!}"]`).waitFor();
    assert.deepEqual(await days(), first);
  });

  it('shows one kind only, in the list and in the map', async () => {
    await frame.locator('label', { has: frame.locator('[data-choice="filter-verify"]') }).click();
    await frame.locator(`[data-listed="${dayBefore(2)}"]`).waitFor({ state: 'detached' });
    assert.deepEqual(await days(), [dayBefore(1)]);
    assert.equal(await frame.locator('.line').count(), 1);
    assert.match((await cell(dayBefore(1)).getAttribute('aria-label'))!, /: 1 entry$/);
    assert.equal(await frame.locator('svg[role="grid"] .fill').count(), 1);
    await frame.locator('label', { has: frame.locator('[data-choice="filter-all"]') }).click();
    await frame.locator(`[data-listed="${dayBefore(2)}"]`).waitFor();
  });

  it('shows another year', async () => {
    const last = Number(today.slice(0, 4)) - 1;
    await frame.locator('[data-filter="period"]').selectOption(String(last));
    await cell(`${last}-12-31`).waitFor();
    assert.ok((await frame.locator('[role="gridcell"]').count()) >= 365);
    assert.equal(await cell(today).count(), 0);
    await frame.locator('[data-filter="period"]').selectOption('recent');
    await cell(today).waitFor();
  });

  it('is a table too, with the same figures', async () => {
    await frame.locator('label', { has: frame.locator('[data-choice="show-table"]') }).click();
    const rows = frame.locator('table.weeks tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 53);
    assert.equal(await frame.locator('table.weeks thead th').count(), 8);
    const sum = (await frame.locator('table.weeks td').allInnerTexts()).reduce((all, one) => all + Number(one), 0);
    assert.match(await text('.summary'), new RegExp(`^${sum} entries on \\d+ of \\d+ days$`));
    await frame.locator('label', { has: frame.locator('[data-choice="show-map"]') }).click();
    await cell(today).waitFor();
  });

  it('follows what is done, in the list, in the map and in the streak', async () => {
    const now: Fact = { kind: 'tick', id: git.items[3]!.id, at: [Date.now(), 0], by: 'other' };
    await write(workbench, 'other', [now]);
    await frame.locator(`[data-listed="${today}"] .line`).waitFor();
    assert.match((await cell(today).getAttribute('aria-label'))!, /: 1 entry$/);
    await frame.locator('[data-streak="3"]').waitFor();
    // Taken back, it is gone from all three.
    await write(workbench, 'third', [
      { kind: 'untick', id: now.id, at: [now.at[0] + 1, 0], by: 'third', seen: { other: now.at } },
    ]);
    await frame.locator(`[data-listed="${today}"]`).waitFor({ state: 'detached' });
    await frame.locator('[data-streak="2"]').waitFor();
  });

  it('opens the page of a skill at the item', async () => {
    await frame.locator(`[data-listed="${dayBefore(1)}"] [data-open="${git.items[2]!.id}"]`).focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.panel('Git');
    await workbench.closeTab('Git');
    frame = await workbench.pageNamed('journal');
  });

  it('keeps its choices through a reload', async () => {
    await frame.locator('label', { has: frame.locator('[data-choice="filter-tick"]') }).click();
    await frame.locator(`[data-listed="${dayBefore(2)}"]`).waitFor({ state: 'detached' });
    await workbench.stored('"filter":"tick"');
    await workbench.reload();
    frame = await workbench.pageNamed('journal');
    assert.ok(await frame.locator('[data-choice="filter-tick"]').isChecked());
    await frame.locator('label', { has: frame.locator('[data-choice="filter-all"]') }).click();
    await frame.locator(`[data-listed="${dayBefore(2)}"]`).waitFor();
  });

  it('is saved as Markdown, and as a table', async () => {
    const markdown = path.join(root, '.vscode-test/ui/journal-saved.md');
    await rm(markdown, { force: true });
    await frame.locator('[data-act="markdown"]').click();
    await workbench.saveAs(markdown);
    await workbench.answered(markdown);
    assert.match(await readFile(markdown, 'utf8'), /^# Journal\n\n## \w+, \w+ \d+, \d{4}\n\n- 12:05.PM Verified: /);
    const csv = path.join(root, '.vscode-test/ui/journal-saved.csv');
    await rm(csv, { force: true });
    await frame.locator('[data-act="csv"]').click();
    await workbench.saveAs(csv);
    await workbench.answered(csv);
    const rows = csvParse(await readFile(csv, 'utf8'));
    assert.equal(rows.length, made().length - 1);
    assert.deepEqual([rows[0]!['day'], rows[0]!['time'], rows[0]!['kind']], [dayBefore(1), '12:05', 'verify']);
  });

  it('leads to its settings, and says no streak when it is switched off', async () => {
    await frame.locator('[data-act="settings"]').click();
    await workbench.page.locator('.settings-editor .setting-item', { hasText: 'Weekly Goal' }).waitFor();
    const streak = workbench.page.locator('.settings-editor .setting-item', { hasText: 'Show Streak' });
    await streak.locator('.setting-value-checkbox').click();
    await workbench.closeTab('Settings');
    frame = await workbench.pageNamed('journal');
    await frame.locator('[data-streak]').waitFor({ state: 'detached' });
    await frame.locator('[data-goal]').waitFor();
  });
});

describe('journal before anything is done', () => {
  const started = useWorkbench({ name: 'journal-empty' });

  it('says what to do', async () => {
    const frame = await started().openPage('Backend Skills: Open Journal', 'journal');
    await frame.locator('#h-empty').waitFor();
    assert.equal(await frame.locator('svg, .filters').count(), 0);
    await frame.locator('[data-act="skills"]').click();
    await started().page.locator('.sidebar .monaco-list-row').first().waitFor();
  });
});

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`journal in ${theme}`, () => {
    const started = useWorkbench({
      name: `journal-${theme}`,
      settings: { ...inTheme(theme), 'backendSkills.weeklyGoal': 3 },
      // The editor keeps to a theme from the start only without an extension in development.
      install: installExtension,
      width: 1260,
      height: 1000,
    });

    it('is clean for axe-core, and stays inside its width, narrow and wide', async () => {
      const workbench = started();
      await write(workbench, 'seed', made());
      const frame = await workbench.openPage('Backend Skills: Open Journal', 'journal');
      await workbench.page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
      // On a narrow window the sidebar would leave no room.
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      const page = await workbench.panelFrame();
      const check = async (what: string): Promise<void> => {
        await fitsWidth(page, what);
        await isAccessible(page, what);
      };
      for (const width of [360, 1260]) {
        await workbench.page.setViewportSize({ width, height: 1000 });
        await check(`${width} px`);
        const map = frame.locator('.mapscroll');
        // The latest days are in view, however narrow it is.
        const hidden = await map.evaluate((one) => one.scrollWidth - one.clientWidth - one.scrollLeft);
        assert.ok(hidden <= 1, `${hidden} px of the latest days are out of view at ${width}`);
        await workbench.screenshot(`journal-${theme}-${width}`);
        await frame.locator('label', { has: frame.locator('[data-choice="show-table"]') }).click();
        await frame.locator('table.weeks').waitFor();
        await check(`${width} px, table`);
        await workbench.screenshot(`journal-${theme}-${width}-table`);
        await frame.locator('label', { has: frame.locator('[data-choice="show-map"]') }).click();
        await map.waitFor();
      }
    });
  });
}
