"""A practice turns single sign-on on, somebody connects their account, and signs in by it: a real provider (Authlib) on
another origin, its page between, and the content security policy in force."""

import contextlib
import json
import subprocess
import urllib.request

import audit
from harness import arrive, check, equal, one_heading, staff, status, visitor, wait_until
from product import PASSWORD, ROOT, code, forget_tries, people, say

CLIENT, SECRET = "praxis-client", "s3cret:with/odd+signs"


@contextlib.contextmanager
def provider():
    """A peer of the tests; it ends when its standard input is closed."""
    process = subprocess.Popen(
        [ROOT / ".venv-peers/bin/python", ROOT / "Tests/peers/oidc_peer.py"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        process.wait()


def control(issuer, **settings):
    request = urllib.request.Request(issuer + "/control", json.dumps(settings).encode())
    urllib.request.urlopen(request, timeout=10).close()


def turn_on(practice, language, issuer):
    with staff(practice, language=language) as page:
        page.goto("/settings")
        page.locator("a[href='/settings/single-sign-on']").click()
        arrive(page, "/settings/single-sign-on")
        check(page.get_by_text(say(language, "identity.provider.stateOff")).count() == 1, "the page says that it is off")
        must_be_fine(page)
        page.locator("#issuer").fill("https://127.0.0.1")
        page.locator("#isOn").check()
        page.locator("#clientID").fill(CLIENT)
        page.locator("#clientSecret").fill(SECRET)
        page.locator("main form[data-enhance] .btn-primary").click()
        page.locator(".error-summary").wait_for()
        equal(page.locator("#clientSecret").input_value(), "", "a secret that comes back")
        must_be_fine(page)
        page.locator("#issuer").fill(issuer)
        page.locator("#clientSecret").fill(SECRET)
        page.locator("main form[data-enhance] .btn-primary").click()
        page.wait_for_url("**/settings/single-sign-on?done=on")
        check(page.get_by_text(say(language, "identity.provider.done.on")).count() == 1, "nothing says that it is on")
        page.locator("form[action$='/test'] button").click()
        page.wait_for_url("**/settings/single-sign-on?done=tested")
        must_be_fine(page)


def turn_off(practice, language):
    with staff(practice, language=language) as page:
        page.goto("/settings/single-sign-on")
        arrive(page, "/settings/single-sign-on")
        page.locator("#isOn").uncheck()
        page.locator("main form[data-enhance] .btn-primary").click()
        page.wait_for_url("**/settings/single-sign-on?done=off")


def must_be_fine(page):
    problems = audit.audit(page)
    check(not problems, "\n".join(problems))


def sign_in_by_password(page, practice):
    address, secret = people()[practice, "supervisor"]
    forget_tries()
    page.goto("/sign-in")
    page.locator("#email").fill(address)
    page.locator("#password").fill(PASSWORD)
    page.locator("main .btn-primary").press("Enter")
    page.locator("#code").fill(code(secret))
    page.locator("main .btn-primary").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def connect(page, language):
    status(page.goto("/account/security"), 200)
    page.locator("a[href='/account/single-sign-on']").click()
    page.wait_for_url("**/account/single-sign-on")
    must_be_fine(page)
    page.locator("main .btn-primary").click()
    page.locator("#yes").click()  # at the provider
    page.wait_for_url("**/account/single-sign-on/return?**")
    equal(one_heading(page).inner_text(), say(language, "identity.provider.confirmTitle"), "the heading")
    must_be_fine(page)
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/account/security?done=provider")
    check(page.get_by_text(say(language, "identity.done.provider")).count() == 1, "nothing says it is connected")


def walk(practice, language):
    with provider() as issuer:
        control(issuer, page=True, subject=f"{practice}-anna")
        turn_on(practice, language, issuer)
        with visitor(language, elsewhere=issuer) as page:
            sign_in_by_password(page, practice)
            connect(page, language)
        with visitor(language, elsewhere=issuer) as page:
            status(page.goto(f"/sign-in/at/{practice}"), 200)
            must_be_fine(page)
            page.locator("a[href$='/provider']").click()
            page.locator("#yes").click()
            page.wait_for_url("**/sign-in/code")
            must_be_fine(page)
            check(not any(c["name"].endswith("praxis-staff") for c in page.context.cookies()), "one factor is no session")
        control(issuer, amr=["pwd", "mfa"])
        with visitor(language, width=390, elsewhere=issuer) as page:
            page.goto(f"/sign-in/at/{practice}")
            page.locator("a[href$='/provider']").click()
            page.locator("#yes").click()
            page.wait_for_url(lambda url: url.endswith("/calendar"))
            status(page.goto("/account"), 200)
        with visitor(language, script=False, elsewhere=issuer) as page:
            page.goto(f"/sign-in/at/{practice}")
            page.locator("a[href$='/provider']").click()
            page.locator("#yes").click()
            page.locator("main .btn-primary").click()
            page.wait_for_url(lambda url: url.endswith("/calendar"))
        control(issuer, subject="a stranger")
        with visitor(language, elsewhere=issuer) as page:
            page.goto(f"/sign-in/at/{practice}")
            page.locator("a[href$='/provider']").click()
            page.locator("#yes").click()
            page.locator(".error-summary").wait_for()
            must_be_fine(page)
            wait_until(lambda: page.locator("#email-error").count() == 1, "no sentence says that it did not work")
        turn_off(practice, language)
        with visitor(language, elsewhere=issuer) as page:
            page.goto(f"/sign-in/at/{practice}")
            equal(page.locator("a[href$='/provider']").count(), 0, "buttons of a provider that is off")


def test_staff_sign_in_by_the_practices_provider_in_english():
    walk("harbor", "en")


def test_staff_sign_in_by_the_practices_provider_in_hebrew():
    walk("carmel", "he")
