import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DATA_DIR = Path(os.environ["DATA_DIR"])
SECRETS = [secret.encode() for secret in os.environ["WEBHOOK_SECRETS"].split(",")]


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def verify(headers, body):
    """Raises a 401 unless the provider has sent just this body (bytes), and not long ago."""
    # TODO: headers.get("X-Timestamp"), headers.get("X-Signature") and SECRETS decide.


def parse_event(body):
    """The event in a body. Raises a 400 if there is none."""
    # TODO: answer 400 to what is no event.
    return json.loads(body)


def store(event, body):
    """Returns when the event is on disk."""
    # TODO: store it once, however often it comes, and so that a crash leaves no half of it.


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def receive(self):
        verify(self.headers, self.body)
        store(parse_event(self.body), self.body)
        self.send(204)

    def list_events(self):
        """The stored events: the files *.json in DATA_DIR, which are named after their ids."""
        events = [json.loads(file.read_bytes()) for file in DATA_DIR.glob("*.json")]
        events.sort(key=lambda event: event["id"])
        self.send(200, {"events": [{"id": event["id"], "type": event["type"]} for event in events]})

    routes = {"POST /webhooks": receive, "GET /events": list_events}

    def answer(self):
        try:
            # Read in any case: what is left of it would be taken for the next request.
            length = int(self.headers.get("Content-Length", 0))
            if length > 1_000_000:
                self.close_connection = True
                raise HttpError(413, "The body is too long.")
            self.body = self.rfile.read(length)
            route = self.routes.get(f"{self.command} {self.path.partition('?')[0]}")
            if route is None:
                raise HttpError(404, "There is nothing here.")
            route(self)
        except HttpError as error:
            self.send(error.status, {"error": str(error)})

    do_GET = do_POST = answer

    def send(self, status, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
