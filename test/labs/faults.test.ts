import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { CheckResult } from '../../src/core/lab';
import { freePort, isListening, processesWith } from '../../src/practice/run/programs.node';
import { findRuntime } from '../../src/practice/run/index.node';
import { get, inFolder, labOf, testMark, tryLab, type Ran } from './labs';

/** A server that does the right thing, with something before and after. */
const server = (answer = "response.end('ok')", more = ''): string =>
  `const http = require('node:http');
const server = http.createServer((request, response) => { ${answer}; });
server.listen(Number(process.env.PORT), process.env.HOST);
${more}`;

const lab = labOf('http', [get('/')]);
const quick = { start: 4000, step: 1500, check: 12_000 };
const run = (text: string, more: Parameters<typeof tryLab>[2] = {}): Promise<Ran> =>
  tryLab(lab, { 'main.js': text }, { limits: quick, ...more });

/** Programs of ours, and whatever they have started. */
const running = (): number[] => processesWith('LAB_TEST', testMark);

/** Folders of runs that were not removed. */
const leftovers = (): string[] =>
  readdirSync(os.tmpdir()).filter((name) => /^backend-skills-[A-Za-z0-9]{6}$/.test(name));

describe('who listens', () => {
  /** Listens until it is closed; `connections` that were made to it stay open until then. */
  async function listen(
    host: string,
    connections = 0,
  ): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
    const server = net.createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const ours = Array.from({ length: connections }, () => net.connect(port, host));
    await Promise.all(ours.map((socket) => once(socket, 'connect')));
    return {
      port,
      async close() {
        for (const socket of ours) socket.destroy();
        server.close();
        await once(server, 'close');
      },
    };
  }

  it('is seen among hundreds of listeners and connections, on every address that leads here', async () => {
    const busy = await listen('127.0.0.1', 200);
    const others = await Promise.all(Array.from({ length: 100 }, () => listen('127.0.0.1', 1)));
    const every = [
      await listen('127.0.0.1'),
      await listen('0.0.0.0'),
      ...(os.networkInterfaces()['lo']?.some(({ family }) => family === 'IPv6') ? [await listen('::')] : []),
    ];
    for (const { port } of [busy, ...others, ...every]) assert.equal(await isListening(port), true, String(port));
    for (const { port, close } of every) {
      await close();
      assert.equal(await isListening(port), false);
    }
    // Its connections have left traces, which are no listeners.
    await busy.close();
    assert.equal(await isListening(busy.port), false);
    for (const other of others) await other.close();
    assert.equal(await isListening(await freePort()), false);
  });
});

describe('programs that misbehave', function () {
  this.timeout(60_000);
  let temporary: string | undefined;
  let own: string;

  // Somebody else may run labs on this machine.
  before(async () => {
    temporary = process.env['TMPDIR'];
    process.env['TMPDIR'] = own = await mkdtemp(path.join(os.tmpdir(), 'backend-skills-faults-'));
  });
  after(async () => {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
    await rm(own, { recursive: true, force: true });
  });
  afterEach(function () {
    // Whatever a program does, nothing of it stays: no process and no folder.
    assert.deepEqual(running(), []);
    assert.deepEqual(leftovers(), []);
  });

  const cases: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    [
      'ends at once',
      'process.exit(3)',
      /^failed: The program ended with code 3 before it listened on PORT\. It printed nothing\.$/,
    ],
    [
      'has a mistake in it',
      'const x = ;',
      /^failed: The program ended with code 1 before it listened on PORT\.\nLast output:\n[^]*SyntaxError/,
    ],
    [
      'never listens',
      'setInterval(() => {}, 1000)',
      /^failed: It did not listen on 127\.0\.0\.1:\d+ within 4 s\. Does it read PORT\?/,
    ],
    [
      'listens elsewhere',
      "require('node:net').createServer().listen(0, '127.0.0.1')",
      process.platform === 'linux' ? /It listens on port \d+ instead\. Does it read PORT\?/ : /Does it read PORT\?/,
    ],
    [
      'prints without end',
      "setInterval(() => process.stdout.write('x'.repeat(1e6)), 0)",
      /printed more than 16 MB and was ended/,
    ],
    [
      'prints what is no HTTP',
      "require('node:net').createServer((s) => s.end('SSH-2.0-hello\\r\\n')).listen(process.env.PORT)",
      /^failed: Step 1, GET \/: what came back is not HTTP: /,
    ],
    [
      'answers too late',
      server('setTimeout(() => response.end(), 60000)'),
      /^failed: Step 1, GET \/: no complete answer came within 1500 ms\.$|within 1\.5 s\.$/,
    ],
    [
      'answers half',
      server("response.setHeader('content-length', 100); response.write('half')"),
      /no complete answer came within/,
    ],
    [
      'closes the connection',
      server('request.socket.destroy()'),
      /^failed: Step 1, GET \/: the connection was closed without an answer\.$/,
    ],
    [
      'closes it in the middle',
      server("response.setHeader('content-length', 100); response.write('half', () => request.socket.destroy())"),
      /the connection was closed in the middle of the answer\.$/,
    ],
    [
      'sends too much',
      server("const send = () => { while (response.write('x'.repeat(1e5))); response.once('drain', send); }; send()"),
      /^failed: Step 1, GET \/: the answer is larger than 8388608 bytes\.$/,
    ],
    [
      'falls over at the first request',
      server("throw new Error('oh no')"),
      /^failed: Step 1, GET \/: the connection was closed without an answer\.(?: The program had ended with code 1\.\nLast output:\n[^]*oh no)?/,
    ],
    [
      'has a header of a megabyte',
      server("response.setHeader('x-long', 'y'.repeat(1e6)); response.end()"),
      /^failed: Step 1, GET \/: what came back is not HTTP: /,
    ],
  ];
  for (const [what, text, says] of cases)
    it(`one that ${what} is told so`, async () => {
      const { said } = await run(text);
      assert.match(said[0]!, says);
    });

  it('what is printed is kept to a limit, with a note', async () => {
    const { results } = await run(
      server("response.end('ok')", "for (let i = 0; i < 1000; i++) console.log('y'.repeat(1000));"),
    );
    assert.equal(results[0]!.outcome, 'passed');
    assert.ok(results[0]!.output.length < 262_144 + 100, String(results[0]!.output.length));
    assert.match(results[0]!.output, /more output is left out/);
  });

  it('one that never listens is waited for once, not at each check', async () => {
    const many = labOf('http', [get('/'), get('/a'), get('/b')]);
    const started = Date.now();
    const { said } = await tryLab(many, { 'main.js': 'setInterval(() => {}, 1000)' }, { limits: quick });
    assert.equal(said.length, 3);
    assert.ok(said.every((text) => text.includes('Does it read PORT?')));
    assert.ok(Date.now() - started < 10_000);
  });

  it('one that ignores SIGTERM is ended all the same, and told where it must stop', async () => {
    const stubborn = server("response.end('ok')", "process.on('SIGTERM', () => {}); process.on('SIGINT', () => {});");
    assert.deepEqual((await run(stubborn)).said, ['passed']);
    const stop = labOf('http', [
      { steps: [{ restart: 'stop' }] },
      { steps: [{ signal: 'SIGTERM' }, { exit: { code: 0, within: 500 } }] },
    ]);
    const { said } = await tryLab(stop, { 'main.js': stubborn }, { limits: quick });
    assert.match(
      said[0]!,
      /^failed: Step 1, restart: the program did not end within 1500 ms of SIGTERM\.|within 1\.5 s of SIGTERM\.$/,
    );
    assert.equal(said[1], 'failed: Step 2, end of the program: the program has not ended within 500 ms.');
  });

  it('children go with it, in its group or out of it', async function () {
    if (process.platform !== 'linux') this.skip();
    // The grandchild has a session of its own, and its parent has ended: only its environment tells where it comes from.
    const child = `
      const { spawn } = require('node:child_process');
      const run = (code, detached) => spawn(process.execPath, ['-e', code], { detached, stdio: 'ignore' }).unref();
      run('setInterval(() => {}, 1000)', false);
      run("require('node:child_process').spawn(process.execPath, ['-e', \\"setInterval(() => {}, 1000); require('node:net').createServer().listen(0)\\"], { detached: true, stdio: 'ignore' }).unref()", true);`;
    let most = 0;
    // Looked at while it runs: that nothing is left afterwards says nothing unless something was there.
    const timer = setInterval(() => (most = Math.max(most, running().length)), 20);
    const slow = server("setTimeout(() => response.end('ok'), 1200)", child);
    const { said } = await run(slow).finally(() => clearInterval(timer));
    assert.deepEqual(said, ['passed']);
    assert.ok(most >= 3, `${most} processes seen`);
  });

  it('a program that holds the port does not keep the next check from starting', async () => {
    const many = labOf('http', [
      get('/'),
      get('/'),
      { steps: [{ request: 'GET /' }, { restart: 'kill' }, { request: 'GET /', expect: { status: 200 } }] },
    ]);
    const { said } = await tryLab(many, { 'main.js': server() }, { limits: quick });
    assert.deepEqual(said, ['passed', 'passed', 'passed']);
  });

  it('a check has an end, whatever its steps do', async () => {
    const slow = labOf('http', [{ steps: [{ pause: 10_000 }] }, get('/')]);
    const started = Date.now();
    const { said } = await tryLab(slow, { 'main.js': server() }, { limits: { ...quick, check: 1500 } });
    assert.match(said[0]!, /^failed: The check took longer than 1500 ms\.|1\.5 s\.$/);
    assert.ok(Date.now() - started < 9000);
  });

  it('a run that is cancelled ends at once, and says so of what is left', async () => {
    const cancel = new AbortController();
    const many = labOf('http', [get('/'), { steps: [{ pause: 20_000 }] }, get('/')]);
    const started = Date.now();
    const { results } = await tryLab(
      many,
      { 'main.js': server() },
      {
        limits: quick,
        signal: cancel.signal,
        on: (event) => {
          if (event.type === 'started' && event.check === 'check-2') setTimeout(() => cancel.abort(), 300);
        },
      },
    );
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['passed', 'cancelled', 'cancelled'],
    );
    assert.ok(Date.now() - started < 10_000);
  });

  it('a run that was cancelled before starts nothing', async () => {
    const { results, events } = await tryLab(lab, { 'main.js': server() }, { signal: AbortSignal.abort() });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['cancelled'],
    );
    assert.deepEqual(
      events.map(({ type }) => type),
      ['finished'],
    );
  });

  it('twenty runs at the same time do not meet', async () => {
    const one = labOf('http', [{ steps: [{ request: 'GET /', expect: { body: '${PORT}' } }] }]);
    const text = server('response.end(process.env.PORT)');
    const all = await Promise.all(
      Array.from({ length: 20 }, () => tryLab(one, { 'main.js': text }, { limits: { start: 40_000, check: 50_000 } })),
    );
    assert.deepEqual(new Set(all.flatMap(({ said }) => said)), new Set(['passed']));
  });

  it('what is missing is said: the folder, the main file, a runtime', async () => {
    const nowhere = path.join(os.tmpdir(), 'there-is-no-such-folder');
    assert.deepEqual((await run('', { folder: nowhere })).said, [`errored: The folder ${nowhere} does not exist.`]);
    const { said } = await tryLab(lab, {}, { limits: quick });
    assert.match(said[0]!, /^failed: The program ended with code 1 before it listened/);
    const none = new Map([
      ['javascript', { language: 'javascript', version: '0', tools: { run: ['/no/such/program'] } }],
    ] as const);
    const missing = await run(server(), { runtimes: none });
    assert.match(missing.said[0]!, /^failed: The program could not be started: /);
  });

  it('a compiler’s message is that of every check', async function () {
    if (!(await findRuntime('java'))) this.skip();
    const java = labOf('http', [get('/'), get('/a')], { languages: ['java'] });
    const { said, events } = await tryLab(
      java,
      { 'Main.java': 'class Main {\n  int x = "y";\n}\n' },
      { language: 'java' },
    );
    assert.equal(said.length, 2);
    for (const text of said)
      assert.match(text, /^errored: The program does not compile\.\nMain\.java:2: error: incompatible types/);
    assert.equal(events[0]!.type, 'building');
  });
});

describe('our own process', function () {
  this.timeout(60_000);

  it('takes programs with it when it ends', async function () {
    if (process.platform !== 'linux') this.skip();
    await inFolder(async (folder) => {
      // A run in a process of its own, which leaves in the middle.
      const script = `
        import { Program } from ${JSON.stringify(path.resolve('out/test/labs-programs.mjs'))};
        const program = new Program({ command: [process.execPath, '-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], folder: ${JSON.stringify(folder)}, env: { ...process.env, LAB_TEST: ${JSON.stringify(testMark)} }, flood: 1e6, onOutput: (text) => { process.stdout.write(text); process.exit(0); } });
      `;
      const { build } = await import('esbuild');
      await build({
        entryPoints: ['src/practice/run/programs.node.ts'],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: 'out/test/labs-programs.mjs',
        logLevel: 'warning',
      });
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      child.stdout.on('data', (chunk) => (printed += String(chunk)));
      await once(child, 'close');
      assert.match(printed, /^\d+\n$/);
      assert.deepEqual(running(), []);
    });
  });
});

describe('what is said of a failure', function () {
  this.timeout(60_000);
  const failures = async (text: string, steps: readonly object[]): Promise<CheckResult['failures']> =>
    (await tryLab(labOf('http', [{ steps }]), { 'main.js': server(text) }, { limits: quick })).results[0]!.failures;

  it('shows the answer, and what was expected in its place', async () => {
    const text =
      "response.sendDate = false; response.writeHead(500, { 'x-a': 'b', connection: 'close' }); response.end('{\"id\":1}')";
    const [failure] = await failures(text, [{ request: 'POST /items', json: {}, expect: { status: [201, '3xx'] } }]);
    assert.equal(failure!.message, 'Step 1, POST /items: the status is 500, not 201 or 3xx.');
    assert.equal(
      failure!.actual,
      'HTTP/1.1 500 Internal Server Error\nx-a: b\nconnection: close\ntransfer-encoding: chunked\n\n{\n  "id": 1\n}',
    );
    assert.equal(failure!.expected, failure!.actual.replace('500 Internal Server Error', '201 or 3xx'));
  });

  it('names the first place in JSON that differs, and shows the whole', async () => {
    const [failure] = await failures('response.end(\'{"items":[{"id":1,"name":"a"}],"total":1}\')', [
      { request: 'GET /', expect: { json: { items: [{ id: 1, name: 'b' }], total: 2 } } },
    ]);
    assert.equal(
      failure!.message,
      'Step 1, GET /: the body at /items/0/name is "a"; expected is "b" (1 more difference).',
    );
    assert.deepEqual(JSON.parse(failure!.expected!), { items: [{ id: 1, name: 'b' }], total: 2 });
    assert.deepEqual(JSON.parse(failure!.actual!), { items: [{ id: 1, name: 'a' }], total: 1 });
  });

  it('counts statuses of many answers, and finds two that are the same', async () => {
    const text =
      'const n = Number(request.url.slice(1)); response.statusCode = n > 3 ? 429 : 200; response.end(String(n % 3))';
    const [limited] = await failures(text, [{ request: 'GET /${n}', times: 5, expect: { statuses: { '200': 5 } } }]);
    assert.deepEqual([limited!.expected, limited!.actual], ['200: 5', '200: 3\n429: 2']);
    const [same] = await failures(text, [{ request: 'GET /${n}', parallel: 4, expect: { distinct: 'body' } }]);
    assert.match(same!.message, /body must differ in each answer, but "1" came more than once/);
  });

  it('says when a capture finds nothing', async () => {
    const [failure] = await failures("response.end('{}')", [{ request: 'GET /', capture: { id: 'json /id' } }]);
    assert.equal(failure!.message, 'Step 1, GET /: the answer has no JSON with /id.');
  });
});

describe('steps', function () {
  this.timeout(60_000);

  it('do all that a lab can ask for', async () => {
    const text = `const http = require('node:http');
const fs = require('node:fs');
const crypto = require('node:crypto');
const file = process.env.DATA_DIR + '/count';
const streams = new Set();
const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url, 'http://x');
  if (url.pathname === '/count') {
    const count = (fs.existsSync(file) ? Number(fs.readFileSync(file)) : 0) + 1;
    fs.writeFileSync(file, String(count));
    response.setHeader('set-cookie', ['a=1; Path=/', 'session=s' + count + '; HttpOnly']);
    response.setHeader('etag', '"v' + count + '"');
    return response.end(JSON.stringify({ count }));
  }
  if (url.pathname === '/echo') return response.end(JSON.stringify({ method: request.method, query: url.search, type: request.headers['content-type'], length: body.length, body: body.toString().slice(0, 500), cookie: request.headers.cookie }));
  if (url.pathname === '/signed') {
    const time = request.headers['x-time'];
    const good = 'v1=' + crypto.createHmac('sha256', 'key').update(time + '.').update(body).digest('hex');
    response.statusCode = request.headers['x-sign'] === good && Math.abs(Date.now() / 1000 - time) < 60 ? 204 : 401;
    return response.end();
  }
  if (url.pathname === '/gzip') {
    response.setHeader('content-encoding', 'gzip');
    return response.end(require('node:zlib').gzipSync('plain again'));
  }
  if (url.pathname === '/slow') return setTimeout(() => response.end('done'), 600);
  if (url.pathname === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\\n\\n');
    streams.add(response);
    return request.socket.on('close', () => streams.delete(response));
  }
  if (url.pathname === '/say') {
    for (const stream of streams) stream.write('id: 7\\nevent: note\\ndata: {"text":\\ndata: "' + url.searchParams.get('text') + '"}\\n\\n');
    return response.end(String(streams.size));
  }
  response.statusCode = 404;
  response.end();
});
server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => server.close(() => process.exit(5)));
`;
    const steps: readonly (readonly object[])[] = [
      [
        {
          request: 'GET /count',
          expect: { json: { count: 1, $only: true } },
          capture: { c: 'json /count', s: 'cookie session', e: 'header etag' },
        },
        {
          request: 'GET /echo?c=${c}&s=${s}',
          headers: { cookie: 'session=${s}' },
          expect: { json: { query: '?c=1&s=s1', cookie: 'session=s1' } },
        },
        { restart: 'stop' },
        { request: 'GET /count', expect: { json: { count: 2 }, headers: { etag: { not: '${e}' } } } },
        { restart: 'kill' },
        { request: 'GET /count', expect: { json: { count: { $gte: '${c}', $lte: 3 } } } },
      ],
      [
        { request: 'POST /echo', json: { a: 1 }, expect: { json: { type: 'application/json', body: '{"a":1}' } } },
        {
          request: 'POST /echo',
          form: { a: '1 2', b: '&' },
          expect: { json: { type: 'application/x-www-form-urlencoded', body: 'a=1+2&b=%26' } },
        },
        { request: 'PUT /echo', bytes: 300_000, expect: { json: { method: 'PUT', length: 300_000 } } },
        {
          request: 'POST /echo',
          file: { field: 'f', name: 'a.txt', type: 'text/plain', text: 'hi' },
          expect: {
            json: {
              type: { $text: { matches: '^multipart/form-data; boundary=' } },
              body: { $text: { contains: 'name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n' } },
            },
          },
        },
        {
          request: 'POST /signed',
          json: { x: 1 },
          sign: { header: 'x-sign', secret: 'key', prefix: 'v1=', timestampHeader: 'x-time' },
          expect: { status: 204 },
        },
        {
          request: 'POST /signed',
          json: { x: 1 },
          sign: { header: 'x-sign', secret: 'key', prefix: 'v1=', timestampHeader: 'x-time', age: 600 },
          expect: { status: 401 },
        },
        {
          request: 'POST /signed',
          json: { x: 1 },
          sign: { header: 'x-sign', secret: 'other', prefix: 'v1=', timestampHeader: 'x-time' },
          expect: { status: 401 },
        },
        { request: 'GET /gzip', expect: { body: 'plain again', headers: { 'content-encoding': 'gzip' } } },
        { request: 'HEAD /gzip', expect: { body: '' } },
        { request: 'GET /nothing', expect: { status: '4xx', headers: { etag: null } } },
        { raw: 'GET /echo HTTP/1.1\r\nHost: x\r\n\r\n', expect: { status: 200, json: { method: 'GET' } } },
        { raw: 'no request\r\n\r\n', expect: { status: 400, orClosed: true } },
      ],
      [
        {
          request: 'GET /events',
          stream: 'one',
          expect: { status: 200, headers: { 'content-type': 'text/event-stream' } },
        },
        { request: 'GET /say?text=hello', expect: { body: '1' } },
        {
          receive: 'one',
          expect: { event: { event: 'note', id: '7', json: { text: 'hello' } } },
          capture: { said: 'json /text' },
        },
        { close: 'one' },
        { pause: 300 },
        { request: 'GET /say?text=${said}', expect: { body: '0' } },
      ],
      [
        { request: 'GET /slow', background: 'slow' },
        { pause: 200 },
        { signal: 'SIGTERM' },
        { await: 'slow', expect: { status: 200, body: 'done', atLeast: 300, within: 5000 } },
        { exit: { code: 5, within: 5000 } },
        { request: 'GET /count', expect: { refused: true } },
      ],
    ];
    const { said } = await tryLab(
      labOf(
        'http',
        steps.map((list) => ({ steps: list })),
      ),
      { 'main.js': text },
    );
    assert.deepEqual(said, ['passed', 'passed', 'passed', 'passed']);
  });
});

describe('programs of the command line', function () {
  this.timeout(60_000);
  const program = `const fs = require('node:fs');
const [act, ...rest] = process.argv.slice(2);
if (act === 'cat') process.stdout.write(fs.readFileSync(0, 'utf8').toUpperCase() + rest.join(','));
else if (act === 'json') console.log(JSON.stringify({ files: fs.readdirSync('.').sort(), lines: fs.readFileSync('in/log.txt', 'utf8').split('\\n').length - 1 }));
else if (act === 'write') { fs.mkdirSync('out'); fs.writeFileSync('out/a.txt', 'written'); fs.symlinkSync('/etc/hostname', 'out/link.txt'); }
else if (act === 'wait') setInterval(() => {}, 1000);
else { console.error('usage: ' + act); process.exit(2); }
`;
  const one = async (check: object): Promise<string> =>
    (await tryLab(labOf('cli', [check]), { 'main.js': program }, { limits: quick })).said[0]!;

  it('get arguments, input and files, and are looked at from outside', async () => {
    assert.equal(
      await one({
        args: ['cat', 'a b', '$HOME'],
        stdin: 'grüße\n',
        expect: { exit: 0, stdout: 'GRÜSSE\na b,$HOME', stderr: '' },
      }),
      'passed',
    );
    const files = { 'in/log.txt': { line: 'x', repeat: 50_000 }, 'b.txt': '' };
    assert.equal(
      await one({ args: ['json'], files, expect: { json: { files: ['b.txt', 'in'], lines: 50_000 } } }),
      'passed',
    );
    assert.equal(
      await one({ args: ['write'], expect: { files: { 'out/a.txt': { contains: 'writ' }, 'out/b.txt': null } } }),
      'passed',
    );
    assert.equal(
      await one({ args: ['nonsense'], expect: { exit: 'not zero', stderr: { contains: 'usage' } } }),
      'passed',
    );
  });

  it('are told what is wrong', async () => {
    assert.equal(
      await one({ args: ['cat'], stdin: 'a', expect: { stdout: 'a' } }),
      'failed: Standard output is not as expected.',
    );
    assert.match(
      await one({ args: ['nonsense'], expect: { exit: 0 } }),
      /^failed: The program ended with code 2, not with code 0\.\nStandard error:\nusage: nonsense$/,
    );
    assert.match(
      await one({ args: ['wait'], expect: {} }),
      /^failed: The program has not ended within (?:1500 ms|1\.5 s)\. It printed nothing\.$/,
    );
    assert.equal(
      await one({ args: ['write'], expect: { files: { 'out/c.txt': 'x' } } }),
      'failed: The file out/c.txt is not there.',
    );
    assert.equal(
      await one({ args: ['cat'], stdin: 'a', expect: { json: {} } }),
      'failed: Standard output is not JSON.',
    );
  });

  it('cannot show what lies outside of their folder', async () => {
    assert.equal(
      await one({ args: ['write'], expect: { files: { 'out/link.txt': { matches: '' } } } }),
      'failed: The file out/link.txt is not there.',
    );
  });
});
