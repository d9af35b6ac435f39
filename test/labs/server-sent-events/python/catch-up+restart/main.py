import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Full, Queue
from threading import Lock

import history

MAX_MESSAGE = 64 * 1024

# Guards the history and the set: a message is in the history before a client joins, or in its queue after, but never both.
lock = Lock()
clients: set[Queue] = set()


def publish(text):
    with lock:
        number = history.append(text)
        for queue in list(clients):
            try:
                queue.put_nowait((number, text))
            except Full:
                # It reads too slowly. None ends its connection, and it comes back and says what it saw last.
                clients.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
    return number


def subscribe(last):
    """What was missed after this number, if there is one, and a queue of what is new."""
    queue = Queue(maxsize=1000)
    with lock:
        missed = [] if last is None else history.after(last)
        clients.add(queue)
    return missed, queue


def event(number, text):
    lines = "".join(f"data: {line}\n" for line in re.split(r"\r\n|\r|\n", text))
    return f"id: {number}\n{lines}\n".encode()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.path != "/messages":
            return self.send_error(404)
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return self.send_error(411)
        if int(length) > MAX_MESSAGE:
            return self.send_error(413)
        number = publish(self.rfile.read(int(length)).decode("utf-8", "replace"))
        data = json.dumps({"id": number}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path != "/events":
            return self.send_error(404)
        last = self.headers.get("Last-Event-Id-", "")
        missed, queue = subscribe(int(last) if re.fullmatch(r"[0-9]{1,15}", last) else None)
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            for message in missed:
                self.wfile.write(event(*message))
            while True:
                try:
                    message = queue.get(timeout=15)
                except Empty:
                    # Finds out whether the client is still there, and shows proxies that the connection is in use.
                    self.wfile.write(b": still here\n\n")
                    continue
                if message is None:
                    return
                self.wfile.write(event(*message))
        except ConnectionError:
            pass  # The client is gone.
        finally:
            with lock:
                clients.discard(queue)

    def log_message(self, *args):
        pass


ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
