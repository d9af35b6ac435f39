import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { installExtension } from '../vscode/extension.mjs';
import { root, useWorkbench, type Workbench } from './workbench';

const source = path.join(root, 'test/fixtures/assistant');

/** Our extension, as it is installed, and beside it one that calls its tools as an assistant does. */
async function withAssistant(extensions: string): Promise<void> {
  await installExtension(extensions);
  const { publisher, name, version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  await cp(source, path.join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

describe('tools for assistants', () => {
  const started = useWorkbench({ name: 'assistant', install: withAssistant });
  let workbench: Workbench;
  let port: string;
  before(async () => {
    workbench = started();
    const text = await workbench.page.locator('.statusbar-item', { hasText: /assistant at \d+/ }).innerText();
    port = /assistant at (\d+)/.exec(text)![1]!;
  });

  interface Answer {
    readonly ok: boolean;
    readonly text: string;
  }
  const call = async (tool: string, input: object): Promise<Answer> => {
    const response = await fetch(
      `http://127.0.0.1:${port}/backendSkills_${tool}?input=${encodeURIComponent(JSON.stringify(input))}`,
    );
    return { ok: response.ok, text: await response.text() };
  };
  /** Calls a tool that asks first, and answers. */
  const answering = async (tool: string, input: object, says: RegExp, button: RegExp): Promise<Answer> => {
    const called = call(tool, input);
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match((await dialog.innerText()).replace(/\s+/g, ' '), says);
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'detached' });
    return called;
  };
  const yes = /^(Continue|Allow|Yes|OK)/;
  const no = /^(Cancel|Skip|No)/;
  const item = 'core/git/two-commits';
  const progress = async (): Promise<string> => (await call('getProgress', { skill: 'git' })).text;

  it('read without asking', async () => {
    assert.match(await progress(), /^# Progress in Git \(git\)\n\n- 0 of \d+ items practised/);
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
  });

  it('tick nothing when the learner declines', async () => {
    const { ok } = await answering('tickItem', { item }, /Tick this item as practised\? .*\(Git\)/, no);
    assert.equal(ok, false);
    assert.match(await progress(), /- 0 of \d+ items practised/);
  });

  it('tick when the learner agrees, and the editor undoes it', async () => {
    const { text } = await answering('tickItem', { item }, /Tick this item as practised\?/, yes);
    assert.match(text, /^# Ticked\n/);
    assert.match(await progress(), /- 1 of \d+ items practised/);
    await workbench.command('Backend Skills: Undo Last Tick');
    for (const end = Date.now() + 10_000; !/- 0 of \d+ items/.test(await progress());)
      assert.ok(Date.now() < end, 'the tick was not taken back');
  });

  it('take a tick back only when the learner agrees', async () => {
    await answering('tickItem', { item }, /Tick this item as practised\?/, yes);
    await answering('tickItem', { item, done: false }, /Take this tick back\?/, no);
    assert.match(await progress(), /- 1 of \d+ items practised/);
    await answering('tickItem', { item, done: false }, /Take this tick back\?/, yes);
    assert.match(await progress(), /- 0 of \d+ items practised/);
  });

  it('record a review only when the learner agrees, and ask nothing to compare an answer', async () => {
    const question = 'core/git#merge-rebase';
    const compared = await call('gradeAnswer', { question, answer: 'Both join work.' });
    assert.match(compared.text, /^# Answer of the page\n/);
    const graded = { question, answer: 'Both join work.', grade: 2 };
    const declined = await answering('gradeAnswer', graded, /Record a review\? .*Merge or rebase\?.*hard/, no);
    assert.equal(declined.ok, false);
    assert.match(await progress(), /ever reviewed: 0;/);
    const { text } = await answering('gradeAnswer', graded, /Record a review\?/, yes);
    assert.match(text, /^# Review recorded\n\nQuestion core\/git#merge-rebase, grade 2 \(hard\)\. It is due again in /);
    assert.match(await progress(), /ever reviewed: 1;/);
    await workbench.command('Backend Skills: Undo Last Review Answer');
    for (const end = Date.now() + 10_000; !(await progress()).includes('ever reviewed: 0;');)
      assert.ok(Date.now() < end, 'the review was not taken back');
  });

  it('start a lab only when the learner agrees, and then the editor asks on', async () => {
    const declined = await answering('startLab', { lab: 'hello-server' }, /Start a lab\?/, no);
    assert.equal(declined.ok, false);
    // The palette of the test before may still be closing; a picker of the lab would stay.
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const { text } = await answering('startLab', { lab: 'hello-server' }, /Start a lab\?/, yes);
    assert.match(text, /^# Lab "/);
    await workbench.page.locator('.quick-input-widget', { hasText: 'JavaScript' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('ask nothing for what they would refuse', async () => {
    assert.match((await call('tickItem', { item: 'core/git/none' })).text, /^Error \(unknown-item\): /);
    assert.match(
      (await call('gradeAnswer', { question: 'x', answer: 'y', grade: 9 })).text,
      /^Error \(out-of-range\): /,
    );
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
  });
});
