import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { AssistantTools } from '../../src/assistant/tools';
import { commandIds, panelTypes, settingIds } from '../../src/ids';
import type { CardShow, FromReview, ReviewShow, ToReview } from '../../src/protocol/review';
import { afterFirstPaint } from '../../src/platform/soon';
import { ReviewPanel } from '../../src/review/reviewPanel';
import { undoGiven } from '../../src/review/undo';
import type { TreeNode } from '../../src/skills/present';
import { SkillTree } from '../../src/skills/skillTree';
import { dueReviews } from '../../src/state/dueReviews';
import { ReviewDeck } from '../../src/state/reviewDeck';
import type { Services } from '../../src/state/services';
import type { Stores } from '../../src/state/stores';
import { storesIn } from './stores';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const day = 24 * 60 * 60 * 1000;

/** The review on stores of their own inside the real host; what the page would say is said for it. */
export function registerReviewTests(): void {
  const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;
  const set = (id: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  let folder: string;
  let stores: Stores;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backend-skills-'));
    stores = await storesIn(folder, log);
  });
  afterEach(async () => {
    stores.dispose();
    for (const id of [settingIds.review, settingIds.reviewBadge, settingIds.newCardsPerDay]) await set(id, undefined);
    await rm(folder, { recursive: true, force: true });
  });

  /** Puts answers into the stores that were given some days ago. */
  const answered = async (ago: number, ...ids: readonly string[]): Promise<void> => {
    const moments = [Date.now() - ago * day, Date.now() - ago * day + 1000];
    const answers = new Map(ids.map((id) => [id, moments.map((at) => [at, 3] as const)]));
    await stores.reviews.bring(stores.reviews.unknown(answers));
  };
  const cardsOf = (skill: string): string[] => stores.catalog.skill(skill)!.cards.map(({ id }) => id);

  describe('the deck', () => {
    it('holds the cards of skills that were begun, and those reviewed before', async () => {
      const deck = await stores.deck();
      assert.deepEqual(deck.queue().cards, []);
      await stores.setDone([stores.catalog.skill('git')!.items[0]!.id], true);
      assert.deepEqual(deck.queue().cards, cardsOf('git').slice(0, 5));
      await set(settingIds.newCardsPerDay, 2);
      assert.deepEqual(deck.queue().cards, cardsOf('git').slice(0, 2));
      await answered(30, cardsOf('sql')[1]!);
      assert.deepEqual(deck.queue().cards, [cardsOf('sql')[1]!, ...cardsOf('git').slice(0, 2)]);
      await set(settingIds.newCardsPerDay, 'many');
      assert.equal(deck.queue().fresh, cardsOf('git').length);
    });

    it('tells what becomes due, and when, without being asked', async () => {
      await answered(30, cardsOf('git')[0]!);
      const deck = await stores.deck();
      assert.deepEqual([...deck.due().bySkill], [['git', 1]]);
      const changed = new Promise<readonly string[]>((resolve) => deck.onDidChangeDue(resolve));
      await stores.reviews.add(cardsOf('git')[0]!, 4);
      assert.deepEqual(await changed, ['git']);
      assert.equal(deck.due().total, 0);
      const later = new ReviewDeck(
        { catalog: stores.catalog, rollup: stores.rollup, reviews: stores.reviews, zones: () => stores.zones() },
        () => Date.now() + 400 * day,
      );
      assert.equal(later.due().total, 1);
      later.dispose();
    });

    it('has the today of where the learner is, whatever zone was stored last', async () => {
      // 19:30 in New York, where it is still the 10th; in Berlin it is not.
      const now = Date.parse('2026-03-10T19:30:00-04:00');
      await stores.setDone([stores.catalog.skill('git')!.items[0]!.id], true);
      const begun = new Map(cardsOf('git').map((id) => [id, [[now - 90 * 60_000, 3] as const]]));
      await set(settingIds.newCardsPerDay, begun.size);
      await stores.setDone([stores.catalog.skill('sql')!.items[0]!.id], true);
      await stores.reviews.bring(stores.reviews.unknown(begun));
      const { catalog, rollup, reviews } = stores;
      const zones = [{ at: 0, zone: 'Europe/Berlin' }];
      const deck = new ReviewDeck(
        { catalog, rollup, reviews, zones: () => zones },
        () => now,
        () => 'America/New_York',
      );
      assert.equal(deck.dayOf(now), '2026-03-10');
      assert.equal(deck.dayOf(now + day), '2026-03-11');
      assert.equal(deck.forecast()[0]?.day, '2026-03-10');
      assert.equal(deck.queue().fresh, 0);
      // What was done in Berlin belongs to the day that it was there.
      assert.equal(deck.dayOf(now - 1), '2026-03-11');
      deck.dispose();
    });

    it('has nothing due while the feature is switched off', async () => {
      await answered(30, cardsOf('git')[0]!);
      const deck = await stores.deck();
      assert.equal(deck.due().total, 1);
      const changed = new Promise((resolve) => deck.onDidChangeDue(resolve));
      await set(settingIds.review, false);
      await changed;
      assert.equal(deck.due().total, 0);
    });
  });

  describe('the tree and what is due', () => {
    it('shows it on the skill and at the top, unticks nothing, and has no badge for it unless that is wished', async () => {
      const items = stores.catalog.skill('git')!.items.map(({ id }) => id);
      await stores.setDone(items, true);
      await answered(30, ...cardsOf('git').slice(0, 2));
      const view: Partial<vscode.TreeView<TreeNode>> = { visible: true };
      const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
      const painted = new Promise((resolve) => changed.event(resolve));
      const services = { log } as unknown as Services;
      const tree = new SkillTree(stores, services, view as vscode.TreeView<TreeNode>, changed);
      try {
        // The first paint does not wait for it.
        assert.equal(tree.children(undefined)[0]?.kind, 'area');
        assert.equal(await painted, undefined);
        const [review] = tree.children(undefined);
        assert.equal(review?.kind, 'review');
        const item = tree.treeItem(review);
        assert.deepEqual([item.label, item.command?.command], ['Review: 2 due', commandIds.review]);
        const git = tree.treeItem({ kind: 'skill', id: 'git', area: 'tools' });
        assert.match(String(git.description), new RegExp(`${items.length}/${items.length} · 2 due$`));
        assert.equal((git.iconPath as vscode.ThemeIcon).id, 'clock');
        assert.equal(stores.rollup.skill('git').done, items.length);
        // All of git is done, so no skill is in progress, and nothing is said of what is due.
        assert.equal(view.badge, undefined);
        await set(settingIds.reviewBadge, true);
        assert.deepEqual(view.badge, { value: 2, tooltip: '2 questions due for review' });
        tree.setFilter({ states: [], levels: ['beginner'] });
        assert.notEqual(tree.children(undefined)[0]?.kind, 'review');
      } finally {
        tree.dispose();
        changed.dispose();
      }
    });
  });

  describe('what is due, for those who suggest it', () => {
    it('is loaded once the tree has been painted, never before, and told when it has been', async () => {
      await answered(30, cardsOf('git')[0]!);
      const treeSeen = new vscode.EventEmitter<void>();
      let asked: number | undefined;
      const deck = (): Promise<ReviewDeck> => {
        asked = performance.now();
        return stores.deck();
      };
      const due = dueReviews({ deck }, log, treeSeen.event);
      try {
        assert.deepEqual([asked, due.due().size], [undefined, 0]);
        const told = new Promise((resolve) => due.onDidChange(resolve));
        // Half of the time later the tree asks for its rows: from here on it is waited again.
        await new Promise((resolve) => setTimeout(resolve, afterFirstPaint / 2));
        const painted = performance.now();
        treeSeen.fire();
        await told;
        // A timer may go off a millisecond early.
        assert.ok(asked! - painted >= afterFirstPaint - 2, `${asked! - painted} ms`);
        assert.deepEqual([...due.due()], [['git', 1]]);
        const again = new Promise((resolve) => due.onDidChange(resolve));
        await stores.reviews.add(cardsOf('git')[0]!, 4);
        await again;
        assert.equal(due.due().size, 0);
      } finally {
        due.dispose();
        treeSeen.dispose();
      }
    });

    it('is not loaded after the window has gone', async () => {
      const treeSeen = new vscode.EventEmitter<void>();
      const deck = (): Promise<ReviewDeck> => assert.fail('loaded');
      const due = dueReviews({ deck }, log, treeSeen.event);
      due.dispose();
      treeSeen.fire();
      await new Promise((resolve) => setTimeout(resolve, afterFirstPaint + 50));
    });
  });

  describe('the review panel', () => {
    interface Page {
      readonly sent: ToReview[];
      say(message: FromReview): void;
      /** The next thing that is shown from now on. */
      next(): Promise<ReviewShow>;
      readonly panel: ReviewPanel;
    }
    const closing: (() => void)[] = [];
    afterEach(() => {
      for (const close of closing.splice(0)) close();
    });

    const open = async (deck?: ReviewDeck): Promise<Page> => {
      const known = deck ?? (await stores.deck());
      const sent: ToReview[] = [];
      const said = new vscode.EventEmitter<unknown>();
      const closed = new vscode.EventEmitter<void>();
      const state = new vscode.EventEmitter<unknown>();
      const waiting: ((show: ReviewShow) => void)[] = [];
      const webview = {
        html: '',
        options: {},
        cspSource: 'none',
        asWebviewUri: (uri: vscode.Uri) => uri,
        onDidReceiveMessage: said.event,
        postMessage: (message: ToReview) => {
          sent.push(message);
          if (message.type === 'show') for (const resolve of waiting.splice(0)) resolve(message.show);
          return Promise.resolve(true);
        },
      };
      const fake = {
        webview,
        title: 'Review',
        visible: true,
        onDidDispose: closed.event,
        onDidChangeViewState: state.event,
      };
      const services = { extensionUri, log } as unknown as Services;
      const panel = new ReviewPanel(fake as unknown as vscode.WebviewPanel, stores, known, services);
      closing.push(() => closed.fire());
      return {
        sent,
        say: (message) => said.fire(message),
        next: () => new Promise((resolve) => waiting.push(resolve)),
        panel,
      };
    };
    const isCard = (show: ReviewShow): CardShow & ReviewShow => {
      assert.equal(show.kind, 'card');
      return show;
    };
    const after = async (page: Page, act: () => unknown): Promise<ReviewShow> => {
      const next = page.next();
      act();
      return next;
    };

    it('asks, stores the grade, and takes it back', async () => {
      await answered(30, ...cardsOf('git').slice(0, 2));
      const page = await open();
      const first = isCard(await after(page, () => page.say({ type: 'ready' })));
      assert.deepEqual([first.position, first.total, first.shown], [1, 2, false]);
      // A grade for an answer that was not on show is none, nor is one for another card.
      page.say({ type: 'grade', card: first.id, grade: 3 });
      page.say({ type: 'showAnswer', card: 'core/git#other' });
      await after(page, () => page.say({ type: 'showAnswer', card: first.id }));
      assert.equal(stores.reviews.of(first.id).length, 2);
      const second = isCard(await after(page, () => page.say({ type: 'grade', card: first.id, grade: 3 })));
      assert.deepEqual([second.position, second.total], [2, 2]);
      assert.equal(stores.reviews.of(first.id).at(-1)?.grade, 3);
      const again = isCard(await after(page, () => page.say({ type: 'undo' })));
      assert.deepEqual([again.id, again.shown, again.position], [first.id, true, 1]);
      assert.equal(stores.reviews.of(first.id).length, 2);
      assert.equal(await page.panel.undo(), false);
    });

    it('takes back what an assistant has recorded, and shows its card', async () => {
      await answered(30, ...cardsOf('git').slice(0, 3));
      const page = await open();
      const first = isCard(await after(page, () => page.say({ type: 'ready' })));
      assert.equal(first.canUndo, false);
      const other = cardsOf('git').find((id) => id !== first.id)!;
      const tools = new AssistantTools(stores, log as unknown as Services['log'], () => Promise.reject(new Error()));
      const { token } = new vscode.CancellationTokenSource();
      const record = (): Promise<vscode.LanguageModelToolResult> =>
        tools.invoke('gradeAnswer', { question: other, answer: 'So.', grade: 4 }, token);
      let told = '';
      const offered = await after(page, () =>
        record().then(({ content }) => {
          told = (content[0] as vscode.LanguageModelTextPart).value;
        }),
      );
      assert.equal(offered.canUndo, true);
      const again = isCard(await after(page, () => page.say({ type: 'undo' })));
      assert.deepEqual([again.id, again.shown, again.canUndo, again.total], [other, true, false, 3]);
      assert.equal(stores.reviews.of(other).length, 2);
      assert.match(told, /Undo Last Review Answer/);
      // Without a page too, the newest first; and each once.
      for (const closed of closing.splice(0)) closed();
      await record();
      await stores.reviews.add(first.id, 1);
      assert.equal(await undoGiven(stores), true);
      assert.deepEqual([stores.reviews.of(first.id).length, stores.reviews.of(other).length], [2, 3]);
      assert.equal(await undoGiven(stores), true);
      assert.equal(stores.reviews.of(other).length, 2);
      assert.equal(await undoGiven(stores), false);
      // What was cleared is not there to be taken back.
      await record();
      await stores.reset();
      assert.equal(stores.reviews.lastGiven(), undefined);
    });

    it('says at the card that an answer could not be saved, keeps it, and goes on when it is', async () => {
      await answered(30, ...cardsOf('git').slice(0, 2));
      const page = await open();
      const { id } = isCard(await after(page, () => page.say({ type: 'ready' })));
      await after(page, () => page.say({ type: 'showAnswer', card: id }));
      const progress = join(folder, 'progress');
      const kept = await Promise.all(
        (await readdir(progress)).map(async (name) => [name, await readFile(join(progress, name))] as const),
      );
      assert.ok(kept.length > 0);
      await rm(progress, { recursive: true, force: true });
      // A file where the folder should be.
      await writeFile(progress, '');
      const told = isCard(await after(page, () => page.say({ type: 'grade', card: id, grade: 2 })));
      if (told.notSaved) {
        assert.equal(told.id, id);
        assert.equal(told.notSaved.grade, 2);
        assert.ok(told.notSaved.reason.length > 0);
        assert.equal(stores.reviews.of(id).length, 2);
        // The same answer is not given twice meanwhile.
        page.say({ type: 'grade', card: id, grade: 2 });
        assert.equal(stores.reviews.notSaved(id).length, 1);
        await rm(progress);
        const next = await after(page, () => void stores.retry());
        assert.notEqual(isCard(next).id, id);
        assert.equal(stores.reviews.of(id).at(-1)?.grade, 2);
        assert.deepEqual(stores.reviews.notSaved(id), []);
      } else assert.fail('the answer was stored where there is no folder');
    });

    it('restores a sitting, without what was answered since', async () => {
      await answered(30, ...cardsOf('git'));
      const page = await open();
      const { id } = isCard(await after(page, () => page.say({ type: 'ready' })));
      await after(page, () => page.say({ type: 'showAnswer', card: id }));
      const message = page.sent.findLast((one) => one.type === 'show');
      const state = message?.type === 'show' ? (JSON.parse(JSON.stringify(message.state)) as unknown) : undefined;
      const other = cardsOf('git').find((card) => card !== id)!;
      await stores.reviews.add(other, 3);
      const restored = await open();
      const show = isCard(await after(restored, () => restored.say({ type: 'ready', state })));
      assert.deepEqual([show.id, show.shown, show.total], [id, true, cardsOf('git').length - 1]);
      const damaged = await open();
      const anew = isCard(await after(damaged, () => damaged.say({ type: 'ready', state: { version: 1, cards: 5 } })));
      assert.equal(anew.shown, false);
    });

    it('learns that there is something to review, and leaves a sitting alone', async () => {
      const page = await open();
      const item = (skill: string): string => stores.catalog.skill(skill)!.items[0]!.id;
      const empty = await after(page, () => page.say({ type: 'ready' }));
      assert.equal(empty.kind === 'empty' && empty.reason, 'nothing-begun');
      const first = isCard(await after(page, () => stores.setDone([item('git')], true)));
      assert.deepEqual([first.id, first.total], [cardsOf('git')[0]!, 4]);
      await after(page, () => page.say({ type: 'showAnswer', card: first.id }));
      page.say({ type: 'draft', card: first.id, text: 'Mine' });
      const { length } = page.sent;
      await stores.setDone([item('sql')], true);
      await set(settingIds.newCardsPerDay, 9);
      await stores.setDone([item('python')], true);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(page.sent.slice(length), []);
      const same = isCard(await after(page, () => page.say({ type: 'ready' })));
      assert.deepEqual([same.id, same.shown, same.draft, same.total], [first.id, true, 'Mine', 4]);
    });

    it('asks new questions when more of them are allowed a day', async () => {
      await set(settingIds.newCardsPerDay, 0);
      await stores.setDone([stores.catalog.skill('git')!.items[0]!.id], true);
      const page = await open();
      const empty = await after(page, () => page.say({ type: 'ready' }));
      assert.equal(empty.kind === 'empty' && empty.reason, 'nothing-due');
      const show = isCard(await after(page, () => void set(settingIds.newCardsPerDay, 2)));
      assert.equal(show.total, 2);
    });

    it('asks what becomes due while it is open, and says what more there is when it is over', async () => {
      let now = Date.now();
      await stores.reviews.bring(stores.reviews.unknown(new Map([[cardsOf('git')[0]!, [[now - 1000, 1]]]])));
      const { catalog, rollup, reviews } = stores;
      const deck = new ReviewDeck({ catalog, rollup, reviews, zones: () => stores.zones() }, () => now);
      closing.push(() => deck.dispose());
      const timers: [work: () => void, delay: number][] = [];
      const { setTimeout: start } = globalThis;
      globalThis.setTimeout = ((work: () => void, delay: number) => {
        timers.push([work, delay]);
        return start(work, delay);
      }) as typeof setTimeout;
      const page = await open(deck).finally(() => (globalThis.setTimeout = start));
      const empty = await after(page, () => page.say({ type: 'ready' }));
      assert.equal(empty.kind === 'empty' && empty.reason, 'nothing-due');
      const wait = deck.state(cardsOf('git')[0]!)!.due - now + 20_000;
      const timer = timers.find(([, delay]) => delay === wait);
      assert.ok(timer, 'nobody waits for the question');
      now += wait;
      const first = isCard(await after(page, timer[0]));
      assert.equal(first.id, cardsOf('git')[0]);
      await after(page, () => page.say({ type: 'showAnswer', card: first.id }));
      const end = await after(page, () => page.say({ type: 'grade', card: first.id, grade: 4 }));
      assert.deepEqual(end.kind === 'end' && [end.outlook.more, end.reviewed.length], [0, 1]);
      // What has become of the deck by the answer may be told first.
      let more = await after(page, () => stores.setDone([stores.catalog.skill('git')!.items[0]!.id], true));
      while (more.kind === 'end' && more.outlook.more === 0) more = await page.next();
      assert.deepEqual(more.kind === 'end' && [more.outlook.more, more.reviewed.length], [3, 1]);
    });

    it('offers to take back what was answered elsewhere, also when nothing is due', async () => {
      const page = await open();
      const empty = await after(page, () => page.say({ type: 'ready' }));
      assert.deepEqual([empty.kind, empty.canUndo], ['empty', false]);
      const given = await after(page, () => stores.reviews.add(cardsOf('git')[0]!, 4));
      assert.deepEqual([given.kind, given.canUndo], ['empty', true]);
      const again = isCard(await after(page, () => page.say({ type: 'undo' })));
      assert.deepEqual([again.id, again.shown], [cardsOf('git')[0], true]);
    });

    it('says what there is when nothing is due', async () => {
      const page = await open();
      const show = await after(page, () => page.say({ type: 'ready' }));
      assert.equal(show.kind === 'empty' && show.reason, 'nothing-begun');
      const off = await after(page, () => void set(settingIds.review, false));
      assert.equal(off.kind === 'empty' && off.reason, 'off');
    });
  });

  describe('the command Review', () => {
    const tabs = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelTypes.review));
    afterEach(() => vscode.window.tabGroups.close(tabs()));

    it('opens one page, also for a skill, and none while it is switched off', async () => {
      await set(settingIds.review, false);
      void vscode.commands.executeCommand(commandIds.review);
      await vscode.commands.executeCommand(commandIds.undoReview);
      assert.equal(tabs().length, 0);
      await set(settingIds.review, undefined);
      // The host hears of a new tab when the window has made it.
      const opened = new Promise<void>((resolve) => {
        const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
          if (tabs().length === 0) return;
          listening.dispose();
          resolve();
        });
      });
      await vscode.commands.executeCommand(commandIds.review);
      await opened;
      await vscode.commands.executeCommand(commandIds.review, 'git');
      await vscode.commands.executeCommand(commandIds.reviewSkill, { skill: 'sql' });
      assert.equal(tabs().length, 1);
    });
  });
}
