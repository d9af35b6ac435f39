import csv
import hashlib
import io
import json
import os
import re
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


def choose_form(accept):
    """The form with the highest weight; the first one of those that are equal."""
    weights = parse_accept(accept)

    def weight(form):
        ranges = (form, form.partition("/")[0] + "/*", "*/*")
        return next((weights[name] for name in ranges if name in weights), 0)

    best = max(FORMS, key=weight)
    if weight(best) == 0:
        raise Refused(406, f"There is only {' and '.join(FORMS)}")
    return best


def parse_accept(accept):
    """Media range -> weight."""
    weights = {}
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
        weights[name] = float(weight) if re.fullmatch(r"[01](\.[0-9]*)?", weight) else 0
    return weights


def tag_of(body):
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def lists(header, tag, weak=False):
    """Whether a header lists an ETag. Weak ones count only where that is enough."""
    tags = re.findall(r'\*|(?:W/)?"[^"]*"', header)
    return "*" in tags or tag in tags or (weak and f"W/{tag}" in tags)


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
        form = choose_form(self.headers.get("Accept", "*/*"))
        with LOCK:
            body = FORMS[form](PRICES)
        tag = tag_of(body)
        if lists(self.headers.get("If-None-Match", ""), tag, weak=True):
            self.send(304, None, ETag=tag, Vary="Accept")
        else:
            self.send(200, body, Content_Type=form, ETag=tag, Vary="Accept")

    def put_prices(self, body):
        wanted = self.headers.get("If-Match")
        if wanted is None:
            raise Refused(428, "Say in If-Match which version you have read")
        prices = parse_prices(body)
        with LOCK:
            if not lists(wanted, tag_of(to_json(PRICES))):
                raise Refused(412, "The list has changed since you read it")
            PRICES[:] = prices
        body = to_json(prices)
        self.send(200, body, Content_Type="application/json", ETag=tag_of(body))

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
