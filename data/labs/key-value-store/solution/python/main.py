import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from store import Store

MAX_VALUE = 1024 * 1024

store = Store(Path(os.environ["DATA_DIR"]))


class Handler(BaseHTTPRequestHandler):
    def key(self):
        """The key in the path. None if there is none, and then that has been answered."""
        try:
            key = unquote(self.path.removeprefix("/keys/"), errors="strict") if self.path.startswith("/keys/") else ""
        except UnicodeDecodeError:
            self.answer(400)
            return None
        if not key:
            self.answer(404)
        return key or None

    def do_GET(self):
        if self.path == "/keys":
            return self.answer(200, json.dumps(store.keys()).encode(), "application/json")
        if (key := self.key()) is None:
            return
        value = store.get(key)
        if value is None:
            return self.answer(404)
        self.answer(200, value)

    def do_PUT(self):
        if (key := self.key()) is None:
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return self.answer(411)
        if int(length) > MAX_VALUE:
            return self.answer(413)
        value = self.rfile.read(int(length))
        if len(value) < int(length):
            return  # The client went away in the middle: this is not the value it meant.
        self.answer(201 if store.set(key, value) else 204)

    def do_DELETE(self):
        if (key := self.key()) is not None:
            self.answer(204 if store.delete(key) else 404)

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
