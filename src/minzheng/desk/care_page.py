"""What the pages of linked help show: lists, and one referral, course, vacancy, placement or household."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.care.enums import EnrolmentState, Outcome, Target
from minzheng.care.models import Course, FollowUp, Introduction, Placement, Referral, Vacancy
from minzheng.care.queries import jobs, referrals, training
from minzheng.care.queries.help import HelpView, help_of_case, help_view
from minzheng.care.queries.training import Trainee
from minzheng.casework.domain.comparison import REFUSALS
from minzheng.casework.enums import OfferAnswer
from minzheng.casework.queries.cases import CaseView
from minzheng.desk import care_acts
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.guards import REVIEW_READERS
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.registry.models import Household
from minzheng.registry.queries.household import HouseholdView
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
OFFICERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
OUTCOME_TONES: dict[str, Tone] = {
    Outcome.GRANTED: Tone.DONE, Outcome.REFUSED: Tone.BAD, Outcome.OTHER: Tone.PLAIN, Outcome.WITHDRAWN: Tone.PLAIN,
}  # fmt: skip
ENROLMENT_TONES: dict[str, Tone] = {
    EnrolmentState.ENROLLED: Tone.NOW, EnrolmentState.WAITING: Tone.WARN, EnrolmentState.PASSED: Tone.DONE,
    EnrolmentState.LEFT: Tone.PLAIN,
}  # fmt: skip
OFFER_TONES: dict[str, Tone] = {
    OfferAnswer.OPEN: Tone.NOW, OfferAnswer.ACCEPTED: Tone.DONE, OfferAnswer.REFUSED: Tone.WARN,
}  # fmt: skip
TABS = (
    ("desk:care_referrals", gettext_lazy("转介")),
    ("desk:care_courses", gettext_lazy("技能培训")),
    ("desk:care_jobs", gettext_lazy("就业")),
)


@dataclass(frozen=True)
class CoursePage:
    """One course as its acts look at it."""

    course: Course
    trainees: tuple[Trainee, ...]
    today: date
    is_own: bool

    @property
    def has_begun(self) -> bool:
        """Say whether its first day has come."""
        return bool(self.course.cancelled_at is None and self.course.starts_on <= self.today)

    @property
    def has_ended(self) -> bool:
        """Say whether its last day has come."""
        return bool(self.course.cancelled_at is None and self.course.ends_on <= self.today)


@dataclass(frozen=True)
class VacancyPage:
    """One vacancy as its acts look at it."""

    vacancy: Vacancy
    introductions: tuple[Introduction, ...]
    is_own: bool


@dataclass(frozen=True)
class PlacementPage:
    """One placement as its acts look at it."""

    placement: Placement
    follow_ups: tuple[FollowUp, ...]
    due: tuple[FollowUp, ...]


def tabs_of(current: str) -> list[dict[str, Any]]:
    """Return the three lists, the current one marked."""
    return [{"url": reverse(name), "label": label, "is_current": name == current} for name, label in TABS]


def may_act(request: DeskRequest) -> bool:
    """Say whether this person ever acts here, and not only looks."""
    return request.user.role in OFFICERS


def referral_list(request: DeskRequest) -> dict[str, Any]:
    """Return the list of referrals: those waited for, the overdue first."""
    chosen = {"state": request.GET.get("state", "open"), "target": request.GET.get("target", "")}
    rows = referrals.referrals(**chosen, today=request.today)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    return {
        "tabs": tabs_of("desk:care_referrals"), "page": page, "chosen": chosen,
        "counts": referrals.counts(request.today),
        "targets": [{"code": one.value, "label": one.label} for one in Target],
        "lines": [_referral_line(row, request.today) | {"place": places[row.division_code]} for row in page],
    }  # fmt: skip


def course_list(request: DeskRequest) -> dict[str, Any]:
    """Return the list of courses."""
    state = "ended" if request.GET.get("state") == "ended" else "open"
    rows = training.course_list(state=state, today=request.today)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    return {
        "tabs": tabs_of("desk:care_courses"), "page": page, "is_open": state == "open", "may_act": may_act(request),
        "lines": [{"row": row, "place": places[row.division_code], "n_days": len(row.days)} for row in page],
    }  # fmt: skip


def job_list(request: DeskRequest) -> dict[str, Any]:
    """Return the vacancies, the offers that wait, and the follow-ups that are due."""
    state = "closed" if request.GET.get("state") == "closed" else "open"
    page = Paginator(jobs.vacancy_list(state=state, today=request.today), ON_A_PAGE).get_page(request.GET.get("page"))
    waiting, due = list(jobs.unanswered()[:ON_A_PAGE]), list(jobs.to_follow_up(request.today)[:ON_A_PAGE])
    running = list(jobs.placements()[:ON_A_PAGE])
    return {
        "tabs": tabs_of("desk:care_jobs"), "page": page, "is_open": state == "open", "may_act": may_act(request),
        "waiting": waiting,
        "due": [{"row": row, "days_left": working_days_left(request.today, row.due_on)} for row in due],
        "running": running,
    }  # fmt: skip


def household(request: DeskRequest, found: Household) -> dict[str, Any]:
    """Return the help of one household: what is proposed, what was done, what can be done."""
    view = help_view(found, today=request.today, at=request.at)
    return {
        **help_of(view, request), "household": found, "view": view, "place": place_name(found.division_code),
        "head": view.members[0].name if view.members else found.number,
        "works": _acts_for(request, care_acts.HOUSEHOLD, view, found.division_code),
    }  # fmt: skip


def help_context(request: DeskRequest, seen: CaseView, home: HouseholdView) -> dict[str, Any]:
    """Return the tab of a case page: the same, from what the page has read already."""
    view = help_of_case(seen, home, today=request.today)
    may_open = request.user.role in REVIEW_READERS
    return {**help_of(view, request), "may_open": may_open, "help_number": view.number if may_open else ""}


def help_of(view: HelpView, request: DeskRequest) -> dict[str, Any]:
    """Return what a page shows of a household's help, whichever page."""
    may = may_act(request) and request.user.area.covers(view.division_code)
    address = reverse("desk:care_household_action", args=[view.number, "refer"])
    return {
        "suggestions": [
            {
                "label": one.target.label, "why": one.why, "law": one.law,
                "url": f"{address}?target={one.target.value}&person={one.person_id or ''}" if may else "",
            }
            for one in view.suggestions
        ],
        "referrals": [_referral_line(row, request.today) for row in view.referrals],
        "enrolments": [{"row": row, "tone": ENROLMENT_TONES[row.state]} for row in view.enrolments],
        "offers": [
            {"row": row, "tone": OFFER_TONES[row.answer], "told": view.told.get(row.pk)}
            for row in view.offers
        ],
        "placements": view.placements,
        "duties": [
            {"name": view.name_of(pk), "n": n, "limit": REFUSALS} for pk, n in view.refusals.items() if view.name_of(pk)
        ],
    }  # fmt: skip


def referral(request: DeskRequest, row: Referral) -> dict[str, Any]:
    """Return the page of one referral."""
    line = _referral_line(row, request.today)
    acts = [] if line["answer"] else _acts_for(request, care_acts.REFERRAL, row, row.division_code)
    return {
        **line, "tabs": tabs_of("desk:care_referrals"), "place": place_name(row.division_code),
        "acts": _offer(request, acts, row, "desk:care_referral_action"),
        "history": history(of_object("referral", row.pk)),
    }  # fmt: skip


def course(request: DeskRequest, row: Course) -> dict[str, Any]:
    """Return the page of one course: its people of this area, and the register."""
    page = CoursePage(
        row, tuple(training.trainees(row)), request.today, is_own=request.user.area.covers(row.division_code)
    )
    acts = _acts_for(request, care_acts.COURSE, page)
    days = training.days_of(row)
    return {
        "row": row, "page_of": page, "tabs": tabs_of("desk:care_courses"), "place": place_name(row.division_code),
        "days": days, "free": row.capacity - row.seats_taken,
        "trainees": [
            {
                "row": one.enrolment, "tone": ENROLMENT_TONES[one.enrolment.state], "n": one.days_present,
                "short": max(0, row.required_days - one.days_present),
                "marks": [{"day": day, "came": one.came.get(day)} for day in days if day <= request.today],
                "certificate": getattr(one.enrolment, "certificate", None),
            }
            for one in page.trainees
        ],
        "acts": _offer(request, acts, row, "desk:care_course_action"),
        "history": history(of_object("course", row.pk)) if page.is_own else [],
    }  # fmt: skip


def vacancy(request: DeskRequest, row: Vacancy) -> dict[str, Any]:
    """Return the page of one vacancy and whom of this area it was put to."""
    page = VacancyPage(row, tuple(jobs.introductions(row)), is_own=request.user.area.covers(row.division_code))
    acts = _acts_for(request, care_acts.VACANCY, page)
    return {
        "row": row, "tabs": tabs_of("desk:care_jobs"), "place": place_name(row.division_code),
        "taken": jobs.taken(row),
        "introductions": [{"row": one, "tone": OFFER_TONES[one.offer.answer]} for one in page.introductions],
        "acts": _offer(request, acts, row, "desk:care_vacancy_action"),
        "history": history(of_object("vacancy", row.pk)) if page.is_own else [],
    }  # fmt: skip


def placement(request: DeskRequest, row: Placement) -> dict[str, Any]:
    """Return the page of one placement and its follow-ups."""
    found = tuple(jobs.follow_ups(row))
    due = tuple(one for one in found if one.done_on is None and one.opens_on <= request.today and row.ended_on is None)
    acts = _acts_for(request, care_acts.PLACEMENT, PlacementPage(row, found, due), row.case.division_code)
    return {
        "row": row, "tabs": tabs_of("desk:care_jobs"), "place": place_name(row.case.division_code),
        "follow_ups": [
            {
                "row": one, "days_left": working_days_left(request.today, one.due_on) if one in due else None,
                "is_off": one.done_on is None and row.ended_on is not None,
            }
            for one in found
        ],
        "acts": _offer(request, acts, row, "desk:care_placement_action"),
        "history": history(of_object("placement", row.pk)),
    }  # fmt: skip


def _referral_line(row: Referral, today: date) -> dict[str, Any]:
    given = referrals.answer_of(row)
    return {
        "row": row, "answer": given, "slip": getattr(row, "slip", None),
        "tone": OUTCOME_TONES[given.outcome] if given else Tone.BAD if row.due_on < today else Tone.NOW,
        "word": given.get_outcome_display() if given else _("待反馈"),
        "days_left": None if given else working_days_left(today, row.due_on),
    }  # fmt: skip


def _acts_for(
    request: DeskRequest, acts: tuple[FileAct, ...], view: Any, division_code: str | None = None
) -> list[FileAct]:
    """Return what this person may do: an officer, in the own area, if there is something to act on."""
    if not may_act(request) or (division_code is not None and not request.user.area.covers(division_code)):
        return []
    return [act for act in acts if act.makes_sense(view)]


def _offer(request: DeskRequest, acts: list[FileAct], row: Any, page: str) -> list[Act]:
    return offered(request, acts, file=row, page=page, words={})
