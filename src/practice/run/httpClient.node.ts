import { createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';
import type { HttpStep } from '../../core/lab';
import { substitute, substituteJson, type Captured } from '../../core/labMatch';

const host = '127.0.0.1';

/** What came back. Header names are in lower case. */
export interface Answer {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** Milliseconds until the whole answer was there. */
  readonly duration: number;
}

/** What happened instead of an answer. */
export interface NoAnswer {
  readonly failed: 'refused' | 'closed' | 'late' | 'invalid' | 'large' | 'cancelled';
  readonly message: string;
  readonly duration: number;
}

export interface Request {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Patience {
  readonly port: number;
  /** Milliseconds for the whole answer. */
  readonly within: number;
  /** Most bytes of an answer. */
  readonly largest: number;
  readonly signal: AbortSignal;
}

/** Builds what a step asks to be sent. */
export function requestOf(step: HttpStep, values: Captured): Request {
  const line = substituteTarget(step.request ?? 'GET /', values);
  const [method = 'GET', target = '/'] = line.split(' ');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(step.headers ?? {})) headers[name] = substitute(value, values);
  const has = (name: string): boolean => Object.keys(headers).some((header) => header.toLowerCase() === name);
  const typed = (type: string): void => {
    if (!has('content-type')) headers['content-type'] = type;
  };
  let body: Buffer = Buffer.alloc(0);
  if (step.body !== undefined) body = Buffer.from(substitute(step.body, values));
  else if (step.json !== undefined) {
    typed('application/json');
    body = Buffer.from(JSON.stringify(substituteJson(step.json, values)));
  } else if (step.form) {
    typed('application/x-www-form-urlencoded');
    const fields = Object.entries(step.form).map(([name, value]): [string, string] => [
      name,
      substitute(value, values),
    ]);
    body = Buffer.from(new URLSearchParams(fields).toString());
  } else if (step.bytes !== undefined) {
    typed('application/octet-stream');
    body = Buffer.alloc(step.bytes, 'x');
  } else if (step.file) {
    const boundary = `----${randomBytes(12).toString('hex')}`;
    typed(`multipart/form-data; boundary=${boundary}`);
    const { field, name, type, text = '', bytes } = step.file;
    const quoted = (value: string): string => value.replace(/["\r\n]/g, '_');
    body = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field)}"; filename="${quoted(name)}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      bytes === undefined ? Buffer.from(substitute(text, values)) : Buffer.alloc(bytes, 'x'),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  }
  if (step.sign) {
    const { header, secret, prefix = '', timestampHeader, age = 0 } = step.sign;
    const hmac = createHmac('sha256', secret);
    if (timestampHeader !== undefined) {
      const time = String(Math.floor(Date.now() / 1000) - age);
      headers[timestampHeader] = time;
      hmac.update(`${time}.`);
    }
    headers[header] ??= prefix + hmac.update(body).digest('hex');
  }
  const carries = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method);
  if (carries && !has('content-length') && !has('transfer-encoding')) headers['content-length'] = String(body.length);
  return { method, target, headers, body };
}

/** In a target, what is filled in is encoded, unless it is a path or an address itself. */
function substituteTarget(text: string, values: Captured): string {
  return substitute(text, values, (value) =>
    /^(?:\/|https?:)/.test(value) ? value : encodeURIComponent(value).replace(/%2C/g, ','),
  ).replace(/ https?:\/\/[^/ ]+/, ' ');
}

/** Sends a request on a connection of its own. Never rejects. */
export function send(request: Request, patience: Patience): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    const opened = open(request, patience, (result) => {
      if ('failed' in result) return void resolve(result);
      const chunks: Buffer[] = [];
      let size = 0;
      result.response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > patience.largest) opened.fail('large', `The answer is larger than ${patience.largest} bytes.`);
        else chunks.push(chunk);
      });
      result.response.on('end', () => {
        opened.done();
        resolve(answerOf(result.response, Buffer.concat(chunks), opened.elapsed()));
      });
      result.response.on('error', (error) => opened.fail('closed', cut(error)));
      result.response.on('aborted', () =>
        opened.fail('closed', 'The connection was closed in the middle of the answer.'),
      );
    });
    opened.onFail(resolve);
  });
}

const cut = (error: Error): string =>
  /aborted|ECONNRESET/.test(error.message) ? 'The connection was closed in the middle of the answer.' : error.message;

interface Opened {
  elapsed(): number;
  /** The whole answer is there. */
  done(): void;
  fail(failed: NoAnswer['failed'], message: string): void;
  onFail(tell: (result: NoAnswer) => void): void;
}

/** Sends, and hands over the answer as soon as its headers are there. */
function open(
  { method, target, headers, body }: Request,
  { port, within, signal }: Patience,
  headersCame: (result: { readonly response: http.IncomingMessage } | NoAnswer) => void,
): Opened {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  let tell: ((result: NoAnswer) => void) | undefined;
  let settled = false;
  const finish = (): void => {
    settled = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  };
  const fail = (failed: NoAnswer['failed'], message: string): void => {
    if (settled) return;
    finish();
    const result = { failed, message, duration: elapsed() };
    request?.destroy();
    (tell ?? headersCame)(result);
  };
  const cancel = (): void => fail('cancelled', 'The run was cancelled.');
  const timer = setTimeout(() => fail('late', `No complete answer came within ${within / 1000} s.`), within);
  signal.addEventListener('abort', cancel);
  let request: http.ClientRequest | undefined;
  try {
    request = http.request({
      host,
      port,
      method,
      path: target,
      headers: { connection: 'close', ...headers },
      agent: false,
    });
    request.on('response', (response) => {
      if (!settled) headersCame({ response });
    });
    // Neither is answered by a response, and a lab that looks at one of them says so in its answer's status.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      if (!settled) headersCame({ response });
    });
    request.on('error', (error: NodeJS.ErrnoException) => fail(kindOf(error), describe(error)));
    request.on('close', () => fail('closed', 'The connection was closed without an answer.'));
    request.end(body);
  } catch (error) {
    // A header or a target that cannot be sent at all.
    queueMicrotask(() => fail('invalid', error instanceof Error ? error.message : String(error)));
  }
  return { elapsed, done: finish, fail, onFail: (listener) => (tell = listener) };
}

function kindOf(error: NodeJS.ErrnoException): NoAnswer['failed'] {
  if (error.code === 'ECONNREFUSED') return 'refused';
  return error.code?.startsWith('HPE_') ? 'invalid' : 'closed';
}

function describe(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'The connection was refused: nobody listens any more.';
  if (error.code?.startsWith('HPE_')) return `What came back is not HTTP: ${error.message}.`;
  return 'The connection was closed without an answer.';
}

function answerOf(response: http.IncomingMessage, body: Buffer, duration: number): Answer {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    const name = response.rawHeaders[at]!.toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), response.rawHeaders[at + 1]!]);
  }
  return {
    version: response.httpVersion,
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? '',
    headers,
    body: decoded(body, headers.get('content-encoding')?.join(',')).toString('utf8'),
    duration,
  };
}

/** What the learner compressed is looked at as it was before. */
function decoded(body: Buffer, encoding: string | undefined): Buffer {
  const limit = { maxOutputLength: 64 * 1024 * 1024 };
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.gunzipSync(body, limit);
    if (encoding === 'br') return zlib.brotliDecompressSync(body, limit);
    if (encoding === 'deflate') return zlib.inflateSync(body, limit);
  } catch {
    // It says one thing and sends another; then it is shown as it came.
  }
  return body;
}

// ---------- raw ----------

/** Sends exactly these bytes and reads one answer, if one comes. Never rejects. */
export function sendRaw(text: string, { port, within, largest, signal }: Patience): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    const started = performance.now();
    let received = Buffer.alloc(0);
    const socket = net.connect({ host, port });
    const settle = (result: Answer | NoAnswer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      socket.destroy();
      resolve(result);
    };
    const fail = (failed: NoAnswer['failed'], message: string): void =>
      settle({ failed, message, duration: performance.now() - started });
    const cancel = (): void => fail('cancelled', 'The run was cancelled.');
    const look = (ended: boolean): void => {
      const answer = parseAnswer(received, ended, performance.now() - started);
      if (answer === 'incomplete') {
        if (ended)
          fail(
            'closed',
            received.length === 0
              ? 'The connection was closed without an answer.'
              : 'The connection was closed in the middle of the answer.',
          );
      } else if (answer === 'invalid')
        fail('invalid', `What came back is not HTTP: ${JSON.stringify(received.toString('latin1').slice(0, 100))}`);
      else settle(answer);
    };
    const timer = setTimeout(() => fail('late', `No complete answer came within ${within / 1000} s.`), within);
    signal.addEventListener('abort', cancel);
    socket.on('connect', () => socket.write(Buffer.from(text, 'utf8')));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > largest) fail('large', `The answer is larger than ${largest} bytes.`);
      else look(false);
    });
    socket.on('end', () => look(true));
    socket.on('close', () => look(true));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') fail('refused', describe(error));
      else look(true);
    });
  });
}

/** The first answer in what has come so far. Anything but HTTP is known by its first bytes. */
export function parseAnswer(bytes: Buffer, ended: boolean, duration: number): Answer | 'incomplete' | 'invalid' {
  const text = bytes.toString('latin1');
  if (text.length >= 5 && !text.startsWith('HTTP/')) return 'invalid';
  const head = /^([\s\S]*?)\r?\n\r?\n/.exec(text);
  if (!head) return 'incomplete';
  const [line = '', ...lines] = head[1]!.split(/\r?\n/);
  const first = /^HTTP\/(\d\.\d) (\d{3})(?: (.*))?$/.exec(line);
  if (!first) return 'invalid';
  // An interim answer comes before the real one.
  if (first[2]!.startsWith('1')) return parseAnswer(bytes.subarray(head[0].length), ended, duration);
  const headers = new Map<string, string[]>();
  for (const header of lines) {
    const at = header.indexOf(':');
    if (at <= 0) return 'invalid';
    const name = header.slice(0, at).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), header.slice(at + 1).trim()]);
  }
  const rest = bytes.subarray(head[0].length);
  const body = bodyOf(rest, first[2]!, headers, ended);
  if (typeof body === 'string') return body;
  return {
    version: first[1]!,
    status: Number(first[2]),
    reason: first[3] ?? '',
    headers,
    body: decoded(body, headers.get('content-encoding')?.join(',')).toString('utf8'),
    duration,
  };
}

function bodyOf(
  rest: Buffer,
  status: string,
  headers: ReadonlyMap<string, readonly string[]>,
  ended: boolean,
): Buffer | 'incomplete' | 'invalid' {
  if (status === '204' || status === '304') return Buffer.alloc(0);
  if (headers.get('transfer-encoding')?.join(',').toLowerCase().includes('chunked')) {
    const parts: Buffer[] = [];
    let at = 0;
    for (;;) {
      const end = rest.indexOf('\r\n', at);
      if (end < 0) return 'incomplete';
      const size = Number.parseInt(rest.toString('latin1', at, end), 16);
      if (Number.isNaN(size)) return 'invalid';
      if (size === 0) return Buffer.concat(parts);
      if (rest.length < end + 2 + size + 2) return 'incomplete';
      parts.push(rest.subarray(end + 2, end + 2 + size));
      at = end + 2 + size + 2;
    }
  }
  const length = headers.get('content-length')?.[0];
  if (length === undefined) return ended ? rest : 'incomplete';
  if (!/^\d+$/.test(length)) return 'invalid';
  return rest.length < Number(length) ? 'incomplete' : rest.subarray(0, Number(length));
}

// ---------- server-sent events ----------

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** An answer that is kept open, and the events that have come on it. */
export class EventStream {
  private readonly events: ServerEvent[] = [];
  private readonly waiting: ((event: ServerEvent | undefined) => void)[] = [];
  private ended = false;
  private buffer = '';
  private readonly decoder = new TextDecoder();

  private constructor(
    readonly answer: Answer,
    private readonly response: http.IncomingMessage,
  ) {
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // Whoever floods a stream is cut off: events that nobody takes would only pile up.
      if (size > 8 * 1024 * 1024) return void this.close();
      this.take(this.decoder.decode(chunk, { stream: true }));
    });
    response.on('end', () => this.finish());
    response.on('close', () => this.finish());
    response.on('error', () => this.finish());
  }

  /** Opens a stream. Never rejects. */
  static open(request: Request, patience: Patience): Promise<EventStream | NoAnswer> {
    return new Promise((resolve) => {
      const opened = open(request, patience, (result) => {
        if ('failed' in result) return void resolve(result);
        opened.done();
        resolve(new EventStream(answerOf(result.response, Buffer.alloc(0), opened.elapsed()), result.response));
      });
    });
  }

  /** The next event; undefined when none came in time or the stream has ended. */
  next(within: number, signal: AbortSignal): Promise<ServerEvent | 'ended' | 'late'> {
    const ready = this.events.shift();
    if (ready) return Promise.resolve(ready);
    if (this.ended) return Promise.resolve('ended');
    return new Promise((resolve) => {
      const settle = (result: ServerEvent | 'ended' | 'late'): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        const at = this.waiting.indexOf(tell);
        if (at >= 0) this.waiting.splice(at, 1);
        resolve(result);
      };
      const tell = (event: ServerEvent | undefined): void => settle(event ?? 'ended');
      const cancel = (): void => settle('late');
      const timer = setTimeout(() => settle('late'), within);
      signal.addEventListener('abort', cancel);
      this.waiting.push(tell);
    });
  }

  close(): void {
    this.response.destroy();
    this.finish();
  }

  private finish(): void {
    this.ended = true;
    for (const tell of [...this.waiting]) tell(undefined);
  }

  private take(text: string): void {
    this.buffer += text;
    const blocks = this.buffer.split(/\r\n\r\n|\n\n|\r\r/);
    this.buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = { event: 'message', data: [] as string[], id: '' };
      for (const line of block.split(/\r\n|\n|\r/)) {
        const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (name === 'data') event.data.push(value);
        else if (name === 'event') event.event = value;
        else if (name === 'id') event.id = value;
      }
      if (event.data.length === 0) continue;
      const whole = { ...event, data: event.data.join('\n') };
      const tell = this.waiting.shift();
      if (tell) tell(whole);
      else this.events.push(whole);
    }
  }
}
