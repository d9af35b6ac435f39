'use strict';

// A database and a cache that are only played. Leave this file as it is.

const { setTimeout: pause } = require('node:timers/promises');

const addresses = {
  database: 'postgres://shop:s3cret@db.internal/shop',
  cache: 'redis://:s3cret@cache.internal',
};
const states = { database: 'up', cache: 'up' };

/**
 * Asks whether somebody is there. Rejects with an `AbortError` when the signal says so, as that of `AbortSignal.timeout(…)` does, and with
 * another error if the answer is no. Without a signal it may take 30 seconds.
 */
async function ping(name, { signal } = {}) {
  if (states[name] === 'stuck') await pause(30_000, undefined, { signal });
  if (states[name] !== 'up') throw new Error(`Connection to ${addresses[name]} refused`);
}

/** Makes a backend `up`, `down` or `stuck`. False if there is no such backend or state. */
function simulate(name, state) {
  if (!Object.hasOwn(states, name) || !['up', 'down', 'stuck'].includes(state)) return false;
  states[name] = state;
  return true;
}

module.exports = { ping, simulate };
