import itertools
import json
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Refused(Exception):
    """A request that is answered with this status and message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Shelf:
    """The books, for many threads at a time."""

    def __init__(self):
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._books = {}

    def all(self):
        with self._lock:
            return list(self._books.values())

    def add(self, fields):
        with self._lock:
            book = {"id": next(self._ids), **fields}
            self._books[book["id"]] = book
            return book

    def get(self, book_id):
        with self._lock:
            return self._known(book_id)

    def replace(self, book_id, fields):
        with self._lock:
            self._known(book_id)
            self._books[book_id] = {"id": book_id, **fields}
            return self._books[book_id]

    def delete(self, book_id):
        with self._lock:
            self._books.pop(book_id, None)

    def _known(self, book_id):
        if book_id not in self._books:
            raise Refused(404, f"There is no book {book_id}")
        return self._books[book_id]


SHELF = Shelf()


def parse_book(body):
    """Title and author from the body, and nothing else that may be in it."""
    try:
        fields = json.loads(body)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
    if not isinstance(fields, dict):
        raise Refused(400, "The body must be a JSON object")
    book = {name: fields.get(name) for name in ("title", "author")}
    if not all(isinstance(value, str) for value in book.values()):
        raise Refused(400, "A book needs a title and an author, both text")
    return book


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        # Read even if it is not needed: what stays in the connection would be taken for the next request.
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.route(self.path.partition("?")[0], body)
        except Refused as refused:
            self.send(refused.status, {"error": str(refused)})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def route(self, path, body):
        if path == "/books":
            return self.collection(body)
        match = re.fullmatch(r"/books/([1-9][0-9]{0,14})", path)
        if match:
            return self.book(int(match[1]), body)
        raise Refused(404, f"There is nothing at {path}")

    def collection(self, body):
        if self.command == "GET":
            self.send(200, SHELF.all())
        elif self.command == "POST":
            book = SHELF.add(parse_book(body))
            self.send(201, book, {"Location": f"/books/{book['id']}"})
        else:
            self.not_allowed("GET, POST")

    def book(self, book_id, body):
        if self.command == "GET":
            self.send(200, SHELF.get(book_id))
        elif self.command == "PUT":
            self.send(200, SHELF.replace(book_id, parse_book(body)))
        elif self.command == "DELETE":
            SHELF.delete(book_id)
            self.send(204)
        else:
            self.not_allowed("GET, PUT, DELETE")

    def not_allowed(self, allow):
        self.send(405, {"error": f"Only {allow} are allowed here"}, {"Allow": allow})

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
