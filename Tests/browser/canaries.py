"""Strings that must stay where they were typed: names, numbers, notes, addresses and secrets, given to the product as
people give them, and the search for them in everything it writes."""

import base64
import dataclasses
import email
import email.policy
import functools
import html
import json
import os
import pathlib
import re
import secrets
import subprocess
import urllib.parse

from product import VAR

HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
# What a product that was never told a thing cannot write: nobody guesses twelve letters.
LETTERS = 12


@dataclasses.dataclass(frozen=True)
class Canary:
    name: str
    text: str
    # Whose mails may show it: as the address of the recipient, or as a link in the text. Nobody's when empty.
    recipient: str = ""
    # A part of a link that is mailed, which leads a browser to an address with it.
    is_link: bool = False

    def encodings(self):
        """Every way in which it could stand in a file, as bytes; letters of either case."""
        forms = {self.text, urllib.parse.quote(self.text), urllib.parse.quote_plus(self.text),
                 json.dumps(self.text)[1:-1], html.escape(self.text),
                 "".join(f"&#{ord(letter)};" if ord(letter) > 126 else letter for letter in self.text)}
        # Numbers and codes without what only readers need.
        forms.add(re.sub(r"[ +()/-]", "", self.text))
        found = {form.encode() for form in forms}
        for raw in {form.encode() for form in forms} | set(self.bytes_of_token()):
            found.add(raw.hex().encode())
            found |= set(base64_parts(raw))
            found.add("".join(f"={byte:02X}" for byte in raw).encode())
        return found

    def bytes_of_token(self):
        """A secret that is written with 32 or 64 letters is known by its bytes as well."""
        if re.fullmatch(r"[A-Z2-7]{32}", self.text):
            yield base64.b32decode(self.text)
        elif re.fullmatch(r"[A-Za-z0-9_-]{22,}", self.text):
            yield base64.urlsafe_b64decode(self.text + "=" * (-len(self.text) % 4))


def base64_parts(raw):
    """What of it stands in a longer text in base64, wherever it begins there."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        # The first and the last letter are made of neighbours as well.
        part = whole[(8 * before + 5) // 6:len(whole) - 1]
        yield part.encode()
        yield part.replace("+", "-").replace("/", "_").encode()


class Cage:
    """The canaries of one run, by name."""

    def __init__(self):
        self.all = {}

    def add(self, name, text, **more):
        assert name not in self.all and len(text) >= 10, name
        self.all[name] = Canary(name, text, **more)
        return text

    def word(self, name, hebrew=False):
        letters = HEBREW if hebrew else "abcdefghijklmnopqrstuvwxyz"
        return self.add(name, "".join(secrets.choice(letters) for _ in range(LETTERS)).capitalize())

    def address(self, name):
        text = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(LETTERS)) + "@canary.example"
        return self.add(name, text, recipient=text)

    def phone(self, name):
        """Looked for without what stands before the number, which may be written as 0 or +49."""
        digits = "".join(secrets.choice("0123456789") for _ in range(8))
        return "+49 " + self.add(name, f"151 {digits[:4]} {digits[4:]}")

    def sentence(self, name, hebrew=False):
        """A note: its own word among others."""
        return f"{'כאב ' if hebrew else 'Pain since '}{self.word(name, hebrew)}{' בברך' if hebrew else ', left knee'}"

    @functools.cached_property
    def patterns(self):
        """Bytes in small letters to the canary they tell of."""
        return {form.lower(): canary for canary in self.all.values() for form in canary.encodings()}

    def in_files(self, *places):
        """(path, name) of everything in these files and folders, in any encoding."""
        hits = set()
        # The patterns come in by a stream: a file of them would be found as well.
        answer = subprocess.run(
            ["grep", "-raoiFHZ", "-f", "-", "--", *map(str, places)], input=b"\n".join(self.patterns),
            capture_output=True, env=os.environ | {"LC_ALL": "C"})
        for line in answer.stdout.split(b"\n"):
            path, _, found = line.partition(b"\0")
            if found:
                hits.add((path.decode(), self.patterns[found.lower()].name))
        # Bytes that are no text, among them the end of a line, are beyond grep.
        raw = [(token, canary) for canary in self.all.values() for token in canary.bytes_of_token()]
        for path in files_below(*places):
            data = path.read_bytes()
            hits |= {(str(path), canary.name) for token, canary in raw if token in data}
        return hits

    def in_text(self, text):
        data = text.encode().lower()
        return {canary for form, canary in self.patterns.items() if form in data}


def files_below(*places):
    for place in map(pathlib.Path, places):
        if place.is_file():
            yield place
        else:
            yield from (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def mails(folder):
    """(path, recipient, part, text) of everything a reader of a mail sees or gets."""
    for path in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        recipient = str(mail["To"])
        for name, value in mail.items():
            yield path, recipient, f"header {name}", f"{name}: {value}"
        for part in mail.walk():
            if not part.is_multipart():
                text = part.get_content()
                text = text if isinstance(text, str) else text.decode(errors="replace")
                # Calendar files fold their lines.
                yield path, recipient, part.get_content_type(), re.sub(r"\r?\n[ \t]", "", text)


def may_be_mailed(canary, recipient, part):
    """An address stands on its own mail, and as who attends in the calendar file; a link in the text of its mail."""
    if not canary.recipient or canary.recipient not in recipient:
        return False
    if canary.is_link:
        return part in ("text/plain", "text/calendar")
    return part in ("header To", "text/calendar")


def processes():
    """Everything of the product that runs: its parts and what they started."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
        except OSError:
            continue
    found = [int(path.read_text()) for name in ("run/web.pid", "run/worker.pid", "db/mariadb.pid", "nginx/nginx.pid")
             if (path := VAR / name).exists()]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def is_readable(file):
    """Workers that leave no cores let nobody but root look at more than their arguments."""
    try:
        file.open("rb").close()
        return True
    except OSError:
        return False


def hidden_files():
    """What processes of the product keep in files without a name, and what they were started with, as files to read."""
    for process in processes():
        folder = pathlib.Path(f"/proc/{process}")
        yield from filter(is_readable, (folder / "cmdline", folder / "environ"))
        try:
            for number in (folder / "fd").iterdir():
                if os.readlink(number).endswith(" (deleted)") and number.is_file():
                    yield number
        except OSError:
            continue
