"""Publicity before the decision: seven days on the village board, objections, and what came of them.

民发〔2021〕57号 第十九条。The posting day is not counted; a last day off moves to the next working day
(民法典 第二百零一、二百零三条).
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import flow
from minzheng.casework.enums import Outcome, State, Station
from minzheng.casework.models import Appraisal, Case, Determination, HouseholdVisit, Objection, Publicity
from minzheng.casework.queries.clock import path_of
from minzheng.casework.queries.members import public_name
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.calendar.queries import add_calendar_days


class PublicityRefused(Refused):
    """The posting cannot be made, closed or objected to now."""


@transaction.atomic
def post(*, case: Case, by: Staff, at: datetime, place: str) -> Publicity:
    """Hang the proposal on the board of the applicant's village; the last day follows from the path in force."""
    flow.require_state(case, State.PROPOSED, what=_("张贴公示"))
    proposal = determinations.latest(case)
    if proposal.outcome != Outcome.ELIGIBLE:
        raise PublicityRefused(_("不符合条件的审核意见不公示。"))
    if not place.strip():
        raise PublicityRefused(_("请填写张贴地点（申请人所在村、社区的公示栏）。"))
    day = local_day(at)
    last = add_calendar_days(day, path_of(case).publicity_days).day
    details = {"place": place.strip(), "posted_on": day.isoformat(), "last_on": last.isoformat()}
    flow.move(case=case, to=State.PUBLICISED, by=by, at=at, details=details, due=last)
    return Publicity.objects.create(
        case=case, determination=proposal, place=place.strip(), content=_content(case, proposal, by, day, last),
        posted_by=by, posted_at=at, posted_on=day, last_on=last,
    )  # fmt: skip


@transaction.atomic
def object(*, case: Case, by: Staff, at: datetime, objector_name: str, text: str) -> Objection:  # noqa: A001
    """Record an objection, named or anonymous (empty name), while the posting hangs.

    Several may come in; the case is objected until all are resolved.
    """
    flow.require_state(case, State.PUBLICISED, State.OBJECTED, what=_("登记异议"))
    if not text.strip():
        raise PublicityRefused(_("请填写异议内容。"))
    posting = Publicity.objects.filter(case=case, closed_at__isnull=True).latest("pk")
    if local_day(at) > posting.last_on:
        raise PublicityRefused(_("公示已于%(day)s期满，期满后的反映请按举报办理。") % {"day": posting.last_on})
    details = {"named": bool(objector_name.strip()), "text": text.strip()}
    if case.state == State.PUBLICISED:
        flow.move(case=case, to=State.OBJECTED, by=by, at=at, details=details)
    else:
        permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
        permissions.require_area(by, case.division_code)
        flow.note(case=case, action="object", by=by, at=at, details=details)
    return Objection.objects.create(
        case=case,
        publicity=posting,
        objector_name=objector_name.strip(),
        text=text.strip(),
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def resolve(*, objection: Objection, by: Staff, at: datetime, finding: str, upheld: bool) -> Objection:
    """Write what the re-survey or the appraisal found.

    Not upheld, the posting goes on to its last day. Upheld, the case is surveyed and proposed anew.
    """
    case = Case.objects.get(pk=objection.case_id)
    flow.require_state(case, State.OBJECTED, what=_("处理异议"))
    if objection.resolved_at is not None:
        raise PublicityRefused(_("该异议已处理过。"))
    if not finding.strip():
        raise PublicityRefused(_("请填写核实结论：查了什么、结果如何。"))
    since = objection.recorded_at
    looked_again = (
        HouseholdVisit.objects.filter(case=case, recorded_at__gte=since).exists()
        or Appraisal.objects.filter(case=case, recorded_at__gte=since).exists()
    )
    if not looked_again:
        raise PublicityRefused(_("处理异议前须重新入户调查或组织民主评议，并登记结果（民发〔2021〕57号第十九条）。"))
    permissions.require_role(by, Role.TOWNSHIP_OFFICER)
    permissions.require_area(by, case.division_code)
    objection.finding, objection.is_upheld = finding.strip(), upheld
    objection.resolved_by, objection.resolved_at = by, at
    objection.save()
    waiting = Objection.objects.filter(publicity_id=objection.publicity_id, resolved_at__isnull=True).exists()
    details = {"objection": objection.pk, "upheld": upheld}
    if waiting:
        flow.note(case=case, action="resolve_objection", by=by, at=at, details=details, reason=finding.strip())
        return objection
    posting = Publicity.objects.get(pk=objection.publicity_id)
    if Objection.objects.filter(publicity=posting, is_upheld=True).exists():
        flow.move(case=case, to=State.SURVEYING, by=by, at=at, reason=finding.strip(), details=details)
        # The survey was made again, or appraised, before this finding: what remains is a new opinion.
        flow.advance(case=case, station=Station.DETERMINATION, at=at)
        Publicity.objects.filter(pk=posting.pk).update(closed_by=by, closed_at=at)
    else:
        flow.move(
            case=case, to=State.PUBLICISED, by=by, at=at, reason=finding.strip(), details=details, due=posting.last_on
        )
    return objection


@transaction.atomic
def close(*, case: Case, by: Staff, at: datetime) -> Publicity:
    """Close the posting after its last day and send the case to the county."""
    flow.require_state(case, State.PUBLICISED, what=_("结束公示"))
    posting = Publicity.objects.filter(case=case, closed_at__isnull=True).latest("pk")
    if local_day(at) <= posting.last_on:
        raise PublicityRefused(
            _("公示到%(last)s为止（张贴当日不计，共%(n)d天），次日起方可报县级审核确认。")
            % {"last": posting.last_on, "n": path_of(case).publicity_days}
        )
    flow.move(case=case, to=State.SUBMITTED_TO_COUNTY, by=by, at=at, details={"publicity": posting.pk})
    posting.closed_by, posting.closed_at = by, at
    posting.save(update_fields=["closed_by", "closed_at"])
    return posting


def _content(case: Case, proposal: Determination, by: Staff, posted: date, last: date) -> dict[str, Any]:
    """Return exactly the fields of the board: adult applicant's name, how many, how much, how long, phone."""
    return {
        "applicant": public_name(case.applicant, posted),
        "members": len(proposal.person_ids),
        "amount_yuan": format_yuan(proposal.amount_fen),
        "from": posted.isoformat(),
        "until": last.isoformat(),
        "phone": by.phone or settings.HOTLINE,
    }
