import type * as vscode from 'vscode';
import { isTextList } from '../core/guards';

/** Ids of this learner; carried by Settings Sync, which takes all its keys in one call. */
export const learnerKey = 'progress.learner';
/** The same, here only: a machine whose list is overwritten still knows its own. */
const hereKey = 'progress.learner.here';
/** Files that the learner said are somebody else's, each with the id that stands in it. */
const othersKey = 'progress.learner.others';

/** More answers than this are not remembered. */
const maxOthers = 200;
/** By then another window has heard of an id that was made here. Milliseconds. */
const hearsay = 200;

/** Which ids in files mean this learner. There may be several: each machine makes one until it hears of another. */
export class PortableIdentity {
  /** All that this window has heard of: another one may overwrite the list with its own. */
  private readonly known = new Set<string>();

  constructor(
    private readonly memory: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly pause = hearsay,
  ) {}

  isMine(id: string): boolean {
    return this.ids().includes(id);
  }

  /** The id for a file that is yet to be written: of several the same in all windows. */
  async own(): Promise<string> {
    if (this.ids().length === 0) {
      await this.adopt(globalThis.crypto.randomUUID());
      // Another window may have done so at the same moment.
      await new Promise((resolve) => setTimeout(resolve, this.pause));
    }
    await this.heal();
    return this.ids()[0]!;
  }

  /** Puts back what another window, or another machine, has overwritten. */
  async heal(): Promise<void> {
    const ids = this.ids();
    for (const key of [hereKey, learnerKey])
      if (ids.length > 0 && this.list(key).join() !== ids.join()) await this.memory.update(key, ids);
  }

  /** From now on this id means this learner. */
  async adopt(id: string): Promise<void> {
    this.known.add(id);
    await this.heal();
  }

  isSomebodyElse(file: string, id: string): boolean {
    return this.list(othersKey).includes(`${id} ${file}`);
  }

  async refuse(file: string, id: string): Promise<void> {
    const others = new Set([...this.list(othersKey), `${id} ${file}`]);
    await this.memory.update(othersKey, [...others].slice(-maxOthers));
  }

  private ids(): string[] {
    for (const id of [...this.list(learnerKey), ...this.list(hereKey)]) this.known.add(id);
    return [...this.known].sort();
  }

  private list(key: string): string[] {
    const value = this.memory.get<unknown>(key);
    return isTextList(value) ? value : [];
  }
}
