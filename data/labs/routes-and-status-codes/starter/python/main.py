import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEAS = [
    {"id": 1, "name": "Assam", "cents": 450},
    {"id": 2, "name": "Sencha", "cents": 720},
    {"id": 3, "name": "Rooibos", "cents": 390},
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        # TODO: look at self.command (the method) and self.path, and answer as the table in the brief says.
        self.send(501, {"error": "Not built yet"})

    do_GET = do_POST = do_PUT = do_DELETE = answer  # TODO: HEAD

    def read_text(self):
        """The whole body of the request as text."""
        length = int(self.headers.get("Content-Length", 0))
        return self.rfile.read(length).decode("utf-8", "replace")

    def send(self, status, value, headers=None):
        """Answers with JSON."""
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
