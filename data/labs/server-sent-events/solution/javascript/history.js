'use strict';

// All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is.

const fs = require('node:fs');
const path = require('node:path');

const file = path.join(process.env.DATA_DIR, 'history');
const messages = fs.existsSync(file)
  ? fs
      .readFileSync(file, 'latin1')
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.from(line, 'base64').toString())
  : [];

/** Adds a message; its number. */
function append(text) {
  fs.appendFileSync(file, `${Buffer.from(text).toString('base64')}\n`);
  return messages.push(text);
}

/** All messages with a number above this one: `{ id, text }`. */
function after(id) {
  return messages.slice(id).map((text, at) => ({ id: id + at + 1, text }));
}

module.exports = { append, after };
