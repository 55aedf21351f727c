"""Tests Praxis in Chromium: real nginx, workers and MariaDB.

usage: run.py [NAME]    tests whose file or function contains NAME (any case); "browser" is all of them

Needs a product that runs: PRAXIS_TEST_URL, PRAXIS_TEST_TLS_URL, PRAXIS_TEST_VAR (its folder), PRAXIS_TEST_PROGRAM;
without them the one of `bin/run`. One line for each test; the last line is "N passed, N failed, N skipped".
"""

import importlib
import sys
import time
import urllib.request

import harness
import product

# What is typed by the first is looked for by the last, when all others have worked with it.
SUITES = ["planted", "edge", "weight", "booking", "sign_in", "passkeys", "single_sign_on", "team", "portal", "export", "calendar",
          "calendar_forms", "series", "groups", "waitlist", "news", "carrier", "patients", "incidents", "accessibility", "canaries"]


def tests(name):
    """(suite, function) in the order of their files."""
    for suite in SUITES:
        for test, function in vars(importlib.import_module(f"test_{suite}")).items():
            if test.startswith("test_") and callable(function) and name in f"{suite}.{test}".lower():
                yield suite, test, function


def run(suite, test, function):
    """passed, failed or skipped, said in one line."""
    start = time.monotonic()
    title = f"{suite}: {test.removeprefix('test_').replace('_', ' ')}"
    try:
        function()
        result, rest = "passed", ""
    except harness.Skip as reason:
        result, rest = "skipped", f": {reason}"
    except Exception as error:
        result = "failed"
        lines = [f"{type(error).__name__}: {error}".removeprefix("Problem: "), *getattr(error, "__notes__", [])]
        rest = ":\n    " + "\n    ".join("\n".join(lines).splitlines()[:40])
    print(f"{result} {title} ({time.monotonic() - start:.1f} s){rest}", flush=True)
    return result


def main():
    name = sys.argv[1].lower() if len(sys.argv) > 1 else ""
    name = "" if "browser" in name else name.removesuffix(".py").removeprefix("test_")
    try:
        urllib.request.urlopen(product.URL + "/healthz", timeout=10).close()
    except OSError as error:
        sys.exit(f"Praxis does not answer at {product.URL} ({error}): start it with bin/run --detach.")
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    with harness.launched():
        for suite, test, function in tests(name):
            counts[run(suite, test, function)] += 1
    print(", ".join(f"{count} {result}" for result, count in counts.items()))
    sys.exit(1 if counts["failed"] else 0)


if __name__ == "__main__":
    main()
