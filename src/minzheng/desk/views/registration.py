"""A new household: the place, then any number of members, each a block of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.form_shell import Shell, count, restore
from minzheng.desk.forms.registration import MemberForm, PlaceForm
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.registry.domain import household as households
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.workbench.domain import keep
from minzheng.workbench.queries.keep import Kept, draft_of

MOST_MEMBERS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def household_new(request: DeskRequest) -> HttpResponse:
    """Register a household; every problem stands beside its own field, and nothing typed is lost."""
    if request.method != "POST":
        return _opened(request)
    place = PlaceForm(request.POST, by=request.user)
    members = [MemberForm(request.POST, prefix=prefix) for prefix in _prefixes(request)]
    if "add" in request.POST:
        members.append(MemberForm(prefix=f"m{_next(request)}"))
        return _page(request, place, members)
    if not (place.is_valid() and all([form.is_valid() for form in members])):  # noqa: C419 - every form says what is wrong
        return _page(request, place, members, status=422)
    try:
        with as_kept():
            found = households.register(
                **place.cleaned_data, members=[form.member() for form in members], by=request.user, at=request.at
            )
    except HouseholdRefused as refused:
        return _page(request, place, members, refusal=_beside_the_fields(refused, place, members), status=422)
    except Refused as refused:
        return _page(request, place, members, refusal=str(refused), status=422)
    keep.drop_draft(key=request.path, by=request.user)
    count(request, [place, *members], name="household.new", division_code=found.division_code)
    messages.success(
        request,
        _("已登记 %(name)s 一家 %(n)s 口，户号 %(number)s。")
        % {"name": members[0].cleaned_data["name"], "n": len(members), "number": found.number},
    )
    return redirect("desk:household", number=found.number)


@read_only
def member_block(request: DeskRequest) -> HttpResponse:
    """Return one more empty block for the form."""
    wanted = request.GET.get("n", "1")
    number = min(int(wanted), MOST_MEMBERS * 5) if wanted.isdecimal() else 1
    form = MemberForm(prefix=f"m{number}")
    return render(request, "desk/households/member_added.html", {"form": form, "next": number + 1})


def _opened(request: DeskRequest) -> HttpResponse:
    """An empty form, or the half-written one with its members."""
    kept = draft_of(request.user, request.path, request.at)
    place = PlaceForm(by=request.user)
    prefixes = _known_prefixes(kept.values.get("member", [])) if kept else []
    members = [MemberForm(prefix=prefix) for prefix in prefixes] or [
        MemberForm(prefix="m0", initial={"relation": "02"})
    ]
    if kept is not None:
        for form in (place, *members):
            restore(form, kept.values)
    return _page(request, place, members, kept=kept)


def _page(
    request: DeskRequest,
    place: PlaceForm,
    members: list[MemberForm],
    *,
    refusal: str = "",
    status: int = 200,
    kept: Kept | None = None,
) -> HttpResponse:
    following = max(_next(request), 1 + max((int(str(form.prefix)[1:]) for form in members), default=0))
    shell = Shell(request.path, 0, kept)
    context = {"place": place, "members": members, "refusal": refusal, "next": following, "shell": shell}
    return render(request, "desk/households/new.html", context, status=status)


def _prefixes(request: DeskRequest) -> list[str]:
    """Return the prefixes of the blocks that were sent, in their order; blocks may have been taken away."""
    return _known_prefixes(request.POST.getlist("member"))


def _known_prefixes(given: list[str]) -> list[str]:
    wanted = [value for value in given if value[:1] == "m" and value[1:].isdecimal()]
    return list(dict.fromkeys(wanted))[:MOST_MEMBERS]


def _next(request: DeskRequest) -> int:
    return max((int(prefix[1:]) for prefix in _prefixes(request)), default=0) + 1


def _beside_the_fields(refused: HouseholdRefused, place: PlaceForm, members: list[MemberForm]) -> str:
    """Put each problem beside its field; return those that have none."""
    rest = []
    for problem in refused.problems:
        form = place if problem.member is None else members[problem.member]
        name = problem.field if problem.field in form.fields else f"income_{problem.field}"
        if name in form.fields:
            form.add_error(name, problem.message)
        else:
            rest.append(str(problem))
    return clauses(rest)
