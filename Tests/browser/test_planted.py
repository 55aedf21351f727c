"""Runs first: what is typed here is looked for by test_canaries.py when everything else has been done with it."""

from harness import check
from planting import plant


def test_fifty_strings_are_given_to_the_product():
    count = len(plant().all)
    check(count >= 50, f"only {count} strings were given")
