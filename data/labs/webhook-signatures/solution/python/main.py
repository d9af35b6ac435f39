import hmac
import json
import os
import re
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DATA_DIR = Path(os.environ["DATA_DIR"])
SECRETS = [secret.encode() for secret in os.environ["WEBHOOK_SECRETS"].split(",")]
TOLERANCE = 300


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def verify(headers, body):
    """Raises a 401 unless the provider has sent just this body (bytes), and not long ago."""
    timestamp = headers.get("X-Timestamp", "")
    if not re.fullmatch("[0-9]{1,15}", timestamp) or abs(time.time() - int(timestamp)) > TOLERANCE:
        raise HttpError(401, "The timestamp is missing or too far away.")
    signature = headers.get("X-Signature", "").encode()
    signed = f"{timestamp}.".encode() + body
    expected = (f"sha256={hmac.digest(secret, signed, 'sha256').hex()}".encode() for secret in SECRETS)
    if not any(hmac.compare_digest(signature, one) for one in expected):
        raise HttpError(401, "The signature is wrong.")


def parse_event(body):
    """The event in a body. Raises a 400 if there is none."""
    try:
        event = json.loads(body)
    except ValueError:
        raise HttpError(400, "The body is not JSON.") from None
    match event:
        case {"id": str(id), "type": str()} if re.fullmatch("[A-Za-z0-9_-]{1,64}", id):
            return event
    raise HttpError(400, "An event has an id and a type.")


def store(event, body):
    """Returns when the event is on disk."""
    with tempfile.NamedTemporaryFile(dir=DATA_DIR, suffix=".tmp", delete=False) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    # One file for each id: the same event once more replaces itself.
    os.replace(file.name, DATA_DIR / f"{event['id']}.json")


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
