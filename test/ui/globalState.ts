import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { installExtension } from '../vscode/extension.mjs';
import { root } from './workbench';

const source = path.join(root, 'test/fixtures/globalState');

/** Puts our extension, as it is installed, and beside it one that keeps ticks the usual way. For `install` of a workbench. */
export async function withControl(extensions: string): Promise<void> {
  await installExtension(extensions);
  const { publisher, name, version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  await cp(source, path.join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

/** The ticks that were made in a list in `globalState`, at the same moments and in the same windows as ours, and what is left of them. */
export class GlobalStateControl {
  private readonly acknowledged: string[] = [];

  get ticks(): number {
    return this.acknowledged.length;
  }

  /** Ticks something new in the window. Resolves when `globalState.update` has resolved, which is all that an extension can wait for. */
  async tick(page: Page): Promise<void> {
    const id = `tick-${this.acknowledged.length + 1}`;
    // Counted first: ticks at once must not share a name.
    this.acknowledged.push(id);
    await ask(page, `tick?id=${id}`);
  }

  /** Which of them a window does not have. */
  async lost(page: Page): Promise<string[]> {
    const kept = new Set((await ask(page, 'done')) as string[]);
    return this.acknowledged.filter((id) => !kept.has(id));
  }
}

async function ask(page: Page, what: string): Promise<unknown> {
  const item = page.locator('.statusbar-item', { hasText: /control at \d+/ });
  const port = /control at (\d+)/.exec((await item.textContent()) ?? '')?.[1] ?? '';
  const response = await fetch(`http://127.0.0.1:${port}/${what}`);
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}
