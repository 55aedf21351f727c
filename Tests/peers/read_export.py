"""Reads a copy of a record with Python's zipfile, validates it with fhir.resources (R4B, which shares the shapes of R4 for
every resource in it), and prints what it found as one line of JSON.

usage: read_export.py FILE
"""

import collections
import html.parser
import json
import sys
import zipfile

from fhir.resources.R4B import get_fhir_model_class

# Value sets of R4 that bind as required. The library checks shapes and formats, not codes.
CODES = {
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
    ("Appointment", "status"): {"proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow",
                                "entered-in-error", "checked-in", "waitlist"},
    ("Encounter", "status"): {"planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled",
                              "entered-in-error", "unknown"},
    ("Observation", "status"): {"registered", "preliminary", "final", "amended", "corrected", "cancelled",
                                "entered-in-error", "unknown"},
    ("MedicationRequest", "status"): {"active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped",
                                      "draft", "unknown"},
    ("MedicationRequest", "intent"): {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order",
                                      "instance-order", "option"},
    ("Immunization", "status"): {"completed", "entered-in-error", "not-done"},
    ("AllergyIntolerance", "criticality"): {"low", "high", "unable-to-assess"},
    ("Consent", "status"): {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
    ("Communication", "status"): {"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed",
                                  "entered-in-error", "unknown"},
    ("AuditEvent", "action"): {"C", "R", "U", "D", "E"},
    ("AuditEvent", "outcome"): {"0", "4", "8", "12"},
    ("ChargeItem", "status"): {"planned", "billable", "not-billable", "aborted", "billed", "entered-in-error",
                               "unknown"},
    ("Flag", "status"): {"active", "inactive", "entered-in-error"},
    ("CareTeam", "status"): {"proposed", "active", "suspended", "inactive", "entered-in-error"},
}


class Page(html.parser.HTMLParser):
    """What a page for people holds: its words, its tags, what is open at the end."""

    VOID = {"meta", "br", "link", "img", "input"}

    def __init__(self):
        super().__init__()
        self.words, self.tags, self.open, self.root, self.handlers = [], collections.Counter(), [], {}, []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.handlers += [name for name, value in attributes if name.startswith("on") or (value or "").startswith("java")]
        if tag == "html":
            self.root = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.handlers.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


def references(value):
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "reference":
                yield member
            yield from references(member)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def empty(value, path=""):
    """FHIR knows no empty text, list or object."""
    if value in ("", [], {}) or value is None:
        yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from empty(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from empty(item, f"{path}[{index}]")


problems = []
with zipfile.ZipFile(sys.argv[1]) as archive:
    names = archive.namelist()
    broken = archive.testzip()
    text = archive.read("patient.json").decode()
    markup = archive.read("index.html").decode()
bundle = json.loads(text)
try:
    get_fhir_model_class("Bundle").model_validate_json(text)
except ValueError as error:
    problems.append(f"Bundle: {str(error)[:2000]}")
problems += [f"{path} is empty" for path in empty(bundle)]
urls = [entry["fullUrl"] for entry in bundle["entry"]]
problems += [f"{url} stands {count} times" for url, count in collections.Counter(urls).items() if count > 1]
problems += [f"{reference} leads nowhere" for reference in references(bundle) if reference not in set(urls)]
for entry in bundle["entry"]:
    resource = entry["resource"]
    if entry["fullUrl"] != "urn:uuid:" + resource["id"]:
        problems.append(f"{entry['fullUrl']} is {resource['id']}")
    for (kind, member), codes in CODES.items():
        if resource["resourceType"] == kind and member in resource and resource[member] not in codes:
            problems.append(f"{kind}.{member} is {resource[member]}")
page = Page()
page.feed(markup)
print(json.dumps({
    "names": names,
    "broken": broken,
    "type": bundle["type"],
    "types": collections.Counter(entry["resource"]["resourceType"] for entry in bundle["entry"]),
    "problems": problems[:20],
    "language": page.root.get("lang"),
    "direction": page.root.get("dir"),
    "words": " ".join(" ".join(page.words).split()),
    "tags": page.tags,
    "open": page.open,
    "handlers": page.handlers,
}))
