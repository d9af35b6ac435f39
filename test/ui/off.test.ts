import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeFact, type Fact } from '../../src/core/progress';
import { installExtension } from '../vscode/extension.mjs';
import { root, useWorkbench } from './workbench';

/** A learner with ticks and with reviews that have been due for long. */
async function history(extensions: string): Promise<void> {
  const { skills } = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
    skills: { id: string; items: { id: string }[]; cards: { id: string }[] }[];
  };
  const git = skills.find(({ id }) => id === 'git')!;
  const long = Date.now() - 90 * 86_400_000;
  const facts: Fact[] = [
    ...git.items.map(({ id }, at): Fact => ({ kind: 'tick', id, at: [long, at], by: 'before' })),
    ...git.cards.map(({ id }, at): Fact => ({ kind: 'review', id, grade: 3, at: [long + 1000, at], by: 'before' })),
  ];
  const folder = path.join(path.dirname(extensions), 'data/User/globalStorage/backend-skills.backend-skills/progress');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'before.jsonl'), facts.map((fact) => `${encodeFact(fact)}\n`).join(''));
  await installExtension(extensions);
}

for (const isOff of [false, true])
  describe(`all that reminds and suggests, switched ${isOff ? 'off' : 'on'}`, () => {
    const started = useWorkbench({
      name: `off-${isOff ? 'off' : 'on'}`,
      settings: isOff
        ? {
            'backendSkills.review': false,
            'backendSkills.evidence': 'off',
            'backendSkills.showNext': false,
            'backendSkills.showStatusBar': false,
            'backendSkills.showStreak': false,
            'backendSkills.showBadge': false,
          }
        : { 'backendSkills.reviewBadge': true },
      install: history,
    });

    it(
      isOff ? 'leaves the library and its progress, without a word of the rest' : 'is there (the control)',
      async () => {
        const workbench = started();
        const { page } = workbench;
        const shown = async (): Promise<string[]> => {
          const found: string[] = [];
          for (const [what, locator] of [
            ['next', page.locator('.sidebar .label-name', { hasText: /^Next: / })],
            ['review', page.locator('.sidebar .label-name', { hasText: /^Review: / })],
            ['status bar', page.locator('.statusbar-item[aria-label*="Backend Skills"]')],
            [
              'badge',
              page.locator(
                '.activitybar [aria-label*="Backend Skills"] + .badge .badge-content:visible, .activitybar .action-item:has([aria-label*="Backend Skills"]) .badge-content:visible',
              ),
            ],
          ] as const)
            if ((await locator.count()) > 0) found.push(what);
          return found;
        };
        await workbench.openView();
        await workbench.expand('Everyday tools');
        // Last of all comes what is due.
        if (!isOff) {
          await page.locator('.sidebar .label-name', { hasText: /^Review: \d+ due$/ }).waitFor();
          await page.locator('.statusbar-item[aria-label*="Backend Skills"]').waitFor();
          assert.deepEqual(await shown(), ['next', 'review', 'status bar', 'badge']);
        }
        const skill = await workbench.openSkill('Git');
        await skill.locator('.ring text', { hasText: /^\d+\/\d+$/ }).waitFor();
        assert.equal(await skill.locator('[data-act="reviewSkill"], [data-act="review"]').count(), isOff ? 0 : 1);
        // What is done is done, on or off.
        await workbench
          .row('Git')
          .locator('.label-description', { hasText: /(\d+)\/\1/ })
          .waitFor();
        await workbench.closeTab('Git');
        const journal = await workbench.openPage('Backend Skills: Open Journal', 'journal');
        await journal.locator('[data-listed]').first().waitFor();
        assert.equal(await journal.locator('[data-streak]').count(), isOff ? 0 : 1);
        if (!isOff) return;

        assert.deepEqual(await shown(), []);
        assert.deepEqual(await workbench.notifications(), []);
        for (const [command, words] of [
          ['Backend Skills: Review', 'Review is switched off'],
          ['Backend Skills: Find Practice in This Workspace', 'switched off by the setting backendSkills.evidence'],
        ] as const) {
          await workbench.command(command);
          await workbench.command('Notifications: Show Notifications');
          await page.locator('.notifications-center .notification-list-item', { hasText: words }).waitFor();
          await workbench.command('Notifications: Hide Notifications');
        }
        assert.equal((await workbench.notifications()).length, 2);
        await workbench.screenshot('all-switched-off');
      },
    );
  });
