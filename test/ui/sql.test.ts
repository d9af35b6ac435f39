import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { useWorkbench, type Workbench } from './workbench';

describe('SQL workbench', () => {
  const started = useWorkbench({ name: 'sql', height: 1000 });
  let workbench: Workbench;
  let frame: FrameLocator;
  const editor = (): ReturnType<Workbench['page']['locator']> => workbench.page.locator('.monaco-editor').first();
  /** Puts a text in place of the document, and leaves the cursor at its end. */
  const write = async (sql: string): Promise<void> => {
    await editor().locator('.view-lines').click();
    await workbench.page.keyboard.press('Control+a');
    await workbench.page.keyboard.press('Delete');
    await workbench.page.keyboard.insertText(sql);
  };
  const runKey = (): Promise<void> => workbench.page.keyboard.press('Control+Enter');
  const outcome = (text: string): Promise<void> =>
    frame.locator('.outcome', { hasText: text }).first().waitFor({ timeout: 30_000 });
  const cells = (column: number): Promise<string[]> =>
    frame.locator(`.rows tbody tr > :nth-child(${column + 1})`).allInnerTexts();

  before(async () => {
    workbench = started();
    await workbench.openView();
    await workbench.command('Backend Skills: Open SQL Workbench');
    frame = workbench.frame();
    await frame.locator('#root[data-painted="sql"]').waitFor({ timeout: 30_000 });
  });

  it('opens a tour with a lens above each statement, and says whose the database is', async () => {
    await editor().locator('.view-line', { hasText: 'A real PostgreSQL' }).waitFor();
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run statement' }).first().waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: 'PostgreSQL' }).waitFor();
    await frame.locator('.private', { hasText: 'Private to this window' }).waitFor();
    await workbench.screenshot('sql-tour');
  });

  it('runs a statement by its lens', async () => {
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run statement' }).first().click();
    await outcome('1 row');
    await frame.locator('.rows td', { hasText: 'Hello, postgres' }).waitFor();
  });

  it('runs the statement at the cursor by the key, sorts its rows, and keeps NULL last', async () => {
    await write(
      `SELECT n, CASE WHEN n <> 2 THEN n::text END AS t FROM generate_series(1, 10) AS n;\nSELECT 'not this'`,
    );
    await workbench.page.keyboard.press('Control+Home');
    await runKey();
    await outcome('10 rows');
    assert.deepEqual(await cells(1), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    assert.equal(await frame.locator('.rows .null').count(), 1);
    const heading = (name: string): ReturnType<FrameLocator['locator']> => frame.locator('.rows th', { hasText: name });
    await heading('n').locator('button').click();
    await frame.locator('th[aria-sort="ascending"]').waitFor();
    await heading('n').locator('button').click();
    await frame.locator('th[aria-sort="descending"]').waitFor();
    assert.deepEqual((await cells(1)).slice(0, 3), ['10', '9', '8']);
    await heading('t').locator('button').click();
    await frame.locator('th[aria-sort="ascending"]', { hasText: 't' }).waitFor();
    assert.deepEqual((await cells(2)).slice(0, 3), ['1', '10', '3']);
    assert.equal((await cells(2)).at(-1), 'NULL');
  });

  it('copies what is shown', async () => {
    await frame.locator('[data-copy="csv"]').click();
    await frame.locator('body > [role="status"]', { hasText: 'Copied' }).waitFor({ state: 'attached' });
    const text = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(text.replaceAll('\r', ''), /^n,t\n1,1\n10,10\n/);
  });

  it('marks an error where PostgreSQL has found it', async () => {
    await write(`SELECT 1;\n\nSELECT 'é😀',\n  boddy FROM pg_class;`);
    await runKey();
    await frame.locator('.error .message', { hasText: 'column "boddy" does not exist' }).waitFor();
    assert.match(await frame.locator('.error').innerText(), /SQLSTATE 42703/);
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('sql-error');
    await frame.locator('[data-act="goTo"]', { hasText: 'line 4' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 4, Col 3' }).waitFor();
  });

  it('shows a plan as a table of steps, and marks the slow ones', async () => {
    await write('SELECT n % 10 AS digit, count(*) FROM generate_series(1, 100000) AS n GROUP BY 1 ORDER BY 1;');
    const scan = frame.locator('.plan .type', { hasText: 'Function Scan' });
    // The editor moves the lens of the text before to this one and only then makes a new one: a click on the old one does nothing.
    for (let left = 5; ; left--) {
      await workbench.page.locator('.codelens-decoration a', { hasText: 'Explain' }).first().click();
      const shown = await scan.waitFor({ timeout: 4000 }).then(
        () => true,
        () => false,
      );
      if (shown) break;
      assert.ok(left > 0, 'no plan is shown');
    }
    assert.ok((await frame.locator('.plan tr.slow').count()) >= 1);
    await frame.locator('.more', { hasText: 'Execution' }).waitFor();
    await workbench.screenshot('sql-plan');
  });

  it('shows 100,000 rows a thousand at a time, and says how many there are', async () => {
    await write('SELECT n, md5(n::text) AS hash FROM generate_series(1, 120000) AS n');
    await runKey();
    await outcome('120,000 rows');
    assert.equal(await frame.locator('.rows tbody tr').count(), 1000);
    await frame.locator('[data-act="more"]').click();
    await frame.locator('.more', { hasText: 'the first 2,000 shown' }).waitFor();
    assert.equal(await frame.locator('.rows tbody tr').count(), 2000);
    await frame.locator('.rows th', { hasText: 'n' }).first().locator('button').click();
    await frame.locator('th[aria-sort="ascending"]').waitFor();
    assert.equal(await frame.locator('.rows tbody tr').count(), 1000);
  });

  it('keeps the order of one result when another one is sorted', async () => {
    await write('SELECT n FROM generate_series(1, 1500) AS n; SELECT m FROM generate_series(1, 1500) AS m');
    await workbench.command('Backend Skills: Run All SQL Statements');
    await frame.locator('.result').nth(1).waitFor();
    const [one, other] = [frame.locator('.result').nth(0), frame.locator('.result').nth(1)];
    for (const result of [one, other]) {
      await result.locator('th button').first().click();
      await result.locator('th[aria-sort="ascending"]').waitFor();
      await result.locator('th button').first().click();
      await result.locator('th[aria-sort="descending"]').waitFor();
    }
    await one.locator('[data-act="more"]').click();
    await one.locator('tbody tr').nth(1499).waitFor();
    const numbers = await one.locator('tbody tr > :nth-child(2)').allInnerTexts();
    assert.deepEqual(
      numbers.map((text) => Number(text.replace(/\D/g, ''))),
      Array.from({ length: 1500 }, (_, at) => 1500 - at),
    );
  });

  it('shows a long value whole', async () => {
    await write(`SELECT repeat('long ', 200) || 'end' AS words, NULL AS nothing, '' AS empty`);
    await runKey();
    await frame.locator('.clipped').click();
    await frame.locator('.value pre', { hasText: 'end' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await frame.locator('.value').waitFor({ state: 'detached' });
    await frame.locator('.clipped:focus').waitFor();
  });

  it('takes nothing of what a query returns for markup', async () => {
    await write(`SELECT '<img src=x onerror=alert(1)>' AS "<b>name</b>"`);
    await runKey();
    await frame.locator('.rows td', { hasText: '<img src=x' }).waitFor();
    assert.equal(await frame.locator('.rows img, .rows b').count(), 0);
  });

  it('loads a sample database, and shows its tables', async () => {
    await workbench.commandAndPick('Backend Skills: Load Sample Database', 'Shop');
    await frame.locator('.title', { hasText: 'Tables and columns' }).waitFor({ timeout: 30_000 });
    await frame.locator('.rows td', { hasText: 'order_items' }).first().waitFor();
    await workbench.screenshot('sql-tables');
    await write('SELECT count(*) FROM orders');
    await runKey();
    await frame.locator('.rows td', { hasText: /^\s*2000\s*$/ }).waitFor();
    await frame.locator('.db', { hasText: 'Shop' }).waitFor();
  });

  it('ends a statement that runs for ever', async () => {
    await write('SELECT count(*) FROM generate_series(1, 1e12::bigint)');
    await runKey();
    await frame.locator('[data-act="cancel"]').click();
    await frame.locator('.error .message', { hasText: 'cancelled' }).waitFor();
    await write('SELECT 42 AS answer');
    await runKey();
    await frame.locator('.rows td', { hasText: /^\s*42\s*$/ }).waitFor({ timeout: 30_000 });
  });

  it('resets the database, once it may', async () => {
    await write('CREATE TABLE mine (id integer)');
    await runKey();
    await outcome('Done');
    await workbench.command('Backend Skills: Reset Database');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Reset' }).click();
    await frame.locator('.db', { hasText: 'your own tables' }).waitFor({ timeout: 30_000 });
    await write('SELECT * FROM mine');
    await runKey();
    await frame.locator('.error .message', { hasText: 'relation "mine" does not exist' }).waitFor({ timeout: 30_000 });
  });

  it('asks before it loads a sample into a transaction that has failed', async () => {
    await write('BEGIN; SELECT 1 / 0');
    await workbench.command('Backend Skills: Run All SQL Statements');
    await frame.locator('.error .message', { hasText: 'division by zero' }).waitFor();
    await workbench.commandAndPick('Backend Skills: Load Sample Database', 'Library');
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'All tables of the database are dropped' });
    await dialog.getByRole('button', { name: 'Load Library' }).click();
    await frame.locator('.db', { hasText: 'Library' }).waitFor({ timeout: 30_000 });
    await workbench.page.locator('.statusbar-item', { hasText: 'PostgreSQL: Library' }).waitFor();
  });

  it('says that nothing is loaded when the database has ended by itself', async () => {
    await frame.locator('.title', { hasText: 'Tables and columns' }).waitFor({ timeout: 30_000 });
    // There is no program to start, which PostgreSQL itself does not survive.
    await write(`COPY books FROM PROGRAM 'id'`);
    await runKey();
    await frame.locator('.error').waitFor({ timeout: 30_000 });
    await workbench.page.locator('.statusbar-item', { hasText: 'PostgreSQL: not started' }).waitFor();
  });
});
