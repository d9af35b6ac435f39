const { createHmac, randomUUID, timingSafeEqual } = require('node:crypto');
const fs = require('node:fs/promises');
const http = require('node:http');
const path = require('node:path');

const { HOST, PORT, DATA_DIR, WEBHOOK_SECRETS } = process.env;
const secrets = WEBHOOK_SECRETS.split(',');
const TOLERANCE = 300;

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Throws a 401 unless the provider has sent just this body, and not long ago. */
function verify(headers, body) {
  const timestamp = headers['x-timestamp'] ?? '';
  const signature = Buffer.from(headers['x-signature'] ?? '');
  const age = /^\d+$/.test(timestamp) ? Date.now() / 1000 - Number(timestamp) : Infinity;
  if (Math.abs(age) > TOLERANCE) throw new HttpError(401, 'The timestamp is missing or too far away.');
  const isSigned = secrets.some((secret) => {
    const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
    const expected = Buffer.from(`sha256=${hmac.digest('hex')}`);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
  if (!isSigned) throw new HttpError(401, 'The signature is wrong.');
}

/** The event in a body. Throws a 400 if there is none. */
function parseEvent(body) {
  let event;
  try {
    event = JSON.parse(body.toString());
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
  if (typeof event?.id !== 'string' || !/^[\w-]{1,64}$/.test(event.id) || typeof event.type !== 'string')
    throw new HttpError(400, 'An event has an id and a type.');
  return event;
}

/** Resolves when the event is on disk. */
async function store(event, body) {
  const temporary = path.join(DATA_DIR, `${randomUUID()}.tmp`);
  const file = await fs.open(temporary, 'wx');
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
  // One file for each id: the same event once more replaces itself.
  await fs.rename(temporary, path.join(DATA_DIR, `${event.id}.json`));
}

async function receive(request, response) {
  const body = await readBody(request);
  verify(request.headers, body);
  await store(parseEvent(body), body);
  send(response, 204);
}

/** The stored events: the files *.json in DATA_DIR, which are named after their ids. */
async function listEvents(request, response) {
  const names = (await fs.readdir(DATA_DIR)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => fs.readFile(path.join(DATA_DIR, name), 'utf8')));
  const events = texts.map((text) => JSON.parse(text)).map(({ id, data }) => ({ id, data }));
  send(response, 200, { events: events.sort((one, other) => (one.id < other.id ? -1 : 1)) });
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 1_000_000) throw new HttpError(413, 'The body is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response, status, body) {
  response.writeHead(status, body && { 'Content-Type': 'application/json' });
  response.end(body && JSON.stringify(body));
}

const routes = { 'POST /webhooks': receive, 'GET /events': listEvents };

const server = http.createServer(async (request, response) => {
  try {
    const [pathname] = request.url.split('?');
    const route = `${request.method} ${pathname}`;
    if (!Object.hasOwn(routes, route)) throw new HttpError(404, 'There is nothing here.');
    await routes[route](request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    if (response.headersSent) response.destroy();
    else send(response, error.status ?? 500, { error: error.status ? error.message : 'Something went wrong.' });
  }
});

server.listen(Number(PORT), HOST);
