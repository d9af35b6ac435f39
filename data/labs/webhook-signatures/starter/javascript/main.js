const fs = require('node:fs/promises');
const http = require('node:http');
const path = require('node:path');

const { HOST, PORT, DATA_DIR, WEBHOOK_SECRETS } = process.env;
const secrets = WEBHOOK_SECRETS.split(',');

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Throws a 401 unless the provider has sent just this body, and not long ago. */
function verify(headers, body) {
  // TODO: headers['x-timestamp'], headers['x-signature'] and the secrets decide. `body` is a Buffer.
}

/** The event in a body. Throws a 400 if there is none. */
function parseEvent(body) {
  // TODO: answer 400 to what is no event.
  return JSON.parse(body.toString());
}

/** Resolves when the event is on disk. */
async function store(event, body) {
  // TODO: store it once, however often it comes, and so that a crash leaves no half of it.
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
  const events = texts.map((text) => JSON.parse(text)).map(({ id, type }) => ({ id, type }));
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
