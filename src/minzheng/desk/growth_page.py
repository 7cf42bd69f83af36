"""What the page of a standard's growth shows: the reckoning line by line, who gets what more, and what a year costs."""

import datetime as dt
from typing import Any

from minzheng.accounts.enums import Role
from minzheng.casework.queries.growth import Growing, growing, growing_programs
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.rules.growth import BY_LINE, BY_SPENDING
from minzheng.rules.wording import say

SHOWN = 200
WIDTH = 400


def growth(request: DeskRequest, program: str, from_on: dt.date) -> dict[str, Any]:
    """Return the page for a program and a first day."""
    rows = growing(program, from_on, request.today)
    total = sum(one.a_year_fen for one in rows)
    gains = [(one, gain) for one in rows for gain in one.gains]
    places = place_names({gain.division_code for _one, gain in gains[:SHOWN]})
    most = max((one.a_year_fen for one in rows), default=0)
    return {
        "program": program, "program_name": retell(growing_programs()[program]), "from_on": from_on,
        "lines": [_line(one, most) for one in rows], "total_fen": total, "n_families": len(gains),
        "n_people": sum(one.people for one in rows),
        "gains": [{"gain": gain, "name": retell(one.name), "place": places[gain.division_code]}
                  for one, gain in gains[:SHOWN]],
        "shown": SHOWN, "grows": any(one.proposal.rise_fen for one in rows),
        "may": request.user.role == Role.COUNTY_OFFICER,
    }  # fmt: skip


def _line(one: Growing, most: int) -> dict[str, Any]:
    figures = [
        {"name": retell(used.name), "value": retell(say(used.value, used.unit)), "reference": retell(used.reference)}
        for used in one.proposal.figures.values()
    ]
    return {
        "growing": one, "name": retell(one.name), "proposal": one.proposal, "figures": figures,
        "is_by_line": one.proposal.ground == BY_LINE, "is_by_spending": one.proposal.ground == BY_SPENDING,
        "percent": f"{one.proposal.rise_bp / 100:.2f}%", "bar": WIDTH * one.a_year_fen // most if most else 0,
    }  # fmt: skip
