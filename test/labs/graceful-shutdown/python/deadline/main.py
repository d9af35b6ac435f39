import os
import re
import signal
import threading
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


class Server(ThreadingHTTPServer):
    # Threads that are no daemons are remembered, and `server_close` waits for them.
    daemon_threads = False


def give_up():
    # Unlike `sys.exit`, this does not wait for the threads that still run.
    raise SystemExit(1)


# One thread per connection, and after one answer the connection is closed.
server = Server((os.environ["HOST"], int(os.environ["PORT"])), Handler)


def stop(*_):
    # `shutdown` waits for the loop below, which this signal has just interrupted, so another thread has to call it.
    threading.Thread(target=server.shutdown, daemon=True).start()


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
server.serve_forever(poll_interval=0.1)

deadline = threading.Timer(int(os.environ["GRACE_MS"]) / 1000, give_up)
deadline.daemon = True
deadline.start()
# Closes the socket, so that new connections are refused, and then waits for the requests that run.
server.server_close()
