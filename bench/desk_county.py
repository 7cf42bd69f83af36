"""A county of 200,000 households with 400 open cases, for measuring the desk: bench only, no way into the product.

The product's own demo builds a small county through its domain functions; further stories of the same kind, begun in
the last three weeks, are told until 400 cases stand open at their stations. Plain SQL then copies its households, with
everything known of them, under other numbers. The small county is kept in var/bench (pg_dump), so that the next run of
the day begins there. Needs DATABASE_URL (scripts/with_pg.py).
"""

import datetime as dt
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import time

import psycopg

HERE = pathlib.Path(__file__).resolve().parent
SEED_HOUSEHOLDS, SEED_CASES = 1000, 40
HOUSEHOLDS, OPEN_CASES = 200_000, 400
# A story begun this many days ago or fewer has hardly reached its end.
DAYS_OPEN = 18
# Copy n of a row has the id of the row + n * STEP.
STEP = 10_000_000
# Tables of a household in the order in which they point at each other; the columns that hold an id of one of them.
FACTS = (
    "registry_membership", "registry_residence", "registry_standardarea", "registry_incomeitem", "registry_assetitem",
    "registry_bankaccount", "registry_personcondition", "registry_householddeclaration",
)  # fmt: skip
MOVED = {"id", "household_id", "person_id", "holder_id", "replaces_id"}
CLOSED = ("active", "refused", "withdrawn", "terminated", "archived", "under_remedy", "change_proposed", "confirmed")


def build(folder: pathlib.Path) -> dict[str, object]:
    """Build the county in the database of DATABASE_URL; return what is in it."""
    started = time.monotonic()
    url = os.environ["DATABASE_URL"].replace("postgres://", "postgresql://")
    _seed(folder, url)
    with psycopg.connect(url, autocommit=True) as link:
        # Rows of copied rows need no second look at their foreign keys.
        link.execute("SET session_replication_role = replica")
        link.execute("SET maintenance_work_mem = '512MB'")
        copies = HOUSEHOLDS // _one(link, "SELECT count(*) FROM registry_household") + 1
        _copy(link, "registry_household", copies, {"number": "t.number || '-' || n"})
        index = "sha256(t.id_number_index || n::text::bytea)"
        _copy(link, "registry_person", copies, {"id_number_index": index, "phone_index": "NULL"})
        _copy(link, "registry_nametoken", copies, {})
        for table in FACTS:
            _copy(link, table, copies, {})
        link.execute("VACUUM ANALYZE")
        return {
            "households": _one(link, "SELECT count(*) FROM registry_household"),
            "people": _one(link, "SELECT count(*) FROM registry_person"),
            "open_cases": _open(link),
            "cases": _one(link, "SELECT count(*) FROM casework_case"),
            "built_in_seconds": round(time.monotonic() - started),
        }


def _seed(folder: pathlib.Path, url: str) -> None:
    """Restore the small county of today and of this source, or build and keep it."""
    kept = HERE.parent / "var" / "bench" / f"{_digest()}.dump"
    if kept.exists():
        subprocess.run(["pg_restore", "--no-owner", "-d", url, str(kept)], check=True)
        return
    env = {**os.environ, "MINZHENG_VAR": str(folder), "MINZHENG_DEMO": "1"}
    seed = ["demo", "--build-only", "--households", str(SEED_HOUSEHOLDS), "--cases", str(SEED_CASES)]
    subprocess.run([f"{sys.prefix}/bin/minzheng", *seed], env=env, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, str(HERE / "desk_county.py")], env=env, check=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.dump"):
        old.unlink()
    subprocess.run(["pg_dump", "--no-owner", "-Fc", "-f", str(kept), "-d", url], check=True)


def _digest() -> str:
    """Name the small county: the day, how the tables stand, who tells the stories."""
    source = HERE.parent / "src" / "minzheng"
    files = [*sorted(source.glob("**/migrations/*.py")), *sorted((source / "cli" / "demo").glob("*.py"))]
    digest = hashlib.sha256(dt.date.today().isoformat().encode())  # noqa: DTZ011 - the day of this machine
    for path in files:
        digest.update(path.read_bytes())
    digest.update(f"{SEED_HOUSEHOLDS} {SEED_CASES} {OPEN_CASES} {DAYS_OPEN}".encode())
    return digest.hexdigest()[:16]


def tell_more() -> None:
    """Tell stories begun lately until enough cases are open. Runs in its own process, which knows the settings."""
    from minzheng.cli.verbs import set_up_django  # noqa: PLC0415

    set_up_django()
    from django.conf import settings  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from minzheng.accounts.models import Staff  # noqa: PLC0415
    from minzheng.accounts.scope import everywhere  # noqa: PLC0415
    from minzheng.casework.models import Case  # noqa: PLC0415
    from minzheng.casework.queries import programs  # noqa: PLC0415
    from minzheng.cli.demo import build as demo  # noqa: PLC0415
    from minzheng.cli.demo import households  # noqa: PLC0415
    from minzheng.cli.demo.people import PeopleMaker  # noqa: PLC0415
    from minzheng.cli.demo.stories import POOR, Narrator  # noqa: PLC0415
    from minzheng.kernel.moment import local_day  # noqa: PLC0415
    from minzheng.registry.domain.bulk import register_many  # noqa: PLC0415
    from minzheng.registry.queries import divisions  # noqa: PLC0415
    from minzheng.services.calendar import clock  # noqa: PLC0415

    now, rng = clock.now(), random.Random(4)
    with everywhere("the county of the bench"), transaction.atomic():
        staff = {row.username: row for row in Staff.objects.all()}
        townships = list(divisions.townships(settings.COUNTY_CODE))
        villages = [village for township in townships for village in divisions.villages(township.code)]
        offices = _offices(staff, [row.code for row in townships], [row.code for row in villages])
        maker, since = PeopleMaker(rng, local_day(now), first_order=501), local_day(now) - dt.timedelta(days=400)
        opening = now - dt.timedelta(days=DAYS_OPEN + 1)
        wanted = OPEN_CASES + 20 - Case.objects.exclude(state__in=CLOSED).count()
        drawn = (
            households.draw(maker, village=rng.choice(villages), since=since, wanted=POOR, number=50_000 + n)
            for n in range(wanted)
        )
        homes = register_many(households=drawn, by=offices.checker, at=opening, source=households.SOURCE)
        narrator = Narrator(rng, offices, programs()[0].code)
        begun = [opening + dt.timedelta(hours=rng.uniform(6, 24 * DAYS_OPEN)) for _home in homes]
        stories = [narrator.tell("granted", home, at) for home, at in zip(homes, begun, strict=True)]
        demo.live(stories, now, lambda _stage, _share: None)


def _offices(staff: dict[str, object], townships: list[str], villages: list[str]) -> object:
    """Find the people of the demo again by the names of their accounts."""
    from minzheng.cli.demo.staff import Offices  # noqa: PLC0415

    return Offices(
        townships={code: (staff[f"township{n}"], staff[f"township{n}b"]) for n, code in enumerate(townships, start=1)},
        villages={
            code: staff[f"village{n}"]
            for n, code in enumerate(villages[:: max(1, len(villages) // 3)][:3], start=1)
        },
        checker=staff["checker"], decider=staff["county"], second_decider=staff["county2"],
        preparer=staff["finance"], finance=staff["finance2"], leader=staff["leader"], auditor=staff["auditor"],
    )  # fmt: skip


def _copy(link: psycopg.Connection, table: str, copies: int, changed: dict[str, str]) -> None:
    """Copy every row `copies` times; ids move by STEP, the rest stays unless `changed` says how."""
    columns = columns_of(link, table)
    moved = {name: f"t.{name} + n * {STEP}::bigint" for name in columns if name in MOVED}
    given = [{**moved, **changed}.get(name, f"t.{name}") for name in columns]
    # Indexes are written once the rows stand, in one go.
    indexes = link.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    ).fetchall()
    for name, _definition in indexes:
        link.execute(f"DROP INDEX {name}")
    link.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(given)} "
        f"FROM {table} t, generate_series(1, {copies}) n WHERE t.id < {STEP}"
    )
    for _name, definition in indexes:
        link.execute(definition)


def columns_of(link: psycopg.Connection, table: str) -> list[str]:
    """Return the columns of a table, in order."""
    query = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    return [row[0] for row in link.execute(query, [table])]


def _open(link: psycopg.Connection) -> int:
    return _one(link, "SELECT count(*) FROM casework_case WHERE NOT state = ANY(%s)", [list(CLOSED)])


def _one(link: psycopg.Connection, query: str, given: list[object] | None = None) -> int:
    row = link.execute(query, given).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    tell_more()
