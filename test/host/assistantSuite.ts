import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BackendSkillsApi } from '../../src/api';
import { fullToolName, toolNames, type ToolName } from '../../src/core/assistantToolNames';
import { inputSchema, toolSpecs } from '../../src/core/assistantTools';
import { commandIds, settingIds } from '../../src/ids';

const extensionId = 'backend-skills.backend-skills';

async function api(): Promise<BackendSkillsApi> {
  const extension = vscode.extensions.getExtension<BackendSkillsApi>(extensionId);
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

async function invoke(name: ToolName, input: object, token?: vscode.CancellationToken): Promise<string> {
  const options = { input, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool(fullToolName(name), options, token);
  assert.equal(content.length, 1);
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart, 'not a text');
  return part.value;
}

function offered(): string[] {
  return vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('backendSkills_'));
}

/** The editor tells the host of its tools a moment after the fact. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds();) {
    if (Date.now() > end) throw new Error(`${what}: it did not come to that`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The journal's command, and the tools for assistants, as the editor itself calls them. */
export function registerAssistantTests(): void {
  describe('the journal', () => {
    it('opens once, whatever the argument, and closes', async () => {
      const tabs = (): number =>
        vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label === 'Journal').length;
      for (const argument of [undefined, 'x', 42, {}]) {
        await vscode.commands.executeCommand(commandIds.openJournal, argument);
        await until('one journal', () => tabs() === 1);
      }
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await until('no journal', () => tabs() === 0);
    });

    it('has its settings, with their defaults', () => {
      const settings = vscode.workspace.getConfiguration();
      assert.equal(settings.get(settingIds.showStreak), true);
      assert.equal(settings.get(settingIds.weeklyGoal), 0);
    });
  });

  describe('tools for assistants', () => {
    const item = 'core/git/two-commits';
    const question = 'core/git#merge-rebase';

    it('are all there, with the schemas of the manifest', async () => {
      await until('the tools', () => offered().length === toolNames.length);
      assert.deepEqual(offered().sort(), toolNames.map(fullToolName).sort());
      for (const name of toolNames) {
        const tool = vscode.lm.tools.find((one) => one.name === fullToolName(name));
        assert.deepEqual(tool?.inputSchema, inputSchema(name), name);
        assert.ok(tool.tags.includes('backend-skills'), name);
      }
    });

    it('take their documented examples', async () => {
      for (const name of toolNames)
        // Those that write ask first; what happens then is for a test that can answer.
        if (name !== 'tickItem' && name !== 'startLab')
          assert.ok(!(await invoke(name, toolSpecs[name].example)).startsWith('Error'), name);
    });

    it('give the page of a skill with its sources, and without the answers to its questions', async () => {
      const page = await invoke('getSkill', { skill: 'Git' });
      assert.match(page, /^# Git\n/);
      assert.match(page, /\n## How it works \{#how-it-works\}\n/);
      assert.match(page, /\n## Sources\n\n- https:\/\/git-scm\.com\//);
      assert.ok(page.includes(`item ${item}`) && page.includes(`question ${question}`));
      assert.ok(!page.includes('joined by a commit with two parents'));
      assert.match(await invoke('getSkill', { skill: 'merge conflict in git' }), /^# Git\n\n\(Best match for /);
    });

    it('find skills, and tell of progress and of the journal', async () => {
      assert.match(await invoke('findSkills', { query: 'git', limit: 3 }), /^# Skills for "git"\n\n- git: Git\. /);
      const { progress } = await api();
      await progress.setDone(item, true);
      assert.match(
        await invoke('getProgress', { skill: 'git' }),
        /- \[x\] .*core\/git\/two-commits; practised on \d{4}-/,
      );
      assert.match(await invoke('getProgress', {}), /^# Progress\n\n- Items practised: \d+ of \d+/);
      assert.match(await invoke('getProgress', { area: 'tools' }), /\| git \| Git \| 1 of \d+ \|/);
      assert.match(await invoke('getJournal', { days: 1 }), /practised: .*core\/git\/two-commits, skill git\)/);
      await progress.setDone(item, false);
    });

    it('say what is next, which is something that can be opened', async () => {
      const next = await invoke('whatNext', {});
      const skill = /## Best: .+\n\n- Skill: ([a-z0-9-]+)/.exec(next)?.[1];
      assert.ok(skill, next);
      assert.match(await invoke('getSkill', { skill }), new RegExp(`- Id: ${skill}\\n`));
      assert.match(await invoke('whatNext', { skill: 'git' }), /^Error \(unknown-field\): .*send \{\}/);
    });

    const bad: readonly (readonly [name: ToolName, input: object, code: string, says: RegExp])[] = [
      ['getSkill', {}, 'missing-field', /"skill" is missing.*For example: \{"skill":"git"/],
      ['getSkill', { skill: 7 }, 'wrong-type', /must be a text/],
      ['getSkill', { skill: ' ' }, 'out-of-range', /must not be empty/],
      ['getSkill', { skill: 'zzzzqqqq' }, 'unknown-skill', /backendSkills_findSkills/],
      ['getSkill', { skill: 'git', section: 'nowhere' }, 'unknown-section', /how-it-works/],
      ['getSkill', { name: 'git' }, 'unknown-field', /It takes: skill, section/],
      ['findSkills', { query: 'x', limit: 0 }, 'out-of-range', /from 1 to 25/],
      ['findSkills', { query: 'x', limit: 1.5 }, 'wrong-type', /whole number/],
      ['getProgress', { skill: 'git', area: 'tools' }, 'unknown-field', /not both/],
      ['getProgress', { area: 'nowhere' }, 'unknown-area', /The areas are: /],
      ['reviewQuestion', { skill: 'no such' }, 'unknown-skill', /There is no skill/],
      ['reviewQuestion', { not: 'x' }, 'wrong-type', /list of texts/],
      ['gradeAnswer', { question: 'core/git#none', answer: 'x' }, 'unknown-question', /core\/git#merge-rebase/],
      ['gradeAnswer', { question, answer: 'x', grade: 5 }, 'out-of-range', /from 1 to 4/],
      ['gradeAnswer', { question: 'core/git#none', answer: 'x', grade: 3 }, 'unknown-question', /There is no question/],
      ['tickItem', { item: 'core/git/none' }, 'unknown-item', /Those of "git" are: .*core\/git\/two-commits/],
      ['tickItem', { item, done: 'yes' }, 'wrong-type', /true or false/],
      ['startLab', { lab: 'none' }, 'unknown-lab', /hello-server/],
      ['getJournal', { days: 0 }, 'out-of-range', /from 1 to 366/],
      ['getJournal', { until: '2026-02-30' }, 'out-of-range', /day of the calendar/],
    ];
    for (const [name, input, code, says] of bad)
      it(`answer ${name} ${JSON.stringify(input)} with what to send instead`, async () => {
        const answer = await invoke(name, input);
        assert.ok(answer.startsWith(`Error (${code}): `), answer);
        assert.match(answer, says);
      });

    it('ask a question without its answer, and compare an answer without recording anything', async () => {
      const asked = await invoke('reviewQuestion', { skill: 'git' });
      const id = /- Id: (core\/git#[\w-]+)/.exec(asked)?.[1];
      assert.ok(id, asked);
      const answer = await invoke('gradeAnswer', { question: id, answer: 'I do not know' });
      const text = /\*\*\n\n([^\n]+)/.exec(answer)?.[1];
      assert.ok(text, answer);
      assert.ok(!asked.includes(text));
      assert.match(answer, /## Key points\n\n- .+\n[\s\S]*- 1 \(not known\)/);
      assert.match(await invoke('getProgress', { skill: 'git' }), /ever reviewed: 0;/);
      assert.ok(!(await invoke('reviewQuestion', { skill: 'git', not: [id] })).includes(`Id: ${id}\n`));
    });

    it('refuse while the setting is off', async () => {
      // What a chat is offered is decided by the clause in the manifest; the list of the API holds what is hidden too.
      const settings = vscode.workspace.getConfiguration();
      await settings.update(settingIds.assistantTools, false, vscode.ConfigurationTarget.Global);
      try {
        for (const name of toolNames)
          if (name !== 'tickItem' && name !== 'startLab')
            assert.match(await invoke(name, toolSpecs[name].example), /^Error \(switched-off\): /, name);
      } finally {
        await settings.update(settingIds.assistantTools, undefined, vscode.ConfigurationTarget.Global);
      }
      assert.match(await invoke('findSkills', { query: 'git' }), /^# Skills/);
    });
  });
}
