import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Uri } from 'vscode';
import type { LearnerMarks } from '../core/teamBoard';
import type { ReadAnswer, ReadRequest, TeamReaders } from './readers';

/** More threads than this wait for the disk. */
const most = 4;

/** Threads of their own for hundreds of files, so that the editor stays free meanwhile and every core has a part. */
export function startReaders(extension: Uri): TeamReaders | undefined {
  if (extension.scheme !== 'file') return undefined;
  const dist = join(extension.fsPath, 'dist');
  const waiting = new Map<number, (marks: LearnerMarks | undefined) => void>();
  let numbers = 0;
  let ended = false;
  const giveUp = (): void => {
    ended = true;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
  };
  const workers = Array.from({ length: Math.min(most, availableParallelism()) }, () => {
    const worker = new Worker(join(dist, 'team.readThread.js'), {
      workerData: join(dist, 'pack', 'index.json'),
      env: {},
    });
    worker.on('message', ({ number, marks }: ReadAnswer) => {
      waiting.get(number)?.(marks);
      waiting.delete(number);
    });
    // What the threads cannot do is done without them.
    worker.on('error', giveUp);
    worker.on('exit', giveUp);
    worker.unref();
    return worker;
  });
  return {
    read: (file, max) => {
      if (ended) return Promise.resolve(undefined);
      const number = numbers++;
      const request: ReadRequest = { number, file, max };
      return new Promise((resolve) => {
        waiting.set(number, resolve);
        workers[number % workers.length]!.postMessage(request);
      });
    },
    end: () => {
      giveUp();
      for (const worker of workers) void worker.terminate();
    },
  };
}
