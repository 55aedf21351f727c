"""What a practice enters to send texts is taken by a real browser, which has rules of its own for fields."""

from harness import arrive, check, fill, press, staff
from product import say


def enter(practice, language):
    account = "AC" + "0" * 31
    with staff(practice, language=language) as page:
        page.goto("/settings/messages/carrier")
        fill(page, page.locator("#carrier-account"), account, "the account")
        save = page.locator("#main form button[type=submit], #main form button:not([type])").first
        press(page, save, "the button that saves")
        words = page.locator("#main").inner_text()
        check(say(language, "messages.carrier.accountInvalid") in words, "an account that is too short is not refused in words")
        check(page.locator("#carrier-account").input_value() == account, "what was typed is gone")
        fill(page, page.locator("#carrier-account"), account + "0", "the account")
        press(page, save, "the button that saves")
        arrive(page, "saved=1")


def test_the_account_is_taken_in_english():
    enter("linden", "en")


def test_the_account_is_taken_in_hebrew():
    enter("carmel", "he")
