"""From an invitation to an account, and back into it when the password or the phone is lost; in both directions of writing."""

import re
import time

from harness import arrive, check, equal, fill, one_heading, press, staff, status, tab_to, visitor
from product import code, forget_tries, mail_to, say, sql

FIRST = "otters juggle seven lanterns"
SECOND = "seven lanterns juggle otters"


def refresh_codes():
    """What was used up works again, as after half a minute."""
    sql("UPDATE identity_user SET totp_last_step = 0")


def invite(practice, language):
    """Invites somebody who reads the language of the practice's staff; answers their address and the link of the mail."""
    address = f"n{time.time_ns()}@staff.example"
    with staff(practice) as page:
        page.goto("/team")
        press(page, page.get_by_role("link", name=say(language, "team.invite.title")), "the link that invites")
        fill(page, page.locator("#name"), "Nora Neu", "the name")
        fill(page, page.locator("#email"), address, "the address")
        page.locator("#role").select_option("biller")
        page.locator("#language").select_option(language)
        send = page.get_by_role("button", name=say(language, "team.invite.send"))
        tab_to(page, send, "the button that invites")
        page.keyboard.press("Enter")
        arrive(page, "/team?done=invited")
        check(address in page.locator("main").inner_text(), "the list does not show the invitation")
    return address, mail_to(address, r"https?://\S+/invitation/\S+")


def secret_of(page):
    """What an authenticator app reads from the page."""
    return page.locator(".qr code").inner_text().replace(" ", "")


def accept(page, language, link):
    """By keyboard: a password that is too short first, then one that counts. Answers the app's secret."""
    page.goto(link)
    equal(one_heading(page).inner_text(), say(language, "team.join.title"), "the heading")
    equal(page.locator("html").get_attribute("dir"), "rtl" if language == "he" else "ltr", "direction of the page")
    secret = secret_of(page)
    button = page.get_by_role("button", name=say(language, "team.join.go"))
    fill(page, page.locator("#password"), "short", "the password")
    # The code before the current one: the current one is for the sign-in that follows.
    fill(page, page.locator("#code"), code(secret, time.time() - 30), "the code")
    status(press(page, button, "the button"), 422)
    equal(page.locator("#password").get_attribute("aria-invalid"), "true", "aria-invalid of the password")
    equal(page.locator("#name").input_value(), "Nora Neu", "the name, which is kept")
    equal(secret_of(page), secret, "the secret after a refused form")
    fill(page, page.locator("#password"), FIRST, "the password")
    fill(page, page.locator("#code"), code(secret, time.time() - 30), "the code")
    status(press(page, button, "the button"), 200)
    check(page.url.endswith("/account/security"), f"accepting leads to {page.url}")
    return secret


def sign_in(page, address, password, digits):
    forget_tries()
    page.goto("/sign-in")
    page.locator("#email").fill(address)
    page.locator("#password").fill(password)
    page.locator("main form button").first.press("Enter")
    page.wait_for_url("**/sign-in/code")
    page.locator("#code").fill(digits)
    page.locator("main form button").first.press("Enter")
    page.wait_for_url(re.compile(r"/(calendar|patients)$"))


def from_invitation_to_sign_in(practice, language, script):
    address, link = invite(practice, language)
    with visitor(language, script=script) as page:
        secret = accept(page, language, link)
    with visitor(language, script=script) as page:
        page.goto(link)
        equal(one_heading(page).inner_text(), say(language, "team.over.invitation.title"), "the heading of a used link")
        sign_in(page, address, FIRST, code(secret))
    return address, secret


def test_somebody_is_invited_accepts_and_signs_in_in_english():
    from_invitation_to_sign_in("harbor", "en", script=True)


def test_somebody_is_invited_accepts_and_signs_in_in_hebrew_without_script():
    from_invitation_to_sign_in("carmel", "he", script=False)


def ask_for_password(page, language, address):
    """Answers the link of the mail."""
    page.goto("/sign-in")
    press(page, page.get_by_role("link", name=say(language, "team.forgotten.link")), "the link beside the password")
    fill(page, page.locator("#email"), address, "the address")
    press(page, page.get_by_role("button", name=say(language, "team.forgotten.send")), "the button")
    equal(one_heading(page).inner_text(), say(language, "team.forgotten.sentTitle"), "the heading")
    return mail_to(address, r"https?://\S+/password/\S+")


def reset_factors(practice, language, address):
    """As the owner does for somebody who has lost their phone. Answers the link of the mail."""
    with staff(practice) as page:
        page.goto("/team")
        row = page.get_by_role("row").filter(has_text=address)
        press(page, row.get_by_role("link"), "the link to the person")
        fill(page, page.locator("#reason"), "Lost phone, called from home", "the reason")
        tab_to(page, page.get_by_role("button", name=say(language, "team.reset.go")), "the button that resets")
        page.keyboard.press("Enter")
        arrive(page, "?done=reset")
    return mail_to(address, r"https?://\S+/factors/\S+")


def lost_and_found(practice, language, look=lambda page: None):
    """A forgotten password, then a lost phone. `look` is shown each page that the mails lead to."""
    address, link = invite(practice, language)
    with visitor(language) as page:
        secret = accept(page, language, link)
    with visitor(language) as page:
        forget_tries()
        link = ask_for_password(page, language, address)
        look(page)
        page.goto("/sign-in/forgotten")
        look(page)
        page.goto(link)
        look(page)
        refresh_codes()
        fill(page, page.locator("#password"), SECOND, "the new password")
        fill(page, page.locator("#code"), code(secret), "the code")
        status(press(page, page.get_by_role("button", name=say(language, "team.reset.passwordGo")), "the button"), 200)
        link = reset_factors(practice, language, address)
        page.goto("/account")
        check(page.url.endswith("/sign-in"), f"after the reset the session leads to {page.url}")
        page.goto(link)
        look(page)
        fill(page, page.locator("#password"), SECOND, "the password")
        fill(page, page.locator("#code"), code(secret_of(page)), "the code of the new app")
        status(press(page, page.get_by_role("button", name=say(language, "team.factors.go")), "the button"), 200)
        check(page.url.endswith("/account/security"), f"connecting the app leads to {page.url}")


def test_a_forgotten_password_and_a_lost_phone_lead_back_in():
    lost_and_found("harbor", "en")
