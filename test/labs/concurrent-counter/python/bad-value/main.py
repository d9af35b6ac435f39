import json
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import store

ROUTE = re.compile(r"/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?")


# One lock per counter, so that different counters do not wait for each other. `_guard` keeps two threads from making the same one twice.
_guard = threading.Lock()
_locks = {}


def lock_of(name):
    with _guard:
        return _locks.setdefault(name, threading.Lock())


def handle(method, path, body):
    """Answers with a status and what is sent as JSON."""
    found = ROUTE.fullmatch(path)
    if not found:
        return 404, {"error": "There is nothing here."}
    name, action = found.groups()
    match method, action:
        case "GET", None:
            return 200, {"name": name, "value": store.read(name)}
        case "PUT", None:
            return put(name, body)
        case "POST", "increment":
            return add(name, 1)
        case "POST", "decrement":
            return add(name, -1)
    return 405, {"error": "This method does not work here."}


def put(name, text):
    lock = lock_of(name)
    lock.acquire()
    if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) > 1_000_000:
        return 400, {"error": "The body must be a whole number from 0 to 1000000."}
    store.write(name, int(text))
    lock.release()
    return 200, {"name": name, "value": int(text)}


def add(name, change):
    with lock_of(name):
        value = store.read(name) + change
        if value < 0:
            return 409, {"error": "Nothing is left."}
        store.write(name, value)
    return 200, {"name": name, "value": value}


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
