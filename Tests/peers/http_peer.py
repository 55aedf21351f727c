"""A web server for the outgoing HTTP client.

usage: http_peer.py [--certificate FILE --key FILE]

Paths: /echo      answers method, path, headers and body (base64) as JSON, status 200
       /status/N  answers status N with an empty body
       /redirect  302 to /echo
       /bytes/N   N bytes "x"
       /headers   100 KB of response headers
       /silent    never answers

First line: the port. Then one JSON line {"method", "path"} for each request.
"""

import argparse
import base64
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

forever = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print(json.dumps({"method": self.command, "path": self.path}), flush=True)
        _, kind, *rest = self.path.split("/")
        if kind == "echo":
            text = {"method": self.command, "path": self.path, "headers": dict(self.headers.items()),
                    "body": base64.b64encode(body).decode()}
            self.reply(200, json.dumps(text).encode(), {"Content-Type": "application/json", "X-Blank": ""})
        elif kind == "status":
            self.reply(int(rest[0]), b"", {})
        elif kind == "redirect":
            self.reply(302, b"", {"Location": "/echo"})
        elif kind == "bytes":
            self.reply(200, b"x" * int(rest[0]), {})
        elif kind == "headers":
            self.reply(200, b"", {f"X-{n}": "y" * 1000 for n in range(90)})
        elif kind == "silent":
            forever.wait()

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_REPORT = answer


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--certificate")
parser.add_argument("--key")
chosen = parser.parse_args()
server = Server(("127.0.0.1", 0), Handler)
if chosen.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chosen.certificate, chosen.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
