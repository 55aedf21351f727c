"""Reads a mail with Python's email package and prints what it understood as one line of JSON.

usage: read_mail.py FILE
"""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import sys

with open(sys.argv[1], "rb") as file:
    raw = file.read()
mail = email.message_from_bytes(raw, policy=email.policy.default)
legacy = email.message_from_bytes(raw, policy=email.policy.compat32)


def mailboxes(name):
    """Addresses by the modern parser, names by the older one: the modern one puts a blank between the encoded words of
    a folded display name, against RFC 2047, 6.2."""
    names = [n for n, _ in email.utils.getaddresses([legacy[name]])]
    decoded = [str(email.header.make_header(email.header.decode_header(n))) for n in names]
    specs = [a.addr_spec for a in mail[name].addresses]
    return [list(pair) for pair in zip(decoded, specs, strict=True)]


parts = []
for part in mail.walk():
    if not part.is_multipart():
        content = part.get_payload(decode=True)
        parts.append({
            "type": part.get_content_type(),
            "parameters": {name: value for name, value in part["Content-Type"].params.items()},
            "disposition": part.get_content_disposition(),
            "file": part.get_filename(),
            "bytes": base64.b64encode(content).decode(),
        })
defects = [str(d) for p in mail.walk() for d in p.defects]
defects += [str(d) for v in mail.values() for d in getattr(v, "defects", [])]
print(json.dumps({
    "headers": [[name, str(value)] for name, value in mail.items()],
    "from": mailboxes("From"),
    "to": mailboxes("To"),
    "structure": [p.get_content_type() for p in mail.walk()],
    "parts": parts,
    "defects": defects,
    "timestamp": int(mail["Date"].datetime.timestamp()),
    "longest": max(len(line) for line in raw.split(b"\r\n")),
    "bareLineEnds": raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n"),
}))
