"""What a load costs: requests and latencies from wrk, processor time and memory from /proc."""
import json, os, pathlib, re, subprocess

HERE = pathlib.Path(__file__).parent
TICK = os.sysconf("SC_CLK_TCK")


class Group:
    """A process and its children."""

    def __init__(self, pid):
        self.pid = int(pid)

    def children(self):
        stats = [stat(entry) for entry in os.listdir("/proc") if entry.isdigit()]
        return [fields["pid"] for fields in stats if fields and fields["parent"] == self.pid]

    def seconds(self):
        """User and system time so far, with that of children that have ended."""
        own = stat(self.pid)
        return own["own"] + own["ended"] + sum(found["own"] for child in self.children() if (found := stat(child)))

    def proportional_megabytes(self):
        """The largest child's proportional share of memory."""
        return max(pss(child) for child in self.children())


def stat(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return {"pid": int(pid), "parent": int(fields[1]), "own": (int(fields[11]) + int(fields[12])) / TICK,
            "ended": (int(fields[13]) + int(fields[14])) / TICK}


def pss(pid):
    try:
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1]) / 1024


def load(url, cookie, connections, seconds, groups):
    """One slot of load. Gives requests a second, milliseconds, and microseconds of processor time a request."""
    before = {name: group.seconds() for name, group in groups.items()}
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(HERE / "wrk.lua"),
               "-H", f"Cookie: {cookie}", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    result = json.loads(output.strip().splitlines()[-1])
    if result["errors"]:
        raise SystemExit(f"{url}: {result['errors']} requests failed, so nothing was measured.")
    for name, group in groups.items():
        result[name] = (group.seconds() - before[name]) / result["requests"] * 1e6
    return result
