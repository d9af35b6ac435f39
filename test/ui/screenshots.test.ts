import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installExtension } from '../vscode/extension.mjs';
import { inTheme, root, useWorkbench, type Theme } from './workbench';

/** The pictures of the README, taken in the real workbench. Run by `npm run screenshots`. */
const folder = path.join(root, 'media/readme');

const pictures: readonly {
  readonly name: string;
  readonly theme: Theme;
  readonly skill: string;
  readonly width: number;
  readonly height: number;
  readonly section?: string;
}[] = [{ name: 'skill', theme: 'dark', skill: 'REST APIs', width: 1400, height: 880 }];

for (const { name, theme, skill, width, height, section } of pictures) {
  describe(`picture "${name}"`, () => {
    const started = useWorkbench({
      name: `picture-${name}`,
      settings: inTheme(theme),
      install: installExtension,
      width,
      height,
    });

    it('is taken', async () => {
      await mkdir(folder, { recursive: true });
      const workbench = started();
      await workbench.openView();
      for (const [title, ticks] of [
        ['Back-end development', Infinity],
        ['HTTP requests and responses', 4],
        ['Git', 3],
        [skill, 3],
      ] as const) {
        const frame = await workbench.openSkill(title);
        const items = await frame.locator('vscode-checkbox').count();
        for (let at = 0; at < Math.min(ticks, items); at++) {
          await frame.locator('vscode-checkbox').nth(at).click();
          await frame.locator('.ring text', { hasText: `${at + 1}/` }).waitFor();
        }
      }
      if (width > 800)
        await workbench.expand(
          ...({ Python: ['Languages', 'Python'], 'TLS and HTTPS': ['Security', skill] }[skill] ?? [
            'Foundations',
            'APIs and integration',
            skill,
          ]),
        );
      else await workbench.command('View: Toggle Primary Side Bar Visibility');
      if (width > 800) await workbench.row(skill).locator('.label-description', { hasText: '◐ 3/' }).waitFor();
      const frame = await workbench.panelFrame();
      await frame.evaluate((heading) => {
        const target = [...document.querySelectorAll('h2')].find((element) => element.textContent === heading);
        if (target) target.scrollIntoView();
        else window.scrollTo(0, 0);
      }, section ?? '');
      await workbench.page.mouse.move(width / 2, height - 5);
      await workbench.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
    });
  });
}

/** Pages that are not about one skill, and the part of them that the picture shows. */
const pages = [
  { name: 'pay', theme: 'light', command: 'Backend Skills: Open Pay Explorer', part: 'h1' },
  { name: 'career', theme: 'dark', command: 'Backend Skills: Open Career Guide', part: '#titles' },
] as const;

for (const { name, theme, command, part } of pages) {
  describe(`picture "${name}"`, () => {
    const started = useWorkbench({
      name: `picture-${name}`,
      settings: inTheme(theme),
      install: installExtension,
      width: 1400,
      height: 880,
    });

    it('is taken', async () => {
      const workbench = started();
      await workbench.openView();
      // Some of what a junior is asked for.
      for (const [title, ticks] of [
        ['Git', Infinity],
        ['SQL', Infinity],
        ['Programming', Infinity],
        ['REST APIs', 3],
        ['HTTP requests and responses', 4],
      ] as const) {
        const frame = await workbench.openSkill(title);
        const items = await frame.locator('vscode-checkbox').count();
        for (let at = 0; at < Math.min(ticks, items); at++) {
          await frame.locator('vscode-checkbox').nth(at).click();
          await frame.locator('.ring text', { hasText: `${at + 1}/` }).waitFor();
        }
      }
      await workbench.openPage(command, name);
      await (await workbench.panelFrame()).evaluate((to) => document.querySelector(to)?.scrollIntoView(), part);
      await workbench.page.mouse.move(700, 875);
      await workbench.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
    });
  });
}
