import {
  chromium,
  type Browser,
  type BrowserContext,
  type Frame,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import assert from 'node:assert/strict';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cache, findBrowser, installServer, root } from '../vscode/install.mjs';
import { startServer, type RunningServer } from '../vscode/server.mjs';

export { root };

/** The four default themes: the setting, and the class by which the workbench shows which kind it has. */
export const themes = {
  light: { id: 'Light Modern', kind: 'vs' },
  dark: { id: 'Dark Modern', kind: 'vs-dark' },
  'hc-light': { id: 'Default High Contrast Light', kind: 'hc-light' },
  'hc-dark': { id: 'Default High Contrast', kind: 'hc-black' },
} as const;
export type Theme = keyof typeof themes;

/** Settings for a window in a theme. Without the second the editor leaves high contrast as soon as it sees that the system has none. */
export function inTheme(theme: Theme): Record<string, unknown> {
  return {
    'workbench.colorTheme': themes[theme].id,
    'window.autoDetectHighContrast': false,
    'window.autoDetectColorScheme': false,
  };
}

export interface WorkbenchOptions {
  /** Folder name under .vscode-test; each test file has its own, so that none sees another's progress. */
  readonly name: string;
  /** Folder of the extension under development; the repository unless said otherwise. */
  readonly extension?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Puts extensions into the server's folder before it starts; there is then no extension under development. */
  readonly install?: (extensions: string) => Promise<unknown>;
  /** What is open; a folder with nothing of ours unless said otherwise. */
  readonly folder?: string;
  /** True when the folder is not trusted until somebody says so. */
  readonly trust?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** The real workbench in a real browser, and the few moves that tests need. */
export class Workbench {
  private constructor(
    /** Exceptions thrown by the panel's scripts. */
    readonly errors: readonly string[],
    private readonly server: RunningServer,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly options: WorkbenchOptions,
    readonly dataDir: string,
  ) {}

  static async start(options: WorkbenchOptions): Promise<Workbench> {
    await installServer();
    const dataDir = path.join(cache, 'ui', options.name);
    await rm(dataDir, { recursive: true, force: true });
    if (options.install) await options.install(path.join(dataDir, 'extensions'));
    const server = await startServer({
      dataDir,
      folder: options.folder ?? path.join(root, 'test/fixtures/workspace'),
      settings: { ...options.settings },
      trust: options.trust ?? false,
    });
    const browser = await chromium.launch(await findBrowser());
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    context.setDefaultTimeout(12_000);
    const page = await context.newPage();
    const errors: string[] = [];
    // The editor's own errors are not ours to judge; those of our scripts are.
    page.on('pageerror', (error) => {
      if (/dist\/webview|skill\.js/.test(error.stack ?? '')) errors.push(error.stack ?? error.message);
    });
    const workbench = new Workbench(errors, server, browser, context, page, options, dataDir);
    await workbench.load();
    return workbench;
  }

  /** Loads the window, as on a start or a reload. */
  async load(): Promise<void> {
    const extension = this.options.extension ?? root;
    await this.page.goto(
      this.server.url(
        this.options.install
          ? []
          : [['extensionDevelopmentPath', `vscode-remote://127.0.0.1:${this.server.port}${extension}`]],
      ),
    );
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** Reloads the window as the editor's own command does, which saves first; a bare reload of the page would not. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** Waits until the browser's storage holds a text: the editor writes there every few seconds, and not when a page unloads. */
  async stored(text: string): Promise<void> {
    await this.page.waitForFunction(
      async (wanted) => {
        for (const { name } of await indexedDB.databases()) {
          const found = await new Promise<boolean>((resolve) => {
            const request = indexedDB.open(name ?? '');
            request.onerror = () => resolve(false);
            request.onsuccess = () => {
              const database = request.result;
              const stores = [...database.objectStoreNames];
              if (stores.length === 0) {
                database.close();
                resolve(false);
                return;
              }
              let hit = false;
              const transaction = database.transaction(stores);
              for (const store of stores) {
                const all = transaction.objectStore(store).getAll();
                // The editor nests JSON in JSON; without the escapes the innermost reads like the rest.
                all.onsuccess = () => (hit ||= JSON.stringify(all.result).replaceAll('\\', '').includes(wanted));
              }
              transaction.oncomplete = transaction.onerror = () => {
                database.close();
                resolve(hit);
              };
            };
          });
          if (found) return true;
        }
        return false;
      },
      text,
      { polling: 250, timeout: 20_000 },
    );
  }

  /** Another window on the same server. */
  async newWindow(): Promise<Page> {
    return this.context.newPage();
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  // ---------- the tree ----------

  async openView(): Promise<void> {
    if (await this.page.locator('.sidebar .pane-body .custom-view-tree-node-item').first().isVisible()) return;
    const icon = this.page.locator('.activitybar a[aria-label*="Backend Skills"]');
    const chosen = this.page.locator('.activitybar .action-item.checked').filter({ has: icon });
    await persist(3, async () => {
      // On the view that is open, whose rows are only not there yet, a click closes it.
      if ((await chosen.count()) === 0) await icon.click();
      await this.page.locator('.sidebar .monaco-list-row').first().waitFor({ timeout: 5000 });
    });
  }

  /** A row of the tree by its label. */
  row(label: string): Locator {
    return this.page
      .locator('.sidebar .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) });
  }

  async expand(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      const row = this.row(label);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
      await this.page.locator('.sidebar .monaco-list-row[aria-expanded="true"]').filter({ hasText: label }).waitFor();
    }
  }

  checkbox(itemText: string): Locator {
    return this.row(itemText).locator('.custom-view-tree-node-item-checkbox');
  }

  // ---------- commands ----------

  /** Runs a command by its title, through the palette, as a person would. */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
    // While the window starts, the palette may close again, and does not know the commands of extensions yet.
    await this.persistently(8, async () => {
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout: 2000 });
      await row.waitFor({ timeout: 2000 });
    });
    await this.page.keyboard.press('Enter');
  }

  /** {@link persist}, closing what a failed attempt has left open. */
  private persistently(times: number, attempt: () => Promise<void>): Promise<void> {
    return persist(times, attempt, () => this.page.keyboard.press('Escape'));
  }

  /** Closes an editor by its tab. */
  async closeTab(label: string, group = 0): Promise<void> {
    await this.page.locator('.tab', { hasText: label }).nth(group).click({ button: 'middle' });
  }

  /** Types into the open picker and accepts the row that shows the text. */
  async pick(text: string, row = text, patience?: { timeout: number }): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor(patience);
    await input.fill(text, patience);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: row }).waitFor(patience);
    await this.page.keyboard.press('Enter');
  }

  /** Runs a command that asks by a picker. A page that is only just taking the focus closes it again, as it does for a person. */
  async commandAndPick(command: string, text: string, row = text): Promise<void> {
    await this.persistently(4, async () => {
      await this.command(command);
      await this.pick(text, row, { timeout: 4000 });
    });
  }

  /** Presses a button of a notification. With the test driver on, the editor shows none by itself, so the list is opened. */
  async answer(notification: string, button: string): Promise<void> {
    await this.command('Notifications: Show Notifications');
    const item = this.page.locator('.notifications-center .notification-list-item', { hasText: notification });
    await item.hover();
    await item.getByRole('button', { name: button }).click();
  }

  /** What the editor has told since the list was last cleared, newest first; see {@link answer}. */
  async notifications(): Promise<string[]> {
    await this.command('Notifications: Show Notifications');
    const center = this.page.locator('.notifications-center.visible');
    await center.waitFor();
    const told = await center.locator('.notification-list-item-message').allInnerTexts();
    await this.command('Notifications: Hide Notifications');
    await center.waitFor({ state: 'hidden' });
    return told;
  }

  async openSkill(title: string): Promise<FrameLocator> {
    await this.search(title);
    return this.panel(title);
  }

  /** Searches through the picker and accepts the row that shows the text; again, if something else took the focus and closed it. */
  async search(text: string, row = text): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[placeholder^="Type a skill"]');
    await this.persistently(4, async () => {
      await this.command('Backend Skills: Search Skills');
      await input.fill(text, { timeout: 3000 });
      await this.page
        .locator('.quick-input-list .monaco-list-row.focused', { hasText: row })
        .waitFor({ timeout: 3000 });
    });
    await this.page.keyboard.press('Enter');
  }

  // ---------- the panel ----------

  /** The page of a skill, once it is completely painted. */
  async panel(title: string): Promise<FrameLocator> {
    const frame = this.frame();
    await frame.locator('h1', { hasText: exactly(title) }).waitFor();
    await frame.locator('#root[data-painted]').waitFor({ state: 'attached' });
    await frame.locator('article[aria-busy="false"]').waitFor();
    return frame;
  }

  /** The pay explorer, the career guide, the team board or the journal, opened by its command and completely painted. */
  async openPage(command: string, name: 'pay' | 'career' | 'team' | 'journal'): Promise<FrameLocator> {
    const frame = this.frame().locator(`#root[data-painted="${name}"]`);
    // Something else may take the focus from the palette, which then closes without a word.
    await persist(3, async () => {
      await this.command(command);
      await frame.waitFor({ timeout: 5000 });
    });
    return this.frame();
  }

  async pageNamed(name: 'pay' | 'career' | 'team' | 'journal'): Promise<FrameLocator> {
    const frame = this.frame();
    await frame.locator(`#root[data-painted="${name}"]`).waitFor();
    return frame;
  }

  /** A page among several that are open, by what it has painted. */
  async pageAmong(painted: string): Promise<FrameLocator> {
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      const count = await this.page.locator('iframe.webview.ready').count();
      for (let index = 0; index < count; index++) {
        const frame = this.frame(index);
        if (
          (await frame
            .locator(`#root[data-painted="${painted}"]`)
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      }
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    throw new Error(`no page has painted "${painted}"`);
  }

  /** Answers the dialog that asks where to save. */
  async saveAs(file: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await this.page.locator('.quick-input-widget').getByRole('button', { name: 'Show Local' }).waitFor();
    // The dialog fills in its own suggestion when it is ready, and lists the folder of what is typed.
    await this.page.waitForFunction(() =>
      /\.\w+$/.test(document.querySelector<HTMLInputElement>('.quick-input-widget input[type="text"]')?.value ?? ''),
    );
    await input.fill(file);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).first().waitFor();
    // While it still lists the folder, it takes no answer.
    await persist(4, async () => {
      assert.equal(await input.inputValue(), file);
      await input.press('Enter');
      await input.waitFor({ state: 'hidden', timeout: 3000 });
    });
  }

  /** Answers the dialog that asks for a file. */
  async openFile(file: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const titles = this.page.locator('.quick-input-widget .quick-input-titlebar');
    await titles.filter({ hasText: 'Import' }).waitFor();
    const title = (await titles.locator('.quick-input-title').innerText()).trim();
    await this.page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('.quick-input-widget input[type="text"]')?.value.endsWith('/'),
    );
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: path.basename(file) }).first();
    // What comes next may be another picker, with a title of its own.
    const dialog = titles.filter({
      has: this.page.locator('.quick-input-title', { hasText: exactly(title) }),
      visible: true,
    });
    // While it still fills in or lists its folder, it forgets what was typed and takes no answer.
    await persist(
      5,
      async () => {
        await input.fill(file);
        await row.waitFor({ timeout: 3000 });
        await input.press('Enter');
        await dialog.waitFor({ state: 'hidden', timeout: 3000 });
      },
      // Listed anew only when the text changes.
      () => input.fill(path.dirname(file)),
    );
  }

  /** Waits until a file that was just saved is there, and complete. */
  async answered(file: string): Promise<void> {
    for (let last = -1; ;) {
      const size = await stat(file).then(
        ({ size: bytes }) => bytes,
        () => -1,
      );
      if (size > 0 && size === last) return;
      last = size;
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  frame(index = 0): FrameLocator {
    return this.page.locator('iframe.webview.ready').nth(index).contentFrame().locator('#active-frame').contentFrame();
  }

  /** The panel's frame as an object that can evaluate scripts. */
  async panelFrame(): Promise<Frame> {
    const handle = await this.frame().locator('body').elementHandle();
    const frame = await handle.ownerFrame();
    if (!frame) throw new Error('there is no panel');
    return frame;
  }

  /** Keeps a picture among the test's artifacts. */
  async screenshot(name: string): Promise<string> {
    const folder = path.join(root, 'out/screenshots');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }
}

/** Starts a workbench for a test file, ends it after, and keeps a picture of every failure. */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await Workbench.start(options);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(`failed ${this.currentTest.title}`.replace(/[^\w]+/g, '-'));
    assert.deepEqual(workbench?.errors ?? [], [], 'the panel threw');
  });
  after(() => workbench?.stop());
  return () => {
    if (!workbench) throw new Error('the workbench has not started');
    return workbench;
  };
}

/** Tries until it succeeds, as a person would whom the editor has not heard; what the last attempt says counts. */
export async function persist(
  times: number,
  attempt: () => Promise<void>,
  recover: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (let left = times - 1; ; left--) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await recover();
    }
  }
}

export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
