'use strict';

const http = require('node:http');

/** Key → value, a Buffer. TODO: it is all gone when the program ends. Keep it in files below DATA_DIR. */
const values = new Map();

/** Answers with a status, and with a Buffer or what is sent as JSON. */
async function handle(request) {
  if (request.url === '/keys') return request.method === 'GET' ? [200, [...values.keys()].sort()] : [405];
  const encoded = /^\/keys\/(.+)$/.exec(request.url)?.[1];
  if (encoded === undefined) return [404];
  // TODO: in the path the key is percent-encoded.
  const key = encoded;
  switch (request.method) {
    case 'GET':
      return values.has(key) ? [200, values.get(key)] : [404];
    case 'PUT': {
      const value = await readBody(request);
      const status = values.has(key) ? 204 : 201;
      values.set(key, value);
      return [status];
    }
    // TODO: DELETE
    default:
      return [405];
  }
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const server = http.createServer(async (request, response) => {
  let status, content;
  try {
    [status, content] = await handle(request);
  } catch (error) {
    console.error(error);
    status = 500;
  }
  if (content instanceof Buffer)
    response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(content);
  else if (content) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  else response.writeHead(status).end();
});

server.listen(Number(process.env.PORT), process.env.HOST);
