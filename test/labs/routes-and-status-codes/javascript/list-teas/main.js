'use strict';

const http = require('node:http');

const teas = [
  { id: 1, name: 'Assam', cents: 450 },
  { id: 2, name: 'Sencha', cents: 720 },
  { id: 3, name: 'Rooibos', cents: 390 },
];

const routes = [
  { path: /^\/teas$/, methods: { GET: listTeas } },
  { path: /^\/teas\/([^/]+)$/, methods: { GET: showTea } },
  { path: /^\/orders$/, methods: { POST: placeOrder } },
  { path: /^\/menu$/, methods: { GET: moved } },
];

function listTeas(request, response) {
  send(
    response,
    200,
    teas.map((tea) => tea.name),
  );
}

function showTea(request, response, id) {
  const tea = teas.find((one) => String(one.id) === id);
  if (tea) send(response, 200, tea);
  else send(response, 404, { error: `There is no tea ${id}` });
}

async function placeOrder(request, response) {
  const order = (await readText(request)).trim();
  if (order === '') send(response, 400, { error: 'Name the tea that you want' });
  else send(response, 201, { order });
}

function moved(request, response) {
  send(response, 301, { location: '/teas' }, { location: '/teas' });
}

/** The path decides about 404, and only then the method about 405. */
async function answer(request, response) {
  const [path] = request.url.split('?', 1);
  for (const route of routes) {
    const match = route.path.exec(path);
    if (!match) continue;
    const handler = route.methods[request.method === 'HEAD' ? 'GET' : request.method];
    if (handler) return handler(request, response, ...match.slice(1));
    return send(response, 405, { error: `${request.method} is not allowed here` }, { allow: allowed(route) });
  }
  send(response, 404, { error: `There is nothing at ${path}` });
}

function allowed({ methods }) {
  const names = Object.keys(methods);
  return (names.includes('GET') ? [...names, 'HEAD'] : names).join(', ');
}

/** Answers with JSON. Node itself leaves the body out when the request was HEAD. */
function send(response, status, value, headers = {}) {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
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
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
