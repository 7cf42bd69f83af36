"""Names of divisions for lists and drop-downs; a drop-down offers only the person's own area."""

from collections.abc import Collection

from minzheng.accounts.models import Staff
from minzheng.kernel.division import parent_of
from minzheng.registry.models import Division
from minzheng.registry.queries.divisions import TOWNSHIP, VILLAGE, divisions_in, name_paths


def place_names(codes: Collection[str]) -> dict[str, str]:
    """Return "township village" for each code: the county stands on every page already."""
    names = name_paths(set(codes))
    return {code: name.partition(" ")[2] or name for code, name in names.items()}


def place_name(code: str) -> str:
    """Return "township village" of one code."""
    return place_names([code])[code]


def village_choices(by: Staff) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the villages of a person's area, grouped by township, as choices."""
    villages = list(divisions_in(by.area, level=VILLAGE))
    townships = dict(
        Division.objects.filter(code__in={parent_of(each.code) for each in villages}).values_list("code", "name")
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in villages:
        groups.setdefault(townships.get(parent_of(each.code), ""), []).append((each.code, each.name))
    return list(groups.items())


def filter_choices(by: Staff) -> list[tuple[str, str]]:
    """Return the townships of a person's area, or its villages if it has no whole township: what a list filters by."""
    townships = list(divisions_in(by.area, level=TOWNSHIP).values_list("code", "name"))
    if len(townships) > 1:
        return townships
    return list(divisions_in(by.area, level=VILLAGE).values_list("code", "name"))
