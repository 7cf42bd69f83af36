"""A change told by the household or the village, or found by the office: written down, then reckoned again.

社会救助法 第四十六条: the household tells changes; the office looks for itself. A major change not told within three
months is marked (民发〔2022〕83号 第五条（五）).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import comparison, flow
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain.determination import FactsMissing
from minzheng.casework.domain.proposal import ReviewRefused, require_none_waiting
from minzheng.casework.enums import (
    HELD_STATES,
    ChangeKind,
    DeterminationKind,
    Outcome,
    ProposalGround,
    ReportedBy,
    State,
)
from minzheng.casework.models import Case, ChangeReport, Determination, ReviewProposal
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.services.calendar.queries import add_months

TELL_WITHIN_MONTHS = 3
# Who tells without being asked is on time by the day it tells; what others found was not told.
_FOUND = (ReportedBy.DISCOVERY, ReportedBy.MATCH, ReportedBy.OTHERS)


@transaction.atomic
def record(
    *, case: Case, kind: str, text: str, changed_on: date, told_on: date, told_by: str, is_major: bool, by: Staff,
    at: datetime, teller: str = "",
) -> ChangeReport:  # fmt: skip
    """Write down what changed, on which day, and when and from whom the office learnt of it."""
    permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, *HELD_STATES, what=_("登记情况变化"))
    if not text.strip():
        raise ReviewRefused(_("请写明什么变了、变成怎样。"))
    if not changed_on <= told_on <= local_day(at):
        raise ReviewRefused(
            _("日期先后不对：变化日期%(changed)s、告知日期%(told)s、今天%(today)s应依次不早于前一个。请核对。")
            % {"changed": changed_on, "told": told_on, "today": local_day(at)}
        )
    row: ChangeReport = ChangeReport.objects.create(
        case=case, kind=ChangeKind(kind), text=text.strip(), changed_on=changed_on, told_on=told_on,
        told_by=ReportedBy(told_by), teller=teller.strip(), is_major=is_major,
        is_late=is_major and is_late(changed_on, told_on), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    details = {"report": row.pk, "kind": kind, "changed_on": changed_on.isoformat(), "is_late": row.is_late}
    flow.note(case=case, action="report_change", by=by, at=at, details=details, reason=row.text)
    return row


def is_late(changed_on: date, told_on: date) -> bool:
    """Say whether more than three months lie between a change and the day it was told."""
    return told_on > add_months(changed_on, TELL_WITHIN_MONTHS).day


@transaction.atomic
def handle(*, report: ChangeReport, by: Staff, at: datetime, finding: str) -> ReviewProposal | None:
    """Reckon again with what is registered by now; a difference is proposed. Facts are registered before, not here.

    Raises FactsMissing, ReviewRefused (handled already, another proposal waits).
    """
    row: ChangeReport = ChangeReport.objects.select_related("case__household", "case__applicant").get(pk=report.pk)
    case = row.case
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if row.handled_at is not None:
        raise ReviewRefused(_("这条情况变化已处理。"))
    if not finding.strip():
        raise ReviewRefused(_("请写明核实的情况，以及家庭档案中更新了哪些事实。"))
    proposal, determination = None, None
    if case.state != State.SUSPENDED:
        flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, what=_("处理情况变化"))
        determination, proposal = _again(case, row, by=by, at=at)
    _close(row, finding, determination, proposal, by=by, at=at)
    return proposal


def close_all(
    case: Case, *, finding: str, determination: Determination, proposal: ReviewProposal | None, by: Staff, at: datetime
) -> None:
    """Close the open reports of a case with the review that looked at all of it."""
    for row in ChangeReport.objects.filter(case=case, handled_at__isnull=True):
        _close(row, finding, determination, proposal, by=by, at=at)


def _again(case: Case, report: ChangeReport, *, by: Staff, at: datetime) -> tuple[Determination, ReviewProposal | None]:
    require_none_waiting(case)
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome == Outcome.INCOMPLETE:
        raise FactsMissing(
            _("以下事实尚未登记，算不出变化后的结果：%(names)s。请先在家庭档案中补登，再处理。")
            % {"names": listed(seen.missing)},
            seen.missing,
        )
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    with as_kept():
        because = _because(report)
    proposal = comparison.assess(
        case=case, decided=decisions.in_force(case), row=row, seen=seen, ground=ProposalGround.REPORT, by=by, at=at,
        because=because,
    )  # fmt: skip
    return row, proposal


def _because(report: ChangeReport) -> list[str]:
    told = {"day": report.changed_on, "kind": report.get_kind_display(), "text": report.text}
    return [_("%(day)s%(kind)s变化：%(text)s") % told]


def _close(
    row: ChangeReport, finding: str, determination: Determination | None, proposal: ReviewProposal | None, *, by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    row.finding, row.determination, row.proposal = finding.strip(), determination, proposal
    row.handled_by, row.handled_at = by, at
    row.save()
    details = {"report": row.pk, "proposal": proposal.number if proposal else None}
    flow.note(case=row.case, action="handle_change", by=by, at=at, details=details, reason=row.finding)
