"""Household visit: two surveyors, a member present, photos with fingerprints (民发〔2021〕57号 第十五、十六条)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import AttachmentKind, Level, State, Station, VisitMode
from minzheng.casework.models import Attachment, Case, HouseholdVisit
from minzheng.casework.queries.clock import rules_of
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Person

SURVEYORS_AT_LEAST = 2
PHOTOS_AT_MOST = 12


class VisitRefused(Refused):
    """The visit as recorded does not meet the rules for a visit."""


@transaction.atomic
def record(
    *,
    case: Case,
    by: Staff,
    at: datetime,
    visited_on: date,
    surveyors: Sequence[str | Staff],
    member_present: Person,
    findings: str,
    signed: bool,
    mode: str = VisitMode.ON_SITE,
    mode_reason: str = "",
    photos: Sequence[File] = (),
) -> HouseholdVisit:
    """Record a visit; a re-survey after an objection or a return, and the county's own visit, are recorded here too."""
    if case.state == State.ACCEPTED and not rules_of(case, local_day(at)).always(Station.MEANS_CHECK):
        flow.move(case=case, to=State.SURVEYING, by=by, at=at)
    flow.require_act(case=case, act=flow.act_in(case, "visit"), by=by)
    names = _surveyor_names(surveyors)
    day = local_day(at)
    if not (case.accepted_on or case.opened_on) <= visited_on <= day:
        raise VisitRefused(
            _("入户日期%(day)s应在受理（%(accepted)s）之后、今天之前。")
            % {"day": visited_on, "accepted": case.accepted_on}
        )
    if member_present.pk not in {person.pk for person in members_on(case.household, visited_on, at)}:
        raise VisitRefused(
            _("%(name)s不是该家庭成员，须由在场的家庭成员签字。请更正在场人员。") % {"name": member_present.name}
        )
    if not signed:
        raise VisitRefused(
            _(
                "调查表须由调查人和在场的家庭成员签字（民发〔2021〕57号第十六条）。请签字后再登记；拒签的写明情况，改日再访。"
            )
        )
    _require_mode(case, mode, mode_reason, day)
    if not findings.strip():
        raise VisitRefused(_("请填写调查情况。"))
    if len(photos) > PHOTOS_AT_MOST:
        raise VisitRefused(_("一次入户最多上传%(n)d张照片。") % {"n": PHOTOS_AT_MOST})
    visit = HouseholdVisit.objects.create(
        case=case, visited_on=visited_on, surveyors=names, member_present=member_present, findings=findings.strip(),
        level=Level.COUNTY if by.role == Role.COUNTY_OFFICER else Level.TOWNSHIP, mode=mode,
        mode_reason=mode_reason.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    for photo in photos:
        Attachment.keep(case=case, kind=AttachmentKind.VISIT_PHOTO, content=photo, by=by, at=at, visit=visit)
    details = {"visit": visit.pk, "visited_on": visited_on.isoformat(), "surveyors": names, "photos": len(photos)}
    flow.note(case=case, action="visit", by=by, at=at, details=details)
    if case.state == State.SURVEYING:
        judged = rules_of(case, day).always(Station.DEMOCRATIC_APPRAISAL)
        flow.advance(case=case, station=Station.DEMOCRATIC_APPRAISAL if judged else Station.DETERMINATION, at=at)
    return visit


def _require_mode(case: Case, mode: str, reason: str, day: date) -> None:
    """By phone or video only in a major emergency, and only where the rules of the day know it."""
    if mode == VisitMode.ON_SITE:
        return
    path = rules_of(case, day)
    if not path.remote_visit_law:
        raise VisitRefused(_("%(law)s没有电话、视频调查的规定，须实地入户。") % {"law": path.law})
    if not reason.strip():
        raise VisitRefused(
            _("只有发生重大突发事件时，才能以电话、视频等方式调查（%(law)s）。请写明是什么突发事件。")
            % {"law": path.remote_visit_law}
        )


def _surveyor_names(surveyors: Sequence[str | Staff]) -> list[str]:
    """Return the names; two accounts of the same name are two people, two equal names without accounts are not."""
    accounts = {one.pk: one.name for one in surveyors if isinstance(one, Staff)}
    known = set(accounts.values())
    others = {one.strip() for one in surveyors if isinstance(one, str) and one.strip()} - known
    names = [*accounts.values(), *sorted(others)]
    if len(names) < SURVEYORS_AT_LEAST:
        raise VisitRefused(
            _("入户调查须由两名以上不同的调查人进行，现只有%(n)d名（民发〔2021〕57号第十六条）。请补填调查人。")
            % {"n": len(names)}
        )
    return names
