const http = require('node:http');

const { HOST, PORT, ALLOWED_ORIGINS } = process.env;
const allowedOrigins = new Set(ALLOWED_ORIGINS.split(','));
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const notes = [];

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Sets what every answer needs. Throws a 403 for a write that a stranger's page has sent. */
function applyCors(request, response) {
  const { origin } = request.headers;
  response.setHeader('Vary', 'Origin');
  if (allowedOrigins.has(origin)) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
      response.setHeader('Access-Control-Max-Age', '7200');
    }
  } else if (origin !== undefined && !safeMethods.has(request.method)) {
    throw new HttpError(403, 'Pages of this origin may not write here.');
  }
}

function listNotes(request, response) {
  send(response, 200, { notes });
}

async function addNote(request, response) {
  const body = await readJson(request);
  if (typeof body?.text !== 'string') throw new HttpError(400, 'A text is needed.');
  const note = { id: notes.length + 1, text: body.text };
  notes.push(note);
  send(response, 201, note, { Location: `/notes/${note.id}` });
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 10_000) throw new HttpError(413, 'The body is too long.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { ...(body && { 'Content-Type': 'application/json' }), ...headers });
  response.end(body && JSON.stringify(body));
}

const routes = { 'GET /notes': listNotes, 'POST /notes': addNote };

const server = http.createServer(async (request, response) => {
  try {
    applyCors(request, response);
    if (request.method === 'OPTIONS') return send(response, 204);
    const [path] = request.url.split('?');
    const route = `${request.method} ${path}`;
    if (!Object.hasOwn(routes, route)) throw new HttpError(404, 'There is nothing here.');
    await routes[route](request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    if (response.headersSent) response.destroy();
    else send(response, error.status ?? 500, { error: error.status ? error.message : 'Something went wrong.' });
  }
});

server.listen(Number(PORT), HOST);
