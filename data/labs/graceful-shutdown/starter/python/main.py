import os
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/":
            return self.answer(200, "ready\n")
        if url.path != "/work":
            return self.answer(404, "There is nothing here.\n")
        ms = parse_qs(url.query).get("ms", [""])[0]
        if not re.fullmatch(r"[0-9]{1,5}", ms) or int(ms) > 60_000:
            return self.answer(400, "ms must be a number from 0 to 60000.\n")
        time.sleep(int(ms) / 1000)
        self.answer(200, "done\n")

    def answer(self, status, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


# One thread per connection, and after one answer the connection is closed.
server = ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler)
server.serve_forever()

# TODO: on SIGTERM and SIGINT take no new connections, finish what runs, and end with code 0.
# TODO: when that takes longer than os.environ["GRACE_MS"] milliseconds, end with code 1.
