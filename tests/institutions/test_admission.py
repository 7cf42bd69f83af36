"""Nobody is placed: a will on record, an assessment, a doctor, a signature, a bed that fits; one bed, one home."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere, within
from minzheng.institutions.domain import admission, house
from minzheng.institutions.domain.road import HomeRefused
from minzheng.institutions.enums import EntryState, Stay
from minzheng.institutions.models import CareItem, Entry, Pot, Residence
from minzheng.institutions.queries.houses import line_of
from minzheng.institutions.queries.stays import free_beds
from minzheng.registry.domain.death import record_death
from tests.factories import accounts, institutions
from tests.factories.institutions import NOW, on


def test_a_person_moves_in_with_a_plan_of_care_and_an_account(home):
    stay = institutions.admitted(home, unable=2)

    assert (stay.stay, stay.tier, stay.entry.state) == (Stay.IN_RESIDENCE, "part", EntryState.ADMITTED)
    assert set(CareItem.objects.filter(residence=stay).values_list("name", flat=True)) == {
        "巡房问候", "整理床铺房间", "洗脸刷牙、梳头", "帮助穿脱衣服",
    }  # fmt: skip
    assert Pot.objects.get(residence=stay).fund_code.startswith("home-420581101901-trust-")
    assert stay.bed not in free_beds(home.row)


@pytest.mark.parametrize("chosen_by", ["", "township", "county_officer"])
def test_nobody_is_placed_without_a_choice(home, chosen_by):
    _person, number = institutions.somebody()

    with pytest.raises(HomeRefused, match="不能由他人指定"):
        institutions.entered(home, number, chosen_by=chosen_by)
    assert not Entry.objects.exists()


def test_a_guardian_needs_the_decision_on_capacity_and_signs(home):
    person, number = institutions.somebody()
    guardian = {"chosen_by": "guardian", "guardian_name": "王强", "guardian_relation": "侄子"}

    with pytest.raises(HomeRefused, match="行为能力的认定文书"):
        institutions.entered(home, number, **guardian)
    entry = institutions.entered(home, number, **guardian, capacity_document="（2026）鄂0581民特3号")
    institutions.examined(home, person)
    with pytest.raises(HomeRefused, match="应由监护人王强签字"):
        institutions.signed(home, entry, bed=home.bed(), signed_by=person.name)

    assert institutions.signed(home, entry, bed=home.bed()).signed_by == "王强"


def test_the_database_refuses_a_will_that_is_nobodys(home):
    _person, number = institutions.somebody()
    entry = institutions.entered(home, number)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(chosen_by="guardian")


def test_the_person_signs_and_nobody_for_them(home):
    person, number = institutions.somebody()
    entry = institutions.entered(home, number)
    institutions.examined(home, person)

    with pytest.raises(HomeRefused, match="别人不能代签"):
        institutions.signed(home, entry, bed=home.bed(), signed_by="院长")


def test_without_assessment_or_a_fresh_health_check_nobody_moves_in(home):
    person, number = institutions.somebody()
    entry = institutions.entered(home, number)

    with pytest.raises(HomeRefused, match="还没有自理能力评估"):
        institutions.signed(home, entry, bed=home.bed())
    institutions.examined(home, person, at=on(1, 8))
    with pytest.raises(HomeRefused, match="没有90天以内的体检结论"):
        institutions.signed(home, entry, bed=home.bed(), at=on(2))


@pytest.mark.parametrize(
    ("room", "fields", "words"),
    [("women", {}, "另一性别"), ("isolation", {}, "不合适"), ("men", {"infectious": True}, "不合适")],
)
def test_a_bed_respects_sex_and_infection(home, room, fields, words):
    person, number = institutions.somebody()
    entry = institutions.entered(home, number)
    institutions.examined(home, person, **fields)

    with pytest.raises(HomeRefused, match=words):
        institutions.signed(home, entry, bed=home.bed(getattr(home, room)))


def test_an_infection_is_isolated(home):
    person, number = institutions.somebody(sex="2")
    entry = institutions.entered(home, number)
    institutions.examined(home, person, infectious=True)

    assert institutions.signed(home, entry, bed=home.bed(home.isolation)).bed.room == home.isolation


def test_one_bed_has_one_person(home):
    first = institutions.admitted(home)
    person, number = institutions.somebody()
    entry = institutions.entered(home, number)
    institutions.examined(home, person)

    with pytest.raises(HomeRefused, match="已有人住"):
        institutions.signed(home, entry, bed=first.bed)
    second = institutions.signed(home, entry, bed=home.bed(label="2"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Residence.objects.filter(pk=second.pk).update(bed=first.bed)


def test_one_person_lives_in_one_home(home):
    person, number = institutions.somebody()
    other = institutions.Home(township=accounts.NEIGHBOUR_TOWNSHIP, county=home.county)
    here, there = institutions.entered(home, number), institutions.entered(other, number)
    institutions.examined(home, person)
    institutions.examined(other, person)
    institutions.signed(home, here, bed=home.bed())

    with pytest.raises(HomeRefused, match="已住在红花套镇农村福利院"):
        institutions.signed(other, there, bed=other.bed())
    taken = Residence.objects.get()
    taken.pk, taken.entry, taken.number, taken.bed = None, there, "XY-2", other.bed()
    with pytest.raises(IntegrityError), transaction.atomic():
        taken.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_admissions_at_once_one_wins():
    home = institutions.Home()
    entries = []
    for _n in range(2):
        person, number = institutions.somebody()
        entries.append(institutions.entered(home, number))
        institutions.examined(home, person)
    bed, results, ready = home.bed(), [], threading.Barrier(2)

    def run(entry):
        ready.wait()
        try:
            institutions.signed(home, entry, bed=bed)
            results.append("in")
        except HomeRefused as refusal:
            results.append(str(refusal))
        finally:
            connection.close()

    if connection.vendor == "sqlite":  # one writer at a time in memory: the second comes after
        for entry in entries:
            try:
                institutions.signed(home, entry, bed=bed)
                results.append("in")
            except HomeRefused as refusal:
                results.append(str(refusal))
    else:
        threads = [threading.Thread(target=run, args=(entry,)) for entry in entries]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert results.count("in") == 1
    assert len(results) == 2
    with within(home.director.area):
        assert Residence.objects.count() == 1


def test_residents_do_no_staff_work_and_staff_are_no_residents(home):
    stay_person, number = institutions.somebody()
    entry = institutions.entered(home, number)
    institutions.examined(home, stay_person)
    institutions.signed(home, entry, bed=home.bed())
    hire = {"institution": home.row, "name": "某人", "post": "cook", "from_on": dt.date(2026, 11, 2)}
    _worker, own_number = institutions.somebody()

    with pytest.raises(HomeRefused, match="不能安排做工作人员的工作"):
        house.hire(**hire, id_number=number, by=home.director, at=NOW)
    house.hire(**hire, id_number=own_number, by=home.director, at=NOW)
    with pytest.raises(HomeRefused, match="是本机构的工作人员"):
        institutions.entered(home, own_number)


def test_a_room_holds_no_more_beds_than_its_area_allows(home):
    with pytest.raises(HomeRefused, match="放3张床至少要15平方米"):
        house.enter_room(
            institution=home.row, name="103", square_metres=14, beds=3, sex="1", is_isolation=False, by=home.director,
            at=NOW,
        )  # fmt: skip


def test_a_home_has_a_code_of_its_own_and_its_staff_see_no_other(home):
    with everywhere("tests"):
        other = institutions.Home(county=home.county)
    stay = institutions.admitted(home)

    assert (home.row.division_code, other.row.division_code) == ("420581101901", "420581101902")
    with within(other.carer.area):
        assert not Residence.objects.exists()
    with within(home.officer.area):
        assert Residence.objects.get() == stay
    with pytest.raises(NotAllowed):
        admission.withdraw(entry=institutions.entered(home, institutions.somebody()[1]), reason="不住了",
                           by=other.director, at=NOW)  # fmt: skip


def test_whoever_is_recorded_dead_is_not_admitted(home):
    person, number = institutions.somebody()
    with everywhere("tests"):
        record_death(person=person, died_on=dt.date(2026, 11, 1), by=home.county, at=NOW, source="死亡证明")

    with pytest.raises(HomeRefused, match="已登记死亡"):
        institutions.entered(home, number)


def test_care_staff_by_tier_in_whole_numbers(home):
    for label, unable in (("1", 0), ("2", 5)):
        institutions.admitted(home, bed=home.bed(label=label), unable=unable)
    line = line_of(home.row, NOW.date())

    assert (line.residents, line.beds, line.percent) == (2, 5, 40)
    assert (line.carers_needed, line.carers, line.carers_short) == (1, 0, 1)


def test_moving_to_another_bed(home):
    stay = institutions.admitted(home)

    moved = admission.move_bed(residence=stay, bed=home.bed(label="2"), reason="靠窗", by=home.director, at=on(3))

    assert moved.bed.label == "2"
    with pytest.raises(HomeRefused, match="有人住"):
        house.use_bed(bed=home.bed(label="2"), is_out=True, reason="修床", by=home.director, at=on(3))
