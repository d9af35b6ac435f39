const http = require('node:http');

const greetings = {
  '/': () => 'Hello, world!\n',
  '/hello': (query) => `Hello, ${query.get('name') || 'world'}!\n`,
};

const server = http.createServer((request, response) => {
  const [path, query = ''] = request.url.split('?', 2);
  const greet = path.startsWith('/hello') ? greetings['/hello'] : greetings[path];
  if (!greet) return send(request, response, 404, 'Not found\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return send(request, response, 405, 'Method not allowed\n');
  }
  send(request, response, 200, greet(new URLSearchParams(query)));
});

function send(request, response, status, text) {
  const body = Buffer.from(text);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

server.listen(Number(process.env.PORT), process.env.HOST);
