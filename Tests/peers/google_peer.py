"""Google Calendar and Google's OAuth as far as Praxis uses them. Each request and each answer of the calendar is held
against the discovery document that the official client brings: unknown methods, parameters and properties, and values
of another type, are violations.

usage: google_peer.py

GET  /auth             whoever comes is sent back at once with a code, or with "access_denied"
POST /token /revoke
     /calendar/v3/…    calendarList.list, events.list (pages, sync tokens, fields), get, insert, update, delete
POST /control          a JSON object; what it may hold is said at `control`. Answers with what there is.

First line: the port.
"""

import base64
import datetime
import hashlib
import json
import os
import re
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import googleapiclient

CLIENT, SECRET = "praxis-client.apps.example", "g00gle/secret+with=signs"
DOCUMENT = json.load(open(os.path.join(
    os.path.dirname(googleapiclient.__file__), "discovery_cache", "documents", "calendar.v3.json"), encoding="utf-8"))
SCHEMAS = DOCUMENT["schemas"]
lock = threading.RLock()
state = {"deny": False, "withhold": [], "page": 3, "fail": [], "swallow": []}
calendars, codes, refresh_tokens, access_tokens, pages = {}, {}, {}, {}, {}
calls, violations = [], []
clock = {"sequence": 0, "oldest": 0}


# MARK: The discovery document

def methods(resource=DOCUMENT):
    for inner in resource.get("resources", {}).values():
        yield from inner.get("methods", {}).values()
        yield from methods(inner)


def route(verb, path):
    for method in methods():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(method["path"]))
        if method["httpMethod"] == verb and (found := re.fullmatch(pattern, path)):
            return method, {name: unquote(value) for name, value in found.groupdict().items()}
    return None, {}


def check(schema, value, at):
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"]]
    kind = schema.get("type", "any")
    fits = {"string": str, "boolean": bool, "object": dict, "array": list, "integer": int, "number": (int, float)}
    if kind in fits and (not isinstance(value, fits[kind]) or kind == "integer" and isinstance(value, bool)):
        return violations.append(f"{at}: {value!r} is no {kind}")
    if "enum" in schema and value not in schema["enum"]:
        violations.append(f"{at}: {value!r} is none of {schema['enum']}")
    if schema.get("format") == "date-time" and not re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
        violations.append(f"{at}: {value!r} is no moment")
    if schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        violations.append(f"{at}: {value!r} is no date")
    if kind == "object":
        for name, inner in value.items():
            known = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if known is None:
                violations.append(f"{at}.{name}: no such property")
            else:
                check(known, inner, f"{at}.{name}")
    if kind == "array":
        for index, inner in enumerate(value):
            check(schema["items"], inner, f"{at}[{index}]")


def check_query(method, query):
    for name, text in query.items():
        known = method.get("parameters", {}).get(name) or DOCUMENT["parameters"].get(name)
        if not known or known.get("location", "query") != "query":
            violations.append(f"{method['id']}: no parameter {name}")
            continue
        value = text
        if known["type"] == "boolean":
            value = {"true": True, "false": False}.get(text, text)
        elif known["type"] == "integer":
            value = int(text) if re.fullmatch(r"-?\d+", text) else text
        check(known, value, f"{method['id']}?{name}")


def mask(text):
    """`a,b(c,d),e/f` as nested dictionaries."""
    def level(position):
        found = {}
        while position < len(text):
            name = re.match(r"\w+", text[position:]).group()
            position += len(name)
            inner = {}
            if text[position:position + 1] == "(":
                inner, position = level(position + 1)
            elif text[position:position + 1] == "/":
                deeper = re.match(r"/(\w+)", text[position:])
                position += deeper.end()
                inner = {deeper.group(1): {}}
            found.setdefault(name, {}).update(inner)
            if text[position:position + 1] == ")":
                return found, position + 1
            position += 1
        return found, position
    return level(0)[0]


def masked(value, wanted, schema, at):
    if not wanted:
        return value
    if isinstance(value, list):
        return [masked(item, wanted, schema["items"], at) for item in value]
    schema = SCHEMAS[schema["$ref"]] if "$ref" in schema else schema
    for name in wanted:
        if name not in schema.get("properties", {}) and "additionalProperties" not in schema:
            violations.append(f"{at}: fields asks for {name}, which is not there")
    return {name: masked(value[name], inner, schema.get("properties", {}).get(name)
                         or schema.get("additionalProperties", {}), f"{at}.{name}")
            for name, inner in wanted.items() if name in value}


# MARK: The calendar

class Answer(Exception):
    def __init__(self, status, body=None, headers=()):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, dict(headers)


def refusal(status, reason, message, headers=()):
    return Answer(status, {"error": {"code": status, "message": message, "errors": [
        {"domain": "global", "reason": reason, "message": message}]}}, headers)


def stamp(calendar, event):
    clock["sequence"] += 1
    event.update(etag=f'"{clock["sequence"]}"', updated="2027-03-01T09:00:00.000Z")
    calendar["changes"][event["id"]] = clock["sequence"]
    calendar["events"][event["id"]] = event
    return event


def complete(body, event_id):
    event = {name: value for name, value in body.items() if name not in ("etag", "kind")}
    return {"status": "confirmed", **event, "kind": "calendar#event", "id": event_id, "created":
            "2027-03-01T09:00:00.000Z", "iCalUID": body.get("iCalUID", event_id + "@google.com"), "eventType": "default",
            "sequence": 0, "htmlLink": "https://www.google.com/calendar/event?eid=x",
            "creator": {"email": "anna@praxis.example", "self": True}}


def moment(when, zone="Z"):
    if "date" in when:
        return datetime.datetime.fromisoformat(when["date"] + "T00:00:00+00:00")
    return datetime.datetime.fromisoformat(when["dateTime"].replace("Z", "+00:00"))


def listed(calendar, query):
    if "pageToken" in query:
        if query["pageToken"] not in pages:
            raise refusal(400, "invalid", "Invalid page token value.")
        rest, token, asked = pages[query["pageToken"]]
        if asked != {name: text for name, text in query.items() if name != "pageToken"}:
            raise refusal(400, "invalid", "The parameters of a page must be those of the first.")
    else:
        rest, token, asked = fresh(calendar, query), f"sync-{clock['sequence']}", dict(query)
    size = min(int(query.get("maxResults", 250)), state["page"])
    answer = {"kind": "calendar#events", "etag": '"list"', "summary": calendar["summary"], "description": "",
              "updated": "2027-03-01T09:00:00.000Z", "timeZone": calendar["timeZone"], "accessRole": "owner",
              "defaultReminders": [], "items": rest[:size]}
    if rest[size:]:
        answer["nextPageToken"] = f"page-{secrets.token_hex(4)}"
        pages[answer["nextPageToken"]] = (rest[size:], token, asked)
    else:
        answer["nextSyncToken"] = token
    return answer


def fresh(calendar, query):
    events = list(calendar["events"].values())
    if "syncToken" not in query:
        first, last = query.get("timeMin"), query.get("timeMax")
        return [event for event in events if (event["status"] != "cancelled" or query.get("showDeleted") == "true")
                and (not first or moment(event["end"]) > moment({"dateTime": first}))
                and (not last or moment(event["start"]) < moment({"dateTime": last}))]
    wrong = {"timeMin", "timeMax", "updatedMin", "orderBy", "q", "iCalUID", "privateExtendedProperty"} & set(query)
    if wrong or query.get("showDeleted") == "false":
        raise refusal(400, "invalid", f"Sync token cannot be used with {sorted(wrong)}.")
    found = re.fullmatch(r"sync-(\d+)", query["syncToken"])
    if not found or int(found.group(1)) < clock["oldest"]:
        raise refusal(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.")
    changed = [event for event in events if calendar["changes"][event["id"]] > int(found.group(1))]
    return [event if event["status"] != "cancelled" else
            {"kind": "calendar#event", "etag": event["etag"], "id": event["id"], "status": "cancelled"}
            for event in changed]


def written(calendar, body, event_id):
    if ("dateTime" in body["start"]) != ("dateTime" in body["end"]) or moment(body["end"]) <= moment(body["start"]):
        raise refusal(400, "timeRangeEmpty", "The specified time range is empty.")
    return stamp(calendar, complete(body, event_id))


def perform(method, parameters, query, body):
    if method["id"] == "calendar.calendarList.list":
        items = [{"kind": "calendar#calendarListEntry", "etag": '"1"', "id": name, "summary": calendar["summary"],
                  "timeZone": calendar["timeZone"], "accessRole": calendar["accessRole"], "selected": True,
                  "primary": calendar["primary"], "defaultReminders": []} for name, calendar in calendars.items()]
        return {"kind": "calendar#calendarList", "etag": '"1"', "items": items, "nextSyncToken": "list-1"}
    calendar = calendars.get(parameters["calendarId"])
    if calendar is None:
        raise refusal(404, "notFound", "Not Found")
    if method["id"] == "calendar.events.list":
        return listed(calendar, query)
    if method["id"] == "calendar.events.insert":
        event_id = body.get("id") or secrets.token_hex(13)
        if not re.fullmatch(r"[a-v0-9]{5,1024}", event_id):
            raise refusal(400, "invalid", "Invalid resource id value.")
        if event_id in calendar["events"]:
            raise refusal(409, "duplicate", "The requested identifier already exists.")
        return written(calendar, body, event_id)
    event = calendar["events"].get(parameters["eventId"])
    if event is None:
        raise refusal(404, "notFound", "Not Found")
    if method["id"] == "calendar.events.get":
        return event
    if method["id"] == "calendar.events.update":
        return written(calendar, body, event["id"])
    if method["id"] == "calendar.events.delete":
        if event["status"] == "cancelled":
            raise refusal(410, "deleted", "Resource has been deleted")
        stamp(calendar, {**event, "status": "cancelled"})
        return None
    raise refusal(501, "notImplemented", method["id"])


# MARK: OAuth

def issue(scope, refresh):
    token = "at-" + secrets.token_hex(8)
    access_tokens[token] = refresh
    return {"access_token": token, "expires_in": 3599, "scope": scope, "token_type": "Bearer"}


def token(fields):
    if (fields.get("client_id"), fields.get("client_secret")) != (CLIENT, SECRET):
        raise Answer(401, {"error": "invalid_client", "error_description": "The OAuth client was not found."})
    if fields.get("grant_type") == "refresh_token":
        if fields.get("refresh_token") not in refresh_tokens:
            raise Answer(400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})
        return issue(refresh_tokens[fields["refresh_token"]], fields["refresh_token"])
    asked = codes.pop(fields.get("code"), None)
    digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if (fields.get("grant_type") != "authorization_code" or asked is None or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != fields.get("redirect_uri")):
        raise Answer(400, {"error": "invalid_grant", "error_description": "Bad Request"})
    scope = " ".join(part for part in asked["scope"].split() if part not in state["withhold"])
    refresh = "rt-" + secrets.token_hex(8)
    refresh_tokens[refresh] = scope
    return {**issue(scope, refresh), "refresh_token": refresh}


def revoke(fields):
    if refresh_tokens.pop(fields.get("token"), None) is None:
        raise Answer(400, {"error": "invalid_token"})
    for name in [name for name, refresh in access_tokens.items() if refresh == fields["token"]]:
        del access_tokens[name]
    return {}


def authorize(query):
    needed = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256", "access_type": "offline"}
    for name, value in needed.items():
        if query.get(name) != value:
            violations.append(f"/auth: {name} is {query.get(name)!r}")
    for scope in query.get("scope", "").split():
        if scope not in DOCUMENT["auth"]["oauth2"]["scopes"]:
            violations.append(f"/auth: no scope {scope}")
    if state["deny"]:
        return {"error": "access_denied", "state": query["state"]}
    code = "4/" + secrets.token_hex(16)
    codes[code] = query
    return {"code": code, "state": query["state"], "scope": query["scope"]}


# MARK: What tests ask for

def control(asked):
    """deny, withhold [scope], page: how it answers. put/take {"calendar", "event" or "id"}: somebody edits an event.
    fail [{"verb", "status", "reason", "retry_after"}]: the next requests of that verb; swallow [verb]: done, but never
    answered. expire_sync, expire_access, revoke: true ends all that there is."""
    for name in ("deny", "withhold", "page", "fail", "swallow"):
        if name in asked:
            state[name] = asked[name]
    if "calendar" in asked:
        calendars[asked["calendar"]["id"]] = {
            "summary": "Anna", "timeZone": "Europe/Berlin", "accessRole": "owner", "primary": False, "events": {},
            "changes": {}, **{name: value for name, value in asked["calendar"].items() if name != "id"}}
    for put in asked.get("put", []):
        calendar = calendars[put["calendar"]]
        before = calendar["events"].get(put["event"]["id"], {})
        stamp(calendar, complete({**before, **put["event"]}, put["event"]["id"]))
    for take in asked.get("take", []):
        calendar = calendars[take["calendar"]]
        stamp(calendar, {**calendar["events"][take["id"]], "status": "cancelled"})
    if asked.get("expire_sync"):
        clock["sequence"] += 1
        clock["oldest"] = clock["sequence"]
    if asked.get("expire_access") or asked.get("revoke"):
        access_tokens.clear()
    if asked.get("revoke"):
        refresh_tokens.clear()
    answer = {"calls": list(calls), "violations": list(violations), "tokens": len(refresh_tokens),
              "calendars": {name: list(calendar["events"].values()) for name, calendar in calendars.items()}}
    if asked.get("forget"):
        calls.clear()
    return answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def handle_one(self):
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        with lock:
            try:
                status, answer, headers = 200, self.answer(url.path, query, raw), {}
            except Answer as refused:
                status, answer, headers = refused.status, refused.body, refused.headers
            if url.path.startswith("/calendar/v3/") and self.command in state["swallow"]:
                state["swallow"] = [verb for verb in state["swallow"] if verb != self.command]
                self.close_connection = True
                return
        self.reply(status, answer, headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

    def answer(self, path, query, raw):
        if path == "/control":
            return control(json.loads(raw))
        if path == "/auth":
            back = authorize(query)
            raise Answer(302, None, {"Location": query["redirect_uri"] + "?" + urlencode(back)})
        if path in ("/token", "/revoke"):
            if self.headers.get("Content-Type") != "application/x-www-form-urlencoded":
                violations.append(f"{path}: {self.headers.get('Content-Type')}")
            fields = dict(parse_qsl(raw.decode("ascii"), keep_blank_values=True))
            calls.append(f"{path} {fields.get('grant_type', '')}".strip())
            return token(fields) if path == "/token" else revoke(fields)
        return self.calendar(path, query, raw)

    def calendar(self, path, query, raw):
        prefix = "/" + DOCUMENT["servicePath"]
        method, parameters = route(self.command, path[len(prefix):]) if path.startswith(prefix) else (None, {})
        if method is None:
            violations.append(f"{self.command} {path}: no such method")
            raise refusal(404, "notFound", "Not Found")
        calls.append(method["id"].removeprefix("calendar."))
        check_query(method, query)
        body = None
        if "request" in method:
            if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
                violations.append(f"{method['id']}: {self.headers.get('Content-Type')}")
            body = json.loads(raw)
            check(method["request"], body, method["id"])
        elif raw:
            violations.append(f"{method['id']}: a body")
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if bearer not in access_tokens:
            raise refusal(401, "authError", "Invalid Credentials")
        if not set(refresh_tokens.get(access_tokens[bearer], "").split()) & set(method["scopes"]):
            raise refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        for failure in state["fail"]:
            if failure["verb"] == self.command:
                state["fail"].remove(failure)
                wait = {"Retry-After": str(failure["retry_after"])} if "retry_after" in failure else {}
                raise refusal(failure["status"], failure["reason"], "As asked for.", wait)
        answer = perform(method, parameters, query, body)
        if answer is None:
            raise Answer(204)
        check(method["response"], answer, method["id"] + " answer")
        if "fields" in query:
            answer = masked(answer, mask(query["fields"]), method["response"], method["id"])
        return answer

    def reply(self, status, value, headers):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if body:
            self.send_header("Content-Type", "application/json; charset=UTF-8")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


calendars.update({
    "anna@praxis.example": {"summary": "Anna", "timeZone": "Europe/Berlin", "accessRole": "owner", "primary": True,
                            "events": {}, "changes": {}},
    "holidays@group.v.calendar.google.com": {"summary": "Holidays", "timeZone": "Europe/Berlin", "accessRole": "reader",
                                             "primary": False, "events": {}, "changes": {}},
})
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
