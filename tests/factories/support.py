"""An old woman supported at home by a decision in force, paid by the bank; by the rooms' own acts."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import case_fact, county_check, household_visit
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.payments.domain import bank, check, run
from minzheng.payments.models import PayLine
from minzheng.registry.models import Person
from minzheng.support.domain import visiting
from minzheng.support.models import SupportVisit
from tests.factories import accounts, casework, payments, registry

PROGRAM = "wubao"
ABILITIES = {
    "can_eat": False, "can_dress": False, "can_leave_bed": False, "can_use_toilet": True, "can_walk_indoors": True,
    "can_bathe": True,
}  # fmt: skip
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=payments.SHANGHAI)


def granted(offices: casework.Offices, *, at: dt.datetime = casework.START, form: int = 1, **able: bool) -> Person:
    """Return a woman of seventy-one granted support in the form she chose; three of six abilities lost."""
    home = registry.household(
        registry.new_member(sex="2", born=dt.date(1955, 3, 1), name="周桂英", incomes=casework.known_zero()),
        at=at - dt.timedelta(days=10), holds_from=local_day(at) - dt.timedelta(days=100), area_kind="rural",
        **casework.means(),
    )  # fmt: skip
    case = casework.submit(home, offices, at, program=PROGRAM, reason="无儿无女")
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
    return PayLine.objects.filter(run=one, month=str(month)).get()


def visited(person: Person, *, by: Staff, at: dt.datetime = NOW, **fields) -> SupportVisit:
    """Visit her; all is well unless told otherwise."""
    with within(by.area):
        return visiting.visit(
            person=person, by=by, at=at, **({"visited_on": local_day(at), "condition": "精神好，屋里干净"} | fields)
        )
