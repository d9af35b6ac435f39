import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

/** What axe-core says, as far as the tests look. */
export interface AxeResult {
  readonly passes: readonly unknown[];
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
  }[];
}

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param within a selector; the whole page when left out. */
export async function runAxe(frame: Frame | Page, within?: string, options: object = {}): Promise<AxeResult> {
  // The policy allows the page's own script only, so the checker comes in by the debugger's door.
  await frame.evaluate(source);
  const where = within === undefined ? 'document' : JSON.stringify(within);
  return frame.evaluate<AxeResult>(`axe.run(${where}, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`);
}

/** Fails when axe-core finds anything serious on the page, or has hardly looked. */
export async function isAccessible(frame: Frame, what = 'the page', within?: string): Promise<void> {
  const { passes, violations } = await runAxe(frame, within);
  // A part of a page has fewer rules that apply.
  assert.ok(passes.length > (within === undefined ? 10 : 3), `axe-core checked hardly anything of ${what}`);
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    bad.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(' | ')}`,
    ),
    [],
    what,
  );
}

/** Fails when the page is wider than its window. */
export async function fitsWidth(frame: Frame, what = 'the page'): Promise<void> {
  const over = await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
}
