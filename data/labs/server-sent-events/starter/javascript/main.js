'use strict';

const http = require('node:http');
const history = require('./history');

async function post(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const id = history.append(text);
  // TODO: send it to everybody who is connected.
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
}

function subscribe(request, response) {
  // TODO: the headers of an event stream, at once; what was missed since request.headers['last-event-id']; then what is new, as long as the
  // client stays.
  response.writeHead(501).end();
}

const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/messages') void post(request, response);
  else if (request.method === 'GET' && request.url === '/events') subscribe(request, response);
  else response.writeHead(404).end();
});

server.listen(Number(process.env.PORT), process.env.HOST);
