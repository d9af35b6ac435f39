import { l10n } from 'vscode';

/** What a new document of the workbench begins with: statements to run, one after another. */
export function tourText(): string {
  const note = (text: string): string => `-- ${text}\n`;
  return [
    note(l10n.t('A real PostgreSQL, in memory and your own: nothing here can break, and nothing is kept.')),
    note(l10n.t('Put the cursor in a statement and press Ctrl+Enter (Cmd+Enter on a Mac), or click Run above it.')),
    `SELECT 'Hello, ' || current_user AS greeting, now() AS the_time;\n`,
    `\n${note(l10n.t('1. Make a table, and put something in it.'))}`,
    `CREATE TABLE IF NOT EXISTS notes (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body text NOT NULL,
  stars integer CHECK (stars BETWEEN 1 AND 5)
);

INSERT INTO notes (body, stars)
VALUES ('Learn joins', 5), ('Learn indexes', 4), ('Sleep', NULL)
RETURNING *;\n`,
    `\n${note(l10n.t('2. Ask. Click a heading of the result to sort it; NULL is never first.'))}`,
    `SELECT body, stars FROM notes WHERE stars >= 4 ORDER BY stars DESC;\n`,
    `\n${note(l10n.t('3. Make a mistake: the editor marks where PostgreSQL has stumbled.'))}`,
    `SELECT boddy FROM notes;\n`,
    `\n${note(l10n.t('4. See how a query is run: click Explain above it, or write EXPLAIN yourself.'))}`,
    `SELECT n % 10 AS digit, count(*) FROM generate_series(1, 100000) AS n GROUP BY digit ORDER BY digit;\n`,
    `\n${note(l10n.t('5. For more data, run "Load Sample Database…" from the palette: a shop, a library, or 120,000 events.'))}`,
  ].join('');
}
