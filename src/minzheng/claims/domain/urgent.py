"""Help before the papers: a deposit waived for a known recipient the same day, an urgent patient handed on."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.claims.domain.road import ClaimsRefused, next_number, note, require_officer
from minzheng.claims.enums import ReferralOutcome
from minzheng.claims.models import DepositWaiver, EmergencyReferral, Hospital
from minzheng.claims.queries.status import status_of
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person


@transaction.atomic
def waive_deposit(
    *, hospital: Hospital, person: Person, admitted_on: date, deposit_fen: int, by: Staff, at: datetime
) -> DepositWaiver:
    """Tell a hospital that a recipient is admitted without a deposit. Status is all it takes: no illness is asked."""
    require_officer(by, person.division_code)
    if deposit_fen <= 0:
        raise ClaimsRefused(_("免收的押金应大于零。"))
    if not local_day(at) >= admitted_on:
        raise ClaimsRefused(_("入院日期晚于今天，请核对。"))
    status = status_of(person.pk, admitted_on)
    if not status.is_member:
        raise ClaimsRefused(
            _("%(name)s目前不是医疗救助对象，不能凭身份免收押金。情况紧急、没有钱的，请登记疾病应急救助转介，先救治。")
            % {"name": person.name}
        )
    row = DepositWaiver(
        number=next_number("MY", at), hospital=hospital, person=person, division_code=person.division_code,
        admitted_on=admitted_on, deposit_fen=deposit_fen, sources=list(status.sources), issued_by=by, issued_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimsRefused(_("这次住院已开具过免收押金记录。")) from error
    note(
        "waiver.issued", kind="deposit_waiver", object_id=row.pk, by=by, at=at, division_code=row.division_code,
        number=row.number, deposit_fen=deposit_fen, hospital=hospital.code,
    )  # fmt: skip
    return row


@transaction.atomic
def close_waiver(*, waiver: DepositWaiver, close_note: str, by: Staff, at: datetime) -> DepositWaiver:
    """Record that the stay is settled and the waiver has done its work."""
    row: DepositWaiver = DepositWaiver.objects.select_for_update().get(pk=waiver.pk)
    require_officer(by, row.division_code)
    if row.closed_at is not None:
        raise ClaimsRefused(_("免收押金记录%(number)s已销记。") % {"number": row.number})
    if not close_note.strip():
        raise ClaimsRefused(_("请写明出院结算的情况，例如结算单号。"))
    row.closed_by, row.closed_at, row.close_note = by, at, close_note.strip()
    row.save(update_fields=["closed_by", "closed_at", "close_note"])
    note(
        "waiver.closed", kind="deposit_waiver", object_id=row.pk, by=by, at=at, division_code=row.division_code,
        reason=row.close_note,
    )  # fmt: skip
    return row


@transaction.atomic
def refer(
    *, hospital: Hospital, division_code: str, known_as: str, found_at: datetime, found_by: str, by: Staff,
    at: datetime, person: Person | None = None,
) -> EmergencyReferral:  # fmt: skip
    """Record an urgent patient without identity or money: treated first; the emergency fund pays, not ours."""
    require_officer(by, division_code)
    if not known_as.strip() or not found_by.strip():
        raise ClaimsRefused(_("请填写姓名或者特征，以及送医或报告的人。不知道姓名的，写年龄、性别和衣着。"))
    if found_at > at:
        raise ClaimsRefused(_("送医时间晚于现在，请核对。"))
    row: EmergencyReferral = EmergencyReferral.objects.create(
        number=next_number("YI", at), hospital=hospital, division_code=division_code, known_as=known_as.strip(),
        person=person, found_at=found_at, found_by=found_by.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    note(
        "urgent.recorded", kind="emergency_referral", object_id=row.pk, by=by, at=at, division_code=division_code,
        number=row.number, hospital=hospital.code,
    )  # fmt: skip
    return row


@transaction.atomic
def settle_referral(
    *, referral: EmergencyReferral, outcome: str, result_note: str, by: Staff, at: datetime,
    cost_fen: int | None = None,
    person: Person | None = None,
) -> EmergencyReferral:  # fmt: skip
    """Record who paid in the end, and who the patient was if that is known by now."""
    row: EmergencyReferral = EmergencyReferral.objects.select_for_update().get(pk=referral.pk)
    require_officer(by, row.division_code)
    if row.settled_at is not None:
        raise ClaimsRefused(_("转介%(number)s的结果已登记。") % {"number": row.number})
    if outcome == ReferralOutcome.OPEN or not result_note.strip():
        raise ClaimsRefused(_("请选择结果并写明经过。"))
    row.outcome, row.result_note, row.cost_fen = ReferralOutcome(outcome), result_note.strip(), cost_fen
    row.person = person or row.person
    row.settled_by, row.settled_at = by, at
    row.save(update_fields=["outcome", "result_note", "cost_fen", "person", "settled_by", "settled_at"])
    note(
        "urgent.settled", kind="emergency_referral", object_id=row.pk, by=by, at=at, division_code=row.division_code,
        outcome=str(outcome), reason=row.result_note,
    )  # fmt: skip
    return row
