import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { serverNode, vscodeHome } from '../vscode/install.mjs';
import { packExtension, vsix } from '../vscode/package.mjs';
import { root, useWorkbench } from './workbench';

let installed = '';

/** Installs the package as a user does: by the editor's own command, into a host that has never seen the extension. */
async function installPackage(extensions: string): Promise<void> {
  await packExtension();
  const server = path.join(vscodeHome, 'out/server-main.js');
  await promisify(execFile)(await serverNode(), [
    server,
    '--install-extension',
    vsix,
    '--extensions-dir',
    extensions,
    '--server-data-dir',
    path.dirname(extensions),
  ]);
  const [folder] = (await readdir(extensions)).filter((name) => name.startsWith('backend-skills.backend-skills'));
  assert.ok(folder, 'the package was not installed');
  installed = path.join(extensions, folder);
}

describe('package', () => {
  const started = useWorkbench({ name: 'package', install: installPackage });

  it('holds what the extension needs and nothing else', async () => {
    const files = (await readdir(installed, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    const expected =
      /^(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/ThirdPartyNotices\.txt|\.vsixmanifest|dist\/[\w.]+\.js|dist\/web\/extension\.js|dist\/webview\/(markdown\.js|(skill|pay|career|lab|sql|team|review|journal)\.(js|css)|codicon\.(css|ttf))|dist\/pack\/((index|pay|career|paths|evidence)\.json|search\.bin)|dist\/schema\/(own-pay|portable-progress)\.schema\.json|dist\/postgres\/(engine\.js|pglite\.wasm|pglite\.data|template\.gz|(shop|library|events)\.sql)|dist\/pack\/skills\/[a-z0-9-]+\.json|dist\/pack\/labs\/[a-z0-9-]+\/(lab|files)\.json|media\/[\w/.-]+\.(svg|png|webp))$/i;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    for (const needed of [
      'package.json',
      'dist/extension.js',
      'dist/web/extension.js',
      'dist/webview/markdown.js',
      'dist/webview/skill.js',
      'dist/webview/pay.js',
      'dist/webview/career.js',
      'dist/schema/own-pay.schema.json',
      'dist/schema/portable-progress.schema.json',
      'dist/postgres/pglite.wasm',
      'dist/pack/career.json',
      'dist/pack/index.json',
    ])
      assert.ok(files.includes(needed), needed);
    assert.ok((await stat(vsix)).size < 8_000_000, 'the package is larger than 8 MB');
    assert.ok(
      (await stat(path.join(installed, 'dist/extension.js'))).size < 40_000,
      'activation loads more than 40 KB',
    );
  });

  it('opens a skill in a host that has only the package', async () => {
    const workbench = started();
    await workbench.openView();
    const frame = await workbench.openSkill('Python');
    assert.ok((await frame.locator('vscode-checkbox').count()) >= 5);
    assert.equal(await frame.locator('.problem').count(), 0);
    // The icons are a font of the package's own.
    const panel = await workbench.panelFrame();
    assert.ok(await panel.evaluate(async () => (await document.fonts.load('16px codicon')).length > 0));
    await workbench.screenshot('package');
  });

  it('is the version of this repository', async () => {
    const [ours, theirs] = await Promise.all(
      [root, installed].map(
        async (folder) => JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string },
      ),
    );
    assert.equal(theirs?.version, ours?.version);
  });
});
