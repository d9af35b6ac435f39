import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import store

ROUTE = re.compile(r"/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?")


def increment(name):
    # TODO: fifty of these at once must still add fifty. Each request runs in a thread of its own.
    value = store.read(name) + 1
    store.write(name, value)
    return 200, {"name": name, "value": value}


def handle(method, path, body):
    """Answers with a status and what is sent as JSON."""
    match = ROUTE.fullmatch(path)
    if not match:
        return 404, {"error": "There is nothing here."}
    name, action = match.groups()
    if method == "GET" and action is None:
        return 200, {"name": name, "value": store.read(name)}
    if method == "POST" and action == "increment":
        return increment(name)
    # TODO: POST …/decrement, with 409 when there is nothing left.
    # TODO: PUT, with 400 for a body that is no whole number.
    return 405, {"error": "This method does not work here."}


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, 1000)).decode("utf-8", "replace")
        status, content = handle(self.command, self.path, body)
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    # Connections that may wait to be taken; the usual 5 are few for fifty clients at once.
    request_queue_size = 128


Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
