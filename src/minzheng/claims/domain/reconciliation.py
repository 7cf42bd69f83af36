"""Our books against the hospital's, at least twice a year, by two people (财社〔2013〕217号 第十三条)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.models import Hospital, Reconciliation
from minzheng.claims.queries.reconciling import ours
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month

KIND = "hospital"


@transaction.atomic
def prepare(
    *, hospital: Hospital, from_month: Month, until_month: Month, their_count: int, their_fen: int, explanation: str,
    by: Staff, at: datetime,
) -> Reconciliation:  # fmt: skip
    """Set the hospital's sum of a span of months against ours; a difference must be explained."""
    require_county(by)
    if until_month < from_month:
        raise ClaimsRefused(_("截止月份早于起始月份，请核对。"))
    found = ours(hospital, from_month, until_month)
    difference = their_fen - found["aid_fen"]
    if (difference or their_count != found["bills"]) and not explanation.strip():
        raise ClaimsRefused(
            _("本单位账%(ours)s元%(bills)d笔，医院账%(theirs)s元%(their_bills)d笔，不一致。请查明后写明差额的原因。")
            % {
                "ours": format_yuan(found["aid_fen"]), "bills": found["bills"], "theirs": format_yuan(their_fen),
                "their_bills": their_count,
            }
        )  # fmt: skip
    row: Reconciliation = Reconciliation.objects.create(
        hospital=hospital, from_month=str(from_month), until_month=str(until_month), ours=found,
        their_count=their_count, their_fen=their_fen, difference_fen=difference, explanation=explanation.strip(),
        prepared_by=by, prepared_at=at,
    )  # fmt: skip
    note(
        "hospital.reconciled", kind=KIND, object_id=hospital.pk, by=by, at=at, difference_fen=difference,
        months=[row.from_month, row.until_month],
    )  # fmt: skip
    return row


@transaction.atomic
def confirm(*, reconciliation: Reconciliation, by: Staff, at: datetime) -> Reconciliation:
    """Confirm as the second person. What has changed on our side meanwhile is said, and is reconciled anew."""
    require_county(by)
    row: Reconciliation = (
        Reconciliation.objects.select_for_update(of=("self",))
        .select_related("hospital", "prepared_by")
        .get(pk=reconciliation.pk)
    )
    if row.confirmed_at is not None:
        raise ClaimsRefused(_("这次对账已复核过。"))
    require_other_person(by, earlier=row.prepared_by, what=_("机构对账"))
    now = ours(row.hospital, Month.parse(row.from_month), Month.parse(row.until_month))
    if now != row.ours:
        raise ClaimsRefused(_("对账以后本单位账有变动，请重新对账。"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note("hospital.reconciliation_confirmed", kind=KIND, object_id=row.hospital_id, by=by, at=at)
    return row
