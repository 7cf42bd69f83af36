"""The kinds of rolls other offices keep, as data (rolls.yaml)."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from minzheng.rules import strict_yaml

KEYS = ("code", "name", "fact", "office", "enrols", "reaches_back", "is_group")


@dataclass(frozen=True)
class RollKind:
    """A roll: the fact it answers with yes, who keeps it, whether its people are to be insured.

    `reaches_back`: treatment before one came onto the roll counts. `is_group`: being on it makes somebody a recipient.
    """

    code: str
    name: str
    fact: str
    office: str
    enrols: bool
    reaches_back: bool = False
    is_group: bool = True


@cache
def roll_kinds() -> dict[str, RollKind]:
    """Return the rolls by code."""
    text = resources.files("minzheng.claims").joinpath("rolls.yaml").read_text(encoding="utf-8")
    data = strict_yaml.load_text(text, "rolls.yaml")
    rows = strict_yaml.refuse_unknown_keys(data, ("rolls",), ("rolls",), "rolls.yaml")["rolls"]
    found = [RollKind(**strict_yaml.refuse_unknown_keys(row, KEYS, KEYS[:5], "rolls.yaml")) for row in rows]
    return {each.code: each for each in found}
