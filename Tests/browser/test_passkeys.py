"""Chromium's virtual authenticator makes a passkey, signs in with it, and unlocks what was locked."""

import base64
import hashlib

import audit
from harness import check, equal, one_heading, status, visitor
from product import PASSWORD, code, forget_tries, people, say, sql


def authenticator(page):
    """A device with a fingerprint reader, in software."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    client.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})


def let_time_pass(page):
    """The session was last used an hour ago, as its row says."""
    cookie = next(c for c in page.context.cookies() if c["name"].endswith("praxis-staff"))
    token = base64.urlsafe_b64decode(cookie["value"] + "=")
    sql("UPDATE identity_session SET seen_at = seen_at - INTERVAL 1 HOUR "
        f"WHERE token_hash = X'{hashlib.sha256(token).hexdigest()}'")


def passkey_of(practice, language):
    forget_tries()
    address, secret = people()[practice, "practitioner"]
    with visitor(language) as page:
        authenticator(page)
        page.goto("/sign-in")
        page.locator("#email").fill(address)
        page.locator("#password").fill(PASSWORD)
        page.locator("main .btn-primary").press("Enter")
        page.locator("#code").fill(code(secret))
        page.locator("main .btn-primary").press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        status(page.goto("/account/passkeys/new"), 200)
        page.locator("#name").fill("Probe")
        page.get_by_role("button", name=say(language, "identity.passkey.make")).click()
        page.wait_for_url("**/account/security?done=passkey")
        check(page.get_by_text("Probe").count() > 0, "the new passkey is not listed")

        page.context.clear_cookies()
        page.goto("/sign-in")
        # Chromium offers the key by itself where the address is typed, and this device says yes.
        page.wait_for_url(lambda url: "/sign-in" not in url)
        status(page.goto("/account"), 200)

        let_time_pass(page)
        status(page.goto("/account"), 423)
        equal(one_heading(page).inner_text(), say(language, "identity.locked.title"), "the heading of the lock")
        problems = audit.audit(page, "locked")
        check(not problems, f"the lock: {problems}")
        page.get_by_role("button", name=say(language, "identity.passkey.confirm")).click()
        # The address is the same: the heading says that the page that was asked for has come.
        page.get_by_role("heading", level=1, name=say(language, "identity.account.title"), exact=True).wait_for()


def test_a_passkey_signs_in_and_unlocks_in_english():
    passkey_of("harbor", "en")


def test_a_passkey_signs_in_and_unlocks_in_hebrew():
    passkey_of("carmel", "he")
