'use strict';

const http = require('node:http');
const backends = require('./backends');

/** What the service uses, and whether it can work without. */
const dependencies = { database: { vital: true }, cache: { vital: false } };

let draining = false;

async function check(name) {
  try {
    await backends.ping(name);
    return 'up';
  } catch (error) {
    console.error(error);
    return error.name === 'AbortError' ? 'timeout' : 'down';
  }
}

async function readiness() {
  const names = Object.keys(dependencies);
  const results = await Promise.all(names.map(check));
  const checks = Object.fromEntries(names.map((name, at) => [name, results[at]]));
  const works = names.every((name) => checks[name] === 'up' || !dependencies[name].vital);
  const status = draining ? 'draining' : works ? 'ready' : 'not ready';
  return [status === 'ready' ? 200 : 503, { status, checks }];
}

/** Answers with a status, and with what is sent as JSON. */
async function handle(request) {
  const simulated = /^\/simulate\/(\w+)$/.exec(request.url)?.[1];
  if (request.method === 'PUT' && simulated) return [backends.simulate(simulated, await readText(request)) ? 204 : 400];
  switch (`${request.method} ${request.url}`) {
    case 'GET /livez':
      return [200, { status: 'ok' }];
    case 'GET /readyz':
      return readiness();
    case 'POST /drain':
      draining = true;
      return [202, { status: 'draining' }];
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
    [status, content] = [500, { error: 'Something went wrong.' }];
  }
  response.setHeader('cache-control', 'no-store');
  if (content === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
});

server.listen(Number(process.env.PORT), process.env.HOST);
