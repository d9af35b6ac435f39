import json
import logging
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import backends


# What the service uses, and whether it can work without.
VITAL = {"database": True, "cache": False}

# Seconds that each of them may take to answer.
PATIENCE = 1

draining = threading.Event()


def check(name):
    try:
        backends.ping(name, timeout=PATIENCE)
        return "up"
    except TimeoutError as error:
        logging.warning(error)
        return "timeout"
    except OSError as error:
        logging.warning(error)
        return "down"


def readiness():
    # Side by side, so that two that are stuck take one second, not two.
    with ThreadPoolExecutor(len(VITAL)) as pool:
        checks = dict(zip(VITAL, pool.map(check, VITAL)))
    works = all(checks[name] == "up" for name, vital in VITAL.items() if vital)
    status = "draining" if draining.is_set() else "ready" if works else "not ready"
    return (200 if status == "ready" else 503), {"status": status, "checks": checks}


def handle(method, path, body):
    """Answers with a status, and with what is sent as JSON, or None."""
    simulated = re.fullmatch(r"/simulate/(\w+)", path)
    if method == "PUT" and simulated:
        return (204 if backends.simulate(simulated[1], body) else 400), None
    match method, path:
        case "GET", "/livez":
            return 200, {"status": "ok"}
        case "GET", "/readyz":
            return readiness()
        case "POST", "/drain":
            draining.set()
            return 202, {"status": "draining"}
    return 404, {"error": "There is nothing here."}


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, 1000)).decode("utf-8", "replace")
        try:
            status, content = handle(self.command, self.path, body)
        except Exception:
            logging.exception("%s %s", self.command, self.path)
            status, content = 500, {"error": "Something went wrong."}
        data = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Cache-Control", "no-store")
        if content is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *args):
        pass


ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
