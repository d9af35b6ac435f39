import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import backends


def handle(method, path, body):
    """Answers with a status, and with what is sent as JSON, or None."""
    simulated = re.fullmatch(r"/simulate/(\w+)", path)
    if method == "PUT" and simulated:
        return (204 if backends.simulate(simulated[1], body) else 400), None
    if (method, path) == ("GET", "/readyz"):
        # TODO: what if it is down, or says nothing for a long time? And what of the cache?
        backends.ping("database")
        return 200, {"status": "ready", "checks": {"database": "up"}}
    # TODO: GET /livez and POST /drain
    return 404, {"error": "There is nothing here."}


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, 1000)).decode("utf-8", "replace")
        try:
            status, content = handle(self.command, self.path, body)
        except Exception as error:
            status, content = 500, {"error": str(error)}
        data = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        if content is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *args):
        pass


ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
