import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isDatabaseError, openDatabase } from '../../src/platform/postgres';

/** The embedded PostgreSQL in every kind of host: on the desktop and a server in a thread, in the browser in a worker. */
export function registerSqlTests(): void {
  describe('the embedded PostgreSQL', () => {
    const host = (): { extensionUri: vscode.Uri } => {
      const extension = vscode.extensions.getExtension('backend-skills.backend-skills');
      assert.ok(extension);
      return { extensionUri: extension.extensionUri };
    };

    it('runs statements, keeps databases apart, and tells an error with its place', async () => {
      const [one, two] = await Promise.all([openDatabase(host()), openDatabase(host())]);
      try {
        const results = await one.exec(
          `CREATE TABLE t (n integer, s text); INSERT INTO t VALUES (1, 'é'), (2, NULL); SELECT *, 1.50 AS d, n = 1 AS b FROM t`,
        );
        assert.deepEqual(
          results.map(({ command, affected }) => [command, affected]),
          [
            ['CREATE TABLE', undefined],
            ['INSERT', 2],
            ['SELECT', undefined],
          ],
        );
        const last = results[2]!;
        assert.deepEqual(last.columns, ['n', 's', 'd', 'b']);
        assert.deepEqual(last.rows, [
          [1, 'é', '1.50', true],
          [2, null, '1.50', false],
        ]);
        await assert.rejects(two.exec(`SELECT '😀'; SELECT * FROM t`), (error) => {
          assert.ok(isDatabaseError(error));
          assert.equal(error.code, '42P01');
          assert.equal(error.position, 27);
          return true;
        });
        const [limited] = await two.exec('SELECT generate_series(1, 5000)', { limit: 10 });
        assert.deepEqual([limited?.rows.length, limited?.count], [10, 5000]);
      } finally {
        await Promise.all([one.close(), two.close()]);
      }
      await assert.rejects(one.exec('SELECT 1'), (error) => isDatabaseError(error) && error.code === '08003');
    });

    it('ends a statement that runs for ever', async () => {
      const database = await openDatabase(host());
      const endless = database.exec('SELECT count(*) FROM generate_series(1, 1e12::bigint)');
      const ended = assert.rejects(endless, (error) => isDatabaseError(error) && error.code === '57014');
      await database.cancel();
      await ended;
      await database.closed;
    });

    it('reaches no file and no program of the machine', async () => {
      const database = await openDatabase(host());
      try {
        for (const statement of [
          `SELECT pg_read_file('/etc/passwd')`,
          `CREATE TABLE f (line text); COPY f FROM '/etc/passwd'`,
        ])
          await assert.rejects(database.exec(statement), (error) => isDatabaseError(error), statement);
        const [found] = await database.exec(`SELECT current_setting('server_version_num')::integer >= 170000`);
        assert.deepEqual(found?.rows, [[true]]);
        // There is no program to start, which PostgreSQL itself does not survive.
        await database.exec('CREATE TABLE p (line text)');
        const program = database.exec(`COPY p FROM PROGRAM 'id'`);
        await assert.rejects(program, (error) => isDatabaseError(error));
      } finally {
        await database.close();
      }
    });
  });
}
