import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def is_email(value):
    return isinstance(value, str) and len(value) <= 254 and re.fullmatch(r"[^@\s]+@[^@\s]+", value)


def is_name(value):
    return isinstance(value, str) and 1 <= len(value) <= 50


def is_age(value):
    # To Python, True is an int.
    return isinstance(value, int) and not isinstance(value, bool) and 16 <= value <= 120


# Field -> what it must hold, and what to say if it does not. Texts come without white space around them.
RULES = {
    "email": (is_email, "must be an address such as ada@example.org"),
    "name": (is_name, "must have 1 to 50 characters"),
    "age": (is_age, "must be a whole number from 16 to 120"),
}


class Problem(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, status, title, **more):
        super().__init__(title)
        self.status = status
        self.document = {"title": title, "status": status, **more}


def parse_signup(body):
    """The sign-up in a body, or one problem that names everything that is wrong with it."""
    signup, errors = {}, []
    for field, (is_valid, message) in RULES.items():
        value = body.get(field)
        signup[field] = value.strip() if isinstance(value, str) else value
        if not is_valid(signup[field]):
            errors.append({"field": field, "message": message})
            break
    errors += [{"field": field, "message": "is not a known field"} for field in body if field not in RULES]
    if errors:
        raise Problem(422, "The sign-up is not valid", errors=errors)
    return signup


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        # Read even if it is not needed: what stays in the connection would be taken for the next request.
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.route(self.path.partition("?")[0], body)
        except Problem as problem:
            self.send(problem.status, problem.document, "application/problem+json")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def route(self, path, body):
        if path != "/signups":
            raise Problem(404, f"There is nothing at {path}")
        if self.command != "POST":
            raise Problem(405, "Only POST is allowed here")
        self.send(201, parse_signup(self.parse_object(body)))

    def parse_object(self, body):
        if self.headers.get_content_type() != "application/json":
            raise Problem(415, "Send the sign-up as application/json")
        try:
            value = json.loads(body)
        except ValueError:
            raise Problem(400, "The body is not JSON") from None
        if not isinstance(value, dict):
            raise Problem(400, "The body is not a JSON object")
        return value

    def send(self, status, value, content_type="application/json"):
        """Answers with JSON."""
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if status == 405:
            self.send_header("Allow", "POST")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    # So many clients may wait to be accepted.
    request_queue_size = 128


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
