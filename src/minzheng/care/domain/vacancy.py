"""Vacancies and telling people of them. The offer, its answer and the count of refusals are casework's own."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.care.domain.road import CareRefused, next_number, require_covered, require_officer
from minzheng.care.enums import Ground
from minzheng.care.models import Introduction, Vacancy
from minzheng.care.queries.jobs import taken
from minzheng.care.queries.reach import vacancies
from minzheng.casework.domain import job_refusal
from minzheng.casework.enums import OfferAnswer
from minzheng.casework.models import Case
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record


@transaction.atomic
def enter(
    *, employer: str, job: str, place: str, needs: str, wage_from_fen: int, wage_to_fen: int, openings: int,
    division_code: str, by: Staff, at: datetime, closes_on: date | None = None,
) -> Vacancy:  # fmt: skip
    """Enter a vacancy: who offers which work where, for what wage, to how many."""
    require_officer(by, division_code)
    if not (employer.strip() and job.strip() and place.strip() and needs.strip()):
        raise CareRefused(_("请填写用人单位、岗位、工作地点和岗位要求。"))
    if not 0 < wage_from_fen <= wage_to_fen:
        raise CareRefused(_("月工资须大于0，上限不低于下限，请核对。"))
    if openings < 1:
        raise CareRefused(_("招用人数至少为1人。"))
    if closes_on is not None and closes_on < local_day(at):
        raise CareRefused(_("招用截止日期%(day)s已过，请核对。") % {"day": closes_on})
    row = Vacancy(
        number=next_number("GW", division_code, at), division_code=division_code, employer=employer.strip(),
        job=job.strip(), place=place.strip(), needs=needs.strip(), wage_from_fen=wage_from_fen,
        wage_to_fen=wage_to_fen, openings=openings, closes_on=closes_on, entered_by=by, entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _note(row, "vacancy.entered", by=by, at=at, employer=row.employer, job=row.job, openings=openings)
    return row


@transaction.atomic
def close(*, vacancy: Vacancy, reason: str, by: Staff, at: datetime) -> Vacancy:
    """Close a vacancy: filled elsewhere, or withdrawn by the employer."""
    row = _fresh(vacancy)
    require_officer(by, row.division_code)
    if row.closed_at is not None:
        raise CareRefused(_("岗位%(number)s已关闭。") % {"number": row.number})
    if not reason.strip():
        raise CareRefused(_("请写明关闭原因。"))
    row.closed_by, row.closed_at, row.close_reason = by, at, reason.strip()
    row.save(update_fields=["closed_by", "closed_at", "close_reason"])
    _note(row, "vacancy.closed", by=by, at=at, reason=row.close_reason)
    return row


@transaction.atomic
def offer(
    *, vacancy: Vacancy, case: Case, person: Person, suits: str, offered_on: date, by: Staff, at: datetime
) -> Introduction:
    """Put a vacancy to a covered member. It becomes a job offer of the case, whose answer counts there."""
    row = _fresh(vacancy)
    require_officer(by, case.division_code)
    require_covered(case, person, what=_("介绍岗位"))
    if row.closed_at is not None or (row.closes_on is not None and offered_on > row.closes_on):
        raise CareRefused(_("岗位%(number)s已停止招用，请选择其他岗位。") % {"number": row.number})
    if taken(row) >= row.openings:
        raise CareRefused(_("岗位%(number)s已招满，请选择其他岗位。") % {"number": row.number})
    before = Introduction.objects.filter(vacancy_id=row.pk, offer__person=person)
    if before.filter(offer__answer__in=[OfferAnswer.OPEN, OfferAnswer.ACCEPTED]).exists():
        raise CareRefused(
            _("岗位%(number)s已介绍给%(name)s，不重复介绍。") % {"number": row.number, "name": person.name}
        )
    made = job_refusal.offer(
        case=case, person=person, job=row.job, employer=row.employer, suits=suits, offered_on=offered_on, by=by, at=at,
        source=row.number,
    )  # fmt: skip
    told = Introduction(vacancy=row, offer=made)
    told.save(force_insert=True)
    _note(row, "vacancy.offered", by=by, at=at, offer=made.pk, case=case.number)
    return told


@transaction.atomic
def answer(
    *, introduction: Introduction, accepted: bool, answer_on: date, by: Staff, at: datetime, ground: str = "",
    reason: str = "", judgement: str = "",
) -> Introduction:  # fmt: skip
    """Record the answer. A ground of the list makes a refusal just; without one it counts, by casework's count."""
    row: Introduction = Introduction.objects.select_related("vacancy", "offer__case").get(pk=introduction.pk)
    if not accepted and ground not in Ground.values:
        raise CareRefused(_("拒绝的，请选择理由；没有正当理由的也要选“没有正当理由”。"))
    if accepted and taken(row.vacancy) >= row.vacancy.openings:
        raise CareRefused(_("岗位%(number)s已招满，不能再登记接受。") % {"number": row.vacancy.number})
    job_refusal.answer(
        offer=row.offer, accepted=accepted, answer_on=answer_on, by=by, at=at, reason=reason,
        is_justified=None if accepted else ground != Ground.NONE, judgement="" if accepted else judgement,
    )  # fmt: skip
    row.ground = "" if accepted else ground
    row.save(update_fields=["ground"])
    _note(row.vacancy, "vacancy.answered", by=by, at=at, offer=row.offer_id, accepted=accepted, ground=row.ground)
    return row


def _fresh(vacancy: Vacancy) -> Vacancy:
    found = vacancies().filter(pk=vacancy.pk).first()
    if found is None:
        raise CareRefused(_("岗位%(number)s不在您的管辖范围内。") % {"number": vacancy.number})
    return found


def _note(row: Vacancy, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    record(
        chain=f"vacancy:{row.pk}", at=at, by=by, action=action, object_kind="vacancy", object_id=str(row.pk),
        division_code=row.division_code, reason=reason, after={"number": row.number, **after},
    )  # fmt: skip
