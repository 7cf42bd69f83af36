"""What the page of one application for all programs shows of each: outcome, amount, reasons, what stands in the way."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from minzheng.casework.domain.one_door import Offer
from minzheng.casework.enums import Outcome
from minzheng.ui.calculation import Sheet, sheet_of


@dataclass(frozen=True)
class Line:
    """One program on the page. `room_url` is where a program that a room of its own asks is asked for."""

    offer: Offer
    sheet: Sheet | None
    is_chosen: bool
    alone_url: str
    room_url: str


def lines(offers: list[Offer], *, number: str, chosen: list[str] | None) -> list[Line]:
    """Return the programs as the page draws them; before anybody chose, those that are eligible without rivals."""
    found = []
    for one in offers:
        wanted = one.outcome == Outcome.ELIGIBLE and not one.rivals if chosen is None else one.program.code in chosen
        alone = reverse("desk:case_new", args=[one.program.code, number]) if one.can_open else ""
        found.append(Line(one, _sheet(one), one.can_open and wanted, alone, _room_url(one.room)))
    return found


def _sheet(offer: Offer) -> Sheet | None:
    if offer.preview is None:
        return None
    seen = offer.preview
    names = seen.missing if seen.evaluation.outcome == Outcome.INCOMPLETE else []
    frozen: dict[str, Any] = seen.evaluation.as_dict()
    return sheet_of(
        frozen, sources=[row.as_dict() for row in seen.dossier.sources], on=seen.dossier.on,
        members=seen.dossier.member_names, missing=names,
    )  # fmt: skip


def _room_url(room: str) -> str:
    """Return the address of a room's own request; empty if it has none."""
    try:
        return reverse(f"desk:{room}_report") if room else ""
    except NoReverseMatch:
        return ""
