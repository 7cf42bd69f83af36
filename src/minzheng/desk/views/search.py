"""One box for everything: people by name, pinyin, initials or whole ID number; households and cases by number."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from minzheng.casework.models import Case
from minzheng.casework.queries.cases import cases
from minzheng.desk.case_page import tone_of
from minzheng.desk.places import place_names
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.registry.enums import Relation, Sex
from minzheng.registry.models import Household
from minzheng.registry.queries.search import search as find_people

MOST = 30


@read_only
def search(request: DeskRequest) -> HttpResponse:
    """Go straight to a household or case whose whole number was typed; list what else is found in the area."""
    query = request.GET.get("q", "").strip()[:100]
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
    return render(request, "desk/search.html", {"query": query, "people": people, "lines": lines, "most": MOST})
