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

/** Which ids in files mean this learner. There may be several: each machine makes one until it hears of another. */
export class PortableIdentity {
  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {}

  isMine(id: string): boolean {
    return this.ids().includes(id);
  }

  /** The id for a file that is yet to be written. */
  async own(): Promise<string> {
    const [known] = this.ids();
    if (known !== undefined) return known;
    const id = globalThis.crypto.randomUUID();
    await this.adopt(id);
    return id;
  }

  /** From now on this id means this learner. */
  async adopt(id: string): Promise<void> {
    const ids = [...new Set([...this.ids(), id])];
    await this.memory.update(hereKey, ids);
    await this.memory.update(learnerKey, ids);
  }

  isSomebodyElse(file: string, id: string): boolean {
    return this.list(othersKey).includes(`${id} ${file}`);
  }

  async refuse(file: string, id: string): Promise<void> {
    const others = new Set([...this.list(othersKey), `${id} ${file}`]);
    await this.memory.update(othersKey, [...others].slice(-maxOthers));
  }

  private ids(): string[] {
    return [...new Set([...this.list(learnerKey), ...this.list(hereKey)])];
  }

  private list(key: string): string[] {
    const value = this.memory.get<unknown>(key);
    return isTextList(value) ? value : [];
  }
}
