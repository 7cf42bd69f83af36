"""Reading divisions: names for codes, and what a drop-down may offer."""

from collections.abc import Collection

from django.db.models import QuerySet

from minzheng.accounts.scope import area_q
from minzheng.kernel.division import Area, level_of, parent_of
from minzheng.registry.models import Division

COUNTY, TOWNSHIP, VILLAGE = 3, 4, 5
AT_ONCE = 400


def townships(county_code: str) -> QuerySet[Division]:
    """Return the townships and streets of a county, by code."""
    return Division.objects.filter(parent_code=county_code, level=TOWNSHIP).order_by("code")


def villages(township_code: str) -> QuerySet[Division]:
    """Return the villages and communities of a township, by code."""
    return Division.objects.filter(parent_code=township_code, level=VILLAGE).order_by("code")


def divisions_in(area: Area, *, level: int | None = None) -> QuerySet[Division]:
    """Return the divisions that lie wholly in an area (of one level, if given), by code: what its drop-downs offer."""
    rows = Division.objects.filter(area_q("code", area)).order_by("code")
    return rows if level is None else rows.filter(level=level)


def village_codes(wanted: Collection[str]) -> frozenset[str]:
    """Return which of the codes are villages or communities (level 5)."""
    codes = sorted(wanted)
    found: set[str] = set()
    for start in range(0, len(codes), AT_ONCE):
        rows = Division.objects.filter(code__in=codes[start : start + AT_ONCE], level=VILLAGE)
        found.update(rows.values_list("code", flat=True))
    return frozenset(found)


def name_paths(codes: Collection[str]) -> dict[str, str]:
    """Return the name from the county down, “宜都市 枝城镇 …村”, for each code; an unknown code stands for itself."""
    lines = {code: _line(code) for code in codes}
    wanted = sorted({each for line in lines.values() for each in line})
    names: dict[str, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        names |= dict(Division.objects.filter(code__in=wanted[start : start + AT_ONCE]).values_list("code", "name"))
    return {code: " ".join(names[each] for each in line if each in names) or code for code, line in lines.items()}


def name_path(code: str) -> str:
    """Return the full name of one division from the county down; of a prefecture or province, its own name."""
    return name_paths([code])[code]


def _line(code: str) -> list[str]:
    """Return the codes from the county (or from the division itself, if higher) down to the division."""
    line = [code]
    while level_of(line[0]) > COUNTY:
        line.insert(0, parent_of(line[0]))
    return line
