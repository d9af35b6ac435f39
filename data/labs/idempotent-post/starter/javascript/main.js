'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

/** A request that is answered with this status and message. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const file = path.join(process.env.DATA_DIR, 'entries.json');

/** All orders and refunds, oldest first. */
const entries = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];

/** Adds an entry, in memory and on the disk. The file is replaced as a whole, so a crash leaves the old or the new one. */
function store(entry) {
  const copy = fs.openSync(`${file}.new`, 'w');
  fs.writeFileSync(copy, JSON.stringify([...entries, entry]));
  fs.fsyncSync(copy);
  fs.closeSync(copy);
  fs.renameSync(`${file}.new`, file);
  entries.push(entry);
}

/** Makes an entry. TODO: look at the key in request.headers['idempotency-key'], and make just one entry for each key. */
function create(kind, { item, quantity }) {
  const entry = { kind, id: nextId(kind), item, quantity };
  store(entry);
  return entry;
}

const ofKind = (kind) => entries.filter((entry) => entry.kind === kind);
const nextId = (kind) => ofKind(kind).length + 1;

/** What clients see of an entry. */
const visible = ({ id, item, quantity }) => ({ id, item, quantity });

async function answer(request, response) {
  const kind = /^\/(orders|refunds)$/.exec(request.url)?.[1];
  if (!kind) throw new Refused(404, `There is nothing at ${request.url}`);
  if (request.method === 'GET') return send(response, 200, ofKind(kind).map(visible));
  if (request.method !== 'POST') throw new Refused(405, 'Only GET and POST are allowed here');
  const entry = create(kind, parseEntry(await readText(request)));
  send(response, 201, visible(entry), { location: `/${kind}/${entry.id}` });
}

function parseEntry(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON');
  }
  const { item, quantity } = body ?? {};
  if (typeof item !== 'string' || item === '') throw new Refused(422, 'The item must be a text');
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    throw new Refused(422, 'The quantity must be a whole number from 1 on');
  return { item, quantity };
}

async function readText(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!(error instanceof Refused)) console.error(error);
    const { status, message } = error instanceof Refused ? error : new Refused(500, 'Something went wrong here');
    send(response, status, { error: message }, status === 405 ? { allow: 'GET, POST' } : {});
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
