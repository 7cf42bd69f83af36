"""One act on the rows somebody chose: what will happen to whom, which rows cannot and why, then row by row.

The same form, the same domain function and the same checks as for one case; nothing is decided about a row that the
single page would not allow. What is decided about a person (refusing, cutting, stopping) is never in this list.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Case, Decision, Determination, Letter
from minzheng.casework.queries import recusal
from minzheng.casework.queries.clean import why_not_plain
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.household_work import REGISTRARS
from minzheng.desk.work import Work
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses

WhyNot = Callable[[Collection[Case], Staff], dict[int, str]]


class NotTogether(Refused):
    """The row must be done by itself, or cannot be done now."""


def _near_relatives(cases: Collection[Case], _staff: Staff) -> dict[int, str]:
    return {case.pk: _("近亲属备案，逐件受理。") for case in cases if case.near_relative_flag}


def _without_letter(cases: Collection[Case], _staff: Staff) -> dict[int, str]:
    rows = Decision.objects.filter(case__in=cases).order_by("pk").select_related("letter")
    last = {row.case_id: row for row in rows}
    told = {pk for pk, row in last.items() if row.kind == DecisionKind.TAKEN_OVER or hasattr(row, "letter")}
    return {case.pk: _("没有待制发告知书的决定。") for case in cases if case.pk not in last or case.pk in told}


def _not_served(cases: Collection[Case], _staff: Staff) -> dict[int, str]:
    rows = Letter.objects.filter(decision__case__in=cases, served_at__isnull=True)
    waiting = set(rows.values_list("decision__case_id", flat=True))
    return {case.pk: _("没有待送达的告知书。") for case in cases if case.pk not in waiting}


def _nothing(_cases: Collection[Case], _staff: Staff) -> dict[int, str]:
    return {}


# Which acts may be done together, and what keeps a row out besides the flow itself.
BULK: dict[str, WhyNot] = {
    "accept": _near_relatives,
    "request-check": _nothing,
    "post": _nothing,
    "close": _nothing,
    "confirm": why_not_plain,
    "publish": _nothing,
    "issue-letter": _without_letter,
    "serve-letter": _not_served,
}
# An answer that sends its row to the single page, whoever gives it.
NOT_FOR_ALL = {"near_relative": True}


@dataclass(frozen=True)
class Row:
    """One chosen case; `why_not` empty means it will be done. `pays` is the sum the act gives the household a month."""

    case: Case
    amount_fen: int | None
    why_not: str


@dataclass(frozen=True)
class Plan:
    """What will happen to whom."""

    work: Work
    rows: list[Row]
    left_out: int

    @property
    def ready(self) -> list[Row]:
        """Return the rows that will be done."""
        return [row for row in self.rows if not row.why_not]

    @property
    def kept_out(self) -> list[Row]:
        """Return the rows that cannot."""
        return [row for row in self.rows if row.why_not]

    @property
    def consequence(self) -> str:
        """Say what the act means for each household."""
        return str(self.work.consequence).format(head=_("各家"), program=_("这项救助"), sum=_("各自的金额（见上表）"))

    @property
    def total_fen(self) -> int:
        """Return the sum of the rows that will be done."""
        return sum(row.amount_fen or 0 for row in self.ready)


def plan(verb: str, numbers: Iterable[str], staff: Staff, today: dt.date) -> Plan:
    """Look at the chosen rows; numbers outside the area are left out and only counted."""
    wanted = list(dict.fromkeys(numbers))
    found = Case.objects.filter(number__in=wanted).select_related("household", "applicant")
    by_number = {case.number: case for case in found}
    cases = [by_number[number] for number in wanted if number in by_number]
    reasons = why_not(verb, cases, staff, today)
    amounts = _amounts(cases)
    rows = [Row(case, amounts.get(case.pk), reasons.get(case.pk, "")) for case in cases]
    return Plan(BY_VERB[verb], rows, len(wanted) - len(cases))


def why_not(verb: str, cases: Collection[Case], staff: Staff, today: dt.date) -> dict[int, str]:
    """Return by case why the act cannot be done together with others, or at all, now."""
    work, reasons = BY_VERB[verb], {}
    recused = recusal.recused_cases(staff, [case.pk for case in cases])
    for case in cases:
        locked = recusal.why_recused(case, staff) if case.pk in recused else ""
        reason = locked or _flow_says(work, case, staff, today)
        if reason:
            reasons[case.pk] = reason
    may = [case for case in cases if case.pk not in reasons]
    return reasons | BULK[verb](may, staff) if may else reasons


def shared_form(
    work: Work, case: Case, *, by: Staff, at: dt.datetime, today: dt.date, data: QueryDict | None = None
) -> ActionForm:
    """Return the form that is filled in once; its fields do not depend on the case."""
    who: dict[str, Any] = {"case": case, "by": by, "at": at, "today": today}
    form = work.form(data, **who) if data is not None else work.form(**who)
    if data is not None and form.is_valid():
        for name, value in NOT_FOR_ALL.items():
            if form.cleaned_data.get(name) is value:
                form.add_error(name, _("有近亲属的要逐件受理。请回到列表，把这样的办件取消勾选。"))
    return form


def runner(
    work: Work, values: dict[str, list[str]], staff: Staff, at: dt.datetime, today: dt.date
) -> Callable[[Case], object]:
    """Return what does one row: looks again, fills the form in for this case, and calls the domain."""
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, texts)

    def run(case: Case) -> object:
        reason = why_not(work.verb, [case], staff, today).get(case.pk)
        if reason:
            raise NotTogether(reason)
        form = shared_form(work, case, by=staff, at=at, today=today, data=data)
        if not form.is_valid():
            raise NotTogether(clauses(str(each) for errors in form.errors.values() for each in errors))
        subject = {"case": case} if work.takes_case else {}
        return work.run(by=staff, at=at, **subject, **form.arguments())

    return run


def _flow_says(work: Work, case: Case, staff: Staff, today: dt.date) -> str:
    if work.verb == "serve-letter":
        may = staff.role in REGISTRARS and staff.area.covers(case.division_code)
        return "" if may else _("由村（社区）、乡镇或县局登记送达。")
    found = [each for each in flow.possible_actions(case, staff, today, recused="") if each.verb in work.stands_for]
    if not found:
        return _("现在是“%(state)s”，不能%(what)s。") % {"state": case.get_state_display(), "what": work.button}
    return found[0].why_not


def _amounts(cases: Collection[Case]) -> dict[int, int]:
    """Return what is proposed, or decided, for each case a month; the later of the two."""
    rows = Determination.objects.filter(case__in=cases).order_by("pk").values_list("case_id", "amount_fen")
    decided = Decision.objects.filter(case__in=cases).order_by("pk").values_list("case_id", "amount_fen")
    return dict(rows) | dict(decided)
