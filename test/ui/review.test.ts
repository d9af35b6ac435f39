import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { encodeFact, type Fact, type Grade } from '../../src/core/progress';
import { installExtension } from '../vscode/extension.mjs';
import { fitsWidth, isAccessible } from './axe';
import { inTheme, persist, root, type Theme, themes, useWorkbench, type Workbench } from './workbench';

interface IndexSkill {
  readonly id: string;
  readonly title: string;
  readonly items: readonly { readonly id: string }[];
  readonly cards: readonly { readonly id: string }[];
}
const { skills } = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8')) as {
  skills: readonly IndexSkill[];
};
const skillOf = (id: string): IndexSkill => skills.find((skill) => skill.id === id)!;

const day = 24 * 60 * 60 * 1000;
const tick = (item: string, ago = 60): Fact => ({
  kind: 'tick',
  id: item,
  at: [Date.now() - ago * day, 0],
  by: 'before',
});
const review = (card: string, ago: number, grade: Grade): Fact => ({
  kind: 'review',
  id: card,
  grade,
  at: [Date.now() - Math.round(ago * day), 0],
  by: 'before',
});

/** Skills that were practised, the last of them only lately. */
const practised = ['git', 'sql', 'python', 'linux', 'dns', 'github', 'postman'];

/** A learner of some weeks: of each skill some questions are due, one comes back again and again, and some were never asked. */
function history(): Fact[] {
  return practised.flatMap((id, at) => {
    const { items, cards } = skillOf(id);
    const [first, second, third, often] = cards.map((card) => card.id);
    const steady = [40, 33, 26, 19, 12, 5].map((ago, turn) =>
      review(often!, ago - at / 10, (turn + at) % 5 === 0 ? 2 : 3),
    );
    return [
      ...items.map((item) => tick(item.id)),
      ...[first!, second!].flatMap((card) => [review(card, 50 - at, 3), review(card, 49.99 - at, 3)]),
      ...(at < 5
        ? [review(third!, 9 - at, 3), review(third!, 8.99 - at, 3), review(third!, 0.2, at === 0 ? 1 : 3)]
        : []),
      review(often!, 45 - at / 10, 4),
      ...steady,
    ];
  });
}

/** Puts facts where the extension keeps its own, before it starts or while it runs. */
async function put(dataDir: string, name: string, facts: readonly Fact[]): Promise<void> {
  const folder = path.join(dataDir, 'data/User/globalStorage/backend-skills.backend-skills/progress');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.jsonl`), facts.map((fact) => `${encodeFact(fact)}\n`).join(''));
}

/** Installs the extension with a learner's history. */
const withHistory =
  (facts: () => readonly Fact[]) =>
  async (extensions: string): Promise<void> => {
    await put(path.dirname(extensions), 'before', facts());
    await installExtension(extensions);
  };

/** The review in a window. */
class Review {
  constructor(readonly frame: FrameLocator) {}

  get root(): Locator {
    return this.frame.locator('#root');
  }
  /** Waits until a card, with or without its answer, is painted whole; its id. */
  async card(shown: boolean): Promise<string> {
    const found = this.frame.locator(
      shown ? '#root[data-painted$=" answer"]' : '#root[data-painted*="#"]:not([data-painted$=" answer"])',
    );
    await found.waitFor();
    return ((await found.getAttribute('data-painted')) ?? '').replace(' answer', '');
  }
  async other(than: string): Promise<string> {
    await this.frame.locator(`#root[data-painted]:not([data-painted^="${than}"])`).waitFor();
    return (await this.root.getAttribute('data-painted')) ?? '';
  }
  async end(kind: 'end' | 'empty' = 'end'): Promise<void> {
    await this.frame.locator(`#root[data-painted="${kind}"]`).waitFor();
  }
  async place(): Promise<string> {
    return (await this.frame.locator('.where .num').innerText()).trim();
  }
}

async function openReview(workbench: Workbench, command = 'Backend Skills: Review'): Promise<Review> {
  const frame = workbench.frame();
  await persist(3, async () => {
    await workbench.command(command);
    await frame.locator('#root[data-painted]').waitFor({ timeout: 6000 });
  });
  return new Review(frame);
}

describe('review', () => {
  const started = useWorkbench({ name: 'review', install: withHistory(history) });
  let workbench: Workbench;
  let page: Page;
  let on: Review;
  before(() => {
    workbench = started();
    page = workbench.page;
  });

  it('is offered in the tree with what is due, which unticks nothing', async () => {
    await workbench.openView();
    const row = page.locator('.sidebar .monaco-list-row', { hasText: /Review: \d+ due/ });
    await row.waitFor();
    assert.match((await row.getAttribute('aria-label')) ?? '', /Review, \d+ questions? due/);
    await row.click();
    on = new Review(workbench.frame());
    await on.card(false);
  });

  it('asks ten questions by the keyboard alone, and brings back at the end what was not known', async () => {
    const asked: string[] = [];
    const keys = new Map<string, string>();
    let first = '';
    for (let turn = 0; turn < 11; turn++) {
      const id = await on.card(false);
      asked.push(id);
      assert.equal(await on.place(), `${Math.min(10, turn === 0 ? 1 : turn)} of 10`);
      await page.keyboard.press(turn % 2 === 0 ? 'Enter' : 'Space');
      assert.equal(await on.card(true), id);
      assert.equal(await on.frame.locator('[data-grade]').count(), 4);
      if (turn === 0) first = id;
      const key = turn === 0 ? '1' : String(2 + (turn % 3));
      keys.set(id, key);
      await page.keyboard.press(key);
      if (turn < 10) await on.frame.locator(`#root[data-painted]:not([data-painted$=" answer"])`).waitFor();
    }
    await on.end();
    assert.equal(asked.at(-1), first);
    assert.equal(new Set(asked).size, 10);
    assert.equal(await on.frame.locator('tr[data-card]').count(), 10);
    assert.match(await on.frame.locator('.lede').innerText(), /^10 questions reviewed\./);
    // The button says how many would be asked; two are new.
    const [, due = 0, more = 0] =
      /(\d+) more questions? .* (\d+) More Questions?$/s.exec(
        `${await on.frame.locator('.lede').innerText()} ${await on.frame.locator('[data-act="due"]').innerText()}`,
      ) ?? [];
    assert.equal(Number(more), Number(due) + 2);
    const words = ['', 'Again', 'Hard', 'Good', 'Easy'];
    for (const [id, key] of keys)
      await on.frame.locator(`tr[data-card="${id}"]`, { hasText: words[Number(key)]! }).waitFor();
    // Nothing but the page has said anything.
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('shows what comes as a chart, and as a table for whoever cannot see it', async () => {
    const figure = on.frame.locator('[data-chart="forecast"]');
    assert.match((await figure.locator('svg').getAttribute('aria-label')) ?? '', /questions due today/);
    assert.equal(await figure.locator('rect.bar').count(), 30);
    await figure.locator('summary').click();
    assert.equal(await figure.locator('tbody tr').count(), 30);
    const retention = on.frame.locator('[data-chart="retention"]');
    await retention.locator('summary').click();
    const weeks = await retention.locator('tbody tr').allInnerTexts();
    assert.ok(weeks.some((row) => /\d+%/.test(row)) && weeks.length > 3, weeks.join('\n'));
  });
});

describe('a review', () => {
  const started = useWorkbench({ name: 'review-acts', install: withHistory(history) });
  let workbench: Workbench;
  let page: Page;
  let on: Review;
  before(async () => {
    workbench = started();
    page = workbench.page;
    on = await openReview(workbench);
  });

  it('keeps what is typed beside the answer, and takes no letter of it for a key', async () => {
    const id = await on.card(false);
    const own = workbench.frame().locator('#own');
    await own.click();
    await page.keyboard.type('1 u 4');
    await page.keyboard.press('Enter');
    await page.keyboard.type('more');
    assert.equal(await on.card(false), id);
    // A page that is hidden is unloaded; what was typed is there again when it is seen again.
    await workbench.openPage('Backend Skills: Open Team Board', 'team');
    await workbench.closeTab('Team Board');
    on = new Review(workbench.frame());
    assert.equal(await on.card(false), id);
    await own.click();
    await page.keyboard.press('ControlOrMeta+Enter');
    assert.equal(await on.card(true), id);
    assert.equal(await own.inputValue(), '1 u 4\nmore');
    assert.equal(await own.getAttribute('readonly'), '');
    assert.equal(
      await on.frame.locator('section.answer').evaluate((element) => document.activeElement === element),
      true,
    );
  });

  it('says on each grade when the question would come back', async () => {
    const names = await on.frame.locator('[data-grade] .name').allInnerTexts();
    assert.deepEqual(names, ['Again', 'Hard', 'Good', 'Easy']);
    const short = await on.frame.locator('[data-grade] .when').allInnerTexts();
    assert.equal(short.length, 4);
    assert.match(short.join(', '), /^\d+ mins?, \d+ \w+, \d+ \w+, \d+ \w+$/);
  });

  it('takes the last answer back by a key and by the command, and shows its card again', async () => {
    const id = await on.card(true);
    await page.keyboard.press('3');
    const next = await on.other(id);
    assert.equal(await on.place(), '2 of 10');
    await page.keyboard.press('u');
    assert.equal(await on.card(true), id);
    assert.equal(await on.place(), '1 of 10');
    await on.frame.locator('.note', { hasText: 'undone' }).waitFor();
    await page.keyboard.press('1');
    assert.equal(await on.other(id), next);
    await workbench.command('Backend Skills: Undo Last Review Answer');
    assert.equal(await on.card(true), id);
    assert.equal(await on.place(), '1 of 10');
    // Once more there is nothing to take back.
    assert.equal(await on.frame.locator('[data-act="undo"]').getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('4');
    await on.other(id);
  });

  it('is at the same card after a reload of the window', async () => {
    const id = await on.card(false);
    await workbench.stored(`"cards":[{"id":"${id}"`);
    await page.keyboard.press('Enter');
    await on.card(true);
    await workbench.stored('"shown":true');
    await workbench.reload();
    on = new Review(workbench.frame());
    assert.equal(await on.card(true), id);
    assert.equal(await on.place(), '2 of 10');
  });

  it('drops a card that is answered in another window', async () => {
    const id = await on.card(true);
    const other = await workbench.newWindow();
    await other.goto(page.url());
    await other.locator('.monaco-workbench .statusbar').waitFor();
    const theirs = new Review(
      other.locator('iframe.webview.ready').first().contentFrame().locator('#active-frame').contentFrame(),
    );
    const there = await theirs.root
      .locator('xpath=self::*[@data-painted]')
      .waitFor()
      .then(
        () => true,
        () => false,
      );
    assert.ok(there, 'the other window has restored its own page');
    const shown = ((await theirs.root.getAttribute('data-painted')) ?? '').replace(' answer', '');
    assert.equal(shown, id);
    await theirs.frame.locator('#answer, [data-act="showAnswer"]').first().focus();
    if ((await theirs.frame.locator('#answer').count()) === 0) await other.keyboard.press('Enter');
    await theirs.card(true);
    await other.keyboard.press('3');
    await theirs.other(id);
    assert.notEqual(await on.other(id), id);
    await on.frame.locator('.note', { hasText: 'answered elsewhere' }).waitFor();
    assert.match(await on.place(), /^2 of 9$/);
    await other.close();
  });

  it('leads to the question on the page of its skill', async () => {
    await page.bringToFront();
    const id = (await on.root.getAttribute('data-painted'))!.replace(' answer', '');
    await on.frame.locator('.of [data-act="openSkill"]').click();
    const frame = workbench.frame();
    const question = frame.locator(`details[data-card="${id}"]`);
    await question.waitFor();
    await frame.locator(`details[data-card="${id}"][open]`).waitFor();
    // What is due is said there too, and the page leads back to it.
    await frame.locator('.due [data-act="review"]').waitFor();
  });
});

describe('a review of one question', () => {
  const [card] = skillOf('git').cards;
  const started = useWorkbench({
    name: 'review-one',
    settings: { 'backendSkills.newCardsPerDay': 0 },
    install: withHistory(() => [review(card!.id, 60, 3), review(card!.id, 59.99, 3)]),
    height: 500,
  });

  it('asks it again when it was not known, with an empty field and from the top', async () => {
    const workbench = started();
    const { page } = workbench;
    const on = await openReview(workbench);
    assert.equal(await on.card(false), card!.id);
    const own = on.frame.locator('#own');
    await own.click();
    await page.keyboard.type('Something wrong');
    await page.keyboard.press('ControlOrMeta+Enter');
    await on.card(true);
    assert.equal(await own.inputValue(), 'Something wrong');
    await page.keyboard.press('1');
    assert.equal(await on.card(false), card!.id);
    await on.frame.locator('.chip', { hasText: 'Once more' }).waitFor();
    assert.equal(await own.inputValue(), '');
    const place = await on.frame
      .locator('#question')
      .evaluate((heading) => [document.activeElement === heading, window.scrollY]);
    assert.deepEqual(place, [true, 0]);
    // What is typed then is kept as before.
    await own.click();
    await page.keyboard.type('Something right');
    await page.keyboard.press('ControlOrMeta+Enter');
    await on.card(true);
    assert.equal(await own.inputValue(), 'Something right');
  });
});

describe('a review of a learner who has begun nothing', () => {
  const started = useWorkbench({ name: 'review-empty', install: installExtension });

  it('says how questions come here, and shows nothing in the tree', async () => {
    const workbench = started();
    await workbench.openView();
    const on = await openReview(workbench);
    await on.end('empty');
    assert.equal(await on.frame.locator('h1').innerText(), 'There is nothing to review yet');
    assert.equal(await on.frame.locator('figure, table').count(), 0);
    assert.equal(await workbench.page.locator('.sidebar .monaco-list-row', { hasText: 'Review:' }).count(), 0);
    await workbench.screenshot('review-nothing-begun');
  });

  it('asks at once when something is ticked, and leaves the keyboard in the tree', async () => {
    const workbench = started();
    const { page } = workbench;
    const on = new Review(workbench.frame());
    await workbench.expand('Everyday tools', 'Git');
    await page.locator('.sidebar .monaco-list-row .custom-view-tree-node-item-checkbox').first().click();
    assert.ok((await on.card(false)).startsWith('core/git#'));
    assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'IFRAME');
    // Whoever comes to the page then is at the question.
    await workbench.command('View: Focus Active Editor Group');
    await on.frame.locator('#question:focus').waitFor();
  });

  it('reviews one skill on request, begun or not, with the new questions of a day, and then more', async () => {
    const workbench = started();
    await workbench.commandAndPick('Backend Skills: Review Skill', 'Git');
    const on = new Review(workbench.frame());
    await on.frame.locator('.crumbs', { hasText: 'Only Git' }).waitFor();
    for (let left = skillOf('git').cards.length; left > 0; left--) {
      const id = await on.card(false);
      assert.ok(id.startsWith('core/git#'), id);
      await workbench.page.keyboard.press('Enter');
      await on.card(true);
      await workbench.page.keyboard.press('4');
      await on.other(id);
    }
    await on.end();
    await on.frame.locator('.lede', { hasText: 'The next question is due' }).waitFor();
    assert.equal(await on.frame.locator('[data-act="due"]').count(), 0);
    await on.frame.locator('[data-act="ahead"]').click();
    await on.card(false);
  });
});

for (const theme of Object.keys(themes) as Theme[]) {
  describe(`review in ${theme}`, () => {
    const started = useWorkbench({
      name: `review-${theme}`,
      settings: inTheme(theme),
      install: withHistory(history),
      width: 1260,
      height: 1000,
    });

    it('is clean for axe-core, and stays inside its width, narrow and wide', async () => {
      const workbench = started();
      const { page } = workbench;
      await workbench.openView();
      await page.locator('.sidebar .monaco-list-row', { hasText: /Review: \d+ due/ }).waitFor();
      await workbench.expand('Version control').catch(() => undefined);
      const on = await openReview(workbench);
      await page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
      await on.card(false);
      await workbench.screenshot(`review-${theme}-tree`);
      // On a narrow window the sidebar would leave no room.
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      const frame = await workbench.panelFrame();
      const check = async (what: string): Promise<void> => {
        for (const width of [360, 1260]) {
          await page.setViewportSize({ width, height: 1000 });
          await fitsWidth(frame, `${what}, ${width} px,`);
          await isAccessible(frame, `${what}, ${width} px`);
          await workbench.screenshot(`review-${theme}-${what}-${width}`);
        }
      };
      await check('question');
      await on.frame.locator('#own').fill('Because it is cheap to make, and to throw away.');
      await on.frame.locator('[data-act="showAnswer"]').click();
      await on.card(true);
      await check('answer');
      await on.frame.locator('[data-grade="3"]').click();
      for (;;) {
        const painted = on.frame.locator('#root[data-painted]:not([data-painted$=" answer"])');
        await painted.waitFor();
        const id = (await painted.getAttribute('data-painted')) ?? '';
        if (id === 'end') break;
        await on.frame.locator('[data-act="showAnswer"]').click();
        await on.card(true);
        await on.frame.locator('[data-grade="3"]').click();
        await on.other(id);
      }
      await check('end');
      await on.frame.locator('[data-chart="retention"] summary').click();
      await on.frame.locator('[data-chart="retention"]').scrollIntoViewIfNeeded();
      await workbench.screenshot(`review-${theme}-charts`);
    });
  });
}
