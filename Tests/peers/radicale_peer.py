"""Radicale with one calendar, /ada/diary/, that ada (password: secret) reads and writes.

usage: radicale_peer.py FILE...     each FILE becomes an entry of the calendar

First line: the port. Ends when its standard input is closed.
"""

import base64
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
with tempfile.TemporaryDirectory() as folder:
    users = pathlib.Path(folder) / "users"
    users.write_text("ada:secret\n")
    config = pathlib.Path(folder) / "config"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {users}\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder}/store\n[logging]\nlevel = error\n")
    server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(config)], stderr=subprocess.DEVNULL)

    def ask(method, path, body=b""):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, method=method)
        request.add_header("Authorization", "Basic " + base64.b64encode(b"ada:secret").decode())
        request.add_header("Content-Type", "text/calendar" if method == "PUT" else "application/xml")
        return urllib.request.urlopen(request, timeout=10)

    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        ask("MKCALENDAR", "/ada/diary/", b"")
        for number, file in enumerate(sys.argv[1:]):
            ask("PUT", f"/ada/diary/{number}.ics", pathlib.Path(file).read_bytes())
        print(port, flush=True)
        sys.stdin.read()
    finally:
        server.terminate()
        server.wait(10)
