"""What goes wrong is refused calmly, and every answer carries the headers that protect it."""

import os
import re
import socket
import subprocess
import tempfile

from playwright.sync_api import expect

import harness
from harness import check, equal, must_be_focused, one_heading, status, visitor
from product import ROOT, TLS_URL, URL, say
from raw import ask


def promised():
    """The headers of nginx's own answers; workers send the same."""
    text = (ROOT / "nginx/security-headers.conf").read_text()
    return dict(re.findall(r'^add_header ([\w-]+) "([^"]*)" always;$', text, re.M))


def must_be_protected(answer, what):
    wanted = promised()
    check(len(wanted) >= 6, f"nginx/security-headers.conf names {sorted(wanted)} only")
    for name, value in wanted.items():
        equal(answer.all(name), [value], f"{name} of {what}")
    equal(len(answer.all("X-Request-ID")), 1, f"X-Request-ID headers of {what}")
    equal(answer.all("Server"), ["nginx"], f"Server of {what}")


ANSWERS = [
    ("GET", "/harbor/book", 200), ("HEAD", "/harbor/book", 200), ("GET", "/healthz", 200), ("GET", "/portal", 303),
    ("GET", "/nothing/here", 404), ("GET", "/harbor/nothing", 404), ("GET", "/nowhere/book", 404),
    ("GET", "/harbor/visit/1/x", 404), ("DELETE", "/harbor/book", 405), ("PUT", "/sign-in", 405), ("OPTIONS", "/", 405),
    ("GET", "/%ff", 400), ("GET", "/%00", 400), ("TRACE", "/", 405), ("GET", "/static/css/core.css", 200),
    ("GET", "/static/icons.svg", 200), ("GET", "/static/css/none.css", 404), ("GET", "/static/", 403),
    ("GET", "/static/../../praxis.conf", 400),
]


def test_every_answer_carries_the_protecting_headers():
    for method, path, code in ANSWERS:
        answer = ask(path, method)
        equal(answer.status, code, f"status of {method} {path}")
        must_be_protected(answer, f"{method} {path}")


def test_answers_over_tls_carry_them_as_well():
    for path in ("/harbor/book", "/static/css/core.css", "/nothing"):
        must_be_protected(ask(path, base=TLS_URL), f"{path} over TLS")


def test_cookies_are_closed_to_scripts_and_over_tls_to_others():
    plain = ask("/harbor/book").header("Set-Cookie")
    check(plain and "HttpOnly" in plain and "SameSite=" in plain, f"the cookie is {plain!r}")
    secure = ask("/harbor/book", base=TLS_URL).header("Set-Cookie")
    check(secure and secure.startswith("__Host-") and "Secure" in secure, f"the cookie over TLS is {secure!r}")


def test_trace_is_refused_and_repeats_nothing():
    answer = ask("/", "TRACE", {"Cookie": "secret=4711"})
    equal(answer.status, 405, "status of TRACE")
    check("4711" not in answer.text, "TRACE repeats a cookie")


def test_a_refused_method_names_those_that_work():
    equal(ask("/sign-in", "DELETE").header("Allow"), "GET, POST, HEAD", "Allow")


def test_a_forged_host_is_nowhere_in_the_answer():
    for path in ("/harbor/book", "/sign-in", "/portal", "/nothing", "/static"):
        answer = ask(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        shown = answer.text + "".join(value for _, value in answer.headers)
        check("evil.example" not in shown, f"{path} repeats a forged host")


def test_a_large_body_is_refused_before_a_worker_reads_it():
    answer = ask("/sign-in", "POST", {"Content-Type": "application/x-www-form-urlencoded"}, b"a=" + b"x" * 1_100_000)
    equal(answer.status, 413, "status of a body above 1 MB")
    must_be_protected(answer, "a body that is too large")


def test_a_form_of_another_site_is_refused():
    with visitor() as page:
        page.goto("/harbor/sign-in")
        token = page.locator("input[name=csrf]").first.get_attribute("value")
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
        body = f"csrf={token}&email=jane%40patients.harbor.example".encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        for forged in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            equal(ask("/harbor/sign-in", "POST", form | forged, body).status, 403, f"status of a form with {forged}")
        equal(ask("/harbor/sign-in", "POST", form | {"Origin": URL}, body).status, 303, "status of our own form")


def test_an_unknown_address_says_so_calmly():
    for language in ("en", "he"):
        with visitor(language) as page:
            answer = page.goto("/nothing/here")
            status(answer, 404)
            heading = one_heading(page)
            must_be_focused(page, heading, "the heading")
            equal(page.locator(".ref").inner_text(), answer.headers["x-request-id"], "the reference")
            equal(page.locator("html").get_attribute("lang"), language, "language of the page")
            page.get_by_role("link", name=say(language, "error.home")).press("Enter")
            page.wait_for_url(URL + "/")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_without_workers_a_page_in_three_languages_says_to_wait():
    """A second nginx, with nobody behind it."""
    with tempfile.TemporaryDirectory(prefix="praxis-alone-") as folder:
        secret = os.path.join(folder, "secret")
        with open(secret, "w") as file:
            file.write("0" * 64)
        port = free_port()
        environment = os.environ | {
            "PRAXIS_SOCKET": folder + "/none.sock", "PRAXIS_SECRET_FILE": secret, "PRAXIS_PORT": port,
            "PRAXIS_TLS_PORT": free_port(), "PRAXIS_BIND": "127.0.0.1"}
        nginx = [ROOT / "bin/private-nginx", folder + "/nginx"]
        subprocess.run(nginx, env=environment, check=True, capture_output=True)
        try:
            base = f"http://127.0.0.1:{port}"
            answer = ask("/calendar", base=base)
            equal(answer.status, 503, "status")
            equal(answer.all("Retry-After"), ["5"], "Retry-After")
            must_be_protected(answer, "the answer without workers")
            equal(answer.all("Cache-Control"), ["no-store"], "Cache-Control")
            context = harness.browser.new_context()
            page = context.new_page()
            page.goto(base + "/calendar")
            equal(page.locator("main section").count(), 3, "languages of the page")
            # The sheets come from nginx too, so the page looks like ours.
            expect(page.locator(".btn-primary")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
            context.close()
        finally:
            subprocess.run([*nginx, "--stop"], env=environment, check=True, capture_output=True)
