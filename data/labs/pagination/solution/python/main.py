import base64
import itertools
import json
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

# In no special order. Requests run in threads, so hold the lock while you look at the list.
BOOKS = [{"id": n, "title": f"Book {n}", "added": f"2026-03-{n * 7 % 10 + 1:02}"} for n in range(1, 121)]
IDS = itertools.count(121)
LOCK = threading.Lock()


class Problem(Exception):
    """A request that is answered with this status and title."""

    def __init__(self, status, title):
        super().__init__(title)
        self.status = status


def place(book):
    """Where a book stands: all that the order depends on."""
    return book["added"], book["id"]


def list_books(limit, after):
    """One page. limit and after are None where the request does not have them."""
    size = parse_limit("20" if limit is None else limit)
    start = None if after is None else parse_cursor(after)
    with LOCK:
        behind = [book for book in BOOKS if start is None or place(book) < start]
    # One more than asked for tells whether there is another page. A database would use an index on added and id.
    found = sorted(behind, key=place, reverse=True)[: size + 1]
    items = found[:size]
    return {"items": items, "next": cursor_of(items[-1]) if len(found) > size else None}


def parse_limit(text):
    if not re.fullmatch("0*[1-9][0-9]{0,8}", text):
        raise Problem(400, "The limit must be a whole number from 1 on")
    return min(int(text), 100)


def cursor_of(book):
    """The place of a book in the order; it stays valid when the book is deleted."""
    return base64.urlsafe_b64encode("{} {}".format(*place(book)).encode()).decode().rstrip("=")


def parse_cursor(text):
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        decoded = ""
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,15})", decoded)
    if not match:
        raise Problem(400, "The cursor is not one of ours")
    return match[1], int(match[2])


def add_book(fields):
    with LOCK:
        book = {"id": next(IDS), "title": str(fields.get("title")), "added": str(fields.get("added"))}
        BOOKS.append(book)
        return book


def delete_book(path):
    with LOCK:
        book = next((book for book in BOOKS if path == f"/books/{book['id']}"), None)
        if book is None:
            raise Problem(404, f"There is nothing at {path}")
        BOOKS.remove(book)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, query = self.path.partition("?")
        try:
            if path == "/books" and self.command == "GET":
                parameters = parse_qs(query, keep_blank_values=True)
                page = list_books(parameters.get("limit", [None])[0], parameters.get("after", [None])[0])
                self.send(200, page)
            elif path == "/books" and self.command == "POST":
                self.send(201, add_book(json.loads(body)))
            elif self.command == "DELETE":
                delete_book(path)
                self.send(204)
            else:
                raise Problem(404, f"There is nothing at {path}")
        except Problem as problem:
            document = {"title": str(problem), "status": problem.status}
            self.send(problem.status, document, "application/problem+json")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def send(self, status, value=None, content_type="application/json"):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
