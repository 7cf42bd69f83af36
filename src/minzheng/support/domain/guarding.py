"""Guardians: on what paper, since when; a change keeps what was before. And who may sign for a person."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.idnumber import age_on
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.support.domain.road import (
    OF_AGE,
    OFFICERS,
    SupportRefused,
    adult,
    filled,
    note,
    phone_of,
    require_not_oneself,
    require_unrelated,
    supported,
)
from minzheng.support.enums import Basis, Capacity
from minzheng.support.models import Guardian
from minzheng.support.queries.standing import guardian_on


@transaction.atomic
def appoint(
    *, person: Person, name: str, id_number: str, relation: str, phone: str, basis: str, capacity: str, document: str,
    document_on: date, from_on: date, by: Staff, at: datetime, reason: str = "",
) -> Guardian:  # fmt: skip
    """Record who speaks for a person who cannot; a new guardian ends the one before on the day before.

    A minor, or by a court's finding or an assessment: always a named paper of a day. Raises SupportRefused, NotAllowed.
    """
    permissions.require_role(by, *OFFICERS)
    today = local_day(at)
    who = supported(person, today, what=_("登记监护人"))
    permissions.require_area(by, who.grounds.division_code)
    name, number = adult(name=name, id_number=id_number, person=person, day=today, what=_("监护人"))
    require_not_oneself(by, number, _("监护人"))
    filled(relation, document, what=_("与本人的关系和监护根据的文书"))
    if basis not in Basis.values or capacity not in Capacity.values:
        raise SupportRefused(_("请选择监护的根据和本人的行为能力。"))
    if basis == Basis.MINOR and age_on(person.birth_date, from_on) >= OF_AGE:
        raise SupportRefused(
            _("%(name)s在%(day)s已满18周岁，不能以未成年为由设监护；不能辨认自己行为的，凭法院认定或者鉴定文书登记。")
            % {"name": person.name, "day": from_on}
        )
    if not document_on <= today or from_on > today:
        raise SupportRefused(_("文书日期和起始日不能晚于今天。"))
    made = Guardian(
        person=person, household_id=who.grounds.household_id, division_code=who.grounds.division_code,
        case_number=who.grounds.case_number, name=name, id_number=number, relation=relation.strip(),
        phone=phone_of(phone, _("监护人电话")), basis=basis, capacity=capacity, document=document.strip(),
        document_on=document_on, from_on=from_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    require_unrelated(made, by, at)
    _follow(made, reason.strip(), by=by, at=at)
    made.save(force_insert=True)
    note(
        made, "support.guardian_recorded", by=by, at=at, reason=reason.strip() or made.document, guardian=name,
        basis=basis, from_on=from_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def end_guardian(*, guardian: Guardian, ended_on: date, reason: str, by: Staff, at: datetime) -> Guardian:
    """Record the last day of a guardian, and why. Raises SupportRefused, NotAllowed."""
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, guardian.division_code)
    row: Guardian = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    if row.ended_at is not None:
        raise SupportRefused(_("这项监护登记已经终止。"))
    require_unrelated(row, by, at)
    filled(reason, what=_("终止的原因"))
    if not row.from_on <= ended_on <= local_day(at):
        raise SupportRefused(_("终止日应在起始日和今天之间。"))
    _end(row, ended_on, reason.strip(), by=by, at=at)
    return row


def require_signer(person: Person, signed_by: str, *, day: date, barred: str = "") -> None:
    """Raise SupportRefused unless the person signed, or the guardian on record for one who has a guardian.

    `barred` is the other party: a guardian who is the other party may not sign, somebody else does.
    """
    name, guardian = signed_by.strip(), guardian_on(person, day)
    if guardian is None and age_on(person.birth_date, day) < OF_AGE:
        raise SupportRefused(_("%(name)s未满18周岁，请先登记监护人，由监护人签字。") % {"name": person.name})
    if name == barred.strip():
        raise SupportRefused(_("同一人不能代表双方签字。"))
    if guardian is not None and guardian.name == barred.strip():
        if not name:
            raise SupportRefused(_("监护人是协议的另一方，请由村（居）民委员会的人见证并签字。"))
        return
    wanted = person.name if guardian is None else guardian.name
    if name != wanted:
        raise SupportRefused(_("应由%(who)s签字（本人，或者已登记的监护人），不能由别人代替。") % {"who": wanted})


def _follow(made: Guardian, reason: str, *, by: Staff, at: datetime) -> None:
    rows = Guardian.objects.select_for_update(of=("self",)).filter(person=made.person, ended_at__isnull=True)
    before: Guardian | None = rows.first()
    if before is None:
        return
    if not reason:
        raise SupportRefused(_("已登记监护人%(name)s，变更监护人请写明原因。") % {"name": before.name})
    last = made.from_on - timedelta(days=1)
    if last < before.from_on:
        raise SupportRefused(
            _("新监护人的起始日应晚于原监护人%(name)s的起始日%(day)s。") % {"name": before.name, "day": before.from_on}
        )
    _end(before, last, reason, by=by, at=at)


def _end(row: Guardian, ended_on: date, reason: str, *, by: Staff, at: datetime) -> None:
    row.ended_on, row.ended_by, row.ended_at, row.end_reason = ended_on, by, at, reason
    row.save(update_fields=["ended_on", "ended_by", "ended_at", "end_reason"])
    note(row, "support.guardian_ended", by=by, at=at, reason=reason, guardian=row.name, on=ended_on.isoformat())
