import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEAS = [
    {"id": 1, "name": "Assam", "cents": 450},
    {"id": 2, "name": "Sencha", "cents": 720},
    {"id": 3, "name": "Rooibos", "cents": 390},
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def list_teas(self):
        self.send(200, TEAS)

    def show_tea(self, tea_id):
        tea = next((tea for tea in TEAS if str(tea["id"]) == tea_id), None)
        if tea:
            self.send(200, [tea])
        else:
            self.send(404, {"error": f"There is no tea {tea_id}"})

    def place_order(self):
        order = self.read_text().strip()
        if order:
            self.send(201, {"order": order})
        else:
            self.send(400, {"error": "Name the tea that you want"})

    def moved(self):
        self.send(301, {"location": "/teas"}, {"Location": "/teas"})

    ROUTES = [
        (re.compile(r"/teas"), {"GET": list_teas}),
        (re.compile(r"/teas/([^/]+)"), {"GET": show_tea}),
        (re.compile(r"/orders"), {"POST": place_order}),
        (re.compile(r"/menu"), {"GET": moved}),
    ]

    def answer(self):
        """The path decides about 404, and only then the method about 405."""
        path = self.path.partition("?")[0]
        for pattern, methods in self.ROUTES:
            match = pattern.fullmatch(path)
            if not match:
                continue
            handler = methods.get("GET" if self.command == "HEAD" else self.command)
            if handler:
                return handler(self, *match.groups())
            allowed = [*methods, "HEAD"] if "GET" in methods else methods
            return self.send(405, {"error": f"{self.command} is not allowed here"}, {"Allow": ", ".join(allowed)})
        self.send(404, {"error": f"There is nothing at {path}"})

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def read_text(self):
        """The whole body of the request as text."""
        length = int(self.headers.get("Content-Length", 0))
        return self.rfile.read(length).decode("utf-8", "replace")

    def send(self, status, value, headers=None):
        """Answers with JSON; with its headers alone when the request was HEAD."""
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
