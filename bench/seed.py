"""A practice with one full day: five practitioners in five rooms, 40 appointments, made through the product's forms."""
import base64, datetime, hashlib, itertools, secrets, uuid

from common import Visitor

SLUG = "bench"
GIVEN = ["Ada", "Bela", "Chidi", "Dalia", "Emre", "Fenja", "Gil", "Hana", "Idris", "Jo\u00e3o", "נועה", "Kaija"]
FAMILY = ["Example", "Specimen", "Müller-Muster", "O'Sample", "van Beispiel", "דוגמה"]
# Starts of one practitioner's eight visits, and what they are.
VISITS = [("08:00", "long"), ("09:00", "long"), ("10:00", "short"), ("10:30", "video"), ("13:00", "long"),
          ("14:00", "short"), ("15:00", "long"), ("16:00", "video")]
SERVICES = {"long": ("Individual session", 50, "inPerson"), "short": ("Follow-up", 25, "inPerson"),
            "video": ("Video session", 50, "video")}
PAYMENTS = ["due", "paid", "covered", "overdue", "none"]


def the_day():
    """A Monday that is neither today nor near a change of the clocks' day."""
    today = datetime.date.today()
    return today + datetime.timedelta(days=21 + (7 - today.weekday()) % 7)


def resources(database, practice, names=("Mira", "Jonas", "Noa", "Tom", "Lea")):
    people = {f"p{n}": (f"Dr {name} Practitioner", "Psychotherapist") for n, name in enumerate(names)}
    rooms = {f"r{n}": (f"Room {n + 1}", "") for n in range(len(names))}
    ids = {name: uuid.uuid4().hex for name in [*people, *rooms, *SERVICES]}
    text = []
    for position, (key, (name, title)) in enumerate((people | rooms).items()):
        kind = "practitioner" if key in people else "room"
        text.append(
            "INSERT INTO scheduling_resource (practice_id, id, kind, name, title, color, position) "
            f"VALUES (x'{practice}', x'{ids[key]}', '{kind}', '{name}', '{title}', {position % 8 + 1}, {position});")
    for key, weekday, (opens, closes) in itertools.product(people, range(1, 6), [(480, 720), (780, 1020)]):
        text.append(
            "INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute) "
            f"VALUES (x'{practice}', x'{uuid.uuid4().hex}', x'{ids[key]}', {weekday}, {opens}, {closes});")
    for key, (name, minutes, mode) in SERVICES.items():
        text.append(
            "INSERT INTO scheduling_service (practice_id, id, name, minutes, mode) "
            f"VALUES (x'{practice}', x'{ids[key]}', '{name}', {minutes}, '{mode}');")
        for need in [*people, *(rooms if mode == "inPerson" else [])]:
            text.append(
                "INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id) "
                f"VALUES (x'{practice}', x'{ids[key]}', x'{ids[need]}');")
    database.sql("\n".join(text))
    return {key: str(uuid.UUID(value)) for key, value in ids.items()}


def session(database, practice):
    """A signed-in owner, as after password and code: the cookie's value."""
    token = secrets.token_bytes(32)
    database.sql(
        "INSERT INTO identity_session (practice_id, id, token_hash, kind, user_id, created_at, seen_at, expires_at) "
        f"SELECT practice_id, x'{uuid.uuid4().hex}', x'{hashlib.sha256(token).hexdigest()}', 'staff', id, "
        "UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 8 HOUR "
        f"FROM identity_user WHERE practice_id = x'{practice}' AND role = 'owner'")
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def appointments(url, cookie, ids, day):
    desk = Visitor(url, cookie)
    desk.get("/appointments/new")
    people = sum(1 for key in ids if key.startswith("p"))
    for count, (person, (time, service)) in enumerate(itertools.product(range(people), VISITS)):
        fields = {
            "patient": "new", "given": GIVEN[count % len(GIVEN)], "family": FAMILY[count % len(FAMILY)],
            "email": f"person{count}@example.org", "service": ids[service], "practitioner": ids[f"p{person}"],
            "date": day.isoformat(), "time": time, "key": secrets.token_hex(16),
            "room": ids[f"r{person}"] if SERVICES[service][2] == "inPerson" else "",
            "note": "Comes by train & may be late" if count % 7 == 0 else "",
        }
        status, _, text = desk.send("POST", "/appointments", fields)
        assert status == 303, (status, text)


def payments(database, practice):
    cases = " ".join(f"WHEN {number} THEN '{payment}'" for number, payment in enumerate(PAYMENTS))
    database.sql(
        "UPDATE scheduling_appointment "
        f"SET payment = CASE CONV(RIGHT(HEX(id), 2), 16, 10) MOD {len(PAYMENTS)} {cases} END WHERE practice_id = x'{practice}'")


def year(database, practice):
    """The same day on 250 others, so that the day is found among a year's work."""
    columns = [row.split("\t")[0] for row in database.sql("SHOW COLUMNS FROM scheduling_appointment").splitlines()]
    moved = {"id": "RANDOM_BYTES(16)", "form_key": "NULL", **{
        name: f"a.{name} - INTERVAL d.days DAY" for name in ["starts_at", "ends_at", "starts_wall_clock"]}}
    values = ", ".join(moved.get(name, f"a.{name}") for name in columns)
    database.sql(
        f"INSERT INTO scheduling_appointment ({', '.join(columns)}) SELECT {values} FROM scheduling_appointment a "
        "JOIN (SELECT seq + 2 AS days FROM seq_1_to_250) d "
        f"WHERE a.practice_id = x'{practice}'")
    database.sql("ANALYZE TABLE scheduling_appointment, scheduling_claim, patients_patient")


def day(database, url):
    """Gives the cookie and the date."""
    practice = database.practice(SLUG)
    ids, cookie, date = resources(database, practice), "praxis-staff=" + session(database, practice), the_day()
    appointments(url, cookie, ids, date)
    payments(database, practice)
    year(database, practice)
    return cookie, date
