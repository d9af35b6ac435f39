import * as vscode from 'vscode';
import type { FromEngine } from './postgresProtocol';
import type { Thread, ThreadEvents } from './postgresThread';

/** As far as this file uses it; the host's library knows no browser. */
interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromEngine }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}
declare const Worker: new (url: string) => WebWorker;

/** The engine is a CommonJS module, which a worker does not know. */
const wrapped = (text: string): string => `
var module = { exports: {} }, exports = module.exports;
${text}
onmessage = ((receive) => (event) => receive(event.data))(module.exports.serve((message) => postMessage(message)));
`;

/** A worker of the web extension host: it may start one from a blob only. */
export async function startThread(engine: vscode.Uri, { receive, failed }: ThreadEvents): Promise<Thread> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(engine));
  const url = URL.createObjectURL(new Blob([wrapped(text)], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onmessage = ({ data }) => {
    URL.revokeObjectURL(url);
    receive(data);
  };
  worker.onerror = ({ message }) => failed(message ?? 'worker');
  return {
    post: (message) => worker.postMessage(message),
    end: () => {
      URL.revokeObjectURL(url);
      worker.terminate();
      return Promise.resolve();
    },
  };
}
