import { PGlite } from '@electric-sql/pglite';
import { parentPort } from 'node:worker_threads';

// Values as PostgreSQL writes them, but for numbers, truth values and JSON.
const types = { bool: 16, int8: 20, int2: 21, int4: 23, oid: 26, json: 114, float4: 700, float8: 701, jsonb: 3802 };
const exact = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
const known = {
  [types.bool]: (text) => text === 't',
  [types.int8]: exact,
  [types.int2]: Number,
  [types.int4]: Number,
  [types.oid]: Number,
  [types.json]: JSON.parse,
  [types.jsonb]: JSON.parse,
  [types.float4]: Number,
  [types.float8]: Number,
};
const parsers = new Proxy(known, { get: (target, type) => target[type] ?? ((text) => text), has: () => true });

const database = new PGlite();

parentPort.on('message', async ({ id, sql }) => {
  try {
    const results = await database.exec(sql, { rowMode: 'array', parsers });
    parentPort.postMessage({
      id,
      results: results.map(({ fields, rows, affectedRows }) => ({
        columns: fields.map((field) => field.name),
        rows,
        ...(affectedRows === undefined ? {} : { affected: affectedRows }),
      })),
    });
  } catch (error) {
    const { message, code, position } = error;
    parentPort.postMessage({ id, fault: { message, code, position } });
  }
});
