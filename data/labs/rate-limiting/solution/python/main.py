import json
import math
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import NamedTuple

API_KEYS = frozenset(os.environ["API_KEYS"].split(","))


class Taken(NamedTuple):
    is_allowed: bool
    remaining: int
    retry_after: int  # seconds; means something only if there was no token


class TokenBuckets:
    def __init__(self, size, seconds_per_token):
        self.size = size
        self.seconds_per_token = seconds_per_token
        self._buckets = {}  # client → tokens, and when there were so many
        self._lock = Lock()  # requests run in threads of their own

    def take(self, client):
        """Takes a token, if there is one."""
        with self._lock:
            now = time.monotonic()
            if len(self._buckets) > 10_000:
                self._drop_full(now)
            tokens = self._tokens(self._buckets.get(client), now)
            is_allowed = tokens >= 1
            left = tokens - is_allowed
            self._buckets[client] = (left, now)
        return Taken(is_allowed, int(left), math.ceil((1 - left) * self.seconds_per_token))

    def _tokens(self, bucket, now):
        if bucket is None:
            return self.size
        tokens, at = bucket
        return min(self.size, tokens + (now - at) / self.seconds_per_token)

    def _drop_full(self, now):
        """A full bucket says no more than none, so clients who have gone need no memory."""
        self._buckets = {
            client: bucket for client, bucket in self._buckets.items() if self._tokens(bucket, now) < self.size
        }


buckets = TokenBuckets(int(os.environ["BUCKET_SIZE"]), float(os.environ["SECONDS_PER_TOKEN"]))


def limited(route):
    """Puts the limit in front of a route."""

    def with_limit(handler):
        taken = buckets.take(handler.client())
        headers = {"X-RateLimit-Limit": buckets.size, "X-RateLimit-Remaining": taken.remaining}
        if taken.is_allowed:
            route(handler, headers)
        else:
            headers["Retry-After"] = taken.retry_after
            handler.send_json(429, {"error": "Too many requests."}, headers)

    return with_limit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def client(self):
        """Whose bucket pays for the request: a key that we know, or else the address of the connection."""
        key = self.headers.get("X-Api-Key")
        return ("key", key) if key in API_KEYS else ("address", self.client_address[0])

    @limited
    def quote(self, headers):
        self.send_json(200, {"quote": "Well begun is half done."}, headers)

    def health(self):
        self.send_json(200, {"status": "ok"})

    routes = {"/quotes": quote, "/health": health}

    def do_GET(self):
        route = self.routes.get(self.path.partition("?")[0])
        if route is None:
            self.send_json(404, {"error": "There is nothing here."})
        else:
            route(self)

    def send_json(self, status, body, headers=None):
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, str(value))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
