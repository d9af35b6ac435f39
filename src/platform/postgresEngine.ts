/**
 * The thread's half: PostgreSQL itself, in WebAssembly. It has files of its own, in memory, and neither the machine's nor a network, so
 * whatever statement it is given can do no harm outside. A bundle of its own, loaded with the first database; runs in Node and in browsers.
 */
import { PGlite, messages, protocol } from '@electric-sql/pglite';
import type { Cell, ErrorFields, FromEngine, Notice, QueryResult, ToEngine } from './postgresProtocol';

/** Returns what takes the host's messages; answers go to `post`. Statements run one after another, in the order they came. */
export function serve(post: (message: FromEngine) => void): (message: ToEngine) => void {
  let database: Promise<PGlite> | undefined;
  let queue = Promise.resolve();
  return (message) => {
    if (message.type === 'open') {
      database = open(message);
      database.then(
        () => post({ type: 'opened' }),
        (error: unknown) => post({ type: 'failed', message: reasonOf(error) }),
      );
      return;
    }
    queue = queue.then(async () => {
      const { id, sql, limit } = message;
      const results: QueryResult[] = [];
      try {
        const opened = await database;
        const error = opened && (await run(opened, sql, limit ?? Infinity, results));
        post(error ? { type: 'error', id, results, error } : { type: 'done', id, results });
      } catch (error) {
        // Not PostgreSQL's own words: its process has ended, as on a lack of memory, or on COPY FROM STDIN.
        post({ type: 'failed', message: reasonOf(error) });
      }
    });
  };
}

/** The process ends with something that is no error, and says nothing. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'exit');

/** The shortest module there is: the tool that makes a new database is not needed where one is given. */
const nothing = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** The types of Node and of browsers both know the module, but not both its maker. */
const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => WebAssembly.Module } })
  .WebAssembly;

async function open({ postgres, files, template }: Extract<ToEngine, { type: 'open' }>): Promise<PGlite> {
  return PGlite.create({
    pgliteWasmModule: postgres as WebAssembly.Module,
    initdbWasmModule: new Module(nothing),
    fsBundle: new Blob([files as Uint8Array<ArrayBuffer>]),
    loadDataDir: new Blob([await unpackTemplate(template)]),
  });
}

/** The way back from `packTemplate` in esbuild.mjs: a tar. */
async function unpackTemplate(template: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([template as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const table = new DataView(bytes.buffer);
  const count = table.getUint32(0, true);
  const heads = 4 + count * 8;
  const contents = heads + count * 512;
  const block = (size: number): number => Math.ceil(size / 512) * 512;
  let total = 1024;
  for (let index = 0; index < count; index++) total += 512 + block(table.getUint32(8 + index * 8, true));
  const tar = new Uint8Array(total);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const offset = contents + table.getUint32(4 + index * 8, true);
    const size = table.getUint32(8 + index * 8, true);
    tar.set(bytes.subarray(heads + index * 512, heads + index * 512 + 512), at);
    tar.set(bytes.subarray(offset, offset + size), at + 512);
    at += 512 + block(size);
  }
  return tar;
}

/** Runs the text in one go, as `psql -c` does, and adds each result as it ends. Resolves with what went wrong, if anything. */
async function run(
  database: PGlite,
  sql: string,
  limit: number,
  results: QueryResult[],
): Promise<ErrorFields | undefined> {
  let error: ErrorFields | undefined;
  let columns: string[] = [];
  let types: number[] = [];
  let rows: Cell[][] = [];
  let count = 0;
  let notices: Notice[] = [];
  let answers = 0;
  const finish = (tag: string): void => {
    // `INSERT 0 5`, `SELECT 3`, `CREATE TABLE`.
    const command = tag.replace(/[ \d]+$/, '');
    const number = /\d+$/.exec(tag)?.[0];
    // A SELECT without columns is a CREATE TABLE AS.
    const changes = number !== undefined && (command !== 'SELECT' || columns.length === 0);
    results.push({
      ...{ columns, types, rows, count, command, notices },
      ...(changes ? { affected: Number(number) } : {}),
    });
    [columns, types, rows, count, notices] = [[], [], [], 0, []];
  };
  const receive = (message: { readonly name: string }): void => {
    if (['commandComplete', 'emptyQuery', 'error'].includes(message.name)) answers++;
    if (message instanceof messages.RowDescriptionMessage) {
      columns = message.fields.map(({ name }) => name);
      types = message.fields.map(({ dataTypeID }) => dataTypeID);
    } else if (message instanceof messages.DataRowMessage) {
      if (count++ < limit) rows.push(message.fields.map((text, at) => cell(text, types[at])));
    } else if (message instanceof messages.CommandCompleteMessage) finish(message.text);
    else if (message instanceof messages.NoticeMessage)
      notices.push({ severity: message.severity ?? '', message: message.message ?? '' });
    else if (message instanceof messages.DatabaseError) error ??= fieldsOf(message, sql);
  };
  await database.runExclusive(async () => {
    const parser = new protocol.Parser();
    const onRawData = (data: Uint8Array): void => parser.parse(data, receive);
    await database.execProtocolRawStream(protocol.serialize.query(sql), { onRawData });
    await database.execProtocolRawStream(protocol.serialize.sync(), { onRawData });
  });
  // `COPY … FROM PROGRAM` leaves it waiting for a program that there is not; nothing it says from then on is of use.
  if (answers === 0) throw new Error('PostgreSQL does not answer');
  return error;
}

/** Ids of PostgreSQL's types. */
const booleanType = 16;
const numberTypes: ReadonlySet<number | undefined> = new Set([20, 21, 23, 26, 700, 701]);

function cell(text: string | null, type: number | undefined): Cell {
  if (text === null) return null;
  if (type === booleanType) return text === 't';
  if (!numberTypes.has(type)) return text;
  const number = Number(text);
  // Not a number, infinity, and what is too large to be exact stay as they are printed.
  return Number.isFinite(number) && (type === 700 || type === 701 || Number.isSafeInteger(number)) ? number : text;
}

function fieldsOf(error: messages.DatabaseError, sql: string): ErrorFields {
  const position = error.position === undefined ? undefined : utf16(sql, Number(error.position) - 1);
  return {
    code: error.code ?? 'XX000',
    message: error.message,
    ...(position === undefined ? {} : { position }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

/** PostgreSQL counts characters; a JavaScript text counts those beyond the first 65,536 twice. */
function utf16(text: string, characters: number): number {
  let at = 0;
  for (let left = characters; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}
