"""Contexts of the browser that notice what must never happen, and small checks with plain messages."""

import contextlib
import os
import pathlib
import re
import shutil
import time

from playwright.sync_api import sync_playwright

import product

SHOTS = pathlib.Path(os.environ.get("PRAXIS_TEST_SHOTS", product.VAR / "browser-failures"))
# Runs before any script of the page, in pages that may run scripts.
WATCH = """document.addEventListener('securitypolicyviolation',
  (event) => console.error(`CSP refused ${event.violatedDirective} ${event.blockedURI}`))"""
FOCUSED = "element => element === document.activeElement"

browser = None  # set by run.py
addresses = set()  # of everything any page has asked for


class Skip(Exception):
    """The test cannot be done; the message says why."""


class Problem(AssertionError):
    """What the product did wrong, in a sentence."""


def check(condition, message):
    if not condition:
        raise Problem(message)


def equal(actual, expected, what):
    check(actual == expected, f"{what}: {actual!r} instead of {expected!r}")


def needs(method, pattern):
    """Skips a test of something this build does not have."""
    if (method, pattern) not in product.routes():
        raise Skip(f"{method} {pattern} does not exist yet")


def watch(page, problems, elsewhere):
    """Collects refusals of the content policy, script errors, requests to others, and parts that are missing."""
    def heard(message):
        # Statuses of pages are for the tests to judge; of parts of pages, see `answered`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console on {page.url}: {message.text}")

    def asked(request):
        addresses.update((request.url, request.headers.get("referer", "")))
        if elsewhere and request.url.startswith(elsewhere) and request.is_navigation_request():
            if request.headers.get("referer", "").startswith((product.URL, product.TLS_URL)):
                problems.append(f"{page.url} tells another site where somebody comes from")
            return
        if not request.url.startswith((product.URL + "/", product.TLS_URL + "/", "data:", "blob:")):
            problems.append(f"{page.url} asks a third party: {request.url}")

    def answered(response):
        if response.status >= 400 and response.request.resource_type not in ("document", "fetch"):
            problems.append(f"{page.url} needs {response.url}, which answers {response.status}")

    page.on("console", heard)
    page.on("pageerror", lambda error: problems.append(f"script on {page.url}: {error}"))
    page.on("request", asked)
    page.on("response", answered)


@contextlib.contextmanager
def visitor(language="en", script=True, width=1280, dark=False, state=None, zone=None, elsewhere=None):
    """A new person with a page. On the way out nothing forbidden may have happened; failures leave a picture.

    elsewhere: the address of another site that links and redirects may lead to, such as an identity provider's.
    """
    context = browser.new_context(
        base_url=product.URL, java_script_enabled=script, viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light", reduced_motion="reduce", storage_state=state, timezone_id=zone,
        locale={"en": "en-US", "de": "de-DE", "he": "he-IL"}[language])
    context.set_default_timeout(10_000)
    if script:
        context.add_init_script(WATCH)
    problems = []
    context.on("page", lambda page: watch(page, problems, elsewhere))
    page = context.new_page()
    try:
        yield page
        check(not problems, "\n".join(list(dict.fromkeys(problems))[:5]))
    except Exception as error:
        with contextlib.suppress(Exception):
            SHOTS.mkdir(parents=True, exist_ok=True)
            path = SHOTS / f"{len(list(SHOTS.iterdir())) + 1:03d}.png"
            page.screenshot(path=path, full_page=True)
            error.add_note(f"at {page.url}, picture {path}")
        raise
    finally:
        context.close()


def status(response, expected):
    equal(response.status, expected, f"status of {response.request.method} {response.url}")


def wait_until(condition, otherwise, seconds=5):
    end = time.monotonic() + seconds
    while not condition():
        check(time.monotonic() < end, otherwise)
        time.sleep(0.1)


def arrive(page, end):
    """Waits for an address that ends so; on the way a factor is shown, where the last one is more than minutes old. The
    question may stand at the same address: whoever sends a form waits for its page to go first."""
    proof = page.locator("#proof")
    wait_until(lambda: page.url.endswith(end) or proof.count(), f"neither {end} nor the question for a factor", 10)
    if proof.count():
        proof.fill(product.PASSWORD)
        proof.press("Enter")
        wait_until(lambda: page.url.endswith(end) and not proof.count(), f"the factor does not lead to {end}", 10)
    page.wait_for_load_state("networkidle")


def is_focused(locator):
    return locator.count() == 1 and locator.evaluate(FOCUSED)


def must_be_focused(page, locator, what):
    """Waits for the focus: scripts move it a moment after a load."""
    end = time.monotonic() + 5
    while not is_focused(locator):
        if time.monotonic() > end:
            has = page.locator(":focus")
            has = has.first.evaluate("element => element.outerHTML.slice(0, 200)") if has.count() else "nothing"
            raise Problem(f"{what} should have the focus; it is on {has}")
        page.wait_for_timeout(50)


def tab_to(page, locator, what, key="Tab", limit=120):
    """Presses Tab until the element has the focus. Failing is the finding: it cannot be reached."""
    equal(locator.count(), 1, f"elements that are {what}")
    for _ in range(limit):
        if locator.evaluate(FOCUSED):
            return
        page.keyboard.press(key)
    raise Problem(f"{limit} times {key} did not lead to {what}")


def press(page, locator, what, key="Enter"):
    """Walks to an element and presses it. Answers the response of the page that follows."""
    tab_to(page, locator, what)
    with page.expect_navigation() as navigation:
        page.keyboard.press(key)
    return navigation.value


def fill(page, locator, text, what):
    tab_to(page, locator, what)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def one_heading(page):
    """The one h1 of a page."""
    headings = page.locator("h1")
    equal(headings.count(), 1, f"h1 on {page.url}")
    return headings


def sign_in(page, practice, role):
    """With password and authenticator app, as people do it."""
    address, secret = product.people()[practice, role]
    # Tries that other tests got wrong on purpose count for the network they all share.
    product.forget_tries()
    page.goto("/sign-in")
    page.locator("#email").fill(address)
    page.locator("#password").fill(product.PASSWORD)
    page.locator("main .btn-primary").press("Enter")
    page.wait_for_url("**/sign-in/code")
    page.locator("#code").fill(product.code(secret))
    page.locator("main .btn-primary").press("Enter")
    page.wait_for_url(re.compile(r"/(calendar|patients|settings|)$"))


states = {}


def staff_state(practice, role="owner"):
    """What a browser keeps of somebody signed in. A code works once, so everybody signs in once in a run."""
    if (practice, role) not in states:
        with visitor() as page:
            sign_in(page, practice, role)
            states[practice, role] = page.context.storage_state()
    return states[practice, role]


@contextlib.contextmanager
def staff(practice="harbor", role="owner", **options):
    """A page of somebody signed in. Showing a factor again gives a session a new token: the next page needs that one."""
    state = staff_state(practice, role)
    with visitor(state=state, **options) as page:
        try:
            yield page
        finally:
            tokens = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
            for cookie in state["cookies"]:
                cookie["value"] = tokens.get(cookie["name"], cookie["value"])


@contextlib.contextmanager
def launched():
    """Debian's Chromium. Chromium refuses its sandbox to root."""
    global browser
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        try:
            yield
        finally:
            browser.close()
