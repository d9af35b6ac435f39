import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

ALLOWED_ORIGINS = frozenset(os.environ["ALLOWED_ORIGINS"].split(","))
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

notes = []
lock = Lock()  # requests run in threads of their own


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def cors_headers(self):
        """What every answer needs."""
        yield "Vary", "Origin"
        origin = self.headers.get("Origin")
        if any((origin or "").endswith(allowed.removeprefix("https://")) for allowed in ALLOWED_ORIGINS):
            yield "Access-Control-Allow-Origin", origin
            yield "Access-Control-Allow-Credentials", "true"
            yield "Access-Control-Expose-Headers", "Location"
            if self.command == "OPTIONS":
                yield "Access-Control-Allow-Methods", "GET, POST"
                yield "Access-Control-Allow-Headers", "Content-Type"
                yield "Access-Control-Max-Age", "7200"

    def refuse_forged_write(self):
        origin = self.headers.get("Origin")
        if origin is not None and origin not in ALLOWED_ORIGINS and self.command not in SAFE_METHODS:
            raise HttpError(403, "Pages of this origin may not write here.")

    def preflight(self):
        self.send(204)

    def list_notes(self):
        with lock:
            self.send(200, {"notes": notes})

    def add_note(self):
        try:
            body = json.loads(self.body)
        except ValueError:
            raise HttpError(400, "The body is not JSON.") from None
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            raise HttpError(400, "A text is needed.")
        with lock:
            note = {"id": len(notes) + 1, "text": body["text"]}
            notes.append(note)
        self.send(201, note, {"Location": f"/notes/{note['id']}"})

    routes = {"GET /notes": list_notes, "POST /notes": add_note}

    def answer(self):
        try:
            # Read in any case: what is left of it would be taken for the next request.
            length = int(self.headers.get("Content-Length", 0))
            if length > 10_000:
                self.close_connection = True
                raise HttpError(413, "The body is too long.")
            self.body = self.rfile.read(length)
            self.refuse_forged_write()
            if self.command == "OPTIONS":
                return self.preflight()
            route = self.routes.get(f"{self.command} {self.path.partition('?')[0]}")
            if route is None:
                raise HttpError(404, "There is nothing here.")
            route(self)
        except HttpError as error:
            self.send(error.status, {"error": str(error)})

    do_GET = do_POST = do_OPTIONS = answer

    def send(self, status, body=None, headers=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (*self.cors_headers(), *(headers or {}).items()):
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
