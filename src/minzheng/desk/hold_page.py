"""The page of payments stopped on purpose: what stands, what is over, and who may do what."""

from typing import Any

from django.urls import reverse

from minzheng.desk.forms.runs import LiftForm
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.payments.domain.hold import HOLDERS
from minzheng.payments.queries.holds import past, standing

PAST_SHOWN = 50


def page_context(request: DeskRequest) -> dict[str, Any]:
    """Return the lists of the page; each standing hold with the form that lifts it, for another person."""
    rows = list(standing(request.today))
    over = list(past(request.today)[:PAST_SHOWN])
    may_act = request.user.role in HOLDERS
    places = place_names({hold.division_code for hold in [*rows, *over]})
    return {
        "holds": [
            {
                "hold": hold,
                "place": places[hold.division_code],
                "url": reverse("desk:hold_lift", args=[hold.pk]),
                "form": LiftForm(auto_id=f"lift_{hold.pk}_%s") if may_act and hold.placed_by != request.user else None,
            }
            for hold in rows
        ],
        "past": [{"hold": hold, "place": places[hold.division_code]} for hold in over],
        "may_act": may_act,
    }
