"""The supervisor's board and the counts of typed fields in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.casework.enums import Station
from minzheng.desk.case_work import BY_VERB as CASE_WORK
from minzheng.desk.household_work import BY_VERB as HOUSEHOLD_WORK
from minzheng.desk.places import place_names
from minzheng.kernel.wording import listed, month_words
from minzheng.workbench.models import Handover
from minzheng.workbench.queries.board import by_officer, by_place, by_station
from minzheng.workbench.queries.form_count import Typed

OTHER_FORMS = {"application": gettext_lazy("申请表"), "household.new": gettext_lazy("登记新家庭")}


def board(today: dt.date, at: dt.datetime) -> dict[str, Any]:
    """Return places (townships over their villages), officers and stations, with addresses of what stands behind."""
    rows = by_place(today)
    names = place_names({row.code for row in rows})
    cases = reverse("desk:cases")
    places = [
        {
            "row": row, "name": names[row.code], "url": f"{cases}?place={row.code}",
            "late_url": f"{cases}?place={row.code}&late=1", "soon_url": f"{cases}?place={row.code}&soon=1",
            "returned_url": f"{cases}?place={row.code}&state=returned",
        }
        for row in rows
    ]  # fmt: skip
    officers = [{"row": row, "url": f"{cases}?holder={row.username}"} for row in by_officer(today, at)]
    return {
        "places": sorted(places, key=lambda one: (-one["row"].late, -one["row"].soon, one["row"].code)),
        "officers": officers,
        "stations": [{"row": row, "name": Station(row.station).label} for row in by_station(at)],
        "totals": {name: sum(getattr(row, name) for row in rows) for name in ("open", "late", "soon", "returned")},
        "cases_url": cases,
    }


def typed(rows: list[Typed], group: str) -> dict[str, Any]:
    """Return the lines of the page about typing, named by their group."""
    names = place_names({row.key for row in rows}) if group == "division_code" else {}
    lines = [{"row": row, "name": names.get(row.key) or _named(row.key, group)} for row in rows]
    return {"lines": sorted(lines, key=lambda one: (-one["row"].filled, one["name"]))}


def handed_words(row: Handover) -> dict[str, str]:
    """Say what a handover passed on."""
    counts = {
        "claims": _("领办的办件 %(n)s 件"), "mentions": _("没看的提醒 %(n)s 条"), "drafts": _("草稿 %(n)s 份"),
        "views": _("保存的筛选 %(n)s 个"),
    }  # fmt: skip
    parts = [words % {"n": row.counts[name]} for name, words in counts.items() if row.counts.get(name)]
    return {"name": row.taker.name, "what": listed(parts) or _("没有要移交的")}


def _named(key: str, group: str) -> str:
    if group == "month":
        return month_words(key)
    room, _dot, verb = key.partition(".")
    rooms: dict[str, Mapping[str, Any]] = {"case": CASE_WORK, "household": HOUSEHOLD_WORK}
    work = rooms.get(room, {}).get(verb)
    return str(OTHER_FORMS.get(key) or (work.title if work else key))
