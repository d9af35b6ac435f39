'use strict';

const http = require('node:http');

/** Id → book; a map keeps the order in which the books were added. */
const books = new Map();
let lastId = 0;

/** A request that is answered with this status and message. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(request, response) {
  const [path] = request.url.split('?', 1);
  if (path === '/books') return collection(request, response);
  const id = /^\/books\/([1-9]\d{0,14})$/.exec(path)?.[1];
  if (id !== undefined && books.has(Number(id))) return book(request, response, Number(id));
  throw new Refused(404, `There is nothing at ${path}`);
}

async function collection(request, response) {
  switch (request.method) {
    case 'GET':
      return send(response, 200, [...books.values()]);
    case 'POST': {
      const fields = await readBook(request);
      const created = { id: ++lastId, ...fields };
      books.set(created.id, created);
      return send(response, 201, created, { location: `/books/${created.id}` });
    }
    default:
      return notAllowed(response, 'GET, POST');
  }
}

async function book(request, response, id) {
  switch (request.method) {
    case 'GET':
      return send(response, 200, books.get(id));
    case 'PUT': {
      const replaced = { id, ...(await readBook(request)) };
      // While the body was coming in, somebody may have deleted the book.
      if (!books.has(id)) throw new Refused(404, `There is no book ${id}`);
      books.set(id, replaced);
      return send(response, 200, replaced);
    }
    case 'DELETE':
      books.delete(id);
      return send(response, 204);
    default:
      return notAllowed(response, 'GET, PUT, DELETE');
  }
}

/** Title and author from the body, and nothing else that may be in it. */
async function readBook(request) {
  let body;
  try {
    body = JSON.parse(await readText(request));
  } catch {
    throw new Refused(400, 'The body is not JSON');
  }
  const { title, author } = body ?? {};
  if (typeof title !== 'string' || typeof author !== 'string') {
    throw new Refused(400, 'A book needs a title and an author, both text');
  }
  return { title, author };
}

function notAllowed(response, allow) {
  send(response, 405, { error: `Only ${allow} are allowed here` }, { allow });
}

/** Answers with JSON; without a body where the value is undefined. */
function send(response, status, value, headers = {}) {
  if (value === undefined) return response.writeHead(status, headers).end();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}

/** The whole body of a request as text. */
async function readText(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (error instanceof Refused) return send(response, error.status, { error: error.message });
    console.error(error);
    if (response.headersSent) response.destroy();
    else send(response, 500, { error: 'Something went wrong here' });
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
