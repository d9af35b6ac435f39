const http = require('node:http');

const server = http.createServer((request, response) => {
  // TODO: look at request.method and request.url, and answer accordingly.
  response.statusCode = 501;
  response.end();
});

server.listen(Number(process.env.PORT), process.env.HOST);
