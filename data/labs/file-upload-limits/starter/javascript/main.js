const { randomUUID } = require('node:crypto');
const fs = require('node:fs/promises');
const http = require('node:http');
const path = require('node:path');

const { HOST, PORT, DATA_DIR } = process.env;
const MAX_BYTES = Number(process.env.MAX_BYTES);

/** Id → what is known of the file of that name in DATA_DIR. */
const files = new Map();

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Throws a 400 for a name that is not safe in a header, or somewhere else. */
function checkName(name) {
  // TODO
}

/** What the bytes are. Throws a 415 if they are nothing that we take. */
function typeOf(bytes) {
  // TODO: look at the first bytes.
  return 'application/octet-stream';
}

/** The whole body. Throws a 413 as soon as it is clear that it has more than MAX_BYTES. */
function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    // TODO: do not wait if the length is announced, and stop if it is not.
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

async function upload(request, response, { searchParams }) {
  const name = searchParams.get('name');
  checkName(name);
  const bytes = await readBody(request);
  const type = typeOf(bytes);
  // TODO: an id of its own for each upload.
  const id = 'TODO';
  await fs.writeFile(path.join(DATA_DIR, id), bytes);
  const file = { id, name, type, size: bytes.length };
  files.set(id, file);
  send(response, 201, file, { Location: `/files/${id}` });
}

async function download(response, id) {
  const file = files.get(id);
  if (!file) throw new HttpError(404, 'There is no such file.');
  const bytes = await fs.readFile(path.join(DATA_DIR, file.id));
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': bytes.length,
    // TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
  });
  response.end(bytes);
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const [, folder, id, ...more] = url.pathname.split('/');
  if (folder !== 'files' || more.length > 0) throw new HttpError(404, 'There is nothing here.');
  if (request.method === 'GET' && id !== undefined) return download(response, id);
  if (request.method === 'GET') return send(response, 200, { files: [...files.values()] });
  if (request.method === 'POST' && id === undefined) return upload(request, response, url);
  throw new HttpError(405, 'This method means nothing here.');
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!(error instanceof HttpError)) console.error(error);
    if (response.headersSent) return response.destroy();
    // Closing spares us the rest of a body that nobody wants.
    const message = error.status ? error.message : 'Something went wrong.';
    send(response, error.status ?? 500, { error: message }, { Connection: 'close' });
  });
});

server.listen(Number(PORT), HOST);
