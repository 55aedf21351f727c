"""A visitor leaves a wish, staff offer a free time to it, and the answer comes by the link of the mail."""

import datetime
import re
import time

from harness import check, needs, press, staff, visitor
from product import mail_to, say
import test_booking
import test_calendar


def join(page, practice, language, look):
    """By the booking page, to an address of its own."""
    address = f"w{time.time_ns()}@patients.example"
    test_booking.choose_service(page, practice, language)
    test_booking.choose_person(page, language, index=0)
    press(page, page.get_by_role("link", name=say(language, "waitlist.join.link")), "the link to the waitlist")
    look(page)
    page.locator("main form .btn-primary").press("Enter")
    page.locator("#email-error").wait_for()
    look(page)
    for name, text in (("given", "Wanda"), ("family", "Warten"), ("email", address), ("noticeHours", "0")):
        page.locator(f"#{name}").fill(text)
    page.locator("main form .btn-primary").press("Enter")
    test_booking.heading(page, say(language, "waitlist.joined.title"))
    look(page)
    return address


def offer(page, look):
    """The first free stretch of four weeks that suits, from the calendar by the form of an appointment."""
    page.goto("/calendar/waitlist")
    look(page)
    page.goto("/calendar/waitlist/new")
    look(page)
    page.goto("/calendar/waitlist")
    page.goto(page.locator("a[href$='/edit']").last.get_attribute("href"))
    look(page)
    for offset in range(28):
        page.goto(f"/calendar?view=day&date={test_calendar.workday(1) + datetime.timedelta(days=offset)}")
        for gap in [link.get_attribute("href") for link in page.locator("a.gap").all()]:
            page.goto(gap)
            page.goto(page.locator("a[href^='/calendar/waitlist/gap']").get_attribute("href"))
            if page.locator("form[action$='/offer']").count():
                look(page)
                press(page, page.locator("form[action$='/offer'] button").last, "the button that offers")
                look(page)
                return
    check(False, "no free time of four weeks suits the wish")


def walk(practice, language, look=lambda page: None):
    needs("GET", "/calendar/waitlist")
    with visitor(language) as page:
        address = join(page, practice, language, look)
        with staff(practice, language=language) as desk:
            offer(desk, look)
        link = mail_to(address, r"https?://\S+/offers/\S+")
        page.goto(link)
        test_booking.heading(page, say(language, "waitlist.offer.heading"))
        look(page)
        press(page, page.locator("form[action$='/acceptance'] button"), "the button that accepts")
        check(re.search(r"/visit/.*booked=1", page.url), f"accepting led to {page.url}")
        page.goto(link)
        check("/visit/" in page.url, "the link of an accepted offer leads to the visit")


def test_a_wish_is_offered_a_time_in_english():
    walk("harbor", "en")


def test_a_wish_is_offered_a_time_in_hebrew():
    walk("carmel", "he")
