"""Old people without family in the sample county: destitute support decided in August, some in a home, some at home."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from functools import cache

from minzheng.accounts.models import Staff
from minzheng.casework.domain import (
    application,
    case_fact,
    county_check,
    decision,
    determination,
    household_visit,
    letter,
    publication,
    publicity,
)
from minzheng.casework.models import Case
from minzheng.casework.queries import programs
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.casework.queries.members import members_on
from minzheng.cli.demo import households
from minzheng.cli.demo.people import PeopleMaker
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.payments.domain import fund
from minzheng.registry.domain.bulk import register_many
from minzheng.registry.domain.intake import NewHousehold
from minzheng.registry.models import Division, Household, Person
from minzheng.services.calendar.queries import add_working_days

FORM = "support_form"
SEED = 20260706
PEOPLE = 14
# Every second one chooses a home; the others stay where they live.
AT_HOME, IN_A_HOME = 1, 2
BORN_BEFORE = 1962
ORDER, ACCOUNT = 700, 700_000
NEEDS_NOTHING_KNOWN = {"own_assets_fen": 200_000, "own_cars": 0, "own_houses": 1}
ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
UNABLE = (0, 0, 3, 0, 5, 1, 0)
FIRST_YEAR = 2026
FUND_FEN = 600_000_00


@cache
def program() -> str:
    """Return the program that asks where one is supported."""
    return next(one.code for one in programs() if any(fact.code == FORM for fact in kept_with_case(one.code)))


def register(villages: Sequence[Division], by: Staff, at: dt.datetime) -> list[Household]:
    """Register the people, each living alone; a seed of their own leaves everybody else as they were."""
    rng = random.Random(SEED)  # noqa: S311 - a repeatable county, not a secret
    maker = PeopleMaker(rng, local_day(at), first_order=ORDER)
    since = local_day(at) - dt.timedelta(days=400)
    wanted = households.Circumstances(per_head_yuan=1800, size_at_most=1, deposit_yuan=2000, passenger_cars=0, houses=1)

    def drawn() -> Iterator[NewHousehold]:
        for number in range(PEOPLE):
            village = villages[number * len(villages) // PEOPLE]
            one = _draw(maker, village, since, wanted, number)
            while int(one.members[0].id_number[6:10]) > BORN_BEFORE:
                one = _draw(maker, village, since, wanted, number)
            yield one

    return register_many(households=drawn(), by=by, at=at, source=households.SOURCE)


def told(homes: Sequence[Household], offices: Offices) -> list[Iterator[dt.datetime]]:
    """Return the story of their cases and of the money of the year."""
    return [_decided(homes, offices), _funded(offices)]


def choosing_a_home() -> list[Person]:
    """Return who is supported and has chosen a home, in order of their cases."""
    rows = Case.objects.filter(program=program(), own_facts__code=FORM, own_facts__value=IN_A_HOME)
    return [row.applicant for row in rows.select_related("applicant").order_by("pk").distinct()]


def _draw(
    maker: PeopleMaker, village: Division, since: dt.date, wanted: households.Circumstances, number: int
) -> NewHousehold:
    return households.draw(maker, village=village, since=since, wanted=wanted, number=ACCOUNT + number)


def _funded(offices: Offices) -> Iterator[dt.datetime]:
    for year in (2026, 2027):
        at = _at(dt.date(2026, 7, 8) if year == FIRST_YEAR else dt.date(year, 1, 5))
        yield at
        fund.open_allocation(
            program=program(), year=year, document_number=f"演示财社〔{year}〕52号", amount_fen=FUND_FEN,
            by=offices.finance, at=at,
        )  # fmt: skip


def _decided(homes: Sequence[Household], offices: Offices) -> Iterator[dt.datetime]:
    """Apply, survey, hang, draw and visit, confirm: the days between are the law's."""
    at = _at(dt.date(2026, 7, 6))
    yield at
    cases = [_applied(home, number, offices, at) for number, home in enumerate(homes)]
    at = _later(at, 6)
    yield at
    for case in cases:
        _surveyed(case, _officers(offices, case), at)
    at = _later(at, 7)
    yield at
    for case in cases:
        publicity.close(case=case, by=_officers(offices, case)[0], at=at)
    at = _later(at, 2)
    yield at
    drawn = county_check.draw(program=program(), by=offices.checker, at=at, seed="20260727")
    for case in Case.objects.filter(pk__in=[case.pk for case in cases], number__in=drawn.drawn):
        _visited(case, [offices.checker, offices.second_decider], offices.checker, at)
    at = _later(at, 1)
    yield at
    for case in cases:
        _confirmed(Case.objects.get(pk=case.pk), offices, at)


def _applied(home: Household, number: int, offices: Offices, at: dt.datetime) -> Case:
    officer = offices.townships[home.division_code[:9] + "000"][0]
    person = members_on(home, local_day(at), at)[0]
    case = application.submit(
        program=program(), household=home, applicant=person, by=officer, at=at, reason="无儿无女，年老无生活来源",
        answers={}, commitment_signed=True, consented_persons=[person],
    )  # fmt: skip
    application.accept(case=case, by=officer, at=at)
    unable = UNABLE[number // 2 % len(UNABLE)]
    said = {
        "part_in_application": 3, FORM: IN_A_HOME if number % 2 == 0 else AT_HOME, "has_contract_land": True,
        **{code: place >= unable for place, code in enumerate(ABILITIES)},
    }  # fmt: skip
    answers: dict[tuple[str, int | None], int | bool] = {(code, person.pk): value for code, value in said.items()}
    case_fact.record(case=case, answers=answers, source="本人申报", by=officer, at=at)
    return case


def _surveyed(case: Case, officers: tuple[Staff, Staff], at: dt.datetime) -> None:
    _visited(case, list(officers), officers[0], at)
    found: dict[tuple[str, int | None], int | bool] = {
        (code, case.applicant_id): value for code, value in NEEDS_NOTHING_KNOWN.items()
    }
    case_fact.record(case=case, answers=found, source="入户调查", by=officers[0], at=at)
    determination.propose(case=case, by=officers[0], at=at)
    publicity.post(case=case, by=officers[0], at=at, place="村务公开栏")


def _visited(case: Case, surveyors: list[Staff], by: Staff, at: dt.datetime) -> None:
    household_visit.record(
        case=case, by=by, at=at, visited_on=local_day(at), surveyors=surveyors, member_present=case.applicant,
        signed=True, findings="独居，没有法定义务人，邻居反映属实。",
    )  # fmt: skip


def _confirmed(case: Case, offices: Offices, at: dt.datetime) -> None:
    made = decision.confirm(case=case, by=offices.decider, at=at)
    written = letter.issue(decision=made, by=offices.decider, at=at)
    officer = _officers(offices, case)[0]
    letter.serve(letter=written, by=officer, at=at, served_on=local_day(at), method="直接送达")
    case.refresh_from_db()
    publication.publish(case=case, by=offices.decider, at=at, place="村务公开栏")


def _officers(offices: Offices, case: Case) -> tuple[Staff, Staff]:
    return offices.townships[case.division_code[:9] + "000"]


def _later(at: dt.datetime, working_days: int) -> dt.datetime:
    return _at(add_working_days(local_day(at), working_days).day)


def _at(day: dt.date, hour: int = 15) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 5), SHANGHAI)
