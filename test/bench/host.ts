import * as vscode from 'vscode';
import type { BackendSkillsApi } from '../../src/api';
import { EvidenceMatcher, type EvidenceData } from '../../src/core/evidence';
import { Looker } from '../../src/evidence/look';
import { commandIds, viewIds } from '../../src/ids';

/** What a run inside the extension host measures; the runner chooses by environment. */
export async function run(): Promise<void> {
  const what = process.env['BACKEND_SKILLS_BENCH'];
  const result =
    what === 'tick'
      ? await tick()
      : what === 'evidence'
        ? await evidence(vscode.Uri.file(process.env['BACKEND_SKILLS_BENCH_FOLDER'] ?? ''))
        : await activation(Number(process.env['BACKEND_SKILLS_BENCH_TURN'] ?? 0));
  console.log(`BACKEND_SKILLS_LOG BENCH ${JSON.stringify(result)}`);
}

async function timed(work: () => Thenable<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Activates an empty extension and ours, in turns first and second, after one that takes the cost of being the first. */
async function activation(turn: number): Promise<{ ours: number; empty: number }> {
  const extension = (id: string): vscode.Extension<unknown> => {
    const found = vscode.extensions.getExtension(id);
    if (!found || found.isActive) throw new Error(`${id} is missing or active already`);
    return found;
  };
  const ours = extension('backend-skills.backend-skills');
  const empty = extension('bench.empty');
  await extension('bench.warmup').activate();
  const times = { ours: 0, empty: 0 };
  const order = turn % 2 === 0 ? (['empty', 'ours'] as const) : (['ours', 'empty'] as const);
  for (const which of order) times[which] = await timed(() => (which === 'ours' ? ours : empty).activate());
  return times;
}

/** Ticks items while the tree is visible with an area open; milliseconds each, until the tick is stored and announced. */
async function tick(): Promise<{ skills: number; ticks: number[]; views: number[] }> {
  const api = (await vscode.extensions.getExtension<BackendSkillsApi>('backend-skills.backend-skills')?.activate())!;
  await vscode.commands.executeCommand(`${viewIds.skills}.focus`);
  const areas = await api.catalog.areas();
  const first = areas[0]?.skills[0] ?? '';
  await vscode.commands.executeCommand(commandIds.revealSkill, first);
  const items: string[] = [];
  for (const id of areas[0]?.skills ?? [])
    items.push(...((await api.catalog.skill(id))?.items ?? []).map((item) => item.id));
  const ticks: number[] = [];
  const views: number[] = [];
  for (let round = 0; round < 300; round++) {
    const item = items[round % items.length]!;
    const started = performance.now();
    let announced = 0;
    const listener = api.progress.onDidChange(() => (announced = performance.now()));
    await api.progress.setDone(item, !(await api.progress.isDone(item)));
    listener.dispose();
    ticks.push(performance.now() - started);
    views.push(announced - started);
  }
  return { skills: areas.reduce((sum, area) => sum + area.skills.length, 0), ticks, views };
}

interface LookTimes {
  /** Milliseconds in all. */
  readonly time: number;
  /** Milliseconds in which the host's process worked: on a busy machine it waits as well. */
  readonly work: number;
  /** The longest time in which nobody else in the host had a turn, without what it waited for the machine. */
  readonly block: number;
  /** The same from the first sign that files are being read: before, it is the editor that searches, in this very process. */
  readonly blockReading: number;
}

/** Looks through a large folder several times, each time anew, then once more; and lets the editor list the same folder. */
async function evidence(uri: vscode.Uri): Promise<{
  files: number;
  found: number;
  notes: unknown;
  looks: LookTimes[];
  again: LookTimes;
  bare: LookTimes[];
  /** A look that keeps what it has read, and looks of new windows that are given it. */
  keeping: LookTimes;
  next: LookTimes[];
  /** Characters that were kept. */
  kept: number;
  /** Of the extension's own folder. */
  withGit: LookTimes;
}> {
  const extension = vscode.extensions.getExtension('backend-skills.backend-skills')!;
  const rules = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'pack', 'evidence.json');
  const data = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(rules))) as EvidenceData;
  const folder = { uri, name: 'large', index: 0 };
  const { token } = new vscode.CancellationTokenSource();
  let reading = false;
  const tell = (): void => void (reading = true);
  const measured = async (work: () => Thenable<unknown>): Promise<LookTimes> => {
    let [block, blockReading] = [0, 0];
    reading = false;
    const cpu = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
    const start = cpu();
    let [last, lastCpu] = [performance.now(), start];
    const timer = setInterval(() => {
      const [now, nowCpu] = [performance.now(), cpu()];
      const waited = Math.min(now - last, nowCpu - lastCpu);
      block = Math.max(block, waited);
      if (reading) blockReading = Math.max(blockReading, waited);
      [last, lastCpu] = [now, nowCpu];
    }, 1);
    const time = await timed(work);
    const worked = cpu() - start;
    clearInterval(timer);
    return { time, work: worked, block, blockReading };
  };
  const bare: LookTimes[] = [];
  const looks: LookTimes[] = [];
  let files = 0;
  let looked: Awaited<ReturnType<Looker['look']>> | undefined;
  let looker: Looker | undefined;
  for (let round = 0; round < 6; round++) {
    const listing = await measured(async () => {
      files = (await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), null)).length;
    });
    const fresh = new Looker(new EvidenceMatcher(data.rules), () => undefined);
    const look = await measured(async () => (looked = await fresh.look([folder], false, token, tell)));
    looker = fresh;
    // The first round warms up the disk and the engine.
    if (round === 0) continue;
    bare.push(listing);
    looks.push(look);
  }
  const again = await measured(() => looker!.look([folder], false, token, tell));
  let kept: string | undefined;
  const inWindow = (): Looker =>
    new Looker(new EvidenceMatcher(data.rules), () => undefined, undefined, {
      read: () => Promise.resolve(kept),
      write: (text) => {
        kept = text;
        return Promise.resolve();
      },
    });
  const keeping = await measured(() => inWindow().look([folder], false, token, tell));
  const next: LookTimes[] = [];
  for (let round = 0; round < 3; round++)
    next.push(await measured(() => inWindow().look([folder], false, token, tell)));
  // With Git: in a repository, whose history and authors are asked for.
  const repository = { uri: extension.extensionUri, name: 'own', index: 0 };
  const withGit = await measured(() =>
    new Looker(new EvidenceMatcher(data.rules), () => undefined).look([repository], true, token, tell),
  );
  const { found, notes } = looked!;
  return { files, found: found.length, notes, looks, again, bare, keeping, next, kept: kept?.length ?? 0, withGit };
}
