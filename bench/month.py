"""The free times of a month: ten practitioners and their rooms, with a year of appointments.

    python3 bench/month.py URL DATABASE_SOCKET PRAXIS ROUNDS

Prints what is stored and, for the service that needs a room and the one that does not, how long the search took: reading
from the database and computing, in one process, without drawing a page.
"""
import datetime, subprocess, sys

import seed
from common import Database

NAMES = ["Mira", "Jonas", "Noa", "Tom", "Lea", "Ilse", "Amit", "Ruth", "Kofi", "Vera"]


def year(database, practice):
    """Three of four visits of the day again on each working day of the year after it, with what they claim."""
    columns = [row.split("\t")[0] for row in database.sql("SHOW COLUMNS FROM scheduling_appointment").splitlines()]
    again = "UNHEX(MD5(CONCAT({}, '-', d.days)))"
    moved = {"id": again.format("HEX(a.id)"), "form_key": "NULL", **{
        name: f"a.{name} + INTERVAL d.days DAY" for name in ["starts_at", "ends_at", "starts_wall_clock"]}}
    days = ("(SELECT seq AS days FROM seq_1_to_365 WHERE seq MOD 7 < 5) d "
            f"WHERE a.practice_id = x'{practice}' AND CRC32(CONCAT(HEX({{}}), d.days)) MOD 4 > 0")
    database.sql(
        # The claims first: they follow the appointments of the first day, which are soon among many.
        "SET foreign_key_checks = 0;"
        "INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, appointment_id) "
        f"SELECT a.practice_id, {again.format('HEX(a.id)')}, a.resource_id, a.lane, a.starts_at + INTERVAL d.days DAY, "
        f"a.ends_at + INTERVAL d.days DAY, {again.format('HEX(a.appointment_id)')} "
        f"FROM scheduling_claim a JOIN {days.format('a.appointment_id')};"
        f"INSERT INTO scheduling_appointment ({', '.join(columns)}) "
        f"SELECT {', '.join(moved.get(name, f'a.{name}') for name in columns)} "
        f"FROM scheduling_appointment a JOIN {days.format('a.id')};"
        "ANALYZE TABLE scheduling_appointment, scheduling_claim")


def main(url, database, praxis, rounds):
    practice = database.practice(seed.SLUG)
    ids, date = seed.resources(database, practice, NAMES), seed.the_day()
    seed.appointments(url, "praxis-staff=" + seed.session(database, practice), ids, date)
    database.sql(f"UPDATE scheduling_service SET horizon_days = 730 WHERE practice_id = x'{practice}'")
    year(database, practice)
    counts = [database.sql(f"SELECT COUNT(*) FROM scheduling_{name} WHERE practice_id = x'{practice}'")
              for name in ["appointment", "claim"]]
    print(f"{len(NAMES)} practitioners, {counts[0]} appointments, {counts[1]} claims")
    for key in ["long", "video"]:
        name = seed.SERVICES[key][0]
        subprocess.run([praxis, "slots", "--practice", seed.SLUG, "--service", name, "--days", "31", "--measure", rounds,
                        "--from", (date + datetime.timedelta(days=70)).isoformat()], check=True)


if __name__ == "__main__":
    main(sys.argv[1], Database(sys.argv[2]), sys.argv[3], sys.argv[4])
