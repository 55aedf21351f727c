"""The busy times of a calendar file, worked out by dateutil and icalendar, not by libical.

usage: busy_times.py FILE ZONE FROM UNTIL     instants in seconds since 1970

Prints one line of JSON: [start, end] of each busy occurrence between the two, in seconds, sorted. Of RFC 5545 it knows
what the test's calendars use: RRULE, RDATE, EXDATE, RECURRENCE-ID, STATUS, TRANSP, DURATION, days and times.
"""

import datetime
import json
import pathlib
import sys
import zoneinfo

import icalendar
from dateutil import rrule

calendar = icalendar.Calendar.from_ical(pathlib.Path(sys.argv[1]).read_bytes())
home = zoneinfo.ZoneInfo(sys.argv[2])
first, last = int(sys.argv[3]), int(sys.argv[4])


def instant(value):
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    return int((value if value.tzinfo else value.replace(tzinfo=home)).timestamp())


def listed(event, name):
    found = event.get(name, [])
    return [date.dt for part in (found if isinstance(found, list) else [found]) for date in part.dts]


def length(event):
    start = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        return event["DURATION"].dt
    else:
        return datetime.timedelta(days=0 if isinstance(start, datetime.datetime) else 1)
    if isinstance(start, datetime.datetime):
        return datetime.timedelta(seconds=instant(end) - instant(start))
    return end - start


def busy(event):
    return event.get("STATUS") != "CANCELLED" and event.get("TRANSP") != "TRANSPARENT"


def occurrences(event):
    start = event["DTSTART"].dt
    times = {start}
    wall = start.replace(tzinfo=None) if isinstance(start, datetime.datetime) else datetime.datetime(*start.timetuple()[:3])
    if "RRULE" in event:
        rule = icalendar.vRecur(event["RRULE"])
        until = rule.pop("UNTIL", [None])[0]
        for moment in rrule.rrulestr(rule.to_ical().decode(), dtstart=wall):
            time = moment.replace(tzinfo=start.tzinfo) if isinstance(start, datetime.datetime) else moment.date()
            if instant(time) >= last or (until is not None and instant(time) > instant(until)):
                break
            times.add(time)
    times |= set(listed(event, "RDATE"))
    gone = {instant(time) for time in listed(event, "EXDATE")}
    return [time for time in times if instant(time) not in gone]


found, replaced = [], set()
events = calendar.walk("VEVENT")
for event in events:
    if "RECURRENCE-ID" in event:
        replaced.add((str(event["UID"]), instant(event["RECURRENCE-ID"].dt)))
for event in events:
    if not busy(event):
        continue
    single = "RECURRENCE-ID" in event
    for time in [event["DTSTART"].dt] if single else occurrences(event):
        if not single and (str(event["UID"]), instant(time)) in replaced:
            continue
        if isinstance(time, datetime.datetime):
            start, end = instant(time), instant(time) + int(length(event).total_seconds())
        else:
            start, end = instant(time), instant(time + length(event))
        if start < end and start < last and end > first:
            found.append([start, end])
print(json.dumps(sorted(found)))
