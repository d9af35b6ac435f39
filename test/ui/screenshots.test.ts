import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeFact, type Fact, type Grade } from '../../src/core/progress';
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

interface IndexSkill {
  readonly id: string;
  readonly title: string;
  readonly items: readonly { readonly id: string }[];
  readonly cards: readonly { readonly id: string }[];
}

/** The first steps of a path, practised in the evenings of the last months and reviewed since, with a summer in which little was done. */
function months(skills: readonly IndexSkill[]): Fact[] {
  const by = 'before';
  const evening = new Date().setHours(19, 40, 0, 0);
  const moment = (ago: number, minutes: number): [number, number] => [evening - ago * 86_400_000 + minutes * 60_000, 0];
  const steps = 'dbms sql relational-databases data-modelling postgresql transactions git linux python'.split(' ');
  const learnt = steps.flatMap((id) => skills.find((skill) => skill.id === id) ?? []);
  const facts: Fact[] = [];
  for (const [at, { items, cards }] of learnt.entries()) {
    const begun = 310 - at * 38;
    for (const [item, { id }] of items.slice(0, at < 5 ? items.length : 4).entries())
      facts.push({ kind: 'tick', id, at: moment(Math.max(1, begun - Math.floor(item / 3)), -7 * item), by });
    for (const [card, { id }] of cards.entries())
      for (const [turn, after] of [1, 2, 5, 9, 16, 27, 44, 70, 110, 160, 230].entries()) {
        const ago = begun - after - Math.floor(card / 3);
        const isAway = ago > 118 && ago < 141;
        if (ago < 1 || isAway || (turn > 3 && (card + turn) % 3 === 0) || (turn > 6 && at % 2 === 1)) continue;
        const grade: Grade = (turn + card + at) % 6 === 0 ? 2 : 3;
        facts.push({ kind: 'review', id, grade, at: moment(ago, -2 * card), by });
      }
  }
  return facts;
}

for (const [name, theme] of [
  ['review', 'dark'],
  ['journal', 'light'],
] as const) {
  describe(`picture "${name}"`, () => {
    const started = useWorkbench({
      name: `picture-${name}`,
      settings: { ...inTheme(theme), 'backendSkills.weeklyGoal': 4 },
      install: async (extensions) => {
        const storage = path.join(path.dirname(extensions), 'data/User/globalStorage/backend-skills.backend-skills');
        const index = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
          skills: IndexSkill[];
        };
        await mkdir(path.join(storage, 'progress'), { recursive: true });
        const lines = months(index.skills).map((fact) => `${encodeFact(fact)}\n`);
        await writeFile(path.join(storage, 'progress/before.jsonl'), lines.join(''));
        await installExtension(extensions);
      },
      width: 1400,
      height: 880,
    });

    it('is taken', async () => {
      const workbench = started();
      await workbench.openView();
      await workbench.commandAndPick('Backend Skills: Follow a Path', 'databases', 'Databases');
      const followed = workbench.row('Databases').filter({ hasText: 'h left' });
      await followed.waitFor();
      if (name === 'journal') {
        const journal = await workbench.openPage('Backend Skills: Open Journal', 'journal');
        await journal.locator('[data-listed]').first().waitFor();
      } else {
        await followed.locator('.monaco-tl-twistie').click();
        await workbench.page.locator('.sidebar .label-name', { hasText: /^3\. Lab: / }).waitFor();
        await workbench.command('Backend Skills: Review');
        await workbench.frame().locator('#root[data-painted*="#"]').waitFor();
        await workbench.page.keyboard.press('Enter');
        await workbench.frame().locator('#root[data-painted$=" answer"]').waitFor();
      }
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
