import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, panelTypes, settingIds } from '../../src/ids';
import type { CardShow, FromReview, ReviewShow, ToReview } from '../../src/protocol/review';
import { ReviewPanel } from '../../src/review/reviewPanel';
import type { TreeNode } from '../../src/skills/present';
import { SkillTree } from '../../src/skills/skillTree';
import { ReviewDeck } from '../../src/state/reviewDeck';
import type { Services } from '../../src/state/services';
import { createStores, type Stores } from '../../src/state/stores';

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
    const globalState = { get: () => undefined, update: () => Promise.resolve(), setKeysForSync: () => undefined };
    const context = { extensionUri, globalStorageUri: vscode.Uri.file(folder), globalState };
    stores = await createStores(context as unknown as vscode.ExtensionContext, log as unknown as Services['log']);
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

    const open = async (): Promise<Page> => {
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
      const panel = new ReviewPanel(fake as unknown as vscode.WebviewPanel, stores, await stores.deck(), services);
      closing.push(() => closed.fire());
      return {
        sent,
        say: (message) => said.fire(message),
        next: () => new Promise((resolve) => waiting.push(resolve)),
        panel,
      };
    };
    const isCard = (show: ReviewShow): CardShow => {
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
