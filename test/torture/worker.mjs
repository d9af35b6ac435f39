// One writer: opens a store on a shared folder and ticks and unticks as fast as it can until it is killed. Every act is announced to the
// parent when it begins and again when it is acknowledged, by writes that a SIGKILL cannot take back.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { compact } from '../../src/state/compact.node';
import { openJournals } from '../../src/state/journal.node';
import { ProgressStore } from '../../src/state/progressStore';
import { RenameStore } from './renameStore.mjs';

const { kind, folder, writer, slot, group, lanes, items, compacting } = JSON.parse(process.argv[2] ?? '{}');

function tell(...words) {
  const bytes = Buffer.from(`${words.join(' ')}\n`);
  for (let at = 0; at < bytes.length;)
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
}

const random = (below) => Math.floor(Math.random() * below);

/** The lines of each item that are on disk and whose acts are not acknowledged yet, oldest first. */
const stored = new Map();

function ours() {
  const journals = openJournals({ fsPath: folder }, writer);
  const append = journals.append.bind(journals);
  journals.append = async (lines) => {
    await append(lines);
    for (const line of lines.split('\n').filter(Boolean)) {
      const { id } = JSON.parse(line);
      stored.set(id, [...(stored.get(id) ?? []), createHash('md5').update(line).digest('base64url')]);
    }
  };
  const store = new ProgressStore(journals, writer, { warn: (text) => tell('W', text) });
  return {
    load: () => store.load(),
    isDone: (id) => store.isDone(id),
    doneItems: () => store.doneItems(),
    rescan: () => store.rescan(),
    follow: () => store.follow(),
    async set(id, done) {
      await store.set([id], done);
      // Each act asks for another state than the item has or is heading for, so each has written a line; they end in order.
      return stored.get(id).shift();
    },
  };
}

const store = kind === 'rename' ? new RenameStore(folder, writer) : ours();

/** Items with an act under way: each lane works on others, so that what an item should be in the end is known. */
const busy = new Set();
let count = 0;

async function lane() {
  for (;;) {
    const id = random(20) === 0 ? `shared/${group}/${random(10)}` : `own/${slot}/${group}/${random(items)}`;
    if (busy.has(id)) {
      await pause(1);
      continue;
    }
    busy.add(id);
    // Sometimes a quick row of clicks on one item: each must win over the one before.
    const clicks = random(10) === 0 ? 3 : 1;
    const first = !store.isDone(id);
    await Promise.all(Array.from({ length: clicks }, (_, click) => act(id, click % 2 === 0 ? first : !first)));
    busy.delete(id);
  }
}

async function act(id, done) {
  const number = ++count;
  tell('B', number, id, done ? 1 : 0);
  const started = performance.now();
  try {
    const line = await store.set(id, done);
    tell('A', number, line ?? '-', Math.round((performance.now() - started) * 1000));
  } catch (error) {
    tell('F', number, error);
  }
}

async function compactNowAndThen() {
  for (;;) {
    await pause(compacting / 2 + random(compacting));
    const before = await readdir(folder);
    tell('C');
    try {
      await compact(folder, writer, 2, 0);
      const after = new Set(await readdir(folder));
      tell('D', before.filter((name) => /\.jsonl(\.old)?$/.test(name) && !after.has(name)).length);
    } catch (error) {
      tell('E', error.code ?? '-', error.message);
    }
  }
}

async function work() {
  await store.load();
  tell('S', JSON.stringify(store.doneItems().filter((id) => id.startsWith(`own/${slot}/${group}/`))));
  // Every third window also follows the others by watching; all look now and then.
  if (random(3) === 0) store.follow();
  setInterval(() => store.rescan(), 100 + random(400));
  if (kind !== 'rename' && compacting > 0) void compactNowAndThen();
  for (let index = 0; index < lanes; index++) void lane();
}

void work();
