import assert from 'node:assert/strict';
import { installExtension } from '../vscode/extension.mjs';
import { fitsWidth, isAccessible, runAxe } from './axe';
import { inTheme, themes, useWorkbench, type Theme, type Workbench } from './workbench';

/** What the editor says of the theme to the page. */
const kinds: Record<Theme, string> = {
  light: 'light',
  dark: 'dark',
  'hc-light': 'high-contrast-light',
  'hc-dark': 'high-contrast',
};

/** Widths of the window that give the panel about 400 and 1200 px. */
const widths = { 400: 460, 1200: 1260 } as const;

/** Parts of the pages of which pictures are kept. */
const places = {
  pay: [
    ['top', 'h1'],
    ['roles', '#roles'],
    ['mine', '#mine'],
    ['end', '#disagree'],
  ],
  career: [
    ['top', 'h1'],
    ['ways', '#ways'],
    ['titles', '#titles'],
    ['hired', '#hired'],
    ['leads', '#leads'],
  ],
} as const;

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`skill page in ${theme}`, () => {
    const started = useWorkbench({
      name: `theme-${theme}`,
      settings: inTheme(theme),
      install: installExtension,
      width: widths[1200],
      height: 1000,
    });
    let workbench: Workbench;
    before(async () => {
      workbench = started();
      await workbench.openView();
      // Something of every state: a prerequisite in progress, some items done and some not.
      await workbench.openSkill('HTTP requests and responses');
      await workbench.frame().locator('vscode-checkbox').first().click();
      await workbench.frame().locator('.ring text', { hasText: '1/' }).waitFor();
      await workbench.openSkill('REST APIs');
      for (const at of [0, 1, 3]) await workbench.frame().locator('vscode-checkbox').nth(at).click();
      await workbench.frame().locator('.ring text', { hasText: '3/' }).waitFor();
      await workbench.frame().locator('.qa summary').first().click();
      await workbench.page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
      // On a narrow window the sidebar would leave no room.
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    });

    for (const width of [400, 1200] as const) {
      it(`is clean for axe-core and stays inside its width at ${width} px`, async () => {
        await workbench.page.setViewportSize({ width: widths[width], height: 1000 });
        const frame = await workbench.panelFrame();
        await frame.waitForFunction((wide) => (document.querySelector('.side') !== null) === wide, width === 1200);
        assert.equal(await frame.evaluate(() => document.body.dataset['vscodeThemeKind']), `vscode-${kinds[theme]}`);
        for (const [name, top] of [
          ['', 0],
          ['-scrolled', 1100],
          ['-end', 100_000],
        ] as const) {
          await frame.evaluate((to) => window.scrollTo(0, to), top);
          await workbench.screenshot(`skill-${theme}-${width}${name}`);
        }
        await frame.evaluate(() => window.scrollTo(0, 0));

        // Colours meant for code in a line must not leak into blocks, where they may be those of the background.
        const code = await frame.evaluate(() =>
          [...document.querySelectorAll('.code pre, .code pre code')].map((element) => getComputedStyle(element).color),
        );
        assert.equal(new Set(code).size, 1, `code blocks have several base colours: ${code.join(', ')}`);

        await fitsWidth(frame);
        await isAccessible(frame);
      });
    }

    for (const width of [400, 1200] as const) {
      it(`shows drawings that can be read at ${width} px`, async () => {
        await workbench.page.setViewportSize({ width: widths[width], height: 1000 });
        // One with every kind of box, line and text.
        await workbench.openSkill('Reverse proxies and load balancing');
        const frame = await workbench.panelFrame();
        await frame.locator('figure.diagram svg').first().waitFor();
        await frame.evaluate(() => document.querySelector('figure.diagram')?.scrollIntoView({ block: 'center' }));
        await workbench.screenshot(`diagram-${theme}-${width}`);
        const seen = await frame.evaluate(() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
          /** Relative luminance as WCAG defines it, of a colour laid over another. */
          const luminance = (...colours: string[]): number => {
            for (const colour of colours) {
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
            }
            const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data]
              .slice(0, 3)
              .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const figure = document.querySelector('figure.diagram')!;
          const ground = getComputedStyle(figure).backgroundColor;
          const grounds = [
            luminance(ground),
            ...[...figure.querySelectorAll('.box:not(.muted)')].map((box) =>
              luminance(ground, getComputedStyle(box).fill),
            ),
          ];
          const texts = [...figure.querySelectorAll('text')].map((text) => ({
            words: text.textContent,
            contrast: Math.min(...grounds.map((under) => ratio(luminance(ground, getComputedStyle(text).fill), under))),
            height: text.getBoundingClientRect().height,
          }));
          const lines = [...figure.querySelectorAll('.line, .box:not(.muted)')].map((line) =>
            ratio(luminance(ground, getComputedStyle(line).stroke), luminance(ground)),
          );
          return { texts, lines };
        });
        assert.ok(seen.texts.length > 5 && seen.lines.length > 5);
        assert.deepEqual(
          seen.texts.filter(({ contrast }) => contrast < 4.5),
          [],
          'text that is too faint',
        );
        assert.deepEqual(
          seen.texts.filter(({ height }) => height < 10.5),
          [],
          'text that is too small',
        );
        assert.ok(Math.min(...seen.lines) >= 3, `a line with a contrast of ${Math.min(...seen.lines).toFixed(2)}`);
        const result = await runAxe(frame, 'figure.diagram');
        assert.deepEqual(
          result.violations.map(({ id }) => id),
          [],
        );
      });
    }

    for (const [name, command] of [
      ['pay', 'Backend Skills: Open Pay Explorer'],
      ['career', 'Backend Skills: Open Career Guide'],
    ] as const) {
      for (const width of [400, 1200] as const) {
        it(`shows the ${name} page clean for axe-core and inside its width at ${width} px`, async () => {
          await workbench.page.setViewportSize({ width: widths[width], height: 1000 });
          const page = await workbench.openPage(command, name);
          const frame = await workbench.panelFrame();
          await frame.evaluate(() => document.fonts.ready);
          for (const [part, selector] of places[name]) {
            await frame.evaluate((to) => document.querySelector(to)?.scrollIntoView(), selector);
            await workbench.screenshot(`${name}-${theme}-${width}-${part}`);
          }
          await fitsWidth(frame);
          await isAccessible(frame);
          // What opens, opened: a role and the notes; titles and ways.
          const opened =
            name === 'pay' ? '[data-role], #about summary' : '#ways summary, #titles li:first-child summary';
          for (const one of await page.locator(opened).all()) await one.click();
          if (name === 'pay') await page.locator('.segment label', { hasText: 'Table' }).first().click();
          await fitsWidth(frame);
          await isAccessible(frame);
          await workbench.screenshot(`${name}-${theme}-${width}-opened`);
          await workbench.closeTab(name === 'pay' ? 'Pay Explorer' : 'Career Guide');
        });
      }
    }

    it('would notice a violation', async () => {
      await workbench.openSkill('REST APIs');
      const frame = await workbench.panelFrame();
      await frame.evaluate(() => document.body.append(document.createElement('button')));
      const result = await runAxe(frame);
      assert.ok(result.violations.some(({ id }) => id === 'button-name'));
      await assert.rejects(isAccessible(frame), /button-name/);
    });
  });
}
