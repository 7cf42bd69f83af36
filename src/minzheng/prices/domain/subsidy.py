"""A month's subsidy: confirmed by an officer who entered none of its indices, then due for everybody covered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due, DuePerson
from minzheng.prices.domain.road import PricesRefused, note
from minzheng.prices.models import SubsidyMonth
from minzheng.prices.queries.months import ROOM, MonthView, month_view, program
from minzheng.prices.queries.people import Covered, covered
from minzheng.statute.price_trigger import UNDECIDABLE, Check, Finding

# In this order: a household that has its due of the month gets what is added under the next kind.
KINDS = (DueKind.REGULAR, DueKind.ARREARS, DueKind.CORRECTION)


class NotStarted(PricesRefused):
    """Rising prices did not start the subsidy in this month, or nobody can tell."""


class AlreadyConfirmed(PricesRefused):
    """The month was confirmed before."""


@dataclass(frozen=True)
class LeftOut:
    """A household that cannot be reckoned, and why."""

    household_id: int
    case_number: str
    person_count: int
    reason: str


@dataclass(frozen=True)
class MadeDue:
    """What one call made due: the new dues, how many people stood already, who is left out."""

    made: tuple[Due, ...]
    already: int
    left_out: tuple[LeftOut, ...]


@transaction.atomic
def confirm(*, month: Month, document_number: str, by: Staff, at: datetime) -> SubsidyMonth:
    """Confirm that the subsidy of a month is paid, and make it due for everybody covered.

    One month at a time: there is no act for a year. Raises NotStarted, AlreadyConfirmed, TwoPeopleNeeded (who entered
    one of the indices), PricesRefused.
    """
    require_role(by, Role.COUNTY_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    number = document_number.strip()
    if not number:
        raise PricesRefused(_("请填写发放文号。"))
    with within(by.area):
        view = kept(month_view)(month)
        _require_confirmable(view, number, by=by, at=at)
        row = _row(view, number, by=by, at=at)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise _already(month) from error
        made = _make_due(row, by=by, at=at)
    note(
        "subsidy_month", month, "subsidy.confirmed", by=by, at=at, document_number=number, why=row.why,
        indices=[one.pk for one in view.used], **_made(made),
    )  # fmt: skip
    return row


@transaction.atomic
def make_due(*, subsidy: SubsidyMonth, by: Staff, at: datetime) -> MadeDue:
    """Make a confirmed month due for who is covered by a decision that came later. Nobody gets it twice."""
    require_role(by, Role.COUNTY_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    with within(by.area):
        made = _make_due(subsidy, by=by, at=at)
    if made.made:
        note("subsidy_month", subsidy.month, "subsidy.made_due", by=by, at=at, **_made(made))
    return made


def _require_confirmable(view: MonthView, number: str, *, by: Staff, at: datetime) -> None:
    finding = view.finding
    if view.confirmed is not None:
        raise _already(view.month)
    if not view.is_started:
        hint = _("请先录入并核对缺的指数。") if finding.state == UNDECIDABLE else ""
        raise NotStarted(
            _("%(month)s不能确认发放：%(why)s。%(hint)s")
            % {"month": month_words(str(view.month)), "why": finding.why, "hint": hint}
        )
    for index in view.used:
        require_other_person(by, earlier=index.entered_by, what=_("本月指数的录入"))
    if finding.rise is None:
        raise NotStarted(
            _("%(month)s已启动，但计发所按的指数未知（%(measured)s），不能算出金额。请先录入并核对。")
            % {"month": month_words(str(view.month)), "measured": finding.measured}
        )
    if not any(one.amount_fen for one in view.amounts):
        raise NotStarted(
            _("%(month)s已启动，但按当地规定算出的补贴为零（涨幅不大于零），没有应发的金额。")
            % {"month": month_words(str(view.month))}
        )
    if view.released_on is None or view.released_on > local_day(at):
        raise NotStarted(_("指数还没有发布，不能确认。"))
    if SubsidyMonth.objects.filter(document_number=number).exists():
        raise PricesRefused(_("文号%(number)s已用于另一个月，一个文号只确认一个月。") % {"number": number})


def _already(month: Month) -> AlreadyConfirmed:
    return AlreadyConfirmed(_("%(month)s的价格补贴已确认过，不重复发放。") % {"month": month_words(str(month))})


def _row(view: MonthView, number: str, *, by: Staff, at: datetime) -> SubsidyMonth:
    finding, deadline = view.finding, view.deadline
    assert finding.rule is not None and view.released_on is not None and finding.rise is not None  # noqa: S101, PT018 - _require_confirmable saw to it
    return SubsidyMonth(
        division_code=settings.COUNTY_CODE, month=str(view.month), rule=finding.rule.code, why=finding.why,
        rise_bp=finding.rise, trace=trace_of(finding), released_on=view.released_on,
        due_on=deadline.day if deadline else None, counted=deadline.counted if deadline else "",
        lines=[
            {
                "program": one.line.program, "program_name": one.line.program_name, "area": one.line.area,
                "line": one.line.figure.as_dict(), "line_months": one.line.months, "person_fen": one.amount_fen,
                "evaluation": one.evaluation.as_dict(),
            }
            for one in view.amounts
        ],
        document_number=number, confirmed_by=by, confirmed_at=at,
    )  # fmt: skip


def trace_of(finding: Finding) -> dict[str, Any]:
    """Return the finding as it is frozen: the rule, and each condition with what was read."""
    rule = finding.rule
    return {
        "state": finding.state,
        "rule": rule and {
            "code": rule.code, "name": rule.name, "reference": rule.reference, "status": rule.status,
            "notes": list(rule.notes), "measure": finding.measured,
        },
        "checks": [_check(check) for check in finding.checks],
    }  # fmt: skip


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind, "verdict": check.verdict, "threshold": [check.low, check.high], "region": check.region,
        "why": check.why,
        "read": [
            {"month": str(month), "rise_bp": one.rise if one else None, "source": one.source if one else ""}
            for month, one in zip(check.months, check.readings, strict=True)
        ],
    }  # fmt: skip


def _make_due(row: SubsidyMonth, *, by: Staff, at: datetime) -> MadeDue:
    month, code = Month.parse(row.month), program()
    standing = set(DuePerson.objects.filter(program=code, month=row.month).values_list("person_id", flat=True))
    used: dict[int, set[str]] = {}
    for household, kind in Due.objects.filter(program=code, month=row.month).values_list("household_id", "kind"):
        used.setdefault(household, set()).add(kind)
    # What was confirmed for one person of the group, also for who is added later.
    each = {(one["program"], one["area"]): one["person_fen"] for one in row.lines}
    parts: dict[int, list[tuple[Covered, tuple[int, ...], int]]] = {}
    left_out: list[LeftOut] = []
    for one in covered(month, at):
        people = tuple(pk for pk in one.person_ids if pk not in standing)
        if not people:
            continue
        fen = each.get((one.decision.program, one.area))
        if fen is None:
            left_out.append(_left_out(one, people))
        elif fen:
            parts.setdefault(one.decision.household_id, []).append((one, people, fen * len(people)))
    new = [due for household, part in parts.items() for due in _dues(part, row, code, used.get(household, set()))]
    try:
        with transaction.atomic():
            made = write_all(dues=new, by=by, at=at)
    except IntegrityError as error:
        raise PricesRefused(
            _("%(month)s的价格补贴正由他人生成，请稍后重试。") % {"month": month_words(row.month)}
        ) from error
    return MadeDue(tuple(made), len(standing), tuple(left_out))


def _dues(
    parts: Sequence[tuple[Covered, tuple[int, ...], int]], row: SubsidyMonth, code: str, used: set[str]
) -> Iterable[NewDue]:
    """One due for a household, whichever of its decisions cover the people; the first decision stands behind it."""
    kind = next((kind for kind in KINDS if kind not in used), None)
    if kind is None:
        return
    decision = parts[0][0].decision
    yield NewDue(
        household_id=decision.household_id, payee_id=decision.payee_id,
        person_ids=tuple(pk for _one, people, _fen in parts for pk in people), program=code, month=row.month,
        amount_fen=sum(fen for _one, _people, fen in parts), source_room=ROOM, decision_id=decision.decision_id,
        case_number=decision.case_number, document_number=row.document_number, division_code=decision.division_code,
        kind=kind,
    )  # fmt: skip


def _left_out(one: Covered, people: Sequence[int]) -> LeftOut:
    reason = (
        _("当月没有这一群体的保障标准，不能计算")
        if one.area
        else _("没有登记适用城市还是农村标准，不能计算；请登记后补列")
    )
    return LeftOut(one.decision.household_id, one.decision.case_number, len(people), reason)


def _made(made: MadeDue) -> Mapping[str, Any]:
    return {
        "count": len(made.made), "people": sum(due.person_count for due in made.made),
        "total_fen": sum(due.amount_fen for due in made.made),
        "left_out": [[one.case_number, one.reason] for one in made.left_out],
    }  # fmt: skip
