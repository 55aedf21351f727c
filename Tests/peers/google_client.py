"""The official client of Google Calendar, made from the discovery document it brings, against `google_peer.py`.

usage: google_client.py PORT ACCESS_TOKEN

Prints one JSON object: what it saw. Whatever the peer answers otherwise than the client expects is an exception here.
"""

import json
import os
import sys

import googleapiclient
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

port, token = sys.argv[1], sys.argv[2]
path = os.path.join(os.path.dirname(googleapiclient.__file__), "discovery_cache", "documents", "calendar.v3.json")
document = json.load(open(path, encoding="utf-8"))
document["rootUrl"] = f"http://127.0.0.1:{port}/"
document["baseUrl"] = document["rootUrl"] + document["servicePath"]
document.pop("mtlsRootUrl", None)
service = build_from_document(document, credentials=Credentials(token), always_use_jwt_access=False)
seen = {"calendars": [entry["id"] for entry in service.calendarList().list().execute()["items"]]}
calendar = seen["calendars"][0]


def refused(request):
    try:
        request.execute()
    except HttpError as error:
        return [error.resp.status, error.error_details[0]["reason"]]
    return None


def everything(**asked):
    request = service.events().list(calendarId=calendar, singleEvents=True, **asked)
    items, count = [], 0
    while request is not None:
        answer = request.execute()
        items += answer["items"]
        count += 1
        request = service.events().list_next(request, answer)
    return items, count, answer["nextSyncToken"]


def event(number):
    return {"id": f"praxis{number:05d}".replace("x", "v"), "summary": "Talk", "visibility": "private",
            "start": {"dateTime": f"2027-03-{number:02d}T10:00:00Z"}, "end": {"dateTime": f"2027-03-{number:02d}T11:00:00Z"},
            "extendedProperties": {"private": {"praxis": str(number)}}}


made = [service.events().insert(calendarId=calendar, body=event(number)).execute() for number in range(10, 18)]
items, seen["pages"], sync = everything(timeMin="2027-03-01T00:00:00Z", timeMax="2027-04-01T00:00:00Z")
seen["listed"] = len([item for item in items if item["id"].startswith("prav")])
seen["doubled"] = refused(service.events().insert(calendarId=calendar, body=event(10)))
seen["mixed"] = refused(service.events().list(calendarId=calendar, syncToken=sync, timeMin="2027-03-01T00:00:00Z"))
changed = {**event(10), "summary": "Moved"}
changed["summary"] = service.events().update(calendarId=calendar, eventId=made[0]["id"], body=changed).execute()["summary"]
service.events().delete(calendarId=calendar, eventId=made[1]["id"]).execute()
seen["deletedTwice"] = refused(service.events().delete(calendarId=calendar, eventId=made[1]["id"]))
items, _, _ = everything(syncToken=sync)
seen["changes"] = sorted([item["id"], item["status"]] for item in items)
restored = service.events().update(calendarId=calendar, eventId=made[1]["id"], body=event(11)).execute()
seen["restored"] = restored["status"]
seen["unknownToken"] = refused(service.events().list(calendarId=calendar, syncToken="nonsense"))
for entry in made:
    service.events().delete(calendarId=calendar, eventId=entry["id"]).execute()
print(json.dumps(seen))
