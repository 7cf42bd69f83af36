"""Twenty clerks at the desk of a county of 200,000 households: `python bench/run.py desk`.

Each clerk opens a page, reads for two to four seconds, opens the next; after a minute there are p50 and p95 of every
page, beside those of a bare Django list page under the same clerks in the same run. PostgreSQL, the product's own
server in its service settings, and the clerks share the machine.

A rented machine is faster in one minute than in the next, so there are five such minutes, each with the time of a fixed
loop before it; the middle one by p95 is the result, and all of them are written down.
"""

import datetime as dt
import http.cookiejar
import json
import os
import pathlib
import platform
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import desk_county

HERE = pathlib.Path(__file__).resolve().parent
CLERKS, SECONDS = 20, 60
ROUNDS = 5
LOOP = 5_000_000
THINKING = (2.0, 4.0)
PASSWORD = "minzheng-demo"
ACCOUNTS = (
    "county", "county2", "checker", "township1", "township1b", "township2", "leader", "auditor", "village1", "checker",
)  # fmt: skip
SHARED = "PostgreSQL, the server and the clerks share the cores"
# As `minzheng serve` starts it.
GRANIAN = [
    f"{sys.prefix}/bin/granian", "--interface", "wsgi", "--workers", str(min(4, os.cpu_count() or 1)),
    "--blocking-threads", "4",
    "--log-level", "warning",
]  # fmt: skip
PAGES = (
    "/", "/?page=2", "/?by=place&sort=place", "/?when=late", "/cases/", "/cases/?sort=-due", "/cases/?state=submitted",
    "/households/", "/households/?page=40", "/board/", "/typed/", "/law/", "/plan/", "/reviews/",
)  # fmt: skip
TABS = ("family", "calculation", "compare", "notes", "papers")
NAMES = ("王", "李秀", "zhangwei", "lxy")


class Clerk:
    """One signed-in browser without a screen."""

    def __init__(self, url: str, username: str) -> None:
        self.url, self.seen = url, defaultdict(list)
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)
        self.sign_in(username)
        self.cases = list(dict.fromkeys(re.findall(r'href="(/cases/[A-Z0-9-]+/)"', self.get("/cases/"))))
        self.homes = list(dict.fromkeys(re.findall(r'href="(/households/HH-[A-Z0-9-]+/)"', self.get("/households/"))))
        self.seen.clear()

    def get(self, path: str, name: str = "") -> str:
        """Open a page and remember how long it took."""
        started = time.perf_counter()
        try:
            with self.browser.open(self.url + path, timeout=30) as answer:
                body = answer.read().decode()
        except urllib.error.HTTPError as refused:
            if refused.code != 404:  # a page this role does not have
                raise
            return ""
        self.seen[name or path].append(time.perf_counter() - started)
        return body

    def sign_in(self, username: str) -> None:
        """Send the form of the first page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in/"))
        assert token is not None
        values = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        self.browser.open(f"{self.url}/sign-in/", data=urllib.parse.urlencode(values).encode(), timeout=30).close()

    def work(self, until: float, dice: random.Random) -> None:
        """Open page after page, as somebody at work does; not all come in at the same second."""
        time.sleep(dice.uniform(0, THINKING[1]))
        while time.monotonic() < until:
            kind = dice.random()
            if kind < 0.35 and self.cases:
                tab = dice.choice(TABS)
                self.get(f"{dice.choice(self.cases)}?tab={tab}", f"case, tab {tab}")
            elif kind < 0.45 and self.homes:
                self.get(dice.choice(self.homes), "household")
            elif kind < 0.5:
                self.get(f"/search/?{urllib.parse.urlencode({'q': dice.choice(NAMES)})}", "search")
            else:
                self.get(dice.choice(PAGES))
            time.sleep(dice.uniform(*THINKING))


def wait_for(port: str, server: subprocess.Popen[bytes]) -> None:
    """Return when somebody answers at the port."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def together(works: list[Callable[[], object]]) -> None:
    """Run one thread a clerk until all are done; a clerk that fails fails the run."""
    failed: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def summed(times: list[float]) -> dict[str, float]:
    """Return p50, p95 and the number, in milliseconds."""
    ordered = sorted(times)
    place = max(0, -(-len(ordered) * 95 // 100) - 1)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[place] * 1000, 1),
        "n": len(ordered),
    }


def desk(url: str) -> dict[str, list[float]]:
    """Let the clerks work; return the times by page."""
    clerks = [Clerk(url, ACCOUNTS[place % len(ACCOUNTS)]) for place in range(CLERKS)]
    # A server that has been up since the morning has read its templates, in every process.
    for clerk in clerks[:5]:
        for path in (*PAGES, *(f"{clerk.cases[0]}?tab={tab}" for tab in TABS), clerk.homes[0], "/search/?q=wang"):
            clerk.get(path)
        clerk.seen.clear()
    until = time.monotonic() + SECONDS
    together([lambda clerk=clerk, n=n: clerk.work(until, random.Random(n)) for n, clerk in enumerate(clerks)])
    found: dict[str, list[float]] = defaultdict(list)
    for clerk in clerks:
        for name, times in clerk.seen.items():
            found[name] += times
    return found


def bare(url: str) -> list[float]:
    """Let as many people look at the bare page, with the same thinking."""
    times: list[float] = []
    until = time.monotonic() + SECONDS / 2

    def look(n: int) -> None:
        dice = random.Random(n)
        while time.monotonic() < until:
            started = time.perf_counter()
            with urllib.request.urlopen(f"{url}/?page={dice.choice((1, 2, 900))}", timeout=30) as answer:
                answer.read()
            times.append(time.perf_counter() - started)
            time.sleep(dice.uniform(*THINKING))

    together([lambda n=n: look(n) for n in range(CLERKS)])
    return times


def served(command: list[str], folder: str, env: dict[str, str], measure: Callable[[str], Any]) -> Any:
    """Start a server on a free port, measure it, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen([*command, "--port", port], env=env, cwd=folder)
    try:
        wait_for(port, server)
        return measure(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def loop_seconds() -> float:
    """Time a fixed loop: what the machine itself is worth in this minute."""
    started = time.perf_counter()
    for _ in range(LOOP):
        pass
    return round(time.perf_counter() - started, 2)


def one_round(folder: str, env: dict[str, str]) -> dict[str, Any]:
    """Serve the county once and let the clerks work a minute."""
    loop = loop_seconds()
    pages = served([f"{sys.prefix}/bin/minzheng", "serve"], folder, env, desk)
    return {
        "loop_seconds": loop,
        "all": summed([one for times in pages.values() for one in times]),
        "pages": {name: summed(times) for name, times in sorted(pages.items())},
    }


def measure() -> dict[str, Any]:
    """Build the county in the database of DATABASE_URL, serve it, let twenty clerks work; return what was seen."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        county = desk_county.build(pathlib.Path(folder))
        # In service as an office runs it: no demo, its own keys.
        keys = {"MINZHENG_DEMO": "0", "MINZHENG_SECRET_KEY": "bench-" * 10, "MINZHENG_VAULT_KEYS": f"1={'00' * 32}"}
        env = {**os.environ, "MINZHENG_VAR": folder, **keys}
        rounds = sorted((one_round(folder, env) for _ in range(ROUNDS)), key=lambda one: one["all"]["p95_ms"])
        middle = rounds[len(rounds) // 2]
        plain_env = {**env, "PYTHONPATH": f"{HERE}:{env.get('PYTHONPATH', '')}"}
        plain = summed(served([*GRANIAN, "bare_page:application"], folder, plain_env, bare))
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "shared_with": SHARED},
        "load_before": round(before, 1),
        "clerks": CLERKS,
        "seconds": SECONDS,
        "seconds_between_pages": list(THINKING),
        **county,
        "rounds": [{"loop_seconds": one["loop_seconds"], **one["all"]} for one in rounds],
        **middle,
        "bare_django_list": plain,
        "p95_ratio": round(middle["all"]["p95_ms"] / plain["p95_ms"], 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
