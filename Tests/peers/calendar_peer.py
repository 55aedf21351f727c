"""A web server with a calendar that the test writes, for what reads calendars elsewhere.

usage: calendar_peer.py FILE

Paths: /calendar    FILE with ETag and Last-Modified; 304 for either; 401 without ada:secret once FILE.locked exists;
                    the status in FILE.status when that exists
       /moved       301 to /calendar      /loop   302 to /loop     /away   302 to http://192.0.2.1/calendar
       /to/PORT     302 to /calendar of another server on this machine
       /large       5 MB

First line: the port. Then one JSON line {"method", "path", "status", "conditional"} for each request.
"""

import base64
import hashlib
import json
import pathlib
import sys
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

file = pathlib.Path(sys.argv[1])
secret = "Basic " + base64.b64encode(b"ada:secret").decode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        status, body, headers = self.answer()
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        print(json.dumps({"method": "GET", "path": self.path, "status": status, "conditional": conditional}), flush=True)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def answer(self):
        if self.path == "/moved":
            return 301, b"", {"Location": "calendar"}
        if self.path == "/loop":
            return 302, b"", {"Location": "/loop"}
        if self.path == "/away":
            return 302, b"", {"Location": "http://192.0.2.1/calendar"}
        if self.path.startswith("/to/"):
            return 302, b"", {"Location": f"http://127.0.0.1:{int(self.path[4:])}/calendar"}
        if self.path == "/large":
            return 200, b"x" * (5 << 20), {}
        forced = file.with_suffix(".status")
        if forced.exists():
            return int(forced.read_text()), b"", {}
        if file.with_suffix(".locked").exists() and self.headers.get("Authorization") != secret:
            return 401, b"", {"WWW-Authenticate": "Basic"}
        body = file.read_bytes()
        tag, date = '"' + hashlib.sha1(body).hexdigest() + '"', formatdate(file.stat().st_mtime, usegmt=True)
        if self.headers.get("If-None-Match") == tag:
            return 304, b"", {"ETag": tag}
        return 200, body, {"ETag": tag, "Last-Modified": date, "Content-Type": "text/calendar"}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
