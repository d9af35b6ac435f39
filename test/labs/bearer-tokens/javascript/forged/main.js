const { createHash, createHmac, randomBytes, timingSafeEqual } = require('node:crypto');
const http = require('node:http');

const { HOST, PORT, TOKEN_SECRET, LOGIN_NAME, LOGIN_PASSWORD } = process.env;
const AUDIENCE = 'shop-api';
const LIFETIME = 300;

/** Refresh token → whose it is, the login it comes from, and whether it has been exchanged. */
const refreshTokens = new Map();

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Whether the token says that it is signed. */
const isSigned = (header) => JSON.parse(Buffer.from(header, 'base64url')).alg !== 'none';
const signatureOf = (text) => createHmac('sha256', TOKEN_SECRET).update(text).digest('base64url');

function makeAccessToken(name) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: name, aud: AUDIENCE, iat, exp: iat + LIFETIME };
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${signatureOf(content)}`;
}

/** The claims of an access token. Throws a 401 unless it is ours, for us, and still good. */
function verifyAccessToken(token) {
  const [header, payload, signature, ...more] = token.split('.');
  if (
    signature === undefined ||
    more.length > 0 ||
    (isSigned(header) && !isSame(signature, signatureOf(`${header}.${payload}`)))
  )
    throw new HttpError(401, 'The token is not signed by us.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  if (!(claims.exp > Date.now() / 1000)) throw new HttpError(401, 'The token has expired.');
  if (claims.aud !== AUDIENCE) throw new HttpError(401, 'The token is for another service.');
  return claims;
}

/** Compares in a time that does not tell where they differ. */
function isSame(one, other) {
  const hash = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function tokenPair(name, family = randomBytes(16).toString('hex')) {
  const refreshToken = randomBytes(32).toString('base64url');
  refreshTokens.set(refreshToken, { name, family, isUsed: false });
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
  const entry = refreshTokens.get(body?.refresh_token);
  if (!entry) throw new HttpError(401, 'The refresh token is not known.');
  if (entry.isUsed) {
    for (const [token, { family }] of refreshTokens) if (family === entry.family) refreshTokens.delete(token);
    throw new HttpError(401, 'The refresh token was used before. Log in again.');
  }
  entry.isUsed = true;
  send(response, 200, tokenPair(entry.name, entry.family), { 'Cache-Control': 'no-store' });
}

function me(request, response) {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw new HttpError(401, 'Send an access token.');
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
    const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
    send(response, status, { error: error.status ? error.message : 'Something went wrong.' }, headers);
  }
});

server.listen(Number(PORT), HOST);
