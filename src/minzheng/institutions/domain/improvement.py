"""Making a home better (提档升级): need, money, contract, progress, acceptance."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.institutions.domain.road import (
    DIRECTORS,
    OFFICERS,
    HomeRefused,
    filled,
    locked,
    next_number,
    note,
    require,
)
from minzheng.institutions.models import Institution, Works, WorksStep
from minzheng.kernel.moment import local_day

WHOLE = 100


@transaction.atomic
def enter(
    *, institution: Institution, need: str, budget_fen: int, funder: str, contractor: str, due_on: date, by: Staff,
    at: datetime,
) -> Works:  # fmt: skip
    """Enter works with their budget and contract. County and township officers."""
    require(by, institution, *OFFICERS)
    filled(need, funder, contractor, what=_("建设改造内容、资金来源、施工单位和合同号"))
    if budget_fen <= 0:
        raise HomeRefused(_("预算应大于零。"))
    row = Works(
        number=next_number("GC", institution, at), institution=institution, need=need.strip(), budget_fen=budget_fen,
        funder=funder.strip(), contractor=contractor.strip(), due_on=due_on, entered_by=by, entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "home.works_entered", by=by, at=at, works=row.number, budget_fen=budget_fen)
    return row


@transaction.atomic
def advance(*, works: Works, percent: int, words: str, by: Staff, at: datetime) -> WorksStep:
    """Say how far the works are; they never go back."""
    row: Works = locked(works)
    require(by, row.institution, *DIRECTORS, *OFFICERS)
    filled(words, what=_("现场情况"))
    if row.accepted_at is not None or not row.percent <= percent <= WHOLE:
        raise HomeRefused(_("进度应在%(now)d%%和100%%之间，已验收的不再登记。") % {"now": row.percent})
    step = WorksStep(
        works=row, on=local_day(at), percent=percent, words=words.strip(), recorded_by=by, recorded_at=at
    )  # fmt: skip
    step.save(force_insert=True)
    row.percent = percent
    row.save(update_fields=["percent"])
    note(row.institution, "home.works_moved", by=by, at=at, works=row.number, percent=percent)
    return step


@transaction.atomic
def accept(*, works: Works, words: str, cost_fen: int, by: Staff, at: datetime) -> Works:
    """Take finished works over: a county officer, not whoever entered them."""
    row: Works = locked(works)
    require(by, row.institution, Role.COUNTY_OFFICER)
    permissions.require_another_human(by, earlier=row.entered_by, what=_("工程登记"))
    filled(words, what=_("验收意见"))
    if row.percent != WHOLE or row.accepted_at is not None:
        raise HomeRefused(_("工程进度到100%后才能验收，只验收一次。"))
    row.accepted_by, row.accepted_at, row.accepted_words, row.cost_fen = by, at, words.strip(), cost_fen
    row.save(update_fields=["accepted_by", "accepted_at", "accepted_words", "cost_fen"])
    note(row.institution, "home.works_accepted", by=by, at=at, works=row.number, cost_fen=cost_fen)
    return row
