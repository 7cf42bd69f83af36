"""Homes: the list, one home by tab with its acts, the round on a phone, one resident, statements."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import HOME_ROLES, Role
from minzheng.desk import home_acts, home_page, resident_acts
from minzheng.desk.acting import act_of, attempt, enter
from minzheng.desk.acts import Act, tried
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms.homes import OpenForm
from minzheng.desk.guards import HOME_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.institutions.domain import daily, departure, house
from minzheng.institutions.models import CareItem, Institution, Pot, Residence
from minzheng.institutions.queries import houses, rounds
from minzheng.institutions.queries.stays import deaths_to_register

# The home's own money is read by its director and the office.
BOOK_READERS = HOME_READERS - {Role.CAREGIVER}


@seen_by(HOME_READERS)
@read_only
def home_list(request: DeskRequest) -> HttpResponse:
    """List the homes of the area; who works in one comes straight to it."""
    if request.user.role in HOME_ROLES:
        row = houses.homes().first()
        if row is not None:
            page = "desk:home_round" if request.user.role == Role.CAREGIVER else "desk:home_tab"
            tab = [] if request.user.role == Role.CAREGIVER else ["overview"]
            return redirect(page, row.number, *tab)
    return render(request, "desk/homes/list.html", home_page.home_list(request))


@seen_by(frozenset({Role.COUNTY_OFFICER}))
@require_http_methods(["GET", "HEAD", "POST"])
def home_new(request: DeskRequest) -> HttpResponse:
    """Enter a home."""

    def done(made: Any) -> tuple[Any, HttpResponse]:
        words = _("已登记。下一步：登记居室床位，为院长和护理员开通账号，区域填机构代码。")
        return words, redirect("desk:home_tab", made.number, "beds")

    return enter(request, OpenForm, house.open_home, "desk/homes/new.html", done)


@seen_by(frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}))
@require_http_methods(["GET", "HEAD", "POST"])
def home_death(request: DeskRequest, pk: int) -> HttpResponse:
    """Write a death a home told of into the register: for the officer of where the person is registered."""
    row = next((one for one in deaths_to_register(request.user) if one.pk == pk), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        refusal, _made = attempt(request, departure.register_death, {"departure": row})
        if refusal:
            context = home_page.home_list(request) | {"refusal": refusal}
            return render(request, "desk/homes/list.html", context, status=422)
        messages.success(request, _("死亡已登记，救助待遇从次月起停发。"))
    return redirect("desk:homes")


@seen_by(HOME_READERS)
@read_only
def home_tab(request: DeskRequest, number: str, tab: str) -> HttpResponse:
    """Show one tab of a home."""
    row = _home(number)
    if tab not in home_page.READ or (request.user.role == Role.CAREGIVER and tab not in home_page.CARER_TABS):
        raise Http404
    _note(request, "institution", row.pk, row, "查看福利机构")
    return render(request, f"desk/homes/{tab}.html", home_page.home(request, row, tab))


@seen_by(HOME_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act in a home; a refusal comes back beside the form with what was typed."""
    row, tab = _home(number), home_acts.TAB_OF.get(verb)
    if tab is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:home_tab", number, tab)
    act = next(one for one in home_acts.TABS[tab] if one.verb == verb)
    context = home_page.home(request, row, tab)
    done, context = _do(request, act, context)
    if done:
        return redirect("desk:home_tab", number, tab)
    return render(request, f"desk/homes/{tab}.html", context, status=422)


@seen_by(HOME_READERS)
@read_only
def home_round(request: DeskRequest, number: str) -> HttpResponse:
    """Show the round."""
    row = _home(number)
    _note(request, "institution", row.pk, row, "查看照护巡房")
    return render(request, "desk/homes/round.html", home_page.round_page(request, row))


@seen_by(HOME_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home_mark(request: DeskRequest, number: str) -> HttpResponse:
    """Mark one item of the round with one tap."""
    row = _home(number)
    slot = request.POST.get("slot", "")
    if request.method == "POST":
        keys = [int(pk) for pk in request.POST.getlist("item") if pk.isdigit()]
        items = list(CareItem.objects.filter(pk__in=keys, residence__institution=row))
        if not items:
            raise Http404
        given: dict[str, Any] = {"day": rounds.in_hand(request.at)[0], "slot": slot}
        outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
        if outcome == "all":
            refusal, _made = attempt(request, daily.mark_all, {"items": items, **given})
        else:
            one = {"item": items[0], "outcome": outcome, "reason": reason}
            refusal, _made = attempt(request, daily.mark, one | given)
        if refusal:
            context = home_page.round_page(request, row) | {"refusal": refusal}
            return render(request, "desk/homes/round.html", context, status=422)
    response = redirect("desk:home_round", number)
    response["Location"] += f"?slot={slot}" if slot in daily.SLOT_CODES else ""
    return response


@seen_by(BOOK_READERS)
@read_only
def home_books(request: DeskRequest, number: str, purpose: str) -> HttpResponse:
    """Show the statement of one of the home's own pots."""
    pot = get_object_or_404(
        Pot.objects.select_related("institution"), institution=_home(number), purpose=purpose, residence__isnull=True
    )
    return render(request, "desk/homes/statement.html", home_page.statement(request, pot))


@seen_by(HOME_READERS)
@read_only
def home_resident(request: DeskRequest, number: str) -> HttpResponse:
    """Show one resident."""
    row = _resident(number)
    _note(request, "residence", row.pk, row.institution, "查看在住人员")
    return render(request, "desk/homes/resident.html", home_page.resident(request, row))


@seen_by(HOME_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home_resident_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on one resident."""
    row = _resident(number)
    act = act_of(resident_acts.RESIDENT, verb)
    if request.method != "POST":
        return redirect("desk:home_resident", number)
    _note(request, "residence", row.pk, row.institution, "办理在住人员事项")
    done, context = _do(request, act, home_page.resident(request, row))
    if done:
        return redirect("desk:home_resident", number)
    return render(request, "desk/homes/resident.html", context, status=422)


@seen_by(HOME_READERS)
@read_only
def home_statement(request: DeskRequest, number: str) -> HttpResponse:
    """Show the statement of a resident's money."""
    row = _resident(number)
    _note(request, "residence", row.pk, row.institution, "查看代管款明细")
    pot = Pot.objects.select_related("institution", "residence__person").get(residence=row)
    return render(request, "desk/homes/statement.html", home_page.statement(request, pot))


def _do(request: DeskRequest, act: FileAct, context: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
    """Do an act; return whether it was done, else the page with why not."""
    view, refusal = context["view"], ""
    if act.verb not in {one.verb for one in context["acts"]}:
        return False, context | {"refusal": _("现在不能办理这一项：情况已变化，或者您没有办理权限。")}
    form = act.form(
        request.POST, file=view, by=request.user, at=request.at, today=request.today, auto_id=f"{act.verb}_%s"
    )  # fmt: skip
    if form.is_valid():
        refusal, _made = attempt(request, act.run, form.arguments())
        if not refusal:
            messages.success(request, act.done)
            return True, context
    acts: list[Act] = tried(context["acts"], act.verb, form, refusal)
    return False, context | {"acts": acts}


def _home(number: str) -> Institution:
    row: Institution = get_object_or_404(Institution, division_code=number)
    return row


def _resident(number: str) -> Residence:
    """Find a resident of the area."""
    rows = Residence.objects.select_related("institution", "person", "bed__room", "pot", "entry", "admitted_by")
    row: Residence = get_object_or_404(rows, number=number)
    return row


def _note(request: DeskRequest, kind: str, pk: int, row: Institution, purpose: str) -> None:
    note_read(request, kind=kind, object_id=pk, division_code=row.division_code, purpose=purpose, once_a_day=True)
