import { Worker } from 'node:worker_threads';
import type { Uri } from 'vscode';
import type { FromEngine } from './postgresProtocol';
import type { Thread, ThreadEvents } from './postgresThread';

/**
 * The engine is run as in a browser, as a plain text in which there is no `require`, no `import` and no `process`: whatever a statement makes
 * PostgreSQL try, there is no door to the machine's files, programs and network.
 */
const bootstrap = `
const { parentPort, workerData } = require('node:worker_threads');
const text = require('node:fs').readFileSync(workerData, 'utf8');
delete globalThis.process;
const module_ = { exports: {} };
new Function('module', 'exports', 'require', text)(module_, module_.exports);
parentPort.on('message', module_.exports.serve((message) => parentPort.postMessage(message)));
`;

/** A thread of its own, so that the editor never waits for a statement, and one that runs for ever can be ended. */
export function startThread(engine: Uri, { receive, failed }: ThreadEvents): Promise<Thread> {
  // No environment: nothing of the machine is any business of a statement.
  const worker = new Worker(bootstrap, {
    eval: true,
    workerData: engine.fsPath,
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  worker.on('message', (message: FromEngine) => receive(message));
  worker.on('error', (error: Error) => failed(error.message));
  worker.on('exit', (code) => failed(`exit ${code}`));
  // A database that nobody closes must not keep the host from ending.
  worker.unref();
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    end: async () => void (await worker.terminate()),
  });
}
