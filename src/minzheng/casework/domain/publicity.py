"""Publicity before the decision: days on the village board, objections, and what came of them.

The township hangs its proposal (民发〔2021〕57号 第十九条); from 2012-12-12 to 2021-06-30 the county hung its own too,
and again after an objection (民发〔2012〕220号 第二十五、二十九条). The posting day is not counted; a last day off
moves to the next working day (民法典 第二百零一、二百零三条).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import flow
from minzheng.casework.enums import AttachmentKind, Cadence, Level, State, Station
from minzheng.casework.models import (
    Appraisal,
    Attachment,
    Case,
    Determination,
    HouseholdVisit,
    Objection,
    Publicity,
)
from minzheng.casework.queries.clock import rules_of
from minzheng.casework.queries.in_force import per_payment
from minzheng.casework.queries.members import public_name, shows_a_number
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.calendar.queries import add_calendar_days

# Where each level posts from, and where the case stands while a posting of it is disputed.
_HANGS = {Level.TOWNSHIP: State.PUBLICISED, Level.COUNTY: State.COUNTY_PUBLICISED}
_DISPUTED = {Level.TOWNSHIP: State.OBJECTED, Level.COUNTY: State.COUNTY_OBJECTED}
_STANDS = {
    State.PUBLICISED: Level.TOWNSHIP, State.OBJECTED: Level.TOWNSHIP,
    State.COUNTY_PUBLICISED: Level.COUNTY, State.COUNTY_OBJECTED: Level.COUNTY,
}  # fmt: skip


class PublicityRefused(Refused):
    """The posting cannot be made, closed or objected to now."""


@transaction.atomic
def post(*, case: Case, by: Staff, at: datetime, place: str, photos: Sequence[File] = ()) -> Publicity:
    """Hang the township's proposal on the board of the applicant's village; a photo shows that it hangs."""
    flow.require_state(case, State.PROPOSED, what=_("张贴公示"))
    return _hang(case, Level.TOWNSHIP, by=by, at=at, place=place, photos=photos)


@transaction.atomic
def post_county(
    *, case: Case, by: Staff, at: datetime, place: str, opinion: str, photos: Sequence[File] = ()
) -> Publicity:
    """Hang what the county means to approve, with its opinion in the file; only where the rules of the day ask for it.

    Who proposed cannot: the opinion is the first half of the county's decision.
    """
    flow.require_state(case, State.SUBMITTED_TO_COUNTY, what=_("县级公示拟批准结果"))
    permissions.require_other_person(by, earlier=determinations.latest(case).proposed_by, what=_("本案的审核意见"))
    if not opinion.strip():
        raise PublicityRefused(_("请填写县级审批意见。"))
    return _hang(case, Level.COUNTY, by=by, at=at, place=place, photos=photos, reason=opinion.strip())


@transaction.atomic
def object(*, case: Case, by: Staff, at: datetime, objector_name: str, text: str) -> Objection:  # noqa: A001
    """Record an objection, named or anonymous (empty name), while a posting hangs.

    Several may come in; the case is objected until all are resolved.
    """
    flow.require_state(case, *_STANDS, what=_("登记异议"))
    if not text.strip():
        raise PublicityRefused(_("请填写异议内容。"))
    level = _STANDS[State(case.state)]
    posting = Publicity.objects.filter(case=case, closed_at__isnull=True).latest("pk")
    if local_day(at) > posting.last_on:
        raise PublicityRefused(_("公示已于%(day)s期满，期满后的反映请按举报办理。") % {"day": posting.last_on})
    details = {"named": bool(objector_name.strip()), "text": text.strip()}
    if case.state == _HANGS[level]:
        flow.move(case=case, to=_DISPUTED[level], by=by, at=at, details=details)
    else:
        permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
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
def resolve(
    *, objection: Objection, by: Staff, at: datetime, finding: str, upheld: bool, feedback: str = ""
) -> Objection:
    """Write what the re-survey or the appraisal found; a named objector is answered (民发〔2021〕57号 第三十七条).

    Not upheld, the township's posting goes on to its last day and the county's hangs again. Upheld, the case is
    surveyed and proposed anew.
    """
    case = Case.objects.get(pk=objection.case_id)
    flow.require_state(case, State.OBJECTED, State.COUNTY_OBJECTED, what=_("处理异议"))
    level = _STANDS[State(case.state)]
    _require_looked_again(case, objection, finding, feedback)
    permissions.require_role(by, Role.TOWNSHIP_OFFICER if level == Level.TOWNSHIP else Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    objection.finding, objection.is_upheld, objection.feedback = finding.strip(), upheld, feedback.strip()
    objection.resolved_by, objection.resolved_at = by, at
    objection.save()
    details = {"objection": objection.pk, "upheld": upheld}
    if Objection.objects.filter(publicity_id=objection.publicity_id, resolved_at__isnull=True).exists():
        flow.note(case=case, action="resolve_objection", by=by, at=at, details=details, reason=finding.strip())
        return objection
    posting = Publicity.objects.get(pk=objection.publicity_id)
    if Objection.objects.filter(publicity=posting, is_upheld=True).exists():
        _take_down(posting, by, at)
        to = State.SURVEYING if level == Level.TOWNSHIP else State.RETURNED
        flow.move(case=case, to=to, by=by, at=at, reason=finding.strip(), details=details)
        if level == Level.TOWNSHIP:
            # The survey was made again, or appraised, before this finding: what remains is a new opinion.
            judged = flow.is_judged_again(case, local_day(at))
            flow.advance(case=case, station=Station.DETERMINATION if judged else Station.DEMOCRATIC_APPRAISAL, at=at)
    elif level == Level.TOWNSHIP:
        flow.move(
            case=case, to=State.PUBLICISED, by=by, at=at, reason=finding.strip(), details=details, due=posting.last_on
        )
    else:
        _take_down(posting, by, at)
        _hang(case, level, by=by, at=at, place=posting.place, reason=finding.strip())
    return objection


@transaction.atomic
def close(*, case: Case, by: Staff, at: datetime) -> Publicity:
    """Close the township's posting after its last day and hand the case to whoever decides it."""
    flow.require_state(case, State.PUBLICISED, what=_("结束公示"))
    posting = Publicity.objects.filter(case=case, closed_at__isnull=True).latest("pk")
    flow.move(case=case, to=flow.decider(case), by=by, at=at, details={"publicity": posting.pk})
    _take_down(posting, by, at)
    return posting


def take_down(case: Case, by: Staff, at: datetime) -> None:
    """Take down what still hangs, if anything does (the county approves, the household withdraws)."""
    for posting in Publicity.objects.filter(case=case, closed_at__isnull=True):
        _take_down(posting, by, at)


def _take_down(posting: Publicity, by: Staff, at: datetime) -> None:
    posting.closed_by, posting.closed_at = by, at
    posting.save(update_fields=["closed_by", "closed_at"])


def _hang(
    case: Case,
    level: Level,
    *,
    by: Staff,
    at: datetime,
    place: str,
    photos: Sequence[File] = (),
    reason: str = "",
) -> Publicity:
    if not place.strip():
        raise PublicityRefused(_("请填写张贴地点（申请人所在村、社区的公示栏）。"))
    if shows_a_number(place):
        raise PublicityRefused(_("张贴地点里有像证件号、账号或电话的号码，不得公示。请只写地点（如村务公开栏）。"))
    proposal, day = determinations.latest(case), local_day(at)
    counted = add_calendar_days(day, rules_of(case, day).publicity_days)
    last = counted.day
    details = {"place": place.strip(), "posted_on": day.isoformat(), "last_on": last.isoformat()}
    flow.move(case=case, to=_HANGS[level], by=by, at=at, details=details, due=counted, reason=reason)
    posting = Publicity.objects.create(
        case=case, level=level, determination=proposal, place=place.strip(),
        content=_content(case, proposal, by, day, last), posted_by=by, posted_at=at, posted_on=day, last_on=last,
    )  # fmt: skip
    for photo in photos:
        Attachment.keep(case=case, kind=AttachmentKind.BOARD_PHOTO, content=photo, by=by, at=at, publicity=posting)
    return posting


def _require_looked_again(case: Case, objection: Objection, finding: str, feedback: str) -> None:
    if objection.resolved_at is not None:
        raise PublicityRefused(_("该异议已处理过。"))
    if not finding.strip():
        raise PublicityRefused(_("请填写核实结论：查了什么、结果如何。"))
    if objection.objector_name and not feedback.strip():
        raise PublicityRefused(
            _("实名异议的处理结果须答复异议人。请写明何时、怎样答复（民发〔2021〕57号第三十七条）。")
        )
    since = objection.recorded_at
    looked_again = (
        HouseholdVisit.objects.filter(case=case, recorded_at__gte=since).exists()
        or Appraisal.objects.filter(case=case, recorded_at__gte=since).exists()
    )
    if not looked_again:
        raise PublicityRefused(_("处理异议前须重新入户调查或组织民主评议，并登记结果（民发〔2021〕57号第十九条）。"))


def _content(case: Case, proposal: Determination, by: Staff, posted: date, last: date) -> dict[str, Any]:
    """Return exactly the fields of the board: adult applicant's name, how many, how much, how long, phone."""
    return {
        "applicant": public_name(case.applicant, posted),
        "members": len(proposal.person_ids),
        "amount_yuan": format_yuan(proposal.amount_fen),
        **per_payment(str(proposal.evaluation.get("cadence") or Cadence.MONTH)),
        "from": posted.isoformat(),
        "until": last.isoformat(),
        "phone": by.phone or settings.HOTLINE,
    }
