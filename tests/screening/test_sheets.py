"""A population read all at once is the one read family by family: the same file, to the byte."""

import datetime as dt

import pytest

from minzheng.casework.models import Case, CaseFact
from minzheng.kernel.moment import SHANGHAI
from minzheng.registry.models import AssetItem, Household
from minzheng.rules.fused import shelf
from minzheng.screening.domain import all_at_once, snapshot
from minzheng.screening.queries import registry_columns
from tests.screening.test_registry_columns import more_of_everything

# Read on PostgreSQL by a connection of its own, which sees only what was committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::RuntimeWarning")]
NOW = dt.datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)


@pytest.fixture
def county(made_county):
    with made_county(NOW, households=320, cases=60) as by:
        more_of_everything()
        answers_of_cases(by)
        yield by


def answers_of_cases(by):
    """Own answers of a case twice over, of a member and of one who is none; and a house count beyond all bounds."""
    case = Case.objects.filter(program="wubao").order_by("pk").first()
    members = list(case.household.memberships.order_by("pk"))
    said = {"case": case, "source": "核查", "recorded_by": by, "recorded_at": NOW - dt.timedelta(hours=1)}
    for code, value in (("can_eat", 0), ("can_eat", 1), ("own_houses", 2)):
        CaseFact.objects.create(code=code, value=value, is_yes_no=code == "can_eat", person=members[0].person, **said)
    other = Household.objects.exclude(pk=case.household_id).first().memberships.first().person
    CaseFact.objects.create(code="own_cars", value=1, is_yes_no=False, person=other, **said)
    home = Household.objects.order_by("pk").last()
    AssetItem.objects.create(
        household=home, kind="house", count=2**31 - 1, holds_from=dt.date(2026, 1, 1), source="核查", recorded_by=by,
        known_at=NOW - dt.timedelta(days=1),
    )  # fmt: skip


def test_the_file_is_the_same_to_the_byte(county, settings, tmp_path, monkeypatch):
    row = snapshot.ask(division_code="420581000000", by=county, at=NOW)
    slow = snapshot.family_by_family(row)
    expected = shelf.write(tmp_path / "slow", {}, slow.sheets)

    for households in (registry_columns.SHARD, 70):
        monkeypatch.setattr(registry_columns, "SHARD", households)
        fast = all_at_once.population_of(row, lambda _done: None)

        assert (fast.households, list(fast.left_out)) == (slow.households, list(slow.left_out))
        assert shelf.write(tmp_path / "fast", {}, fast.sheets) == expected
    assert slow.households > 300
    assert {one["program"] for one in slow.left_out} == {"dibao"}
