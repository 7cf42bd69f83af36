"""A county without a sample and without a past: four people at work on a day of long ago.

Built by `minzheng migrate`, `minzheng staff add` and `minzheng serve`; its demo clock is set back before the first page
is opened. tests/conftest.py names this module as a plugin.
"""

import datetime as dt
import os
import socket
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.browser.fixtures import PASSWORD, County, Visitor, wait_for

TOWN, WHOLE = "420581001000", "420581000000"
STAFF = {
    "township": ("township_officer", TOWN),
    "second": ("township_officer", TOWN),
    "checker": ("county_officer", WHOLE),
    "decider": ("county_officer", WHOLE),
}


@dataclass(frozen=True)
class Road:
    """What differs between the roads as the domain file tells it; written down apart from the product's table."""

    begins: str
    checks: bool
    appraises: bool
    county_hangs: bool
    objection_visit: bool
    heard: bool
    months_to_sue: str
    law: str
    wage: str
    area: str = "rural"


ROADS = {
    "2011": Road("2011-03-01", False, True, False, False, False, "3个月", "国发〔2007〕19号", "20"),
    "2012": Road("2013-03-04", False, True, True, True, False, "3个月", "民发〔2012〕220号", "20"),
    "2021": Road("2021-09-01", True, False, False, False, False, "6个月", "民发〔2021〕57号", "200"),
    "2026": Road("2026-07-06", True, False, False, False, True, "6个月", "社会救助法", "200"),
}


@pytest.fixture(scope="module")
def empty_county(tmp_path_factory):
    """A county with four people at work and nobody registered yet."""
    folder = tmp_path_factory.mktemp("roads")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {**os.environ, "MINZHENG_VAR": str(folder), "MINZHENG_DEMO": "1"}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    made = County(f"http://127.0.0.1:{port}", env)
    made.folder = folder
    made.minzheng("migrate")
    for username, (role, area) in STAFF.items():
        words = ("--name", f"{username}同志", "--role", role, "--area", area, "--password", PASSWORD)
        made.minzheng("staff", "add", username, *words)
    server = subprocess.Popen([f"{sys.prefix}/bin/minzheng", "serve", "--port", port], env=env, start_new_session=True)
    try:
        wait_for(made.url)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=20)


@dataclass
class Bench:
    """The people of one road, signed in, on its first day."""

    road: Road
    year: str
    township: Visitor
    second: Visitor
    checker: Visitor
    decider: Visitor


@pytest.fixture(params=list(ROADS))
def bench(request, chromium, empty_county, pictures):
    road = ROADS[request.param]
    back = (dt.date.fromisoformat(road.begins) - dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()).days
    (empty_county.folder / "demo-clock-days").write_text(str(back), encoding="ascii")
    visitors = {name: Visitor(chromium, empty_county, pictures).sign_in(name) for name in STAFF}
    yield Bench(road, request.param, **visitors)
    for visitor in visitors.values():
        visitor.close()
