"""Staff book a series, move the rest of it and cancel it; every date is shown before anything is written."""

import time

from harness import check, equal, fill, one_heading, press, staff, tab_to
from product import say
from test_calendar import choose, free_time, workday


def send(page, name, language, then):
    """Presses the one button of this name from the keyboard, and waits for what follows."""
    button = page.get_by_role("button", name=say(language, name), exact=True)
    tab_to(page, button, name)
    page.keyboard.press("Enter")
    page.locator(then).first.wait_for()
    page.wait_for_load_state("networkidle")


def walk(practice, language, look=lambda page: None):
    family = f"Series{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language) as page:
        address, _, _ = free_time(page, workday(6))
        page.goto(address)
        tab_to(page, page.get_by_role("radio", name=say(language, "calendar.form.new")), "somebody new")
        page.keyboard.press("Space")
        fill(page, page.locator("#given"), "Test", "the first name")
        fill(page, page.locator("#family"), family, "the family name")
        fill(page, page.locator("#email"), f"{family.lower()}@patients.praxis.example", "the address")
        choose(page, "service", 2)
        tab_to(page, page.locator("#series summary"), "the part about repeating")
        page.keyboard.press("Enter")
        choose(page, "repeat", 2)
        fill(page, page.locator("#count"), "1", "the number of appointments")
        send(page, "calendar.form.book", language, "#error-summary")
        look(page)
        fill(page, page.locator("#count"), "4", "the number of appointments")
        send(page, "calendar.form.book", language, "form[action='/appointments/series']")
        equal(one_heading(page).inner_text(), say(language, "calendar.series.new"), "the heading of the preview")
        equal(page.locator("tbody tr").count(), 4, "dates in the preview")
        check(family in page.locator("main").inner_text(), "the preview does not say whom it is for")
        look(page)
        tab_to(page, page.locator("input[name=clashes]:checked"), "what happens to dates that clash")
        # Whatever else is booked in the demo: what is free is booked.
        page.locator("input[value=free]").check()
        send(page, "calendar.series.book", language, "a[href$='scope=following']")
        check("/series?booked=1" in page.url, f"after booking the page is {page.url}")
        booked = page.locator("tbody .st-booked").count()
        check(booked > 0, "nothing of the series is booked")
        look(page)

        press(page, page.get_by_role("link", name=say(language, "calendar.series.moveAll"), exact=True), "moving all")
        look(page)
        fill(page, page.locator("#minutes"), "25", "the length")
        send(page, "calendar.series.preview", language, "input[value=free]")
        look(page)
        page.locator("input[value=free]").check()
        send(page, "calendar.series.move", language, ".banner")
        check("moved=" in page.url, f"after moving the page is {page.url}")

        press(page, page.get_by_role("link", name=say(language, "calendar.series.cancelAll"), exact=True), "cancelling")
        look(page)
        equal(page.locator("ol.rows li").count(), booked, "appointments that would be cancelled")
        send(page, "calendar.series.cancelButton", language, ".banner")
        equal(page.locator("tbody .st-cancelled").count(), booked, "cancelled appointments")
        equal(page.locator("tbody .st-booked").count(), 0, "appointments that still stand")


def test_a_series_in_english():
    walk("harbor", "en")


def test_a_series_in_hebrew():
    walk("carmel", "he")
