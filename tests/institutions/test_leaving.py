"""Leaving: a death told the same day and written by the township; belongings, burial, money to the last fen."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere, within
from minzheng.institutions.domain import departure as departures
from minzheng.institutions.domain import money
from minzheng.institutions.domain.road import HomeRefused
from minzheng.institutions.models import Belongings, Departure, Residence
from minzheng.institutions.queries.houses import late_departures
from minzheng.institutions.queries.stays import (
    dead_among,
    deaths_to_register,
    free_beds,
    is_registered,
    living_here,
    told_late,
)
from minzheng.registry.domain.death import record_death
from minzheng.registry.models import Death
from tests.factories import institutions
from tests.factories.institutions import on

LIST = {"witness_one": "李支书", "witness_two": "张会计"}


@pytest.fixture
def stay(home):
    return institutions.admitted(home)


def died(home, stay, *, at=None):
    return departures.die(
        residence=stay, died_on=dt.date(2026, 11, 10), words="因病去世", told_to="镇民政办李干事", by=home.carer,
        at=at or on(10, hour=15),
    )  # fmt: skip


def test_a_death_is_told_the_same_day_and_the_township_writes_it(home, stay):
    row = died(home, stay)

    assert (told_late(row), row.settle_by, home.bed() in free_beds(home.row)) == (False, dt.date(2026, 12, 10), True)
    with within(home.officer.area):
        assert deaths_to_register(home.officer) == [row]
    with pytest.raises(NotAllowed):
        departures.register_death(departure=row, by=home.director, at=on(10, hour=16))
    departures.register_death(departure=row, by=home.officer, at=on(10, hour=16))
    assert is_registered(row)
    with within(home.officer.area):
        assert deaths_to_register(home.officer) == []


def test_a_death_told_the_next_day_is_late_and_never_untold(home, stay):
    row = died(home, stay, at=on(11))

    assert told_late(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Departure.objects.create(
            residence=institutions.admitted(home, bed=home.bed(label="2")), stay="deceased",
            left_on=dt.date(2026, 11, 10), words="x", settle_by=dt.date(2026, 12, 10), settle_law="x",
            recorded_by=home.carer, recorded_at=on(10),
        )  # fmt: skip


def test_after_death_nothing_is_paid_and_the_monthly_match_finds_who_still_lives_here(home, stay):
    with everywhere("tests"):
        record_death(person=stay.person, died_on=dt.date(2026, 11, 9), by=home.county, at=on(10), source="火化名单")

    assert dead_among(list(living_here(home.row))) == [stay]
    died(home, stay)
    assert dead_among(list(living_here(home.row))) == []


def test_nothing_is_settled_before_everything_is_there(home, stay):
    institutions.paid(home, stay, 5_000)
    row = died(home, stay)

    with pytest.raises(HomeRefused, match=r"代管款还有50.00元没有结清、没有两人见证的遗物清单、没有殡葬登记"):
        departures.settle(departure=row, by=home.director, at=on(12))
    listed = departures.list_belongings(
        residence=stay, occasion="after", items=["棉衣2件", "身份证"], **LIST, by=home.director, at=on(11)
    )
    departures.hand_over(belongings=listed, handed_to="侄子王强", by=home.director, at=on(12))
    departures.bury(departure=row, on=dt.date(2026, 11, 12), words="火化，红花套公墓", cost_fen=680_000,
                    by=home.director, at=on(12))  # fmt: skip
    institutions.paid(home, Residence.objects.get(pk=stay.pk), 5_000, way="out", matter="estate", at=on(12))
    assert late_departures(home.row, dt.date(2026, 12, 11)) == [row]
    assert departures.settle(departure=row, by=home.director, at=on(12)).settled_by == home.director
    assert late_departures(home.row, dt.date(2026, 12, 11)) == []
    with pytest.raises(HomeRefused, match="已结清，不能再收支"):
        money.draw(pot=Residence.objects.get(pk=stay.pk).pot, direction="in", matter="from_family", amount_fen=1,
                   receipt="1", signed_by="x", by=home.carer, at=on(13))  # fmt: skip


@pytest.mark.parametrize("thing", ["身份证1张", "农商行银行卡", "土地承包合同"])
def test_papers_and_cards_stay_with_the_person(home, stay, thing):
    with pytest.raises(HomeRefused, match="由本人自己保管"):
        departures.list_belongings(
            residence=stay, occasion="moving_in", items=["棉被", thing], **LIST, by=home.carer, at=on(2)
        )
    assert not Belongings.objects.exists()


def test_two_witnesses_are_two(home, stay):
    with pytest.raises(HomeRefused, match="不能是同一人"):
        departures.list_belongings(
            residence=stay, occasion="later", items=["收音机"], witness_one="李支书", witness_two="李支书",
            by=home.carer, at=on(2),
        )  # fmt: skip


def test_who_moves_to_another_home_is_admitted_there(home, stay):
    departures.depart(residence=stay, stay="transferred", words="转往王家畈福利院", by=home.director, at=on(5))

    assert Residence.objects.get(pk=stay.pk).stay == "transferred"
    with pytest.raises(HomeRefused, match="现在是“转往其他机构”"):
        departures.depart(residence=stay, stay="discharged", words="回家", by=home.director, at=on(6))
    assert not Death.objects.exists()
