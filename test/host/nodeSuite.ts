import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import * as vscode from 'vscode';
import { viewIds } from '../../src/ids';
import { waitUntil } from './suite';

type Reader = (...args: unknown[]) => unknown;

/** Notes every file that is opened or read through Node while `work` runs. Module loading is synchronous and is noted too. */
async function filesReadDuring(work: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const restore: (() => void)[] = [];
  const watch = (owner: Record<string, unknown>, names: readonly string[]): void => {
    for (const name of names) {
      const original = owner[name] as Reader;
      owner[name] = function (this: unknown, ...args: unknown[]): unknown {
        seen.push(String(args[0]));
        return original.apply(this, args);
      };
      restore.push(() => (owner[name] = original));
    }
  };
  const names = ['open', 'readFile', 'readdir', 'opendir'];
  watch(fs, [...names, 'openSync', 'readFileSync', 'readdirSync', 'createReadStream']);
  watch(fs.promises, names);
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
    syncBuiltinESMExports();
  }
  return seen;
}

/** Tests that look at the Node process of the host; registered first, because one needs an extension that nobody has used yet. */
export function registerNodeTests(): void {
  describe('activation', () => {
    const extension = vscode.extensions.getExtension('backend-skills.backend-skills');
    const dist = `${extension?.extensionPath ?? ''}/dist/`;
    const own = (files: string[]): string[] =>
      files
        .filter((file) => file.startsWith(dist) || file.includes('globalStorage/backend-skills'))
        .map((file) => file.replace(dist, ''));
    const loaded = (): string[] => own(Object.keys(createRequire(__filename).cache));

    it('reads no file but its own entry before the view is visible', async () => {
      assert.ok(extension);
      assert.equal(extension.isActive, false, 'the extension is active before anybody asked for it');
      const files = await filesReadDuring(async () => {
        await extension.activate();
      });
      assert.deepEqual(
        own(files).filter((file) => file !== 'extension.js'),
        [],
      );
      assert.deepEqual(loaded(), ['extension.js']);
    });

    it('reads the index, and no page, once the view is visible', async () => {
      const files = await filesReadDuring(async () => {
        await vscode.commands.executeCommand(`${viewIds.skills}.focus`);
        const loaded = createRequire(__filename).cache;
        await waitUntil(
          () => Object.keys(loaded).some((file) => file.endsWith('skills.skillTree.js')),
          'loading the tree',
        );
        const api = (await extension?.activate()) as { catalog: { areas(): Promise<unknown[]> } };
        await api.catalog.areas();
      });
      const read = own(files);
      assert.ok(
        read.some((file) => file.endsWith('pack/index.json')),
        `read ${JSON.stringify(read)}`,
      );
      assert.deepEqual(
        read.filter((file) => file.includes('pack/skills/') || file.endsWith('pay.json')),
        [],
      );
    });
  });
}
