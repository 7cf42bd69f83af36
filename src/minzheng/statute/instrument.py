"""Laws, regulations and notices the product cites, with the days on which each is in force. Data, no text of law."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from minzheng.kernel.citation import anchor_of, cited
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

STATUSES = ("official", "expert")
_KEYS = ("name", "also", "from", "until", "superseded", "status", "note")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument: its name, how else it is cited, from when until when, by what it was superseded."""

    name: str
    also: tuple[str, ...]
    from_: date
    until: date | None
    superseded: str
    status: str
    note: str

    @property
    def anchor(self) -> str:
        """Return where the list of instruments holds it."""
        return anchor_of(self.name)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@functools.cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by name; raise RuleError naming the row that is wrong."""
    name = "instruments.yaml"
    content = load_text(resources.files("minzheng.statute").joinpath(name).read_text(encoding="utf-8"), name)
    found: dict[str, Instrument] = {}
    for number, row in enumerate(content, start=1):
        where = f"{name} 第{number}行"
        given = refuse_unknown_keys(row, _KEYS, ("name", "from", "status"), where)
        until = given.get("until")
        if given["status"] not in STATUSES or given["name"] in found or (until is not None and until < given["from"]):
            raise RuleError(f"{where}：名称重复、status 不认识，或失效日早于施行日。")
        found[given["name"]] = Instrument(
            given["name"], tuple(given.get("also", ())), given["from"], until, given.get("superseded", ""),
            given["status"], given.get("note", ""),
        )  # fmt: skip
    return found


def known(name: str) -> Instrument | None:
    """Return the instrument cited by this name or number; None if the product does not know it."""
    return _by_any_name().get(name)


def anchor(text: str) -> str:
    """Return the anchor of a citation's first place; empty for what names no instrument."""
    first = next(iter(cited(text)), None)
    if first is None:
        return ""
    found = known(first.instrument or first.text)
    if found is None and not first.instrument:
        return ""
    return anchor_of(found.name if found else first.instrument, first.places[0] if first.places else "")


@functools.cache
def _by_any_name() -> Mapping[str, Instrument]:
    return {name: row for row in instruments().values() for name in (row.name, *row.also)}
