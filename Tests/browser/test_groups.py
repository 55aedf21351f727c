"""A service gets places; staff plan a session, visitors take places of it, staff fill it, move it and call it off."""

import time

from harness import check, equal, fill, one_heading, press, staff, tab_to, visitor
from product import say
from test_calendar import free_time, workday


def send(page, name, language, then):
    """Presses the one button of this name from the keyboard, and waits for what follows."""
    button = page.get_by_role("button", name=say(language, name), exact=True)
    tab_to(page, button, name)
    page.keyboard.press("Enter")
    page.locator(then).first.wait_for()
    page.wait_for_load_state("networkidle")


def add_service(practice, language, name):
    """A service for three at once, by everybody."""
    with staff(practice, language=language) as page:
        page.goto("/settings/services/new")
        fill(page, page.locator("#name"), name, "the name")
        fill(page, page.locator("#places"), "3", "the places")
        for box in page.locator("input[name='practitioners[]']").all():
            box.check()
        page.locator("main form .btn-primary").press("Enter")
        page.wait_for_url("**/settings/services?saved=1")


def end_service(practice, language, name):
    """So that nobody else's walk meets it."""
    with staff(practice, language=language) as page:
        page.goto("/settings/services")
        page.get_by_role("link", name=name).first.press("Enter")
        page.locator("form[action$='/deactivation'] button").first.wait_for()
        page.locator("form[action$='/deactivation'] button").first.press("Enter")
        page.wait_for_url("**/settings/services?saved=1")


def plan(page, language, name, look):
    """From a free time in the calendar. The address of the session."""
    address, _, _ = free_time(page, workday(7))
    page.goto(address)
    press(page, page.get_by_role("link", name=say(language, "calendar.group.link"), exact=True), "planning a session")
    look(page)
    chosen = page.locator("#service option", has_text=name).first.get_attribute("value")
    page.locator("#service").select_option(chosen)
    fill(page, page.locator("#places"), "1", "the places")
    send(page, "calendar.group.plan", language, "#error-summary")
    look(page)
    fill(page, page.locator("#places"), "3", "the places")
    send(page, "calendar.group.plan", language, "#people")
    check("done=planned" in page.url, f"after planning the page is {page.url}")
    return page.url.split("?")[0], address, chosen


def walk(practice, language, look=lambda page: None):
    name = f"Yoga{time.time_ns() % 1_000_000}"
    add_service(practice, language, name)
    with staff(practice, "frontDesk", language=language) as page:
        session, address, service = plan(page, language, name, look)
        look(page)
        day = address.split("start=")[1][:10]
        page.goto(f"/calendar?view=day&date={day}")
        block = page.locator(f"a[href='{session[session.index('/calendar/groups'):]}']").first
        check("0/3" in block.inner_text(), f"the calendar says {block.inner_text()!r} of an empty session")

        with visitor(language) as other:
            other.goto(f"/{practice}/book?service={service}&date={day}&lang={language}")
            slot = other.locator("button.slot").first
            check("3" in slot.locator(".small").inner_text(), "the time does not say how many places are left")
            look(other)
            press(other, slot, "the session")
            check("/book/holds/" in other.url, f"after choosing the session the page is {other.url}")

        page.goto(session)
        family = f"Group{time.time_ns() % 1_000_000}"
        tab_to(page, page.get_by_role("radio", name=say(language, "calendar.form.new")), "somebody new")
        page.keyboard.press("Space")
        fill(page, page.locator("#given"), "Test", "the first name")
        fill(page, page.locator("#family"), family, "the family name")
        send(page, "calendar.group.addButton", language, "#error-summary")
        look(page)
        fill(page, page.locator("#email"), f"{family.lower()}@patients.praxis.example", "the address")
        send(page, "calendar.group.addButton", language, ".banner")
        check(family in page.locator("tbody").inner_text(), "who was added is not in the list")
        look(page)
        press(page, page.get_by_role("link", name=say(language, "calendar.group.switch.link")).first, "another session")
        check(page.url.endswith("/session"), f"after asking for another session the page is {page.url}")
        look(page)
        page.goto(session)

        press(page, page.get_by_role("link", name=say(language, "calendar.group.move"), exact=True), "moving it")
        look(page)
        check("2" in page.locator("dl").inner_text(), "the page does not say how many go along")
        page.goto(session)
        tab_to(page, page.locator("#cancel summary"), "calling it off")
        page.keyboard.press("Enter")
        send(page, "calendar.group.cancelButton", language, ".banner")
        equal(page.locator("tbody .st-cancelled").count(), 1, "cancelled visits")
        check(one_heading(page).inner_text().startswith(name), "the page does not say which session it was")
        look(page)
    end_service(practice, language, name)


def test_a_group_in_english():
    walk("harbor", "en")


def test_a_group_in_hebrew():
    walk("carmel", "he")
