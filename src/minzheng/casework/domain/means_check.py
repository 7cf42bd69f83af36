"""Means check: asked for by the township, reported by the county's centre, disputed by the household.

"Not checked" is a state and not a pass: nothing is proposed while it stands.
社会救助法 第四十一条；民发〔2021〕57号 第十七、十八条。
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import AttachmentKind, CheckStatus, State, Station
from minzheng.casework.models import Application, Attachment, Case, MeansCheck
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused


class MeansCheckRefused(Refused):
    """The request, report or rebuttal is not complete."""


@transaction.atomic
def request(*, case: Case, by: Staff, at: datetime) -> MeansCheck:
    """Ask the checking centre; the members' consent was given with the application."""
    flow.require_state(case, State.ACCEPTED, what=_("发起经济状况核对"))
    consented = Application.objects.filter(case=case).values_list("consented_person_ids", flat=True).first()
    if not consented:
        raise MeansCheckRefused(_("没有家庭成员的核对授权，不能发起核对。请先补签授权书。"))
    flow.move(case=case, to=State.CHECKING, by=by, at=at, details={"persons": consented})
    return MeansCheck.objects.create(case=case, requested_by=by, requested_at=at)


@transaction.atomic
def start(*, case: Case, by: Staff, at: datetime) -> MeansCheck:
    """Record that the sources have been asked: the three working days of the law are days to start."""
    flow.require_act(case=case, act=flow.act_in(case, "start_check"), by=by)
    check = MeansCheck.objects.filter(case=case, status=CheckStatus.NOT_CHECKED).latest("pk")
    if check.started_at is not None:
        raise MeansCheckRefused(_("核对已于%(day)s启动。") % {"day": local_day(check.started_at)})
    check.started_by, check.started_at = by, at
    check.save(update_fields=["started_by", "started_at"])
    flow.note(case=case, action="start_check", by=by, at=at, details={"check": check.pk})
    flow.advance(case=case, station=Station.MEANS_CHECK, at=at, is_started=True)
    return check


@transaction.atomic
def report(
    *,
    case: Case,
    by: Staff,
    at: datetime,
    status: str,
    as_of: date,
    sources: Sequence[str],
    text: str,
    attachment: File | None = None,
) -> MeansCheck:
    """Report what was found, typed or attached. `as_of` is the day the sources' data were true."""
    flow.require_state(case, State.CHECKING, what=_("出具核对报告"))
    named = [source.strip() for source in sources if source.strip()]
    if status not in {CheckStatus.CONSISTENT, CheckStatus.INCONSISTENT}:
        raise MeansCheckRefused(_("核对结果须为“一致”或“不一致”；“尚未核对”不是结果，案件将停在核对环节。"))
    if not named:
        raise MeansCheckRefused(_("请填写核对来源（如不动产登记、车辆登记、银行存款）。"))
    if as_of > local_day(at):
        raise MeansCheckRefused(_("数据截止日%(day)s晚于今天，请更正。") % {"day": as_of})
    if not text.strip() and attachment is None:
        raise MeansCheckRefused(_("请录入核对报告内容，或附上报告文件。"))
    check = MeansCheck.objects.filter(case=case, status=CheckStatus.NOT_CHECKED).latest("pk")
    to = State.SURVEYING if status == CheckStatus.CONSISTENT else State.CHECK_NEGATIVE
    flow.move(
        case=case, to=to, by=by, at=at, details={"status": str(status), "sources": named, "as_of": as_of.isoformat()}
    )
    check.status, check.as_of_on, check.sources, check.text = status, as_of, named, text.strip()
    check.reported_by, check.reported_at = by, at
    if check.started_at is None:
        check.started_by, check.started_at = by, at
    check.save()
    if attachment is not None:
        Attachment.keep(
            case=case, kind=AttachmentKind.CHECK_REPORT, content=attachment, by=by, at=at, means_check=check
        )
    return check


@transaction.atomic
def rebut(*, case: Case, by: Staff, at: datetime, text: str, accepted: bool) -> MeansCheck:
    """Record what the household says to a negative check, and whether it is accepted.

    Accepted, the case goes on to the visit. Not accepted, it stays: a negative proposal can follow, or, once what the
    check found is in the household's file, an acceptance after all; both texts are kept.
    """
    flow.require_state(case, State.CHECK_NEGATIVE, what=_("登记申请人说明"))
    if not text.strip():
        raise MeansCheckRefused(_("请填写申请人对核对结果的说明，以及复核情况。"))
    check = MeansCheck.objects.filter(case=case, status=CheckStatus.INCONSISTENT).latest("pk")
    # What the check found may be written into the file later, and the household qualify all the same.
    if check.rebutted_at is not None and not (accepted and check.is_rebuttal_accepted is False):
        raise MeansCheckRefused(_("申请人的说明已复核过，不能重复登记。"))
    if accepted:
        flow.move(case=case, to=State.SURVEYING, by=by, at=at, reason=text.strip())
    else:
        flow.require_act(case=case, act=flow.act_in(case, "rebut"), by=by)
        flow.note(case=case, action="rebut", by=by, at=at, details={"accepted": False}, reason=text.strip())
    told = "\n".join(filter(None, [check.rebuttal, text.strip()]))
    check.rebuttal, check.is_rebuttal_accepted, check.rebutted_by, check.rebutted_at = told, accepted, by, at
    check.save()
    return check
