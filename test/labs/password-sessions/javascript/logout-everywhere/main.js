const http = require('node:http');
const { randomBytes, scrypt, timingSafeEqual } = require('node:crypto');
const { promisify } = require('node:util');

const COST = { N: 2 ** 10, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const derive = promisify(scrypt);

/** Name → what is stored of the password. */
const users = new Map();
/** Session id → name. */
const sessions = new Map();

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function hashPassword(password) {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, COST);
  return ['scrypt', salt.toString('base64'), hash.toString('base64')].join('$');
}

async function isPassword(password, stored) {
  const [, salt, hash] = stored.split('$').map((part) => Buffer.from(part, 'base64'));
  return timingSafeEqual(hash, await derive(password, salt, hash.length, COST));
}

/** Checked for names that nobody has, so that they take as long as the others. */
const nobody = hashPassword('the password of nobody');

async function createUser(request, response) {
  const { name, password } = await readCredentials(request);
  if (password.length < 8) throw new HttpError(400, 'A password has at least 8 characters.');
  const stored = await hashPassword(password);
  // Asked only now: while the hash was computed, somebody else may have taken the name.
  if (users.has(name)) throw new HttpError(409, 'This name is taken.');
  users.set(name, stored);
  send(response, 201, { name });
}

async function login(request, response) {
  const { name, password } = await readCredentials(request);
  const isRight = await isPassword(password, users.get(name) ?? (await nobody));
  if (!isRight || !users.has(name)) throw new HttpError(401, 'Name or password is wrong.');
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, name);
  send(response, 200, { name }, { 'Set-Cookie': `session=${id}; HttpOnly; SameSite=Lax; Path=/` });
}

function me(request, response) {
  send(response, 200, { name: sessionOf(request).name });
}

function logout(request, response) {
  sessions.delete(cookieOf(request, 'session'));
  send(response, 204, undefined, { 'Set-Cookie': 'session=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/' });
}

function logoutEverywhere(request, response) {
  const { name } = sessionOf(request);
  sessions.delete(cookieOf(request, 'session'));
  send(response, 204);
}

/** For the checks only: what somebody who steals the table would see. */
function exportUsers(request, response) {
  send(response, 200, { users: Array.from(users, ([name, password]) => ({ name, password })) });
}

/** The session of a request; without one, a 401. */
function sessionOf(request) {
  const name = sessions.get(cookieOf(request, 'session'));
  if (name === undefined) throw new HttpError(401, 'Log in first.');
  return { name };
}

/** The value of a cookie; undefined if it was not sent. */
function cookieOf(request, name) {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function readCredentials(request) {
  const body = await readJson(request);
  if (typeof body?.name !== 'string' || body.name === '' || typeof body.password !== 'string')
    throw new HttpError(400, 'Name and password are needed.');
  return body;
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

const routes = {
  'POST /users': createUser,
  'POST /login': login,
  'GET /me': me,
  'POST /logout': logout,
  'POST /logout-everywhere': logoutEverywhere,
  'GET /export': exportUsers,
};

const server = http.createServer(async (request, response) => {
  try {
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

server.listen(Number(process.env.PORT), process.env.HOST);
