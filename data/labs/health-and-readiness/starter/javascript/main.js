'use strict';

const http = require('node:http');
const backends = require('./backends');

/** Answers with a status, and with what is sent as JSON. */
async function handle(request) {
  const simulated = /^\/simulate\/(\w+)$/.exec(request.url)?.[1];
  if (request.method === 'PUT' && simulated) return [backends.simulate(simulated, await readText(request)) ? 204 : 400];
  switch (`${request.method} ${request.url}`) {
    case 'GET /readyz':
      // TODO: what if it is down, or says nothing for a long time? And what of the cache?
      await backends.ping('database');
      return [200, { status: 'ready', checks: { database: 'up' } }];
    // TODO: GET /livez and POST /drain
    default:
      return [404, { error: 'There is nothing here.' }];
  }
}

async function readText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) if (text.length < 1000) text += chunk;
  return text;
}

const server = http.createServer(async (request, response) => {
  let status, content;
  try {
    [status, content] = await handle(request);
  } catch (error) {
    console.error(error);
    [status, content] = [500, { error: error.message }];
  }
  if (content === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
});

server.listen(Number(process.env.PORT), process.env.HOST);
