'use strict';

const http = require('node:http');

const teas = [
  { id: 1, name: 'Assam', cents: 450 },
  { id: 2, name: 'Sencha', cents: 720 },
  { id: 3, name: 'Rooibos', cents: 390 },
];

/** Answers with JSON. */
function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}

/** The whole body of a request as text. */
async function readText(request) {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

async function answer(request, response) {
  // TODO: look at request.method and request.url, and answer as the table in the brief says.
  send(response, 501, { error: 'Not built yet' });
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
