import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { csvParseRows } from 'd3-dsv';
import type { FrameLocator } from 'playwright-core';
import facts from '../fixtures/pay-facts.json';
import { root, useWorkbench, type Workbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/pay-files');
const ownFile = path.join(folder, 'mine.pay.json');

const own = (more: object[] = []): string =>
  JSON.stringify(
    {
      format: 1,
      roles: [{ id: 'lighthouse-keeper', title: 'Lighthouse keeper' }],
      figures: [
        {
          id: 'my-offer',
          role: 'back-end-developer',
          amount: 123456,
          currency: 'USD',
          statistic: 'my offer',
          region: 'United States',
          regionKind: 'country',
          source: 'My own',
          asOf: '2026-01',
        },
        { id: 'bad-currency', role: 'back-end-developer', amount: 1000, currency: 'XXQ', source: 'My own', asOf: null },
        { id: 'keeper', role: 'lighthouse-keeper', amount: 31000, currency: 'EUR', source: 'My own', asOf: '2025' },
        ...more,
      ],
    },
    null,
    2,
  );

/** Records that each chart stands for. */
const expected = {
  'by-source': facts.filter(
    ({ id }) => id.startsWith('us-back-end') || id === 'rough-back-end-usd', // $158K repeats $158,330
  ).length,
  'by-place': facts.filter(({ deltaVsUsAverage }) => deltaVsUsAverage !== null).length,
  roles: facts.filter(({ id }) => id.startsWith('role-')).length,
  'front-back': 2,
  'over-time': 4,
  growth: 2,
} as const;

describe('pay explorer', () => {
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });
  const started = useWorkbench({ name: 'pay', height: 1000 });
  let workbench: Workbench;
  let frame: FrameLocator;
  before(async () => {
    workbench = started();
    frame = await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
  });

  const select = (field: string, label: string): Promise<unknown> =>
    frame.locator(`[data-filter="${field}"]`).selectOption({ label });
  const rows = (chart: string): ReturnType<FrameLocator['locator']> => frame.locator(`#${chart} .rows > li`);
  const clear = async (): Promise<void> => {
    const button = frame.locator('[data-act="clear"]');
    if (await button.isEnabled()) await button.click();
  };
  /** The visible words of a chart's rows or a table's cells. */
  const texts = async (selector: string): Promise<string[]> =>
    (await frame.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  const copy = async (table: string): Promise<string[][]> => {
    await frame.locator(`[data-copy="${table}"]`).click();
    await frame.locator(`[data-copy="${table}"] .codicon-check`).waitFor();
    return csvParseRows(await workbench.page.evaluate(() => navigator.clipboard.readText()));
  };

  for (const [chart, count] of Object.entries(expected)) {
    it(`draws ${count} marks in ${chart}, one for each record`, async () => {
      assert.equal(await frame.locator(`#${chart} [data-mark]`).count(), count);
      const ids = await frame
        .locator(`#${chart} [data-mark]`)
        .evaluateAll((marks) => marks.map((mark) => (mark as SVGElement).dataset['mark']));
      assert.equal(new Set(ids).size, count);
    });
  }

  it('draws every mark where it can be seen', async () => {
    const outside = await (
      await workbench.panelFrame()
    ).evaluate(() =>
      [...document.querySelectorAll<SVGElement>('[data-mark]')].flatMap((mark) => {
        const plot = mark.closest('svg.plot')!.getBoundingClientRect();
        const box = mark.getBoundingClientRect();
        const inside = box.left >= plot.left - 12 && box.right <= plot.right + 12;
        return inside && box.width > 0 ? [] : [mark.dataset['mark']];
      }),
    );
    assert.deepEqual(outside, []);
  });

  it('says in the table what the chart says', async () => {
    for (const chart of [...Object.keys(expected), 'mine']) {
      const values = await texts(`#${chart} .rows .val`);
      assert.ok(values.length > 1, chart);
      await frame.locator(`#${chart} .segment label`, { hasText: 'Table' }).click();
      await frame.locator(`#${chart} .scroll table`).waitFor();
      assert.equal(await rows(chart).count(), 0);
      const table = (await texts(`#${chart} tbody tr`)).map((row) => row.replace(/\s/g, ''));
      assert.equal(table.length, values.length, chart);
      for (const [at, value] of values.entries()) {
        // The two sources of a role are said with their names in the chart, under them in the table.
        for (const part of value.split(' ').filter((word) => /\d/.test(word)))
          assert.ok(table[at]?.includes(part), `${chart}: ${part} is not in ${table[at]}`);
      }
      await frame.locator(`#${chart} .segment label`, { hasText: 'Chart' }).click();
      await rows(chart).first().waitFor();
    }
  });

  it('copies as CSV what the table says', async () => {
    for (const chart of [...Object.keys(expected), 'mine', 'all']) {
      const [names = [], ...lines] = await copy(chart);
      const cells = await frame
        .locator(`[data-table="${chart}"] tbody tr`)
        .evaluateAll((list) => list.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)));
      assert.equal(lines.length, cells.length, chart);
      const digits = (text: string): string =>
        text
          .replace(/,|\.00\b/g, '')
          .replace(/[^\d.]+/g, ' ')
          .trim();
      for (const [at, line] of lines.entries()) {
        assert.equal(line.length, names.length);
        for (const [column, name] of names.entries()) {
          if (!/per_|percent/.test(name)) continue;
          const shown = digits(cells[at]?.[column] ?? '');
          // Tables of thousands say 164K for 164000.
          const raw = digits(line[column] ?? '');
          assert.ok(
            shown === raw ||
              shown
                .split(' ')
                .map((part) => `${part}000`)
                .join(' ') === raw,
            `${chart}, row ${at}, ${name}: ${shown} and ${raw}`,
          );
        }
      }
    }
    assert.equal((await copy('all')).length, 1 + facts.length);
  });

  it('filters by role, place, source and year, and counts what is left', async () => {
    await frame.locator('.count', { hasText: '35 figures, 29 undated' }).waitFor();
    await select('role', 'Python developer');
    await frame.locator('.count', { hasText: '2 figures, 2 undated' }).waitFor();
    assert.deepEqual(
      await texts('#by-source .rows .val'),
      ['$133,000', '$97,000'].map((text) => text.replace(',000', 'K')),
    );
    assert.equal(await rows('by-place').count(), 0);
    await frame.locator('#by-place .nothing').waitFor();
    await clear();
    await select('place', 'California');
    assert.deepEqual(await texts('#by-source .rows .val'), ['$92,549']);
    await clear();
    await select('source', 'BLS');
    assert.deepEqual(await texts('#over-time .rows .val'), ['$77,200', '$80,730']);
    await select('year', '2021');
    assert.deepEqual(await texts('#by-source .rows .val'), ['$77,200']);
    await clear();
    await select('year', 'undated');
    await frame.locator('.count', { hasText: '29 figures, 29 undated' }).waitFor();
    await clear();
    assert.equal(await rows('by-source').count(), expected['by-source']);
    assert.equal(await frame.locator('[data-filter="year"]').inputValue(), '');
  });

  it('sorts places by pay, difference and name', async () => {
    const names = (): Promise<string[]> => texts('#by-place .rows .name');
    const byPay = await names();
    assert.equal(byPay[0], 'Orange County, CA');
    await frame.locator('#by-place .sorting label', { hasText: 'Place' }).click();
    assert.deepEqual(await names(), [...byPay].sort());
    await frame.locator('#by-place .sorting label', { hasText: 'Difference' }).click();
    const differences = (await texts('#by-place .rows .aux')).map((text) =>
      Number(text.replace('−', '-').replace('%', '')),
    );
    assert.deepEqual(
      differences,
      [...differences].sort((a, b) => b - a),
    );
    await frame.locator('#by-place .sorting label', { hasText: 'Pay' }).click();
  });

  it('tells the age of what is old, and that what is undated is', async () => {
    const aside = await texts('#by-source .rows .aux');
    assert.ok(
      aside.some((text) => /2021.*\d+ yr old/.test(text)),
      aside.join(' | '),
    );
    assert.equal(aside.filter((text) => text === 'undated').length, 4);
  });

  it('shows the details of a row by keyboard and by pointer, and hides them on Escape', async () => {
    const page = await workbench.panelFrame();
    await frame.locator('#by-source .rows > li').first().focus();
    const tip = (at: number): ReturnType<FrameLocator['locator']> => rows('by-source').nth(at).locator('.tip');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowUp');
    await tip(0).waitFor();
    assert.match(
      await tip(0).innerText(),
      /Indeed: \$158,330.*per year, average, undated.*Back End Developer job guide/s,
    );
    await workbench.page.keyboard.press('End');
    await tip(7).waitFor();
    assert.match(await tip(7).innerText(), /BLS: \$77,200/);
    await tip(0).waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('Escape');
    await tip(7).waitFor({ state: 'hidden' });
    // The row that was left is the one that Tab comes back to; each chart is one stop.
    assert.equal(await page.evaluate(() => document.querySelectorAll('#by-source .rows [tabindex="0"]').length), 1);
    assert.equal(await rows('by-source').nth(7).getAttribute('tabindex'), '0');
    await frame.locator('h1').click();
    await rows('by-place').nth(2).hover();
    await rows('by-place').nth(2).locator('.tip').waitFor();
    assert.equal(
      await rows('by-place').nth(2).getAttribute('aria-describedby'),
      await rows('by-place').nth(2).locator('.tip').getAttribute('id'),
    );
  });

  it('explains a role, and leads on to its skills and to the career guide', async () => {
    const button = frame.locator('[data-role="full-stack-developer"]');
    await button.click();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    const card = frame.locator('#role');
    await card.locator('.chip', { hasText: 'JavaScript frameworks' }).waitFor();
    await card.locator('[data-act="closeRole"]').click();
    await card.waitFor({ state: 'detached' });
    await frame.locator('[data-role="full-stack-developer"]:focus').waitFor();
    // From the table too, and the card goes with its row.
    await frame.locator('#roles .segment label', { hasText: 'Table' }).click();
    await frame.locator('#roles table [data-role="web-designer"]').click();
    await card.waitFor();
    await select('role', 'Python developer');
    await card.waitFor({ state: 'detached' });
    await clear();
    await card.locator('[data-act="closeRole"]').click();
    await frame.locator('#roles .segment label', { hasText: 'Chart' }).click();
    await button.click();
    await card.locator('.chip').first().click();
    await workbench.panel('JavaScript');
    await workbench.page.locator('.tab', { hasText: 'Pay Explorer' }).click();
    frame = await workbench.pageNamed('pay');
    await frame.locator('#role [data-act="roleCareer"]').click();
    const career = await workbench.pageNamed('career');
    await career.locator('#move-full-stack-developer:focus').waitFor();
    await workbench.closeTab('Career Guide');
    await workbench.page.locator('.tab', { hasText: 'Pay Explorer' }).click();
    frame = await workbench.pageNamed('pay');
  });

  it('shows pay in units of the reader, and keeps them', async () => {
    await frame.locator('[name="currency"]').fill('eur');
    await frame.locator('[name="currency"]').press('Tab');
    // Euros at the rate of dollars would be plainly wrong, so nothing is converted yet.
    await frame.locator('#wrong-rate', { hasText: 'worth in EUR' }).waitFor();
    await frame.locator('#mine h2', { hasText: 'USD per month' }).waitFor();
    assert.equal(await frame.locator('[name="rate"]').inputValue(), '');
    assert.equal(await frame.locator('[name="rate"]').getAttribute('aria-describedby'), 'wrong-rate');
    await frame.locator('[name="rate"]').fill('0,5');
    await frame.locator('[name="hours"]').fill('35');
    await frame.locator('#mine .segment label', { hasText: 'per hour' }).click();
    // 158,330 × 0.5 ÷ (52 × 35) = 43.497…
    await frame.locator('#mine .rows .val', { hasText: '€43.50' }).waitFor();
    await frame.locator('#mine h2', { hasText: 'EUR per hour' }).waitFor();
    await rows('mine').filter({ hasText: '₹650,000' }).filter({ hasText: 'as reported' }).waitFor();
    const [, first] = await copy('mine');
    assert.ok(first?.includes('43.50 EUR') && first.includes('158330 USD'), first?.join());
    await frame.locator('[name="rate"]').fill('-2');
    await frame.locator('[name="rate"]').press('Tab');
    await frame.locator('#wrong-rate').waitFor();
    assert.equal(await frame.locator('[name="rate"]').inputValue(), '-2');
    await frame.locator('#mine .rows .val', { hasText: '€43.50' }).waitFor();
    await workbench.closeTab('Pay Explorer');
    frame = await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
    await frame.locator('#mine .rows .val', { hasText: '€43.50' }).waitFor();
    assert.equal(await frame.locator('[name="hours"]').inputValue(), '35');
  });

  it('saves a chart as a picture that stands alone', async () => {
    const file = path.join(folder, 'chart.svg');
    await frame.locator('[data-save="by-place"]').click();
    await workbench.saveAs(file);
    await workbench.answered(file);
    const svg = await readFile(file, 'utf8');
    assert.match(svg, /^<svg xmlns/);
    assert.equal([...svg.matchAll(/<rect x=/g)].length, 10);
    for (const place of ['Orange County, CA', 'Fairfax, VA', '−28.74%', '$112K']) assert.ok(svg.includes(place), place);
    assert.doesNotMatch(svg, /var\(|<style|<script/);
  });

  it('makes a page to be printed', async () => {
    const file = path.join(folder, 'pay.html');
    await frame.locator('[data-act="print"]').click();
    await workbench.saveAs(file);
    await workbench.answered(file);
    const html = await readFile(file, 'utf8');
    assert.equal([...html.matchAll(/<figure>/g)].length, 7);
    assert.equal([...html.matchAll(/<table>/g)].length, 8);
    assert.doesNotMatch(html, /<script/);
  });

  it('keeps filter, table and place through a reload', async () => {
    await select('source', 'Glassdoor');
    await frame.locator('#roles .segment label', { hasText: 'Table' }).click();
    await (await workbench.panelFrame()).evaluate(() => window.scrollTo(0, 300));
    await workbench.stored('"source":"Glassdoor"},"sort":"pay"},"tables":["roles"]');
    await workbench.reload();
    frame = await workbench.pageNamed('pay');
    assert.equal(await frame.locator('[data-filter="source"]').inputValue(), 'Glassdoor');
    await frame.locator('#roles .scroll table').waitFor();
    await frame.locator('#roles .segment label', { hasText: 'Chart' }).click();
    await clear();
  });

  it('opens from a skill page on the role that is shown there', async () => {
    const skill = await workbench.openSkill('Django');
    const role = await skill.locator('.paycard h2').innerText();
    await skill.locator('[data-act="explorePay"]').click();
    frame = await workbench.pageNamed('pay');
    const chosen = await frame.locator('[data-filter="role"] option:checked').innerText();
    assert.ok(role.startsWith(chosen), `${role} and ${chosen}`);
    await frame.locator('#by-source:focus').waitFor();
    await clear();
  });

  it('opens from the title bar of the tree', async () => {
    await workbench.closeTab('Pay Explorer');
    await workbench.openView();
    await workbench.page.locator('.sidebar .pane-header, .sidebar .composite.title').first().hover();
    await workbench.page.locator('.sidebar').getByRole('button', { name: 'Open Pay Explorer' }).first().click();
    frame = await workbench.pageNamed('pay');
  });
});

describe('figures of the reader', () => {
  before(async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(ownFile, own());
  });
  const started = useWorkbench({
    name: 'pay-own',
    settings: { 'backendSkills.payFiles': [ownFile, 'foo://bar', 'file:////nowhere/x.pay.json', `file://${ownFile}`] },
    height: 1000,
  });
  let workbench: Workbench;
  before(() => {
    workbench = started();
  });

  it('stand beside the others, and a bad one is a problem at its line while the rest is shown', async () => {
    const frame = await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
    await frame.locator('.count', { hasText: '37 figures, 29 undated, 2 yours' }).waitFor();
    const row = frame.locator('#by-source .rows > li', { hasText: '$123,456' });
    assert.match(await row.innerText(), /My own\s*yours/);
    await frame.locator('[data-table="all"] tr', { hasText: 'Lighthouse keeper' }).waitFor();
    await frame.locator('[data-act="problems"]').click();
    const problem = workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'is not a currency' });
    await problem.waitFor();
    const line =
      own()
        .split('\n')
        .findIndex((text) => text.includes('XXQ')) + 1;
    assert.match(await problem.innerText(), new RegExp(`Ln ${line}\\b`));
    await workbench.screenshot('pay-own-problems');
  });

  it('are read again when the file changes', async () => {
    const frame = workbench.frame();
    await writeFile(
      ownFile,
      own([
        {
          id: 'raise',
          role: 'back-end-developer',
          amount: 140001,
          currency: 'USD',
          region: 'United States',
          regionKind: 'country',
          source: 'My own',
          asOf: '2026-06',
        },
      ]),
    );
    await frame.locator('#by-source .rows .val', { hasText: '$140,001' }).waitFor();
    await writeFile(ownFile, '{ "format": 1, "figures": [ }');
    await frame.locator('.count', { hasText: '35 figures' }).waitFor();
    await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'not valid JSON' }).waitFor();
    await writeFile(ownFile, own());
    await frame.locator('.count', { hasText: '2 yours' }).waitFor();
  });

  it('can be begun by a command, in a file that the editor completes', async () => {
    const file = path.join(folder, 'second.pay.json');
    await workbench.command('Backend Skills: Add Pay Figures of Your Own');
    await workbench.saveAs(file);
    await workbench.page.locator('.tab.active', { hasText: 'second.pay.json' }).waitFor();
    const made = JSON.parse(await readFile(file, 'utf8')) as { figures: unknown[] };
    assert.equal(made.figures.length, 1);
    // The schema is ours: it offers the fields of a figure, and misses those that are not there.
    await writeFile(file, '{ "format": 1, "figures": [{ "id": "x",  }] }');
    await workbench.page.locator('.view-line', { hasText: '"id": "x",' }).waitFor();
    await workbench.page.locator('.editor-instance .view-lines').click();
    await workbench.page.keyboard.press('Control+End');
    for (let step = 0; step < 5; step++) await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('Control+Space');
    await workbench.page.locator('.suggest-widget .monaco-list-row', { hasText: 'currency' }).waitFor();
    await workbench.screenshot('pay-own-completion');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Problems: Focus on Problems View');
    await writeFile(file, JSON.stringify({ format: 1, figures: [{ id: 'x', salary: 5 }] }, null, 2));
    await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'Missing property' }).first().waitFor();
  });
});
