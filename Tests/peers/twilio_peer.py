"""A carrier of texts: Twilio's messages resource as far as Praxis uses it, and its signatures by the official package.

usage: twilio_peer.py

POST /2010-04-01/Accounts/<sid>/Messages.json   with basic auth <sid>:secret-token
     answers 201 with a sid, or by the number it is for, as Twilio's own test numbers do:
     …0001 21211 no number, …0003 21408 no such region, …0004 21610 stopped, …0009 21614 no mobile,
     …0029 429, …0030 503, …0050 500, …0099 never
POST /form  {"account", arguments}  the fields that the official package posts for messages.create(arguments)
POST /sign  {"url", "fields", "token"}  the signature by twilio.request_validator.RequestValidator

First line: the port. Then one JSON line {"fields", "status"} for each message asked for.
"""

import base64
import json
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

TOKEN = "secret-token"
ERRORS = {
    "0001": (400, 21211, "The 'To' number +15005550001 is not a valid phone number."),
    "0003": (400, 21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number."),
    "0004": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "0009": (400, 21614, "'To' number is not a valid mobile number"),
    "0029": (429, 20429, "Too many requests"),
    "0030": (503, 20503, "Service unavailable"),
    "0050": (500, 20500, "Internal server error"),
}
forever = threading.Event()


class Recorder(HttpClient):
    """Takes what the official package would post."""

    def __init__(self):
        super().__init__(None, False, None)

    def request(self, method, url, params=None, data=None, **rest):
        self.fields = data
        return Response(201, json.dumps({"sid": "SM" + "0" * 32, "status": "queued"}))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/sign":
            asked = json.loads(body)
            signature = RequestValidator(asked["token"]).compute_signature(asked["url"], asked["fields"])
            return self.reply(200, {"signature": signature})
        if self.path == "/form":
            asked = json.loads(body)
            recorder = Recorder()
            Client(asked["account"], TOKEN, http_client=recorder).messages.create(**asked["arguments"])
            return self.reply(200, {"fields": recorder.fields})
        parts = self.path.split("/")
        assert parts[1:3] == ["2010-04-01", "Accounts"] and parts[4:] == ["Messages.json"], self.path
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded", self.headers
        fields = dict(parse_qsl(body.decode("ascii"), strict_parsing=True))
        key = base64.b64encode(f"{parts[3]}:{TOKEN}".encode()).decode()
        if self.headers["Authorization"] != "Basic " + key:
            return self.refuse(fields, 401, 20003, "Authenticate")
        if fields["To"].startswith("whatsapp:"):
            # A business begins in approved words alone, and from a number of WhatsApp.
            assert fields["From"].startswith("whatsapp:+") and "Body" not in fields, fields
            assert fields["ContentSid"].startswith("HX") and len(fields["ContentSid"]) == 34, fields
            assert all(isinstance(value, str) and value for value in json.loads(fields["ContentVariables"]).values())
        else:
            assert fields["Body"], fields
        assert fields["To"] and (fields.get("From") or fields.get("MessagingServiceSid")), fields
        if fields["To"].endswith("0099"):
            forever.wait()
        for ending, error in ERRORS.items():
            if fields["To"].endswith(ending):
                return self.refuse(fields, *error)
        sid = "SM" + secrets.token_hex(16)
        print(json.dumps({"fields": fields, "status": 201, "sid": sid}), flush=True)
        self.reply(201, {"sid": sid, "status": "queued", "num_segments": "2", "error_code": None, "to": fields["To"]})

    def refuse(self, fields, status, code, words):
        print(json.dumps({"fields": fields, "status": status}), flush=True)
        self.reply(status, {"code": code, "message": words, "status": status,
                            "more_info": f"https://www.twilio.com/docs/errors/{code}"})

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), forever.set(), server.shutdown()), daemon=True).start()
server.serve_forever()
