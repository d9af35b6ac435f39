import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

import history

lock = Lock()


class Handler(BaseHTTPRequestHandler):
    # Each request runs in a thread of its own.

    def do_POST(self):
        if self.path != "/messages":
            return self.send_error(404)
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        with lock:
            number = history.append(text)
        # TODO: hand it to everybody who is connected.
        data = json.dumps({"id": number}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path != "/events":
            return self.send_error(404)
        # TODO: the headers of an event stream, at once; what was missed since self.headers["Last-Event-ID"]; then what is new, as long as
        # the client stays.
        self.send_error(501)

    def log_message(self, *args):
        pass


ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
