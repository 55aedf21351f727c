"""64 visitors who want the same times, through nginx and three workers: who wins, and does anything overlap?

    python3 bench/booking.py URL DATABASE_SOCKET ROUNDS

Prints one line for each kind of round and a last line with the totals; exit status 1 when a promise is broken:
no overlap, exactly as many winners as places, every loser a 409 with other times, no answer 5xx.
"""
import concurrent.futures, datetime, random, re, sys, threading, time, uuid

from common import Database, Visitor

BOOKERS = 64
SLUG = "bench"


def prepare():
    """Two practitioners and four who share a room for three, a room, a device; services of 20 to 60 minutes, open around the clock."""
    practice = DATABASE.practice(SLUG)
    ids = {name: uuid.uuid4().hex for name in ["mira", "jonas", "room", "device", "s20", "s30", "s45", "s60", "scan", "any",
                                              "trio", "p1", "p2", "p3", "p4", "hall"]}
    text = []
    for name, kind in [("mira", "practitioner"), ("jonas", "practitioner"), ("room", "room"), ("device", "device"),
                       ("p1", "practitioner"), ("p2", "practitioner"), ("p3", "practitioner"), ("p4", "practitioner"), ("hall", "room")]:
        text.append(f"INSERT INTO scheduling_resource (practice_id, id, kind, name) VALUES (x'{practice}', x'{ids[name]}', '{kind}', '{name}');")
    text.append(f"UPDATE scheduling_resource SET capacity = 3 WHERE practice_id = x'{practice}' AND id = x'{ids['hall']}';")
    for name in ["mira", "jonas", "p1", "p2", "p3", "p4"]:
        for day in range(1, 8):
            text.append(
                "INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute) "
                f"VALUES (x'{practice}', x'{uuid.uuid4().hex}', x'{ids[name]}', {day}, 0, 1440);")
    services = {"s20": (20, ["mira"]), "s30": (30, ["mira"]), "s45": (45, ["mira"]), "s60": (60, ["mira"]),
                "scan": (30, ["mira", "jonas", "room", "device"]), "any": (30, ["mira", "jonas"]), "trio": (30, ["p1", "p2", "p3", "p4", "hall"])}
    for name, (minutes, needs) in services.items():
        text.append(
            "INSERT INTO scheduling_service (practice_id, id, name, minutes, step_minutes, horizon_days) "
            f"VALUES (x'{practice}', x'{ids[name]}', '{name}', {minutes}, 5, 730);")
        for need in needs:
            text.append(
                "INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id) "
                f"VALUES (x'{practice}', x'{ids[name]}', x'{ids[need]}');")
    DATABASE.sql("\n".join(text))
    return {name: str(uuid.UUID(value)) for name, value in ids.items()}


class Booker(Visitor):
    def __init__(self):
        super().__init__(URL)
        self.get(f"/{SLUG}/book?service={IDS['s30']}")

    def book(self, service, start, practitioner=None):
        """Keeps and confirms a time. Gives the statuses and, for a refusal, the number of other times offered."""
        fields = {"service": IDS[service], "start": start}
        if practitioner:
            fields["with"] = IDS[practitioner]
        status, location, text = self.send("POST", f"/{SLUG}/book/holds", fields)
        if status != 303:
            return status, None, len(re.findall(r'name="start" value=', text.split("book-step")[0]))
        details = {"given": "Erika", "family": "Example", "email": f"{uuid.uuid4().hex}@example.org", "language": "en"}
        status, visit, _ = self.send("POST", location + "/confirmation", details)
        return status, visit, 0

    def move(self, visit, start):
        status, location, text = self.send("POST", visit.split("?")[0] + "/time", {"start": start})
        return status, location, len(re.findall(r'name="start" value=', text.split("book-step")[0]))


def at(day, minutes):
    moment = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0) + datetime.timedelta(days=3 + day, minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def plan(kind, day, visitors):
    """What each visitor tries in a round, and how many may win (None: at least one)."""
    if kind == "same time":
        return [(lambda v: v.book("s30", at(day, 600), "mira"))] * BOOKERS, 1
    if kind == "overlapping lengths":
        tries = [(random.choice(["s20", "s30", "s45", "s60"]), 540 + 5 * random.randrange(24)) for _ in range(BOOKERS)]
        return [lambda v, t=t: v.book(t[0], at(day, t[1]), "mira") for t in tries], None
    if kind == "person, room and device":
        return [(lambda v: v.book("scan", at(day, 600)))] * BOOKERS, 1
    if kind == "anyone":
        return [(lambda v: v.book("any", at(day, 600)))] * BOOKERS, 2
    if kind == "room for three":
        return [(lambda v: v.book("trio", at(day, 600)))] * BOOKERS, 3
    status, visit, _ = visitors[0].book("s30", at(day, 480), "mira")
    assert status == 303, status
    moves = [lambda v: v.move(visit, at(day, 600))]
    return moves + [(lambda v: v.book("s30", at(day, 600), "mira"))] * (BOOKERS - 1), 1


def overlaps():
    return int(DATABASE.sql(
        "SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b ON b.practice_id = a.practice_id "
        "AND b.resource_id = a.resource_id AND b.id > a.id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at "
        "JOIN scheduling_resource r ON r.practice_id = a.practice_id AND r.id = a.resource_id AND (r.capacity = 1 OR a.lane = b.lane)"))


def main():
    kinds = ["same time", "overlapping lengths", "person, room and device", "anyone", "room for three", "moving against booking"]
    visitors = [Booker() for _ in range(BOOKERS)]
    pool = concurrent.futures.ThreadPoolExecutor(BOOKERS)
    broken, times, totals = [], [], {}
    for round_number in range(ROUNDS):
        kind = kinds[round_number % len(kinds)]
        acts, places = plan(kind, round_number, visitors)
        gate = threading.Barrier(BOOKERS)

        def run(visitor, act):
            gate.wait()
            began = time.monotonic()
            answer = act(visitor)
            return answer, time.monotonic() - began

        answers = [f.result() for f in [pool.submit(run, v, a) for v, a in zip(visitors, acts)]]
        times += [seconds for _, seconds in answers]
        statuses = [status for (status, _, _), _ in answers]
        won, lost, failed = statuses.count(303), statuses.count(409), [s for s in statuses if s not in (303, 409)]
        silent = sum(1 for (status, _, other), _ in answers if status == 409 and other == 0)
        total = totals.setdefault(kind, [0, 0, 0])
        total[0] += won
        total[1] += lost
        total[2] += len(failed)
        if failed or silent or won < 1 or (places is not None and won != places):
            broken.append(f"round {round_number} ({kind}): {won} won, {lost} lost, other {failed}, {silent} without other times")
    for kind, (won, lost, failed) in totals.items():
        print(f"{kind:28} {won:6} won {lost:6} told \"taken\" {failed:4} other answers")
    times.sort()
    count = overlaps()
    print(f"{BOOKERS} visitors x {ROUNDS} rounds: {count} overlaps, {len(broken)} broken rounds, "
          f"p50 {times[len(times) // 2] * 1000:.0f} ms, p95 {times[int(len(times) * .95)] * 1000:.0f} ms")
    for line in broken[:10]:
        print(line)
    sys.exit(1 if broken or count else 0)


if __name__ == "__main__":
    URL, DATABASE, ROUNDS = sys.argv[1].rstrip("/"), Database(sys.argv[2]), int(sys.argv[3])
    IDS = prepare()
    main()
