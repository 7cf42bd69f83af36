"""Agreements that an official keeps a household's card: one person files the signed paper, another checks it.

Common procedures 5.7: no payment to a card held by an official without a filed agreement. The official neither files
nor checks the own agreement.
"""

import hashlib
import secrets
from datetime import date, datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.domain.identity import number_of as number_of_staff
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff, StaffIdentity
from minzheng.accounts.permissions import NotAllowed, require_area, require_other_person, require_role
from minzheng.kernel.idnumber import IdNumber, age_on, mask
from minzheng.kernel.media import KEPT_BYTES_MAX, kind_of
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import printable_name
from minzheng.registry.models import Household, Membership, Person
from minzheng.registry.models.fact import FactQuerySet
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.relatives.domain.roll import CHAIN
from minzheng.relatives.models import CUSTODIAN_CONTEXT, CustodyAgreement
from minzheng.services import vault
from minzheng.services.audit.domain.record import record

FILERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
OF_AGE = 18


class CustodyRefused(Refused):
    """The agreement cannot be filed, confirmed or ended as things stand."""


@transaction.atomic
def file_agreement(
    *,
    household: Household,
    resident: Person,
    holder_name: str,
    holder_id_number: str,
    relation: str,
    reason: str,
    from_on: date,
    until_on: date,
    paper: File,
    by: Staff,
    at: datetime,
    signed_for: str = "",
) -> CustodyAgreement:
    """File the signed agreement; it holds only after another person has checked it.

    `resident` is the member who signed, `signed_for` the guardian who signed for a minor.
    Raises CustodyRefused, IdNumberError, NotAllowed.
    """
    require_role(by, *FILERS)
    require_area(by, household.division_code)
    household = Household.objects.select_for_update().get(pk=household.pk)
    parsed, today = IdNumber.parse(holder_id_number, on=local_day(at)), local_day(at)
    _require_not_own(by, parsed.value)
    if household.closed_on is not None:
        raise CustodyRefused(_("户 %(number)s 已销户，不能登记代管协议。") % {"number": household.number})
    _require_signed_by_household(household, resident, signed_for, today, at)
    _require_outside(household, parsed.value, today, at)
    if not from_on <= until_on or until_on < today:
        raise CustodyRefused(_("代管截止日应在起始日之后、今天或今天以后。请核对协议上的日期。"))
    if not relation.strip() or not reason.strip():
        raise CustodyRefused(_("请写明代管人与该户的关系和代管原因，例如“邻居、村会计；本人失能，无子女”。"))
    _require_alone(household, parsed.value, from_on, until_on)
    try:
        name = printable_name(holder_name)
    except ValueError as error:
        raise CustodyRefused(_("代管人姓名不能登记：%(why)s。") % {"why": error}) from error
    row = CustodyAgreement(
        household=household, resident=resident, signed_for=signed_for.strip(), holder_name=name,
        id_number_sealed=vault.seal(parsed.value, context=CUSTODIAN_CONTEXT),
        id_number_index=vault.index(parsed.value, context=CUSTODIAN_CONTEXT),
        id_number_key_version=vault.current_version(), relation=relation.strip(), reason=reason.strip(),
        from_on=from_on, until_on=until_on, filed_by=by, filed_at=at,
    )  # fmt: skip
    _keep(row, paper)
    after = {
        "household": household.number, "holder": name, "id_number": mask(parsed.value), "sha256": row.sha256,
        "from_on": from_on.isoformat(), "until_on": until_on.isoformat(),
    }  # fmt: skip
    _audit(row, "custody.filed", by=by, at=at, after=after, reason=row.reason)
    return row


@transaction.atomic
def confirm(*, agreement: CustodyAgreement, by: Staff, at: datetime) -> CustodyAgreement:
    """Sign as the second person, of the county, that the household itself agreed. Raises CustodyRefused, NotAllowed."""
    require_role(by, Role.COUNTY_OFFICER)
    row = _locked(agreement, by)
    require_other_person(by, earlier=row.filed_by, what=_("代管协议备案"))
    _require_not_own(by, number_of(row))
    if row.confirmed_at is not None:
        raise CustodyRefused(_("这份代管协议已经核实。"))
    if row.until_on < local_day(at):
        raise CustodyRefused(_("这份代管协议已于%(day)s到期，不能再核实。请重新签订并备案。") % {"day": row.until_on})
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _audit(row, "custody.confirmed", by=by, at=at, after={"holder": row.holder_name})
    return row


@transaction.atomic
def end(*, agreement: CustodyAgreement, by: Staff, at: datetime, reason: str) -> CustodyAgreement:
    """End an agreement, or send back one that waits; from this moment nothing more goes to the card by it.

    Raises CustodyRefused, NotAllowed.
    """
    require_role(by, *FILERS)
    row = _locked(agreement, by)
    if not reason.strip():
        raise CustodyRefused(_("请写明终止原因，例如“本人已能自理，收回存折”。"))
    row.ended_by, row.ended_at, row.end_reason = by, at, reason.strip()
    row.save(update_fields=["ended_by", "ended_at", "end_reason"])
    _audit(row, "custody.ended", by=by, at=at, after={"holder": row.holder_name}, reason=row.end_reason)
    return row


def number_of(row: CustodyAgreement) -> str:
    """Return the custodian's whole number for matching by the system."""
    return vault.open_sealed(bytes(row.id_number_sealed), context=CUSTODIAN_CONTEXT)


def read_paper(row: CustodyAgreement) -> bytes:
    """Return the filed paper; raise CustodyRefused if it is not the one that was filed."""
    with row.file.open("rb") as content:
        data: bytes = content.read()
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise CustodyRefused(_("协议原件与备案时的指纹不符，可能被改动，请报审计人员核查。"))
    return data


def _locked(agreement: CustodyAgreement, by: Staff) -> CustodyAgreement:
    row: CustodyAgreement = (
        CustodyAgreement.objects.select_related("household", "filed_by").select_for_update(of=("self",))
        .get(pk=agreement.pk)
    )  # fmt: skip
    require_area(by, row.household.division_code)
    if row.ended_at is not None:
        raise CustodyRefused(_("这份代管协议已经终止。"))
    return row


def _require_not_own(by: Staff, number: str) -> None:
    known = StaffIdentity.objects.filter(staff=by).first()
    if known is not None and number_of_staff(known) == number:
        raise NotAllowed(_("代管人是您本人（%(name)s），备案和核实都须由他人办理。") % {"name": by.name})


def _require_signed_by_household(
    household: Household, resident: Person, signed_for: str, day: date, at: datetime
) -> None:
    if not _members(household, day, at).filter(person=resident).exists():
        raise CustodyRefused(
            _("%(name)s不是户 %(number)s 的成员，代管须由家庭成员本人同意。")
            % {"name": resident.name, "number": household.number}
        )
    if age_on(resident.birth_date, day) < OF_AGE and not signed_for.strip():
        raise CustodyRefused(_("%(name)s未满18周岁，请填写代签的监护人姓名。") % {"name": resident.name})


def _require_outside(household: Household, number: str, day: date, at: datetime) -> None:
    indexes = vault.search_indexes(number, context=ID_NUMBER_CONTEXT)
    if _members(household, day, at).filter(person__id_number_index__in=indexes).exists():
        raise CustodyRefused(_("代管人就是该户成员，不需要代管协议；在“登记收款账户”中选该成员即可。"))


def _require_alone(household: Household, number: str, from_on: date, until_on: date) -> None:
    same = CustodyAgreement.objects.filter(
        household=household, ended_at__isnull=True, from_on__lte=until_on, until_on__gte=from_on,
        id_number_index__in=vault.search_indexes(number, context=CUSTODIAN_CONTEXT),
    ).first()  # fmt: skip
    if same is not None:
        raise CustodyRefused(
            _("该户与%(name)s已有一份同期的代管协议（%(start)s至%(end)s）。内容有变的，请先终止原协议。")
            % {"name": same.holder_name, "start": same.from_on, "end": same.until_on}
        )


def _members(household: Household, day: date, at: datetime) -> FactQuerySet:
    rows: FactQuerySet = Membership.objects.filter(household=household).as_of(day, at)
    return rows


def _keep(row: CustodyAgreement, paper: File) -> None:
    data = paper.read(KEPT_BYTES_MAX + 1)
    if len(data) > KEPT_BYTES_MAX:
        raise CustodyRefused(
            _("文件“%(name)s”超过%(n)d兆字节。请压缩后再上传。") % {"name": paper.name, "n": KEPT_BYTES_MAX // 2**20}
        )
    kind = kind_of(data)
    if kind is None:
        raise CustodyRefused(_("文件“%(name)s”不是JPEG、PNG图片或PDF，不能保存。") % {"name": paper.name})
    row.media_type, suffix = kind
    row.sha256, row.size_bytes = hashlib.sha256(data).hexdigest(), len(data)
    row.file.save(f"custody/{secrets.token_hex(16)}.{suffix}", ContentFile(data), save=False)
    row.save(force_insert=True)


def _audit(row: CustodyAgreement, action: str, *, by: Staff, at: datetime, after: object, reason: str = "") -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="custody_agreement", object_id=str(row.pk),
        division_code=row.household.division_code, after=after, reason=reason,
    )  # fmt: skip
