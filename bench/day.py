"""A day of the calendar: Praxis' page, a PHP page that does the same work, and what Praxis reads for it, not drawn.

    python3 bench/day.py URL PHP_URL VAR ROUNDS SECONDS

The three take turns, so that whatever else the machine does hits all of them; figures are medians of the rounds.
"""
import os, pathlib, statistics, subprocess, sys

import peer, seed
from common import Database, Visitor
from measure import Group, load

CONNECTIONS = [16, 128]
COLUMNS = [("rate", "requests/s", 10), ("p50", "p50 ms", 8), ("p95", "p95 ms", 8), ("p99", "p99 ms", 8),
           ("worker", "worker µs", 10), ("mariadb", "MariaDB µs", 11), ("nginx", "nginx µs", 9)]


def measure(targets, shared, cookie, rounds, seconds):
    """Medians by connections and target."""
    for url, workers in targets.values():
        load(url, cookie, 16, 2, {**shared, "worker": workers})
    results = {}
    for connections in CONNECTIONS:
        slots = {name: [] for name in targets}
        for _ in range(rounds):
            for name, (url, workers) in targets.items():
                slots[name].append(load(url, cookie, connections, seconds, {**shared, "worker": workers}))
        for name, found in slots.items():
            results[connections, name] = {key: statistics.median(slot[key] for slot in found) for key, _, _ in COLUMNS}
    return results


def machine():
    """What the figures depend on."""
    php = subprocess.run(["php", "-r", "echo PHP_VERSION;"], capture_output=True, text=True).stdout
    database = subprocess.run(["mariadbd", "--version"], capture_output=True, text=True).stdout.split()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; PHP {php}, MariaDB {database[2]}")


def table(results, targets, sizes):
    for connections in CONNECTIONS:
        print(f"\n{connections} connections".ljust(24) + "".join(title.rjust(width) for _, title, width in COLUMNS))
        for name in targets:
            row = results[connections, name]
            figures = [f"{row[key]:{width}.{1 if key[0] == 'p' else 0}f}" for key, _, width in COLUMNS]
            print(name.ljust(23) + "".join(figures))
    print("\n" + "".ljust(23) + "bytes".rjust(10) + "PSS MB".rjust(8))
    for name, (_, workers) in targets.items():
        print(name.ljust(23) + f"{sizes[name]:10}{workers.proportional_megabytes():8.1f}")


def goals(results, praxis):
    print()
    for connections in CONNECTIONS:
        page, php, rows = (results[connections, name] for name in ["Praxis", "PHP", "Praxis, rows only"])
        goal(f"requests/s of PHP's, {connections} connections", page["rate"] / php["rate"], 2.5, least=True)
        goal(f"worker CPU of PHP's, {connections} connections", page["worker"] / php["worker"], 0.25)
        goal(f"worker CPU of the rows alone, {connections} connections", page["worker"] / rows["worker"], 1.25)
    goal("PSS of a worker in MB", praxis.proportional_megabytes(), 12)


def goal(what, value, limit, least=False):
    reached = value >= limit if least else value <= limit
    bound = "at least" if least else "at most"
    print(f"{value:7.2f}  {what} (goal: {bound} {limit}): {'reached' if reached else 'MISSED'}")


def main(url, php_url, var, rounds, seconds):
    machine()
    database = Database((var / "run/database-socket").read_text().strip())
    cookie, date = seed.day(database, url)
    desk = Visitor(url, cookie)
    path = f"/calendar?view=day&date={date}"
    page = desk.get(path)[2]
    pid = lambda file: Group((var / file).read_text())
    shared = {"mariadb": pid("db/mariadb.pid"), "nginx": pid("nginx/nginx.pid")}
    with peer.running(var, database, page) as php:
        twin = Visitor(php_url, cookie).get(path)[2]
        peer.compare(page, twin)
        targets = {
            "Praxis": (url + path, pid("run/web.pid")),
            "PHP": (php_url + path, php),
            "Praxis, rows only": (url + path.replace("/calendar", "/dev/calendar-rows"), pid("run/web.pid")),
        }
        rows = desk.get(path.replace("/calendar", "/dev/calendar-rows"))[2]
        assert rows == "40", rows
        sizes = dict(zip(targets, [len(text.encode()) for text in [page, twin, rows]]))
        results = measure(targets, shared, cookie, rounds, seconds)
        table(results, targets, sizes)
        goals(results, targets["Praxis"][1])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
