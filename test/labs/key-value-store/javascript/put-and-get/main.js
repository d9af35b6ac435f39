'use strict';

const http = require('node:http');
const { Store } = require('./store');

const maxValue = 1024 * 1024;

/** Answers with a status, and with a Buffer or what is sent as JSON. */
async function handle(store, request) {
  if (request.url === '/keys') return request.method === 'GET' ? [200, store.keys()] : [405];
  const encoded = /^\/keys\/(.+)$/.exec(request.url)?.[1];
  if (encoded === undefined) return [404];
  let key;
  try {
    key = decodeURIComponent(encoded);
  } catch {
    return [400];
  }
  switch (request.method) {
    case 'GET': {
      const value = store.get(key);
      return value ? [200, value] : [404];
    }
    case 'PUT': {
      const value = await readBody(request);
      if (value === undefined) return [413];
      return [(await store.set(key, value)) ? 201 : 204];
    }
    case 'DELETE':
      return [(await store.delete(key)) ? 204 : 404];
    default:
      return [405];
  }
}

/** Undefined if the body is too large. */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (size <= maxValue) chunks.push(chunk);
  }
  return size <= maxValue ? Buffer.concat(chunks) : undefined;
}

async function main() {
  const store = await Store.open(process.env.DATA_DIR);
  const server = http.createServer(async (request, response) => {
    let status, content;
    try {
      [status, content] = await handle(store, request);
    } catch (error) {
      console.error(error);
      status = 500;
    }
    if (content instanceof Buffer) response.writeHead(status, { 'content-type': 'text/plain' }).end(content);
    else if (content) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    else response.writeHead(status).end();
  });
  server.listen(Number(process.env.PORT), process.env.HOST);
}

void main();
