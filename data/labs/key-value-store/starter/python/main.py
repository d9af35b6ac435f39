import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Key -> value, in bytes. TODO: it is all gone when the program ends. Keep it in files below DATA_DIR.
values = {}


class Handler(BaseHTTPRequestHandler):
    def key(self):
        """The key in the path; None if there is none."""
        # TODO: in the path the key is percent-encoded.
        return self.path.removeprefix("/keys/") if self.path.startswith("/keys/") else None

    def do_GET(self):
        if self.path == "/keys":
            return self.answer(200, json.dumps(sorted(values)).encode(), "application/json")
        value = values.get(self.key())
        if value is None:
            return self.answer(404)
        self.answer(200, value)

    def do_PUT(self):
        key = self.key()
        if not key:
            return self.answer(404)
        value = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_new = key not in values
        values[key] = value
        self.answer(201 if is_new else 204)

    # TODO: do_DELETE

    def answer(self, status, body=b"", content_type="application/octet-stream"):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    # Connections that may wait to be taken; the usual 5 are few for fifty clients at once.
    request_queue_size = 128


Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
