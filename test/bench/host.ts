import * as vscode from 'vscode';
import type { BackendSkillsApi } from '../../src/api';
import { commandIds, viewIds } from '../../src/ids';

/** What a run inside the extension host measures; the runner chooses by environment. */
export async function run(): Promise<void> {
  const what = process.env['BACKEND_SKILLS_BENCH'];
  const result =
    what === 'tick' ? await tick() : await activation(Number(process.env['BACKEND_SKILLS_BENCH_TURN'] ?? 0));
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
