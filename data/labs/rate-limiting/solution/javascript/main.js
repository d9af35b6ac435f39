const http = require('node:http');

const { HOST, PORT, BUCKET_SIZE, SECONDS_PER_TOKEN, API_KEYS } = process.env;
const apiKeys = new Set(API_KEYS.split(','));

class TokenBuckets {
  /** Client → tokens, and when there were so many. */
  #buckets = new Map();

  constructor(size, secondsPerToken) {
    this.size = size;
    this.secondsPerToken = secondsPerToken;
  }

  /** Takes a token, if there is one. `retryAfter` is in seconds and means something only if there was none. */
  take(client) {
    const now = performance.now() / 1000;
    if (this.#buckets.size > 10_000) this.#dropFull(now);
    const tokens = this.#tokens(this.#buckets.get(client), now);
    const isAllowed = tokens >= 1;
    const left = isAllowed ? tokens - 1 : tokens;
    this.#buckets.set(client, { tokens: left, at: now });
    return { isAllowed, remaining: Math.floor(left), retryAfter: Math.ceil((1 - left) * this.secondsPerToken) };
  }

  #tokens(bucket, now) {
    if (!bucket) return this.size;
    return Math.min(this.size, bucket.tokens + (now - bucket.at) / this.secondsPerToken);
  }

  /** A full bucket says no more than none, so clients who have gone need no memory. */
  #dropFull(now) {
    for (const [client, bucket] of this.#buckets)
      if (this.#tokens(bucket, now) >= this.size) this.#buckets.delete(client);
  }
}

const buckets = new TokenBuckets(Number(BUCKET_SIZE), Number(SECONDS_PER_TOKEN));

/** Whose bucket pays for the request: a key that we know, or else the address of the connection. */
function clientOf(request) {
  const key = request.headers['x-api-key'];
  return apiKeys.has(key) ? `key ${key}` : `address ${request.socket.remoteAddress}`;
}

/** Puts the limit in front of a handler. */
function limited(handler) {
  return (request, response) => {
    const { isAllowed, remaining, retryAfter } = buckets.take(clientOf(request));
    response.setHeader('X-RateLimit-Limit', buckets.size);
    response.setHeader('X-RateLimit-Remaining', remaining);
    if (isAllowed) return handler(request, response);
    send(response, 429, { error: 'Too many requests.' }, { 'Retry-After': retryAfter });
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
