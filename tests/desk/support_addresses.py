"""Addresses of support at home: how each is made, who owns it, and a request its owner gets through."""

from typing import Any

from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import casework, support


def found() -> tuple[casework.Offices, Any]:
    """A woman in whose home a village worker found the stove unsafe."""
    offices = casework.Offices()
    person = support.granted(offices)
    support.visited(person, by=offices.village, problem_kind="house", problem="灶台漏烟")
    return offices, person


def person_page() -> Try:
    offices, person = found()
    return Try({"pk": person.pk}, offices.village)


def visit() -> Try:
    offices, person = found()
    return Try({"pk": person.pk, "verb": "visit"}, offices.village, {"visited_on": TODAY, "condition": "精神好"})


def settle() -> Try:
    offices, person = found()
    with support.within(offices.township.area):
        pk = support.SupportVisit.objects.get().problems.get().pk
    return Try({"pk": person.pk, "verb": "settle"}, offices.township, {"problem": pk, "result": "已修好"})


SUPPORT_ACTS: dict[str, Maker] = {"visit": visit, "settle": settle}
SUPPORT_ADDRESSES: dict[str, dict[str, Maker]] = {
    "support_person": {"page": person_page},
    "support_action": SUPPORT_ACTS,
}
