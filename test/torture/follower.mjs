// Another window, for the measuring: says when it has seen a tick of the first.
import { openJournals } from '../../src/state/journal.node';
import { ProgressStore } from '../../src/state/progressStore';

const store = new ProgressStore(openJournals({ fsPath: process.argv[2] }, 'follower'), 'follower', console);

/** Clocks of two processes, finer than milliseconds. */
const now = () => performance.timeOrigin + performance.now();

async function follow() {
  await store.load();
  store.onDidChange((ids) => process.send({ ids, at: now() }));
  store.follow();
  process.send({ ids: [], at: now() });
  // The store's own watching keeps no process alive.
  process.on('disconnect', () => process.exit());
  process.on('message', () => undefined);
}

void follow();
