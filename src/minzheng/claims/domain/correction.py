"""A bill corrected or reversed: said by one, confirmed by another; the year is reckoned again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.confirming import reversal_of
from minzheng.claims.domain.reckoning import lock_years, reckon_years
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.enums import BILLS, ChangeKind, FileState, Mode
from minzheng.claims.models import Change, Claim
from minzheng.claims.models.claim import OUTGO
from minzheng.kernel.fen import format_yuan

KIND = "claim"
MONEY = ("bill_fen", *OUTGO)
DAYS = ("admitted_on", "discharged_on", "settled_on")


@transaction.atomic
def propose(
    *, claim: Claim, kind: str, reason: str, by: Staff, at: datetime, values: Mapping[str, Any] | None = None
) -> Change:
    """Say what is wrong with a bill: `values` are the right sums (fen) and days. Nothing changes yet."""
    require_county(by)
    row = _living(claim)
    if not reason.strip():
        raise ClaimsRefused(_("请写明更正或冲销的原因。"))
    if row.kind not in BILLS:
        raise ClaimsRefused(_("只有医疗费用的结算单可以更正或冲销。"))
    if row.mode == Mode.AFTER:
        raise ClaimsRefused(_("个人申请的救助已经作出决定，请按救济或追回的程序办理，不能直接更正。"))
    if row.file is not None and row.file.state != FileState.CONFIRMED:
        raise ClaimsRefused(_("批次%(number)s还没有复核，请退回整批或先复核。") % {"number": row.file.number})
    if Change.objects.filter(claim=row, confirmed_at__isnull=True).exists():
        raise ClaimsRefused(_("这张结算单已有一项更正等待复核。"))
    given = _values(row, values or {}) if kind == ChangeKind.CORRECT else {}
    change: Change = Change.objects.create(
        claim=row, kind=kind, values=given, reason=reason.strip(), proposed_by=by, proposed_at=at
    )
    note("bill.change_proposed", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, reason=change.reason)
    return change


@transaction.atomic
def confirm(*, change: Change, by: Staff, at: datetime) -> Claim:
    """Confirm as the second person: the new version stands from now on; return it."""
    require_county(by)
    row: Change = (
        Change.objects.select_for_update(of=("self",)).select_related("proposed_by", "claim").get(pk=change.pk)
    )
    if row.confirmed_at is not None:
        raise ClaimsRefused(_("这项更正已复核过。"))
    require_other_person(by, earlier=row.proposed_by, what=_("结算单更正的提出"))
    was = _living(row.claim)
    made = (
        reversal_of(was, row.reason, by=by, at=at) if row.kind == ChangeKind.REVERSE else _corrected(was, row, by, at)
    )
    keys = {(was.person_id, was.settled_on.year), (was.person_id, made.settled_on.year)}
    lock_years(keys)
    made.save(force_insert=True)
    changed = reckon_years(keys, by=by, at=at)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note(
        "bill.changed", kind=KIND, object_id=was.pk, by=by, at=at, number=was.number, reason=row.reason,
        difference_fen=sum(one.delta_fen for one in changed), version=made.pk,
    )  # fmt: skip
    return made


def _values(claim: Claim, values: Mapping[str, Any]) -> dict[str, Any]:
    known = {**{name: getattr(claim, name) for name in (*MONEY, *DAYS)}, **values}
    if known["admitted_on"] > known["discharged_on"] or known["discharged_on"] > known["settled_on"]:
        raise ClaimsRefused(_("入院、出院、结算的日期应依次先后，请核对。"))
    paid = sum(known[name] for name in OUTGO)
    if known["bill_fen"] <= 0 or paid > known["bill_fen"] or min(known[name] for name in MONEY) < 0:
        raise ClaimsRefused(
            _("更正后的各项合计%(paid)s元，超过总费用%(bill)s元，或有负数。请核对。")
            % {"paid": format_yuan(paid), "bill": format_yuan(known["bill_fen"])}
        )
    changed = {name: value for name, value in values.items() if getattr(claim, name) != value}
    if not changed:
        raise ClaimsRefused(_("更正后的数据与原来的相同，没有可以更正的。"))
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in changed.items()}


def _corrected(was: Claim, change: Change, by: Staff, at: datetime) -> Claim:
    given = {name: date.fromisoformat(value) if name in DAYS else value for name, value in change.values.items()}
    fields = {name: given.get(name, getattr(was, name)) for name in (*MONEY, *DAYS)}
    facts = {**was.facts, **{name: fields[name] for name in MONEY}}
    return Claim(
        number=was.number, kind=was.kind, mode=was.mode, hospital_id=was.hospital_id, file_id=was.file_id,
        line=was.line, person_id=was.person_id, division_code=was.division_code, laid_out_fen=was.laid_out_fen,
        facts=facts, sources=was.sources, medical_sealed=was.medical_sealed, replaces=was, reason=change.reason,
        entered_by=by, entered_at=at, **fields,
    )  # fmt: skip


def _living(claim: Claim) -> Claim:
    row: Claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("file")
        .defer("file__content_sealed")
        .get(pk=claim.pk)
    )
    if row.is_reversal or Claim.objects.filter(replaces=row).exists():
        raise ClaimsRefused(_("结算单%(number)s已被更正或冲销，请看最新的一版。") % {"number": row.number})
    return row
