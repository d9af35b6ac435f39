'use strict';

const http = require('node:http');

let prices = [
  { name: 'Assam', cents: 450 },
  { name: 'Sencha', cents: 720 },
];

/** In the order in which they are preferred where the client does not mind. */
const forms = [
  { type: 'application/json', print: (list) => JSON.stringify(list) },
  { type: 'text/csv', print: toCsv },
];

/** A request that is answered with this status and message. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function getPrices(request, response) {
  // TODO: choose the form by request.headers.accept, and look at request.headers['if-none-match'].
  // throw new Refused(406, '…') answers with that status and message.
  const [json] = forms;
  send(response, 200, json.print(prices), { 'content-type': json.type });
}

async function putPrices(request, response) {
  // TODO: look at request.headers['if-match'].
  prices = await readPrices(request);
  const [json] = forms;
  send(response, 200, json.print(prices), { 'content-type': json.type });
}

function toCsv(list) {
  const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return ['name,cents', ...list.map(({ name, cents }) => `${field(name)},${cents}`), ''].join('\r\n');
}

async function readPrices(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON');
  }
  const isPrice = (one) => typeof one?.name === 'string' && Number.isInteger(one.cents);
  if (!Array.isArray(list) || !list.every(isPrice)) throw new Refused(422, 'The body is not a list of prices');
  return list.map(({ name, cents }) => ({ name, cents }));
}

function send(response, status, body, headers) {
  response.writeHead(status, headers);
  response.end(body);
}

async function answer(request, response) {
  if (request.url !== '/prices') throw new Refused(404, `There is nothing at ${request.url}`);
  if (request.method === 'GET') return getPrices(request, response);
  if (request.method === 'PUT') return putPrices(request, response);
  response.setHeader('allow', 'GET, PUT');
  throw new Refused(405, 'Only GET and PUT are allowed here');
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!(error instanceof Refused)) console.error(error);
    const { status, message } = error instanceof Refused ? error : new Refused(500, 'Something went wrong here');
    send(response, status, JSON.stringify({ error: message }), { 'content-type': 'application/json' });
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
