const http = require('node:http');

const { HOST, PORT, BUCKET_SIZE, SECONDS_PER_TOKEN, API_KEYS } = process.env;
const apiKeys = new Set(API_KEYS.split(','));

class TokenBuckets {
  constructor(size, secondsPerToken) {
    this.size = size;
    this.secondsPerToken = secondsPerToken;
  }

  /** Takes a token, if there is one. `retryAfter` is in seconds and means something only if there was none. */
  take(client) {
    // TODO: remember tokens and time for each client; work out how many have come back since.
    return { isAllowed: true, remaining: this.size, retryAfter: 0 };
  }
}

const buckets = new TokenBuckets(Number(BUCKET_SIZE), Number(SECONDS_PER_TOKEN));

/** Whose bucket pays for the request: a key that we know, or else the address of the connection. */
function clientOf(request) {
  // TODO: request.headers, request.socket.remoteAddress
  return 'everybody';
}

/** Puts the limit in front of a handler. */
function limited(handler) {
  return (request, response) => {
    const { isAllowed, remaining, retryAfter } = buckets.take(clientOf(request));
    // TODO: set the headers; answer 429 if there was no token.
    handler(request, response);
  };
}

function quote(request, response) {
  send(response, 200, { quote: 'Well begun is half done.' });
}

function health(request, response) {
  send(response, 200, { status: 'ok' });
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const routes = { 'GET /quotes': limited(quote), 'GET /health': health };

const server = http.createServer((request, response) => {
  const [path] = request.url.split('?');
  const route = `${request.method} ${path}`;
  if (Object.hasOwn(routes, route)) routes[route](request, response);
  else send(response, 404, { error: 'There is nothing here.' });
});

server.listen(Number(PORT), HOST);
