"""When something went wrong: who is affected is asked, written down and followed up by keyboard."""

import time
import urllib.parse

import audit
from harness import (
    check, equal, fill, must_be_focused, needs, one_heading, press, staff, status, tab_to,
)
from product import pattern_of, say
from test_calendar import choose


def open_a_chart(practice, language):
    """What a practitioner does all day. Answers the address that says who saw this record."""
    with staff(practice, "practitioner", language=language) as page:
        page.goto("/patients")
        status(press(page, page.locator("tbody th a").first, "the link of a patient"), 200)
        return urllib.parse.urlsplit(page.url).path.rpartition("/")[0] + "/access"


def button(page, language, key):
    return page.get_by_role("button", name=say(language, key), exact=True)


def ask(page, language, person=None):
    """From the trail to the question, and its answer: what anybody did today, or one person."""
    page.goto("/audit")
    press(page, page.locator("main a[href='/audit/incidents']"), "the link to the incidents")
    equal(one_heading(page).inner_text(), say(language, "oversight.incident.list"), "the heading of the list")
    press(page, page.locator("a.btn[href='/audit/incident']").first, "the link to the question")
    equal(one_heading(page).inner_text(), say(language, "oversight.incident.new"), "the heading of the question")
    if person:
        equal(choose(page, "actor"), say(language, "oversight.incident.person"), "whose doings")
        page.locator("#person").select_option(label=person)
    status(press(page, button(page, language, "oversight.incident.find"), "the button that asks"), 200)


def write_down(page, language, note):
    """The incident's own page."""
    fill(page, page.locator("#note"), note, "what happened")
    status(press(page, button(page, language, "oversight.incident.save"), "the button that writes it down"), 200)
    check("/audit/incident/" in page.url, f"writing it down leads to {page.url}")


def follow(practice, language, script, width):
    needs("GET", "/audit/incident")
    access = open_a_chart(practice, language)
    note = f"Probe {time.time_ns()}"
    with staff(practice, language=language, script=script, width=width) as page:
        ask(page, language)
        row = page.locator(f"tbody tr a[href='{access}']")
        equal(row.count(), 1, "rows of the patient whose chart was just opened")
        write_down(page, language, note)
        check(note in page.locator("main").inner_text(), "the page of the incident does not say what happened")
        equal(row.count(), 1, "rows of the patient on the page of the incident")
        equal(page.locator(".list .badge").count(), 2, "clocks of the law")

        told = pattern_of(language, "oversight.incident.inTime")
        for step, count in (("authority", 1), ("patients", 2)):
            status(press(page, button(page, language, f"oversight.incident.act.{step}"), f"the step {step}"), 200)
            equal(page.locator(".list .badge").get_by_text(told).count(), count, f"clocks that stand after {step}")
        undo = say(language, "oversight.incident.undo", stepName=say(language, "oversight.incident.step.patients"))
        press(page, page.get_by_role("button", name=undo, exact=True), "the way back")
        equal(page.locator(".list .badge").get_by_text(told).count(), 1, "clocks that stand after taking a step back")
        press(page, button(page, language, "oversight.incident.act.closed"), "the button that closes it")
        title = one_heading(page).inner_text()
        press(page, page.locator(".crumbs a[href='/audit/incidents']"), "the way up")
        closed = page.locator("main li", has_text=title).filter(has_text=say(language, "oversight.incident.closed"))
        check(closed.count() >= 1, "the list does not say that the incident is closed")


def test_an_incident_from_question_to_end_in_english():
    follow("harbor", "en", script=True, width=1280)


def test_an_incident_in_hebrew_on_a_phone_without_script():
    follow("carmel", "he", script=False, width=390)


def test_a_wrong_question_leads_to_its_field():
    with staff("linden", language="de") as page:
        page.goto("/audit/incident")
        page.locator("#actor").select_option("network")
        fill(page, page.locator("#network"), "irgendwo", "the address")
        status(press(page, button(page, "de", "oversight.incident.find"), "the button that asks"), 422)
        summary = page.get_by_role("group", name=say("de", "shared.errorSummary"))
        must_be_focused(page, summary, "the error summary")
        tab_to(page, summary.get_by_role("link"), "the summary's link")
        page.keyboard.press("Enter")
        must_be_focused(page, page.locator("#network"), "the field the summary leads to")
        equal(page.locator("#network").input_value(), "irgendwo", "the address that was typed")


def look(page, language):
    """Problems of each state of the pages, for the walk over all pages."""
    page.goto("/audit/incident?from=nothing&to=&actor=network&network=here")
    problems = audit.audit(page, "incident, wrong question")
    ask(page, language)
    problems += audit.audit(page, "incident, who is affected")
    write_down(page, language, "Probe\nof a page")
    problems += audit.audit(page)
    page.goto("/audit/incidents")
    return problems + audit.audit(page)
