#!/usr/bin/env python3
"""A receiver of pactwatch's webhooks: checks the signature, drops what it had, prints headlines.

Usage: webhook.py PORT whsec_SECRET        (Python 3, nothing else)
"""
import base64
import hashlib
import hmac
import http.server
import json
import sys
import time

port, secret = int(sys.argv[1]), sys.argv[2]
key = base64.b64decode(secret.removeprefix("whsec_"))
seen = set()  # keep it on disk, so that it outlives you


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        message, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        content = f"{message}.{stamp}.".encode() + body
        ours = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        signatures = self.headers.get("webhook-signature", "").split()
        good = any(hmac.compare_digest(ours, given) for given in signatures)
        if not good or abs(time.time() - int(stamp)) > 300:
            self.send_response(401)
            self.end_headers()
            return
        if message not in seen:
            print(json.loads(body)["data"]["headline"], flush=True)
            seen.add(message)
        self.send_response(204)  # after the work: what fails here is sent again
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.HTTPServer(("127.0.0.1", port), Receiver).serve_forever()
