"""What a visitor's phone has to load."""

import gzip

from harness import check, equal, visitor
from product import ROOT
from raw import ask
import test_booking

LIMIT = 60 * 1024


def measured(page, visit):
    """Bytes that came over the wire, headers included, by address; the cache is cold."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names, sizes = {}, {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    visit()
    page.wait_for_load_state("networkidle")
    return {names[key]: size for key, size in sizes.items() if key in names and not names[key].startswith("data:")}


def must_be_light(sizes, what):
    total = sum(sizes.values())
    kinds = [path.split("?")[0].rsplit(".", 1)[-1] for path in sizes]
    check("css" in kinds and "js" in kinds, f"only {sorted(sizes)} was loaded")
    print(f"  {what}: {total:,.0f} bytes in {len(sizes)} answers")
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
    check(total <= LIMIT, f"{what} transfers {total:,.0f} bytes, heaviest {heaviest}")


def test_the_booking_page_transfers_at_most_60_kilobytes():
    with visitor(width=390) as page:
        must_be_light(measured(page, lambda: page.goto("/harbor/book")), "the booking page")


def test_so_does_the_booking_page_with_its_times():
    with visitor(width=390) as page:
        test_booking.choose_service(page, "harbor", "en", index=1)
        must_be_light(measured(page, page.reload), "the booking page with times")
        times = test_booking.region(page, "en", "booking.when").locator("button.slot")
        check(times.count() > 0, "there are no times")


def test_so_do_the_pages_of_time_zones():
    with visitor(width=390) as page:
        for what in ("", "?region=America", "?q=a"):
            address = "/harbor/book/zone" + what
            must_be_light(measured(page, lambda: page.goto(address)), address)


def static_files():
    return [path for path in sorted((ROOT / "static").rglob("*")) if path.suffix in (".css", ".js", ".svg")]


def test_static_files_are_sent_as_they_were_compressed_beforehand():
    files = static_files()
    check(len(files) > 10, f"only {len(files)} static files")
    for path in files:
        address = f"/static/{path.relative_to(ROOT / 'static')}"
        answer = ask(address + "?v=1", headers={"Accept-Encoding": "gzip"})
        equal(answer.all("Content-Encoding"), ["gzip"], f"Content-Encoding of {address}")
        check(gzip.decompress(answer.body) == path.read_bytes(), f"{address} is not the file of that name")
        check(len(answer.body) < path.stat().st_size, f"{address} did not become smaller")
        check("immutable" in answer.header("Cache-Control"), f"{address} with its version is not kept for ever")
        equal(ask(address).all("Content-Encoding"), [], f"Content-Encoding of {address} for those who cannot")


def test_pages_are_never_compressed():
    """They hold secrets beside what a visitor typed: their compressed length would tell."""
    for address in ("/harbor/book", "/sign-in", "/nothing"):
        answer = ask(address, headers={"Accept-Encoding": "gzip, deflate, br"})
        equal(answer.all("Content-Encoding"), [], f"Content-Encoding of {address}")
        equal(answer.all("Cache-Control"), ["no-store"], f"Cache-Control of {address}")
