import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lab } from '../../src/core/lab';
import { findRuntime, makeRepository } from '../../src/practice/run/index.node';
import { inFolder, labOf, tryLab } from './labs';
import { closeDatabases, openDatabase } from './database.mjs';

const database = { openDatabase };

describe('labs of databases', function () {
  this.timeout(120_000);
  after(() => closeDatabases());
  const seed = `CREATE TABLE orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(8,2), placed date);
    INSERT INTO orders VALUES (1, 'Ada', 12.50, '2024-01-01'), (2, 'Bo', 3, '2024-02-01'), (3, 'Ada', 7.25, NULL);`;
  const run = async (check: object, answer: string): Promise<string> => {
    const { said } = await tryLab(
      labOf('sql', [check], { languages: ['sql'] }),
      { 'answer.sql': answer },
      { language: 'sql', seed, ...database },
    );
    return said[0]!;
  };
  const sums = {
    expect: {
      columns: ['customer', 'sum'],
      rows: [
        ['Bo', 3],
        ['Ada', 19.75],
      ],
    },
  };

  it('compare rows in any order unless told', async () => {
    const answer = 'SELECT customer, sum(total) FROM orders GROUP BY customer ORDER BY customer;';
    assert.equal(await run(sums, answer), 'passed');
    const ordered = { expect: { ...sums.expect, ordered: true } };
    assert.equal(await run(ordered, answer), 'failed: The rows are not as expected. Only their order differs.');
    assert.equal(await run(ordered, `${answer.replace(';', ' DESC')}; -- the end`), 'passed');
    assert.equal(
      await run(sums, answer.replace('sum(total)', 'max(total)')),
      'failed: The columns are not as expected.',
    );
    assert.equal(
      await run(sums, answer.replace('sum(total)', 'max(total) AS sum')),
      'failed: The rows are not as expected.',
    );
  });

  it('say the line of a statement that fails', async () => {
    assert.equal(
      await run(sums, 'SELECT 1;\n\nSELECT 2,\n  nothing FROM orders;'),
      'failed: Line 4: column "nothing" does not exist (42703).',
    );
    // The word at the very beginning of a line.
    assert.match(await run(sums, 'SELECT 1;\n\nSELECT *\nFROMM orders;'), /^failed: Line 4: syntax error at or near/);
    assert.match(await run(sums, 'SELEC 1;'), /^failed: Line 1: syntax error at or near/);
    assert.equal(await run(sums, '-- nothing yet\n'), 'failed: The file has no statement yet.');
  });

  it('ask a query afterwards, and expect errors by SQLSTATE or class', async () => {
    const unique = { query: "INSERT INTO orders VALUES (1, 'Cy', 1, NULL)", expect: { error: '23505' } };
    assert.equal(await run(unique, 'SELECT 1'), 'passed');
    assert.match(
      await run(unique, 'ALTER TABLE orders DROP CONSTRAINT orders_pkey'),
      /^failed: This must fail, but it was accepted/,
    );
    const check = { query: "INSERT INTO orders VALUES (4, 'Cy', -1, NULL)", expect: { error: '23' } };
    assert.equal(await run(check, 'ALTER TABLE orders ADD CHECK (total >= 0)'), 'passed');
    assert.equal(
      await run({ ...check, expect: { error: '42' } }, 'ALTER TABLE orders ADD CHECK (total >= 0)').then(
        (said) => said.split(':')[1],
      ),
      ' It failed as it must, but for another reason',
    );
  });

  it('run the file twice where it must be possible', async () => {
    const twice = { runs: 2, query: 'SELECT count(*) FROM notes', expect: { rows: [[0]] } };
    assert.equal(await run(twice, 'CREATE TABLE IF NOT EXISTS notes (id int);'), 'passed');
    assert.equal(
      await run(twice, 'CREATE TABLE notes (id int);'),
      'failed: Line 1: relation "notes" already exists (42P07), when the file is run once more.',
    );
  });

  it('look at plans, at the number of statements and at the text', async () => {
    const plan = {
      before: "INSERT INTO orders SELECT n, 'c' || n, n, NULL FROM generate_series(10, 5000) n",
      query: "SELECT * FROM orders WHERE customer = 'c77'",
      expect: { plan: { uses: ['Index Scan', 'Bitmap Index Scan'], avoids: ['Seq Scan on orders'] } },
    };
    assert.equal(await run(plan, 'CREATE INDEX by_customer ON orders (customer);'), 'passed');
    assert.equal(
      await run(plan, 'CREATE INDEX by_total ON orders (total);'),
      'failed: The plan has Seq Scan on orders.',
    );
    assert.equal(
      await run({ expect: { statements: 1 } }, "SELECT ';'; SELECT 2"),
      'failed: The file has 2 statements; at most 1 are allowed.',
    );
    assert.equal(await run({ expect: { statements: 1 } }, "SELECT ';' /* ; */ -- ;\n"), 'passed');
    assert.equal(
      await run({ expect: { text: { not: { contains: '*' } } } }, 'SELECT * FROM orders'),
      'failed: The text of the file is not as expected.',
    );
  });

  it('end a statement that never ends', async () => {
    const forever = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    const started = Date.now();
    const { said } = await tryLab(
      labOf('sql', [sums]),
      { 'answer.sql': forever },
      { language: 'sql', seed, ...database, limits: { check: 3000 } },
    );
    assert.deepEqual(said, ['failed: The check took longer than 3 s.']);
    assert.ok(Date.now() - started < 15_000);
  });
});

describe('labs of Git', function () {
  this.timeout(60_000);
  const repository: Lab['repository'] = [
    { files: { 'a.txt': 'one\n', 'secret.env': 'KEY=hunter2\n' }, commit: 'Begin' },
    { branch: 'feature', files: { 'a.txt': 'two\n' }, commit: 'Change a' },
    { checkout: 'main', files: { 'a.txt': 'three\n', 'secret.env': null }, commit: 'Change a otherwise' },
    { merge: 'feature', fails: true },
    { git: ['merge', '--abort'] },
    { tag: 'v1' },
  ];
  const facts: readonly (readonly [fact: object, holds: boolean])[] = [
    [{ fact: 'branch', name: 'feature', exists: true }, true],
    [{ fact: 'branch', name: 'gone', exists: true }, false],
    [{ fact: 'branch', name: 'feature', exists: false }, false],
    [{ fact: 'head', branch: 'main' }, true],
    [{ fact: 'head', branch: 'feature' }, false],
    [{ fact: 'merged', ref: 'main~1', into: 'feature' }, true],
    [{ fact: 'merged', ref: 'feature', into: 'main' }, false],
    [{ fact: 'merged', ref: 'nothing', into: 'main' }, false],
    [{ fact: 'file', path: 'a.txt', at: 'feature', text: 'two\n' }, true],
    [{ fact: 'file', path: 'a.txt', at: 'feature', text: 'three\n' }, false],
    [{ fact: 'file', path: 'a.txt', text: 'three\n' }, true],
    [{ fact: 'file', path: 'secret.env', text: null }, true],
    [{ fact: 'file', path: 'secret.env', at: 'feature', text: null }, false],
    [{ fact: 'commits', range: 'main..feature', count: 1, subjects: { matches: '^Change' } }, true],
    [{ fact: 'commits', range: 'main', least: 3 }, false],
    [{ fact: 'commits', range: 'main', count: 2, subjects: { matches: '^Change' } }, false],
    [{ fact: 'message', at: 'main', text: 'Change a otherwise' }, true],
    [{ fact: 'message', at: 'main', text: 'Begin' }, false],
    [{ fact: 'parents', at: 'main', count: 1 }, true],
    [{ fact: 'parents', at: 'main~1', count: 0 }, true],
    [{ fact: 'parents', at: 'main', count: 2 }, false],
    [{ fact: 'never', path: 'b.txt' }, true],
    [{ fact: 'never', path: 'secret.env' }, false],
    [{ fact: 'never', text: 'hunter2' }, false],
    [{ fact: 'never', text: 'hunter3' }, true],
    [{ fact: 'tag', name: 'v1', subject: 'Change a otherwise' }, true],
    [{ fact: 'tag', name: 'v2', subject: 'Begin' }, false],
    [{ fact: 'clean' }, true],
  ];

  it('make the same commits everywhere, and tell each fact that holds from one that does not', async () => {
    await inFolder(async (folder) => {
      await makeRepository(folder, repository);
      const head = (await promisify(execFile)('git', ['rev-parse', 'main'], { cwd: folder })).stdout.trim();
      assert.equal(head, '742ddf13385fd5a946c9c2fb2696a290c49e3f47');
      // Whatever the learner's own Git does with ends of lines, here it does nothing.
      const eol = await promisify(execFile)('git', ['config', '--local', 'core.autocrlf'], { cwd: folder });
      assert.equal(eol.stdout.trim(), 'false');
      const lab = labOf(
        'git',
        facts.map(([fact]) => ({ facts: [fact] })),
      );
      const { results } = await tryLab(lab, {}, { language: 'git', folder });
      assert.deepEqual(
        results.map(({ outcome, failures }, at) => [JSON.stringify(facts[at]![0]), outcome, failures.length]),
        facts.map(([fact, holds]) => [JSON.stringify(fact), holds ? 'passed' : 'failed', holds ? 0 : 1]),
      );
    });
  });

  it('see what is not committed, and a merge left in the middle', async () => {
    await inFolder(async (folder) => {
      await makeRepository(folder, [...repository, { merge: 'feature', fails: true }]);
      const { results } = await tryLab(labOf('git', [{ facts: [{ fact: 'clean' }] }]), {}, { language: 'git', folder });
      assert.deepEqual(
        results[0]!.failures.map(({ message }) => message),
        ['A merge is not finished.', 'The working folder has changes that are not committed.'],
      );
    });
  });

  it('do not take the repository around the folder for the learner’s', async () => {
    await inFolder(async (folder) => {
      await makeRepository(folder, repository);
      const { mkdir } = await import('node:fs/promises');
      await mkdir(`${folder}/inner`);
      const lab = labOf('git', [{ facts: [{ fact: 'clean' }] }]);
      const { said } = await tryLab(lab, {}, { language: 'git', folder: `${folder}/inner` });
      assert.deepEqual(said, ['failed: The folder is not a Git repository. Set the lab up again.']);
    });
  });

  it('say which step does not go as it says', async () => {
    await inFolder(async (folder) => {
      await assert.rejects(
        makeRepository(folder, [{ checkout: 'nowhere' }]),
        /^Error: git checkout --quiet nowhere failed: /,
      );
    });
    await inFolder(async (folder) => {
      const step = { files: { '../out.txt': 'x' } };
      await assert.rejects(makeRepository(folder, [step]), /is no path inside the repository/);
    });
  });
});

describe('labs of configurations', function () {
  this.timeout(60_000);
  const checks = [
    {
      steps: [
        {
          request: 'GET /',
          expect: { status: 200, body: '<p>Hello</p>\n', headers: { 'content-type': { contains: 'text/html' } } },
        },
      ],
    },
    {
      steps: [
        {
          request: 'GET /api/items?page=2',
          headers: { 'x-one': 'two' },
          expect: {
            status: 200,
            json: { server: 1, target: '/items?page=2', method: 'GET', headers: { 'x-one': 'two' } },
          },
        },
      ],
    },
    { steps: [{ request: 'GET /api/status/503', expect: { status: 503 } }] },
  ];
  const index = '<p>Hello</p>\n';
  const configurations = {
    nginx: `events {}
http {
  include mime.types;
  server {
    listen 127.0.0.1:\${PORT};
    root site;
    location /api/ { proxy_pass http://127.0.0.1:\${UPSTREAM}/; }
  }
}
`,
    apache: `Listen 127.0.0.1:\${PORT}
LoadModule mpm_event_module \${MODULES}/mod_mpm_event.so
LoadModule authz_core_module \${MODULES}/mod_authz_core.so
LoadModule mime_module \${MODULES}/mod_mime.so
LoadModule dir_module \${MODULES}/mod_dir.so
LoadModule proxy_module \${MODULES}/mod_proxy.so
LoadModule proxy_http_module \${MODULES}/mod_proxy_http.so
TypesConfig conf/mime.types
DocumentRoot "\${ROOT}/site"
DirectoryIndex index.html
ProxyPass /api/ http://127.0.0.1:\${UPSTREAM}/
`,
    lighttpd: `server.modules = ("mod_proxy", "mod_indexfile", "mod_staticfile")
server.bind = "127.0.0.1"
server.port = \${PORT}
server.document-root = "\${ROOT}/site"
index-file.names = ("index.html")
mimetype.assign = (".html" => "text/html")
$HTTP["url"] =~ "^/api/" {
  proxy.server = ("" => (("host" => "127.0.0.1", "port" => \${UPSTREAM})))
  proxy.header = ("map-urlpath" => ("/api/" => "/"))
}
`,
  } as const;
  for (const [language, text] of Object.entries(configurations)) {
    const server = language as keyof typeof configurations;
    const lab = labOf('config', checks, { upstream: true, languages: [server] });
    const files = { [`${server}.conf`]: text, 'site/index.html': index };

    it(`serve files and pass requests on: ${server}`, async function () {
      if (!(await findRuntime(server))) this.skip();
      const { said } = await tryLab(lab, files, { language: server });
      assert.deepEqual(said, ['passed', 'passed', 'passed']);
    });

    it(`tell the line of a mistake: ${server}`, async function () {
      if (!(await findRuntime(server))) this.skip();
      const lines = text.split('\n');
      lines.splice(-2, 0, 'nonsense here;');
      const { said } = await tryLab(lab, { ...files, [`${server}.conf`]: lines.join('\n') }, { language: server });
      assert.match(said[0]!, /^errored: The configuration is not accepted\.\n/);
      assert.ok(
        new RegExp(`\\b${server}\\.conf(?::| *line:? *)${lines.length - 2}\\b`).test(said[0]!) ||
          said[0]!.includes(`line ${lines.length - 2} of`),
        said[0],
      );
      assert.ok(!said[0]!.includes('backend-skills-'), said[0]);
    });
  }
});
