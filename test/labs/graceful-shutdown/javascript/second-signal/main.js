'use strict';

const http = require('node:http');
const { setTimeout: pause } = require('node:timers/promises');

async function handle(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://server');
  if (pathname === '/') return [200, 'ready\n'];
  if (pathname !== '/work') return [404, 'There is nothing here.\n'];
  const ms = searchParams.get('ms') ?? '';
  if (!/^\d{1,5}$/.test(ms) || Number(ms) > 60_000) return [400, 'ms must be a number from 0 to 60000.\n'];
  await pause(Number(ms));
  return [200, 'done\n'];
}

let stopping = false;

const server = http.createServer(async (request, response) => {
  const [status, text] = await handle(request);
  // A connection that is kept open after its last answer would have to be waited for.
  if (stopping) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
});

server.listen(Number(process.env.PORT), process.env.HOST);

function stop() {
  if (stopping) process.exit(1);
  stopping = true;
  // Called once the last connection is closed. Those on which nothing runs are closed right away; Node.js before 19 needs to be told.
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(1), Number(process.env.GRACE_MS));
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
