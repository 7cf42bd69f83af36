"""Designated institutions: registered, designated from a day by two people, ended with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.formats import layout
from minzheng.claims.models import Designation, Hospital

KIND = "hospital"


@transaction.atomic
def register(
    *, code: str, name: str, division_code: str, bank_name: str, account_name: str, account_number: str, by: Staff,
    at: datetime, file_format: str = "", is_insurer: bool = False,
) -> Hospital:  # fmt: skip
    """Register an institution with the account money goes to. The account is in its own name, never a person's."""
    require_county(by)
    texts = [text.strip() for text in (code, name, bank_name, account_name, account_number)]
    if not all(texts):
        raise ClaimsRefused(_("请填写机构代码、名称、开户银行、账户名称和账号。"))
    if texts[3] != texts[1]:
        raise ClaimsRefused(
            _("账户名称“%(account)s”与机构名称“%(name)s”不同。款项只付到机构本单位的账户，请核对。")
            % {"account": texts[3], "name": texts[1]}
        )
    if not is_insurer:
        layout(file_format)
    if Hospital.objects.filter(code=texts[0]).exists():
        raise ClaimsRefused(_("机构代码%(code)s已登记过。") % {"code": texts[0]})
    row: Hospital = Hospital.objects.create(
        code=texts[0], name=texts[1], division_code=division_code, bank_name=texts[2], account_name=texts[3],
        account_number=texts[4], file_format=file_format, is_insurer=is_insurer, registered_by=by, registered_at=at,
    )  # fmt: skip
    note("hospital.registered", kind=KIND, object_id=row.pk, by=by, at=at, code=row.code, name=row.name)
    return row


@transaction.atomic
def designate(
    *, hospital: Hospital, agreement_number: str, from_day: date, until_day: date | None, by: Staff, at: datetime
) -> Designation:
    """Enter an agreement; it counts once a second person has confirmed it. Two agreements never overlap."""
    require_county(by)
    if not agreement_number.strip():
        raise ClaimsRefused(_("请填写定点协议编号。"))
    if until_day is not None and until_day < from_day:
        raise ClaimsRefused(_("定点截止日早于起始日，请核对。"))
    for other in Designation.objects.filter(hospital=hospital):
        if other.from_day <= (until_day or date.max) and from_day <= (other.until_day or date.max):
            raise ClaimsRefused(
                _("与协议%(number)s（%(from)s至%(until)s）重叠。请先终止原协议，再登记新协议。")
                % {"number": other.agreement_number, "from": other.from_day, "until": other.until_day or "—"}
            )
    row: Designation = Designation.objects.create(
        hospital=hospital, agreement_number=agreement_number.strip(), from_day=from_day, until_day=until_day,
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    note("hospital.designated", kind=KIND, object_id=hospital.pk, by=by, at=at, number=row.agreement_number)
    return row


@transaction.atomic
def confirm_designation(*, designation: Designation, by: Staff, at: datetime) -> Designation:
    """Confirm an agreement as the second person."""
    require_county(by)
    row: Designation = (
        Designation.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=designation.pk)
    )
    if row.confirmed_at is not None:
        raise ClaimsRefused(_("协议%(number)s已复核过。") % {"number": row.agreement_number})
    require_other_person(by, earlier=row.proposed_by, what=_("定点协议的登记"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note(
        "hospital.designation_confirmed",
        kind=KIND,
        object_id=row.hospital_id,
        by=by,
        at=at,
        number=row.agreement_number,
    )
    return row


@transaction.atomic
def end_designation(*, designation: Designation, last_on: date, reason: str, by: Staff, at: datetime) -> Designation:
    """End an agreement with its last day. Bills of stays that began until then still count."""
    require_county(by)
    row: Designation = Designation.objects.select_for_update().get(pk=designation.pk)
    if not reason.strip():
        raise ClaimsRefused(_("请写明终止定点的原因。"))
    if last_on < row.from_day or (row.until_day is not None and last_on > row.until_day):
        raise ClaimsRefused(_("最后一日应在协议期内。"))
    row.until_day, row.end_reason = last_on, reason.strip()
    row.save(update_fields=["until_day", "end_reason"])
    note(
        "hospital.designation_ended", kind=KIND, object_id=row.hospital_id, by=by, at=at, reason=row.end_reason,
        last_on=last_on.isoformat(),
    )  # fmt: skip
    return row
