"""Work taken up: recorded, asked about again after 3, 6 and 12 months, ended.

Wages change what a household may draw. So every act here that changes them writes a change report of the case, which
waits in casework to be reckoned again; nothing is reckoned here.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.care.domain.road import CareRefused, next_number, require_covered, require_officer
from minzheng.care.enums import FOLLOW_UP_MONTHS
from minzheng.care.models import FollowUp, Placement
from minzheng.care.queries.jobs import wage_now
from minzheng.casework.domain import change_report
from minzheng.casework.enums import HELD_STATES, ChangeKind, OfferAnswer, ReportedBy
from minzheng.casework.models import Case, ChangeReport, JobOffer
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record
from minzheng.services.calendar.queries import add_working_days
from minzheng.statute.period import figure, months_after


@transaction.atomic
def place(
    *, case: Case, person: Person, from_on: date, wage_fen: int, by: Staff, at: datetime, offer: JobOffer | None = None,
    employer: str = "", job: str = "",
) -> Placement:  # fmt: skip
    """Record that a covered member began to work: through an accepted offer, or having found the job alone."""
    require_officer(by, case.division_code)
    require_covered(case, person, what=_("登记上岗"))
    if offer is not None:
        offer = _accepted(offer, case, person)
        employer, job = offer.employer, offer.job
    if not (employer.strip() and job.strip()) or wage_fen <= 0:
        raise CareRefused(_("请填写用人单位、岗位和月工资。"))
    if from_on > local_day(at):
        raise CareRefused(_("上岗日期%(day)s晚于今天，实际上岗后再登记。") % {"day": from_on})
    running = Placement.objects.filter(person=person, ended_on__isnull=True).first()
    if running is not None:
        raise CareRefused(
            _("%(name)s已登记在%(employer)s上岗，请先登记离岗。") % {"name": person.name, "employer": running.employer}
        )
    with as_kept():
        words = {"name": person.name, "employer": employer.strip(), "job": job.strip(), "wage": format_yuan(wage_fen)}
        text = _("%(name)s到%(employer)s任%(job)s，月工资%(wage)s元。请更新收入后重新核算。") % words
    told = _report(case, text, changed_on=from_on, is_ours=offer is not None, by=by, at=at)
    row = Placement(
        number=next_number("JY", case.division_code, at), case=case, person=person, offer=offer,
        employer=employer.strip(), job=job.strip(), from_on=from_on, wage_fen=wage_fen, change_report=told,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    FollowUp.objects.bulk_create([_planned(row, months) for months in FOLLOW_UP_MONTHS])
    _note(row, "placement.recorded", by=by, at=at, person=person.pk, wage_fen=wage_fen, change_report=told.pk)
    return row


@transaction.atomic
def follow_up(
    *, follow_up: FollowUp, done_on: date, is_employed: bool, text: str, by: Staff, at: datetime,
    wage_fen: int | None = None,
) -> FollowUp:  # fmt: skip
    """Record what was found after the months, not before they have passed. Another wage, or none, is a change."""
    row: FollowUp = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("placement__case", "placement__person")
        .get(pk=follow_up.pk)
    )
    placement = row.placement
    require_officer(by, placement.case.division_code)
    if row.done_on is not None:
        raise CareRefused(_("满%(n)d个月的回访已登记，不能再改。") % {"n": row.months})
    if placement.ended_on is not None:
        raise CareRefused(_("%(name)s已离岗，不再回访。") % {"name": placement.person.name})
    if not row.opens_on <= done_on <= local_day(at):
        raise CareRefused(
            _("满%(n)d个月的回访应在%(day)s当天或之后、今天之前进行，请核对回访日期。")
            % {"n": row.months, "day": row.opens_on}
        )
    if not text.strip():
        raise CareRefused(_("请写明怎样回访、了解到什么。"))
    if is_employed and not wage_fen:
        raise CareRefused(_("仍在岗的，请填写现在的月工资。"))
    before = wage_now(placement)
    row.done_on, row.is_employed, row.text = done_on, is_employed, text.strip()
    row.wage_fen = wage_fen if is_employed else None
    row.done_by, row.done_at = by, at
    row.save(update_fields=["done_on", "is_employed", "text", "wage_fen", "done_by", "done_at"])
    _note(
        placement, "placement.followed_up", by=by, at=at, reason=row.text, months=row.months, is_employed=is_employed,
        wage_fen=row.wage_fen,
    )  # fmt: skip
    if not is_employed:
        _end(placement, ended_on=done_on, reason=row.text, by=by, at=at)
    elif row.wage_fen != before:
        with as_kept():
            words = {"name": placement.person.name, "before": format_yuan(before), "now": format_yuan(wage_fen or 0)}
            changed = _("%(name)s月工资由%(before)s元变为%(now)s元。请更新收入后重新核算。") % words
        _report_if_held(placement.case, changed, changed_on=done_on, by=by, at=at)
    return row


@transaction.atomic
def end(*, placement: Placement, ended_on: date, reason: str, by: Staff, at: datetime) -> Placement:
    """Record that the work ended; follow-ups not done yet fall away."""
    row: Placement = (
        Placement.objects.select_for_update(of=("self",)).select_related("case", "person").get(pk=placement.pk)
    )
    require_officer(by, row.case.division_code)
    if row.ended_on is not None:
        raise CareRefused(_("%(name)s离岗已登记。") % {"name": row.person.name})
    if not row.from_on <= ended_on <= local_day(at):
        raise CareRefused(_("离岗日期应在上岗日期%(day)s至今天之间，请核对。") % {"day": row.from_on})
    if not reason.strip():
        raise CareRefused(_("请写明离岗原因。"))
    _end(row, ended_on=ended_on, reason=reason.strip(), by=by, at=at)
    return row


def _end(row: Placement, *, ended_on: date, reason: str, by: Staff, at: datetime) -> None:
    row.ended_on, row.end_reason, row.ended_by, row.ended_at = ended_on, reason, by, at
    row.save(update_fields=["ended_on", "end_reason", "ended_by", "ended_at"])
    _note(row, "placement.ended", by=by, at=at, reason=reason, ended_on=ended_on.isoformat())
    with as_kept():
        words = {"name": row.person.name, "employer": row.employer}
        text = _("%(name)s已从%(employer)s离岗，不再有这份工资。请更新收入后重新核算。") % words
    _report_if_held(row.case, text, changed_on=ended_on, by=by, at=at)


def _accepted(offer: JobOffer, case: Case, person: Person) -> JobOffer:
    row: JobOffer = JobOffer.objects.get(pk=offer.pk)
    if row.answer != OfferAnswer.ACCEPTED or (row.case_id, row.person_id) != (case.pk, person.pk):
        raise CareRefused(_("所选的就业介绍不是%(name)s已接受的，请先登记答复。") % {"name": person.name})
    if Placement.objects.filter(offer=row).exists():
        raise CareRefused(_("这次就业介绍已登记上岗。"))
    return row


def _planned(placement: Placement, months: int) -> FollowUp:
    """Plan one: open from the corresponding day (民法典 第二百零二条), due some working days later."""
    opens_on = months_after(placement.from_on, months)
    days = figure("job_follow_up_working_days", place=placement.case.division_code, on=placement.from_on).value
    with as_kept():
        due = add_working_days(opens_on, days)
    return FollowUp(
        placement=placement, months=months, opens_on=opens_on, due_on=due.day, is_due_provisional=due.provisional,
        due_counted=due.counted,
    )  # fmt: skip


def _report_if_held(case: Case, text: str, *, changed_on: date, by: Staff, at: datetime) -> ChangeReport | None:
    """A benefit that no longer stands has nothing to reckon."""
    case.refresh_from_db()
    return _report(case, text, changed_on=changed_on, is_ours=True, by=by, at=at) if case.state in HELD_STATES else None


def _report(case: Case, text: str, *, changed_on: date, is_ours: bool, by: Staff, at: datetime) -> ChangeReport:
    """Tell casework. What the office itself arranged or asked about the household need not have told."""
    return change_report.record(
        case=case, kind=ChangeKind.INCOME, text=text, changed_on=changed_on, told_on=local_day(at),
        told_by=ReportedBy.DISCOVERY if is_ours else ReportedBy.HOUSEHOLD, is_major=not is_ours, by=by, at=at,
    )  # fmt: skip


def _note(row: Placement, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    record(
        chain=f"placement:{row.pk}", at=at, by=by, action=action, object_kind="placement", object_id=str(row.pk),
        division_code=row.case.division_code, reason=reason, after={"number": row.number, **after},
    )  # fmt: skip
