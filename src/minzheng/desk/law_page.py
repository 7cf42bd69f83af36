"""Instruments and places as the page of the law shows them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.law import BASIS, CONDITION, FIGURE, LIABILITY, PERIOD, STATION, Cites, Use, limit_words
from minzheng.kernel import citation
from minzheng.kernel.citation import anchor_of
from minzheng.kernel.language import is_english
from minzheng.kernel.phrasebook import retell

KINDS = {
    BASIS: _("项目依据"), STATION: _("办理环节"), CONDITION: _("条件和计算"), FIGURE: _("标准"), PERIOD: _("期限"),
    LIABILITY: _("责任"),
}  # fmt: skip


def sections(found: list[Cites], today: dt.date) -> list[dict[str, Any]]:
    """Return one section for each instrument, those in force first, those only cited last."""
    drawn = [_section(one, today) for one in found]
    return sorted(drawn, key=lambda one: (one["instrument"] is None, not one["is_in_force"]))


def _section(one: Cites, today: dt.date) -> dict[str, Any]:
    row = one.instrument
    return {
        "anchor": anchor_of(one.name),
        "name": retell(one.name),
        "instrument": row,
        "also": [retell(name) for name in row.also] if row else [],
        "note": retell(row.note) if row and row.note else "",
        "superseded": retell(row.superseded) if row and row.superseded else "",
        "is_in_force": row is not None and row.holds_on(today),
        "is_to_come": row is not None and row.from_ > today,
        "places": [
            {
                "anchor": anchor_of(one.name, place.place) if place.place else "",
                "place": place_words(place.place),
                "uses": [_use(use) for use in place.uses],
            }
            for place in one.places
        ],
    }


def place_words(place: str) -> str:
    """Return a place of an instrument as it is read: 第十八条, "art. 18"."""
    return (citation.places(place) or retell(place)) if is_english() else place


def _use(use: Use) -> dict[str, Any]:
    detail = limit_words(use.detail) if use.kind in {STATION, PERIOD} and use.detail else retell(use.detail)
    return {
        "kind": KINDS[use.kind], "program": retell(use.program), "label": retell(use.label), "detail": detail,
        "from_": use.from_, "until": use.until,
    }  # fmt: skip
