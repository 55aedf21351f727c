"""No page breaks a rule of WCAG 2.1 A or AA, in English and Hebrew, light and dark, wide and narrow."""

import json
import re
import time

import audit
from harness import Skip, arrive, check, press, staff, status, visitor
from product import mail_to, routes, say
import test_booking
import test_calendar
import test_export
import test_groups
import test_incidents
import test_portal
import test_series
import test_sign_in
import test_team
import test_waitlist

# What has no page, and why.
NO_PAGES = {
    "/patients/search": "leads back to the list: a search is a POST, its words stand in no address",
    "/patients/import/{import}/confirmation": "leads back to the import",
    "/patients/import/{import}/undo": "leads back to the import",
    "/patients/{patient}": "leads on to the page of the patient that the person may see",
    "/patients/{patient}/exports/{export}/file": "leads back to the copies: the file itself is a POST",
    "/portal/record/export/{export}/file": "leads back to the copies: the file itself is a POST",
    "/audit/export": "leads back to the trail: the file itself is a POST",
    "/session": "seconds until the lock, as text",
    "/session/activity": "has no content",
    "/session/confirmation": "leads on; the question for a factor is looked at in test_passkeys.py",
    "/session/passkey": "a challenge, as text",
    "/portal/passkey-challenge": "a challenge, as text",
    "/portal/answers": "leads back to the portal, behind the factor",
    "/portal/confirmation": "leads on; the question for a factor is looked at with the portal's pages",
    "/sign-in/passkey": "a challenge, as text",
    "/sign-in/at/{practice}": "the staff sign-in with its practice; looked at in test_single_sign_on.py",
    "/sign-in/at/{practice}/provider": "leads on to the practice's identity provider",
    "/sign-in/at/{practice}/return": "presses its own button; looked at in test_single_sign_on.py without script",
    "/account/single-sign-on": "needs an identity provider: looked at in test_single_sign_on.py",
    "/account/single-sign-on/return": "comes from an identity provider: looked at in test_single_sign_on.py",
    "/account/calendars/google": "needs a Google account; which the demo has no keys for",
    "/account/calendars/google/consent": "leads on to Google",
    "/account/calendars/google/permission": "comes from Google; the demo has no keys for it",
    "/account/calendars/google/return": "presses its own button; made like /sign-in/at/{practice}/return",
    "/settings/single-sign-on": "stands behind a factor: looked at in test_single_sign_on.py",
    "/healthz": "plain text for the load balancer",
    "/feeds/{practice}/{token}": "a calendar file",
    "/unsubscribe/{practice}/{token}": "needs the secret of a mail after a visit, which the demo sends none of",
    "/sign-in/practice": "shown to those with several practices; the demo has none (audited as a form like /sign-in)",
}
NO_PAGE = re.compile(r"/(brand\.css|logo|calendar|version|(?<!record/)export|feed\.ics|[\w-]+\.(ics|csv|json|xlsx?))$")

done = set()


def must_be_fine(problems):
    check(not problems, f"{len(problems)} problems:\n" + "\n".join(dict.fromkeys(problems)))


def invitation(practice):
    """The link in the mail of a fresh invitation."""
    address = f"n{time.time_ns()}@staff.example"
    with staff(practice) as page:
        page.goto("/team/invitations/new")
        page.locator("#name").fill("Nora Neu")
        page.locator("#email").fill(address)
        page.locator("main .btn-primary").press("Enter")
        arrive(page, "/team?done=invited")
    return mail_to(address, r"https?://\S+/invitation/\S+")


def public_pages(practice, language):
    problems = []
    test_waitlist.walk(practice, language, lambda page: problems.extend(audit.audit(page)))
    test_team.lost_and_found(practice, language, lambda page: problems.extend(audit.audit(page)))
    with visitor(language) as page:
        for path in ("/", "/sign-in", "/portal/sign-in", f"/{practice}/sign-in", f"/{practice}/book", "/no/such/page"):
            page.goto(f"{path}?lang={language}")
            problems += audit.audit(page)
        test_sign_in.refuse(page)
        problems += audit.audit(page, "staff sign-in with an error")
        test_sign_in.held_up(page, practice, language, lambda page: problems.extend(audit.audit(page)))
        problems += audit.audit(page)
        page.goto("/sign-in/recovery")
        problems += audit.audit(page)
        page.goto(invitation(practice))
        problems += audit.audit(page)
        page.locator("main .btn-primary").press("Enter")
        problems += audit.audit(page, "invitation with errors")
        page.goto(f"/sign-in/forgotten?lang={language}")
        problems += audit.audit(page)
        address = f"biller@{practice}.example"
        page.locator("main input[type=email]").fill(address)
        page.locator("main .btn-primary").press("Enter")
        problems += audit.audit(page, "forgotten password, sent")
        page.goto(mail_to(address, r"https?://\S+/password/\S+"))
        problems += audit.audit(page)
        test_booking.choose_service(page, practice, language)
        # Of two who ask for whoever is free, both may get the time.
        test_booking.choose_person(page, language)
        test_booking.choose_day(page, language)
        problems += audit.audit(page, "booking with times")
        times = page.url
        press(page, page.get_by_role("link", name=say(language, "booking.zone.change")), "the link to the zones")
        problems += audit.audit(page)
        page.goto(page.url + "&region=Asia&q=a")
        problems += audit.audit(page, "zones, with results")
        page.goto(times)
        with visitor(language) as other:
            other.goto(page.url)
            press(page, test_booking.first_time(page, language), "a time")
            problems += audit.audit(page)
            status(press(other, test_booking.first_time(other, language), "the same time"), 409)
            problems += audit.audit(other, "booking, time taken")
        test_booking.mistaken_details(page, language, script=True)
        problems += audit.audit(page, "booking with errors")
        test_booking.enter_details(page, language)
        test_booking.send(page, language)
        test_booking.heading(page, say(language, "booking.review"))
        problems += audit.audit(page, "booking, review")
        press(page, page.get_by_role("button", name=say(language, "booking.confirm")), "the button to confirm")
        problems += audit.audit(page)
        page.goto(page.url.split("?")[0] + "/move")
        problems += audit.audit(page)
        page.go_back()
        test_booking.cancel(page, language, script=True)
        problems += audit.audit(page, "visit, cancelled")
    done.add(("public", language))
    must_be_fine(problems)


def test_public_pages_in_english():
    public_pages("harbor", "en")


def test_public_pages_in_hebrew():
    public_pages("carmel", "he")


def patient_pages(practice, language):
    problems = []

    def look(page):
        problems.extend(audit.audit(page))

    test_portal.use_portal(practice)
    state = test_sign_in.patient(language, practice, by_code=language == "he", look=look)
    test_portal.messages(language, state, look)
    test_portal.second_factor(practice, language, look)
    test_portal.parent_of_two(practice, language, look)
    test_export.by_the_patient(practice, language, look)
    with visitor(language, state=state) as page:
        for path in audit.crawl(page.request, ["/portal"]).values():
            if path.startswith("/portal"):
                page.goto(path)
                problems += audit.audit(page)
    done.add(("patient", language))
    must_be_fine(problems)


def test_patients_own_pages_in_english():
    patient_pages("harbor", "en")


def test_patients_own_pages_in_hebrew():
    patient_pages("carmel", "he")


def import_pages(page):
    """One patient from a file: what would be imported is shown, then what was."""
    if ("POST", "/patients/import") not in routes():
        return []
    person = {"resourceType": "Patient", "name": [{"family": f"Import{time.time_ns()}", "given": ["Test"]}],
              "birthDate": "1980-02-03"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}]}
    file = {"name": "probe.json", "mimeType": "application/json", "buffer": json.dumps(bundle).encode()}
    page.goto("/patients/import")
    page.locator("#files").set_input_files(file)
    press(page, page.locator("form[action='/patients/import'] button"), "the button that uploads")
    problems = audit.audit(page, "import, preview")
    press(page, page.locator("form[action$='/confirmation'] button").first, "the button that imports")
    return problems + audit.audit(page, "import, result")


def staff_pages(practice, language):
    problems, looked_at = [], set()
    test_series.walk(practice, language, lambda page: problems.extend(audit.audit(page)))
    test_groups.walk(practice, language, lambda page: problems.extend(audit.audit(page)))
    test_export.by_the_practice(practice, language, lambda page: problems.extend(audit.audit(page)))
    for role in ("owner", "practitioner"):
        with staff(practice, role, language=language) as page:
            if role == "owner":
                problems += import_pages(page)
                problems += test_incidents.look(page, language)
            monday = f"/calendar?date={test_calendar.workday()}"
            # Some are linked only while there is something on them.
            starts = [monday, "/calendar", "/patients", "/settings", "/account", "/audit", "/emergency-access",
                      "/calendar/requests", "/calendar/waitlist", "/calendar/waitlist/gap",
                      "/today/without-outcome", "/settings/messages/confirmation/whatsapp"]
            # Every colleague: only the page of a supervisor leads on to whom they supervise.
            for pattern, path in audit.crawl(page.request, starts, each=9).items():
                if pattern is None or pattern in looked_at or pattern.startswith("/{practice}"):
                    continue
                looked_at.add(pattern)
                page.goto(path)
                problems += audit.audit(page)
    done.add(("staff", language))
    must_be_fine(problems)


def test_staff_pages_in_english():
    staff_pages("harbor", "en")


def test_staff_pages_in_hebrew():
    staff_pages("carmel", "he")


def test_no_page_was_left_out():
    wanted = {(kind, language) for kind in ("public", "patient", "staff") for language in ("en", "he")}
    if not wanted <= done:
        raise Skip("needs the other tests of this file to have come to their end")
    missing = [
        pattern for method, pattern in sorted(routes())
        if method == "GET" and pattern not in audit.seen and pattern not in NO_PAGES and not NO_PAGE.search(pattern)]
    check(not missing, f"no test looks at {', '.join(missing)}")
