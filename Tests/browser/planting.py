"""Gives the product fifty strings of canaries.py through its own pages, as patients and staff do."""

import functools
import json
import re
import time
import uuid

import test_booking
import test_calendar
from canaries import Cage
from harness import arrive, check, press, staff, status, visitor
from product import code, forget_tries, mail_to, say, sql


# Names of staff are stored as they are: whoever looks must find this one.
OPEN = Cage()


@functools.cache
def plant():
    """Once in a run."""
    cage = Cage()
    forget_tries()
    book(cage, "harbor", "en")
    book(cage, "carmel", "he")
    sign_in_as_patient(cage, "harbor")
    ask_as_nobody(cage, "carmel")
    write_down_a_patient(cage, "harbor")
    book_as_staff(cage, "linden")
    import_a_record(cage, "harbor")
    write_down_an_incident(cage, "harbor")
    sign_in_wrongly(cage)
    join_the_team(cage, "harbor")
    forget_the_password(cage)
    forget_tries()
    return cage


def main_button(page):
    return page.locator("main form .btn-primary").first


def book(cage, practice, language):
    """As a visitor; the way to the appointment is a secret in an address."""
    who = f"visitor of {practice}"
    hebrew = language == "he"
    address = cage.address(f"{who}: address")
    with visitor(language) as page:
        test_booking.keep_time(page, practice, language)
        cage.add(f"{who}: kept time", re.search(r"/holds/([\w-]+)", page.url)[1], recipient=address, is_link=True)
        test_booking.enter_details(
            page, language, given=cage.word(f"{who}: given name", hebrew), email=address,
            family=cage.word(f"{who}: family name", hebrew), phone=cage.phone(f"{who}: phone"),
            note=cage.sentence(f"{who}: note", hebrew))
        test_booking.send(page, language)
        test_booking.heading(page, say(language, "booking.review"))
        press(page, page.get_by_role("button", name=say(language, "booking.confirm"), exact=True), "the button")
        test_booking.heading(page, say(language, "visit.bookedHeading"))
        token = re.search(r"/visit/[\w-]+/\d+-([\w-]+)", page.url)[1]
        cage.add(f"{who}: link to the visit", token, recipient=address, is_link=True)


def token_of(link):
    return re.search(r"([\w-]+)(\?|$)", link)[1]


def cookie(page, name):
    return next(c["value"] for c in page.context.cookies() if c["name"].endswith(name))


def sign_in_as_patient(cage, practice):
    address = cage.all[f"visitor of {practice}: address"].text
    with visitor() as page:
        page.goto(f"/{practice}/sign-in")
        page.locator("#email").fill(address)
        main_button(page).press("Enter")
        page.get_by_role("heading", level=1, name=say("en", "identity.mail.title")).wait_for()
        link = mail_to(address, r"http\S+/sign-in/link/\S+")
        cage.add("patient: link of the mail", token_of(link), recipient=address, is_link=True)
        page.goto(link)
        status(press(page, page.get_by_role("button", name=say("en", "identity.signIn")), "the button"), 200)
        cage.add("patient: cookie", cookie(page, "praxis-patient"))
        page.goto("/portal/record/access")


def ask_as_nobody(cage, practice):
    with visitor() as page:
        page.goto(f"/{practice}/sign-in")
        page.locator("#email").fill(cage.address("nobody: address"))
        main_button(page).press("Enter")
        page.get_by_role("heading", level=1, name=say("en", "identity.mail.title")).wait_for()


def write_down_a_patient(cage, practice):
    with staff(practice, "frontDesk") as page:
        page.goto("/patients/new")
        for field, text in {
            "given": cage.word("patient: given name"), "family": cage.word("patient: family name"),
            "email": cage.address("patient: address"), "phone": cage.phone("patient: phone"),
            "address": f"{cage.word('patient: street')} 7\n10115 {cage.word('patient: town')}",
            "note": cage.sentence("patient: note of the desk")}.items():
            page.locator(f"#{field}").fill(text)
        save = page.get_by_role("button", name=say("en", "patients.new.save"), exact=True)
        status(press(page, save, "the button"), 200)
        must_show(page, cage, "patient: note of the desk", "patient: town")
        cage.add("desk: token of the forms", page.locator("input[name=csrf]").first.input_value())
        page.goto("/patients")
        for words in (cage.all["patient: family name"].text, cage.word("desk: words of a search")):
            page.locator(".top-search input[type=search]").fill(words)
            with page.expect_navigation():
                page.keyboard.press("Enter")


def must_show(page, cage, *names):
    """It went in: nothing that was refused would be found anywhere."""
    text = page.locator("main").inner_text()
    for name in names:
        check(cage.all[name].text in text, f"{page.url} does not show {name}")


def book_as_staff(cage, practice):
    with staff(practice, "frontDesk", language="de") as page:
        address, _, _ = test_calendar.free_time(page, test_calendar.workday(5))
        page.goto(address)
        page.locator("input[name=patient][value=new]").check()
        for field, text in {
            "given": cage.word("called: given name"), "family": cage.word("called: family name"),
            "email": cage.address("called: address"), "phone": cage.phone("called: phone"),
            "note": cage.sentence("called: note")}.items():
            page.locator(f"#{field}").fill(text)
        page.locator("#service").select_option(index=2)
        page.get_by_role("button", name=say("de", "calendar.form.book"), exact=True).press("Enter")
        test_calendar.settle(page, cage.all["called: family name"].text)
        page.locator(".appt", has_text=cage.all["called: family name"].text).first.click()
        page.get_by_role("complementary").wait_for()


def import_a_record(cage, practice):
    family = cage.word("imported: family name")
    subject = {"reference": f"urn:uuid:{uuid.uuid4()}"}
    person = {
        "resourceType": "Patient", "birthDate": "1980-02-03",
        "name": [{"family": family, "given": [cage.word("imported: given name")]}],
        "telecom": [{"system": "email", "value": cage.address("imported: address")},
                    {"system": "phone", "value": cage.phone("imported: phone")}]}
    active = {"coding": [{"code": "active", "system": "http://terminology.hl7.org/CodeSystem/condition-clinical"}]}
    condition = {"resourceType": "Condition", "subject": subject, "clinicalStatus": active,
                 "code": {"text": cage.word("imported: condition")}, "note": [{"text": cage.sentence("imported: note")}]}
    medicine = {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": subject,
                "medicationCodeableConcept": {"text": cage.word("imported: medicine")}}
    allergy = {"resourceType": "AllergyIntolerance", "patient": subject, "code": {"text": cage.word("imported: allergy")}}
    entries = [{"fullUrl": subject["reference"], "resource": person}]
    entries += [{"fullUrl": f"urn:uuid:{uuid.uuid4()}", "resource": resource} for resource in (condition, medicine, allergy)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    with staff(practice) as page:
        page.goto("/patients/import")
        page.locator("#files").set_input_files(
            {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(bundle).encode()})
        press(page, page.locator("form[action='/patients/import'] button"), "the button that uploads")
        press(page, page.locator("form[action$='/confirmation'] button").first, "the button that imports")
        # Not as the practitioner: the passkey made by a later test ends their session.
        page.goto("/patients")
        page.locator(".top-search input[type=search]").fill(family)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.locator("tbody th a").first.click()
        page.wait_for_url(re.compile(r"/patients/[\w-]{36}"))
        page.goto(f"/patients/{re.search(r'/patients/([^/?]+)', page.url)[1]}/chart")
        must_show(page, cage, *(f"imported: {part}" for part in ("family name", "condition", "medicine", "allergy", "note")))


def write_down_an_incident(cage, practice):
    with staff(practice) as page:
        page.goto("/audit/incident?from=2026-01-01T00:00&to=2026-01-02T00:00&actor=anybody&person=&network=")
        page.locator("#note").fill(cage.sentence("incident: what happened"))
        press(page, page.get_by_role("button", name=say("en", "oversight.incident.save")), "the button")
        must_show(page, cage, "incident: what happened")


def sign_in_wrongly(cage):
    with visitor() as page:
        page.goto("/sign-in")
        page.locator("#email").fill(cage.address("wrong sign-in: address"))
        page.locator("#password").fill(cage.word("wrong sign-in: password"))
        main_button(page).press("Enter")
        page.locator("#error-summary").wait_for()


def join_the_team(cage, practice):
    address = cage.address("colleague: address")
    with staff(practice) as page:
        page.goto("/team/invitations/new")
        page.locator("#name").fill(OPEN.word("colleague: name"))
        page.locator("#email").fill(address)
        main_button(page).press("Enter")
        arrive(page, "/team?done=invited")
    link = mail_to(address, r"https?://\S+/invitation/\S+")
    cage.add("colleague: invitation", token_of(link), recipient=address, is_link=True)
    with visitor() as page:
        page.goto(link)
        secret = cage.add("colleague: secret of the app", page.locator(".qr code").inner_text().replace(" ", ""))
        page.locator("#password").fill(f"otters juggle {cage.word('colleague: password')}")
        page.locator("#code").fill(code(secret, time.time() - 30))
        main_button(page).press("Enter")
        page.wait_for_url("**/account/security")
        cage.add("colleague: cookie", cookie(page, "praxis-staff"))
        page.locator("form[action='/account/recovery-codes'] button").press("Enter")
        page.locator(".codes code").first.wait_for()
        for number, text in enumerate(page.locator(".codes code").all_inner_texts()[:3]):
            cage.add(f"colleague: recovery code {number + 1}", text)


def forget_the_password(cage):
    address, secret = (cage.all[f"colleague: {part}"].text for part in ("address", "secret of the app"))
    with visitor() as page:
        page.goto("/sign-in/forgotten")
        page.locator("#email").fill(address)
        main_button(page).press("Enter")
        link = mail_to(address, r"https?://\S+/password/\S+")
        cage.add("colleague: link to a new password", token_of(link), recipient=address, is_link=True)
        sql("UPDATE identity_user SET totp_last_step = 0")
        page.goto(link)
        page.locator("#password").fill(f"lanterns juggle {cage.word('colleague: new password')}")
        page.locator("#code").fill(code(secret))
        with page.expect_navigation() as navigation:
            main_button(page).press("Enter")
        status(navigation.value, 200)
