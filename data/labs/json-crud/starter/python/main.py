import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        path = self.path.partition("?")[0]
        # Read even if it is not needed: what stays in the connection would be taken for the next request.
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if path == "/books" and self.command == "GET":
            # TODO: all books, in the order in which they were added.
            return self.send(200, [{"id": 1, "title": "An example", "author": "Nobody"}])
        # TODO: POST /books, and GET, PUT and DELETE of /books/{id}. Each request runs in a thread of its own.
        self.send(404, {"error": f"There is nothing at {path}"})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def send(self, status, value=None, headers=None):
        """Answers with JSON; without a body where the status is 204."""
        body = b"" if status == 204 else json.dumps(value).encode()
        self.send_response(status)
        if body:
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
