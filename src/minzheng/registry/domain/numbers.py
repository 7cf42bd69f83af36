"""Household numbers: "HH-<county>-<six digits>", one series per county, no gaps within a transaction that commits."""

from collections.abc import Iterator, Mapping

from django.db.models import F

from minzheng.registry.models import HouseholdSeries


def take_numbers(wanted: Mapping[str, int]) -> dict[str, Iterator[str]]:
    """Return the next numbers of each county (six-digit code): as many as wanted. Holds the series until commit."""
    taken = {}
    # In order of code, so that two writers who need two series never wait for each other crosswise.
    for county in sorted(wanted):
        HouseholdSeries.objects.get_or_create(county_code=county)
        HouseholdSeries.objects.filter(county_code=county).update(last_number=F("last_number") + wanted[county])
        last = HouseholdSeries.objects.get(county_code=county).last_number
        taken[county] = _spelled(county, last - wanted[county] + 1, last)
    return taken


def _spelled(county: str, first: int, last: int) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f"HH-{county}-{number:06d}"
