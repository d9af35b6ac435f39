'use strict';

const http = require('node:http');
const store = require('./store');

const route = /^\/counters\/([a-z0-9-]{1,40})(?:\/(increment|decrement))?$/;

async function increment(name) {
  // TODO: fifty of these at once must still add fifty.
  const value = (await store.read(name)) + 1;
  await store.write(name, value);
  return [200, { name, value }];
}

/** Answers with a status and what is sent as JSON. */
async function handle(request) {
  const [, name, action] = route.exec(request.url) ?? [];
  if (name === undefined) return [404, { error: 'There is nothing here.' }];
  if (request.method === 'GET' && !action) return [200, { name, value: await store.read(name) }];
  if (request.method === 'POST' && action === 'increment') return increment(name);
  // TODO: POST …/decrement, with 409 when there is nothing left.
  // TODO: PUT, with 400 for a body that is no whole number. `readText(request)` gives you the body.
  return [405, { error: 'This method does not work here.' }];
}

async function readText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) if (text.length < 1000) text += chunk;
  return text;
}

const server = http.createServer(async (request, response) => {
  let status, body;
  try {
    [status, body] = await handle(request);
  } catch (error) {
    console.error(error);
    [status, body] = [500, { error: 'Something went wrong.' }];
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT), process.env.HOST);
