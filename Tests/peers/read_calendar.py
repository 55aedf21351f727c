"""Reads a calendar file with the icalendar package and prints what it understood as one line of JSON.

usage: read_calendar.py FILE ZONE

Instants are given in seconds since 1970 and as the wall clock of ZONE with its offset.
"""

import json
import pathlib
import sys
import zoneinfo

import icalendar

raw = pathlib.Path(sys.argv[1]).read_bytes()
zone = zoneinfo.ZoneInfo(sys.argv[2])
calendar = icalendar.Calendar.from_ical(raw)
events = []
for event in calendar.walk("VEVENT"):
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    events.append({
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "start": int(start.timestamp()),
        "end": int(end.timestamp()),
        "wall": start.astimezone(zone).isoformat(),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "organizer": str(event.get("ORGANIZER", "")),
        "attendee": str(event.get("ATTENDEE", "")),
        "stamp": int(event.decoded("DTSTAMP").timestamp()),
        "modified": int(event.decoded("LAST-MODIFIED").timestamp()) if "LAST-MODIFIED" in event else 0,
        "transparency": str(event.get("TRANSP", "")),
        "class": str(event.get("CLASS", "")),
    })
print(json.dumps({
    "method": str(calendar["METHOD"]),
    "version": str(calendar["VERSION"]),
    "name": str(calendar.get("X-WR-CALNAME", "")),
    "refreshSeconds": int(calendar.decoded("REFRESH-INTERVAL").total_seconds()) if "REFRESH-INTERVAL" in calendar else 0,
    "events": events,
    "errors": [str(error) for part in calendar.walk() for error in part.errors],
    "longest": max(len(line) for line in raw.split(b"\r\n")),
    "bareLineEnds": raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n"),
}))
