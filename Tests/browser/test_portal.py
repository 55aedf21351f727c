"""The portal beyond a mailbox: a second factor before what is clinical, and parents with one sign-in for several children."""

import base64
import hashlib
import re
import time

import audit
from harness import arrive, check, equal, fill, one_heading, press, staff, status, tab_to, visitor, wait_until
from product import code, mail_to, say, sql
import test_passkeys
import test_sign_in
import test_team

RECORD = "/portal/record/access"


def by_mail(page, practice, language, address):
    """Signs in with the code of a mail."""
    page.goto(f"/{practice}/sign-in")
    fill(page, page.get_by_label(say(language, "identity.email")), address, "the address")
    press(page, page.get_by_role("button", name=say(language, "identity.patient.send")), "the button")
    challenge = page.url.rpartition("/")[2]
    # The newest mail may be that of an earlier sign-in: the link in ours is not known, its code fits this page alone.
    end = time.monotonic() + 30
    while time.monotonic() < end:
        digits = mail_to(address, r"(?m)^\d{6}(?=\r?$)")
        fill(page, page.get_by_label(say(language, "identity.mail.code"), exact=True), digits, "the code")
        answer = press(page, page.get_by_role("button", name=say(language, "identity.signIn")), "the button")
        if answer.status == 200 and challenge not in page.url:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no code that fits came to {address}")


def set_up_app(page, language, look=lambda page: None):
    """By keyboard, from the page that says how. Answers the app's secret."""
    status(page.goto(RECORD), 423)
    equal(one_heading(page).inner_text(), say(language, "portal.needed.title"), "the heading without a factor")
    equal(page.locator("html").get_attribute("dir"), "rtl" if language == "he" else "ltr", "direction of the page")
    look(page)
    press(page, page.get_by_role("button", name=say(language, "portal.needed.app")), "the button to the app")
    look(page)
    secret = test_team.secret_of(page)
    button = page.get_by_role("button", name=say(language, "shared.save"))
    fill(page, page.locator("#code"), "000000", "the code")
    status(press(page, button, "the button"), 422)
    fill(page, page.locator("#code"), code(secret), "the code")
    status(press(page, button, "the button"), 200)
    check(page.url.endswith(RECORD), f"setting up leads to {page.url}")
    look(page)
    return secret


def forget_factor(page):
    """As in a later session: the mailbox alone was shown."""
    cookie = next(c for c in page.context.cookies() if c["name"].endswith("praxis-patient"))
    token = base64.urlsafe_b64decode(cookie["value"] + "=")
    sql(f"UPDATE identity_session SET proofs = 'mail' WHERE token_hash = X'{hashlib.sha256(token).hexdigest()}'")


def codes_on_paper(page, language):
    """Makes recovery codes, and uses one in place of the app."""
    press(page, page.get_by_role("button", name=say(language, "identity.recovery.make")), "the button that makes codes")
    codes = page.locator("ol.codes code").all_inner_texts()
    equal(len(set(codes)), 10, "different codes")
    problems = audit.audit(page, "recovery codes of the portal")
    check(not problems, f"the codes: {problems}")
    for typed, wanted in ((codes[3], 200), (codes[3], 422)):
        forget_factor(page)
        status(page.goto(RECORD), 423)
        fill(page, page.locator("#proof"), typed, "the code")
        with page.expect_navigation() as navigation:
            page.keyboard.press("Enter")
        status(navigation.value, wanted)
    forget_factor(page)
    page.goto(RECORD)
    fill(page, page.locator("#proof"), codes[4], "the code")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def outlive_session(page, practice, language, look):
    """What was typed when the session ended is on the page until somebody signed in anew and sends it."""
    sql("INSERT INTO messaging_answering (practice_id, patients_write, answer_days) SELECT practice_id, TRUE, 2 "
        f"FROM practices_practice WHERE slug = '{practice}' ON DUPLICATE KEY UPDATE patients_write = TRUE")
    page.goto("/portal/conversation")
    fill(page, page.locator("#text"), "Half an hour of typing", "the message")

    def send(until, what):
        tab_to(page, page.get_by_role("button", name=say(language, "conversation.send"), exact=True), "the button that sends")
        page.keyboard.press("Enter")
        wait_until(lambda: page.get_by_text(until).count() > 0, f"{what}: no {until!r} on {page.url}", 10)

    known = page.context.cookies()
    page.context.clear_cookies(name=re.compile("praxis-patient$"))
    send(say(language, "conversation.kept.what"), "without a session")
    equal(page.locator("#text").input_value(), "Half an hour of typing", "what was typed, without a session")
    look(page)
    problems = audit.audit(page, "what was kept of a message")
    check(not problems, f"the kept message: {problems}")
    page.context.add_cookies(known)
    send(say(language, "conversation.kept.again"), "signed in anew")
    equal(page.locator("#text").input_value(), "Half an hour of typing", "what was typed, signed in anew")
    send(say(language, "conversation.portal.done"), "looked at once more")
    check(page.get_by_text("Half an hour of typing").count() > 0, "the message does not stand in the conversation")


def second_factor(practice, language, look=lambda page: None):
    state = test_sign_in.patient(language, practice, by_code=False)
    with visitor(language, state=state) as page:
        set_up_app(page, language, look)
        page.goto("/portal/security")
        look(page)
        codes_on_paper(page, language)
        page.goto("/portal/security")
        look(page)
        page.goto("/portal/passkeys/new")
        look(page)
        page.goto("/portal/conversation")
        equal(one_heading(page).inner_text(), say(language, "conversation.portal.title"), "the heading")
        look(page)
        outlive_session(page, practice, language, look)


def test_an_app_opens_what_is_clinical_in_english():
    second_factor("harbor", "en")


def test_an_app_opens_what_is_clinical_in_hebrew():
    second_factor("carmel", "he")


def test_a_passkey_opens_what_is_clinical():
    state = test_sign_in.patient("en", "harbor", by_code=False)
    with visitor("en", state=state) as page:
        test_passkeys.authenticator(page)
        page.goto(RECORD)
        page.get_by_role("button", name=say("en", "portal.needed.passkey")).click()
        page.locator("#name").fill("Probe")
        page.get_by_role("button", name=say("en", "identity.passkey.make")).click()
        page.wait_for_url(f"**{RECORD}")
        equal(one_heading(page).inner_text(), say("en", "oversight.portal.title"), "the heading")
        page.goto("/portal/security")
        check(page.get_by_text("Probe").count() > 0, "the new passkey is not listed")


def let_act(page, language, patient, address, look=lambda page: None):
    """A member of staff writes down who acts for a patient."""
    page.goto(f"{patient}/details")
    press(page, page.get_by_role("link", name=say(language, "portal.patient.link")), "the link to the portal's page")
    fill(page, page.locator("#name"), "Erika Example", "the name")
    fill(page, page.locator("#email"), address, "the address")
    tab_to(page, page.get_by_role("button", name=say(language, "portal.guardian.add")), "the button that adds")
    page.keyboard.press("Enter")
    arrive(page, "?done=added")
    look(page)


def patients(page, count):
    """Addresses of some patients' pages."""
    page.goto("/patients")
    links = page.locator("main a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    found = list(dict.fromkeys(link for link in links if re.fullmatch(r"/patients/[0-9a-f-]{36}", link)))
    check(len(found) >= count, f"the list shows {found}")
    return found[:count]


def parent_of_two(practice, language, look=lambda page: None):
    address = f"e{time.time_ns()}@parents.example"
    with staff(practice, language=language) as page:
        for patient in patients(page, 2):
            let_act(page, language, patient, address, look)
    with visitor(language) as page:
        by_mail(page, practice, language, address)
        check(page.url.endswith("/portal/people"), f"signing in leads to {page.url}")
        look(page)
        secret = set_up_app(page, language)
        page.goto("/portal")
        first = one_heading(page).inner_text()
        press(page, page.get_by_role("link", name=say(language, "portal.people.link")), "the link to the others")
        other = page.locator("main li").filter(has_not_text=say(language, "portal.people.current")).get_by_role("button")
        press(page, other, "the other child")
        check(page.url.endswith("/portal") and one_heading(page).inner_text() != first, f"still {first}")
        status(page.goto(RECORD), 200)
    with visitor(language) as page:
        by_mail(page, practice, language, address)
        status(page.goto(RECORD), 423)
        equal(one_heading(page).inner_text(), say(language, "identity.confirm.title"), "the heading with a factor")
        look(page)
        # The code that set the app up is used up; as after half a minute.
        sql("UPDATE identity_portal_account SET totp_last_step = 0")
        fill(page, page.locator("#proof"), code(secret), "the code")
        press(page, page.get_by_role("button", name=say(language, "identity.confirm.go")), "the button")
        check(page.url.endswith(RECORD), f"the factor leads to {page.url}")


def use_portal(practice):
    """The practice sends confirmations to the portal as well."""
    sql("INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels) "
        f"SELECT practice_id, 'confirmation', 1, 0, 'email,inApp' FROM practices_practice WHERE slug = '{practice}' "
        "ON DUPLICATE KEY UPDATE channels = 'email,inApp'")


def messages(language, state, look=lambda page: None):
    """The confirmation of the visit that was booked: new, opened by key, read."""
    with visitor(language, state=state) as page:
        title = say(language, "inbox.title")

        def is_there():
            page.goto("/portal")
            return page.locator("main .badge-info").count() == 1

        wait_until(is_there, "the portal counts no new message", seconds=30)
        press(page, page.get_by_role("link", name=title), "the link to the messages")
        equal(one_heading(page).inner_text(), title, "the heading")
        look(page)
        new = page.locator("main .row-button")
        equal(new.count(), 1, "new messages")
        status(press(page, new, "the new message"), 200)
        check(re.search(r"/portal/messages/[0-9a-f-]{36}$", page.url), f"opening leads to {page.url}")
        check(page.locator("main article form").count() == 0, "what was opened can be marked as read")
        look(page)
        page.goto("/portal/messages")
        equal(page.locator("main .row-button").count(), 0, "new messages after it was opened")
        look(page)


def read_what_is_new(practice, language, by_code):
    use_portal(practice)
    messages(language, test_sign_in.patient(language, practice, by_code=by_code))


def test_a_confirmation_is_opened_in_the_portal_in_english():
    read_what_is_new("harbor", "en", by_code=False)


def test_a_confirmation_is_opened_in_the_portal_in_hebrew():
    read_what_is_new("carmel", "he", by_code=True)


def test_a_parent_signs_in_once_for_two_children_in_english():
    parent_of_two("harbor", "en")


def test_a_parent_signs_in_once_for_two_children_in_hebrew():
    parent_of_two("carmel", "he")
