import base64
import hashlib
import hmac
import json
import os
import secrets
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


def derive(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=3, maxmem=64 * 1024 * 1024, dklen=32)


def hash_password(password):
    salt = secrets.token_bytes(16)
    parts = (base64.b64encode(part).decode() for part in (salt, derive(password, salt)))
    return "$".join(("scrypt", *parts))


def is_password(password, stored):
    salt, expected = (base64.b64decode(part) for part in stored.split("$")[1:])
    return hmac.compare_digest(derive(password, salt), expected)


# Checked for names that nobody has, so that they take as long as the others.
NOBODY = hash_password("the password of nobody")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def create_user(self):
        name, password = self.read_credentials()
        if len(password) < 8:
            raise HttpError(400, "A password has at least 8 characters.")
        stored = hash_password(password)
        with lock:
            if name in users:
                raise HttpError(409, "This name is taken.")
            users[name] = stored
        self.send_json(201, {"name": name})

    def log_in(self):
        name, password = self.read_credentials()
        is_right = is_password(password, users.get(name, NOBODY))
        if not is_right or name not in users:
            raise HttpError(401, "Name or password is wrong.")
        session = secrets.token_urlsafe(32)
        with lock:
            sessions[session] = name
        self.send_json(200, {"name": name}, {"Set-Cookie": f"session={session}; HttpOnly; SameSite=Lax; Path=/"})

    def me(self):
        self.send_json(200, {"name": self.logged_in()})

    def log_out(self):
        with lock:
            sessions.pop(self.cookie("session"), None)
        self.send_json(204, headers={"Set-Cookie": "session=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/"})

    def log_out_everywhere(self):
        name = self.logged_in()
        with lock:
            for session in [session for session, owner in sessions.items() if owner == name]:
                del sessions[session]
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

    def logged_in(self):
        """The name of the user whose session this is; without a session, a 401."""
        name = sessions.get(self.cookie("session"))
        if name is None:
            raise HttpError(401, "Log in first.")
        return name

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
