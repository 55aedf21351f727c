"""Whether the time of an answer tells who has an account: known and unknown addresses in turns, through nginx.

    python3 bench/timing.py URL DATABASE_SOCKET TRIES PATIENT

Prints one line for each form: the medians, their difference, and the middle half of each. Exit status 1 when status,
size or target of the answers differ, or the medians by 5 ms or more.
"""
import random, statistics, sys, time, uuid

from common import Database, Visitor

MOST = 0.005
STAFF = "owner@bench.example"


def forget():
    """So that no counter holds anybody up, and a known address goes the whole way each time: its mail is written."""
    DATABASE.sql("""
        DELETE FROM platform_throttle;
        UPDATE identity_user SET wrong_passwords = 0;
        UPDATE identity_staff_link SET created_at = created_at - INTERVAL 2 DAY;
        UPDATE identity_email_challenge SET patient_id = NULL, browser_hash = x'%s';
        """ % (64 * "0"))


def unknown(domain):
    # As long as the known one: both stand in the page that comes back.
    return uuid.uuid4().hex[: len(STAFF) - len(domain)] + domain


def ask(page, form, fields):
    """Status, size and target of the answer, and its seconds. Ids and tokens of one length are left out."""
    visitor = Visitor(URL)
    visitor.get(page)
    forget()
    start = time.perf_counter()
    status, location, text = visitor.send("POST", form, fields)
    seconds = time.perf_counter() - start
    visitor.connection.close()
    return (status, len(text.encode()), len(location or "")), seconds


def measure(name, page, form, known, stranger, more):
    seen, seconds = {True: set(), False: set()}, {True: [], False: []}
    order = [True, False] * TRIES
    random.shuffle(order)
    for is_known in order:
        answer, took = ask(page, form, {"email": known if is_known else stranger(), **more})
        seen[is_known].add(answer)
        seconds[is_known].append(took)
    medians = {kind: statistics.median(seconds[kind]) for kind in seconds}
    quarters = {kind: statistics.quantiles(seconds[kind], n=4) for kind in seconds}
    gap = abs(medians[True] - medians[False])
    is_same = seen[True] == seen[False] and len(seen[True]) == 1
    print(f"{name}: known {medians[True] * 1000:.2f} ms ({quarters[True][0] * 1000:.2f} to {quarters[True][2] * 1000:.2f}), "
          f"unknown {medians[False] * 1000:.2f} ms ({quarters[False][0] * 1000:.2f} to {quarters[False][2] * 1000:.2f}), "
          f"difference {gap * 1000:.2f} ms, answers {'equal' if is_same else f'differ: {seen}'}", flush=True)
    return is_same and gap < MOST


if __name__ == "__main__":
    URL, DATABASE, TRIES, PATIENT = sys.argv[1], Database(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    random.seed(7)
    tail = PATIENT[PATIENT.index("@"):]
    results = [
        measure("password", "/sign-in", "/sign-in", STAFF, lambda: unknown("@bench.example"), {"password": "not the password at all"}),
        measure("forgotten password", "/sign-in/forgotten", "/sign-in/forgotten", STAFF, lambda: unknown("@bench.example"), {}),
        measure("link for a browser", "/sign-in", "/sign-in/browser", STAFF, lambda: unknown("@bench.example"), {}),
        measure("patient's link", "/bench/sign-in", "/bench/sign-in", PATIENT,
                lambda: uuid.uuid4().hex[: len(PATIENT) - len(tail)] + tail, {}),
    ]
    sys.exit(0 if all(results) else 1)
