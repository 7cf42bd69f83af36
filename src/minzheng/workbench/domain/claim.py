"""Taking a case out of the pool, putting it back, and handing on what was in a colleague's hands."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import WRITE_ROLES, Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import NotAllowed, require_active, require_area, require_role
from minzheng.casework.domain import flow
from minzheng.casework.enums import CLOSED_STATES, State
from minzheng.casework.models import Case
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services import vault
from minzheng.services.audit.domain.record import record
from minzheng.workbench.domain.keep import CHAIN
from minzheng.workbench.models import Claim, Draft, Handover, Mention, SavedView
from minzheng.workbench.queries.keep import context_of

# Who may pass on the work of somebody else, within their own area.
HANDERS = (Role.COUNTY_OFFICER, Role.LEADER)


class ClaimRefused(Refused):
    """The case cannot be taken or put back."""


class HandoverRefused(Refused):
    """The work cannot be passed on so."""


@transaction.atomic
def take_up(*, case: Case, by: Staff, at: dt.datetime) -> Claim:
    """Say "I take it": colleagues of the same role see it and leave it alone. Raises ClaimRefused, NotAllowed."""
    require_role(by, *WRITE_ROLES - {Role.FINANCE_OFFICER})
    require_area(by, case.division_code)
    if case.state in CLOSED_STATES:
        raise ClaimRefused(
            _("办件%(number)s已办结（%(state)s），不用领办。")
            % {"number": case.number, "state": State(case.state).label}
        )
    held = Claim.objects.filter(case=case, role=by.role, released_at__isnull=True).select_related("taken_by").first()
    if held is not None:
        raise ClaimRefused(_taken(case, held))
    try:
        with transaction.atomic():
            claim: Claim = Claim.objects.create(case=case, role=by.role, taken_by=by, taken_at=at)
    except IntegrityError as error:
        raise ClaimRefused(_("办件%(number)s刚被同事领办。请刷新页面。") % {"number": case.number}) from error
    flow.note(case=case, action="take_up", by=by, at=at, details={"claim": claim.pk})
    return claim


@transaction.atomic
def put_back(*, case: Case, by: Staff, at: dt.datetime) -> None:
    """Put one's own case back into the pool. Raises ClaimRefused, NotAllowed."""
    require_area(by, case.division_code)
    claim = Claim.objects.filter(case=case, role=by.role, released_at__isnull=True).select_related("taken_by").first()
    if claim is None:
        raise ClaimRefused(_("办件%(number)s没有人领办，不用放回。") % {"number": case.number})
    if claim.taken_by_id != by.pk:
        raise ClaimRefused(_taken(case, claim))
    _release(claim, by, at)
    flow.note(case=case, action="put_back", by=by, at=at, details={"claim": claim.pk})


@transaction.atomic
def hand_over(
    *, giver: Staff, taker: Staff, by: Staff, at: dt.datetime, reason: str, until_on: dt.date | None = None
) -> Handover:
    """Pass what is in one person's hands to another: claimed cases, unseen reminders, drafts, saved views.

    Raises HandoverRefused, NotAllowed. Run it with the whole area of the giver in sight.
    """
    require_role(by, *HANDERS)
    require_active(taker)
    for code in giver.areas.values_list("division_code", flat=True):
        require_area(by, code)
    _require_fit(giver, taker, reason, at, until_on)
    counts = {
        "claims": _pass_claims(giver, taker, by, at),
        "mentions": _pass_mentions(giver, taker, at),
        "drafts": _pass_drafts(giver, taker),
        "views": _pass_views(giver, taker),
    }
    row = Handover.objects.create(
        giver=giver, taker=taker, until_on=until_on, reason=reason.strip(), counts=counts, handed_by=by, handed_at=at
    )
    record(
        chain=CHAIN, at=at, by=by, action="workbench.handed_over", object_kind="accounts.Staff",
        object_id=str(giver.pk), after={"to": taker.username, **counts}, reason=reason.strip(),
    )  # fmt: skip
    return row


def _require_fit(giver: Staff, taker: Staff, reason: str, at: dt.datetime, until_on: dt.date | None) -> None:
    if giver.pk == taker.pk:
        raise HandoverRefused(_("移交人和接手人是同一个人。请选另一位同事接手。"))
    if giver.role != taker.role:
        raise HandoverRefused(
            _("%(giver)s是%(old)s，%(taker)s是%(new)s，权限不同，接不了这些工作。请选同一角色的同事。")
            % {
                "giver": giver.name, "taker": taker.name,
                "old": giver.get_role_display(), "new": taker.get_role_display(),
            }
        )  # fmt: skip
    if not taker.area.covers_area(giver.area):
        raise NotAllowed(
            _("%(taker)s的管辖范围不包括%(giver)s的全部村（社区），看不到其中的办件。请先由局领导调整管辖区域。")
            % {"giver": giver.name, "taker": taker.name}
        )
    if not reason.strip():
        raise HandoverRefused(_("请写明为什么移交（例如“调离”“产假”），这会留在记录里。"))
    if until_on is not None and until_on < local_day(at):
        raise HandoverRefused(_("代办的截止日 %(day)s 已经过去。请改为今天以后的日期，或留空。") % {"day": until_on})


def _release(claim: Claim, by: Staff, at: dt.datetime) -> None:
    claim.released_by, claim.released_at = by, at
    claim.save(update_fields=["released_by", "released_at"])


def _pass_claims(giver: Staff, taker: Staff, by: Staff, at: dt.datetime) -> int:
    rows = list(Claim.objects.filter(taken_by=giver, released_at__isnull=True).select_related("case").order_by("pk"))
    for row in rows:
        _release(row, by, at)
        Claim.objects.create(case=row.case, role=row.role, taken_by=taker, taken_at=at, passed_from=giver)
        flow.note(case=row.case, action="pass_on", by=by, at=at, details={"from": giver.username, "to": taker.username})
    return len(rows)


def _pass_mentions(giver: Staff, taker: Staff, at: dt.datetime) -> int:
    """A reminder goes on to the taker; one the taker has anyway is only taken off the giver's list."""
    rows = Mention.objects.filter(staff=giver, seen_at__isnull=True)
    twice = set(Mention.objects.filter(staff=taker).values_list("note_id", flat=True))
    passed: int = rows.exclude(note__in=twice).update(staff=taker, passed_from=giver)
    Mention.objects.filter(staff=giver, seen_at__isnull=True).update(seen_at=at)
    return passed


def _pass_drafts(giver: Staff, taker: Staff) -> int:
    taken = set(Draft.objects.filter(staff=taker).values_list("key", flat=True))
    passed = 0
    for row in Draft.objects.filter(staff=giver).exclude(key__in=taken):
        text = vault.open_sealed(bytes(row.values_sealed), context=context_of(giver))
        row.values_sealed = vault.seal(text, context=context_of(taker))
        row.staff, row.passed_from = taker, giver
        row.save(update_fields=["values_sealed", "staff", "passed_from"])
        passed += 1
    return passed


def _pass_views(giver: Staff, taker: Staff) -> int:
    names = set(SavedView.objects.filter(owner=taker).values_list("page", "name"))
    rows = [row for row in SavedView.objects.filter(owner=giver) if (row.page, row.name) not in names]
    SavedView.objects.bulk_create(
        SavedView(
            owner=taker, page=row.page, name=row.name, query=row.query, office=row.office, saved_at=row.saved_at,
            passed_from=giver,
        )
        for row in rows
    )  # fmt: skip
    return len(rows)


def _taken(case: Case, claim: Claim) -> str:
    return _("办件%(number)s已由%(name)s领办。要接过来，请对方放回，或由县局办理移交。") % {
        "number": case.number,
        "name": claim.taken_by.name,
    }
