"""The bell of staff: a patient books, moves and cancels, and the practice hears of it."""

from harness import check, equal, must_be_focused, press, staff, visitor, wait_until
from product import say
import test_booking


def bell(page):
    return page.locator("#bell")


def is_new(page, kind, language):
    """Whether the newest line is new, says this, and names the patient."""
    line = page.locator(".rows .row-link").first
    words = line.inner_text()
    return (say(language, "news.new") in words and say(language, f"news.kind.{kind}") in words
            and test_booking.PEOPLE[language]["family"] in words)


def walk(practice, language, script):
    nothing = say(language, "nav.news.none")
    with visitor(language, script=script) as page, staff(practice, language=language, script=script) as desk:
        test_booking.keep_time(page, practice, language)
        test_booking.enter_details(page, language)
        test_booking.confirm(page, language)
        desk.goto("/today")
        check(bell(desk).get_attribute("aria-label") != nothing, "the bell says nothing of a booking")
        press(desk, bell(desk), "the bell")
        test_booking.heading(desk, say(language, "news.title"))
        check(is_new(desk, "booked", language), "the booking is not the newest line")
        press(desk, desk.get_by_role("button", name=say(language, "news.mark"), exact=True), "the button that marks")
        test_booking.heading(desk, say(language, "news.title"))
        equal(bell(desk).get_attribute("aria-label"), nothing, "the bell after marking")
        check(not is_new(desk, "booked", language), "the line is still new after marking")

        test_booking.move(page, language, script)
        desk.goto("/news")
        check(is_new(desk, "moved", language), "that the patient moved the visit is not the newest line")
        press(desk, desk.get_by_role("button", name=say(language, "news.mark"), exact=True), "the button that marks")
        press(desk, desk.locator(".rows .row-link").first, "the newest line")
        check(test_booking.PEOPLE[language]["family"] in desk.locator("#pan").inner_text(),
              "the line does not open the visit")
        if not script:
            return
        # The open calendar asks by itself, and the bell comes along.
        equal(bell(desk).get_attribute("aria-label"), nothing, "the bell beside the calendar")
        test_booking.cancel(page, language, script)
        wait_until(lambda: bell(desk).get_attribute("aria-label") != nothing,
                   "the bell of an open calendar says nothing of a cancellation", seconds=20)
        with desk.expect_navigation():
            desk.keyboard.press("b")
        check(is_new(desk, "cancelled", language), "that the patient cancelled is not the newest line")
        must_be_focused(desk, desk.locator("h1"), "the heading of the news")


def test_what_patients_do_rings_the_bell_in_english():
    walk("harbor", "en", script=True)


def test_what_patients_do_rings_the_bell_in_hebrew_without_script():
    walk("carmel", "he", script=False)
