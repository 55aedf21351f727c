"""The running product from outside: its address, routes, words, demo people and database."""

import base64
import email
import email.policy
import functools
import hashlib
import hmac
import json
import os
import pathlib
import re
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
URL = os.environ.get("PRAXIS_TEST_URL", "http://localhost:8080")
TLS_URL = os.environ.get("PRAXIS_TEST_TLS_URL", "https://localhost:8443")
VAR = pathlib.Path(os.environ.get("PRAXIS_TEST_VAR", ROOT / "var"))
PASSWORD = "praxis-demo-2026"


@functools.cache
def routes():
    """Every address of the product as (method, pattern), as `praxis routes` prints them."""
    program = os.environ.get("PRAXIS_TEST_PROGRAM", ROOT / ".build/debug/praxis")
    text = subprocess.run([program, "routes"], check=True, capture_output=True, text=True).stdout
    return {tuple(line.split()[:2]) for line in text.splitlines()}


@functools.cache
def catalog(language):
    """Every text of one language by key. Plural forms are dictionaries."""
    words = {}
    for path in (ROOT / "templates").glob(f"*/messages.{language}.json"):
        words |= json.loads(path.read_text())
    return words


def say(language, key, **values):
    """A text as a page shows it."""
    text = catalog(language)[key]
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), text)


def pattern_of(language, key):
    """A regular expression for a text whose values are not known, and for all its plural forms."""
    text = catalog(language)[key]
    forms = text.values() if isinstance(text, dict) else [text]
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(form)) for form in forms))


@functools.cache
def people():
    """The demo's members of staff, (practice, role) to (address, secret of the second factor); the first of each."""
    found = {}
    for line in (VAR / "demo.txt").read_text().splitlines():
        match = re.fullmatch(r"\s+(\w+)\s+(\w+)\s+(\S+@\S+)\s+([A-Z2-7]{32})", line)
        if match:
            found.setdefault((match[1], match[2]), (match[3], match[4]))
    return found


def code(secret, at=None):
    """The six digits an authenticator app shows (RFC 6238: SHA-1, 30 seconds)."""
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def sql(statement):
    """Changes what only time would: the administrator of the private database logs in by its socket."""
    user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(
        ["mariadb", "--no-defaults", "--protocol=socket", f"--socket={VAR}/db/mariadb.sock", f"--user={user}",
         "praxis_store", "--execute", statement],
        check=True, capture_output=True, text=True)


def expire_hold(token):
    """Ends a kept place as ten minutes would."""
    value = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    digest = hashlib.sha256(value).hexdigest()
    past = "UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE"
    sql(f"UPDATE scheduling_claim c JOIN scheduling_hold h ON c.practice_id = h.practice_id AND c.hold_id = h.id "
        f"SET c.expires_at = {past} WHERE h.token_hash = X'{digest}'; "
        f"UPDATE scheduling_hold SET expires_at = {past} WHERE token_hash = X'{digest}'")


def forget_tries():
    """Wrong tries of earlier tests would make this one wait."""
    sql("DELETE FROM platform_throttle")


def mail_to(address, containing, seconds=30):
    """What an expression finds in the newest mail to an address that has it; waits for it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in sorted((VAR / "mail").glob("*.eml"), reverse=True):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            found = address in str(mail["To"]) and re.search(containing, mail.get_body(("plain",)).get_content())
            if found:
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} with {containing} came within {seconds} seconds")
