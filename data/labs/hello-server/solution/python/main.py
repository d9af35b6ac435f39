import os
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def greet(path, query):
    """The greeting for a path, or None where there is nothing."""
    if path == "/":
        return "Hello, world!\n"
    if path == "/hello":
        name = parse_qs(query).get("name", ["world"])[0]
        return f"Hello, {name}!\n"
    return None


class Handler(BaseHTTPRequestHandler):
    # What names no version is answered in HTTP all the same.
    default_request_version = "HTTP/1.0"

    def answer(self):
        target = urlsplit(self.path)
        greeting = greet(target.path, target.query)
        if greeting is None:
            self.send_text(HTTPStatus.NOT_FOUND, "Not found\n")
        elif self.command not in ("GET", "HEAD"):
            self.send_text(HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed\n", Allow="GET, HEAD")
        else:
            self.send_text(HTTPStatus.OK, greeting)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def send_text(self, status, text, **headers):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # As many as may wait while the others are being accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
