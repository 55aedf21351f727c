"""Visitors book, move and cancel by keyboard alone, with and without script, in both directions of writing."""

import re

from playwright.sync_api import expect

from harness import (
    check, equal, fill, must_be_focused, one_heading, press, status, tab_to, visitor,
)
from product import catalog, expire_hold, pattern_of, say

PERSON = {"given": "Jane", "family": "Doe", "email": "jane@patients.harbor.example", "phone": "+1 212 555 0142"}
PEOPLE = {"en": PERSON, "he": PERSON | {"given": "נועה", "family": "דוגמה"}}
NOTE = {"en": "I bring the letter\nof my last visit.", "he": "אביא את המכתב\nמהביקור הקודם."}


def region(page, language, key):
    return page.get_by_role("region", name=say(language, key), exact=True)


def heading(page, text):
    """Waits for a page by its h1: it may come by a load or by a swap."""
    page.get_by_role("heading", level=1, name=text, exact=isinstance(text, str)).wait_for()
    one_heading(page)


def step(page, language, key):
    steps = page.get_by_role("list", name=say(language, "booking.steps"))
    equal(steps.locator("[aria-current=step]").inner_text(), say(language, key), "the current step")


def choose_service(page, practice, language, index=0):
    page.goto(f"/{practice}/book?lang={language}")
    equal(page.locator("html").get_attribute("lang"), language, "language of the page")
    equal(page.locator("html").get_attribute("dir"), "rtl" if language == "he" else "ltr", "direction of the page")
    heading(page, say(language, "booking.title"))
    link = region(page, language, "booking.what").get_by_role("link").nth(index)
    press(page, link, "the link of a service")
    chosen = region(page, language, "booking.what").locator("[aria-current=true]")
    equal(chosen.count(), 1, "services that are marked as chosen")


def choose_person(page, language, index=1):
    """The person that follows "whoever is free", where there is a choice."""
    who = region(page, language, "booking.who")
    if who.count():
        press(page, who.get_by_role("link").nth(index), "the link of a person")


def choose_day(page, language):
    """The last free day of the first strip after this week's that has one: nobody else books it, moving it is free."""
    when = region(page, language, "booking.when")
    for _ in range(6):
        press(page, when.get_by_role("link", name=say(language, "booking.later"), exact=True), "later days")
        if when.locator("a.day").count() > 1:
            break
    strip = when.locator(".day").all_inner_texts()
    day = when.locator("a.day").last
    name = day.inner_text()
    press(page, day, "a day")
    equal(when.locator(".day").all_inner_texts(), strip, "the days after choosing one of them")
    check(when.locator(".strip [aria-current=date]").count() == 1, "no day of the strip is the current one")
    chosen = when.get_by_role("heading", level=3).inner_text()
    check(chosen in name, f"the link of the day says {name!r}, the page {chosen!r}")
    return chosen


def first_time(page, language):
    """The first free time, which says its day to those who do not see the page."""
    when = region(page, language, "booking.when")
    slot = when.locator("button.slot").first
    name = slot.get_attribute("aria-label")
    day = when.get_by_role("heading", level=3).inner_text()
    check(day in name and slot.inner_text() in name, f"a time on {day} is called {name!r}")
    return slot


def keep_time(page, practice, language):
    choose_service(page, practice, language)
    choose_person(page, language)
    choose_day(page, language)
    press(page, first_time(page, language), "a free time")
    heading(page, say(language, "booking.details"))
    step(page, language, "booking.stepDetails")


def enter_details(page, language, **changed):
    for field, text in (PEOPLE[language] | changed).items():
        fill(page, page.locator(f"#{field}"), text, f"the field {field}")


def send(page, language):
    """Presses the button of the details, and waits for what comes."""
    tab_to(page, page.get_by_role("button", name=say(language, "booking.toReview"), exact=True), "the button to go on")
    page.keyboard.press("Enter")


def mistaken_details(page, language, script):
    """A wrong address: the summary has the focus, leads to the field, and nothing typed is lost."""
    enter_details(page, language, email="jane@nowhere", given=" ")
    note = page.get_by_label(re.compile(re.escape(say(language, "booking.note"))))
    tab_to(page, note, "the note")
    page.keyboard.type(NOTE[language])
    send(page, language)
    summary = page.get_by_role("group", name=say(language, "shared.errorSummary"))
    must_be_focused(page, summary, "the error summary" + ("" if script else " (without script)"))
    check(page.title().startswith(say(language, "shared.errorTitlePrefix").strip()), f"the title is {page.title()!r}")
    links = summary.get_by_role("link")
    equal(links.all_inner_texts(), [say(language, "booking.givenMissing"), say(language, "booking.emailInvalid")],
          "the summary's links")
    field = page.locator("#email")
    equal(field.input_value(), "jane@nowhere", "the address that was typed")
    equal(page.locator("#family").input_value(), PEOPLE[language]["family"], "the name that was typed")
    equal(note.input_value(), NOTE[language], "the note that was typed")
    equal(field.get_attribute("aria-invalid"), "true", "aria-invalid of the wrong field")
    hint, message = (re.escape(say(language, f"booking.{key}")) for key in ("emailHint", "emailInvalid"))
    expect(field).to_have_accessible_description(re.compile(f"{hint}.*{message}"))
    tab_to(page, links.last, "the summary's link")
    page.keyboard.press("Enter")
    must_be_focused(page, field, "the field the summary leads to")


def confirm(page, language):
    """From right details to the appointment's own page."""
    send(page, language)
    heading(page, say(language, "booking.review"))
    step(page, language, "booking.stepReview")
    check(PEOPLE[language]["family"] in page.locator("main").inner_text(), "the review does not show the name")
    press(page, page.get_by_role("button", name=say(language, "booking.confirm"), exact=True), "the button to confirm")
    heading(page, say(language, "visit.bookedHeading"))


def said(page, language, key):
    texts = page.get_by_role("status").all_inner_texts()
    check(any(say(language, key) in text for text in texts), f"the page says {texts} and not {key}")


def move(page, language, script):
    press(page, page.get_by_role("link", name=say(language, "visit.move"), exact=True), "the link to move the visit")
    heading(page, say(language, "visit.moveTitle"))
    choose_day(page, language)
    press(page, first_time(page, language), "a free time")
    heading(page, say(language, "visit.heading"))
    said(page, language, "visit.moved")
    if script:
        must_be_focused(page, page.locator("h1"), "the heading after moving")


def cancel(page, language, script):
    tab_to(page, page.locator("details#cancel > summary"), "cancelling")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=say(language, "visit.cancelNow"), exact=True)
    check(button.is_visible(), "cancelling does not open by keyboard")
    press(page, button, "the button that cancels")
    heading(page, say(language, "visit.cancelledHeading"))
    said(page, language, "visit.cancelled")
    if script:
        must_be_focused(page, page.locator("h1"), "the heading after cancelling")


def whole_visit(practice, language, script):
    with visitor(language, script=script) as page:
        keep_time(page, practice, language)
        mistaken_details(page, language, script)
        enter_details(page, language)
        confirm(page, language)
        said(page, language, "visit.booked")
        if script:
            must_be_focused(page, page.locator("h1"), "the heading after booking")
        move(page, language, script)
        cancel(page, language, script)


def test_book_move_and_cancel_by_keyboard_in_english():
    whole_visit("harbor", "en", script=True)


def test_book_move_and_cancel_by_keyboard_in_english_without_script():
    whole_visit("harbor", "en", script=False)


def test_book_move_and_cancel_by_keyboard_in_hebrew():
    whole_visit("carmel", "he", script=True)


def test_book_move_and_cancel_by_keyboard_in_hebrew_without_script():
    whole_visit("carmel", "he", script=False)


def read_in_tokyo(practice, language, script):
    """Chooses another zone for the times, books in it, and reads it until the end."""
    with visitor(language, script=script, width=390) as page:
        choose_service(page, practice, language)
        choose_person(page, language)
        choose_day(page, language)
        chosen = region(page, language, "booking.what").locator("[aria-current=true]").inner_text()
        press(page, page.get_by_role("link", name=say(language, "booking.zone.change")), "the link to the zones")
        heading(page, say(language, "booking.zone.title"))
        fill(page, page.locator("#q"), "tok", "the search for a city")
        page.keyboard.press("Enter")
        found = region(page, language, "booking.zone.found").locator("button")
        found.first.wait_for()
        equal(found.first.get_attribute("value"), "Asia/Tokyo", "the first zone that was found")
        press(page, found.first, "the zone that was found")
        when = region(page, language, "booking.when")
        check("GMT+9" in when.inner_text(), f"the times are not those of Tokyo: {when.inner_text()!r}")
        equal(region(page, language, "booking.what").locator("[aria-current=true]").inner_text(), chosen, "the service")
        press(page, first_time(page, language), "a free time")
        enter_details(page, language)
        check("GMT+9" in page.locator("main").inner_text(), "the details forget the zone")
        confirm(page, language)
        check("GMT+9" in page.locator("main").inner_text(), "the booked visit forgets the zone")
        cancel(page, language, script)


def test_another_time_zone_is_chosen_by_keyboard_in_english():
    read_in_tokyo("harbor", "en", script=True)


def test_another_time_zone_is_chosen_by_keyboard_in_hebrew_without_script():
    read_in_tokyo("carmel", "he", script=False)


def test_the_browsers_own_zone_is_offered_where_its_clock_differs():
    for zone, is_offered in (("Europe/Berlin", True), ("America/Toronto", False), ("America/New_York", False)):
        with visitor(zone=zone) as page:
            choose_service(page, "harbor", "en")
            offer = page.get_by_role("link", name=re.compile(re.escape(say("en", "booking.zone.own"))))
            equal(offer.count(), int(is_offered), f"offers to somebody in {zone}")
            if is_offered:
                check(zone in offer.inner_text(), f"the offer says {offer.inner_text()!r}")
                press(page, offer, "the own zone")
                check("Berlin time" in region(page, "en", "booking.when").inner_text(), "the times are not Berlin's")
                equal(offer.count(), 0, "offers of a zone that is shown already")


def test_the_first_tab_skips_to_the_content():
    with visitor() as page:
        page.goto("/harbor/book")
        page.keyboard.press("Tab")
        must_be_focused(page, page.get_by_role("link", name=say("en", "shared.skip")), "the link to the content")
        page.keyboard.press("Enter")
        must_be_focused(page, page.locator("main"), "the content")


def test_each_choice_leads_to_the_next_question():
    with visitor() as page:
        choose_service(page, "harbor", "en")
        must_be_focused(page, region(page, "en", "booking.who"), "the question who")
        choose_person(page, "en")
        when = region(page, "en", "booking.when").get_by_role("heading", level=2)
        must_be_focused(page, when, "the question when")
        expect(when).to_be_in_viewport()


def alternatives(banner, page):
    """The three times that are offered instead."""
    slots = banner.locator("button.slot")
    equal(slots.count(), 3, "times that are offered instead")
    return slots


def test_of_two_who_press_the_same_time_one_gets_three_others():
    with visitor() as first, visitor() as second:
        for page in (first, second):
            choose_service(page, "harbor", "en")
            choose_person(page, "en")
            choose_day(page, "en")
        wanted = first_time(second, "en").get_attribute("value")
        equal(first_time(first, "en").get_attribute("value"), wanted, "the first time of both")
        press(first, first_time(first, "en"), "a free time")
        heading(first, say("en", "booking.details"))
        status(press(second, first_time(second, "en"), "a time that is taken"), 409)
        banner = second.get_by_role("alert")
        check(pattern_of("en", "booking.taken").search(banner.inner_text()), f"the page says {banner.inner_text()!r}")
        others = alternatives(banner, second)
        check(wanted not in [slot.get_attribute("value") for slot in others.all()], "the taken time is offered again")
        press(second, others.first, "one of the other times")
        heading(second, say("en", "booking.details"))
        enter_details(second, "en")
        confirm(second, "en")


def test_a_time_lost_while_typing_costs_nothing_that_was_typed():
    with visitor() as slow, visitor() as quick:
        keep_time(slow, "harbor", "en")
        wanted = slow.locator("main time").first.get_attribute("datetime")
        token = re.search(r"/holds/([\w-]+)", slow.url)[1]
        enter_details(slow, "en", note="Left knee")
        send(slow, "en")
        heading(slow, say("en", "booking.review"))
        expire_hold(token)
        keep_time(quick, "harbor", "en")
        equal(quick.locator("main time").first.get_attribute("datetime"), wanted, "the time the second visitor gets")
        status(press(slow, slow.get_by_role("button", name=say("en", "booking.confirm")), "the button to confirm"), 409)
        heading(slow, say("en", "booking.takenTitle"))
        must_be_focused(slow, slow.locator("h1"), "the heading")
        press(slow, alternatives(slow.locator("main"), slow).first, "one of the other times")
        heading(slow, say("en", "booking.details"))
        for field, text in (PERSON | {"note": "Left knee"}).items():
            equal(slow.locator(f"#{field}").input_value(), text, f"the field {field} after losing the time")
        confirm(slow, "en")


def test_words_of_the_pages_come_in_three_languages():
    for key in catalog("en"):
        for language in ("de", "he"):
            check(key in catalog(language), f"{key} is missing in {language}")
