"""Taking a question in: a review, a lawsuit, a petition, a request for information, a complaint or a report."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.models import Case, Decision, NumberSeries
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.remedies.domain import road
from minzheng.remedies.domain.road import COUNTY, TOWNSHIP, RemedyRefused
from minzheng.remedies.enums import AGAINST_A_DECISION, Channel, Kind, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep
from minzheng.remedies.queries.clocks import last_day_to_apply
from minzheng.services.audit.domain.record import record


class CannotRegister(RemedyRefused):
    """The file cannot be registered as asked."""


@transaction.atomic
def register(
    *, kind: str, by: Staff, at: datetime, division_code: str, person_name: str, contact: str, channel: str, body: str,
    request: str, filed_on: date, received_on: date, case: Case | None = None, decision: Decision | None = None,
    document_number: str = "", known_on: date | None = None, was_told_of_remedy: bool = True,
    remedy_known_on: date | None = None, after_review: RemedyFile | None = None,
) -> RemedyFile:  # fmt: skip
    """Register it and start its clock. Whether it came in time is reckoned and shown; the deciding body judges.

    Raises CannotRegister, NotAllowed.
    """
    permissions.require_role(by, TOWNSHIP, COUNTY)
    permissions.require_area(by, division_code)
    if kind not in Kind.values or channel not in Channel.values:
        raise CannotRegister(_("请选择种类和来源。"))
    if not request.strip() or not body.strip():
        raise CannotRegister(_("请写明请求和理由，以及由哪个机关办理。"))
    if not person_name.strip() and kind != Kind.COMPLAINT:
        raise CannotRegister(_("只有投诉举报可以匿名，请填写申请人姓名。"))
    if not filed_on <= received_on <= local_day(at):
        raise CannotRegister(_("提出日期、收到日期和今天先后不对，请核对。"))
    document = decision.document_number if decision is not None else document_number.strip()
    target = decision.case if decision is not None else case
    if target is not None and target.division_code != division_code:
        raise CannotRegister(_("案件%(number)s不属于所填的区划。") % {"number": target.number})
    last = None
    if kind in AGAINST_A_DECISION:
        _require_aim(document, known_on, filed_on, after_review, kind)
        last = _last_day(kind, known_on, after_review, was_told=was_told_of_remedy, remedy_known_on=remedy_known_on)
    series = f"JJ-{division_code[:6]}-{local_day(at).year}"
    file = RemedyFile(
        number=f"{series}-{NumberSeries.objects.take(series):05d}", kind=kind, division_code=division_code,
        case=target, decision=decision, document_number=document, person_name=person_name.strip(),
        contact=contact.strip() or None, channel=channel, body=body.strip(), request=request.strip(),
        filed_on=filed_on, received_on=received_on, known_on=known_on, was_told_of_remedy=was_told_of_remedy,
        remedy_known_on=remedy_known_on, last_day_on=last[0] if last else None,
        last_day_counted=last[1] if last else "", after_review=after_review, opened_by=by, opened_at=at,
    )  # fmt: skip
    file.save(force_insert=True)
    road.keep_clock(file)
    record(
        chain=f"remedy:{file.pk}", at=at, by=by, action="remedy.registered", object_kind="remedy",
        object_id=str(file.pk), division_code=division_code, reason=file.request,
        after={"number": file.number, "kind": kind, "document": document, "last_day": str(file.last_day_on)},
    )  # fmt: skip
    return file


def _require_aim(
    document: str, known_on: date | None, filed_on: date, after_review: RemedyFile | None, kind: str
) -> None:
    if not document or known_on is None:
        raise CannotRegister(_("复议和诉讼须填写针对的决定（文号）和知道决定的日期，据此计算提出期限。"))
    if known_on > filed_on:
        raise CannotRegister(
            _("知道决定之日%(known)s晚于提出日期%(filed)s，请核对。") % {"known": known_on, "filed": filed_on}
        )
    if after_review is not None and (kind != Kind.LITIGATION or after_review.kind != Kind.REVIEW):
        raise CannotRegister(_("只有诉讼可以填写此前的行政复议。"))


def _last_day(
    kind: str, known_on: date | None, after_review: RemedyFile | None, *, was_told: bool, remedy_known_on: date | None
) -> tuple[date, str]:
    received = None
    if after_review is not None:
        rows = RemedyStep.objects.filter(file=after_review, kind=StepKind.DECIDE)
        received = rows.order_by("-pk").values_list("on", flat=True).first()
        if received is None:
            raise CannotRegister(_("复议案卷%(number)s尚未作出结论。") % {"number": after_review.number})
    with as_kept():
        found = last_day_to_apply(
            kind, known_on=known_on or date.min, was_told=was_told, remedy_known_on=remedy_known_on,
            review_received_on=received,
        )  # fmt: skip
    if found is None:
        raise CannotRegister(_("请选择种类和来源。"))
    return found[0].day, f"{found[0].counted}（{found[1]}）"
