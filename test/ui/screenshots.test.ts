import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installExtension } from '../vscode/extension.mjs';
import { inTheme, root, useWorkbench, type Theme, type Workbench } from './workbench';

/** The pictures of the README, taken in the real workbench. Run by `npm run screenshots`. */
const folder = path.join(root, 'media/readme');

/** Takes the window as it is. As WebP it is a third of what it is as PNG; the browser that shows it makes it. */
async function take({ page }: Workbench, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const png = await page.screenshot({ animations: 'disabled' });
  const drawing = await page.context().newPage();
  const webp = await drawing.evaluate(
    async (source) => {
      const image = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await drawing.close();
  await writeFile(path.join(folder, `${name}.webp`), Uint8Array.from(webp));
}

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
      await take(workbench, name);
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
      await take(workbench, name);
    });
  });
}

const plain = { 'editor.minimap.enabled': false, 'editor.autoIndent': 'none' };

describe('picture "lab"', () => {
  const started = useWorkbench({
    name: 'picture-lab',
    settings: { ...inTheme('dark'), ...plain, 'testing.automaticallyOpenTestResults': 'neverOpen' },
    install: installExtension,
    width: 1400,
    height: 880,
  });
  const mine = path.join(root, 'test/fixtures/workspace/backend-skills');
  before(() => rm(mine, { recursive: true, force: true }));
  after(() => rm(mine, { recursive: true, force: true }));

  it('is taken', async function () {
    this.timeout(120_000);
    const workbench = started();
    await workbench.openView();
    const skill = await workbench.openSkill('HTTP requests and responses');
    await skill.locator('[data-lab="hello-server"] [data-act="startLab"]').click();
    await workbench.pick('JavaScript');
    const page = await workbench.pageAmong('hello-server');
    await page.locator('[data-act="run"]').click();
    await page.locator('[data-check="hello-world"][data-state="failed"]').waitFor();
    await page.locator('[data-act="run"]').waitFor();
    await page.locator('[data-show="hello-world"]').click();
    await workbench.page.locator('.zone-widget .monaco-diff-editor').waitFor();
    await workbench.command('Testing: Focus on Test Explorer View');
    await take(workbench, 'lab');
  });
});

const query = `-- The ten products that brought in most, and their share of all
SELECT p.name, p.category,
       sum(i.quantity) AS sold,
       sum(i.quantity * i.unit_price) AS revenue,
       round(100 * sum(i.quantity * i.unit_price) / sum(sum(i.quantity * i.unit_price)) OVER (), 1) AS share
FROM order_items AS i
JOIN products AS p ON p.id = i.product_id
JOIN orders AS o ON o.id = i.order_id
WHERE o.status IN ('paid', 'shipped')
GROUP BY p.id
ORDER BY revenue DESC
LIMIT 10;`;

describe('picture "sql"', () => {
  const started = useWorkbench({
    name: 'picture-sql',
    settings: { ...inTheme('light'), ...plain },
    install: installExtension,
    width: 1400,
    height: 880,
  });

  it('is taken', async function () {
    this.timeout(120_000);
    const workbench = started();
    await workbench.openView();
    await workbench.command('Backend Skills: Open SQL Workbench');
    const frame = workbench.frame();
    await frame.locator('#root[data-painted="sql"]').waitFor({ timeout: 30_000 });
    await workbench.commandAndPick('Backend Skills: Load Sample Database', 'Shop');
    await frame.locator('.rows td', { hasText: 'order_items' }).first().waitFor({ timeout: 30_000 });
    await workbench.page.locator('.monaco-editor').first().locator('.view-lines').click();
    await workbench.page.keyboard.press('Control+a');
    await workbench.page.keyboard.press('Delete');
    await workbench.page.keyboard.insertText(query);
    await workbench.page.keyboard.press('Control+Enter');
    await frame.locator('.outcome', { hasText: '10 rows' }).first().waitFor({ timeout: 30_000 });
    await workbench.page.mouse.move(700, 875);
    await take(workbench, 'sql');
  });
});
