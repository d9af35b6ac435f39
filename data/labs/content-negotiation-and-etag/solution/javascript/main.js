'use strict';

const { createHash } = require('node:crypto');
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
  const form = chooseForm(request.headers.accept ?? '*/*');
  const body = form.print(prices);
  const headers = { etag: tagOf(body), vary: 'Accept' };
  if (lists(request.headers['if-none-match'] ?? '', headers.etag, { weak: true })) {
    return response.writeHead(304, headers).end();
  }
  send(response, 200, body, { 'content-type': form.type, ...headers });
}

async function putPrices(request, response) {
  const wanted = request.headers['if-match'];
  if (wanted === undefined) throw new Refused(428, 'Say in If-Match which version you have read');
  const list = await readPrices(request);
  // From here on there is no await: nobody can come between comparing and storing.
  const [json] = forms;
  if (!lists(wanted, tagOf(json.print(prices)))) throw new Refused(412, 'The list has changed since you read it');
  prices = list;
  const body = json.print(prices);
  send(response, 200, body, { 'content-type': json.type, etag: tagOf(body) });
}

/** The form with the highest weight; the first one of those that are equal. */
function chooseForm(accept) {
  const weights = parseAccept(accept);
  let best = { weight: 0 };
  for (const form of forms) {
    const ranges = [form.type, form.type.replace(/\/.*/, '/*'), '*/*'];
    const weight = weights.get(ranges.find((range) => weights.has(range))) ?? 0;
    if (weight > best.weight) best = { form, weight };
  }
  if (!best.form) throw new Refused(406, `There is only ${forms.map(({ type }) => type).join(' and ')}`);
  return best.form;
}

/** Media range → weight. */
function parseAccept(accept) {
  return new Map(
    accept.split(',').map((part) => {
      const [range, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [range, weight ? Number(weight.slice(2)) || 0 : 1];
    }),
  );
}

function tagOf(body) {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
}

/** Whether a header lists an ETag. Weak ones count only where that is enough. */
function lists(header, tag, { weak = false } = {}) {
  const tags = header.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((one) => one === '*' || one === tag || (weak && one === `W/${tag}`));
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
