"""Staff work in the calendar by keyboard; what others do appears by itself."""

import datetime
import re
import time

from harness import check, equal, fill, must_be_focused, needs, one_heading, press, staff, status, tab_to, wait_until
from product import say


def workday(weeks=0):
    """A Monday ahead: people work, and nothing of it is past."""
    today = datetime.date.today()
    return today + datetime.timedelta(days=7 - today.weekday() + 7 * weeks)


def open_day(page, day, **more):
    needs("GET", "/calendar")
    query = "".join(f"&{name}={value}" for name, value in more.items())
    status(page.goto(f"/calendar?date={day}{query}"), 200)


def key(page, name):
    """A single key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(name)
    page.wait_for_load_state("networkidle")
    return one_heading(page).inner_text()


def current(page, language, name):
    view = page.get_by_role("group", name=say(language, "calendar.view"))
    return view.get_by_role("link", name=say(language, name), exact=True).get_attribute("aria-current")


def keys_of(practice, language):
    later, earlier = ("ArrowLeft", "ArrowRight") if language == "he" else ("ArrowRight", "ArrowLeft")
    with staff(practice, "frontDesk", language=language) as page:
        open_day(page, workday())
        page.wait_for_load_state("networkidle")
        monday = one_heading(page).inner_text()
        check(str(workday().day) in monday, f"the page of {workday()} is called {monday!r}")
        equal(current(page, language, "calendar.view.day"), "page", "aria-current of the day")

        check(key(page, later) != monday, f"{later} does not go on to the next day")
        equal(key(page, earlier), monday, f"the page after {later} and {earlier}")
        key(page, "w")
        equal(current(page, language, "calendar.view.week"), "page", "aria-current of the week after W")
        key(page, "a")
        equal(current(page, language, "calendar.view.agenda"), "page", "aria-current of the list after A")
        key(page, "d")
        equal(current(page, language, "calendar.view.day"), "page", "aria-current of the day after D")

        appointments = page.locator(".appt")
        check(appointments.count() > 2, "there are too few appointments to walk through")
        for pressed, index in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0)):
            page.keyboard.press(pressed)
            must_be_focused(page, appointments.nth(index), f"appointment {index + 1} after {pressed}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        panel = page.get_by_role("complementary")
        check(panel.get_by_role("heading", level=2).count() == 1, "the appointment does not open beside the calendar")
        equal(page.locator(".appt[aria-current]").count(), 1, "appointments marked as the open one")
        page.wait_for_load_state("networkidle")
        key(page, "Escape")
        equal(page.get_by_role("complementary").count(), 0, "open appointments after Escape")

        page.keyboard.press("/")
        search = page.locator("input[data-key='/']")
        must_be_focused(page, search, "the search after /")
        address = page.url
        page.keyboard.type("twd")
        equal(search.input_value(), "twd", "what was typed into the search")
        equal(page.url, address, "the address after typing letters that are keys elsewhere")
        page.keyboard.press("Tab")

        page.keyboard.press("Shift+Slash")
        dialog = page.get_by_role("dialog", name=say(language, "calendar.keys"))
        dialog.wait_for()
        page.keyboard.press("w")
        equal(page.url, address, "the address after a key under the dialog")
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")

        key(page, "t")
        today = page.locator("#main").get_by_role("link", name=say(language, "calendar.today"), exact=True)
        equal(today.get_attribute("aria-current"), "date", "aria-current of today after T")
        # On another keyboard the T key writes another letter.
        open_day(page, workday())
        page.wait_for_load_state("networkidle")
        with page.expect_navigation():
            page.evaluate(
                "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'א', code: 'KeyT', bubbles: true}))")
        equal(today.get_attribute("aria-current"), "date", "aria-current of today after T on a Hebrew keyboard")
        page.wait_for_load_state("networkidle")
        equal(key(page, "n"), say(language, "calendar.new.title"), "the page after N")


def test_keys_in_english():
    keys_of("harbor", "en")


def test_keys_in_hebrew():
    keys_of("carmel", "he")


def choose(page, field, index=1):
    """By keyboard: the entry after the first."""
    tab_to(page, page.locator(f"#{field}"), f"the field {field}")
    for _ in range(index):
        page.keyboard.press("ArrowDown")
    return page.locator(f"#{field}").evaluate("select => select.selectedOptions[0].text")


def free_time(page, day):
    """The first time of a day that the calendar offers, as (address of the form, iso date, hh:mm)."""
    open_day(page, day)
    address = page.locator("a.gap").first.get_attribute("href")
    found = re.search(r"start=(\d{4}-\d\d-\d\d)T(\d\d)%3A(\d\d)", address)
    return address, found[1], f"{found[2]}:{found[3]}"


def settle(page, family):
    """Waits until it is done; where something is in the way, books one of the times nearby, and says so."""
    conflict = page.locator("#conflict")
    toast = page.locator(".toast", has_text=family)
    toast.or_(conflict).first.wait_for()
    is_nearby = conflict.count() > 0
    if is_nearby:
        # The room is taken, or the time between two visits: one of the times nearby is booked.
        must_be_focused(page, conflict, "what is in the way")
        tab_to(page, conflict.locator("button[name=pick]").first, "the first time nearby")
        page.keyboard.press("Enter")
        toast.wait_for()
    return is_nearby


def book_by_form(page, language, day, family):
    """A new patient, on a time the calendar offers, from the keyboard."""
    address, date, clock = free_time(page, day)
    page.goto(address)
    heading = one_heading(page)
    equal(heading.inner_text(), say(language, "calendar.new.title"), "the heading")
    equal(page.locator("#date").input_value(), date, "the date of the form")
    equal(page.locator("#time").input_value(), clock, "the time of the form")
    new = page.get_by_role("radio", name=say(language, "calendar.form.new"))
    tab_to(page, new, "somebody new")
    page.keyboard.press("Space")
    fill(page, page.locator("#given"), "Test", "the first name")
    fill(page, page.locator("#family"), family, "the family name")
    fill(page, page.locator("#email"), f"{family.lower()}@patients.praxis.example", "the address")
    choose(page, "service", 2)
    book = page.get_by_role("button", name=say(language, "calendar.form.book"), exact=True)
    tab_to(page, book, "the button")
    page.keyboard.press("Enter")
    settle(page, family)
    entry = page.locator(".appt", has_text=family).locator("time").get_attribute("datetime")
    return entry[:10], entry[11:16]


def book_and_move(practice, language):
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language) as page:
        date, clock = book_by_form(page, language, workday(3), family)
        entry = page.locator(".appt", has_text=family)
        equal(entry.count(), 1, "appointments of the new patient in the calendar")
        tab_to(page, entry, "the appointment")
        page.keyboard.press("m")
        equal(page.locator(".is-dragged").count(), 1, "appointments in the hand after M")
        with page.expect_navigation():
            page.keyboard.press("m")
        page.locator("#time").wait_for()
        other = str(workday(4))
        page.locator("#date").fill(other)
        button = page.get_by_role("button", name=say(language, "calendar.move.button"), exact=True)
        tab_to(page, button, "the button")
        page.keyboard.press("Enter")
        is_nearby = settle(page, family)
        moved = page.locator(".appt", has_text=family)
        day = moved.locator("time").get_attribute("datetime")[:10]
        check(f"date={day}" in page.url, f"after moving to {day} the page is {page.url}")
        # A time nearby may be on the next day, when the one asked for is full or the practice is closed.
        check(day == other or (is_nearby and day > date), f"moved to {day} in place of {other}")
        open_day(page, date)
        equal(page.locator(".appt", has_text=family).count(), 0, "appointments that stayed behind")


def test_book_and_move_by_form_in_english():
    book_and_move("harbor", "en")


def test_book_and_move_by_form_in_hebrew():
    book_and_move("carmel", "he")


def put_elsewhere(practice, language):
    """By pointer, by key, and back again."""
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language) as page:
        date, _ = book_by_form(page, language, workday(7), family)
        # Without the toast of the booking, which says the same name.
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry = page.locator(".appt", has_text=family)
        start = lambda: entry.locator("time").get_attribute("datetime")
        before = start()
        entry.scroll_into_view_if_needed()
        box = entry.bounding_box()
        hour = page.locator(".cal-times li").first.bounding_box()["height"]
        page.mouse.move(box["x"] + 20, box["y"] + 8)
        page.mouse.down()
        for part in (0.25, 0.5, 1):
            page.mouse.move(box["x"] + 20, box["y"] + 8 + hour * part, steps=4)
        equal(page.locator(".is-dragged").count(), 1, "appointments in the hand")
        page.locator("#drag").filter(has_text=":").wait_for()
        page.mouse.up()
        # Where something is in the way, the nearest free time may be the one it had.
        is_nearby = settle(page, family)
        check(start() != before or is_nearby, f"after dragging it still begins at {before}")
        dragged = start()
        open_day(page, dragged[:10])
        page.wait_for_load_state("networkidle")

        entry.focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        equal(start(), dragged, "the time after Escape")
        equal(page.locator(".is-dragged").count(), 0, "appointments in the hand after Escape")
        must_be_focused(page, entry, "the appointment that was put back")
        page.keyboard.press("m")
        for _ in range(6):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        is_nearby = settle(page, family)
        check(start() != dragged or is_nearby, f"after moving by key it still begins at {dragged}")


def test_drag_in_english():
    put_elsewhere("harbor", "en")


def test_drag_in_hebrew():
    put_elsewhere("carmel", "he")


def minutes(entry):
    """Of an appointment as its own times say."""
    times = re.findall(r"(\d{1,2}):(\d\d)", entry.locator("time").inner_text())
    (hour, minute), (to_hour, to_minute) = [(int(hour), int(minute)) for hour, minute in times]
    return (to_hour * 60 + to_minute - hour * 60 - minute) % 720


def stretch(practice, language):
    """By its lower edge, and by key; the toast takes it back."""
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language) as page:
        date, _ = book_by_form(page, language, workday(8), family)
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry = page.locator(".appt", has_text=family)
        before, start = minutes(entry), entry.locator("time").get_attribute("datetime")
        entry.scroll_into_view_if_needed()
        box = entry.bounding_box()
        hour = page.locator(".cal-times li").first.bounding_box()["height"]
        x, edge = box["x"] + 20, box["y"] + box["height"] - 2
        page.mouse.move(x, edge)
        page.mouse.down()
        page.mouse.move(x, edge - hour / 12, steps=3)
        page.mouse.move(x, edge - hour / 6, steps=3)
        page.locator("#drag").filter(has_text=":").wait_for()
        page.mouse.up()
        undo = page.locator(".toast", has_text=family).get_by_role("button", name=say(language, "shared.undo"))
        undo.wait_for()
        equal(minutes(entry), before - 10, "minutes after its lower edge was moved up by ten")
        equal(entry.locator("time").get_attribute("datetime"), start, "its start")
        page.wait_for_load_state("networkidle")
        undo.click()
        wait_until(lambda: minutes(entry) == before, "Undo does not give back the ten minutes")
        page.wait_for_load_state("networkidle")
        entry.focus()
        page.keyboard.press("m")
        page.keyboard.press("Shift+ArrowUp")
        page.keyboard.press("Enter")
        page.locator(".toast", has_text=family).get_by_role("button", name=say(language, "shared.undo")).wait_for()
        equal(minutes(entry), before - 5, "minutes after Shift and the up arrow")


def test_stretch_in_english():
    stretch("harbor", "en")


def test_stretch_in_hebrew():
    stretch("carmel", "he")


def other_column(page, family):
    """The column that an appointment does not stand in, of somebody who works then; in the order of the page."""
    return page.locator(f".cal-col:not(:has(.appt:has-text('{family}')))").filter(has=page.locator("a.gap")).first


def test_drag_to_somebody_else():
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff("harbor", "frontDesk") as page:
        date, _ = book_by_form(page, "en", workday(9), family)
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry = page.locator(".appt", has_text=family)
        column = other_column(page, family)
        name = column.get_by_role("heading").inner_text()
        entry.scroll_into_view_if_needed()
        (box, goal) = (entry.bounding_box(), column.bounding_box())
        page.mouse.move(box["x"] + 20, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(goal["x"] + goal["width"] / 2, box["y"] + 8, steps=8)
        page.locator("#drag").filter(has_text=":").wait_for()
        page.mouse.up()
        settle(page, family)
        column = page.locator(f".cal-col:has(.appt:has-text('{family}'))")
        equal(column.get_by_role("heading").inner_text(), name, "whose column it stands in")


def test_drag_by_finger():
    """A finger that rests takes it up; one that moves at once scrolls."""
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff("harbor", "frontDesk") as page:
        date, _ = book_by_form(page, "en", workday(10), family)
        # First: for fingers the page is drawn larger.
        finger = page.context.new_cdp_session(page)
        finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry = page.locator(".appt", has_text=family)
        entry.scroll_into_view_if_needed()
        box = entry.bounding_box()
        hour = page.locator(".cal-times li").first.bounding_box()["height"]
        x, y = box["x"] + 20, box["y"] + 8

        def touch(kind, *points):
            finger.send("Input.dispatchTouchEvent", {
                "type": kind, "touchPoints": [{"x": at, "y": down} for at, down in points]})

        touch("touchStart", (x, y))
        for part in (1, 2, 3, 4):
            touch("touchMove", (x, y + part * 10))
        equal(page.locator(".is-dragged").count(), 0, "appointments in the hand of a finger that scrolls")
        touch("touchEnd")
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry.scroll_into_view_if_needed()
        box = entry.bounding_box()
        x, y = box["x"] + 20, box["y"] + 8
        before = entry.locator("time").get_attribute("datetime")
        touch("touchStart", (x, y))

        page.locator(".cal-item.is-held").wait_for()
        touch("touchMove", (x, y + 8))
        equal(page.locator(".is-dragged").count(), 1, "appointments in the hand of a finger that rested")
        for part in (0.5, 1):
            touch("touchMove", (x, y + hour * part))
        page.locator("#drag").filter(has_text=":").wait_for()
        touch("touchEnd")
        is_nearby = settle(page, family)
        check(entry.locator("time").get_attribute("datetime") != before or is_nearby, "the finger did not move it")


def test_a_wrong_form_keeps_what_was_typed():
    with staff("harbor", "frontDesk") as page:
        needs("GET", "/appointments/new")
        page.goto("/appointments/new")
        page.wait_for_load_state("networkidle")
        fill(page, page.locator("#given"), "Test", "the first name")
        tab_to(page, page.locator("#time"), "the time")
        page.keyboard.type("0900AM")
        tab_to(page, page.get_by_role("button", name=say("en", "calendar.form.book"), exact=True), "the button")
        page.keyboard.press("Enter")
        summary = page.get_by_role("group", name=say("en", "shared.errorSummary"))
        must_be_focused(page, summary, "the error summary")
        check(summary.get_by_role("link", name=say("en", "calendar.form.service.missing")).count() == 1,
              f"the summary says {summary.inner_text()!r}")
        equal(page.locator("#given").input_value(), "Test", "the name that was typed")
        equal(page.locator("#time").input_value(), "09:00", "the time that was typed")


def test_what_others_book_appears_within_five_seconds_and_nothing_jumps():
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff("harbor", "practitioner") as viewer, staff("harbor", "frontDesk") as other:
        open_day(viewer, workday(5))
        viewer.set_viewport_size({"width": 1280, "height": 500})
        viewer.evaluate("scrollTo(0, 300); window.stays = true")
        link = viewer.locator(".appt").nth(2)
        link.focus()
        address, scroll = link.get_attribute("href"), viewer.evaluate("scrollY")
        check(scroll > 0, "the page does not scroll")
        book_by_form(other, "en", workday(5), family)
        start = time.monotonic()
        viewer.locator(".appt", has_text=family).wait_for(timeout=15_000)
        waited = time.monotonic() - start
        check(waited <= 5, f"it took {waited:.1f} s until the other's appointment appeared")
        check(viewer.evaluate("window.stays === true"), "the page was loaded anew")
        equal(viewer.evaluate("scrollY"), scroll, "the scroll position")
        equal(viewer.evaluate("document.activeElement.getAttribute('href')"), address, "the focused appointment")


def decide_not_to_tell(practice, language):
    """The toast of a move says that the patient is told, and keeps them from it; the timeline says by whom."""
    family = f"Probe{time.time_ns() % 1_000_000}"
    with staff(practice, "frontDesk", language=language) as page:
        date, _ = book_by_form(page, language, workday(9), family)
        open_day(page, date)
        page.wait_for_load_state("networkidle")
        entry = page.locator(".appt", has_text=family)
        entry.focus()
        page.keyboard.press("m")
        page.keyboard.press("Shift+ArrowUp")
        page.keyboard.press("Enter")
        toast = page.locator(".toast", has_text=family)
        toast.filter(has_text=say(language, "calendar.notify.mail")).wait_for()
        toast.get_by_role("button", name=say(language, "calendar.messages.silence")).press("Enter")
        page.locator("#messages").wait_for()
        # At its beginning: what came before it speaks of changes, too.
        change = re.compile(r"^\s*" + re.escape(say(language, "notice.rule.change")))
        who = page.locator("#messages li").filter(has_text=change)
        wait_until(lambda: who.count() == 1, "the timeline does not say that nobody is told")
        name = page.locator("#account strong").text_content()
        check(name in who.inner_text(), f"{who.inner_text()!r} does not name {name}")
        equal(page.locator("#messages form").count(), 0, "buttons that stop what waits")
        press(page, page.locator(".panel a[data-key=m]"), "the form that moves it")
        check(page.locator("input[name=notify]").is_checked(), "the form does not tell by itself")


def test_decide_not_to_tell_in_english():
    decide_not_to_tell("harbor", "en")


def test_decide_not_to_tell_in_hebrew():
    decide_not_to_tell("carmel", "he")


def narrow_the_week(practice, language):
    with staff(practice, "frontDesk", language=language) as page:
        open_day(page, workday(), view="week")
        for head in page.locator(".cal-head").all():
            check(head.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{head.inner_text()!r} overlaps its neighbour")
        before = page.locator(".cal-item .appt").count()
        summary = page.locator("summary", has_text=say(language, "calendar.filter"))
        check(not page.locator("#stage").is_visible(), "the filter stands open though nothing is left out")
        tab_to(page, summary, "the filter")
        page.keyboard.press("Enter")
        choose(page, "stage", 2)
        tab_to(page, page.get_by_role("button", name=say(language, "calendar.show"), exact=True), "the button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check(page.locator("#stage").is_visible(), "the filter hides what was chosen")
        check(page.locator(".cal-item .appt").count() < before, "the filter leaves everything in")
        page.get_by_role("link", name=say(language, "calendar.filter.all")).click()
        page.wait_for_load_state("networkidle")
        equal(page.locator(".cal-item .appt").count(), before, "appointments without a filter")


def test_narrow_the_week_in_english():
    narrow_the_week("harbor", "en")


def test_narrow_the_week_in_hebrew():
    narrow_the_week("carmel", "he")
