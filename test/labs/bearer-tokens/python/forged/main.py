import base64
import hmac
import json
import os
import secrets
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

TOKEN_SECRET = os.environ["TOKEN_SECRET"].encode()
AUDIENCE = "shop-api"
LIFETIME = 300


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


@dataclass
class Refresh:
    name: str
    family: str  # the login it comes from
    is_used: bool = False


refresh_tokens = {}  # token → Refresh
lock = Lock()  # requests run in threads of their own


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature_of(content):
    return encode(hmac.digest(TOKEN_SECRET, content.encode(), "sha256"))


def make_access_token(name):
    now = int(time.time())
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": name, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME}
    content = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{content}.{signature_of(content)}"


def verify_access_token(token):
    """The claims of a token. Raises a 401 unless it is ours, for us, and still good."""
    content, _, signature = token.rpartition(".")
    if content.count(".") != 1:
        raise HttpError(401, "The token is not signed by us.")
    claims = json.loads(decode(content.partition(".")[2]))
    if not claims.get("exp", 0) > time.time():
        raise HttpError(401, "The token has expired.")
    if claims.get("aud") != AUDIENCE:
        raise HttpError(401, "The token is for another service.")
    return claims


def token_pair(name, family=None):
    refresh_token = secrets.token_urlsafe(32)
    with lock:
        refresh_tokens[refresh_token] = Refresh(name, family or secrets.token_hex(16))
    return {
        "access_token": make_access_token(name),
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "refresh_token": refresh_token,
    }


def exchange(refresh_token):
    """The name and the family of a token that has not been used; it is used now. Raises a 401 for any other."""
    with lock:
        entry = refresh_tokens.get(refresh_token)
        if entry is None:
            raise HttpError(401, "The refresh token is not known.")
        if entry.is_used:
            for token in [token for token, other in refresh_tokens.items() if other.family == entry.family]:
                del refresh_tokens[token]
            raise HttpError(401, "The refresh token was used before. Log in again.")
        entry.is_used = True
        return entry.name, entry.family


def is_same(one, other):
    """Compares in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_in(self):
        name, password = self.fields("name", "password")
        is_right = is_same(name, os.environ["LOGIN_NAME"]) and is_same(password, os.environ["LOGIN_PASSWORD"])
        if not is_right:
            raise HttpError(401, "Name or password is wrong.")
        self.send_json(200, token_pair(name), {"Cache-Control": "no-store"})

    def refresh(self):
        (refresh_token,) = self.fields("refresh_token")
        self.send_json(200, token_pair(*exchange(refresh_token)), {"Cache-Control": "no-store"})

    def me(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise HttpError(401, "Send an access token.")
        self.send_json(200, {"name": verify_access_token(token.strip())["sub"]})

    routes = {"POST /token": log_in, "POST /refresh": refresh, "GET /me": me}

    def fields(self, *names):
        """Texts of the JSON body."""
        try:
            body = json.loads(self.body)
        except ValueError:
            raise HttpError(400, "The body is not JSON.") from None
        values = [body.get(name) for name in names] if isinstance(body, dict) else []
        if not values or not all(isinstance(value, str) for value in values):
            raise HttpError(400, f"Needed: {', '.join(names)}.")
        return values

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
            headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
            self.send_json(error.status, {"error": str(error)}, headers)

    do_GET = do_POST = answer

    def send_json(self, status, body, headers=None):
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
