"""Counties worked from outside, each built once for all the tests that look at it."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import built_county
from tests.acceptance import main_job
from tests.acceptance.county import MINZHENG, County
from tests.desk.conftest import sign_in, stranger, today

__all__ = ["sign_in", "stranger", "today"]


def pytest_addoption(parser):
    """--lines=1,3 leaves out the tests of the other lines: what is run a second time on PostgreSQL."""
    parser.addoption("--lines", default="", help="only these numbered lines of an acceptance file")


def pytest_collection_modifyitems(config, items):
    """One process builds a county and looks at it, where tests are spread over several.

    The main job is played for minutes, a process for each verb: it is slow, and so are the tests that look at it.
    """
    wanted = {int(line) for line in config.getoption("--lines", "").split(",") if line}
    if wanted:
        items[:] = [it for it in items if wanted & {mark.args[1] for mark in it.iter_markers("must_show")}]
    for item in items:
        for county in {"job", "sample"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(f"the {county}"))
            if county == "job":
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def job(tmp_path_factory):
    """The main job, played without a browser."""
    played = main_job.play(tmp_path_factory.mktemp("main-job"))
    yield played
    played.county.close()


@dataclass
class Sample:
    """The sample county as `minzheng demo` leaves it: what it printed, where it answers."""

    county: County
    printed: str
    url: str


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """A small sample county, built and served by the one command a stranger runs; built once for all who ask."""
    county = County(tmp_path_factory.mktemp("sample"), demo=True)
    if not county.database:
        built_county.copy_to(county.folder, tmp_path_factory.getbasetemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    said = county.folder / "said.txt"
    with said.open("wb") as out:
        command = [MINZHENG, "demo", *built_county.SIZE, "--port", port]
        server = subprocess.Popen(command, env=county.env, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Sample(county, *_ready(server, said))
    finally:
        server.terminate()
        server.wait(timeout=20)
        county.close()


def _ready(server: subprocess.Popen, said: Path) -> tuple[str, str]:
    """Wait until the address that was printed answers."""
    for _try in range(1500):
        printed = said.read_text(encoding="utf-8")
        assert server.poll() is None, printed
        if "Ctrl+C" in printed:
            url = re.search(r"http://127\.0\.0\.1:\d+", printed)[0]
            try:
                urllib.request.urlopen(f"{url}/sign-in/", timeout=5).close()  # noqa: S310 - our own server
            except OSError:
                pass
            else:
                return printed, url
        time.sleep(0.2)
    raise AssertionError(said.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def outside():
    """The environment of somebody who has just opened a terminal."""
    ours = ("MINZHENG_", "DJANGO_", "DATABASE_URL", "PYTEST_", "MAKE", "MFLAGS", "VIRTUAL_ENV", "SLOW")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}
