"""How long a stranger waits: from a fresh clone and `make demo` to the county officer's to-do with its cases.

With `--bare DIR` it runs inside a Debian of its own: `debootstrap --variant=minbase bookworm DIR`, then in it
`apt-get install --no-install-recommends python3.11-venv make ca-certificates`, and nothing else.
"""

import contextlib
import http.cookiejar
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
ACCOUNT = {"username": "county", "password": "minzheng-demo"}
LIMIT_SECONDS = 600
# What a shell or an outer make may have set for this working copy; a stranger has none of it.
OUR_VARIABLES = ("MINZHENG_", "DATABASE_URL", "VIRTUAL_ENV", "MAKE", "MFLAGS", "DJANGO_")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CASE_LINK = re.compile(r'href="/cases/[^"/]+')


def measure(bare: pathlib.Path | None = None) -> float:
    """Return the seconds until the to-do shows a case. What is committed is cloned, and downloads count."""
    with tempfile.TemporaryDirectory(prefix="demo-cold-", dir=bare / "tmp" if bare else None) as folder:
        clone, log = pathlib.Path(folder) / "minzheng", pathlib.Path(folder) / "errors.txt"
        inside = ["chroot", str(bare)] if bare else []
        seen = "/" + str(clone.relative_to(bare)) if bare else str(clone)
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        port = _free_port()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(OUR_VARIABLES)}
        started = time.perf_counter()
        demo = subprocess.Popen(
            [*inside, "make", "-C", seen, "demo"], env={**inherited, "MINZHENG_PORT": str(port), "PATH": PATH},
            stdout=subprocess.DEVNULL, stderr=log.open("wb"), start_new_session=True,
        )  # fmt: skip
        try:
            return _wait_for_to_do(demo, f"http://127.0.0.1:{port}", started, log) - started
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()


def _wait_for_to_do(demo: "subprocess.Popen[bytes]", address: str, started: float, log: pathlib.Path) -> float:
    while time.perf_counter() - started < LIMIT_SECONDS:
        if demo.poll() is not None:
            message = f"make demo ended with {demo.returncode}: {log.read_text()[-2000:]}"
            raise RuntimeError(message)
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if CASE_LINK.search(_to_do(address)):
                return time.perf_counter()
        time.sleep(0.2)
    message = f"no to-do after {LIMIT_SECONDS} s"
    raise TimeoutError(message)


def _to_do(address: str) -> str:
    """Sign in as a browser would and return the first page."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = browser.open(f"{address}/sign-in/", timeout=30).read().decode()
    answer = urllib.parse.urlencode({**ACCOUNT, "csrfmiddlewaretoken": TOKEN.search(form)[1]}).encode()
    return browser.open(f"{address}/sign-in/", data=answer, timeout=30).read().decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    print(f"{measure(pathlib.Path(sys.argv[2]) if '--bare' in sys.argv else None):.1f} s")
