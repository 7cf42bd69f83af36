"""The law the product stands on: instruments with their days, and what is done because of each place."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.casework.queries.law import law as law_of
from minzheng.desk.law_page import sections
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest


@read_only
def law(request: DeskRequest) -> HttpResponse:
    """List the instruments; every citation on other pages leads to its place here."""
    found = sections(law_of(), request.today)
    listed = [one for one in found if one["instrument"]]
    context = {"sections": found, "listed": listed, "in_force": sum(one["is_in_force"] for one in listed)}
    return render(request, "desk/law.html", context)
