import csv
import io
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Requests run in threads, so hold the lock while you look at the prices or change them.
PRICES = [{"name": "Assam", "cents": 450}, {"name": "Sencha", "cents": 720}]
LOCK = threading.Lock()


class Refused(Exception):
    """A request that is answered with this status and message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def to_json(prices):
    return json.dumps(prices).encode()


def to_csv(prices):
    text = io.StringIO()
    csv.writer(text).writerows([("name", "cents"), *((price["name"], price["cents"]) for price in prices)])
    return text.getvalue().encode()


# In the order in which they are preferred where the client does not mind.
FORMS = {"application/json": to_json, "text/csv": to_csv}


def parse_prices(body):
    try:
        prices = json.loads(body)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
    if not isinstance(prices, list) or not all(map(is_price, prices)):
        raise Refused(422, "The body is not a list of prices")
    return [{"name": price["name"], "cents": price["cents"]} for price in prices]


def is_price(value):
    return isinstance(value, dict) and isinstance(value.get("name"), str) and type(value.get("cents")) is int


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def get_prices(self):
        # TODO: choose the form by self.headers.get("Accept"), and look at self.headers.get("If-None-Match").
        # raise Refused(406, "…") answers with that status and message.
        with LOCK:
            body = to_json(PRICES)
        self.send(200, body, Content_Type="application/json")

    def put_prices(self, body):
        # TODO: look at self.headers.get("If-Match").
        prices = parse_prices(body)
        with LOCK:
            PRICES[:] = prices
        self.send(200, to_json(prices), Content_Type="application/json")

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            if self.path != "/prices":
                raise Refused(404, f"There is nothing at {self.path}")
            if self.command == "GET":
                self.get_prices()
            elif self.command == "PUT":
                self.put_prices(body)
            else:
                raise Refused(405, "Only GET and PUT are allowed here")
        except Refused as refused:
            headers = {"Allow": "GET, PUT"} if refused.status == 405 else {}
            self.send(refused.status, to_json({"error": str(refused)}), Content_Type="application/json", **headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def send(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
