"""An old woman supported at home by a decision in force, paid by the bank; by the rooms' own acts."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import case_fact, county_check, household_visit
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.enums import OF_THE_MONTH
from minzheng.payments.domain import bank, check, run
from minzheng.payments.models import PayLine
from minzheng.registry.domain import death
from minzheng.registry.models import Person
from minzheng.support.domain import agreeing, burying, guarding, owning, visiting
from minzheng.support.models import Burial, CareAgreement, Guardian, Property, SupportVisit
from tests.factories import accounts, casework, payments, registry

PROGRAM = "wubao"
ABILITIES = {
    "can_eat": False, "can_dress": False, "can_leave_bed": False, "can_use_toilet": True, "can_walk_indoors": True,
    "can_bathe": True,
}  # fmt: skip
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=payments.SHANGHAI)


def granted(
    offices: casework.Offices, *, at: dt.datetime = casework.START, form: int = 1, sex: str = "2",
    born: dt.date = dt.date(1955, 3, 1), name: str = "周桂英", **able: bool,
) -> Person:  # fmt: skip
    """Return a woman of seventy-one granted support in the form she chose; three of six abilities lost."""
    home = registry.household(
        registry.new_member(sex=sex, born=born, name=name, incomes=casework.known_zero()),
        at=at - dt.timedelta(days=10), holds_from=local_day(at) - dt.timedelta(days=100), area_kind="rural",
        **casework.means(),
    )  # fmt: skip
    with within(offices.county.area):
        alone = registry.people(home)
    # For a minor a guardian signs.
    case = casework.submit(home, offices, at, program=PROGRAM, reason="无儿无女", consented_persons=alone)
    with within(offices.county.area):
        person = registry.people(home)[0]
        casework.walk_on(case, "accepted", offices, at)
        casework.walk_on(case, "visited", offices, at)
        facts = {"part_in_application": 3, "support_form": form, "has_contract_land": True, **(ABILITIES | able),
                 "own_assets_fen": 300_000, "own_cars": 0, "own_houses": 1}  # fmt: skip
        case_fact.record(
            case=case, answers={(code, person.pk): value for code, value in facts.items()}, source="入户调查",
            by=offices.township, at=casework.days(3, at),
        )  # fmt: skip
        for step in ("proposed", "publicised", "submitted_to_county"):
            casework.walk_on(case, step, offices, at)
        moment = casework.days(15, at)
        county_check.draw(program=PROGRAM, by=offices.county, at=moment, seed="20260818")
        household_visit.record(
            case=case, by=offices.county, at=moment, visited_on=local_day(moment),
            surveyors=[offices.county, offices.second_county], member_present=person, findings="属实。", signed=True,
        )  # fmt: skip
        casework.walk_on(case, "confirmed", offices, at)
        casework.walk_on(case, "active", offices, at)
    return person


def paid(*, month: Month = payments.MONTH) -> PayLine:
    """Pay the month; the bank reports everything paid. Needs a declared area."""
    payments.allocate(program=PROGRAM)
    one = run.prepare(program=PROGRAM, month=month, by=accounts.county_officer(), at=payments.AT)
    check.check(run=one, by=accounts.county_officer(), at=payments.AT)
    run.approve(run=one, by=accounts.finance_officer(), at=payments.AT)
    bank.write_file(run=one, by=accounts.finance_officer(), at=payments.AT)
    one.refresh_from_db()
    payments.read(one, payments.success(one), at=payments.LATER)
    # What is given once beside the month (a burial) is told by its own number.
    return PayLine.objects.filter(run=one, month=str(month), due__kind__in=OF_THE_MONTH).get()


def visited(person: Person, *, by: Staff, at: dt.datetime = NOW, **fields) -> SupportVisit:
    """Visit her; all is well unless told otherwise."""
    with within(by.area):
        return visiting.visit(
            person=person, by=by, at=at, **({"visited_on": local_day(at), "condition": "精神好，屋里干净"} | fields)
        )


def minor(offices: casework.Offices, *, born: dt.date, **able: bool) -> Person:
    """Return a boy granted support at home; on which ground he is supported does not matter here."""
    return granted(offices, sex="1", born=born, name="周小宝", **able)


def spoken_for(person: Person, *, by: Staff, at: dt.datetime = NOW, **fields) -> Guardian:
    """Record a guardian: a nephew, by a court's finding, unless told otherwise."""
    given = {
        "name": "周明", "id_number": registry.id_number(), "relation": "侄子", "phone": "13900000001",
        "basis": "assessed", "capacity": "limited", "document": "（2026）鄂0581民特12号", "document_on": local_day(at),
        "from_on": local_day(at),
    }  # fmt: skip
    with within(by.area):
        return guarding.appoint(person=person, by=by, at=at, **(given | fields))


def proposed(person: Person, *, by: Staff, at: dt.datetime = NOW, **fields) -> CareAgreement:
    """Propose a year's care by a neighbour, signed by the person."""
    day = local_day(at)
    given = {
        "entrusted_by": "宜都市示例镇人民政府", "carer_name": "邓秀英", "carer_id_number": registry.id_number(sex="2"),
        "carer_relation": "邻居", "carer_phone": "13900000002", "duties": "每天做两顿饭，每周洗衣一次",
        "times_a_week": 7, "monthly_pay_fen": 20_000, "contact": "村支书李某", "contact_phone": "13900000003",
        "signed_by": person.name, "from_on": day, "until_on": day + dt.timedelta(days=364),
    }  # fmt: skip
    with within(by.area):
        return agreeing.propose(person=person, by=by, at=at, **(given | fields))


def agreed(person: Person, *, by: Staff, confirmed_by: Staff, at: dt.datetime = NOW, **fields) -> CareAgreement:
    """Propose, and confirm by another."""
    row = proposed(person, by=by, at=at, **fields)
    with within(confirmed_by.area):
        return agreeing.confirm(agreement=row, by=confirmed_by, at=at)


def owned(person: Person, *, by: Staff, at: dt.datetime = NOW, **fields) -> Property:
    """Record three mu of land, let to a neighbour by a paper she signed."""
    given = {
        "kind": "land", "what": "村东3亩，承包合同 0012 号", "use": "let", "user_name": "李大山",
        "agreed": "每年租金900元，年底付清", "agreed_on": local_day(at), "signed_by": person.name, "yearly_fen": 90_000,
        "is_free_will_told": True, "from_on": local_day(at),
    }  # fmt: skip
    with within(by.area):
        return owning.record_property(person=person, by=by, at=at, **(given | fields))


def dead(person: Person, *, by: Staff, on: dt.date, at: dt.datetime) -> None:
    """Write her death into the register."""
    with within(by.area):
        death.record_death(person=person, died_on=on, by=by, at=at, source="死亡证明")


def nephew(*, at: dt.datetime = NOW) -> tuple[Person, str]:
    """Return who arranged the burial, with an account of his own, and his number."""
    number = registry.id_number()
    home = registry.household(
        registry.new_member(name="周明", id_number=number), at=at - dt.timedelta(days=200),
        division_code=accounts.NEIGHBOUR_VILLAGE,
    )  # fmt: skip
    with within(accounts.county_officer().area):
        person = registry.people(home)[0]
        payments.account(home, person)
    return person, number


def buried(person: Person, number: str, *, by: Staff, at: dt.datetime, **fields) -> Burial:
    """Take the application: twelve thousand yuan by receipts, unless told otherwise."""
    given = {
        "arranger_name": "周明", "arranger_id_number": number, "relation": "侄子", "buried_on": local_day(at),
        "words": "火化，村公墓", "cost_fen": 1_200_000, "receipts": "殡仪馆发票0001", "person": person,
    }  # fmt: skip
    with within(by.area):
        return burying.apply_for(by=by, at=at, **(given | fields))
