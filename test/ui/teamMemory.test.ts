import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, utimes, watch, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { encodePortable } from '../../src/core/portableFile';
import { emptyProgress, mergeInto, type Fact } from '../../src/core/progress';
import { persist, root, useWorkbench } from './workbench';

const folder = path.join(root, '.vscode-test/ui/team-memory-workspace');
/** More than enough for threads and for memory. */
const learners = 60;
const { skills } = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
  skills: { id: string; items: { id: string }[] }[];
};
const items = skills.flatMap((skill) => skill.items.map(({ id }) => id));
const longAgo = new Date('2026-05-04T12:00:00Z');
const fileName = (at: number): string => path.join(folder, `progress/learner-${at}.progress.json`);

async function write(at: number, name: string, count: number, when?: Date): Promise<void> {
  const document = emptyProgress();
  const facts = items.slice(0, count).map((id, item): Fact => ({
    kind: 'tick',
    id,
    at: [Date.UTC(2026, 4, 1 + (item % 28)), 0],
    by: `machine-${at}`,
  }));
  mergeInto(document, facts);
  await mkdir(path.join(folder, 'progress'), { recursive: true });
  await writeFile(fileName(at), encodePortable({ id: `learner-${at}`, name }, document));
  if (when) await utimes(fileName(at), when, when);
}

const nameOf = (at: number): string => `Learner ${String(at).padStart(2, '0')}`;

describe('team board of many files', () => {
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    for (let at = 0; at < learners; at++) await write(at, nameOf(at), at, longAgo);
  });
  const started = useWorkbench({ name: 'team-memory', folder, height: 1000 });
  let frame: FrameLocator;
  const open = async (): Promise<void> => {
    frame = await started().openPage('Backend Skills: Open Team Board', 'team');
    await frame.locator('.segment label', { hasText: 'By learner' }).click();
    await frame.locator('.count', { hasText: `${learners} of ${learners} learners` }).waitFor();
  };
  const rowOf = async (at: number): Promise<string> => {
    const row = frame.locator(`tr[data-learner="learner-${at}"]`);
    await row.waitFor();
    return (await row.locator('th, td.share').allInnerTexts()).map((text) => text.trim()).join(': ');
  };
  const done = (count: number): string => `${count} of ${items.length}`;

  it('shows all rows, though it first paints those of one window', async () => {
    await open();
    assert.equal(await rowOf(7), `${nameOf(7)}: ${done(7)}`);
    assert.equal(await rowOf(59), `${nameOf(59)}: ${done(59)}`);
    assert.equal(await frame.locator('tr[data-learner]').count(), learners);
    await frame.locator('.segment label', { hasText: 'By skill' }).click();
    // Everyone, and each learner.
    assert.equal(await frame.locator('[data-filter="learner"] option').count(), learners + 1);
  });

  it('reads in the next window only what somebody has written to', async () => {
    const workbench = started();
    await kept(path.join(workbench.dataDir, 'data/User/workspaceStorage'));
    await workbench.closeTab('Team Board');
    await workbench.page.locator('iframe.webview').waitFor({ state: 'detached' });
    await write(7, nameOf(7), 9);
    // The control: what has changed with nobody to see it, size and time as before, stays unknown. That is how memory shows.
    const { size } = await stat(fileName(8));
    await write(8, 'Somebody 8', 8, longAgo);
    assert.equal((await stat(fileName(8))).size, size);
    await workbench.reload();
    await workbench.openView();
    await open();
    assert.equal(await rowOf(7), `${nameOf(7)}: ${done(9)}`);
    assert.equal(await rowOf(8), `${nameOf(8)}: ${done(8)}`);
    assert.equal(await rowOf(59), `${nameOf(59)}: ${done(59)}`);
  });

  it('follows a file that it has known from memory', async () => {
    // A window that has just opened watches from a moment on that nobody is told of.
    await persist(5, async () => {
      await write(8, 'Somebody 8', 10);
      await frame.locator('tr[data-learner="learner-8"]', { hasText: done(10) }).waitFor({ timeout: 3000 });
    });
    assert.equal(await rowOf(8), `Somebody 8: ${done(10)}`);
    // Gone is gone.
    await rm(fileName(9));
    await frame.locator('tr[data-learner="learner-9"]').waitFor({ state: 'detached' });
  });
});

/** Resolves when the board has left what it knows. */
async function kept(storage: string): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await readdir(storage, { recursive: true })).some((name) => path.basename(name) === 'team-board.bin');
  const ended = new AbortController();
  try {
    const events = watch(storage, { recursive: true, signal: ended.signal });
    if (await isThere()) return;
    for await (const { filename } of events) if (filename?.endsWith('team-board.bin') && (await isThere())) return;
  } finally {
    ended.abort();
  }
}
