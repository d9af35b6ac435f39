import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CareerData, PayData, SkillBody } from '../../src/core/model';
import { decodeSearch } from '../../src/core/search';
import { persist, root, useWorkbench, type Workbench } from './workbench';

const shipped = async <T>(file: string): Promise<T> =>
  JSON.parse(await readFile(path.join(root, 'dist/pack', file), 'utf8')) as T;

describe('searching everything', () => {
  const started = useWorkbench({ name: 'search', height: 900 });
  let workbench: Workbench;
  before(async () => {
    workbench = started();
    await workbench.openView();
  });
  afterEach(() => workbench.page.keyboard.press('Escape'));

  /** Types and waits until a row of this text stands in the list; again, if something else took the focus and closed it. */
  const found = async (text: string, row: string, command = 'Search Skills'): Promise<void> => {
    const input = workbench.page.locator('.quick-input-widget input[placeholder^="Type a skill"]');
    const wanted = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    await persist(
      4,
      async () => {
        await workbench.command(`Backend Skills: ${command}`);
        await input.fill(text, { timeout: 3000 });
        await wanted.waitFor({ timeout: 3000 });
      },
      () => workbench.page.keyboard.press('Escape'),
    );
  };
  /** Chooses the row with the arrow keys, as the keyboard does. */
  const choose = async (row: string): Promise<void> => {
    const focused = workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: row });
    for (let step = 0; (await focused.count()) === 0; step++) {
      assert.ok(step < 60, `${row} is not reached`);
      await workbench.page.keyboard.press('ArrowDown');
    }
    await workbench.page.keyboard.press('Enter');
  };
  const isInView = async (selector: string): Promise<void> => {
    const frame = await workbench.panelFrame();
    await frame.waitForFunction((wanted) => {
      const box = document.querySelector(wanted)?.getBoundingClientRect();
      return box !== undefined && box.height > 0 && box.top >= 0 && box.top < window.innerHeight;
    }, selector);
  };

  it('keeps the page of that name first, and groups what else it finds', async () => {
    await found('sql injection', 'Web security');
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Web security' }).waitFor();
    for (const group of ['In the text', 'Practice and questions'])
      await workbench.page.locator('.quick-input-list .quick-input-list-separator', { hasText: group }).waitFor();
    await workbench.screenshot('search-groups');
  });

  it('opens a page at the section whose text has the words', async () => {
    await found('retry after header', 'Rate limiting › How it works');
    await choose('Rate limiting › How it works');
    await workbench.panel('Rate limiting');
    await isInView('#section-how-it-works');
  });

  it('opens a question, with its answer', async () => {
    const { questions } = await shipped<SkillBody>('skills/transactions.json');
    const at = questions.findIndex(({ question }) => question.includes('lost update'));
    await found('prevent a lost updat', questions[at]!.question);
    await choose(questions[at]!.question);
    await workbench.panel('Transactions');
    const details = workbench.frame().locator(`details[data-question="${at}"][open]`);
    await details.waitFor();
    await isInView(`details[data-question="${at}"]`);
    const frame = await workbench.panelFrame();
    await frame.waitForFunction(() => document.activeElement?.tagName === 'SUMMARY');
    await workbench.screenshot('search-question');
    // Again on the page that is open already, now for another one.
    const other = questions.findIndex((_, index) => index !== at);
    await found(questions[other]!.question.slice(0, 60), questions[other]!.question);
    await choose(questions[other]!.question);
    await workbench.frame().locator(`details[data-question="${other}"][open]`).waitFor();
  });

  it('opens the pay explorer at a figure, whatever its filter hides', async () => {
    const { figures } = await shipped<PayData>('pay.json');
    const figure = figures.find(({ id }) => id === 'us-web-developer-bls-2022')!;
    const frame = await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
    await frame.locator('select[data-filter="role"]').selectOption('python-developer');
    await frame.locator(`#figure-${figure.id}`).waitFor({ state: 'detached' });
    await found('web developer united states 80730', 'Web developer, United States: 80,730 USD');
    await choose('Web developer, United States: 80,730 USD');
    await frame.locator(`#figure-${figure.id}`).waitFor();
    await isInView(`#figure-${figure.id}`);
    const page = await workbench.panelFrame();
    await page.waitForFunction((id) => document.activeElement?.id === id, `figure-${figure.id}`);
    await workbench.screenshot('search-figure');
    await workbench.closeTab('Pay Explorer');
  });

  it('opens the career guide at an entry, and unfolds what hides it', async () => {
    const { tasks } = await shipped<CareerData>('career.json');
    const [entry] = tasks.at(-1)!.entries;
    await found('what does full stack mean', 'What does full stack mean?');
    await choose('What does full stack mean?');
    const frame = await workbench.pageNamed('career');
    await frame.locator('details#question-what-does-full-stack-mean[open]').waitFor();
    await isInView('#question-what-does-full-stack-mean');
    await found(entry!.text.slice(0, 70), entry!.text.slice(0, 40));
    await choose(entry!.text.slice(0, 40));
    await frame.locator(`#task-${entry!.id}:visible`).waitFor();
    await isInView(`#task-${entry!.id}`);
    await workbench.screenshot('search-career');
  });

  it('leads to entries that the pages really have', async () => {
    const { entries } = decodeSearch(await readFile(path.join(root, 'dist/pack/search.bin')));
    const missing = async (kind: string, refs: readonly string[]): Promise<void> => {
      const frame = await workbench.panelFrame();
      assert.deepEqual(
        await frame.evaluate((ids) => ids.filter((id) => !document.getElementById(id)), [...refs]),
        [],
        kind,
      );
    };
    const career = entries.flatMap(({ kind, ref }) => (kind === 'career' ? (ref ?? '') : []));
    assert.ok(career.length > 200 && new Set(career).size === career.length, 'each entry once');
    await missing('career', career);
    await workbench.closeTab('Career Guide');
    await workbench.openPage('Backend Skills: Open Pay Explorer', 'pay');
    const pay = entries.flatMap(({ kind, ref = '' }) => (kind === 'pay' && !ref.startsWith('role-') ? ref : []));
    assert.ok(pay.length > 30);
    await missing('pay', pay);
    await workbench.closeTab('Pay Explorer');
  });

  it('finds labs and sample databases', async () => {
    await found('health and readines', 'Health');
    await workbench.page.locator('.quick-input-list .monaco-list-row .codicon-beaker').first().waitFor();
    await workbench.page.keyboard.press('Escape');
    await found('library books loans', 'Library');
    await workbench.page.locator('.quick-input-list .monaco-list-row .codicon-database').first().waitFor();
  });

  it('asks for a skill only, where a skill is what is needed', async () => {
    await found('junior back end developer', '', 'Mark All as Practised');
    assert.equal(await workbench.page.locator('.quick-input-list .codicon-briefcase').count(), 0);
  });
});
