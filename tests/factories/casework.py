"""Cases walked to where a test needs them, by the domain functions and named people."""

import datetime as dt
from dataclasses import dataclass, field

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import (
    application,
    decision,
    determination,
    expired_rule,
    household_visit,
    means_check,
    publication,
    publicity,
    takeover,
)
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries import expired_rules
from minzheng.casework.queries.members import adults, members_on
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain.intake import NewAccount, NewAsset, NewDeclaration, NewMember, per_month
from minzheng.registry.models import Household
from tests.factories import accounts, registry

PROGRAM = "dibao"
# A Monday; the holidays of October lie after the publicity.
START = dt.datetime(2026, 8, 3, 9, 0, tzinfo=SHANGHAI)
ZERO = {kind: per_month(0) for kind in ("wage", "business", "property", "transfer", "other")}
STATES = (
    "submitted", "accepted", "checking", "surveying", "visited", "proposed", "publicised", "submitted_to_county",
    "confirmed", "active",
)  # fmt: skip


@dataclass
class Offices:
    """One person per chair; `second` people are there because nobody may do both halves."""

    village: Staff = field(default_factory=accounts.village_worker)
    township: Staff = field(default_factory=accounts.township_officer)
    second_township: Staff = field(default_factory=accounts.township_officer)
    county: Staff = field(default_factory=accounts.county_officer)
    second_county: Staff = field(default_factory=accounts.county_officer)


def known_zero(**amounts: int) -> dict:
    """Return the five counted incomes as known, in fen a month; those not named are a known zero."""
    return ZERO | {kind: per_month(fen) for kind, fen in amounts.items()}


def couple(wage_fen: int = 100_000) -> list[NewMember]:
    """Return a man with wages, his wife without income, and their son of ten, about whom income is not asked."""
    return [
        registry.new_member("02", incomes=known_zero(wage=wage_fen)),
        registry.new_member("12", sex="2", born=dt.date(1982, 3, 1), incomes=known_zero()),
        registry.new_member("20", born=dt.date(2016, 1, 15)),
    ]


def means(*, deposit_fen: int = 500_000, cars: int = 0, houses: int = 1) -> dict:
    """Return everything the rules ask of a household, and an account: keyword arguments of the registry's factory."""
    return {
        "assets": [
            NewAsset(kind="deposit", amount_fen=deposit_fen),
            NewAsset(kind="vehicle", use="passenger", count=cars),
            NewAsset(kind="house", use="living", count=houses),
        ],
        "account": NewAccount(bank_name="宜都农商银行", account_number="6222 0000 0000 0000 018"),
        "declaration": NewDeclaration(employs_others=False, bought_house_in_3_years=False, support_payment_fen=0),
    }


def household(*members: NewMember, at: dt.datetime = START, **fields) -> Household:
    """Register a household of which everything is known; poor enough for a benefit unless told otherwise."""
    given = means() | fields
    return registry.household(*(members or couple()), at=at - dt.timedelta(days=10), **given)


def days(n: int, at: dt.datetime = START) -> dt.datetime:
    """Return the same hour n days later."""
    return at + dt.timedelta(days=n)


UNTIL = dt.date(2028, 8, 3)


def ruled(offices: Offices, at: dt.datetime = START) -> None:
    """Have the county rule, once, on every local rule that ends about now, so that cases can be decided."""
    with within(offices.county.area):
        for one in expired_rules.to_rule_on(local_day(at)):
            if one.ruling is None:
                row = expired_rule.rule(
                    program=one.program, reference=one.reference, until_on=UNTIL, document="宜民发〔2026〕11号",
                    reason="上级尚未出台新规定", by=offices.county, at=at,
                )  # fmt: skip
                expired_rule.approve(ruling=row, by=offices.second_county, at=at)


def submit(home: Household, offices: Offices, at: dt.datetime = START, **fields) -> Case:
    """Submit an application with everything it needs."""
    ruled(offices, at)
    with within(offices.village.area):
        people = members_on(home, local_day(at), at)
        given = {
            "program": PROGRAM,
            "household": home,
            "applicant": people[0],
            "by": offices.village,
            "at": at,
            "reason": "家庭收入低",
            "answers": {},
            "commitment_signed": True,
            "consented_persons": adults(people, local_day(at)),
        }
        return application.submit(**(given | fields))


def case(
    until: str = "active", *, home: Household | None = None, offices: Offices | None = None, at: dt.datetime = START
) -> Case:
    """Walk a case until a state of STATES; one day between acts, the publicity to its last day."""
    offices = offices or Offices()
    home = home or household(at=at)
    one = submit(home, offices, at)
    walk(one, until, offices, at)
    return one


def walk(one: Case, until: str, offices: Offices, at: dt.datetime = START) -> None:
    """Walk on from submission."""
    steps = STATES[1 : STATES.index(until) + 1]
    with within(offices.county.area):
        for step in steps:
            _STEPS[step](one, offices, at)


def walk_on(one: Case, until: str, offices: Offices, at: dt.datetime = START) -> None:
    """Do the one step that leads to a state of STATES."""
    with within(offices.county.area):
        _STEPS[until](one, offices, at)


def grant_of(one: Case) -> Decision:
    """Return the case's first decision. Needs a declared area."""
    return Decision.objects.filter(case=one).order_by("pk")[0]


def taken_over(home: Household, offices: Offices, *, amount_fen: int = 90_000, at: dt.datetime = START, **fields):
    """Take over what the office already pays."""
    ruled(offices, at)
    with within(offices.county.area):
        people = members_on(home, local_day(at), at)
        given = {
            "household": home,
            "program": PROGRAM,
            "document_number": f"原宜民保{home.pk}号",
            "amount_fen": amount_fen,
            "from_month": Month(2026, 7),
            "payee": people[0],
            "covered_persons": people,
            "submitted_by": offices.county,
            "by": offices.second_county,
            "at": at,
            "source": "低保花名册.xlsx 第5行",
        }
        return takeover.take_over(**(given | fields))


def _accept(one, offices, at):
    application.accept(case=one, by=offices.township, at=days(1, at))


def _check(one, offices, at):
    means_check.request(case=one, by=offices.township, at=days(1, at))


def _report(one, offices, at):
    moment = days(2, at)
    means_check.report(
        case=one, by=offices.county, at=moment, status="consistent", as_of=local_day(moment),
        sources=["银行存款", "车辆登记"], text="与申报一致。",
    )  # fmt: skip


def visit(one, offices, at=START):
    moment = days(3, at)
    household_visit.record(
        case=one, by=offices.township, at=moment, visited_on=local_day(moment),
        surveyors=[offices.township, offices.second_township], member_present=one.applicant, findings="与申报相符。",
        signed=True,
    )  # fmt: skip


def _propose(one, offices, at):
    determination.propose(case=one, by=offices.township, at=days(4, at))


def _post(one, offices, at):
    publicity.post(case=one, by=offices.township, at=days(4, at), place="村务公开栏")


def _close(one, offices, at):
    publicity.close(case=one, by=offices.township, at=days(14, at))


def _confirm(one, offices, at):
    decision.confirm(case=one, by=offices.county, at=days(15, at))


def _publish(one, offices, at):
    publication.publish(case=one, by=offices.county, at=days(16, at), place="村务公开栏")


_STEPS = {
    "accepted": _accept,
    "checking": _check,
    "surveying": _report,
    "visited": visit,
    "proposed": _propose,
    "publicised": _post,
    "submitted_to_county": _close,
    "confirmed": _confirm,
    "active": _publish,
}
