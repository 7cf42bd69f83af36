"""The daily look at the money: books, seals, lists. Its outcome is an audit row, so that a day without one is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.domain import seal_check
from minzheng.payments.domain.entitlement import CHAIN
from minzheng.payments.queries import doctor as payments_doctor
from minzheng.services.audit.domain.record import record

ACTION = "money.checked"
OBJECT_KIND = "ledger"
PROBLEMS_KEPT = 200


@dataclass(frozen=True)
class Section:
    """One thing looked at: what is wrong, and what looks odd but is explained."""

    name: Any
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


def look() -> list[Section]:
    """Look at all of it; nothing is written."""
    sealed = seal_check.examine()
    plain: tuple[tuple[Any, Callable[[], list[str]]], ...] = (
        (gettext_lazy("账簿"), ledger_doctor.problems),
        (gettext_lazy("发放"), payments_doctor.problems),
    )
    books, lists = (Section(name, tuple(problems())) for name, problems in plain)
    return [books, Section(gettext_lazy("账目封存"), tuple(sealed.problems), tuple(sealed.notes)), lists]


@transaction.atomic
def keep(*, problems: list[str], at: datetime) -> None:
    """Write down that the money was looked at, and what was found."""
    record(
        chain=CHAIN,
        at=at,
        by=None,
        action=ACTION,
        object_kind=OBJECT_KIND,
        object_id="money",
        division_code=settings.COUNTY_CODE,
        after={"count": len(problems), "problems": problems[:PROBLEMS_KEPT]},
    )


def every_day(at: datetime) -> str:
    """Do it on the timetable; return a sentence if anything is wrong."""
    problems = [problem for section in look() for problem in section.problems]
    keep(problems=problems, at=at)
    return _("资金自检发现 %(n)s 个问题，请看账目页") % {"n": len(problems)} if problems else ""
