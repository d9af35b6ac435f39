import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CheckResult, Lab, LabLanguage } from '../../src/core/lab';
import { runLab } from '../../src/practice/run/index.node';
import type { LabRun, Limits, RunEvent } from '../../src/practice/run/types';

/** In the environment of every program that these tests start, and of nobody else's. */
export const testMark = `${process.pid}-${Date.now()}`;

/** A lab made for a test: what matters of it, the rest as in any. */
export function labOf(kind: Lab['kind'], checks: readonly object[], more: Partial<Lab> = {}): Lab {
  return {
    format: 1,
    id: 'made-for-a-test',
    title: 'Made for a test',
    summary: 'A lab that only tests have a use for.',
    kind,
    level: 'beginner',
    minutes: 10,
    skills: ['alpha'],
    verifies: ['tiny/alpha/say'],
    languages: ['javascript'],
    env: { LAB_TEST: testMark },
    run: {},
    upstream: false,
    repository: [],
    checks: checks.map((check, at) => ({
      id: `check-${at + 1}`,
      title: `Check ${at + 1}`,
      look: [],
      ...(kind === 'cli' ? { kind: 'cli', args: [], stdin: '', files: {} } : {}),
      ...(kind === 'sql' ? { kind: 'sql', before: '', runs: 1, query: undefined, answer: -1 } : {}),
      ...(kind === 'git' ? { kind: 'git' } : {}),
      ...(kind === 'http' || kind === 'config' ? { kind: 'http' } : {}),
      ...check,
    })) as unknown as Lab['checks'],
    brief: { goal: 'Pass.', rules: 'None.', hints: [] },
    ...more,
  };
}

/** A check of one request. */
export const get = (target: string, expect: object = { status: 200 }): object => ({
  steps: [{ request: `GET ${target}`, expect }],
});

export interface Ran {
  readonly results: readonly CheckResult[];
  readonly events: readonly RunEvent[];
  /** `passed`, or the first failure of each check. */
  readonly said: readonly string[];
}

/** Runs a lab on files of its own in a fresh folder. */
export async function tryLab(
  lab: Lab,
  files: Readonly<Record<string, string>>,
  more: Partial<LabRun> & { readonly language?: LabLanguage; readonly limits?: Partial<Limits> } = {},
): Promise<Ran> {
  return inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const events: RunEvent[] = [];
    const results = await runLab({
      lab,
      folder,
      language: 'javascript',
      signal: new AbortController().signal,
      on: (event) => {
        events.push(event);
        more.on?.(event);
      },
      ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'on')),
    });
    const said = results.map(({ outcome, failures }) =>
      outcome === 'passed' ? outcome : `${outcome}: ${failures[0]?.message ?? ''}`,
    );
    return { results, events, said };
  });
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'backend-skills-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
