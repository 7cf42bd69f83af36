"""Builds the sample county in one transaction: killed half-way, nothing stands; run again, nothing is doubled."""

import datetime as dt
import heapq
import random
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import recertification
from minzheng.casework.queries import programs
from minzheng.cli.demo import (
    assessments,
    checking,
    destitute,
    homes,
    hospitals,
    households,
    linked_help,
    market,
    money,
    questions,
    staff,
    urgent,
)
from minzheng.cli.demo.people import PeopleMaker
from minzheng.cli.demo.stories import KINDS, Narrator
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain.bulk import register_many
from minzheng.registry.domain.intake import NewHousehold
from minzheng.registry.models import Division, Household
from minzheng.registry.queries import divisions

SEED = 20260701
FIRST_DAY = dt.date(2026, 7, 1)
Progress = Callable[[str, float], None]


def is_built() -> bool:
    """Say whether somebody works here already."""
    return Staff.objects.exists()


@transaction.atomic
def build(*, household_count: int, case_count: int, now: dt.datetime, progress: Progress) -> None:
    """Make staff, people and the history from 2026-07 to `now`."""
    rng = random.Random(SEED)  # noqa: S311 - a repeatable county, not a secret
    with everywhere("building the sample county"):
        opening = dt.datetime.combine(FIRST_DAY - dt.timedelta(days=1), dt.time(9), SHANGHAI)
        townships = list(divisions.townships(settings.COUNTY_CODE))
        villages = [village for township in townships for village in divisions.villages(township.code)]
        offices = staff.create(settings.COUNTY_CODE, townships, villages[:: max(1, len(villages) // 3)][:3], opening)
        progress("工作人员", 1.0)
        told, registered = _register(
            rng=rng,
            villages=villages,
            household_count=household_count,
            case_count=case_count,
            by=offices.checker,
            at=opening,
            progress=progress,
        )
        alone = destitute.register(villages, offices.checker, opening)
        program = programs()[0].code
        narrator = Narrator(rng, offices, program)
        stories = [narrator.tell(kind, registered[place], start) for place, (kind, start) in told(now).items()]
        months = _months(local_day(now))
        stories.append(
            money.allocations(program, sorted({FIRST_DAY.year, *(month.year for month in months)}), offices, FIRST_DAY)
        )
        stories.append(money.pay_months(program, months, offices))
        stories += destitute.told(alone, offices)
        stories.append(money.pay_months(destitute.program(), months, offices, returned_in=0))
        stories.append(_monthly_review(months, offices))
        stories += [tell(offices) for tell in (*questions.ALL, *assessments.ALL)]
        stories += linked_help.told(offices, now)
        stories += market.told(offices, now)
        stories += urgent.told(offices, now)
        stories += homes.told(offices, now)
        stories += hospitals.told(offices)
        stories += checking.told(program, offices)
        live(stories, now, progress)


def _register(
    *,
    rng: random.Random,
    villages: list[Division],
    household_count: int,
    case_count: int,
    by: Staff,
    at: dt.datetime,
    progress: Progress,
) -> tuple[Callable[[dt.datetime], dict[int, tuple[str, dt.datetime]]], list[Household]]:
    """Register everybody; return who will have which story, and the households in order."""
    kinds = _kinds(rng, case_count)
    places = rng.sample(range(household_count), len(kinds))
    story_of = dict(zip(places, kinds, strict=True))
    maker = PeopleMaker(rng, local_day(at))
    since = local_day(at) - dt.timedelta(days=400)

    def drawn() -> Iterator[NewHousehold]:
        for number in range(household_count):
            wanted = KINDS[story_of[number]].family if number in story_of else households.Circumstances()
            yield households.draw(maker, village=rng.choice(villages), since=since, wanted=wanted, number=number)

    registered = register_many(
        households=drawn(),
        by=by,
        at=at,
        source=households.SOURCE,
        progress=lambda done: progress("家庭", done / household_count),
    )

    def told(now: dt.datetime) -> dict[int, tuple[str, dt.datetime]]:
        days = (local_day(now) - FIRST_DAY).days
        hour = dt.time(9)
        return {
            place: (kind, dt.datetime.combine(FIRST_DAY + dt.timedelta(days=_start(rng, kind, days)), hour, SHANGHAI))
            for place, kind in story_of.items()
        }

    return told, registered


def _start(rng: random.Random, kind: str, days: int) -> int:
    """The day of application. What needs a long life starts early."""
    return (
        rng.randint(0, max(1, days // 3))
        if KINDS[kind].turn in {"death", "income"}
        else rng.randint(0, max(0, days - 1))
    )


def _kinds(rng: random.Random, count: int) -> list[str]:
    """Each kind at least once, the rest by weight, in random order."""
    total = sum(kind.weight for kind in KINDS.values())
    chosen = [name for name, kind in KINDS.items() for _ in range(max(1, kind.weight * count // total))]
    while len(chosen) < count:
        chosen.append("granted")
    rng.shuffle(chosen)
    return chosen[: max(count, len(KINDS))]


def _months(today: dt.date) -> list[Month]:
    """The months in which the county pays: from the second month of the law to the present one."""
    first, last = Month.of(FIRST_DAY).next(), Month.of(today)
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next())
    return months


def _monthly_review(months: list[Month], offices: staff.Offices) -> Iterator[dt.datetime]:
    for month in months[1:]:
        at = dt.datetime.combine(month.first_day + dt.timedelta(days=18), dt.time(16), SHANGHAI)
        yield at
        recertification.review_month(month=month, by=offices.checker, at=at)


def live(stories: list[Iterator[dt.datetime]], now: dt.datetime, progress: Progress) -> None:
    """Resume all stories in order of time until the present."""
    start = dt.datetime.combine(FIRST_DAY, dt.time(0), SHANGHAI)
    begun = [(next(story, None), number, story) for number, story in enumerate(stories)]
    waiting = [(at, number, story) for at, number, story in begun if at is not None]
    heapq.heapify(waiting)
    for steps in range(10**9):
        if not waiting or waiting[0][0] > now:
            break
        at, number, story = heapq.heappop(waiting)
        following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, story))
        if steps % 25 == 0:
            progress("办件与发放", min(1.0, (at - start) / (now - start)))
    progress("办件与发放", 1.0)
