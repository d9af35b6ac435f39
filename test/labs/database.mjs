// PostgreSQL for labs of databases: PGlite, in a thread of its own, so that a statement that never ends can be ended.
import { Worker } from 'node:worker_threads';

export async function openDatabase() {
  const worker = new Worker(new URL('./databaseThread.mjs', import.meta.url));
  const waiting = new Map();
  let next = 0;
  const failAll = (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, results, fault }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (fault) reject?.(Object.assign(new Error(fault.message), fault));
    else resolve?.(results);
  });
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('The database was closed.')));
  return {
    exec: (sql) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, sql });
      }),
    close: async () => void (await worker.terminate()),
  };
}
