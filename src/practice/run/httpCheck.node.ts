import { setMaxListeners } from 'node:events';
import type { Failure, HttpCheck, HttpExpect, HttpStep, Json } from '../../core/lab';
import {
  atPointer,
  describeJson,
  describeText,
  matchJson,
  matchText,
  nearest,
  pretty,
  show,
  substitute,
  type Captured,
} from '../../core/labMatch';
import { EventStream, requestOf, send, sendRaw, type Answer, type NoAnswer, type Patience } from './httpClient.node';
import { Cancelled, CheckFailed, duration, isAborted } from './outcome';
import { endedWith, Server, type ServerOptions } from './server.node';

type Result = Answer | NoAnswer;

/** Runs the steps of a check on a program that is started for it. Rejects with `CheckFailed` or `Cancelled`. */
export async function runHttpCheck(check: HttpCheck, options: ServerOptions): Promise<void> {
  const session = new Session(options, await Server.start(options));
  try {
    for (const [at, step] of check.steps.entries()) await session.step(step, at + 1);
  } finally {
    session.end();
  }
}

class Session {
  private readonly values = new Map<string, Json>();
  private readonly background = new Map<string, { readonly result: Promise<Result>; readonly step: HttpStep }>();
  private readonly streams = new Map<string, EventStream>();
  /** Ends what is still on its way when the check ends. */
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;

  constructor(
    private readonly options: ServerOptions,
    private server: Server,
  ) {
    this.signal = AbortSignal.any([options.signal, this.over.signal]);
    setMaxListeners(0, this.signal);
    this.useServer(server);
  }

  end(): void {
    this.over.abort();
    for (const stream of this.streams.values()) stream.close();
    this.server.end();
  }

  private useServer(server: Server): void {
    this.server = server;
    this.values.set('PORT', server.port);
    this.values.set('HOST', '127.0.0.1');
  }

  async step(step: HttpStep, number: number): Promise<void> {
    if (isAborted(this.options.signal)) throw new Cancelled();
    const name = `Step ${number}, ${describeStep(step, this.values)}`;
    const failures = await this.act(step, name);
    if (isAborted(this.options.signal)) throw new Cancelled();
    if (failures.length > 0) throw new CheckFailed(failures);
  }

  private sendSignal(signal: NonNullable<HttpStep['signal']>, name: string): readonly Failure[] {
    // There it would end the program at once, however well it is written.
    if (process.platform === 'win32')
      throw new CheckFailed(
        {
          message: `${name}: Windows cannot send ${signal} to a program, so this cannot be checked here. It can on Linux, on macOS, and in a window connected to WSL or to a server.`,
        },
        true,
      );
    this.server.program.signal(signal);
    return [];
  }

  private async act(step: HttpStep, name: string): Promise<readonly Failure[]> {
    if (step.restart) return this.restart(step.restart, name);
    if (step.signal) return this.sendSignal(step.signal, name);
    if (step.pause !== undefined) return this.pause(step.pause);
    if (step.exit) return this.exit(step.exit, name);
    if (step.close !== undefined) return (this.streams.get(step.close)?.close(), []);
    if (step.receive !== undefined) return this.receive(step, step.receive, name);
    if (step.await !== undefined) {
      const started = this.background.get(step.await);
      if (!started) return [{ message: `${name}: no earlier step started "${step.await}".` }];
      const result = await started.result;
      const { orClosed = started.step.expect?.orClosed, ...expect } = { ...started.step.expect, ...step.expect };
      return this.look([result], { ...step, expect: orClosed === undefined ? expect : { ...expect, orClosed } }, name);
    }
    if (step.stream !== undefined) return this.open(step, step.stream, name);
    if (step.background !== undefined) {
      this.background.set(step.background, { result: this.send(step, this.values), step });
      return [];
    }
    return this.look(await this.sendAll(step), step, name);
  }

  // ---------- the program ----------

  private async restart(how: 'stop' | 'kill', name: string): Promise<readonly Failure[]> {
    const { limits } = this.options;
    if (how === 'kill') this.server.end();
    else if (!(await this.server.stop()))
      return [{ message: `${name}: the program did not end within ${duration(limits.step)} of SIGTERM.` }];
    await this.server.program.ended;
    if (isAborted(this.options.signal)) throw new Cancelled();
    this.useServer(await Server.start(this.options));
    return [];
  }

  private async pause(milliseconds: number): Promise<readonly Failure[]> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    return [];
  }

  private async exit(exit: NonNullable<HttpStep['exit']>, name: string): Promise<readonly Failure[]> {
    const ended = await this.server.ends(exit.within);
    if (!ended) return [{ message: `${name}: the program has not ended within ${duration(exit.within)}.` }];
    if (exit.code === undefined || ended.code === exit.code) return [];
    return [
      {
        message: `${name}: the program ended with ${endedWith(ended)}, not with code ${exit.code}.`,
        expected: `code ${exit.code}`,
        actual: endedWith(ended),
      },
    ];
  }

  // ---------- requests ----------

  private patience(step: HttpStep): Patience {
    const { limits } = this.options;
    // A slow answer is measured rather than cut off, where its time is what is looked at.
    const { within: most = 0, atLeast = 0 } = step.expect ?? {};
    const within = Math.max(limits.step, most > 0 ? most + 1000 : 0, atLeast > 0 ? atLeast + 5000 : 0);
    return { port: this.server.port, within, largest: limits.answer, signal: this.signal };
  }

  private send(step: HttpStep, values: Captured): Promise<Result> {
    if (step.raw !== undefined) return sendRaw(substitute(step.raw, values), this.patience(step));
    return send(requestOf(step, values), this.patience(step));
  }

  /** One answer for each time the request is sent; `${n}` counts from 1. */
  private async sendAll(step: HttpStep): Promise<readonly Result[]> {
    const count = step.times ?? step.parallel ?? 1;
    const abreast = step.parallel ?? 1;
    const results: Result[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count && !this.signal.aborted) {
        const at = next++;
        results[at] = await this.send(step, new Map(this.values).set('n', at + 1));
      }
    };
    await Promise.all(Array.from({ length: Math.min(abreast, count) }, lane));
    return results;
  }

  private async open(step: HttpStep, stream: string, name: string): Promise<readonly Failure[]> {
    const opened = await EventStream.open(requestOf(step, this.values), this.patience(step));
    if ('failed' in opened) return this.look([opened], step, name);
    this.streams.get(stream)?.close();
    this.streams.set(stream, opened);
    return this.look([opened.answer], step, name);
  }

  private async receive(step: HttpStep, stream: string, name: string): Promise<readonly Failure[]> {
    const from = this.streams.get(stream);
    if (!from) return [{ message: `${name}: no earlier step opened "${stream}".` }];
    const within = step.expect?.within ?? this.options.limits.step;
    const event = await from.next(within, this.signal);
    if (event === 'ended') return [{ message: `${name}: the stream has ended.${this.server.remark()}` }];
    if (event === 'late')
      return [{ message: `${name}: no event came within ${duration(within)}.${this.server.remark()}` }];
    const expected = step.expect?.event ?? {};
    const failures: Failure[] = [];
    for (const field of ['event', 'data', 'id'] as const) {
      const match = expected[field];
      if (match !== undefined && !matchText(match, event[field], this.values)) {
        const wanted = describeText(match, this.values);
        failures.push({
          message: `${name}: the event's ${field} is not as expected.`,
          expected: `${field}: ${wanted}`,
          actual: `${field}: ${event[field]}`,
        });
      }
    }
    if (expected.json !== undefined) {
      const json = parsed(event.data);
      failures.push(
        ...(json === undefined
          ? [
              {
                message: `${name}: the event's data is not JSON.`,
                expected: describeJson(expected.json, this.values),
                actual: event.data,
              },
            ]
          : jsonFailures(expected.json, json, this.values, `${name}: the event's data`)),
      );
    }
    const answer: Answer = { version: '', status: 0, reason: '', headers: new Map(), body: event.data, duration: 0 };
    return failures.length > 0 ? failures : this.capture(step, answer, name);
  }

  // ---------- answers ----------

  private look(results: readonly Result[], step: HttpStep, name: string): readonly Failure[] {
    const expect = step.expect ?? {};
    const failures: Failure[] = [];
    const answers: Answer[] = [];
    for (const [at, result] of results.entries()) {
      const own = name.replaceAll('${n}', String(at + 1));
      const which = results.length > 1 ? `${own}, answer ${at + 1} of ${results.length}` : name;
      const values = results.length > 1 ? new Map(this.values).set('n', at + 1) : this.values;
      const found =
        'failed' in result ? this.noAnswer(result, expect, which) : answerFailures(result, expect, values, which);
      failures.push(...found);
      if (!('failed' in result)) answers.push(result);
      // A hundred answers that are wrong in the same way say no more than one.
      if (failures.length >= 3) break;
    }
    if (failures.length === 0 && expect.statuses) failures.push(...statusesFailures(answers, expect.statuses, name));
    if (failures.length === 0 && expect.distinct !== undefined)
      failures.push(...distinctFailures(answers, expect.distinct, name));
    if (failures.length > 0) return failures;
    const last = answers.at(-1);
    return last ? this.capture(step, last, name) : [];
  }

  private noAnswer(result: NoAnswer, expect: HttpExpect, name: string): readonly Failure[] {
    if (expect.refused && result.failed === 'refused') return [];
    if (expect.orClosed && result.failed === 'closed') return [];
    return [{ message: `${name}: ${lower(result.message)}${this.server.remark()}` }];
  }

  private capture(step: HttpStep, answer: Answer, name: string): readonly Failure[] {
    const failures: Failure[] = [];
    for (const [key, from] of Object.entries(step.capture ?? {})) {
      const value = captured(answer, from);
      if (value === undefined)
        failures.push({ message: `${name}: the answer has no ${describeCapture(from)}.`, actual: document(answer) });
      else this.values.set(key, value);
    }
    return failures;
  }
}

const lower = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);

function describeStep(step: HttpStep, values: Captured): string {
  if (step.request !== undefined) return substitute(step.request, values);
  if (step.raw !== undefined) return `raw request ${show(clipped(step.raw))}`;
  if (step.await !== undefined) return `the answer to "${step.await}"`;
  if (step.receive !== undefined) return `the next event of "${step.receive}"`;
  if (step.close !== undefined) return `closing "${step.close}"`;
  if (step.restart) return step.restart === 'kill' ? 'restart after a kill' : 'restart';
  if (step.signal) return step.signal;
  return step.exit ? 'end of the program' : 'pause';
}

const clipped = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

// ---------- one answer ----------

function answerFailures(answer: Answer, expect: HttpExpect, values: Captured, name: string): readonly Failure[] {
  const failures: Failure[] = [];
  if (expect.refused)
    failures.push({
      message: `${name}: the connection was expected to be refused, but an answer came.`,
      actual: document(answer),
    });
  if (expect.status !== undefined && !isStatus(answer.status, expect.status)) {
    const wanted = [expect.status].flat().join(' or ');
    failures.push({
      message: `${name}: the status is ${answer.status}, not ${wanted}.`,
      expected: document(answer, { status: wanted }),
      actual: document(answer),
    });
  }
  for (const [header, match] of Object.entries(expect.headers ?? {})) {
    const found = answer.headers.get(header.toLowerCase())?.join(', ');
    if (match === null ? found === undefined : found !== undefined && matchText(match, found, values)) continue;
    const wanted = match === null ? undefined : describeText(match, values);
    const is = found === undefined ? 'is missing' : match === null ? 'must not be there' : 'is not as expected';
    failures.push({
      message: `${name}: the header ${header} ${is}.`,
      expected: document(answer, { header, value: wanted }),
      actual: document(answer),
    });
  }
  if (expect.body !== undefined && !matchText(expect.body, answer.body, values))
    failures.push({
      message: `${name}: the body is not as expected.`,
      expected: describeText(expect.body, values),
      actual: answer.body,
    });
  if (expect.json !== undefined) {
    const json = parsed(answer.body);
    if (json === undefined)
      failures.push({
        message: `${name}: the body is not JSON.`,
        expected: describeJson(expect.json, values),
        actual: document(answer),
      });
    else failures.push(...jsonFailures(expect.json, json, values, `${name}: the body`));
  }
  if (expect.within !== undefined && answer.duration > expect.within)
    failures.push({
      message: `${name}: the answer took ${duration(answer.duration)}; it must come within ${duration(expect.within)}.`,
    });
  if (expect.atLeast !== undefined && answer.duration < expect.atLeast)
    failures.push({
      message: `${name}: the answer came after ${duration(answer.duration)}, but not before ${duration(expect.atLeast)} was right.`,
    });
  return failures;
}

/** One failure for a whole document, which names the first place. */
export function jsonFailures(match: Json, actual: Json, values: Captured, what: string): readonly Failure[] {
  const [first, ...more] = matchJson(match, actual, values);
  if (!first) return [];
  const place = first.path === '' ? '' : ` at ${first.path}`;
  const others = more.length > 0 ? ` (${more.length} more ${more.length === 1 ? 'difference' : 'differences'})` : '';
  return [
    {
      message: `${what}${place} is ${first.actual}; expected is ${first.expected}${others}.`,
      expected: pretty(nearest(match, actual, values)),
      actual: pretty(actual),
    },
  ];
}

/** The answer as it is read: status line, headers, body; with what was expected put in where asked. */
function document(
  answer: Answer,
  put: { readonly status?: string; readonly header?: string; readonly value?: string | undefined } = {},
): string {
  const lines = [`HTTP/${answer.version} ${put.status ?? `${answer.status} ${answer.reason}`.trim()}`];
  for (const [name, values] of answer.headers) {
    if (name !== put.header) lines.push(...values.map((value) => `${name}: ${value}`));
    else if (put.value !== undefined) lines.push(`${name}: ${put.value}`);
  }
  if (put.header !== undefined && put.value !== undefined && !answer.headers.has(put.header))
    lines.push(`${put.header}: ${put.value}`);
  const json = parsed(answer.body);
  const body = json !== undefined && typeof json === 'object' ? pretty(json) : answer.body;
  return [...lines, '', body.length > 20_000 ? `${body.slice(0, 20_000)}…` : body].join('\n');
}

export function isStatus(status: number, expected: NonNullable<HttpExpect['status']>): boolean {
  return [expected].flat().some((one: number | string) => {
    const text = String(one);
    return text.endsWith('xx') ? text.startsWith(String(status).slice(0, 1)) : text === String(status);
  });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function captured(answer: Answer, from: string): Json | undefined {
  const [, source = '', name = ''] = /^(\S+)(?: (.*))?$/.exec(from) ?? [];
  switch (source) {
    case 'status':
      return answer.status;
    case 'body':
      return answer.body;
    case 'header':
      return answer.headers.get(name.toLowerCase())?.join(', ');
    case 'cookie': {
      const cookies = (answer.headers.get('set-cookie') ?? []).map((cookie) => cookie.split(';')[0]!);
      const cookie = cookies.findLast((text) => text.slice(0, text.indexOf('=')).trim() === name);
      return cookie?.slice(cookie.indexOf('=') + 1).trim();
    }
    default: {
      const json = parsed(answer.body);
      return json === undefined ? undefined : atPointer(json, name);
    }
  }
}

const describeCapture = (from: string): string =>
  from
    .replace(/^json$/, 'JSON')
    .replace(/^json (.+)$/, 'JSON with $1')
    .replace(/^(header|cookie) (.+)$/, '$1 $2');

// ---------- many answers ----------

function statusesFailures(
  answers: readonly Answer[],
  expected: NonNullable<HttpExpect['statuses']>,
  name: string,
): readonly Failure[] {
  const count = (status: string): number => answers.filter((answer) => isStatus(answer.status, status)).length;
  if (Object.entries(expected).every(([status, wanted]) => count(status) === wanted)) return [];
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  const listed = (entries: Iterable<readonly [string | number, number]>): string =>
    [...entries]
      .sort(([a], [b]) => String(a).localeCompare(String(b)))
      .map(([status, times]) => `${status}: ${times}`)
      .join('\n');
  return [
    {
      message: `${name}: the ${answers.length} answers do not have the expected statuses.`,
      expected: listed(Object.entries(expected)),
      actual: listed(counts),
    },
  ];
}

function distinctFailures(answers: readonly Answer[], from: string, name: string): readonly Failure[] {
  const values = answers.map((answer) => captured(answer, from));
  if (values.includes(undefined)) return [{ message: `${name}: an answer has no ${describeCapture(from)}.` }];
  const texts = values.map((value) => show(value));
  const twice = texts.find((text, at) => texts.indexOf(text) < at);
  return twice === undefined
    ? []
    : [
        {
          message: `${name}: ${describeCapture(from)} must differ in each answer, but ${twice} came more than once.`,
          actual: texts.join('\n'),
        },
      ];
}
