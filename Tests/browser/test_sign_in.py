"""Staff by password and authenticator app, patients by mail; by keyboard, in both directions of writing."""

import time

from harness import check, equal, fill, must_be_focused, one_heading, press, status, tab_to, visitor
from product import PASSWORD, code, forget_tries, mail_to, people, say
import test_booking


def refused(page, language, field, message):
    """The same page again, the error on top, focused and linked."""
    summary = page.get_by_role("group", name=say(language, "shared.errorSummary"))
    must_be_focused(page, summary, "the error summary")
    link = summary.get_by_role("link", name=message)
    tab_to(page, link, "the summary's link")
    page.keyboard.press("Enter")
    must_be_focused(page, page.locator(f"#{field}"), f"the field {field}")
    equal(page.locator(f"#{field}").get_attribute("aria-invalid"), "true", f"aria-invalid of {field}")


def refuse(page):
    """The staff's sign-in page with its error."""
    forget_tries()
    page.goto("/sign-in")
    page.locator("#email").fill("nobody@harbor.example")
    page.locator("#password").fill("not the password at all")
    page.locator("main form .btn-primary").press("Enter")
    page.locator("#error-summary").wait_for()


def first_step(page, practice):
    """With the right password, up to the page that asks for the code."""
    page.goto("/sign-in")
    page.locator("#email").fill(people()[practice, "biller"][0])
    page.locator("#password").fill(PASSWORD)
    page.locator("main form .btn-primary").press("Enter")
    page.wait_for_url("**/sign-in/code")


def held_up(page, practice, language, look):
    """Strangers have tried an account too often; a mail lets the browser of its owner in."""
    forget_tries()
    address = people()[practice, "biller"][0]
    for _ in range(11):
        page.goto("/sign-in")
        page.locator("#email").fill(address)
        page.locator("#password").fill("not the password at all")
        page.locator("main form .btn-primary").press("Enter")
        page.wait_for_load_state()
    check(say(language, "identity.wait.prove") in page.locator("main").inner_text(), "the page offers no mail")
    look(page)
    press(page, page.get_by_role("button", name=say(language, "identity.wait.mail")), "the button that sends a mail")
    equal(one_heading(page).inner_text(), say(language, "team.forgotten.sentTitle"), "the heading")
    page.goto(mail_to(address, r"https?://\S+/browser/\S+"))
    look(page)
    press(page, page.get_by_role("button", name=say(language, "team.browser.go")), "the button that goes on")
    first_step(page, practice)


def staff_by_keyboard(practice, language, script):
    forget_tries()
    address, secret = people()[practice, "biller"]
    with visitor(language, script=script) as page:
        page.goto("/sign-in")
        equal(one_heading(page).inner_text(), say(language, "identity.staff.title"), "the heading")
        button = page.get_by_role("button", name=say(language, "identity.continue"))
        fill(page, page.get_by_label(say(language, "identity.email")), address, "the address")
        fill(page, page.get_by_label(say(language, "identity.password")), "not the password at all", "the password")
        status(press(page, button, "the button"), 422)
        equal(page.locator("#email").input_value(), address, "the address that was typed")
        equal(page.locator("#password").input_value(), "", "the password, which is never sent back")
        refused(page, language, "email", say(language, "identity.staff.refused"))
        fill(page, page.locator("#password"), PASSWORD, "the password")
        press(page, button, "the button")
        page.wait_for_url("**/sign-in/code")

        field = page.get_by_label(say(language, "identity.code.label"), exact=True)
        equal(field.get_attribute("autocomplete"), "one-time-code", "autocomplete of the code")
        button = page.get_by_role("button", name=say(language, "identity.signIn"), exact=True)
        fill(page, field, "000000" if code(secret) != "000000" else "111111", "the code")
        status(press(page, button, "the button"), 422)
        refused(page, language, "code", say(language, "identity.code.refused"))
        fill(page, field, code(secret), "the code")
        status(press(page, button, "the button"), 200)
        equal(page.locator("html").get_attribute("dir"), "rtl" if language == "he" else "ltr", "direction of the page")
        names = {cookie["name"] for cookie in page.context.cookies() if not cookie["httpOnly"]}
        equal(names - {"praxis-language"}, set(), "cookies that scripts could read")
        return page.context.storage_state()


def test_staff_sign_in_by_keyboard_in_english():
    staff_by_keyboard("harbor", "en", script=True)


def test_staff_sign_in_in_hebrew_without_script_and_out_again():
    state = staff_by_keyboard("carmel", "he", script=False)
    with visitor("he", state=state) as page:
        status(page.goto("/patients"), 200)
        tab_to(page, page.locator("button[popovertarget=account]"), "the menu of the account")
        page.keyboard.press("Enter")
        press(page, page.get_by_role("button", name=say("he", "shared.signOut")), "the button that signs out")
        page.goto("/patients")
        check(page.url.endswith("/sign-in"), f"after signing out /patients leads to {page.url}")


def patient(language, practice, by_code, look=lambda page: None):
    """Books, asks for a link, and comes in by it or by the code. `look` is shown each page of the sign-in."""
    address = f"p{time.time_ns()}@patients.harbor.example"
    with visitor(language) as page:
        test_booking.keep_time(page, practice, language)
        test_booking.enter_details(page, language, email=address)
        test_booking.confirm(page, language)
        page.goto(f"/{practice}/sign-in")
        fill(page, page.get_by_label(say(language, "identity.email")), address, "the address")
        press(page, page.get_by_role("button", name=say(language, "identity.patient.send")), "the button")
        equal(one_heading(page).inner_text(), say(language, "identity.mail.title"), "the heading")
        look(page)
        link = mail_to(address, r"http\S+/sign-in/link/\S+")
        if by_code:
            digits = mail_to(address, r"(?m)^\d{6}(?=\r?$)")
            fill(page, page.get_by_label(say(language, "identity.mail.code"), exact=True), digits, "the code")
        else:
            page.goto(link)
            look(page)
        status(press(page, page.get_by_role("button", name=say(language, "identity.signIn")), "the button"), 200)
        check(page.url.endswith("/portal"), f"signing in leads to {page.url}")
        check(page.locator(".next-card").count() == 1, "the portal does not show the visit that was booked")
        return page.context.storage_state()


def test_patients_sign_in_by_the_link_of_a_mail():
    patient("en", "harbor", by_code=False)


def test_patients_sign_in_by_its_code_in_hebrew():
    patient("he", "carmel", by_code=True)
