'use strict';

// Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine.
// Leave this file as it is.

const { randomUUID } = require('node:crypto');
const fs = require('node:fs/promises');
const path = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');

const fileOf = (name) => path.join(process.env.DATA_DIR, `${name}.txt`);

/** The value of a counter; 0 if it was never written. */
async function read(name) {
  await pause(10);
  try {
    return Number(await fs.readFile(fileOf(name), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

async function write(name, value) {
  await pause(10);
  // A reader sees the old file or the new one, never half of one.
  const draft = `${fileOf(name)}.${randomUUID()}`;
  await fs.writeFile(draft, String(value));
  await fs.rename(draft, fileOf(name));
}

module.exports = { read, write };
