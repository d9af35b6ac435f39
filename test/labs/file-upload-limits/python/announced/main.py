import json
import os
import re
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
    if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}", name):
        raise HttpError(400, "This is no name for a file.")


def type_of(data):
    """What the bytes are. Raises a 415 if they are nothing that we take."""
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    raise HttpError(415, "Only GIF and PDF files are taken.")


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
        id = str(uuid.uuid4())
        (DATA_DIR / id).write_bytes(data)
        files[id] = {"id": id, "name": name, "type": type, "size": len(data)}
        self.send_json(201, files[id], {"Location": f"/files/{id}"})

    def show(self, path, query):
        if path == "/files":
            return self.send_json(200, {"files": list(files.values())})
        file = files.get(path.removeprefix("/files/"))
        if file is None:
            raise HttpError(404, "There is no such file.")
        headers = {
            "Content-Type": file["type"],
            "Content-Disposition": f'attachment; filename="{file["name"]}"',
            "X-Content-Type-Options": "nosniff",
        }
        self.send(200, (DATA_DIR / file["id"]).read_bytes(), headers)

    def read_body(self):
        """The whole body. Raises a 413 without waiting for it if it has more than MAX_BYTES."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise HttpError(411, "Say how long the file is.")
        data = self.rfile.read(int(length))
        if int(length) > MAX_BYTES:
            raise HttpError(413, f"At most {MAX_BYTES} bytes are taken.")
        return data

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
