'use strict';

const http = require('node:http');

async function answer(request, response) {
  const [path] = request.url.split('?', 1);
  if (path === '/books' && request.method === 'GET') {
    // TODO: all books, in the order in which they were added.
    return send(response, 200, [{ id: 1, title: 'An example', author: 'Nobody' }]);
  }
  // TODO: POST /books, and GET, PUT and DELETE of /books/{id}.
  send(response, 404, { error: `There is nothing at ${path}` });
}

/** Answers with JSON; without a body where the value is undefined. */
function send(response, status, value, headers = {}) {
  if (value === undefined) return response.writeHead(status, headers).end();
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

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else send(response, 500, { error: 'Something went wrong here' });
  });
});
server.listen(Number(process.env.PORT), process.env.HOST);
