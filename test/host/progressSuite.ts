import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodeProgress } from '../../src/core/progressFile';
import { importProgress, undo } from '../../src/progress/commands';
import { Notes } from '../../src/state/notes';
import type { Stores } from '../../src/state/stores';
import { Told } from './answers';
import { storesIn } from './stores';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The commands on progress, on stores of their own inside the real host. */
export function registerProgressTests(): void {
  describe('what the commands on progress tell', () => {
    let folder: string;
    let stores: Stores;
    let notes: Notes;
    let told: Told;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'backend-skills-'));
      stores = await storesIn(folder, log);
      notes = new Notes(vscode.Uri.file(folder), stores.catalog, log);
      told = new Told();
    });
    afterEach(async () => {
      told.end();
      notes.dispose();
      stores.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    it('fits one item, and several', async () => {
      const [one, two, three] = stores.catalog.skill('git')!.items.map(({ id }) => id) as [string, string, string];
      const file = join(folder, 'export.json');
      const bring = async (...ids: readonly string[]): Promise<void> => {
        await writeFile(file, encodeProgress(new Map(ids.map((id) => [id, Date.now()]))));
        await importProgress(stores, notes, vscode.Uri.file(file));
      };
      await bring(one);
      await undo(stores);
      await undo(stores);
      await bring(one, two, three);
      await undo(stores);
      await undo(stores);
      const which = ': Clear the marks of what is not to be ticked. Nothing is unticked.';
      assert.deepEqual(told.texts, [
        `Import Progress: 1 item will be ticked${which}`,
        '1 item ticked.',
        'Undone: 1 item unticked.',
        'Undone: 1 item ticked again.',
        `Import Progress: 2 items will be ticked${which}`,
        '2 items ticked.',
        'Undone: 2 items unticked.',
        'Undone: 2 items ticked again.',
      ]);
    });
  });
}
