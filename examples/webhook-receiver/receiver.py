#!/usr/bin/env python3
"""Receives what Gatehouse sends to a service, by Python's own library alone (3.9 or newer).

    python3 receiver.py 3000

POST /hooks takes webhooks and POST /callback takes callbacks. Each request is verified, a repeat is answered and not dealt with
again, and an event that is older than what is known of its entity is ignored. API_SECRET is read from the environment;
while the secret is being rotated it may hold both, with a space between.
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

SECRETS = [base64.b64decode(secret, validate=True) for secret in os.environ["API_SECRET"].split()]
TOLERANCE_SECONDS = 300
LARGEST_BODY = 65_536


def is_from_gatehouse(headers, body: bytes) -> bool:
    """Whether one of the signatures is right, and the request is of these five minutes."""
    delivery, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit()):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{delivery}.{timestamp}.".encode() + body
    digests = [hmac.new(secret, signed, hashlib.sha256).digest() for secret in SECRETS]
    expected = [b"v1," + base64.b64encode(digest) for digest in digests]
    given = [one.encode() for one in headers.get("webhook-signature", "").split()]
    return any(hmac.compare_digest(one, other) for one in given for other in expected)


def entity_and_version(event: dict):
    """What an event is about, and the version that it tells of; None where it has none, as a test or a callback."""
    kind, data = event.get("type", "").split(".")[0], event.get("data", {})
    names = {
        "user": ("userId",),
        "membership": ("userId", "organisationId"),
        "grant": ("userId", "organisationId", "serviceId"),
        "organisation": ("organisationId",),
        "invitation": ("invitationId",),
    }.get(kind)
    if names is None or "version" not in data or data.get("test"):
        return None
    return (kind, *(data[name] for name in names)), data["version"]


class Memory:
    """What was dealt with, and how far each entity is. Keep it in your database, so that a restart does not lose it."""

    def __init__(self):
        self._lock = Lock()
        self._seen = set()
        self._versions = {}

    def is_repeat(self, delivery: str) -> bool:
        with self._lock:
            return delivery in self._seen

    def is_old(self, event: dict) -> bool:
        known = entity_and_version(event)
        if known is None:
            return False
        entity, version = known
        with self._lock:
            return version <= self._versions.get(entity, -1)

    def is_done(self, delivery: str, body: dict) -> None:
        known = entity_and_version(body)
        with self._lock:
            self._seen.add(delivery)
            if known is not None:
                entity, version = known
                self._versions[entity] = max(version, self._versions.get(entity, -1))


memory = Memory()


def take_event(event: dict) -> None:
    if memory.is_old(event):
        return print(f"{event['type']} is older than what is known", flush=True)
    print(f"{event['type']} {json.dumps(event['data'])}", flush=True)
    if event["type"] == "webhook.enabled":
        print(f"Nothing was told since {event['data']['missedSince']}: read /users/changes", flush=True)
    # Otherwise read through the API what it means, in a queue of your own: the answer must come within 10 seconds.


def take_callback(callback: dict) -> None:
    print(f"callback {callback['sourceId']} is the user {callback['sub']}", flush=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        take = {"/hooks": take_event, "/callback": take_callback}.get(self.path)
        length = self.headers.get("content-length", "")
        if take is None:
            return self.answer(404)
        if not (length.isascii() and length.isdigit()):
            return self.answer(411)
        if int(length) > LARGEST_BODY:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_from_gatehouse(self.headers, body):
            return self.answer(401)
        delivery = self.headers["webhook-id"]
        if not memory.is_repeat(delivery):
            told = json.loads(body)
            take(told)
            memory.is_done(delivery, told)  # only now: what fails comes again
        self.answer(204)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 3000), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
