"""The law the product stands on: instruments with their days, and what is done because of each place."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from minzheng.casework.queries.law import law as law_of
from minzheng.desk.law_page import sections
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel import language


@read_only
def law(request: DeskRequest) -> HttpResponse:
    """List the instruments; every citation on other pages leads to its place here."""
    return render(request, "desk/law.html", _told(request.today, in_english=language.is_english()))


# The law comes with the product: its page changes with the day and the language alone.
@lru_cache(maxsize=4)
def _told(today: dt.date, *, in_english: bool) -> dict[str, Any]:  # noqa: ARG001 - part of the key
    found = sections(law_of(), today)
    listed = [one for one in found if one["instrument"]]
    words = render_to_string("desk/law_instruments.html", {"sections": found, "listed": listed})
    return {
        "instruments": mark_safe(words),  # noqa: S308 - our own template
        "listed": listed,
        "in_force": sum(one["is_in_force"] for one in listed),
    }
