import type { RenderPart, RenderReply, RenderRequest } from './markdown';
import { sanitise } from './sanitise';

/** Longer parts are not even tried; in UTF-16 code units. */
export const maxPartLength = 60_000;
/** HTML longer than this is not put into the page. */
const maxHtmlLength = 600_000;
/** A part that takes longer is given up. Ordinary pages need a few milliseconds. */
const partTimeout = 1500;

export type RenderedPart =
  { readonly content: DocumentFragment } | { readonly failure: 'too-long' | 'timeout' | 'failed' };

const workerUrl = URL.createObjectURL(new Blob([window.markdownWorkerSource ?? ''], { type: 'text/javascript' }));
/** Workers that have said that they are loaded; only from then on does a part's time count. */
const loaded = new WeakSet<Worker>();
/** A worker that does not even load is given up after this. */
const loadTimeout = 15_000;

function startWorker(): Worker {
  const worker = new Worker(workerUrl);
  worker.addEventListener('message', () => loaded.add(worker), { once: true });
  return worker;
}

/** Started with the page, so that it is warm when the first text arrives. */
let idle: Worker | undefined = startWorker();

/**
 * Renders the parts in order. A part that is too long, hangs the parser or breaks it comes back as a failure; the others are
 * complete. The page itself is never blocked.
 *
 * @param signal aborts: the promise then never settles and the worker is ended.
 */
export function renderMarkdown(
  parts: readonly RenderPart[],
  samples: readonly string[],
  imageNotLoaded: string,
  signal: AbortSignal,
): Promise<readonly RenderedPart[]> {
  return new Promise((resolve) => {
    const results: RenderedPart[] = parts.map(() => ({ failure: 'failed' }));
    const pending: number[] = [];
    for (const [index, part] of parts.entries()) {
      if (part.markdown.length > maxPartLength) results[index] = { failure: 'too-long' };
      else pending.push(index);
    }

    const run = (): void => {
      if (pending.length === 0) {
        resolve(results);
        return;
      }
      const worker = idle ?? startWorker();
      idle = undefined;
      const batch = [...pending];
      let watchdog: ReturnType<typeof setTimeout> | undefined;
      const end = (reuse: boolean): void => {
        clearTimeout(watchdog);
        worker.onmessage = null;
        signal.removeEventListener('abort', abort);
        if (reuse) idle = worker;
        else worker.terminate();
      };
      const abort = (): void => end(false);
      const watch = (): void => {
        clearTimeout(watchdog);
        watchdog = setTimeout(
          () => {
            end(false);
            // Replies come in order, so the first without one is the one that hangs.
            const stuck = pending.shift();
            if (stuck !== undefined) results[stuck] = { failure: 'timeout' };
            run();
          },
          loaded.has(worker) ? partTimeout : loadTimeout,
        );
      };
      worker.onmessage = (event: MessageEvent<RenderReply>) => {
        const reply = event.data;
        if (reply.index === -1) {
          watch();
          return;
        }
        const index = batch[reply.index];
        if (index === undefined) return;
        pending.shift();
        if ('error' in reply) results[index] = { failure: 'failed' };
        else if (reply.html.length > maxHtmlLength) results[index] = { failure: 'too-long' };
        else {
          try {
            results[index] = { content: sanitise(reply.html) };
          } catch {
            results[index] = { failure: 'failed' };
          }
        }
        if (pending.length === 0) {
          end(true);
          resolve(results);
        } else watch();
      };
      if (signal.aborted) {
        end(false);
        return;
      }
      signal.addEventListener('abort', abort);
      watch();
      const request: RenderRequest = { parts: batch.map((index) => parts[index]!), samples, imageNotLoaded };
      worker.postMessage(request);
    };
    run();
  });
}
