'use strict';

const http = require('node:http');

async function answer(request, response) {
  const body = JSON.parse(await readText(request));
  // TODO: look at the path, at the type of the body, and at each field, as the brief says.
  send(response, 201, body);
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
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
