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

/** One statement each: several at once would be one transaction. */
const emptying = [
  'ROLLBACK',
  'RESET SESSION AUTHORIZATION',
  'DISCARD ALL',
  `DO $$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user LOOP
      EXECUTE format('DROP OWNED BY %I', name);
      EXECUTE format('DROP ROLE %I', name);
    END LOOP;
  END $$`,
  'CREATE SCHEMA public',
];

async function answer({ sql, reset }) {
  if (reset) {
    for (const statement of emptying) await database.exec(statement);
    return [];
  }
  const results = await database.exec(sql, { rowMode: 'array', parsers });
  return results.map(({ fields, rows, affectedRows }) => ({
    columns: fields.map((field) => field.name),
    rows,
    ...(affectedRows === undefined ? {} : { affected: affectedRows }),
  }));
}

parentPort.on('message', ({ id, ...message }) => {
  answer(message).then(
    (results) => parentPort.postMessage({ id, results }),
    // PostgreSQL counts from 1, a database of a lab from 0.
    ({ message, code, position }) =>
      parentPort.postMessage({ id, fault: { message, code, ...(position ? { position: Number(position) - 1 } : {}) } }),
  );
});
