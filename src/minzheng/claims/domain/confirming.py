"""A settled file confirmed by a second person, or taken back whole. Signs of fraud are looked into first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.intake import KIND
from minzheng.claims.domain.reckoning import lock_years, reckon_years
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.enums import FileState
from minzheng.claims.models import Claim, Reckoning, SettlementFile
from minzheng.claims.queries.signs import signs_of_file
from minzheng.services.inserting import insert_all


@transaction.atomic
def confirm(*, file: SettlementFile, note_on_signs: str, by: Staff, at: datetime) -> SettlementFile:
    """Confirm a file as the second person; only then may it be paid. Signs need a word on what was found."""
    require_county(by)
    row = _locked(file, FileState.SETTLED)
    require_other_person(by, earlier=row.received_by, what=_("结算文件的接收"))
    signs = signs_of_file(row)
    if signs and not note_on_signs.strip():
        raise ClaimsRefused(
            _("本批有%(n)d笔有疑点（例如住院时间过长、同时住两家医院）。请核实后写明情况，再复核。") % {"n": len(signs)}
        )
    row.state, row.confirmed_by, row.confirmed_at = FileState.CONFIRMED, by, at
    row.confirm_note = note_on_signs.strip()
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "confirm_note"])
    note(
        "settlement.confirmed", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, signs=len(signs),
        reason=row.confirm_note,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw(*, file: SettlementFile, reason: str, by: Staff, at: datetime) -> SettlementFile:
    """Take a whole file back before it is confirmed: its bills are reversed, and may be handed in again."""
    require_county(by)
    row = _locked(file, FileState.RECEIVED, FileState.SETTLED)
    if not reason.strip():
        raise ClaimsRefused(_("请写明退回原因，医院据此重新报送。"))
    claims = list(Claim.objects.filter(file=row, replaced_by__isnull=True, is_reversal=False))
    keys = {(claim.person_id, claim.settled_on.year) for claim in claims}
    lock_years(keys)
    insert_all(reversal_of(claim, reason.strip(), by=by, at=at) for claim in claims)
    reckon_years(keys, by=by, at=at, file=row)
    row.state, row.withdrawn_by, row.withdrawn_at = FileState.WITHDRAWN, by, at
    row.withdraw_reason = reason.strip()
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdraw_reason"])
    note("settlement.withdrawn", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, reason=reason.strip())
    return row


def reversal_of(claim: Claim, reason: str, *, by: Staff, at: datetime) -> Claim:
    """Return the unsaved row that says a bill no longer counts."""
    return Claim(
        number=claim.number, kind=claim.kind, mode=claim.mode, hospital_id=claim.hospital_id, file_id=claim.file_id,
        line=claim.line, person_id=claim.person_id, division_code=claim.division_code, admitted_on=claim.admitted_on,
        discharged_on=claim.discharged_on, settled_on=claim.settled_on, facts={}, is_reversal=True, replaces=claim,
        reason=reason[:200], entered_by=by, entered_at=at,
    )  # fmt: skip


def _locked(file: SettlementFile, *states: FileState) -> SettlementFile:
    row: SettlementFile = (
        SettlementFile.objects.select_for_update(of=("self",)).select_related("hospital", "received_by").get(pk=file.pk)
    )
    if row.state not in states:
        raise ClaimsRefused(
            _("批次%(number)s现为“%(state)s”，不能这样办。") % {"number": row.number, "state": row.get_state_display()}
        )
    return row


def unpaid(file: SettlementFile) -> list[Reckoning]:
    """Return what of a confirmed file no payment holds yet."""
    rows = Reckoning.objects.filter(file=file, statement__isnull=True).exclude(delta_fen=0)
    return list(rows.defer("evaluation_packed"))
