import { writeFile, lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { CliCheck, Failure, Json } from '../../core/lab';
import { describeJson, describeText, matchText } from '../../core/labMatch';
import type { Command } from './commands.node';
import { programEnvironment } from './environment.node';
import { folderFor, readInside } from './folders.node';
import { jsonFailures } from './httpCheck.node';
import { Cancelled, CheckFailed, duration, isAborted, lastOutput } from './outcome';
import { Program } from './programs.node';
import { endedWith, type Output } from './server.node';
import type { Limits } from './types';

export interface CliOptions {
  readonly command: Command;
  /** An empty folder of ours, where the program runs. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly limits: Limits;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Most characters of standard output that are compared. */
const longest = 8_000_000;

/** Runs the program once. Rejects with `CheckFailed` or `Cancelled`. */
export async function runCliCheck(check: CliCheck, options: CliOptions): Promise<void> {
  const { folder, output, limits, signal } = options;
  for (const [name, content] of Object.entries(check.files)) {
    const file = path.join(folder, name);
    await folderFor(file);
    await writeFile(file, typeof content === 'string' ? content : content.line.concat('\n').repeat(content.repeat));
  }
  if (isAborted(signal)) throw new Cancelled();
  const printed = { stdout: '', stderr: '' };
  const started = performance.now();
  const program = new Program({
    command: [...options.command.command, ...check.args],
    folder,
    env: programEnvironment({ ...options.command.env, ...options.env, DATA_DIR: options.dataFolder }),
    stdin: check.stdin,
    flood: limits.flood,
    onOutput: (text, stream) => {
      output.add(text);
      if (printed[stream].length < longest) printed[stream] += text;
    },
  });
  const stop = (): void => program.end();
  signal.addEventListener('abort', stop);
  const patience = Math.max(limits.step, (check.expect.within ?? 0) + 1000);
  const state = { late: false };
  const timer = setTimeout(() => {
    state.late = true;
    program.end();
  }, patience);
  try {
    const ended = await program.ended;
    const took = performance.now() - started;
    // Children that go on keep the streams open; what they print is not looked at.
    await Promise.race([program.silent, new Promise((resolve) => setTimeout(resolve, 1000))]);
    if (isAborted(signal)) throw new Cancelled();
    const fail = (message: string): never => {
      throw new CheckFailed({ message });
    };
    if (ended.error !== undefined) fail(`The program could not be started: ${ended.error}.`);
    if (program.flooded)
      fail(`The program printed more than ${Math.round(limits.flood / 1024 / 1024)} MB and was ended.`);
    if (state.late) fail(`The program has not ended within ${duration(patience)}.${lastOutput(output.text)}`);
    const failures = [
      ...exitFailures(check, endedWith(ended), ended.code, printed.stderr),
      ...textFailures(check, printed),
      ...(await fileFailures(check, folder)),
    ];
    if (check.expect.within !== undefined && took > check.expect.within)
      failures.push({
        message: `The program took ${duration(took)}; it must end within ${duration(check.expect.within)}.`,
      });
    if (failures.length > 0) throw new CheckFailed(failures);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    program.end();
  }
}

/** What was called, as one would type it. */
export function commandLine(args: readonly string[]): string {
  return args.map((arg) => (/^[\w./:=@%+,-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ');
}

function exitFailures(check: CliCheck, how: string, code: number | null, stderr: string): readonly Failure[] {
  const { exit } = check.expect;
  if (exit === undefined || (exit === 'not zero' ? code !== 0 && code !== null : code === exit)) return [];
  const wanted = exit === 'not zero' ? 'a code that is not 0' : `code ${exit}`;
  const errors = stderr.trim() === '' ? '' : `\nStandard error:\n${stderr.trimEnd().slice(-2000)}`;
  return [{ message: `The program ended with ${how}, not with ${wanted}.${errors}`, expected: wanted, actual: how }];
}

function textFailures(
  check: CliCheck,
  printed: { readonly stdout: string; readonly stderr: string },
): readonly Failure[] {
  const failures: Failure[] = [];
  for (const [stream, name] of [
    ['stdout', 'Standard output'],
    ['stderr', 'Standard error'],
  ] as const) {
    const match = check.expect[stream];
    // Windows ends lines in its own way.
    const text = printed[stream].replace(/\r\n/g, '\n');
    if (match !== undefined && !matchText(match, text))
      failures.push({ message: `${name} is not as expected.`, expected: describeText(match), actual: text });
  }
  if (check.expect.json !== undefined) {
    const json = parsed(printed.stdout);
    failures.push(
      ...(json === undefined
        ? [
            {
              message: 'Standard output is not JSON.',
              expected: describeJson(check.expect.json),
              actual: printed.stdout,
            },
          ]
        : jsonFailures(check.expect.json, json, new Map(), 'Standard output')),
    );
  }
  return failures;
}

async function fileFailures(check: CliCheck, folder: string): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const [name, match] of Object.entries(check.expect.files ?? {})) {
    const text = await readInside(folder, name, longest);
    if (match === null) {
      if (await isThere(folder, name)) failures.push({ message: `The file ${name} must not be there.` });
    } else if (text === undefined)
      failures.push({ message: `The file ${name} is not there.`, expected: describeText(match) });
    else if (!matchText(match, text.replace(/\r\n/g, '\n')))
      failures.push({ message: `The file ${name} is not as expected.`, expected: describeText(match), actual: text });
  }
  return failures;
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return lstat(path.join(await realpath(folder), name)).then(
    () => true,
    () => false,
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
