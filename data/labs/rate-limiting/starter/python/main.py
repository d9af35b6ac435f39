import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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

    def take(self, client):
        """Takes a token, if there is one."""
        # TODO: remember tokens and time for each client; work out how many have come back since.
        return Taken(True, self.size, 0)


buckets = TokenBuckets(int(os.environ["BUCKET_SIZE"]), float(os.environ["SECONDS_PER_TOKEN"]))


def limited(route):
    """Puts the limit in front of a route."""

    def with_limit(handler):
        taken = buckets.take(handler.client())
        # TODO: set the headers; answer 429 if there was no token.
        route(handler, {})

    return with_limit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def client(self):
        """Whose bucket pays for the request: a key that we know, or else the address of the connection."""
        # TODO: self.headers, self.client_address
        return "everybody"

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
