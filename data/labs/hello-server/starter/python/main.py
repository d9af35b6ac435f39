import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        # TODO: look at self.path, and answer accordingly. Other methods have handlers of their own: do_HEAD, do_POST …
        self.send_response(501)
        self.end_headers()


if __name__ == "__main__":
    address = (os.environ["HOST"], int(os.environ["PORT"]))
    ThreadingHTTPServer(address, Handler).serve_forever()
