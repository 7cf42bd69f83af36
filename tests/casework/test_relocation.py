"""A household moves and its cases go along: to whoever answers for the new village, away from whoever did."""

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import relocation
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.services.audit.queries import of_object
from tests.factories import accounts, casework

DAY = casework.days


def move(case, by):
    return relocation.move_household(
        household=case.household, division_code=accounts.NEIGHBOUR_VILLAGE, address="新街2号",
        moved_on=local_day(DAY(20)), by=by, at=DAY(20), source="迁移申请",
    )  # fmt: skip


def test_the_new_township_sees_the_case_and_the_old_one_no_longer(offices, county):
    case = casework.case("active", offices=offices)

    move(case, county)

    seen = []
    for staff in (offices.township, accounts.neighbour_officer()):
        with within(staff.area):
            seen.append((Case.objects.count(), Decision.objects.count()))
    assert seen == [(0, 0), (1, 1)]
    (due,) = decisions_in_force(Month(2026, 9))
    last = of_object("case", case.pk).last()
    assert due.division_code == accounts.NEIGHBOUR_VILLAGE
    assert (last.action, last.reason, last.after["to"]) == ("case.relocate", "迁移申请", accounts.NEIGHBOUR_VILLAGE)


def test_a_township_does_not_move_a_household_out_and_nothing_changes(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(NotAllowed):
        move(case, offices.township)

    case.refresh_from_db()
    assert (case.division_code, case.household.division_code) == (accounts.VILLAGE, accounts.VILLAGE)
