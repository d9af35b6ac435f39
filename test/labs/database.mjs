// PostgreSQL for labs of databases: PGlite, in threads of their own, so that a statement that never ends can be ended. Starting one takes
// seconds, emptying one milliseconds, so a thread is used again unless it was busy when it was closed.
import { Worker } from 'node:worker_threads';

const idle = [];
const all = new Set();

class Thread {
  #worker = new Worker(new URL('./databaseThread.mjs', import.meta.url));
  #waiting = new Map();
  #next = 0;

  constructor() {
    all.add(this);
    this.#worker.on('message', ({ id, results, fault }) => {
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (fault) reject?.(Object.assign(new Error(fault.message), fault));
      else resolve?.(results);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('The database was closed.')));
  }

  get busy() {
    return this.#waiting.size > 0;
  }

  ask(message) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  async end() {
    all.delete(this);
    await this.#worker.terminate();
  }

  #fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

export async function openDatabase() {
  const thread = idle.pop() ?? new Thread();
  return {
    exec: (sql) => thread.ask({ sql }),
    close: async () => {
      if (thread.busy) return thread.end();
      await thread.ask({ reset: true }).then(
        () => idle.push(thread),
        () => thread.end(),
      );
    },
  };
}

/** Ends the threads; without this the process would wait for them. */
export async function closeDatabases() {
  idle.length = 0;
  await Promise.all([...all].map((thread) => thread.end()));
}
