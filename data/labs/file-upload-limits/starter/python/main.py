import json
import os
import socket
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DATA_DIR = Path(os.environ["DATA_DIR"])
MAX_BYTES = int(os.environ["MAX_BYTES"])

files = {}  # id → what is known of the file of that name in DATA_DIR


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def check_name(name):
    """Raises a 400 for a name that is not safe in a header, or somewhere else."""
    # TODO


def type_of(data):
    """What the bytes are. Raises a 415 if they are nothing that we take."""
    # TODO: look at the first bytes.
    return "application/octet-stream"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self):
        self.answer(self.upload)

    def do_GET(self):
        self.answer(self.show)

    def upload(self, path, query):
        if path != "/files":
            raise HttpError(404, "There is nothing here.")
        name = query.get("name", [""])[0]
        check_name(name)
        data = self.read_body()
        type = type_of(data)
        # TODO: an id of its own for each upload.
        id = "TODO"
        (DATA_DIR / id).write_bytes(data)
        files[id] = {"id": id, "name": name, "type": type, "size": len(data)}
        self.send_json(201, files[id], {"Location": f"/files/{id}"})

    def show(self, path, query):
        if path == "/files":
            return self.send_json(200, {"files": list(files.values())})
        file = files.get(path.removeprefix("/files/"))
        if file is None:
            raise HttpError(404, "There is no such file.")
        # TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
        headers = {"Content-Type": file["type"]}
        self.send(200, (DATA_DIR / file["id"]).read_bytes(), headers)

    def read_body(self):
        """The whole body. Raises a 413 without waiting for it if it has more than MAX_BYTES."""
        # TODO: refuse what is too large. A body in chunks ("Transfer-Encoding") has no length, and would not be read here.
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, route):
        url = urlsplit(self.path)
        try:
            route(url.path, parse_qs(url.query))
        except HttpError as error:
            # What is left of a body that nobody wants would be taken for the next request.
            self.close_connection = True
            self.send_json(error.status, {"error": str(error)}, {"Connection": "close"})

    def send_json(self, status, body, headers=None):
        self.send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})

    def send(self, status, data, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    def shutdown_request(self, request):
        """Reads for a moment what still comes: closing at once would reset the connection, and the answer with it."""
        try:
            request.shutdown(socket.SHUT_WR)
            request.settimeout(1)
            for _ in range(64):
                if not request.recv(65536):
                    break
        except OSError:
            pass
        self.close_request(request)


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
