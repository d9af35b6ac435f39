import json
import os
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

users = {}  # name → what is stored of the password
sessions = {}  # session id → name
lock = Lock()  # requests run in threads of their own


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def hash_password(password):
    # TODO: this is the password itself. Store a slow, salted hash of it.
    return password


def is_password(password, stored):
    # TODO: hash the password in the same way, with the stored salt, and compare.
    return password == stored


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def create_user(self):
        name, password = self.read_credentials()
        if len(password) < 8:
            raise HttpError(400, "A password has at least 8 characters.")
        stored = hash_password(password)
        # TODO: answer 409 if the name is taken.
        users[name] = stored
        self.send_json(201, {"name": name})

    def log_in(self):
        name, password = self.read_credentials()
        # TODO: answer 401 if the name or the password is wrong.
        # TODO: make a random session id, remember whose it is, and set the cookie.
        self.send_json(200, {"name": name})

    def me(self):
        # TODO: find the session of the request; without one, answer 401.
        raise HttpError(501, "Not built yet.")

    def log_out(self):
        # TODO: end the session on the server.
        self.send_json(204)

    def log_out_everywhere(self):
        # TODO: end all sessions of the user whose session this is.
        self.send_json(204)

    def export(self):
        """For the checks only: what somebody who steals the table would see."""
        with lock:
            rows = [{"name": name, "password": stored} for name, stored in users.items()]
        self.send_json(200, {"users": rows})

    routes = {
        "POST /users": create_user,
        "POST /login": log_in,
        "GET /me": me,
        "POST /logout": log_out,
        "POST /logout-everywhere": log_out_everywhere,
        "GET /export": export,
    }

    def cookie(self, name):
        """The value of a cookie; None if it was not sent."""
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return None
        return cookies[name].value if name in cookies else None

    def read_credentials(self):
        try:
            body = json.loads(self.body)
        except ValueError:
            raise HttpError(400, "The body is not JSON.") from None
        match body:
            case {"name": str(name), "password": str(password)} if name:
                return name, password
        raise HttpError(400, "Name and password are needed.")

    def answer(self):
        try:
            # Read in any case: what is left of it would be taken for the next request.
            length = int(self.headers.get("Content-Length", 0))
            if length > 10_000:
                self.close_connection = True
                raise HttpError(413, "The body is too long.")
            self.body = self.rfile.read(length)
            route = self.routes.get(f"{self.command} {self.path.partition('?')[0]}")
            if route is None:
                raise HttpError(404, "There is nothing here.")
            route(self)
        except HttpError as error:
            self.send_json(error.status, {"error": str(error)})

    do_GET = do_POST = answer

    def send_json(self, status, body=None, headers=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
