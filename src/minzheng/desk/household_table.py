"""The list of households as columns."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.desk.places import place_names
from minzheng.desk.tables import Cell, Column
from minzheng.registry.queries.lists import HouseholdRow


def lines(rows: Iterable[HouseholdRow]) -> list[tuple[HouseholdRow, str]]:
    """Return the households of a page or of a workbook, each with the words of its place."""
    found = list(rows)
    places = place_names({row.division_code for row in found})
    return [(row, places[row.division_code]) for row in found]


COLUMNS = (
    Column(
        "head", _("户主"),
        lambda line: Cell(line[0].head_name or _("（无户主）"), url=reverse("desk:household", args=[line[0].number])),
    ),
    Column("members", _("人口"), lambda line: line[0].member_count, "num"),
    Column("place", _("村（社区）"), lambda line: line[1]),
    Column("address", _("住址"), lambda line: line[0].address),
    Column("number", _("户号"), lambda line: line[0].number, "short"),
)  # fmt: skip
