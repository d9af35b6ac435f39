import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator, Page } from 'playwright-core';
import { GlobalStateControl, withControl } from './globalState';
import { useWorkbench, type Workbench } from './workbench';

/** `npm run windows` makes at least 500 ticks and 20 kills. */
const long = process.env['BACKEND_SKILLS_WINDOWS'] === 'long';
const rounds = long ? 130 : 12;
const closings = long ? 14 : 2;
const hostKills = long ? 4 : 1;
const skill = 'Git';

/** A window on the shared server that shows the page of the skill. */
interface Window {
  readonly workbench: Workbench;
  readonly page: Page;
  readonly frame: FrameLocator;
}

describe('several windows at once', function () {
  this.timeout(long ? 1_800_000 : 120_000);
  const started = useWorkbench({ name: 'windows', install: withControl });
  const control = new GlobalStateControl();
  let address: string;
  let windows: Window[];
  let items: string[];
  /** What is practised, by all that has been acknowledged. */
  const done = new Set<string>();
  const delays: number[] = [];
  let ticks = 0;
  let kills = 0;

  const show = async (page: Page): Promise<Window> => {
    // The same moves, made in another page.
    const workbench = Object.create(started(), { page: { value: page } }) as Workbench;
    return { workbench, page, frame: await workbench.openSkill(skill) };
  };
  const load = async (page: Page): Promise<Window> => {
    await page.goto(address);
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 30_000 });
    return show(page);
  };
  const open = async (): Promise<Window> => load(await started().newWindow());

  const box = ({ frame }: Window, item: string): ReturnType<FrameLocator['locator']> =>
    frame.locator(`vscode-checkbox[data-item="${item}"]`);
  /** A box changes by the click itself; the ring counts what is stored. */
  const counted = ({ frame }: Window): Promise<void> =>
    frame.locator('.ring text', { hasText: `${done.size}/${items.length}` }).waitFor();
  const shows = async (window: Window): Promise<void> => {
    await counted(window);
    for (const item of items)
      await box(window, item)
        .locator(done.has(item) ? 'input:checked' : 'input:not(:checked)')
        .waitFor({ state: 'attached' });
  };
  /** Clicks, and notes what all windows should show after it. The control ticks at the same moment. */
  const click = async (window: Window, item: string): Promise<void> => {
    await Promise.all([box(window, item).click(), control.tick(window.page)]);
    if (!done.delete(item)) done.add(item);
    ticks++;
  };
  /** What the files say, without our code: in the end the browser and Settings Sync must not be what kept it. */
  const inFiles = async (): Promise<string[]> => {
    const folder = path.join(started().dataDir, 'data/User/globalStorage/backend-skills.backend-skills/progress');
    const alive = new Map<string, Map<string, string>>();
    const seen: [string, string, string][] = [];
    const stamp = (at: readonly number[]): string => at.map((part) => String(part).padStart(20, '0')).join();
    for (const name of (await readdir(folder)).filter((file) => /\.jsonl(\.old)?$/.test(file)))
      for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n').filter(Boolean)) {
        const fact = JSON.parse(line) as {
          id: string;
          done: boolean;
          at: number[];
          by: string;
          seen?: Record<string, number[]>;
        };
        if (!alive.has(fact.id)) alive.set(fact.id, new Map());
        const newest = alive.get(fact.id)!;
        if (fact.done) newest.set(fact.by, [newest.get(fact.by) ?? '', stamp(fact.at)].sort().at(-1)!);
        else for (const [by, at] of Object.entries(fact.seen ?? {})) seen.push([fact.id, by, stamp(at)]);
      }
    for (const [id, by, at] of seen) if ((alive.get(id)?.get(by) ?? '') <= at) alive.get(id)?.delete(by);
    return [...alive].filter(([, newest]) => newest.size > 0).map(([id]) => id);
  };

  before(async () => {
    const first = started();
    address = first.page.url();
    windows = [await show(first.page)];
    items = await windows[0]!.frame
      .locator('vscode-checkbox')
      .evaluateAll((boxes) => boxes.map((element) => (element as HTMLElement).dataset['item'] ?? ''));
    windows.push(await open(), await open());
  });

  it('shows a tick in the others within a second or so, when they tick in turn', async () => {
    for (let turn = 0; turn < rounds * 2; turn++) {
      const window = windows[turn % 3]!;
      await click(window, items[(turn * 3) % items.length]!);
      await counted(window);
      const stored = performance.now();
      await Promise.all(
        windows
          .filter((other) => other !== window)
          .map(async (other) => {
            await counted(other);
            delays.push(performance.now() - stored);
          }),
      );
    }
    for (const window of windows) await shows(window);
    delays.sort((a, b) => a - b);
    const at = (part: number): string => delays[Math.floor((delays.length - 1) * part)]!.toFixed(0);
    console.log(`      from window to window: median ${at(0.5)} ms, 95th ${at(0.95)} ms, longest ${at(1)} ms`);
    assert.ok(Number(at(0.5)) < 1000);
  });

  it('keeps all ticks that are made at once', async () => {
    for (let round = 0; round < rounds; round++) {
      await Promise.all(windows.map((window, at) => click(window, items[(round + at * 2) % items.length]!)));
      await Promise.all(windows.map(counted));
    }
    for (const window of windows) await shows(window);
    assert.deepEqual((await inFiles()).sort(), [...done].sort());
  });

  it('keeps a tick when its window is closed right after', async () => {
    for (let turn = 0; turn < closings; turn++) {
      // The first is what a picture of a failure is taken of.
      const at = 1 + (turn % 2);
      const window = windows[at]!;
      await click(window, items[turn % items.length]!);
      await counted(window);
      await window.page.close();
      kills++;
      windows[at] = await open();
      await shows(windows[at]);
    }
    for (const window of windows) await shows(window);
    assert.deepEqual((await inFiles()).sort(), [...done].sort());
  });

  it('keeps ticks when the extension hosts are killed right after', async function () {
    if (process.platform === 'win32') this.skip();
    for (let turn = 0; turn < hostKills; turn++) {
      const picked = windows.map((_, at) => items[(turn + at) % items.length]!);
      // Each window waits for its own tick only; at the end it may show those of others, or not yet.
      for (const [at, window] of windows.entries()) {
        await click(window, picked[at]!);
        await counted(window);
      }
      const hosts = await extensionHosts(new URL(address).port);
      assert.equal(hosts.length, 3, 'each window has a host of its own');
      for (const host of hosts) process.kill(host, 'SIGKILL');
      kills += hosts.length;
      for (const { page } of windows.slice(1)) await page.close();
      windows = [await load(windows[0]!.page)];
      for (let more = 0; more < 2; more++) windows.push(await open());
      for (const window of windows) await shows(window);
      assert.deepEqual((await inFiles()).sort(), [...done].sort());
    }
  });

  it('would notice a loss: ticks kept in globalState, made at the same moments, are lost', async () => {
    const { page } = await open();
    const lost = await control.lost(page);
    console.log(`      kept in globalState: ${lost.length} of ${control.ticks} ticks lost`);
    assert.equal(control.ticks, ticks);
    assert.ok(lost.length > 0);
  });

  after(() => console.log(`      ${ticks} ticks in three windows, ${kills} kills`));
});

/** Process ids of the extension hosts of the server on a port: children of its own, one per window. */
async function extensionHosts(port: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 24 });
  const processes = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const server = processes.find(
    ({ command }) => command.includes('server-main.js') && command.includes(`--port ${port} `),
  );
  return processes
    .filter(({ parent, command }) => parent === server?.pid && command.includes('--type=extensionHost'))
    .map(({ pid }) => pid);
}
