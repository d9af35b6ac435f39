'use strict';

const http = require('node:http');

/** In no special order. */
const books = Array.from({ length: 120 }, (_, at) => {
  const id = at + 1;
  return { id, title: `Book ${id}`, added: `2026-03-${String(((id * 7) % 10) + 1).padStart(2, '0')}` };
});
let lastId = books.length;

/** A request that is answered with this status and title. */
class Problem extends Error {
  constructor(status, title) {
    super(title);
    this.status = status;
  }
}

const newestFirst = (a, b) => (a.added === b.added ? b.id - a.id : a.added < b.added ? 1 : -1);

/** One page. `limit` and `after` are null where the request does not have them. */
function listBooks(limit, after) {
  const size = parseLimit(limit ?? '20');
  const place = after === null ? undefined : parseCursor(after);
  const sorted = [...books].sort(newestFirst);
  const behind = place ? sorted.slice(sorted.findIndex((book) => book.id === place.id) + 1) : sorted;
  // One more than asked for tells whether there is another page. A database would use an index on added and id.
  const found = behind.sort(newestFirst).slice(0, size + 1);
  const items = found.slice(0, size);
  return { items, next: found.length > size ? cursorOf(items.at(-1)) : null };
}

function parseLimit(text) {
  if (!/^0*[1-9]\d*$/.test(text)) throw new Problem(400, 'The limit must be a whole number from 1 on');
  return Math.min(Number(text), 100);
}

/** The place of a book in the order; it stays valid when the book is deleted. */
function cursorOf({ added, id }) {
  return Buffer.from(`${added} ${id}`).toString('base64url');
}

function parseCursor(text) {
  const match = /^(\d{4}-\d\d-\d\d) (\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw new Problem(400, 'The cursor is not one of ours');
  return { added: match[1], id: Number(match[2]) };
}

async function answer(request, response) {
  const [path, query] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  if (path === '/books' && request.method === 'GET') {
    return send(response, 200, listBooks(parameters.get('limit'), parameters.get('after')));
  }
  if (path === '/books' && request.method === 'POST') {
    const { title, added } = await readJson(request);
    const book = { id: ++lastId, title: String(title), added: String(added) };
    books.push(book);
    return send(response, 201, book);
  }
  const at = books.findIndex((book) => path === `/books/${book.id}`);
  if (at >= 0 && request.method === 'DELETE') {
    books.splice(at, 1);
    return response.writeHead(204).end();
  }
  throw new Problem(404, `There is nothing at ${path}`);
}

async function readJson(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new Problem(400, 'The body is not JSON');
  }
}

function send(response, status, value, type = 'application/json') {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(value));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!(error instanceof Problem)) console.error(error);
    const { status, message } = error instanceof Problem ? error : new Problem(500, 'Something went wrong here');
    send(response, status, { title: message, status }, 'application/problem+json');
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
