'use strict';

const http = require('node:http');

/** What is wrong with a value, or undefined. Texts come without white space around them. */
const rules = {
  email: (value) =>
    typeof value !== 'string' || value.length > 254 || !/^[^@\s]+@[^@\s]+$/.test(value)
      ? 'must be an address such as ada@example.org'
      : undefined,
  name: (value) =>
    typeof value !== 'string' || value === '' || [...value].length > 50 ? 'must have 1 to 50 characters' : undefined,
  age: (value) =>
    !Number.isInteger(value) || value <= 16 || value >= 120 ? 'must be a whole number from 16 to 120' : undefined,
};

/** A request that is answered with a problem document. */
class Problem extends Error {
  constructor(status, title, more = {}) {
    super(title);
    this.document = { title, status, ...more };
  }
}

/** The sign-up in a body, or one problem that names everything that is wrong with it. */
function parseSignup(body) {
  const signup = {};
  const errors = [];
  for (const [field, rule] of Object.entries(rules)) {
    const value = Object.hasOwn(body, field) ? body[field] : undefined;
    signup[field] = typeof value === 'string' ? value.trim() : value;
    const message = rule(signup[field]);
    if (message) errors.push({ field, message });
  }
  for (const field of Object.keys(body)) {
    if (!Object.hasOwn(rules, field)) errors.push({ field, message: 'is not a known field' });
  }
  if (errors.length > 0) throw new Problem(422, 'The sign-up is not valid', { errors });
  return signup;
}

async function readObject(request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw new Problem(415, 'Send the sign-up as application/json');
  let body;
  try {
    body = JSON.parse(await readText(request));
  } catch {
    throw new Problem(400, 'The body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(400, 'The body is not a JSON object');
  }
  return body;
}

async function answer(request, response) {
  const [path] = request.url.split('?', 1);
  if (path !== '/signups') throw new Problem(404, `There is nothing at ${path}`);
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    throw new Problem(405, 'Only POST is allowed here');
  }
  send(response, 201, parseSignup(await readObject(request)));
}

/** Answers with JSON. */
function send(response, status, value, type = 'application/json') {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(value));
}

/** The whole body of a request as text. */
async function readText(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!(error instanceof Problem)) console.error(error);
    const { document } = error instanceof Problem ? error : new Problem(500, 'Something went wrong here');
    send(response, document.status, document, 'application/problem+json');
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
