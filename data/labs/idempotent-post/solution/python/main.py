import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Refused(Exception):
    """A request that is answered with this status and message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


FILE = Path(os.environ["DATA_DIR"], "entries.json")

# All orders and refunds, oldest first. Requests run in threads, so hold the lock while you look at them or store one.
ENTRIES = json.loads(FILE.read_text("utf-8")) if FILE.exists() else []
LOCK = threading.Lock()


def store(entry):
    """Adds an entry, in memory and on the disk. The file is replaced as a whole, so a crash leaves the old or the new one."""
    copy = FILE.with_suffix(".new")
    with copy.open("w", encoding="utf-8") as text:
        json.dump([*ENTRIES, entry], text)
        text.flush()
        os.fsync(text.fileno())
    copy.replace(FILE)
    ENTRIES.append(entry)


def of_kind(kind):
    return [entry for entry in ENTRIES if entry["kind"] == kind]


def create(kind, fields, key):
    """The entry for this key, which is made if there is none yet. A database would have a unique index on the key."""
    wanted = {"kind": kind, "key": key, **fields}
    # One lock from the search to the end of the storing: nobody comes in between.
    with LOCK:
        earlier = next((entry for entry in ENTRIES if entry["key"] == key), None)
        if earlier is None:
            # The key is a part of the entry, so that no crash can separate them.
            entry = {"id": len(of_kind(kind)) + 1, **wanted}
            store(entry)
            return entry
    if earlier != {"id": earlier["id"], **wanted}:
        raise Refused(422, "This key was used for another request")
    return earlier


def visible(entry):
    """What clients see of an entry."""
    return {name: entry[name] for name in ("id", "item", "quantity")}


def parse_entry(body):
    try:
        fields = json.loads(body)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
    item, quantity = (fields.get("item"), fields.get("quantity")) if isinstance(fields, dict) else (None, None)
    if not isinstance(item, str) or not item:
        raise Refused(422, "The item must be a text")
    if type(quantity) is not int or quantity < 1:
        raise Refused(422, "The quantity must be a whole number from 1 on")
    return {"item": item, "quantity": quantity}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind = self.path[1:]
        try:
            if kind not in ("orders", "refunds"):
                raise Refused(404, f"There is nothing at {self.path}")
            if self.command == "GET":
                with LOCK:
                    entries = of_kind(kind)
                self.send(200, [visible(entry) for entry in entries])
            elif self.command == "POST":
                entry = create(kind, parse_entry(body), self.key())
                self.send(201, visible(entry), Location=f"/{kind}/{entry['id']}")
            else:
                raise Refused(405, "Only GET and POST are allowed here")
        except Refused as refused:
            headers = {"Allow": "GET, POST"} if refused.status == 405 else {}
            self.send(refused.status, {"error": str(refused)}, **headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def key(self):
        key = self.headers.get("Idempotency-Key", "")
        if not 1 <= len(key) <= 255:
            raise Refused(400, "Send a header Idempotency-Key of 1 to 255 characters")
        return key

    def send(self, status, value, **headers):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
