"""Copies of a record: ordered, made, fetched and read, by staff with scripts and by patients without."""

import io
import json
import re
import zipfile

from harness import arrive, check, equal, one_heading, press, staff, status, visitor, wait_until
from product import code, mail_to, people, say, sql
import test_portal
import test_sign_in

HERE = "/portal/record/export"


def read(download):
    """The archive as its owner opens it."""
    with open(download.path(), "rb") as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    equal(archive.testzip(), None, "broken files of the archive")
    equal(sorted(archive.namelist()), ["index.html", "patient.json"], "files of the archive")
    bundle = json.loads(archive.read("patient.json"))
    equal((bundle["resourceType"], bundle["type"]), ("Bundle", "collection"), "the bundle")
    types = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    check(types.count("Patient") == 1 and "Organization" in types, f"the bundle holds {types}")
    return bundle, archive.read("index.html").decode()


def fetch(page, language):
    button = page.get_by_role("button", name=say(language, "patients.export.fetch"))
    with page.expect_download() as download:
        button.press("Enter")
    check(re.fullmatch(r"\w+-record-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename),
          f"the file is called {download.value.suggested_filename}")
    return read(download.value)


def by_the_practice(practice, language, look=lambda page: None):
    """With scripts: the page follows by itself. Answers what the mail says."""
    with staff(practice, language=language) as page:
        patient = test_portal.patients(page, 1)[0]
        page.goto(f"{patient}/privacy")
        press(page, page.get_by_role("link", name=say(language, "patients.export.title")), "the link to the copies")
        address = page.url
        # One of an earlier test would be in the way.
        delete = page.get_by_role("button", name=say(language, "patients.export.delete"))
        if delete.count():
            press(page, delete, "the button that deletes")
        equal(one_heading(page).inner_text(), say(language, "patients.export.title"), "the heading")
        look(page)
        order = page.get_by_role("button", name=say(language, "patients.export.order"))
        order.press("Enter")
        wait_until(lambda: order.count() == 0, "the order is not taken", 10)
        arrive(page, "/exports")
        ready = page.get_by_role("heading", name=say(language, "patients.export.isReady"))
        wait_until(lambda: ready.count() == 1, "the copy is not made, or the page does not follow", 60)
        equal(page.url, address, "where the page is")
        look(page)
        bundle, text = fetch(page, language)
        name = page.locator(".sub bdi").inner_text()
        check(name in text, f"the page of the copy does not name {name}")
        page.reload()
        press(page, page.get_by_role("button", name=say(language, "patients.export.delete")), "the button that deletes")
        check(page.get_by_role("button", name=say(language, "patients.export.order")).count() == 1, "no new order")
        look(page)
    mail_to(people()[practice, "owner"][0], re.escape(say(language, "mail.exportReady.lead", practice="")[-30:]))
    return bundle


def test_the_practice_orders_and_fetches_in_english():
    by_the_practice("harbor", "en")


def seen(page, language, look):
    """What a page without scripts shows, looked at where scripts run: axe is one."""
    if look:
        with visitor(language, state=page.context.storage_state()) as other:
            other.goto(page.url)
            look(other)


def by_the_patient(practice, language, look=None):
    """Without scripts: the page is looked at again."""
    state = test_sign_in.patient(language, practice, by_code=False)
    with visitor(language, state=state) as page:
        secret = test_portal.set_up_app(page, language)
        state = page.context.storage_state()
    with visitor(language, state=state, script=False) as page:
        page.goto("/portal")
        press(page, page.get_by_role("link", name=say(language, "patients.export.title")), "the link to the copies")
        seen(page, language, look)
        press(page, page.get_by_role("button", name=say(language, "patients.export.order")), "the button that orders")
        if page.locator("#proof").count():
            sql("UPDATE identity_portal_account SET totp_last_step = 0")
            page.locator("#proof").fill(code(secret))
            page.locator("#proof").press("Enter")
        check(page.url.endswith(HERE), f"ordering leads to {page.url}")
        seen(page, language, look)
        button = page.get_by_role("button", name=say(language, "patients.export.fetch"))

        def is_ready():
            again = page.get_by_role("link", name=say(language, "patients.export.reload"))
            if again.count():
                again.click()
            return button.count() == 1

        wait_until(is_ready, "the copy is not made", 60)
        seen(page, language, look)
        bundle, text = fetch(page, language)
        check(f'lang="{language}"' in text and "<script" not in text, "the page for people")
        status(page.goto(HERE), 200)
        check(page.get_by_text(say(language, "patients.export.fetched", fetched="").split(":")[0]).count() == 1,
              "the page does not say that it was fetched")
        return bundle


def test_a_patient_orders_and_fetches_without_scripts_in_english():
    by_the_patient("harbor", "en")


def test_a_patient_orders_and_fetches_without_scripts_in_hebrew():
    by_the_patient("carmel", "he")
