const http = require('node:http');

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
  // TODO: this is the password itself. Store a slow, salted hash of it.
  return password;
}

async function isPassword(password, stored) {
  // TODO: hash the password in the same way, with the stored salt, and compare.
  return password === stored;
}

async function createUser(request, response) {
  const { name, password } = await readCredentials(request);
  if (password.length < 8) throw new HttpError(400, 'A password has at least 8 characters.');
  // TODO: answer 409 if the name is taken.
  users.set(name, await hashPassword(password));
  send(response, 201, { name });
}

async function login(request, response) {
  const { name, password } = await readCredentials(request);
  // TODO: answer 401 if the name or the password is wrong.
  // TODO: make a random session id, remember whose it is, and set the cookie.
  send(response, 200, { name });
}

function me(request, response) {
  // TODO: find the session of the request; without one, answer 401.
  throw new HttpError(501, 'Not built yet.');
}

function logout(request, response) {
  // TODO: end the session on the server.
  send(response, 204);
}

function logoutEverywhere(request, response) {
  // TODO: end all sessions of the user whose session this is.
  send(response, 204);
}

/** For the checks only: what somebody who steals the table would see. */
function exportUsers(request, response) {
  send(response, 200, { users: Array.from(users, ([name, password]) => ({ name, password })) });
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
