"""One application, all programs: asked once, every program reckoned, the chosen cases opened together or not at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.permissions import require_role
from minzheng.casework.domain import one_door
from minzheng.casework.models import Case
from minzheng.desk.filing import file_all
from minzheng.desk.form_shell import open_form, sent
from minzheng.desk.forms.one_door import OneDoorForm
from minzheng.desk.guards import seen_by
from minzheng.desk.household_work import FILERS
from minzheng.desk.one_door_page import lines
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.households import household_of, people_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.registry.models import Household
from minzheng.registry.queries.household import HouseholdView
from minzheng.registry.queries.household import view as household_view
from minzheng.relief.queries.social import of_household

OPEN = "open"


@seen_by(FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def one_application(request: DeskRequest, number: str) -> HttpResponse:
    """Ask, reckon, open. Reckoning writes nothing; a refusal comes back beside everything that was typed."""
    found = household_of(number)
    home = household_view(found, day=request.today, known_at=request.at)
    is_opening = request.POST.get("act") == OPEN
    first = one_door.offers(household=found, home=home, at=request.at)
    asked = [(one.program.code, one.program.name) for one in first if one.can_open]
    shape: dict[str, Any] = {"home": home, "asked": asked, "is_opening": is_opening}
    form = OneDoorForm(request.POST, **shape) if request.method == "POST" else OneDoorForm(**shape)
    refusal, offers, is_valid = "", first, request.method == "POST" and form.is_valid()
    if is_valid and is_opening:
        opened, refusal = _open(request, found, home, form)
        if opened:
            numbers = listed(case.number for case in opened)
            messages.success(request, _("已开办件 %(numbers)s，等待乡镇（街道）受理。") % {"numbers": numbers})
            return redirect("desk:household", number=found.number)
    if is_valid:
        offers = one_door.offers(
            household=found, home=home, at=request.at, said=form.said(), alone=form.alone, applicant=form.asking
        )
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="登记申请")
    chosen = request.POST.getlist("programs") if is_opening else None
    context = {
        "form": form, "shell": open_form(request, form, key=request.path), "household": found, "home": home,
        "lines": lines(offers, staff=request.user, number=found.number, chosen=chosen), "refusal": refusal,
        "social": of_household(found.pk),
    }  # fmt: skip
    failed = request.method == "POST" and (is_opening or not is_valid)
    return render(request, "desk/cases/one_door.html", context, status=422 if failed else 200)


def _open(request: DeskRequest, found: Household, home: HouseholdView, form: OneDoorForm) -> tuple[list[Case], str]:
    """Open the chosen cases with one promise and one set of consents; return why not, if refused."""
    people = {pk: person for pk, (person, _relation) in people_of(home).items()}
    try:
        with as_kept():
            require_role(request.user, *FILERS)
            one_door.require_compatible(form.cleaned_data["programs"])
            opened = file_all(
                programs=form.own_fields(), household=found, people=people, told=form.told(),
                source=form.cleaned_data["source"], by=request.user, at=request.at, **form.application(people),
            )  # fmt: skip
    except Refused as refused:
        return [], str(refused)
    sent(request, form, key=request.path, name="one_door", division_code=found.division_code)
    return opened, ""
