"""Patients are found and written down by keyboard."""

import time

from harness import check, equal, fill, must_be_focused, needs, one_heading, press, staff, status, tab_to
from product import say


def find(page, language, words):
    """Through the search of the page; the words never stand in the address."""
    box = page.locator("main").get_by_role("searchbox", name=say(language, "patients.list.searchLabel"))
    fill(page, box, words, "the search")
    status(press(page, box, "the search"), 200)
    check(words not in page.url, f"the words of a search stand in the address {page.url}")


def write_down_and_find(practice, language, given):
    needs("GET", "/patients/new")
    family = f"Probe{time.time_ns() % 1_000_000}"
    email = f"{family.lower()}@patients.{practice}.example"
    with staff(practice, "frontDesk", language=language) as page:
        page.goto("/patients")
        press(page, page.locator("a[href='/patients/new']").first, "the link to a new patient")
        equal(one_heading(page).inner_text(), say(language, "patients.new.title"), "the heading")
        save = page.get_by_role("button", name=say(language, "patients.new.save"), exact=True)
        fill(page, page.locator("#given"), given, "the first name")
        fill(page, page.locator("#email"), "nobody at home", "the address")
        status(press(page, save, "the button"), 422)
        summary = page.get_by_role("group", name=say(language, "shared.errorSummary"))
        must_be_focused(page, summary, "the error summary")
        tab_to(page, summary.get_by_role("link").last, "the summary's last link")
        page.keyboard.press("Enter")
        must_be_focused(page, page.locator("#email"), "the field the summary leads to")
        equal(page.locator("#given").input_value(), given, "the name that was typed")
        fill(page, page.locator("#family"), family, "the family name")
        fill(page, page.locator("#email"), email, "the address")
        status(press(page, save, "the button"), 200)
        title = one_heading(page).inner_text()
        check(family in title, f"the new patient's page is called {title!r}")

        page.goto("/patients")
        find(page, language, email)
        equal(page.locator("tbody th a").count(), 1, "patients with this address")
        find(page, language, family[:7])
        row = page.locator("tbody tr", has_text=family)
        equal(row.count(), 1, "patients of this name")
        press(page, row.get_by_role("link").first, "the patient's link")
        check(email in page.locator("main").inner_text(), "the patient's page does not show the address")
        page.goto("/patients")
        find(page, language, "zzz nobody zzz")
        nobody = page.get_by_role("heading", level=2).inner_text()
        equal(nobody, say(language, "patients.list.noneTitle"), "the empty list")


def test_write_down_and_find_in_english():
    write_down_and_find("harbor", "en", "Jane")


def test_write_down_and_find_in_hebrew():
    write_down_and_find("carmel", "he", "נועה")


def test_the_search_on_top_of_every_page_finds_people():
    with staff("harbor", "frontDesk") as page:
        needs("POST", "/patients/search")
        page.goto("/account")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("/")
        must_be_focused(page, page.locator(".top-search input[type=search]"), "the search after /")
        page.keyboard.type("Doe")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        names = page.locator("tbody th a").all_inner_texts()
        check(names and all("Doe" in name for name in names), f"the search for Doe finds {names}")
        check("Doe" not in page.url, f"the words of a search stand in the address {page.url}")
