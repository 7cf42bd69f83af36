"""What the page of one application for all programs shows of each: outcome, amount, reasons, what stands in the way."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from minzheng.accounts.models import Staff
from minzheng.casework.domain.one_door import Offer
from minzheng.casework.enums import Outcome
from minzheng.desk import claim_urls, relief_urls
from minzheng.ui.calculation import Sheet, sheet_of

# The doors of the rooms by the name that a program declares as its own room (Program.made_due_by).
DOORS = {"relief": relief_urls.DOOR, "claims": claim_urls.DOOR}


@dataclass(frozen=True)
class Line:
    """One program on the page. `room_url` is where a program that a room of its own asks is asked for.

    `is_others_door`: there is such a place, but another role asks there.
    """

    offer: Offer
    sheet: Sheet | None
    is_chosen: bool
    alone_url: str
    room_url: str
    is_others_door: bool = False


def lines(offers: list[Offer], *, staff: Staff, number: str, chosen: list[str] | None) -> list[Line]:
    """Return the programs as the page draws them; before anybody chose, those that are eligible without rivals."""
    found = []
    for one in offers:
        wanted = one.outcome == Outcome.ELIGIBLE and not one.rivals if chosen is None else one.program.code in chosen
        alone = reverse("desk:case_new", args=[one.program.code, number]) if one.can_open else ""
        door = DOORS.get(one.room)
        url = door.url(staff, number) if door else ""
        found.append(Line(one, _sheet(one), one.can_open and wanted, alone, url, door is not None and not url))
    return found


def _sheet(offer: Offer) -> Sheet | None:
    if offer.preview is None:
        return None
    seen = offer.preview
    is_open = seen.evaluation.outcome == Outcome.INCOMPLETE
    frozen: dict[str, Any] = seen.evaluation.as_dict()
    return sheet_of(
        frozen, sources=[row.as_dict() for row in seen.dossier.sources], on=seen.dossier.on,
        members=seen.dossier.member_names, missing=seen.missing if is_open else [],
        lacking=seen.lacking if is_open else [],
    )  # fmt: skip
