"""The calendar by forms alone, without script; what two do at once; what is filtered and printed."""

import time

from harness import check, equal, one_heading, staff, status
from product import say
from test_calendar import open_day, workday


def somebody_new(page, language, family):
    page.get_by_role("radio", name=say(language, "calendar.form.new")).check()
    page.locator("#given").fill("Test")
    page.locator("#family").fill(family)
    page.locator("#email").fill(f"{family.lower()}@patients.praxis.example")
    page.locator("#service").select_option(index=2)


def press(page, language, key):
    page.get_by_role("button", name=say(language, key), exact=True).click()


def done(page, family):
    """Where something is in the way, one of the times nearby is taken."""
    if page.locator("#conflict").count():
        page.locator("#conflict button[name=pick]").first.click()
    toast = page.locator(".toast", has_text=family)
    equal(toast.count(), 1, f"toasts about {family} on {page.url}")
    return toast


def book(page, language, weeks, family):
    open_day(page, workday(weeks))
    page.goto(page.locator("a.gap").first.get_attribute("href"))
    somebody_new(page, language, family)
    press(page, language, "calendar.form.book")
    done(page, family)


def by_form(practice, language, **options):
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language, script=False, **options) as page:
        book(page, language, 11, family)
        panel = page.get_by_role("complementary")
        before = page.locator(".appt", has_text=family).locator("time").get_attribute("datetime")
        panel.get_by_role("link", name=say(language, "calendar.act.move"), exact=True).click()
        page.locator("#date").fill(str(workday(12)))
        press(page, language, "calendar.move.check")
        free, conflict = page.locator(".banner.badge-ok"), page.locator("#conflict")
        equal(free.count() + conflict.count(), 1, "answers to what would be in the way")
        equal(page.locator("#date").input_value(), str(workday(12)), "the date after checking")
        press(page, language, "calendar.move.button")
        toast = done(page, family)
        moved = page.locator(".appt", has_text=family).locator("time").get_attribute("datetime")
        check(moved != before, f"it still begins at {before}")
        toast.get_by_role("button", name=say(language, "shared.undo")).click()
        back = page.locator(".appt", has_text=family).locator("time").get_attribute("datetime")
        equal(back, before, "when it begins after Undo")


def test_move_and_undo_without_script_in_english():
    by_form("harbor", "en")


def test_move_and_undo_without_script_in_hebrew_on_a_phone():
    by_form("carmel", "he", width=390)


def afterwards(practice, language):
    """A visit is written down after it took place: that nothing is sent is said, and its acts are there."""
    family = f"Probe{time.time_ns() % 1_000_000}"
    past = say(language, "calendar.notify.past")
    with staff(practice, "frontDesk", language=language, script=False) as page:
        status(page.goto(f"/appointments/new?start={workday(-2)}T05:00"), 200)
        check(past in page.locator("#time-past").inner_text(), "the form does not say that the time is past")
        somebody_new(page, language, family)
        page.locator("#practitioner").select_option(index=1)
        press(page, language, "calendar.form.book")
        # Nobody works at five: staff book it all the same.
        page.locator("#reason").fill("Seen by night")
        press(page, language, "calendar.conflict.anyway")
        toast = page.locator(".toast", has_text=family)
        check(past in toast.inner_text(), f"the toast says {toast.inner_text()!r}")
        panel = page.get_by_role("complementary")
        check(past in panel.text_content(), "the panel offers to tell of what is past")
        for act in ("noShow", "checkIn"):
            panel.get_by_role("button", name=say(language, f"calendar.act.{act}"), exact=True).click()
            check(say(language, f"calendar.done.{act}") in toast.inner_text(), f"after {act}: {toast.inner_text()!r}")
            toast.get_by_role("button", name=say(language, "shared.undo")).click()
            page.locator(".appt", has_text=family).click()
        panel.get_by_role("link", name=say(language, "calendar.act.message"), exact=True).click()
        check("/conversation" in page.url, f"the message is written on {page.url}")


def test_what_took_place_is_written_down_in_english():
    afterwards("harbor", "en")


def test_what_took_place_is_written_down_in_hebrew():
    afterwards("carmel", "he")


def test_of_two_who_move_the_second_sees_both():
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff("harbor", "frontDesk", script=False) as first, staff("harbor", "owner", script=False) as second:
        book(first, "en", 13, family)
        open_day(first, workday(13))
        entry = first.locator("li", has=first.locator(".appt", has_text=family))
        form = entry.locator("[data-item-key='m']").first.get_attribute("href")
        for page, minutes in ((first, "35"), (second, "40")):
            status(page.goto(form), 200)
            page.locator("#minutes").fill(minutes)
        press(first, "en", "calendar.move.button")
        done(first, family)
        press(second, "en", "calendar.move.button")
        second.get_by_role("heading", name=say("en", "calendar.stale.title")).wait_for()
        for key in ("current", "wanted"):
            second.get_by_role("region", name=say("en", f"calendar.stale.{key}")).wait_for()
        second.get_by_role("link", name=say("en", "calendar.stale.keep")).click()
        second.get_by_role("heading", level=1).wait_for()
        check(family in second.locator("#main").inner_text(), f"{second.url} does not show the appointment")


def test_filter_and_day_sheet():
    with staff("harbor", "frontDesk", script=False) as page:
        open_day(page, workday())
        all_of_them = page.locator(".appt").count()
        page.locator("summary", has_text=say("en", "calendar.filter")).click()
        page.locator("#what").select_option(index=1)
        press(page, "en", "calendar.show")
        check(0 < page.locator(".appt").count() < all_of_them, "the filter shows all or nothing")
        page.get_by_role("link", name=say("en", "calendar.filter.all")).click()
        equal(page.locator(".appt").count(), all_of_them, "appointments without the filter")
        page.get_by_role("link", name=say("en", "calendar.sheet.link")).click()
        check(str(workday().day) in one_heading(page).inner_text(), "the sheet is of another day")
        page.emulate_media(media="print")
        check(page.locator("table.table").first.is_visible(), "the list is not on the paper")
        equal(page.locator("nav.rail:visible, .no-print:visible").count(), 0, "what is pressed, on the paper")


def test_an_address_for_forms_alone_leads_to_its_page():
    with staff("harbor", "frontDesk") as page:
        page.goto("/appointments/check")
        page.get_by_role("link", name=say("en", "error.page")).click()
        page.get_by_role("heading", name=say("en", "calendar.new.title")).wait_for()
