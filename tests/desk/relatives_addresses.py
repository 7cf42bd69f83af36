"""The addresses of officials and their close relatives with an object in them; see addresses.py."""

import datetime as dt

from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import accounts, registry, relatives

DECLARED = {"relation": "sibling", "name": "王远"}


def declared() -> dict[str, str]:
    return DECLARED | {"id_number": registry.id_number(born=dt.date(1975, 4, 9))}


def official(verb: str = "") -> Try:
    owner = accounts.township_officer()
    member = relatives.committee_member(by=owner)
    posts = {"declare": declared(), "end": {"until_on": TODAY}, "reveal": {"purpose": "核对名册"}}
    kwargs = {"pk": member.pk} | ({"verb": verb} if verb in {"declare", "end"} else {})
    return Try(kwargs, owner, posts.get(verb))


def staff_member(verb: str = "") -> Try:
    owner, colleague = accounts.county_officer(), accounts.township_officer()
    if verb == "reveal":
        relatives.identify(colleague)
    posts = {
        "number": {"id_number": registry.id_number()}, "declare": declared(), "reveal": {"purpose": "核对名册"},
    }  # fmt: skip
    kwargs = {"pk": colleague.pk} | ({"verb": verb} if verb in {"number", "declare"} else {})
    return Try(kwargs, owner, posts.get(verb))


def declaration(verb: str) -> Try:
    owner = accounts.township_officer()
    row = relatives.declare(relatives.committee_member(by=owner), registry.id_number(), by=owner)
    return Try({"pk": row.pk}, owner, {"end": {"reason": "已离婚"}, "reveal": {"purpose": "核对名册"}}[verb])


def of_staff(verb: str) -> Try:
    owner = accounts.county_officer()
    row = relatives.declare(accounts.township_officer(), registry.id_number())
    return Try({"pk": row.pk}, owner, {"end": {"reason": "已离婚"}, "reveal": {"purpose": "核对名册"}}[verb])


RELATIVES_ADDRESSES: dict[str, dict[str, Maker]] = {
    "relatives_official": {"page": official},
    "relatives_official_reveal": {"page": lambda: official("reveal")},
    "relatives_official_action": {verb: lambda verb=verb: official(verb) for verb in ("declare", "end")},
    "relatives_staff_member": {"page": staff_member},
    "relatives_staff_reveal": {"page": lambda: staff_member("reveal")},
    "relatives_staff_action": {verb: lambda verb=verb: staff_member(verb) for verb in ("number", "declare")},
    "relatives_declared_end": {"page": lambda: declaration("end"), "staff": lambda: of_staff("end")},
    "relatives_declared_reveal": {"page": lambda: declaration("reveal"), "staff": lambda: of_staff("reveal")},
}
