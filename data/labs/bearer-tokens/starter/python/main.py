import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN_SECRET = os.environ["TOKEN_SECRET"].encode()
AUDIENCE = "shop-api"
LIFETIME = 300


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def make_access_token(name):
    # TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
    return f"token-of-{name}"


def verify_access_token(token):
    """The claims of a token. Raises a 401 unless it is ours, for us, and still good."""
    # TODO: check the signature first, then exp and aud. Raise HttpError(401, …) if anything is wrong.
    return {"sub": token.removeprefix("token-of-")}


def token_pair(name):
    # TODO: a random refresh token; remember whose it is, and which login it comes from.
    refresh_token = "TODO"
    return {
        "access_token": make_access_token(name),
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "refresh_token": refresh_token,
    }


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
        # TODO: take each refresh token once. If one comes again, end all tokens of the same login.
        raise HttpError(501, "Not built yet.")

    def me(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        # TODO: answer 401 if there is no token.
        self.send_json(200, {"name": verify_access_token(token)["sub"]})

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
            # TODO: a 401 says with a header how to do better.
            self.send_json(error.status, {"error": str(error)})

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
