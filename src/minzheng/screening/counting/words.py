"""What a tally says, in words: the same on the page, in the workbook and on the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import gettext as _
from minzheng.kernel.phrasebook import retell
from minzheng.rules.load import LoadedProgram
from minzheng.rules.wording import say
from minzheng.screening.counting.change import Change

# What is shown of each side: code, whether it is money.
SIDES = (
    ("families", False), ("full_month_fen", True), ("full_year_fen", True), ("drawing", False), ("month_fen", True),
    ("year_fen", True), ("leakage", False), ("leakage_fen", True), ("gap", False), ("gap_fen", True),
    ("untold", False),
)  # fmt: skip
MOVES = ("enter", "more", "same", "less", "leave")


def side_label(code: str) -> str:
    """Return what a number of one side is, in words."""
    return {
        "families": _("符合条件的家庭（户）"), "full_month_fen": _("全部办理，一个月（元）"),
        "full_year_fen": _("全部办理，一年（元）"), "drawing": _("其中现在领取的（户）"),
        "month_fen": _("现在领取的，一个月（元）"), "year_fen": _("现在领取的，一年（元）"),
        "leakage": _("在领而不符合条件（户）"), "leakage_fen": _("这些户现在一个月领（元）"),
        "gap": _("符合条件而没有办（户）"), "gap_fen": _("这些户一个月应得（元）"),
        "untold": _("事实不全、算不出（户）"),
    }[code]  # fmt: skip


def move_label(code: str) -> str:
    """Return how families move, in words."""
    return {
        "enter": _("新进"), "more": _("多得"), "same": _("不变"), "less": _("少得"), "leave": _("退出"),
    }[code]  # fmt: skip


@dataclass(frozen=True)
class SideLine:
    """One number on both sides."""

    label: str
    is_money: bool
    before: int
    after: int

    @property
    def change(self) -> int:
        """By how much it moves."""
        return self.after - self.before


def side_lines(whole: Mapping[str, Any]) -> list[SideLine]:
    """Return every number of both sides."""
    return [
        SideLine(side_label(code), is_money, whole["before"][code], whole["after"][code]) for code, is_money in SIDES
    ]


def difference(one: Mapping[str, Any], code: str) -> int:
    """Return by how much a number of a tally moves."""
    return int(one["after"][code] - one["before"][code])


def changes(change: Change, law: LoadedProgram, day: date, named: Callable[[str], str]) -> list[str]:
    """Say what is changed: each figure from what to what, where, by the law of which day; `named` names a place."""
    found = []
    for code, value in change.figures.items():
        figure = law.figures[code]
        told = {"name": retell(figure.name), "was": retell(say(change.was.get(code), figure.unit)),
                "to": retell(say(value, figure.unit))}  # fmt: skip
        found.append(_("%(name)s：%(was)s改成%(to)s") % told)
    if change.place:
        found.append(_("只在%(place)s改") % {"place": named(change.place)})
    if change.as_place:
        found.append(_("改用区划%(code)s的标准") % {"code": change.as_place})
    if change.on != day:
        found.append(_("按%(day)s的规则") % {"day": change.on})
    return found


def lead(whole: Mapping[str, Any]) -> str:
    """The finding in one sentence: what a year costs those who draw it, and how many move."""
    year = difference(whole, "year_fen")
    told = {"yuan": format_yuan(abs(year)), "enter": whole["enter"], "leave": whole["leave"]}
    if year > 0:
        return _("现在领取的家庭一年多花%(yuan)s元；%(enter)d户新进，%(leave)d户退出") % told
    if year < 0:
        return _("现在领取的家庭一年少花%(yuan)s元；%(enter)d户新进，%(leave)d户退出") % told
    return _("现在领取的家庭一年花的钱不变；%(enter)d户新进，%(leave)d户退出") % told


def sentences(whole: Mapping[str, Any]) -> list[str]:
    """The charts and tables again as sentences, for whoever listens."""
    after = whole["after"]
    told: dict[str, Any] = {**whole, "gap": after["gap"], "leakage": after["leakage"], "untold": after["untold"]}
    found = [
        _("共%(all)d户：%(more)d户多得，%(less)d户少得，%(enter)d户新进，%(leave)d户退出，%(same)d户不变。") % told,
        _("改后符合条件而没有办的%(gap)d户，在领而不符合条件的%(leakage)d户。") % told,
        _("全部符合条件的家庭都办的话，一年共%(year)s元，比现在相差%(change)s元。")
        % {"year": format_yuan(after["full_year_fen"]), "change": format_yuan(difference(whole, "full_year_fen"))},
    ]
    if told["untold"]:
        found.append(_("另有%(untold)d户事实不全，算不出，不在其中。") % told)
    return found
