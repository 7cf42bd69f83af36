"""What the law and its guidance say of a home: tiers of self-care, daily care, risks, checks, care staff."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text
from minzheng.statute.period import LocalFigure, figure

FILE = "homes.yaml"
ABILITIES = ("eat", "dress", "bed", "toilet", "walk", "bathe")
"""Eat, dress, get on and off the bed, use the toilet, walk indoors, bathe (民发〔2021〕43号 第二十一条)."""
RATIO_FIGURES = {tier: f"home_residents_per_carer_{tier}" for tier in ("self", "part", "full")}


class NoTier(Refused):
    """The number of care staff is asked for without knowing how much care each resident needs."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the day, and the hour from which its care is due."""

    code: str
    name: str
    hour: int


@dataclass(frozen=True, slots=True)
class Task:
    """One item of daily care, in which parts of the day, for which tiers."""

    code: str
    name: str
    slots: tuple[str, ...]
    tiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A code and its Chinese name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CheckKind:
    """One kind of safety check with its items."""

    code: str
    name: str
    items: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many residents of each tier one carer may look after, each a dated figure."""

    per: Mapping[str, LocalFigure]

    def required(self, counts: Mapping[str, int]) -> int:
        """Return ceil(Σ residents of a tier / residents per carer), in whole numbers throughout.

        Raises NoTier if somebody's tier is not known (the key ""): the ratio is never told without it.
        """
        if unknown := counts.get("", 0):
            raise NoTier(
                _("有%(n)d名在住人员还没有自理能力评估，不能计算应配护理人员。请先完成评估（%(law)s）。")
                % {"n": unknown, "law": tier_reference()}
            )
        whole = 1
        for one in self.per.values():
            whole *= one.value
        parts = sum(counts.get(tier, 0) * whole // one.value for tier, one in self.per.items())
        return -(-parts // whole)


def ratio(*, place: str, on: date) -> Ratio:
    """Return the ratio in force at a place on a day; raises NoFigure before there was one."""
    return Ratio({tier: figure(code, place=place, on=on) for tier, code in RATIO_FIGURES.items()})


def tier_of(unable: int) -> str:
    """Return the tier of somebody who is not able to do so many of the six (民发〔2021〕43号 第二十二条)."""
    for row in _content()["tiers"]:
        if unable <= row["most"]:
            return str(row["code"])
    raise RuleError(f"{FILE}：六项能力中有{unable}项不能，超出最高等级。")


def tier_reference() -> str:
    """Return the clause of the tiers."""
    return str(_content()["tier_reference"])


@functools.cache
def slots() -> tuple[Slot, ...]:
    """Return the parts of the day in order."""
    return tuple(Slot(row["code"], row["name"], row["hour"]) for row in _content()["slots"])


@functools.cache
def tasks() -> tuple[Task, ...]:
    """Return the items of daily care."""
    known = {slot.code for slot in slots()}
    found = tuple(
        Task(row["code"], row["name"], tuple(row["slots"]), tuple(row["tiers"])) for row in _content()["care"]["tasks"]
    )
    for one in found:
        if not (set(one.slots) <= known and set(one.tiers) <= set(RATIO_FIGURES)):
            raise RuleError(f"{FILE}，照护项目 {one.code}：时段或等级写错了。")
    return found


def tasks_of(tier: str) -> list[Task]:
    """Return the daily care of a tier."""
    return [one for one in tasks() if tier in one.tiers]


def care_reference() -> str:
    """Return what the daily care rests on, an illustration until a place sets its own."""
    return str(_content()["care"]["reference"])


@functools.cache
def risks() -> tuple[Named, ...]:
    """Return the nine risks of GB 38600."""
    return tuple(Named(row["code"], row["name"]) for row in _content()["risks"]["kinds"])


def risk_reference() -> str:
    """Return the standard that names the risks."""
    return str(_content()["risks"]["reference"])


@functools.cache
def checks() -> Mapping[str, CheckKind]:
    """Return the kinds of safety checks by code."""
    return {
        row["code"]: CheckKind(row["code"], row["name"], tuple(Named(i["code"], i["name"]) for i in row["items"]))
        for row in _content()["checks"]["kinds"]
    }


def never_kept() -> tuple[str, ...]:
    """Return what a home may never take into its keeping: papers and cards of the person."""
    return tuple(_content()["never_kept"])


def never_kept_reference() -> str:
    """Return the duty behind it."""
    return str(_content()["never_kept_reference"])


@functools.cache
def _content() -> Any:
    return load_text(resources.files("minzheng.statute").joinpath(FILE).read_text(encoding="utf-8"), FILE)
