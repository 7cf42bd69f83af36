"""The second half of an import: another person, of the county, approves or rejects what the first one handed in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.casework.domain import takeover
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import intake, known, register
from minzheng.integrations.roster.domain.submit import CHAIN
from minzheng.integrations.roster.enums import BatchKind, BatchState
from minzheng.integrations.roster.models import ImportBatch, ImportRow
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.registry.domain import bulk
from minzheng.registry.domain.intake import NewHousehold
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Household, Person
from minzheng.services import vault
from minzheng.services.audit.domain.record import record


class NotWaiting(Refused):
    """The batch is not waiting for a decision."""


class NothingLeft(Refused):
    """Every household of the batch has meanwhile been registered or taken over elsewhere."""


@dataclass(frozen=True)
class _Opened:
    """A stored household, unsealed for the length of one approval."""

    row: ImportRow
    text: str
    new: NewHousehold


@kept
@transaction.atomic
def approve(
    *, batch: ImportBatch, by: Staff, at: dt.datetime, progress: Callable[[int], object] | None = None
) -> ImportBatch:
    """Register the batch's households and take over their decisions, all in one transaction; return the batch.

    `progress` hears how many are taken over. About 5 ms a household.

    Households that were registered or taken over since the check are left out, each with its reason. Approving an
    approved batch again changes nothing. Raises NotAllowed (also: whoever submitted may not approve), NotWaiting,
    NothingLeft.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("submitted_by").get(pk=batch.pk)
    _require_decider(batch, by)
    if batch.state == BatchState.APPROVED:
        return batch
    _require_waiting(batch)
    if batch.kind != BatchKind.TAKEOVER:
        return _decided(batch, register.registered(batch, by=by, at=at, progress=progress), by=by, at=at)
    opened = _open(batch)
    good = _still_good(batch, opened, by=by, at=at)
    if not good:
        raise _nothing_left(batch, len(opened))
    where = [_("第 %(row)d 行：") % {"row": item.row.row} for item in good]
    households = bulk.register_many(
        households=[item.new for item in good], by=by, at=at, source=_source(batch), where=where
    )
    people = find_many(member.id_number for item in good for member in item.new.members)
    for done, (item, household) in enumerate(zip(good, households, strict=True), 1):
        _take_over(batch, item, household, people, by=by, at=at)
        if progress is not None:
            progress(done)
    return _decided(batch, len(good), by=by, at=at)


def _decided(batch: ImportBatch, imported: int, *, by: Staff, at: dt.datetime) -> ImportBatch:
    if not imported:
        raise _nothing_left(batch, batch.households_good)
    batch.state, batch.decided_by, batch.decided_at = BatchState.APPROVED, by, at
    batch.households_imported = imported
    batch.save(update_fields=["state", "decided_by", "decided_at", "households_imported"])
    _record(batch, "import.approved", by=by, at=at)
    return batch


def _nothing_left(batch: ImportBatch, count: int) -> NothingLeft:
    return NothingLeft(
        _("没有可导入的户：批次 %(number)s 的 %(n)d 户在提交之后都已另行登记或接管。请退回本批次。")
        % {"number": batch.number, "n": count},
    )


def require_may_approve(batch: ImportBatch, by: Staff) -> None:
    """Raise NotAllowed or NotWaiting if this person may not approve this batch now."""
    _require_decider(batch, by)
    _require_waiting(batch)


@kept
@transaction.atomic
def reject(*, batch: ImportBatch, by: Staff, at: dt.datetime, reason: str) -> ImportBatch:
    """Send the batch back; nothing of it is imported, and the corrected or the same file may be submitted again.

    Raises NotAllowed (also: whoever submitted may not decide), NotWaiting for a decided batch or without a reason.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("submitted_by").get(pk=batch.pk)
    _require_decider(batch, by)
    _require_waiting(batch)
    if not reason.strip():
        raise NotWaiting(_("退回须写明原因，提交人才知道怎样更正。"))
    batch.state, batch.decided_by, batch.decided_at, batch.reason = BatchState.REJECTED, by, at, reason.strip()
    batch.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _record(batch, "import.rejected", by=by, at=at)
    return batch


def outcome_in_words(batch: ImportBatch) -> str:
    """Return the counts of a batch as a sentence: 共 60 户，导入 48 户，未导入 12 户，原因：……"""
    imported = batch.households_imported
    if batch.state != BatchState.APPROVED or imported is None:
        return _("共 %(total)d 户，可导入 %(good)d 户，%(state)s。") % {
            "total": batch.households_total,
            "good": batch.households_good,
            "state": batch.get_state_display(),
        }
    left = batch.households_total - imported
    text = _("共 %(total)d 户，导入 %(n)d 户，未导入 %(left)d 户") % {
        "total": batch.households_total,
        "n": imported,
        "left": left,
    }
    reasons = []
    if batch.households_total > batch.households_good:
        reasons.append(_("预检有错误 %(n)d 户（见问题清单）") % {"n": batch.households_total - batch.households_good})
    reasons += [
        _("%(why)s %(n)d 户") % {"why": why, "n": n} for why, n in queries.reasons_left_out(batch).most_common()
    ]
    return text + (_("，原因：%(why)s。") % {"why": clauses(reasons)} if reasons else "。")


def _require_decider(batch: ImportBatch, by: Staff) -> None:
    require_role(by, Role.COUNTY_OFFICER)
    require_area(by, batch.division_code)
    require_other_person(by, earlier=batch.submitted_by, what=_("这批名册的提交"))


def _require_waiting(batch: ImportBatch) -> None:
    if batch.state != BatchState.SUBMITTED:
        raise NotWaiting(
            _("批次 %(number)s %(state)s，不能再次办理。")
            % {"number": batch.number, "state": batch.get_state_display()},
        )


def _source(batch: ImportBatch) -> str:
    return _("名册导入 %(number)s") % {"number": batch.number}


def _open(batch: ImportBatch) -> list[_Opened]:
    """Unseal the households. What the roster says holds from the first day of the month in which it was handed in."""
    holds_from = local_day(batch.submitted_at).replace(day=1)
    opened = []
    for row in queries.rows(batch):
        text = vault.open_sealed(bytes(row.sealed), context=intake.SEALED_CONTEXT)
        source = _("%(batch)s “%(sheet)s”第 %(row)d 行") % {"batch": _source(batch), "sheet": row.sheet, "row": row.row}
        opened.append(_Opened(row, text, intake.new_household(text, holds_from=holds_from, source=source)))
    return opened


def _still_good(batch: ImportBatch, opened: list[_Opened], *, by: Staff, at: dt.datetime) -> list[_Opened]:
    """Return the households nobody of whom was registered since the check; say of the others why they stay out."""
    names = {member.id_number: member.name for item in opened for member in item.new.members}
    answers = known.people(names, program=batch.program, by=by, at=at)
    used = known.used_documents({item.row.document_number for item in opened})
    good = []
    for item in opened:
        reasons = [answers[member.id_number].reason for member in item.new.members if member.id_number in answers]
        if item.row.document_number in used:
            reasons.append(_("证号或文号已经接管过"))
        if reasons:
            item.row.left_out_reason = reasons[0]
            item.row.save(update_fields=["left_out_reason"])
        else:
            good.append(item)
    return good


def _take_over(
    batch: ImportBatch,
    item: _Opened,
    household: Household,
    people: dict[str, Person],
    *,
    by: Staff,
    at: dt.datetime,
) -> None:
    places, payee = intake.covered_places(item.text)
    members = [people[member.id_number] for member in item.new.members]
    row = item.row
    row.decision = takeover.take_over(
        household=household,
        program=batch.program,
        document_number=row.document_number,
        amount_fen=row.amount_fen,
        from_month=Month.parse(row.from_month),
        payee=members[payee],
        covered_persons=[members[place] for place in places],
        submitted_by=batch.submitted_by,
        by=by,
        at=at,
        source=item.new.source[:120],
    )
    row.household = household
    row.save(update_fields=["household", "decision"])


def _record(batch: ImportBatch, action: str, *, by: Staff, at: dt.datetime) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="import_batch",
        object_id=str(batch.pk),
        division_code=batch.division_code,
        after={"number": batch.number, "households_imported": batch.households_imported},
        reason=batch.reason,
    )
