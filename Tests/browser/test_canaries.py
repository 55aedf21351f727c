"""Runs last: nothing that was typed in planting.py has come to stand in a log, a mail, an address, or openly in a file."""

import email.message
import os
import pathlib
import tempfile

import canaries
import harness
from harness import check, equal
from planting import OPEN, plant
from product import VAR
from raw import ask

# Pictures for people who repair tests, and what the browser of the tests keeps for itself.
NOT_OURS = ("browser-failures", "playwright")


def places():
    """Everything the product writes, but mails, and where it would leave temporary files."""
    folders = [path for path in VAR.iterdir() if path.name != "mail"]
    if "TMPDIR" in os.environ:
        folders += pathlib.Path(os.environ["TMPDIR"]).iterdir()
    return [path for path in folders if not path.name.startswith(NOT_OURS)]


def told(hits):
    return "\n".join(sorted(f"{name} stands in {path}" for path, name in hits)[:40])


def test_the_search_finds_each_string_in_every_encoding():
    cage = plant()
    with tempfile.TemporaryDirectory() as folder:
        for number, canary in enumerate(cage.all.values()):
            for form_number, form in enumerate([*canary.encodings(), *canary.bytes_of_token()]):
                path = pathlib.Path(folder, f"{number}-{form_number}")
                path.write_bytes(os.urandom(300) + form.swapcase() + b"\0\n\xff" if form.isascii() else form)
                equal([name for _, name in cage.in_files(path)], [canary.name], f"what is found in the form {form!r}")
        wanted = {canary.name for canary in cage.all.values()}
        equal({name for _, name in cage.in_files(folder)}, wanted, "what is found in the folder")


def test_the_search_finds_what_stands_openly_in_each_place():
    cage = plant()
    found = OPEN.in_files(VAR / "db/data")
    check(found, "a name of staff, which is not sealed, is not found in the files of the database")
    request = canaries.Cage()
    request.add("request", ask("/healthz").header("X-Request-ID"))
    harness.wait_until(lambda: request.in_files(*places()), "the id of a request is found in no log")
    log = {pathlib.Path(path).name for path, _ in request.in_files(*places())}
    check("nginx-access.log" in log, f"the id of a request is found in {log} alone")
    mailed = {canary.name for _, _, _, text in canaries.mails(VAR / "mail") for canary in cage.in_text(text)}
    check(len(mailed) >= 8, f"mails show {mailed} only: not even the addresses they were sent to")
    visited = {canary.name for canary in cage.in_text("\n".join(harness.addresses))}
    check(len(visited) >= 5, f"of the links that were opened only {visited} are found among the addresses")


def test_no_file_of_the_product_holds_what_was_typed():
    hits = plant().in_files(*places())
    check(not hits, told(hits))


def test_no_process_holds_what_was_typed_in_its_arguments_or_in_files_without_a_name():
    files = list(canaries.hidden_files())
    check(len(files) >= 8, f"only {files} are known of the processes")
    hits = plant().in_files(*files)
    check(not hits, told(hits))


def out_of_place(cage, folder):
    """(part of a mail, name) of what stands in a mail and should not."""
    return {
        (f"{path.name}, {part}", canary.name) for path, recipient, part, text in canaries.mails(folder)
        for canary in cage.in_text(text) if not canaries.may_be_mailed(canary, recipient, part)}


def test_the_search_finds_what_is_out_of_place_in_a_mail():
    cage = plant()
    name, link, address = (cage.all[f"visitor of {part}"] for part in (
        "carmel: family name", "carmel: link to the visit", "harbor: address"))
    mail = email.message.EmailMessage()
    mail["To"], mail["Subject"] = address.text, f"Visit of {name.text}"
    own = cage.all["visitor of harbor: link to the visit"].text
    mail.set_content(f"Hello,\nhttps://praxis.example/{own}\nhttps://praxis.example/{link.text}\n", cte="base64")
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "a.eml").write_bytes(mail.as_bytes())
        wanted = {("a.eml, header Subject", name.name), ("a.eml, text/plain", link.name)}
        equal(out_of_place(cage, pathlib.Path(folder)), wanted, "what is out of place")


def test_mails_hold_their_own_address_and_link_and_nothing_else():
    wrong = out_of_place(plant(), VAR / "mail")
    check(not wrong, told(wrong))


def test_addresses_hold_no_more_than_links():
    cage = plant()
    addresses = "\n".join(harness.addresses)
    name = cage.all["patient: family name"]
    check(name in cage.in_text(f"{addresses}\nhttps://praxis.example/patients?q={name.text}"), "a name is not found")
    named = {canary.name for canary in cage.in_text(addresses) if not canary.is_link}
    check(not named, f"addresses hold {sorted(named)}")
