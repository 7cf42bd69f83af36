"""Households: the list, the page of one, and what is registered about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.casework.enums import CLOSED_STATES
from minzheng.casework.queries.cases import cases
from minzheng.casework.queries.catalogue import programs
from minzheng.desk import household_table
from minzheng.desk.case_page import tone_of
from minzheng.desk.custody_page import of_household as custody_of
from minzheng.desk.form_shell import changed_since, open_form, sent, stale_words
from minzheng.desk.forms.household import HouseholdForm
from minzheng.desk.guards import IMPORT_READERS, REVIEW_READERS
from minzheng.desk.history import history
from minzheng.desk.household_work import BY_VERB, FILERS, REGISTRARS, Operation, operations_for
from minzheng.desk.known import family
from minzheng.desk.mates import notes_context, present_context
from minzheng.desk.person_links import person_links
from minzheng.desk.places import filter_choices, place_name
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.tables import MOST_ROWS, Table
from minzheng.desk.views.kept import views_context
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.payments.queries.receiving import pending_change
from minzheng.registry.domain.death_correction import SETTLERS
from minzheng.registry.models import Household, Person
from minzheng.registry.queries.deaths import has_dead, waiting_corrections
from minzheng.registry.queries.household import HouseholdView
from minzheng.registry.queries.household import view as household_view
from minzheng.registry.queries.lists import household_page, household_rows
from minzheng.relatives.domain.custody import FILERS as CUSTODY_FILERS
from minzheng.relief.queries.social import of_household
from minzheng.services.audit import queries as audit

ON_A_PAGE = 50


def household_of(number: str) -> Household:
    """Return a household of the declared area; anything else does not exist."""
    found: Household = get_object_or_404(Household, number=number)
    return found


@read_only
def household_list(request: DeskRequest) -> HttpResponse:
    """List the households of the area, village by village."""
    chosen = request.GET.get("division", "")
    divisions = filter_choices(request.user)
    if chosen not in dict(divisions):
        chosen = ""
    wanted = request.GET.get("page", "1")
    table = Table(request, household_table.COLUMNS)
    given: dict[str, Any] = {"day": request.today, "known_at": request.at, "division_code": chosen}
    if table.wants_export:
        everything = household_rows(**given, most=MOST_ROWS + 1)
        purpose = f"导出家庭列表，{len(everything)}户"
        note_read(request, kind="household_list", object_id=0, division_code=chosen, purpose=purpose)
        return table.workbook(household_table.lines(everything), name=str(_("家庭")), total=len(everything))
    page = household_page(**given, page=int(wanted) if wanted.isdecimal() else 1, page_size=ON_A_PAGE)
    context = {
        "page": page, "previous": page.page - 1, "following": page.page + 1,
        "table": table.draw(household_table.lines(page.rows)),
        "divisions": divisions, "chosen": chosen, "can_register": request.user.role in REGISTRARS,
        "may_see_custody": request.user.role in REVIEW_READERS, "may_import": request.user.role in IMPORT_READERS,
        "waiting_corrections": waiting_corrections().count() if request.user.role in SETTLERS else 0,
        **views_context(request, "households"),
    }  # fmt: skip
    return render(request, "desk/households/list.html", context)


@read_only
def household(request: DeskRequest, number: str) -> HttpResponse:
    """Show the household: members, facts with sources, cases, what happened."""
    found = household_of(number)
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="查看家庭档案")
    return render(request, "desk/households/page.html", _page(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def operation(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Open the form of an operation, or do it; a refusal comes back beside what was typed."""
    found = household_of(number)
    work = BY_VERB.get(verb)
    if work is None:
        raise Http404
    home = household_view(found, day=request.today, known_at=request.at)
    who: dict[str, Any] = {"household": found, "members": people_of(home), "by": request.user, "today": request.today}
    form = work.form(request.POST, **who) if request.method == "POST" else work.form(**who)
    refusal, changes = "", []
    if request.method == "POST" and form.is_valid():
        changes = changed_since(request, "household", found.pk)
        refusal = stale_words(changes) if changes else _do(request, found, work, form)
        if not refusal:
            messages.success(request, work.done)
            still_here = Household.objects.filter(pk=found.pk).exists()
            return redirect("desk:household", number=found.number) if still_here else redirect("desk:households")
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="办理家庭事项")
    context = _page(request, found, home) | {"opened": work, "form": form, "refusal": refusal}
    context["shell"] = open_form(request, form, key=request.path, events=context["acts_done"], changes=changes)
    return render(request, "desk/households/page.html", context, status=422 if request.method == "POST" else 200)


def _do(request: DeskRequest, found: Household, work: Operation, form: HouseholdForm) -> str:
    """Do it; return why not, or nothing when it was done."""
    division_code, subject = found.division_code, {"household": found} if work.needs_household else {}
    try:
        with as_kept():
            work.run(by=request.user, at=request.at, **subject, **form.arguments())
    except Refused as refused:
        return str(refused)
    sent(request, form, key=request.path, name=f"household.{work.verb}", division_code=division_code)
    return ""


def _page(request: DeskRequest, found: Household, home: HouseholdView | None = None) -> dict[str, Any]:
    home = home or household_view(found, day=request.today, known_at=request.at)
    names = {program.code: program.short_name for program in programs()}
    rows = list(cases().filter(household=found))
    shown = family(home)
    standing = {
        "is_closed": found.closed_on is not None,
        "has_dead": has_dead(found),
        "has_unnumbered": any(not member.has_id_number for member in shown.members),
    }
    done = list(audit.of_object("household", found.pk).exclude(action="read"))
    running = {row.program for row in rows if row.state not in CLOSED_STATES}
    return {
        "household": found,
        "home": home,
        "family": shown,
        "social": of_household(found.pk),
        "pending_account": pending_change(found.pk, request.at),
        "place": place_name(found.division_code),
        "cases": [{"case": row, "program": names.get(row.program, ""), "tone": tone_of(row.state)} for row in rows],
        "person_links": person_links(rows, request.user, request.today),
        "programs": [card for card in programs() if card.code not in running] if _can_apply(request, found) else [],
        "fact_works": operations_for(request.user.role, "fact", **standing),
        "event_works": operations_for(request.user.role, "event", **standing),
        "acts_done": done,
        "events": history(done),
        "subject": f"household:{found.number}",
        **present_context(f"household:{found.number}", request),
        "agreements": custody_of(found, request.today),
        "may_agree": request.user.role in CUSTODY_FILERS and found.closed_on is None,
        **notes_context(found),
        "readers": audit.reads_of("household", found.pk).count(),
        "sees_help": request.user.role in REVIEW_READERS,
    }


def people_of(home: HouseholdView) -> dict[int, tuple[Person, str]]:
    """Return the members by id, each with the relation to the head."""
    people = Person.objects.in_bulk([member.person_id for member in home.members])
    return {member.person_id: (people[member.person_id], member.relation) for member in home.members}


def _can_apply(request: DeskRequest, found: Household) -> bool:
    return request.user.role in FILERS and found.closed_on is None
