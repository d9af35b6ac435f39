import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createCatalog } from '../core/catalog';
import type { PackIndex } from '../core/model';
import { TeamIndex, type LearnerMarks } from '../core/teamBoard';
import type { ReadAnswer, ReadRequest } from './readers';

/** The entry of a thread that turns learners' files into numbers. Its data is the path of the curriculum's index. */
const index = new TeamIndex(createCatalog(JSON.parse(readFileSync(workerData as string, 'utf8')) as PackIndex));

parentPort?.on('message', ({ number, file, max }: ReadRequest) => {
  const marks = read(file, max);
  const answer: ReadAnswer = { number, marks };
  const buffers = marks
    ? [marks.slots, marks.practised, marks.verified].map(({ buffer }) => buffer as ArrayBuffer)
    : [];
  parentPort?.postMessage(answer, buffers);
});

function read(file: string, max: number): LearnerMarks | undefined {
  try {
    const opened = openSync(file, 'r');
    try {
      if (fstatSync(opened).size > max) return undefined;
      return index.read(readFileSync(opened, 'utf8').replace(/^\uFEFF/, ''));
    } finally {
      closeSync(opened);
    }
  } catch {
    // Whoever asked looks at the file again, and says what is wrong with it.
    return undefined;
  }
}
