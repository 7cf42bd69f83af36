"""One box for everything: people by name, pinyin, initials, whole ID or phone number; households, cases and
decisions by number.

The box is posted, so that an ID number never stands in an address, which proxies and browsers keep; an address that
holds one is not searched. What was found leaves a read behind, without what was typed.
"""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.casework.models import Case, Decision
from minzheng.casework.queries.cases import cases
from minzheng.desk.case_page import tone_of
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.kernel.idnumber import mask
from minzheng.kernel.text import half_width
from minzheng.registry.enums import Relation, Sex
from minzheng.registry.models import Household
from minzheng.registry.queries.lists import rows_of
from minzheng.registry.queries.search import Hit
from minzheng.registry.queries.search import search as find_people

MOST = 30


WHOLE_ID = re.compile(r"\d{15}|\d{17}[\dX]|\+?\d{7,13}")


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """Go straight to a household or case whose whole number was typed; list what else is found in the area."""
    is_posted = request.method == "POST"
    query = (request.POST if is_posted else request.GET).get("q", "").strip()[:100]
    is_id = WHOLE_ID.fullmatch(half_width(query).upper()) is not None
    if is_id and not is_posted:
        query = ""
    if query:
        if Case.objects.filter(number=query.upper()).exists():
            return redirect("desk:case", number=query.upper())
        if Household.objects.filter(number=query.upper()).exists():
            return redirect("desk:household", number=query.upper())
    hits = find_people(query, day=request.today, known_at=request.at, limit=MOST)
    places = place_names({hit.division_code for hit in hits})
    people = [
        {
            "hit": hit, "place": places[hit.division_code], "sex": Sex(hit.sex).label,
            "relation": Relation(hit.relation).label if hit.relation else "",
        }
        for hit in hits
    ]  # fmt: skip
    homes = {hit.household_id for hit in hits if hit.household_id}
    found = cases().filter(household__in=homes) if homes else cases(text=query) if query else Case.objects.none()
    lines = [{"case": case, "tone": tone_of(case.state)} for case in found[:MOST]]
    households = _households(hits, request)
    documents = _documents(query)
    if people:
        purpose = _("查找，列出%(n)d人") % {"n": len(people)}
        note_read(request, kind="search", object_id=0, division_code="", purpose=purpose)
    shown = mask(half_width(query)) if is_id else query
    page = {
        "query": shown,
        "people": people,
        "lines": lines,
        "households": households,
        "documents": documents,
        "most": MOST,
        "is_refused": is_id and not is_posted,
    }
    return render(request, "desk/search.html", page)


def _households(hits: list[Hit], request: DeskRequest) -> list[dict[str, Any]]:
    """Return the households of the people found, each once, with how many live there."""
    numbers = list(dict.fromkeys(hit.household_number for hit in hits if hit.household_number))
    if not numbers:
        return []
    rows = Household.objects.filter(number__in=numbers).order_by("division_code", "number")
    listed = rows_of(rows, day=request.today, known_at=request.at)
    places = place_names({row.division_code for row in listed})
    return [{"row": row, "place": places[row.division_code]} for row in listed]


def _documents(query: str) -> list[Decision]:
    """Return decisions by their document number; brackets may be typed any way."""
    number = re.sub(r"[\[（(【〔](\d{4})[\]）)】〕]", r"〔\1〕", half_width(query))
    if "〔" not in number:
        return []
    rows = Decision.objects.filter(document_number=number).select_related("case__applicant")
    return list(rows.order_by("-pk")[:MOST])
