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

const server = http.createServer(async (request, response) => {
  const [status, text] = await handle(request);
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
});

server.listen(Number(process.env.PORT), process.env.HOST);

// TODO: on SIGTERM and SIGINT take no new connections, finish what runs, and end with code 0.
// TODO: when that takes longer than process.env.GRACE_MS milliseconds, end with code 1.
