"""Stores of goods by township, and what one household was helped by in a year, whoever gave it."""

from operator import itemgetter

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from minzheng.desk import store_page
from minzheng.desk.acting import Kind, act_on, show
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.places import place_name
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.relief import FUND_READERS, WORDS
from minzheng.registry.models import Household
from minzheng.registry.queries.divisions import TOWNSHIP, divisions_in
from minzheng.relief.queries.helped import year_of

STORE = Kind(
    "desk:relief_store", "desk/relief/store.html",
    lambda request, number: get_object_or_404(divisions_in(request.user.area, level=TOWNSHIP), code=number),
    store_page.store, store_page.ACTS, itemgetter("view"), **WORDS,
)  # fmt: skip


@seen_by(FUND_READERS)
@read_only
def store_list(request: DeskRequest) -> HttpResponse:
    """List the stores of the area."""
    return render(request, "desk/relief/stores.html", store_page.store_list(request))


@seen_by(FUND_READERS)
@read_only
def store(request: DeskRequest, number: str) -> HttpResponse:
    """Show a store."""
    return show(request, STORE, number)


@seen_by(FUND_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def store_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a store."""
    return act_on(request, STORE, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def household(request: DeskRequest, number: str) -> HttpResponse:
    """Show what a household was helped by in a year: every room's payments, each once."""
    found: Household = get_object_or_404(Household, number=number)
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="查看救助台账")
    context = {"household": found, "place": place_name(found.division_code), "helped": year_of(found, request.at)}
    return render(request, "desk/relief/household.html", context)
