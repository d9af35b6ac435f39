'use strict';

const http = require('node:http');
const values = new Map();
const store = {
  read: async (name) => values.get(name) ?? 0,
  write: async (name, value) => void values.set(name, value),
};

const route = /^\/counters\/([a-z0-9-]{1,40})(?:\/(increment|decrement))?$/;

/** Name → the end of the queue of tasks for that counter. A counter nobody is busy with is not in here. */
const queues = new Map();

/** Runs a task once all earlier tasks for this counter are over. Other counters are not waited for. */
function exclusively(name, task) {
  const result = (queues.get(name) ?? Promise.resolve()).then(task);
  // The next task runs whether this one succeeds or not.
  const end = result
    .catch(() => undefined)
    .then(() => {
      if (queues.get(name) === end) queues.delete(name);
    });
  queues.set(name, end);
  return result;
}

/** Answers with a status and what is sent as JSON. */
async function handle(request) {
  const [, name, action = 'value'] = route.exec(request.url) ?? [];
  if (name === undefined) return [404, { error: 'There is nothing here.' }];
  switch (`${request.method} ${action}`) {
    case 'GET value':
      return [200, { name, value: await store.read(name) }];
    case 'PUT value':
      return put(name, await readText(request));
    case 'POST increment':
      return exclusively(name, () => add(name, 1));
    case 'POST decrement':
      return exclusively(name, () => add(name, -1));
    default:
      return [405, { error: 'This method does not work here.' }];
  }
}

async function put(name, text) {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
  if (!(value <= 1_000_000)) return [400, { error: 'The body must be a whole number from 0 to 1000000.' }];
  await exclusively(name, () => store.write(name, value));
  return [200, { name, value }];
}

async function add(name, change) {
  const value = (await store.read(name)) + change;
  if (value < 0) return [409, { error: 'Nothing is left.' }];
  await store.write(name, value);
  return [200, { name, value }];
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
