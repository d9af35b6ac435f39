import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { decodePortable, encodePortable, readLearner, type Learner } from '../../src/core/portableFile';
import { emptyProgress, mergeInto, type Fact } from '../../src/core/progress';
import { root, useWorkbench, type Workbench } from './workbench';

const folder = path.join(root, 'test/fixtures/workspace/.portable-ui');
const file = path.join(folder, 'ada-lovelace.progress.json');

describe('progress file', () => {
  before(() => rm(folder, { recursive: true, force: true }));
  after(() => rm(folder, { recursive: true, force: true }));
  const started = useWorkbench({
    name: 'portable',
    settings: { 'backendSkills.progressFile': '.portable-ui/${name}.progress.json' },
  });
  let workbench: Workbench;
  let frame: FrameLocator;
  let items: string[];

  before(async () => {
    workbench = started();
    await workbench.openView();
    frame = await workbench.openSkill('Git');
    items = await frame
      .locator('vscode-checkbox')
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset['item'] ?? ''));
  });

  const fileOf = (learner: Learner, ...facts: readonly Fact[]): string => {
    const document = emptyProgress();
    mergeInto(document, facts);
    return encodePortable(learner, document);
  };
  const text = (): Promise<string> => readFile(file, 'utf8').catch(() => '');
  const tick = (at: number): Promise<void> => frame.locator('vscode-checkbox').nth(at).click();
  const ticked = (at: number): Promise<void> =>
    frame.locator('vscode-checkbox').nth(at).locator('input:checked').waitFor({ state: 'attached' });
  const fact = (at: number): Fact => ({ kind: 'tick', id: items[at]!, at: [Date.UTC(2026, 0, 1), 0], by: 'elsewhere' });
  /** Waits until these items, by their place, are practised in the file. */
  const inFile = async (...places: readonly number[]): Promise<string> => {
    const wanted = places.map((at) => items[at]!).sort();
    const end = Date.now() + 12_000;
    for (;;) {
      const now = await text();
      const found = [...(readLearner(now)?.practised.keys() ?? [])].sort();
      if (found.join() === wanted.join()) return now;
      assert.ok(Date.now() < end, `in the file: ${found.join()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  let mine: string;

  it('is written after the first tick, under the name that is asked for then', async () => {
    const box = workbench.page.locator('.quick-input-widget', { hasText: 'Your progress is to be kept in' });
    assert.equal(await box.isVisible(), false);
    await tick(0);
    await box.waitFor();
    await workbench.screenshot('portable-name');
    await workbench.page.keyboard.type('Ada Lovelace');
    await workbench.page.keyboard.press('Enter');
    mine = await inFile(0);
    assert.equal(readLearner(mine)?.learner.name, 'Ada Lovelace');
  });

  it('brings what Git has merged into it to the open page', async () => {
    const { portable } = decodePortable(mine, file);
    assert.ok(portable);
    await writeFile(file, fileOf(portable.learner, ...portable.facts, fact(1)));
    await ticked(1);
    await tick(2);
    mine = await inFile(0, 1, 2);
  });

  it('is joined at a click where Git could not merge it', async () => {
    const { learner } = readLearner(mine)!;
    const theirs = fileOf(learner, fact(3));
    await mkdir(folder, { recursive: true });
    await writeFile(file, `<<<<<<< HEAD\n${mine}=======\n${theirs}>>>>>>> desk\n`);
    await workbench.answer('Git could not merge', 'Join Both Sides');
    await ticked(3);
    mine = await inFile(0, 1, 2, 3);
  });

  it('of somebody else is left alone', async () => {
    const theirs = fileOf({ id: 'bob', name: 'Bob' }, fact(4));
    await writeFile(file, theirs);
    await workbench.answer('holds the progress of Bob. Is that you?', 'Not Me');
    await workbench.page.getByText('is left alone').first().waitFor();
    await workbench.screenshot('portable-not-me');
    await tick(5);
    await ticked(5);
    assert.equal(await frame.locator('vscode-checkbox').nth(4).locator('input:checked').count(), 0);
    await writeFile(file, mine);
    // Now that it is ours again, the tick follows; Bob's has come to nobody.
    await inFile(0, 1, 2, 3, 5);
  });
});
