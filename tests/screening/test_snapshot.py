"""A snapshot holds every household as a determination would take it, of one moment, sealed, and goes in time."""

import datetime as dt
import stat

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import determination
from minzheng.casework.domain.population import ACTIVE, NO_CASE, OPEN
from minzheng.casework.queries.local_figures import law_known
from minzheng.rules.fused import shelf
from minzheng.rules.fused.columns import family_at
from minzheng.rules.fused.engine import Fused
from minzheng.screening.domain import snapshot
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.enums import SnapshotState
from minzheng.screening.models import Snapshot
from minzheng.services.audit.queries import of_object
from tests.factories import accounts, casework, registry, screening
from tests.factories.screening import NOW, PROGRAM, TODAY, poor, taken

SHARED = ("age_years", "relation")


def sheet_of(row: Snapshot):
    return shelf.read(row.path, row.digest).sheets[PROGRAM]


def test_who_has_a_case_stands_there_as_the_determination_takes_the_case(offices, county):
    case = casework.case("active", offices=offices)
    other = poor()
    row = taken(county)

    sheet, law = sheet_of(row), law_known(PROGRAM, NOW)
    keys = {int(pk): place for place, pk in enumerate(sheet.keys["household"])}
    seen = determination.preview(case=case, on=TODAY, known_at=NOW)
    place = keys[case.household_id]
    read = {fact.code for fact in law.facts}
    kept = family_at(sheet.columns, law.facts, place)

    assert [{code: v for code, v in one.items() if code in read} for one in seen.dossier.facts["members"]] == kept[
        "members"
    ]
    home = {code: v for code, v in seen.dossier.facts.items() if code in read}
    assert home == {code: v for code, v in kept.items() if code != "members"}
    assert [sheet.keys[name][place] for name in ("case", "standing", "paid")] == [
        case.pk, ACTIVE, casework.grant_of(case).amount_fen,
    ]  # fmt: skip
    assert [sheet.keys[name][keys[other.pk]] for name in ("case", "standing", "paid")] == [0, NO_CASE, -1]
    found = Fused(law, TODAY, is_compiled=False).run(sheet.columns, [f"{code:012d}" for code in sheet.keys["division"]])
    assert found["amount_fen"][place] == seen.evaluation.amount_fen


def test_what_was_learnt_after_the_moment_is_not_in_it(offices, county):
    home = poor()
    with within(county.area):
        row = snapshot.ask(division_code=accounts.COUNTY, by=county, at=NOW)
    screening.earns(home, 900_000, by=offices.township, at=NOW + dt.timedelta(minutes=1))

    snapshot.take(snapshot=row, by=county, at=NOW + dt.timedelta(minutes=5))
    row.refresh_from_db()
    facts = law_known(PROGRAM).facts

    assert family_at(sheet_of(row).columns, facts, 0)["members"][0]["wage_income_fen"] == 0


def test_an_application_under_way_is_no_gap(offices, county):
    case = casework.case("accepted", offices=offices)

    sheet = sheet_of(taken(county))

    assert (sheet.keys["case"][0], sheet.keys["standing"][0]) == (case.pk, OPEN)


def test_the_number_of_questions_does_not_grow(offices, county):
    asked = []
    for more in (1, 4):
        for _home in range(more):
            casework.case("active", offices=offices)
            poor()
        row = snapshot.ask(division_code=accounts.COUNTY, by=county, at=NOW + dt.timedelta(seconds=more))
        with CaptureQueriesContext(connection) as questions:
            snapshot.take(snapshot=row, by=county, at=NOW)
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_the_file_is_its_owners_alone_and_is_refused_when_touched(offices, county):
    poor()
    row = taken(county)

    assert stat.S_IMODE(row.path.stat().st_mode) == 0o600
    assert (row.households, row.people, row.programs[PROGRAM]["families"]) == (1, 1, 1)
    content = bytearray(row.path.read_bytes())
    content[-1] ^= 1
    row.path.write_bytes(content)
    with pytest.raises(shelf.ShelfBroken, match="摘要不符"):
        shelf.read(row.path, row.digest)


def test_it_is_removed_after_its_days_and_not_a_moment_before(offices, county):
    poor()
    row = taken(county)

    assert snapshot.remove_old(NOW + snapshot.KEPT) == ""
    assert row.path.exists()
    assert snapshot.remove_old(NOW + snapshot.KEPT + dt.timedelta(seconds=1)) == "删除1份到期的人口快照"
    row.refresh_from_db()
    assert (row.state, row.path.exists()) == (SnapshotState.REMOVED, False)
    with pytest.raises(shelf.ShelfBroken, match="读不到"):
        shelf.read(row.path, row.digest)


def test_only_an_officer_of_the_whole_place_may_ask(offices, county):
    for who in (offices.township, offices.village, accounts.staff("leader")):
        with within(who.area), pytest.raises(NotAllowed):
            snapshot.ask(division_code=accounts.COUNTY, by=who, at=NOW)
    with within(offices.township.area):
        row = snapshot.ask(division_code=accounts.TOWNSHIP, by=offices.township, at=NOW)
        assert [one.action for one in of_object("snapshot", row.number)] == ["screening.snapshot_asked"]
    with within(accounts.neighbour_officer().area):
        assert not Snapshot.objects.exists()


def test_a_neighbours_household_is_not_in_a_townships_snapshot(offices, county):
    mine = poor()
    poor(division_code=accounts.NEIGHBOUR_VILLAGE)

    row = taken(offices.township, place=accounts.TOWNSHIP)

    assert list(sheet_of(row).keys["household"]) == [mine.pk]


def test_the_day_must_have_come_and_somebody_must_live_there(offices, county):
    registry.divisions()
    with pytest.raises(ScreeningRefused, match="还没有到"):
        snapshot.ask(division_code=accounts.COUNTY, by=county, at=NOW, day=TODAY + dt.timedelta(days=1))
    row = snapshot.ask(division_code=accounts.COUNTY, by=county, at=NOW)
    with pytest.raises(ScreeningRefused, match="没有登记的家庭"):
        snapshot.take(snapshot=row, by=county, at=NOW)
