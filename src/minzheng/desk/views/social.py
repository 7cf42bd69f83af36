"""Social help: the offers, a new one, and one with its families and acts."""

from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk import social_page
from minzheng.desk.acting import Kind, act_on, enter, read_of, show
from minzheng.desk.forms.social import OfferForm
from minzheng.desk.guards import seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.relief import READERS, WORDS
from minzheng.relief.domain import social as acts
from minzheng.relief.domain.road import OFFICERS
from minzheng.relief.models import SocialOffer

OFFER = Kind(
    "desk:social_offer", "desk/relief/social_offer.html",
    lambda _request, number: get_object_or_404(SocialOffer.objects.select_related("recorded_by"), number=number),
    social_page.offer, social_page.ACTS, itemgetter("view"), read_of("social_offer"), **WORDS,
)  # fmt: skip


@seen_by(READERS)
@read_only
def offer_list(request: DeskRequest) -> HttpResponse:
    """List the offers of the area."""
    return render(request, "desk/relief/social.html", social_page.offer_list(request))


@seen_by(frozenset(OFFICERS))
@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: DeskRequest) -> HttpResponse:
    """Write down an offer."""

    def done(made: Any) -> tuple[Any, HttpResponse]:
        words = _("帮扶已登记，编号 %(number)s。") % {"number": made.number}
        return words, redirect("desk:social_offer", number=made.number)

    return enter(request, OfferForm, acts.offer, "desk/relief/social_new.html", done)


@seen_by(READERS)
@read_only
def offer(request: DeskRequest, number: str) -> HttpResponse:
    """Show an offer."""
    return show(request, OFFER, number)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on an offer."""
    return act_on(request, OFFER, number, verb)
