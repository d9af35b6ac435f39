// The control: one shared file, rewritten as a whole and put in place by an atomic rename. Every write is complete and safely on disk when it
// is acknowledged, and yet acts are lost, because two writers may have read the same version.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

export class RenameStore {
  /** @type {Record<string, boolean>} */
  items = {};
  queue = Promise.resolve();

  constructor(folder, writer) {
    this.folder = folder;
    this.file = path.join(folder, 'progress.json');
    this.temporary = path.join(folder, `${writer}.tmp`);
  }

  async load() {
    await mkdir(this.folder, { recursive: true });
    this.items = JSON.parse(await readFile(this.file, 'utf8').catch(() => '{}'));
  }

  isDone(id) {
    return this.items[id] === true;
  }

  doneItems() {
    return Object.keys(this.items).filter((id) => this.isDone(id));
  }

  rescan() {
    // Each write reads first.
  }

  follow() {
    // Likewise.
  }

  set(id, done) {
    const written = this.queue.then(async () => {
      await this.load();
      this.items[id] = done;
      const file = await open(this.temporary, 'w');
      await file.writeFile(JSON.stringify(this.items));
      await file.datasync();
      await file.close();
      await rename(this.temporary, this.file);
      return undefined;
    });
    this.queue = written.catch(() => undefined);
    return written;
  }
}
