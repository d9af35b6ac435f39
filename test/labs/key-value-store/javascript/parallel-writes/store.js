'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');

/**
 * Keys and values in memory, and every change as a line of a log: the key in Base64, then a space and the value in Base64, or nothing more
 * where the key was deleted. A change is over when its line is on the disk.
 */
class Store {
  #values;
  #log;
  /** Bytes of the log that hold whole lines. What a failed write has left behind them is written over. */
  #end;

  static async open(folder) {
    const file = path.join(folder, 'store.log');
    const store = new Store();
    store.#values = await load(file);
    // Only what is still there goes into the new log, which takes the old one's place in one step.
    const draft = `${file}.new`;
    store.#log = await fs.open(draft, 'w');
    const lines = Buffer.from([...store.#values].map(([key, value]) => line(key, value)).join(''));
    await store.#log.writeFile(lines);
    await store.#log.sync();
    await fs.rename(draft, file);
    await syncFolder(folder);
    store.#end = lines.length;
    return store;
  }

  get(key) {
    return this.#values.get(key);
  }

  keys() {
    return [...this.#values.keys()].sort();
  }

  /** True if the key is new. */
  set(key, value) {
    return this.#inTurn(async () => {
      await this.#append(line(key, value));
      const isNew = !this.#values.has(key);
      this.#values.set(key, value);
      return isNew;
    });
  }

  /** False if there is nothing to delete. */
  delete(key) {
    return this.#inTurn(async () => {
      if (!this.#values.has(key)) return false;
      await this.#append(line(key));
      return this.#values.delete(key);
    });
  }

  #inTurn(change) {
    return change();
  }

  async #append(text) {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#log.write(bytes, done, bytes.length - done, this.#end + done);
      done += bytesWritten;
    }
    await this.#log.datasync();
    this.#end += bytes.length;
  }
}

function line(key, value) {
  const name = Buffer.from(key).toString('base64');
  return value === undefined ? `${name}\n` : `${name} ${value.toString('base64')}\n`;
}

async function load(file) {
  const values = new Map();
  const text = await fs.readFile(file, 'latin1').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // What follows the last line break was cut off by a kill, and nobody was told that it is kept.
  for (const entry of text.split('\n').slice(0, -1)) {
    const [name, value] = entry.split(' ');
    const key = Buffer.from(name, 'base64').toString();
    if (value === undefined) values.delete(key);
    else values.set(key, Buffer.from(value, 'base64'));
  }
  return values;
}

/** Puts the new name of a file on the disk too. Windows does so by itself and cannot open folders. */
async function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

module.exports = { Store };
