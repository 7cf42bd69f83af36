"""A new application, for any program, from a household's page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.permissions import require_role
from minzheng.casework.queries.catalogue import kept_with_case, programs, questions
from minzheng.desk.filing import file
from minzheng.desk.form_shell import open_form, sent
from minzheng.desk.forms.application import ApplicationForm
from minzheng.desk.household_work import FILERS
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.households import household_of, people_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.registry.queries.household import view as household_view


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: DeskRequest, program: str, number: str) -> HttpResponse:
    """Ask the program's questions and submit; a refusal comes back beside everything that was typed."""
    found = household_of(number)
    card = next((each for each in programs() if each.code == program), None)
    if card is None:
        raise Http404
    home = household_view(found, day=request.today, known_at=request.at)
    kept = frozenset(spec.code for spec in kept_with_case(program))
    asked: dict[str, Any] = {"home": home, "questions": questions(program), "kept_with_case": kept}
    form = ApplicationForm(request.POST, **asked) if request.method == "POST" else ApplicationForm(**asked)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = {pk: person for pk, (person, _relation) in people_of(home).items()}
        try:
            with as_kept():
                require_role(request.user, *FILERS)
                case = file(
                    program=program,
                    household=found,
                    people=people,
                    told=form.told(),
                    source=data["source"],
                    by=request.user,
                    at=request.at,
                    **form.application(people),
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            sent(request, form, key=request.path, name="application", division_code=found.division_code)
            messages.success(
                request, _("申请已提交，案号 %(number)s，等待乡镇（街道）受理。") % {"number": case.number}
            )
            return redirect("desk:case", number=case.number)
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="登记申请")
    shell = open_form(request, form, key=request.path)
    context = {"form": form, "shell": shell, "program": card, "household": found, "home": home, "refusal": refusal}
    return render(request, "desk/cases/new.html", context, status=422 if request.method == "POST" else 200)
