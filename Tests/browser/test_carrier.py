"""What a practice enters to send texts is taken by a real browser, which has rules of its own for fields."""

from harness import arrive, check, equal, fill, staff, tab_to
from product import say


def save(page, account):
    fill(page, page.locator("#carrier-account"), account, "the account")
    tab_to(page, page.locator("#main form .btn-primary"), "the button that saves")
    page.keyboard.press("Enter")


def enter(practice, language):
    short = "AC" + "0" * 31
    with staff(practice, language=language) as page:
        page.goto("/settings/messages/carrier")
        save(page, short)
        error = page.locator("#carrier-account-error")
        error.wait_for()
        check(say(language, "messages.carrier.accountInvalid") in error.inner_text(), "it is not said what is wrong")
        equal(page.locator("#carrier-account").input_value(), short, "what was typed")
        save(page, short + "0")
        arrive(page, "saved=1")


def test_the_account_is_taken_in_english():
    enter("harbor", "en")


def test_the_account_is_taken_in_hebrew():
    enter("carmel", "he")
