const { createHash, createHmac, randomBytes, timingSafeEqual } = require('node:crypto');
const http = require('node:http');

const { HOST, PORT, TOKEN_SECRET, LOGIN_NAME, LOGIN_PASSWORD } = process.env;
const AUDIENCE = 'shop-api';
const LIFETIME = 300;

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function makeAccessToken(name) {
  // TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
  return `token-of-${name}`;
}

/** The claims of an access token. Throws a 401 unless it is ours, for us, and still good. */
function verifyAccessToken(token) {
  // TODO: check the signature first, then exp and aud. Throw an HttpError with status 401 if anything is wrong.
  return { sub: token.slice('token-of-'.length) };
}

/** Compares in a time that does not tell where they differ. */
function isSame(one, other) {
  const hash = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function tokenPair(name) {
  // TODO: a random refresh token; remember whose it is, and which login it comes from.
  const refreshToken = 'TODO';
  return {
    access_token: makeAccessToken(name),
    token_type: 'Bearer',
    expires_in: LIFETIME,
    refresh_token: refreshToken,
  };
}

async function login(request, response) {
  const body = await readJson(request);
  const isRight = isSame(String(body?.name), LOGIN_NAME) && isSame(String(body?.password), LOGIN_PASSWORD);
  if (!isRight) throw new HttpError(401, 'Name or password is wrong.');
  send(response, 200, tokenPair(body.name), { 'Cache-Control': 'no-store' });
}

async function refresh(request, response) {
  const body = await readJson(request);
  // TODO: take each refresh token once. If one comes again, end all tokens of the same login.
  throw new HttpError(501, 'Not built yet.');
}

function me(request, response) {
  // TODO: answer 401 if there is no token.
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  send(response, 200, { name: verifyAccessToken(token).sub });
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
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const routes = { 'POST /token': login, 'POST /refresh': refresh, 'GET /me': me };

const server = http.createServer(async (request, response) => {
  try {
    const [path] = request.url.split('?');
    const route = `${request.method} ${path}`;
    if (!Object.hasOwn(routes, route)) throw new HttpError(404, 'There is nothing here.');
    await routes[route](request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    if (response.headersSent) return response.destroy();
    const status = error.status ?? 500;
    // TODO: a 401 says with a header how to do better.
    send(response, status, { error: error.status ? error.message : 'Something went wrong.' });
  }
});

server.listen(Number(PORT), HOST);
