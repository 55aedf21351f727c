"""Staff at work while one address floods the practice: 200 slow connections and 100 requests a second, behind the limits
that the product is shipped with.

    python3 bench/abuse.py seed URL DATABASE_SOCKET          prints the cookie and the date of a full day
    python3 bench/abuse.py measure URL SECONDS COOKIE DATE   prints what staff and a visitor waited, without it and with it

Exit status 1 when a page of staff failed, or 95 of 100 took longer than the goal.
"""
import asyncio, collections, sys, time, urllib.parse

import seed
from common import Database

GOAL = 0.25
SLOW, FLOOD = 200, 100
# Each loopback address is a client of its own to the limits.
STAFF, VISITOR, ABUSER = "127.0.0.1", "127.0.0.3", "127.0.0.2"


async def connect(source):
    return await asyncio.open_connection(HOST, PORT, local_addr=(source, 0))


async def get(source, path, cookie=""):
    """Status and seconds of a page; the whole body is read. Status 0 for a connection that came to nothing."""
    began = time.perf_counter()
    try:
        reader, writer = await connect(source)
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{PORT}", "Connection: close"] + ([f"Cookie: {cookie}"] if cookie else [])
        writer.write("\r\n".join(lines + ["", ""]).encode())
        answer = await reader.read(-1)
        writer.close()
        return int(answer[9:12] or 0), time.perf_counter() - began
    except (OSError, ValueError):
        return 0, time.perf_counter() - began


async def pages(seen, source, path, cookie, each):
    """One page after the other, begun on the second whether the one before has come or not."""
    waiting = set()
    try:
        while True:
            task = asyncio.create_task(get(source, path, cookie))
            task.add_done_callback(lambda done: seen.append(done.result()) if not done.cancelled() else None)
            waiting.add(task)
            task.add_done_callback(waiting.discard)
            await asyncio.sleep(each)
    finally:
        if waiting:
            await asyncio.wait(waiting, timeout=30)


async def slow(number):
    """A head that never ends, or a body that never comes: a byte a second, and again when it was closed."""
    head = b"GET /bench/book HTTP/1.1\r\nHost: x\r\nX-Slow: " if number % 2 else (
        b"POST /bench/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n")
    while True:
        try:
            _, writer = await connect(ABUSER)
            writer.write(head)
            while True:
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(1)
        except OSError:
            await asyncio.sleep(1)


async def watch(seconds, cookie, date, abuses):
    """What staff and visitors saw in that time, and what the abuser was answered."""
    staff, visitor, flood = [], [], []
    tasks = [
        asyncio.create_task(pages(staff, STAFF, f"/calendar?view=day&date={date}", cookie, 0.1)),
        asyncio.create_task(pages(visitor, VISITOR, "/bench/book", "", 0.5)),
    ]
    if abuses:
        tasks.append(asyncio.create_task(pages(flood, ABUSER, "/bench/book", "", 1 / FLOOD)))
        tasks += [asyncio.create_task(slow(number)) for number in range(SLOW)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return staff, visitor, flood


def line(name, seen):
    times = sorted(seconds for _, seconds in seen)
    failed = [status for status, _ in seen if status != 200]
    p50, p95 = (times[int(len(times) * part)] for part in (0.5, 0.95))
    print(f"  {name:8} {len(seen):5} pages, {len(failed)} failed, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
          f"longest {times[-1] * 1000:.0f} ms")
    return not failed and p95 < GOAL


async def measure(seconds, cookie, date):
    results = []
    for abuses in [False, True]:
        staff, visitor, flood = await watch(seconds, cookie, date, abuses)
        print(f"with {SLOW} slow connections and {FLOOD} requests a second from one address" if abuses else "without abuse")
        results.append(line("staff", staff))
        line("visitor", visitor)
        if flood:
            answers = collections.Counter(status for status, _ in flood)
            print("  abuser   " + ", ".join(f"{count} x {status or 'nothing'}" for status, count in sorted(answers.items())))
    return results[1]


if __name__ == "__main__":
    url = urllib.parse.urlsplit(sys.argv[2])
    HOST, PORT = url.hostname, url.port
    if sys.argv[1] == "seed":
        cookie, date = seed.day(Database(sys.argv[3]), sys.argv[2])
        print(cookie, date)
    else:
        sys.exit(0 if asyncio.run(measure(int(sys.argv[3]), sys.argv[4], sys.argv[5])) else 1)
