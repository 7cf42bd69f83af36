"""What waits for a person today: a fixed number of queries, however many cases there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import CUTTING_KINDS, DecisionKind, Level, ProposalKind, ProposalState, State, Station
from minzheng.casework.models import Case, ChangeReport, Decision, ReviewProposal
from minzheng.casework.queries.deaths import Bereaved, benefits_of_the_dead
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.month import Month
from minzheng.services.calendar.queries import add_months, add_working_days, working_days_left

# Beyond this a person's counts say "at least"; a page hydrates only the rows it shows.
ROWS_AT_MOST = 3000
SOON_LATE = timedelta(days=2)
# A written notice of an adverse decision follows within three working days (民发〔2021〕57号 第二十一条).
LETTER_WORKING_DAYS = 3
_ADVERSE = (
    DecisionKind.REFUSE, DecisionKind.ADJUST_DOWN, DecisionKind.GRADUAL_EXIT, DecisionKind.SUSPEND,
    DecisionKind.TERMINATE,
)  # fmt: skip
# A review is put on the list this long before it is due; a death is acted on within three months (民发〔2022〕83号).
REVIEW_AHEAD_DAYS = 10
DEATH_MONTHS = 3
VILLAGE, TOWNSHIP, COUNTY = str(Role.VILLAGE_WORKER), str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)

# Who acts next while a case stands in a state, and what is waited for. A test holds this against moves.MOVES.
ACTS_NEXT: dict[State, tuple[tuple[str, ...], Any]] = {
    State.DRAFT: ((VILLAGE, TOWNSHIP), _("提交申请")),
    State.SUBMITTED: ((TOWNSHIP,), _("审查材料，决定受理或一次性告知补正")),
    State.SUPPLEMENT_NEEDED: ((VILLAGE, TOWNSHIP), _("等待申请人补正材料")),
    State.ACCEPTED: ((TOWNSHIP,), _("发起核对或开始调查")),
    State.CHECKING: ((COUNTY,), _("出具经济状况核对报告")),
    State.CHECK_NEGATIVE: ((TOWNSHIP,), _("告知核对结果，登记申请人说明")),
    State.SURVEYING: ((TOWNSHIP,), _("入户调查")),
    State.PROPOSED: ((TOWNSHIP,), _("张贴公示")),
    State.PUBLICISED: ((TOWNSHIP,), _("公示期满后报县级审核确认")),
    State.OBJECTED: ((TOWNSHIP,), _("核实公示异议")),
    State.TOWNSHIP_DECIDING: ((TOWNSHIP,), _("审核确认（已下放乡镇）")),
    State.SUBMITTED_TO_COUNTY: ((COUNTY,), _("审核确认")),
    State.COUNTY_PUBLICISED: ((COUNTY,), _("县级公示期满后批准")),
    State.COUNTY_OBJECTED: ((COUNTY,), _("核实县级公示异议")),
    State.RETURNED: ((TOWNSHIP,), _("按退回意见补正")),
    State.CONFIRMED: ((TOWNSHIP, COUNTY), _("张贴公布")),
    State.REVIEW_DUE: ((TOWNSHIP,), _("复核家庭情况并登记")),
}
_PROPOSE = _("提出审核意见")
_REVIEW = _("复核期将到，列入复核")


@dataclass(frozen=True)
class TodoItem:
    """One piece of work: which case, what, at which station, by when. `group` is today, this_week or waiting."""

    case: Case
    what: str
    station: str
    due_on: date | None
    is_provisional: bool
    days_left: int | None
    group: str
    proposal: ReviewProposal | None = None
    decision: Decision | None = None
    act: str = ""

    @property
    def is_late(self) -> bool:
        """Say whether the last day has passed."""
        return self.days_left is not None and self.days_left < 0 and self.group != "waiting"


def todo(staff: Staff, today: date) -> list[TodoItem]:
    """Return the person's work in the declared area, the most urgent first. Empty for roles that only look.

    Household and applicant of the cases are not fetched: a page does it for the rows it shows.
    """
    items = [*_cases(staff, today), *_proposals(staff), *_changes(staff)]
    if staff.role == COUNTY:
        items += [
            *_letters(today, Level.COUNTY),
            *(_death(one, today) for one in benefits_of_the_dead()),
            *_exits(today),
        ]
    if staff.role == TOWNSHIP:
        items += _letters(today, Level.TOWNSHIP)
    recused = recused_cases(staff) if items else set()
    items = [_for_others(item) if item.case.pk in recused else item for item in items]
    order = {"today": 0, "this_week": 1, "waiting": 2}
    return sorted(items, key=lambda item: (order[item.group], item.due_on or date.max, item.case.pk))


def soon_late(today: date) -> Q:
    """Say which cases are late or soon will be: for the level above, before it is late."""
    return Q(due_on__lte=today + SOON_LATE, state__in=set(ACTS_NEXT) - {State.SUPPLEMENT_NEEDED})


def is_soon_late(case: Case, today: date) -> bool:
    """Say the same of one case."""
    is_timed = case.state in ACTS_NEXT and case.state != State.SUPPLEMENT_NEEDED
    return is_timed and case.due_on is not None and case.due_on <= today + SOON_LATE


def _cases(staff: Staff, today: date) -> Iterator[TodoItem]:
    mine = [state for state, (roles, _what) in ACTS_NEXT.items() if staff.role in roles]
    if not mine:
        return
    wanted = Q(state__in=mine)
    if staff.role == TOWNSHIP:
        wanted |= Q(state=State.ACTIVE, next_review_on__lte=today + timedelta(days=REVIEW_AHEAD_DAYS))
    rows = Case.objects.filter(wanted)
    for case in rows.order_by(F("due_on").asc(nulls_last=True), "next_review_on", "pk")[:ROWS_AT_MOST]:
        if case.state == State.ACTIVE:
            yield _due_for_review(case, today)
            continue
        surveyed = case.state == State.SURVEYING and case.station == Station.DETERMINATION
        what = _PROPOSE if surveyed else ACTS_NEXT[State(case.state)][1]
        left = working_days_left(today, case.due_on) if case.due_on else None
        yield TodoItem(
            case, str(what), case.station, case.due_on, case.is_due_provisional, left, _group(case.state, left)
        )


def _due_for_review(case: Case, today: date) -> TodoItem:
    due = case.next_review_on
    left = working_days_left(today, due) if due else None
    group = "today" if left is not None and left <= 0 else "this_week"
    return TodoItem(case, str(_REVIEW), Station.RECERTIFICATION, due, False, left, group, act="open_review")


def _changes(staff: Staff) -> Iterator[TodoItem]:
    """Changes that were told and wait to be reckoned; those of a household under review are answered by the review."""
    if staff.role != TOWNSHIP:
        return
    rows = ChangeReport.objects.filter(handled_at__isnull=True).exclude(case__state=State.REVIEW_DUE)
    for row in rows.select_related("case").order_by("pk")[:ROWS_AT_MOST]:
        what = _("核实情况变化：%(kind)s") % {"kind": row.get_kind_display()}
        yield TodoItem(
            row.case, str(what), Station.RECERTIFICATION, None, False, None, "this_week", act="handle_change"
        )


def _exits(today: date) -> Iterator[TodoItem]:
    """Gradual exits whose last month has come."""
    month = str(Month.of(today))
    rows = Decision.objects.filter(
        kind=DecisionKind.GRADUAL_EXIT, until_month__lte=month, case__state=State.ACTIVE, replaced_by__isnull=True
    )
    for row in rows.select_related("case").order_by("pk")[:ROWS_AT_MOST]:
        due = Month.parse(row.until_month or month).last_day
        left = working_days_left(today, due)
        group = "today" if left <= 0 else "this_week"
        what = str(_("渐退期满，办理终止"))
        yield TodoItem(row.case, what, Station.RECERTIFICATION, due, False, left, group, act="end_exit")


def _for_others(item: TodoItem) -> TodoItem:
    """A close relative's case is a colleague's work; it is shown so that somebody sees to it."""
    return replace(item, what=str(_("您须回避，由其他经办人办理")), group="waiting")


def _group(state: str, left: int | None) -> str:
    # On the last day of a posting or of a supplement one still waits; the day after it is work.
    if state in {State.PUBLICISED, State.COUNTY_PUBLICISED, State.SUPPLEMENT_NEEDED}:
        return "today" if left is not None and left < 0 else "waiting"
    return "today" if left is not None and left <= 0 else "this_week"


def _proposals(staff: Staff) -> Iterator[TodoItem]:
    if staff.role not in {TOWNSHIP, COUNTY}:
        return
    rows = ReviewProposal.objects.filter(state=ProposalState.OPEN).select_related("case")
    for row in rows.order_by("pk")[:ROWS_AT_MOST]:
        role, what = _proposal_work(row)
        if role == staff.role:
            yield TodoItem(row.case, str(what), Station.RECERTIFICATION, None, False, None, "this_week", proposal=row)


def _proposal_work(row: ReviewProposal) -> tuple[str, Any]:
    if row.kind == ProposalKind.FACTS_MISSING:
        return TOWNSHIP, _("补登复核缺少的事实")
    if row.kind in CUTTING_KINDS and row.case.state in {State.CHANGE_PROPOSED, State.SUSPENDED}:
        return TOWNSHIP, _("减发、停发、终止前听取当事人意见")
    if row.kind == ProposalKind.DOUBLE:
        return COUNTY, _("核实疑似重复享受")
    return COUNTY, _("处理复核建议")


def _letters(today: date, level: Level) -> Iterator[TodoItem]:
    rows = Decision.objects.filter(kind__in=_ADVERSE, level=level, letter__isnull=True)
    for row in rows.select_related("case").order_by("pk")[:ROWS_AT_MOST]:
        due = add_working_days(row.decided_on, LETTER_WORKING_DAYS)
        left = working_days_left(today, due.day)
        group = "today" if left <= 0 else "this_week"
        what = _("制发书面告知书")
        yield TodoItem(row.case, str(what), Station.LETTER, due.day, due.provisional, left, group, decision=row)


def _death(one: Bereaved, today: date) -> TodoItem:
    due = add_months(min(one.died.values()), DEATH_MONTHS)
    left = working_days_left(today, due.day)
    what = str(_("保障成员死亡，办理终止或调整"))
    return TodoItem(
        one.case, what, Station.RECERTIFICATION, due.day, due.provisional, left, "today", act="stop_on_death"
    )
