"""Makes the pictures of the README from the demo of a running product.

usage: screenshots.py [FOLDER]    docs/screenshots without one; PRAXIS_TEST_URL and PRAXIS_TEST_VAR as for run.py
"""

import datetime
import pathlib
import sys

import harness
import product

LARGEST = 150 * 1024


def save(page, folder, name):
    page.wait_for_load_state("networkidle")
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    harness.check(size <= LARGEST, f"{path} has {size:,} bytes")
    print(f"{path}: {size:,} bytes")


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else product.ROOT / "docs/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    monday = datetime.date.today() + datetime.timedelta(days=7 - datetime.date.today().weekday())
    with harness.launched():
        with harness.visitor() as page:
            page.goto("/harbor/book")
            page.locator("a.choice-card").nth(1).click()
            page.wait_for_url("**service=**")
            page.goto(page.url.split("#")[0])
            page.set_viewport_size({"width": 1280, "height": 1000})
            save(page, folder, "booking")
        with harness.staff("harbor", "frontDesk") as page:
            page.goto(f"/calendar?date={monday}")
            save(page, folder, "calendar-day")


if __name__ == "__main__":
    main()
