#!/usr/bin/env python3
"""A service that works with Gatehouse, by Python's own library alone.

    python3 gatehouse.py token
    python3 gatehouse.py invite someone@school.example http://localhost:3000/callback
    python3 gatehouse.py listen 3000
    python3 gatehouse.py changes [CURSOR]

GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

URL = os.environ.get("GATEHOUSE_URL", "http://localhost:43890")
CLIENT_ID = os.environ["CLIENT_ID"]
API_SECRET = os.environ["API_SECRET"]
AUDIENCE = os.environ.get("AUDIENCE", "signin.education.gov.uk")


# sample: token
def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token() -> str:
    """A JWT for the next five minutes. The key is the text of the API secret."""
    now = int(time.time())
    claims = {"iss": CLIENT_ID, "aud": AUDIENCE, "iat": now, "exp": now + 300}
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    signed = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    signature = hmac.new(API_SECRET.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64url(signature)}"
# end


# sample: verify
def verify(headers, body: bytes):
    """The body of a callback or webhook, or None where Gatehouse did not send it. The key is the decoded API secret."""
    delivery, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return None
    signed = f"{delivery}.{timestamp}.".encode() + body
    digest = hmac.new(base64.b64decode(API_SECRET), signed, hashlib.sha256).digest()
    expected = f"v1,{base64.b64encode(digest).decode()}".encode()
    given = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(one.encode(), expected) for one in given):
        return None
    return json.loads(body)
# end


# sample: call
def call(method: str, path: str, body=None):
    """The answer's JSON. A refusal raises urllib.error.HTTPError, whose body says why."""
    request = urllib.request.Request(URL + path, method=method)
    request.add_header("Authorization", f"Bearer {token()}")
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
# end


# sample: invite
def invite(email: str, callback: str):
    return call("POST", f"/services/{CLIENT_ID}/invitations", {
        "sourceId": "42",  # your own id of the person: the callback brings it back
        "given_name": "Given",
        "family_name": "Family",
        "email": email,
        "callback": callback,
    })
# end


class Receiver(BaseHTTPRequestHandler):
    seen = set()  # keep these where a restart does not lose them

    # sample: receive
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        callback = verify(self.headers, body)
        if callback is not None and self.headers["webhook-id"] not in self.seen:
            print(f"{callback['sourceId']} is the user {callback['sub']}", flush=True)
            self.seen.add(self.headers["webhook-id"])
        self.send_response(401 if callback is None else 204)
        self.end_headers()
    # end

    def do_GET(self):  # where people are sent after they accepted: your own page
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Welcome\n")

    def log_message(self, *_):
        pass


# sample: changes
def changes(cursor=None):
    """Prints what changed after the cursor. Gives the cursor to begin with next time: keep it."""
    while True:
        query = f"?since={urllib.parse.quote(cursor)}" if cursor else ""
        page = call("GET", f"/users/changes{query}")
        for change in page["changes"]:
            print(change["type"], change["userId"], change["organisationId"])
        cursor = page["next"]
        if not page["more"]:
            return cursor
# end


def main(command="help", *arguments):
    if command == "token":
        print(token())
    elif command == "invite":
        print(json.dumps(invite(*arguments)))
    elif command == "changes":
        print("next", changes(*arguments))
    elif command == "listen":
        server = ThreadingHTTPServer(("127.0.0.1", int(arguments[0])), Receiver)
        print(f"listening on port {server.server_port}", flush=True)
        server.serve_forever()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
