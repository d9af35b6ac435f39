import type * as vscode from 'vscode';
import { isRecord } from '../core/guards';
import { fromMirror, toMirror } from '../core/mirror';
import { emptyProgress, mergeInto } from '../core/progress';
import { messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import { pollInterval } from './journal';
import { learnerKey } from './portableIdentity';
import type { ProgressStore } from './progressStore';

const key = 'progress.mirror';

/** Changes that follow each other are sent together, but none waits longer than this. Milliseconds. */
const delay = 2000;

type Memory = Pick<vscode.Memento, 'get' | 'update'> & { setKeysForSync?(keys: readonly string[]): void };

/**
 * Carries progress through Settings Sync and through a re-installation, both of which take `globalState` and not our files. The mirror is
 * merged in and merged out; it never replaces anything here.
 */
export class SyncMirror implements vscode.Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  /** What was read or written last; the editor gives the same object until something arrives. */
  private received: unknown;
  private disposed = false;
  private sending: Promise<void> = Promise.resolve();
  private readonly listener: { dispose(): void };

  constructor(
    private readonly memory: Memory,
    private readonly store: Pick<ProgressStore, 'facts' | 'absorb'> & {
      onDidChange(listener: () => void): { dispose(): void };
    },
    private readonly log: Pick<Log, 'warn'>,
    private readonly wait = delay,
  ) {
    // Each call takes the whole list.
    memory.setKeysForSync?.([key, learnerKey]);
    this.listener = store.onDidChange(() => this.sendSoon());
  }

  /** Sends in a while, together with what follows. A timer that runs is left alone, so that no stream of ticks can put it off for ever. */
  sendSoon(): void {
    this.timer ??= setTimeout(() => void this.send(), this.wait);
  }

  /** Takes over what arrives from here on: from another machine or, in a browser, from another window. */
  follow(): void {
    if (this.disposed) return;
    this.poll ??= setInterval(() => {
      if (this.memory.get(key) !== this.received) void this.receive();
    }, pollInterval);
  }

  /** Takes over what another machine has sent, and sends what that one does not know. */
  async receive(): Promise<void> {
    this.received = this.memory.get(key);
    try {
      await this.store.absorb(fromMirror(this.memory.get(key)));
    } catch (error) {
      this.log.warn(`Progress from another machine could not be stored: ${messageOf(error)}. It is tried again later.`);
    }
    await this.send();
  }

  /** One update at a time: the editor may lose one of two that overlap. */
  send(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = this.sending.then(async () => {
      const held = this.memory.get(key);
      const document = emptyProgress();
      mergeInto(document, fromMirror(held));
      mergeInto(document, this.store.facts());
      // What a later version has added is carried on.
      const mirror = { ...(isRecord(held) && held['v'] === 1 ? held : {}), ...toMirror(document) };
      if (JSON.stringify(mirror) === JSON.stringify(held)) return;
      try {
        await this.memory.update(key, mirror);
        this.received = this.memory.get(key);
      } catch (error) {
        this.log.warn(`Progress could not be prepared for Settings Sync: ${messageOf(error)}.`);
      }
    });
    return this.sending;
  }

  dispose(): void {
    this.disposed = true;
    clearInterval(this.poll);
    // What waits goes out now: the window may be closing.
    if (this.timer !== undefined) void this.send();
    this.listener.dispose();
  }
}
