'use strict';

const http = require('node:http');
const history = require('./history');

const maxMessage = 64 * 1024;

/** Bytes that may wait for a client who reads too slowly. Who is cut off comes back and says what it saw last. */
const maxWaiting = 1024 * 1024;

/** The answers that stay open. */
const clients = new Set();

function eventOf({ id, text }) {
  const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `id: ${id}\n${lines.join('')}\n`;
}

async function post(request, response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxMessage) chunks.push(chunk);
  }
  if (size > maxMessage) return response.writeHead(413).end();
  const text = Buffer.concat(chunks).toString().trim();
  const id = history.append(text);
  for (const client of clients) send(client, eventOf({ id, text }));
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
}

function subscribe(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': welcome\n\n');
  const last = request.headers['last-event-id'] ?? '';
  // Nothing can come between this and the next line: there is no `await`.
  if (/^\d{1,15}$/.test(last)) for (const message of history.after(Number(last))) send(response, eventOf(message));
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

function send(client, event) {
  client.write(event);
  if (client.writableLength > maxWaiting) client.destroy();
}

// Proxies end connections on which nothing happens.
setInterval(() => {
  for (const client of clients) send(client, ': still here\n\n');
}, 15_000).unref();

const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/messages')
    // A client that breaks off its own message gets no answer.
    post(request, response).catch((error) => response.destroy(error));
  else if (request.method === 'GET' && request.url === '/events') subscribe(request, response);
  else response.writeHead(404).end();
});

server.listen(Number(process.env.PORT), process.env.HOST);
