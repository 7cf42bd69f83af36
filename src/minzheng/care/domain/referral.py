"""Sending a household on, and what comes back. The office that answers decides; here it is recorded."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.care.domain import paper
from minzheng.care.domain.road import CareRefused, next_number, require_officer, require_unrelated
from minzheng.care.enums import Outcome, Target
from minzheng.care.models import CarePaper, Referral, ReferralAnswer
from minzheng.casework.queries.members import members_on
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words
from minzheng.registry.models import Household, Person
from minzheng.services.audit.domain.record import record
from minzheng.services.calendar.queries import add_working_days
from minzheng.statute.period import figure
from minzheng.statute.referral import referral_law

SLIP = "referral_slip"


@transaction.atomic
def send(
    *, household: Household, target: str, reason: str, by: Staff, at: datetime, sent_on: date, office: str = "",
    person: Person | None = None,
) -> Referral:  # fmt: skip
    """Refer a household, or one of its people; the day for the answer is counted in working days."""
    require_officer(by, household.division_code)
    require_unrelated(household=household, by=by, at=at)
    if household.closed_on is not None:
        raise CareRefused(_("户%(number)s已销户，不能转介。") % {"number": household.number})
    if target not in Target.values:
        raise CareRefused(_("请选择转介事项。"))
    if not reason.strip():
        raise CareRefused(_("请写明为什么转介、这一户需要什么。"))
    if sent_on > local_day(at):
        raise CareRefused(_("转介日期%(day)s晚于今天，请核对。") % {"day": sent_on})
    if person is not None and person not in members_on(household, sent_on, at):
        raise CareRefused(
            _("%(name)s不是户%(number)s的成员，请核对。") % {"name": person.name, "number": household.number}
        )
    Household.objects.select_for_update().get(pk=household.pk)
    same = Referral.objects.filter(household=household, person=person, target=target, answer__isnull=True).first()
    if same is not None:
        raise CareRefused(
            _("同一事项已转介（%(number)s），还没有反馈，不重复转介。请先登记反馈或撤回。") % {"number": same.number}
        )
    law = referral_law(target, sent_on)
    days = figure("referral_answer_working_days", place=household.division_code, on=sent_on).value
    with as_kept():
        due = add_working_days(sent_on, days)
    row = Referral(
        number=next_number("ZJ", household.division_code, at), household=household, person=person,
        division_code=household.division_code, target=target, office=office.strip() or law.office,
        reason=reason.strip(), law=law.reference, sent_on=sent_on, due_on=due.day,
        is_due_provisional=due.provisional, due_counted=due.counted, sent_by=by, sent_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _note(row, "referral.sent", by=by, at=at, reason=row.reason, target=target, office=row.office, due_on=str(due.day))
    return row


@transaction.atomic
def answer(
    *, referral: Referral, outcome: str, text: str, answered_on: date, by: Staff, at: datetime,
    amount_fen: int | None = None, document_number: str = "",
) -> ReferralAnswer:  # fmt: skip
    """Record what the office answered, once; or withdraw a referral that was sent in error."""
    row = _open(referral, by=by, at=at)
    if outcome not in Outcome.values:
        raise CareRefused(_("请选择反馈结果。"))
    if not text.strip():
        raise CareRefused(_("请写明办理情况或理由。"))
    if amount_fen is not None and outcome != Outcome.GRANTED:
        raise CareRefused(_("只有已给予帮扶的才填写金额。"))
    if not row.sent_on <= answered_on <= local_day(at):
        raise CareRefused(_("反馈日期应在转介日期%(day)s至今天之间，请核对。") % {"day": row.sent_on})
    given = ReferralAnswer(
        referral=row, outcome=outcome, text=text.strip(), amount_fen=amount_fen,
        document_number=document_number.strip(), answered_on=answered_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    given.save(force_insert=True)
    _note(row, "referral.answered", by=by, at=at, reason=given.text, outcome=outcome, amount_fen=amount_fen)
    return given


@transaction.atomic
def issue_slip(*, referral: Referral, by: Staff, at: datetime) -> CarePaper:
    """Issue the slip that goes to the office, with the part on which it answers. Once."""
    row = _open(referral, by=by, at=at)
    if CarePaper.objects.filter(referral=row).exists():
        raise CareRefused(_("转介单%(number)s已制发，不重复制发。") % {"number": row.number})
    with as_kept():
        head = next(iter(members_on(row.household, row.sent_on, at)), None)
        known = {
            "referral": {
                "target": str(Target(row.target).label),
                "head": head.name if head else row.household.number,
                "person": row.person.name if row.person else _("全家"),
                "address": row.household.address,
                "reason": row.reason,
                "law": row.law,
                "due": day_words(row.due_on),
            }
        }
    made = paper.issue(
        form=SLIP, known=known, number=row.number, to=row.office, division_code=row.division_code, by=by, at=at,
        referral=row,
    )  # fmt: skip
    _note(row, "referral.slip_issued", by=by, at=at, number=made.number)
    return made


def _open(referral: Referral, *, by: Staff, at: datetime) -> Referral:
    """Return the row, locked, as long as it waits for its answer."""
    row: Referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("household", "person").get(pk=referral.pk)
    )
    require_officer(by, row.division_code)
    require_unrelated(household=row.household, by=by, at=at)
    if ReferralAnswer.objects.filter(referral=row).exists():
        raise CareRefused(_("转介%(number)s的反馈已登记，不能再改。") % {"number": row.number})
    return row


def _note(row: Referral, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    record(
        chain=f"referral:{row.pk}", at=at, by=by, action=action, object_kind="referral", object_id=str(row.pk),
        division_code=row.division_code, reason=reason, after={"number": row.number, **after},
    )  # fmt: skip
