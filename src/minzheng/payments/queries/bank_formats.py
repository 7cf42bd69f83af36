"""Which format a program's bank files have: chosen by people from a day on, the standard one until then."""

import datetime as dt

from django.db.models import QuerySet

from minzheng.payments.formats import STANDARD
from minzheng.payments.models import FormatChoice


def format_for(program: str, day: dt.date) -> str:
    """Return the code of the format in use for a program on a day."""
    rows = FormatChoice.objects.filter(program=program, effective_date__lte=day)
    chosen = rows.order_by("-effective_date", "-pk").values_list("format_code", flat=True).first()
    return chosen or STANDARD


def format_choices() -> QuerySet[FormatChoice]:
    """Return every choice, the latest day first."""
    return FormatChoice.objects.select_related("chosen_by").order_by("program", "-effective_date", "-pk")
