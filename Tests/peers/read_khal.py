"""Reads a calendar file as somebody's own computer does: vdirsyncer fetches it over HTTP, khal lists it.

usage: read_khal.py FILE ZONE FIRST DAYS

Prints one line of JSON: for each event its uid, wall clock of start and end in ZONE, status and title.
"""

import functools
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

SYNC = """[general]
status_path = "{folder}/status/"
[pair feed]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "http://127.0.0.1:{port}/{name}"
"""
LIST = """[calendars]
[[feed]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def run(folder, *words, answers=""):
    home = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder, XDG_CACHE_HOME=folder)
    program = str(pathlib.Path(sys.executable).parent / words[0])
    done = subprocess.run([program, *words[1:]], input=answers, env=home, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


file, zone, first, days = pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:5]
handler = functools.partial(Quiet, directory=str(file.parent))
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "calendar").mkdir()
    sync, listing = pathlib.Path(folder) / "sync.conf", pathlib.Path(folder) / "khal.conf"
    sync.write_text(SYNC.format(folder=folder, port=server.server_port, name=file.name))
    listing.write_text(LIST.format(folder=folder, zone=zone))
    run(folder, "vdirsyncer", "-c", str(sync), "discover", answers="y\n" * 5)
    run(folder, "vdirsyncer", "-c", str(sync), "sync")
    shape = "|".join(["{uid}", "{start-date} {start-time}", "{end-date} {end-time}", "{status}", "{title}"])
    text = run(folder, "khal", "-c", str(listing), "list", "--once", "--day-format", "", "--format", shape, first, days + "d")
events = []
for line in text.splitlines():
    parts = line.split("|")
    if len(parts) == 5:
        events.append(dict(zip(["uid", "start", "end", "status", "title"], (part.strip() for part in parts))))
print(json.dumps(events))
