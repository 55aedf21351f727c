"""PHP-FPM with as many workers as Praxis and the quick settings: opcache without checks, connections that stay."""
import contextlib, difflib, glob, json, os, pathlib, re, subprocess, time

from measure import Group
from seed import SLUG

HERE = pathlib.Path(__file__).parent / "peer"


def key(var, name):
    return re.findall(rf"^{name} (\w+)$", (var / "secrets/keys").read_text(), re.M)[-1]


def keys(var, database):
    """A file with the keys that a worker of Praxis has at hand, so that the page need not find them each time."""
    practice, number, wrapped = database.sql(
        "SELECT HEX(k.practice_id), k.id, HEX(k.wrapped) FROM practices_key k "
        f"JOIN practices_practice p USING (practice_id) WHERE p.slug = '{SLUG}' AND k.purpose = 'data'").split()
    patients = database.sql(f"SELECT HEX(id) FROM patients_patient WHERE practice_id = x'{practice}'").split()
    given = {"master": key(var, r"master \d+"), "practice": practice, "keyID": int(number), "wrapped": wrapped,
             "patientsFile": str(var / "keys/patients"), "patients": patients}
    command = ["php", HERE / "key.php"]
    file = var / "php-keys.php"
    file.touch(mode=0o600)
    file.write_bytes(subprocess.run(command, input=json.dumps(given).encode(), capture_output=True, check=True).stdout)
    return file


def configuration(var, database, page):
    config = (var / "praxis.conf").read_text()
    environment = {
        "DATABASE_SOCKET": database.socket, "DATABASE_PASSWORD": (var / "db/app.password").read_text(),
        "KEYS": keys(var, database), "PLATFORM_KEY": key(var, "platform"),
        "ASSETS": re.search(r"tokens\.css\?v=(\w+)", page)[1],
    }
    workers = re.search(r"^web_workers = (\d+)$", config, re.M)[1]
    text = (HERE / "php-fpm.conf.in").read_text().replace("@VAR@", str(var)).replace("@WORKERS@", workers)
    return text + "".join(f"env[{name}] = {value}\n" for name, value in environment.items())


@contextlib.contextmanager
def running(var, database, page):
    """Gives PHP's processes; ends them."""
    file = var / "php-fpm.conf"
    file.touch(mode=0o600)
    file.write_text(configuration(var, database, page))
    program = sorted(glob.glob("/usr/sbin/php-fpm*"))[-1]
    command = [program, "--nodaemonize", "--fpm-config", str(file)]
    if os.getuid() == 0:
        command.append("--allow-to-run-as-root")
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while not (var / "php.sock").exists():
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit((var / "log/php.log").read_text())
            time.sleep(0.05)
        yield Group(process.pid)
    finally:
        process.terminate()
        process.wait()


def compare(page, twin):
    """The two pages should be the same text: PHP writes one entity in another way, and that is all."""
    page, twin = page.splitlines(), twin.replace("&#039;", "&#39;").splitlines()
    differences = list(difflib.unified_diff(page, twin, "Praxis", "PHP", lineterm="", n=0))
    if len(differences) > 40:
        raise SystemExit("The PHP page shows something else:\n" + "\n".join(differences[:40]))
    if differences:
        print("The PHP page has fallen behind (bench/peer/page.php):\n" + "\n".join(differences))
