"""Linked help: lists, new courses and vacancies, one household, referral, course, vacancy or placement and its acts."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.care.domain import course as courses
from minzheng.care.domain import paper
from minzheng.care.domain import vacancy as vacancies
from minzheng.care.models import CarePaper, Placement
from minzheng.care.queries.reach import courses as courses_in_reach
from minzheng.care.queries.reach import vacancies as vacancies_in_reach
from minzheng.care.queries.referrals import referrals
from minzheng.desk import care_acts, care_page
from minzheng.desk.acting import Kind, act_of, act_on, attempt, enter, read_of, show
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import care as forms
from minzheng.desk.forms.files import FileForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.registry.models import Household

OFFICERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})


def _kind(
    code: str,
    rows: Callable[[], Any],
    context: Callable[[DeskRequest, Any], dict[str, Any]],
    acts: tuple[FileAct, ...],
    division: str = "division_code",
) -> Kind:
    return Kind(
        f"desk:care_{code}",
        f"desk/care/{code}.html",
        lambda _request, number: get_object_or_404(rows(), number=number),
        context,
        acts,
        note=read_of(code, division=attrgetter(division)),
        seen="查看帮扶记录",
        acted="办理帮扶",
    )


REFERRAL = _kind("referral", referrals, care_page.referral, care_acts.REFERRAL)
COURSE = _kind("course", courses_in_reach, care_page.course, care_acts.COURSE)
VACANCY = _kind("vacancy", vacancies_in_reach, care_page.vacancy, care_acts.VACANCY)
PLACEMENT = _kind(
    "placement", lambda: Placement.objects.select_related("case__household", "person", "change_report"),
    care_page.placement, care_acts.PLACEMENT, "case.division_code",
)  # fmt: skip


@seen_by(REVIEW_READERS)
@read_only
def referral_list(request: DeskRequest) -> HttpResponse:
    """List the referrals of the area."""
    return render(request, "desk/care/referrals.html", care_page.referral_list(request))


@seen_by(REVIEW_READERS)
@read_only
def course_list(request: DeskRequest) -> HttpResponse:
    """List the courses within reach."""
    return render(request, "desk/care/courses.html", care_page.course_list(request))


@seen_by(REVIEW_READERS)
@read_only
def job_list(request: DeskRequest) -> HttpResponse:
    """List vacancies, offers without an answer, follow-ups and people at work."""
    return render(request, "desk/care/jobs.html", care_page.job_list(request))


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: DeskRequest) -> HttpResponse:
    """Enter a course."""
    return _new(
        request, forms.CourseForm, courses.open_course, "desk:care_course", title=_("登记培训班"),
        back="desk:care_courses",
        consequence=_("登记后开放报名，第一天为止；合格须出勤的天数按本地规定的出勤率当场确定。"),
    )  # fmt: skip


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_new(request: DeskRequest) -> HttpResponse:
    """Enter a vacancy."""
    return _new(
        request, forms.VacancyForm, vacancies.enter, "desk:care_vacancy", title=_("登记岗位"), back="desk:care_jobs",
        consequence=_("登记后可以在家庭的帮扶页面介绍给有劳动能力的保障成员。"),
    )  # fmt: skip


@seen_by(REVIEW_READERS)
@read_only
def household(request: DeskRequest, number: str) -> HttpResponse:
    """Show the help of one household."""
    found: Household = get_object_or_404(Household, number=number)
    _note(request, "household", found, found.division_code, "查看家庭帮扶情况")
    return render(request, "desk/care/household.html", care_page.household(request, found))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def household_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Open the form of an act on a household, or do it."""
    found: Household = get_object_or_404(Household, number=number)
    act = act_of(care_acts.HOUSEHOLD, verb)
    _note(request, "household", found, found.division_code, "办理家庭帮扶")
    context = care_page.household(request, found)
    if act not in context["works"]:
        return _not_now(request, context)
    asked = request.POST if request.method == "POST" else None
    given = {name: request.GET[name] for name in ("target", "person") if name in request.GET}
    form = act.form(
        asked, file=context["view"], by=request.user, at=request.at, today=request.today, initial=given or None
    )
    refusal = ""
    if asked is not None and form.is_valid():
        refusal, _made = attempt(request, act.run, form.arguments())
        if not refusal:
            messages.success(request, act.done)
            return redirect("desk:care_household", number=number)
    context |= {"opened": act, "form": form, "refusal": refusal}
    return render(request, "desk/care/household.html", context, status=422 if asked is not None else 200)


@seen_by(REVIEW_READERS)
@read_only
def referral(request: DeskRequest, number: str) -> HttpResponse:
    """Show a referral."""
    return show(request, REFERRAL, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a referral."""
    return act_on(request, REFERRAL, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def course(request: DeskRequest, number: str) -> HttpResponse:
    """Show a course."""
    return show(request, COURSE, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def course_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a course."""
    return act_on(request, COURSE, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def vacancy(request: DeskRequest, number: str) -> HttpResponse:
    """Show a vacancy."""
    return show(request, VACANCY, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a vacancy."""
    return act_on(request, VACANCY, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def placement(request: DeskRequest, number: str) -> HttpResponse:
    """Show a placement."""
    return show(request, PLACEMENT, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a placement."""
    return act_on(request, PLACEMENT, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def care_paper(request: DeskRequest, number: str) -> HttpResponse:
    """Show a referral slip or a certificate as it was issued."""
    row: CarePaper = get_object_or_404(CarePaper, number=number)
    _note(request, "care_paper", row, row.division_code, "查看帮扶文书")
    headers = {"Content-Disposition": f'inline; filename="{row.form}-{row.number}.pdf"'}
    return HttpResponse(paper.kept_file(row), content_type="application/pdf", headers=headers)


def _new(
    request: DeskRequest, form_class: type[FileForm], run: Callable[..., Any], page: str, **words: Any
) -> HttpResponse:
    def done(made: Any) -> tuple[Any, HttpResponse]:
        told = _("已登记，编号 %(number)s。") % {"number": made.number}
        return told, redirect(page, number=made.number)

    return enter(request, form_class, run, "desk/care/new.html", done, **words)


def _not_now(request: DeskRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the page with why an act is not offered to this person."""
    if request.method != "POST":
        return render(request, "desk/care/household.html", context)
    context["refusal"] = _("现在不能办理这一项：没有在保的办件，或者您没有办理权限。")
    return render(request, "desk/care/household.html", context, status=422)


def _note(request: DeskRequest, kind: str, row: Any, division_code: str, purpose: str) -> None:
    note_read(request, kind=kind, object_id=row.pk, division_code=division_code, purpose=purpose)
