"""A screen straight from the registry finds, row for row, what a screen of a snapshot finds."""

import datetime as dt

import pytest
import time_machine
from django.db import connection

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.enums import DecisionKind, State
from minzheng.casework.models import Case, Decision
from minzheng.desk import screening_page
from minzheng.desk.views import screening as screening_views
from minzheng.kernel.moment import SHANGHAI
from minzheng.registry.models import IncomeItem
from minzheng.screening.domain import passing, screen, snapshot, straight
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.enums import ScreenState, SnapshotState
from minzheng.screening.models import Finding, Screen
from minzheng.screening.queries import registry_columns
from minzheng.services.audit.queries import reads_of
from minzheng.services.jobs import worker
from tests.factories import accounts, casework
from tests.factories.screening import NOW as OCTOBER
from tests.factories.screening import poor
from tests.screening.test_registry_columns import more_of_everything

# Read on PostgreSQL by a connection of its own, which sees only what was committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::RuntimeWarning")]
NOW = dt.datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
COUNTY = "420581000000"
SAID = ("household_id", "case_id", "division_code", "program", "kind", "people", "was_fen", "should_fen", "rank")


@pytest.fixture(autouse=True)
def _small_spans(monkeypatch):
    monkeypatch.setattr(registry_columns, "SHARD", 70)


@pytest.fixture
def county(made_county):
    with made_county(NOW, households=320, cases=120) as by:
        more_of_everything()
        changes(by)
        yield by


def changes(by):
    """Some earn a little more, some much more, some are said to get what the rules do not say, or other people."""
    active = Case.objects.filter(state=State.ACTIVE).order_by("pk")
    for number, case in enumerate(active):
        decision = Decision.objects.filter(case=case).order_by("pk").last()
        person = case.household.memberships.order_by("pk").first().person
        if number % 6 in (1, 2):
            wages = (10_000 if number % 6 == 1 else 10_000_000) + number
            IncomeItem.objects.create(
                household=case.household, person=person, kind="wage", amount_fen=wages, period="month",
                holds_from=dt.date(2026, 11, 1), known_at=NOW - dt.timedelta(days=1), source="核查",
                recorded_by=by,
            )  # fmt: skip
        fields = {f.attname: getattr(decision, f.attname) for f in Decision._meta.concrete_fields if f.name != "id"}
        fields |= {"document_number": f"测{number}", "replaces_id": decision.pk, "kind": DecisionKind.ADJUST_UP}
        fields |= {"schedule": None, "until_month": None}
        if decision.kind in (DecisionKind.SUSPEND, DecisionKind.GRADUAL_EXIT) or number % 6 < 3:
            continue
        if number % 6 == 3:
            Decision.objects.create(
                **fields
                | {
                    "amount_fen": decision.amount_fen + (1 if number % 12 == 3 else -1),
                    "from_month": max(decision.from_month, "2026-12"),
                }
            )
        elif number % 6 == 4:
            Decision.objects.create(
                **fields | {"amount_fen": decision.amount_fen + 5, "until_month": max(decision.from_month, "2026-11")}
            )
        else:
            Decision.objects.create(**fields | {"covered_person_ids": decision.covered_person_ids[1:]})


def rows(of: Screen):
    found = Finding.objects.filter(screen=of).order_by("program", "household_id")
    return list(found.values_list(*SAID, "reasons", "proposal_id"))


@pytest.mark.parametrize("program", ["", "dibao"])
def test_row_for_row_what_the_ordinary_road_finds(county, settings, tmp_path, program):
    settings.VAR_DIR = tmp_path
    kept = snapshot.take(snapshot=snapshot.ask(division_code=COUNTY, by=county, at=NOW), by=county, at=NOW)
    kinds = set()
    for kind in straight.KINDS:
        ordinary = screen.run(
            screen=screen.start(snapshot=kept, kind=kind, program=program, by=county, at=NOW), by=county, at=NOW
        )
        other = straight.start(division_code=COUNTY, kind=kind, program=program, by=county, at=NOW)
        done = straight.run(screen=other, by=county, at=NOW)

        assert rows(done) == rows(ordinary), kind
        assert (done.state, done.total, done.cursor) == (ScreenState.DONE, ordinary.total, ordinary.cursor)
        assert done.summary == ordinary.summary
        assert (done.snapshot.households, done.snapshot.people) == (kept.households, kept.people)
        assert done.snapshot.state == SnapshotState.UNKEPT
        assert not done.snapshot.path.exists()
        kinds |= {row[4] for row in rows(done)}
        digest = done.snapshot.digest
        assert len(digest) == 64
    assert kinds >= {"raise", "reduce", "stop", "qualifies", "change_members"}


@pytest.fixture
def offices(settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    return casework.Offices()


@pytest.fixture
def village(offices, monkeypatch):
    monkeypatch.setattr(registry_columns, "SHARD", 2)
    with within(offices.county.area):
        for wage in (0, 10_000, 900_000, 0, 20_000):
            poor(wage)
        yield offices.county


def test_a_worker_does_it_and_the_reading_is_recorded(village):
    row = straight.start(division_code=accounts.COUNTY, kind="take_up", program="dibao", by=village, at=OCTOBER)
    straight.enqueue(screen=row, by=village, at=OCTOBER)

    assert worker.run_next(now=lambda: OCTOBER)

    row.refresh_from_db()
    assert (row.state, row.total, Finding.objects.count()) == (ScreenState.DONE, 5, 4)
    assert reads_of("snapshot", row.snapshot.number).filter(actor=village.username).exists()
    assert straight.run(screen=row, by=village, at=OCTOBER) == row
    assert Finding.objects.count() == 4


@pytest.mark.parametrize("spans", [0, 1, 2])
def test_a_worker_that_died_loses_one_span_and_doubles_nothing(village, monkeypatch, spans):
    row = straight.start(division_code=accounts.COUNTY, kind="take_up", program="dibao", by=village, at=OCTOBER)
    write, written = passing.write, []

    def dies(*arguments):
        if len(written) == spans:
            raise KeyboardInterrupt
        written.append(arguments)
        write(*arguments)

    with monkeypatch.context() as other:
        other.setattr(passing, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            straight.run(screen=row, by=village, at=OCTOBER)
    row.refresh_from_db()
    assert (row.state, row.cursor) == (ScreenState.WAITING, 2 * spans)

    asked = {"division_code": accounts.COUNTY, "kind": "take_up", "program": "dibao", "by": village}
    assert straight.unfinished(**asked, day=OCTOBER.date()) == row
    assert straight.unfinished(**asked | {"kind": "exit"}, day=OCTOBER.date()) is None
    done = straight.run(screen=row, by=village, at=OCTOBER)
    assert straight.unfinished(**asked, day=OCTOBER.date()) is None

    again = straight.start(division_code=accounts.COUNTY, kind="take_up", program="dibao", by=village, at=OCTOBER)
    whole = straight.run(screen=again, by=village, at=OCTOBER)
    assert (rows(done), done.summary, done.total) == (rows(whole), whole.summary, whole.total)
    assert done.snapshot.digest == whole.snapshot.digest


def test_its_page_says_that_no_file_was_kept(village, client):
    row = straight.start(division_code=accounts.COUNTY, kind="review", program="dibao", by=village, at=OCTOBER)
    client.force_login(village)
    address = f"/screening/snapshots/{row.snapshot.number}/"
    assert "正在读取家庭" in client.get(address).content.decode()

    straight.run(screen=row, by=village, at=OCTOBER)

    page = client.get(address).content.decode()
    assert "没有留存文件" in page
    assert row.snapshot.digest != Screen.objects.get(pk=row.pk).snapshot.digest
    assert "开始筛查" not in page
    assert client.get(f"/screening/screens/{row.number}/").status_code == 200


ASKED = {"division_code": accounts.COUNTY, "day": "2026-10-12", "kind": "take_up", "program": "dibao"}


def test_it_is_asked_for_on_a_page_and_its_snapshot_says_nothing_twice(village, client):
    client.force_login(village)
    assert "直接从登记库筛查" in client.get("/screening/").content.decode()
    form = client.get("/screening/straight/new/").content.decode()
    assert form.index("地方") < form.index("截至哪一天") < form.index("查什么") < form.index("救助项目")

    with time_machine.travel(OCTOBER, tick=False):
        refused = client.post("/screening/straight/new/", ASKED | {"day": "2026-10-13"})
        asked, again = (client.post("/screening/straight/new/", ASKED) for _ in range(2))
    assert (refused.status_code, "还没有到" in refused.content.decode()) == (422, True)
    row = Screen.objects.get()
    assert asked["Location"] == again["Location"] == f"/screening/screens/{row.number}/"
    assert worker.run_next(now=lambda: OCTOBER)

    row.refresh_from_db()
    assert (row.state, row.is_straight, Finding.objects.count()) == (ScreenState.DONE, True, 4)
    page = client.get(f"/screening/snapshots/{row.snapshot.number}/").content.decode()
    assert "在领（户）" not in page
    assert page.count("应保未保") == 1


def test_what_was_broken_off_goes_on_from_its_page(village, client, monkeypatch):
    row = straight.start(division_code=accounts.COUNTY, kind="take_up", program="dibao", by=village, at=OCTOBER)

    def dies(*_all):
        raise KeyboardInterrupt

    with monkeypatch.context() as other:
        other.setattr(passing, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            straight.run(screen=row, by=village, at=OCTOBER)
    client.force_login(village)

    assert client.post(f"/screening/screens/{row.number}/continue/").status_code == 302
    assert worker.run_next(now=lambda: OCTOBER)

    row.refresh_from_db()
    assert (row.state, Finding.objects.count()) == (ScreenState.DONE, 4)


def test_without_the_extra_nothing_is_offered(village, client, monkeypatch):
    monkeypatch.setattr(screening_page, "is_installed", lambda: False)
    monkeypatch.setattr(screening_views, "is_installed", lambda: False)
    client.force_login(village)

    assert "直接从登记库筛查" not in client.get("/screening/").content.decode()
    assert client.get("/screening/straight/new/").status_code == 404


def test_who_may_and_what_may_be_asked(village, offices):
    for who in (offices.township, offices.village, accounts.staff("auditor")):
        with within(who.area), pytest.raises(NotAllowed):
            straight.start(division_code=accounts.COUNTY, kind="review", by=who, at=OCTOBER)
    with pytest.raises(ScreeningRefused, match="只能按月复算"):
        straight.start(division_code=accounts.COUNTY, kind="what_if", program="dibao", by=village, at=OCTOBER)
    with pytest.raises(ScreeningRefused, match="没有这个项目"):
        straight.start(division_code=accounts.COUNTY, kind="review", program="nothing", by=village, at=OCTOBER)


def test_the_number_of_questions_does_not_grow(offices, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(registry_columns, "SHARD", 50_000)
    asked = []
    with within(offices.county.area):
        for more in (1, 4):
            for _home in range(more):
                casework.case("active", offices=offices)
            row = straight.start(
                division_code=accounts.COUNTY, kind="review", program="dibao", by=offices.county, at=OCTOBER
            )
            with connection.execute_wrapper(lambda do, *rest: asked[-1].append(rest[0]) or do(*rest)):
                asked.append([])
                straight.run(screen=row, by=offices.county, at=OCTOBER)
    assert len(asked[0]) == len(asked[1])
