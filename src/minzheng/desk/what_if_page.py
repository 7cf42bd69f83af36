"""What the pages of a what-if show: the finding in a sentence, both sides, townships, charts, a workbook."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from minzheng.casework.queries.local_figures import law_known
from minzheng.desk.downloads import XLSX, download
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.desk.screening_page import basics
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.payments.queries.funds import funds_of, positions_of
from minzheng.registry.models import Household
from minzheng.rules import growth
from minzheng.rules.load import LoadedProgram
from minzheng.rules.wording import say
from minzheng.screening.models import Screen
from minzheng.screening.queries import screens as queries
from minzheng.ui.chart import bar_chart

# What is shown of each side: code, whether it is money.
SIDES = (
    ("families", False), ("full_month_fen", True), ("full_year_fen", True), ("drawing", False), ("month_fen", True),
    ("year_fen", True), ("leakage", False), ("leakage_fen", True), ("gap", False), ("gap_fen", True),
    ("untold", False),
)  # fmt: skip
MOVES = ("enter", "more", "same", "less", "leave")
BASIS = 10_000


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


def what_if(request: DeskRequest, row: Screen) -> dict[str, Any]:
    """Return the page of a what-if; of one that is not finished what was asked and how far it is."""
    law = law_known(row.program, row.snapshot.known_at)
    found = basics(request, row) | {"changes": changes(row, law), "method": _method(row)}
    if not row.summary:
        return found
    whole = row.summary["whole"]
    places = place_names({one["code"] for one in row.summary["townships"]})
    townships = [
        {"place": places[one["code"]], "one": one, "change": _change(one, "full_month_fen")}
        for one in row.summary["townships"]
    ]
    return found | {
        "whole": whole, "lead": _lead(whole), "words": _words(whole),
        "sides": _sides(whole),
        "moves": [{"label": move_label(code), "n": whole[code], "fen": whole.get(f"{code}_fen")} for code in MOVES],
        "townships": townships, "chart": _by_township(townships), "moved": _moved(row),
        "funds": _funds(row, _change(whole, "year_fen")),
    }  # fmt: skip


def compare(request: DeskRequest) -> dict[str, Any]:
    """Return several what-ifs side by side, by their numbers in the address; without any, those to choose from."""
    rows = queries.tried(request.GET.getlist("number"))
    laws = {row.pk: law_known(row.program, row.snapshot.known_at) for row in rows}
    return {
        "rows": [{"row": row, "changes": changes(row, laws[row.pk])} for row in rows],
        "lines": [
            {"label": side_label(code), "is_money": is_money,
             "cells": [{"title": row.title, "after": row.summary["whole"]["after"][code],
                        "change": _change(row.summary["whole"], code)} for row in rows]}
            for code, is_money in SIDES
        ],
        "moves": [
            {"label": move_label(code),
             "cells": [{"title": row.title, "n": row.summary["whole"][code]} for row in rows]}
            for code in MOVES
        ],
        "chart": bar_chart(
            _("一年多花的钱（元），现在领取的家庭"), [row.title for row in rows],
            [("", [_change(row.summary["whole"], "year_fen") for row in rows])], say=format_yuan,
        ) if rows else None,
        "choices": [one for one in queries.screens("what_if")[:20] if one.summary],
        "chosen": {row.number for row in rows},
        "is_one_snapshot": len({row.snapshot_id for row in rows}) <= 1,
    }  # fmt: skip


def changes(row: Screen, law: LoadedProgram) -> list[str]:
    """Say what was changed: each figure from what to what, where, by the law of which day."""
    given, found = row.parameters, []
    for code, value in (given.get("figures") or {}).items():
        figure = law.figures[code]
        told = {"name": retell(figure.name), "was": retell(say(given["before"].get(code), figure.unit)),
                "to": retell(say(value, figure.unit))}  # fmt: skip
        found.append(_("%(name)s：%(was)s改成%(to)s") % told)
    if given.get("place"):
        found.append(_("只在%(place)s改") % {"place": place_names([given["place"]])[given["place"]]})
    if given.get("as_place"):
        found.append(_("改用区划%(code)s的标准") % {"code": given["as_place"]})
    if given.get("on") and given["on"] != row.snapshot.day.isoformat():
        found.append(_("按%(day)s的规则") % {"day": date.fromisoformat(given["on"])})
    return found


def workbook(row: Screen) -> HttpResponse:
    """Return a what-if as a workbook: both sides, the moves, the townships."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    money, head = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})
    whole, law = row.summary["whole"], law_known(row.program, row.snapshot.known_at)
    sheet = book.add_worksheet(_("合计"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 18)
    at = 0
    for text in (row.title, *changes(row, law), _lead(whole)):
        sheet.write_string(at, 0, text, head if at == 0 else None)
        at += 1
    for place, text in enumerate(("", _("现在"), _("改后"), _("相差"))):
        sheet.write_string(at, place, text, head)
    for one in _sides(whole):
        at += 1
        sheet.write_string(at, 0, one.label)
        for place, value in enumerate((one.before, one.after, one.change), 1):
            sheet.write_number(at, place, value / 100 if one.is_money else value, money if one.is_money else None)
    for code in MOVES:
        at += 1
        sheet.write_string(at, 0, move_label(code))
        sheet.write_number(at, 1, whole[code])
        if f"{code}_fen" in whole:
            sheet.write_number(at, 2, whole[f"{code}_fen"] / 100, money)
    _townships(book, row, money, head)
    book.close()
    return download(buffer.getvalue(), name=f"{row.number}.xlsx", media_type=XLSX)


def _townships(book: Any, row: Screen, money: Any, head: Any) -> None:
    sheet = book.add_worksheet(_("各乡镇"))
    names = [_("乡镇（街道）"), *(move_label(code) for code in MOVES)]
    names += [f"{side_label(code)} · {word}" for code, _m in SIDES for word in (_("现在"), _("改后"))]
    places = place_names({one["code"] for one in row.summary["townships"]})
    for place, text in enumerate(names):
        sheet.write_string(0, place, text, head)
    for at, one in enumerate(row.summary["townships"], 1):
        sheet.write_string(at, 0, places[one["code"]])
        values = [(one[code], False) for code in MOVES]
        values += [(one[side][code], is_money) for code, is_money in SIDES for side in ("before", "after")]
        for place, (value, is_money) in enumerate(values, 1):
            sheet.write_number(at, place, value / 100 if is_money else value, money if is_money else None)


def _sides(whole: Mapping[str, Any]) -> list[SideLine]:
    return [
        SideLine(side_label(code), is_money, whole["before"][code], whole["after"][code]) for code, is_money in SIDES
    ]


def _change(one: Mapping[str, Any], code: str) -> int:
    return int(one["after"][code] - one["before"][code])


def _lead(whole: Mapping[str, Any]) -> str:
    """The finding in one sentence: what a year costs those who draw it, and how many move."""
    year = _change(whole, "year_fen")
    told = {"yuan": format_yuan(abs(year)), "enter": whole["enter"], "leave": whole["leave"]}
    if year > 0:
        return _("现在领取的家庭一年多花%(yuan)s元；%(enter)d户新进，%(leave)d户退出") % told
    if year < 0:
        return _("现在领取的家庭一年少花%(yuan)s元；%(enter)d户新进，%(leave)d户退出") % told
    return _("现在领取的家庭一年花的钱不变；%(enter)d户新进，%(leave)d户退出") % told


def _words(whole: Mapping[str, Any]) -> list[str]:
    """The charts and tables again as sentences, for whoever listens to the page."""
    after = whole["after"]
    told: dict[str, Any] = {**whole, "gap": after["gap"], "leakage": after["leakage"], "untold": after["untold"]}
    found = [
        _("共%(all)d户：%(more)d户多得，%(less)d户少得，%(enter)d户新进，%(leave)d户退出，%(same)d户不变。") % told,
        _("改后符合条件而没有办的%(gap)d户，在领而不符合条件的%(leakage)d户。") % told,
        _("全部符合条件的家庭都办的话，一年共%(year)s元，比现在相差%(change)s元。")
        % {"year": format_yuan(after["full_year_fen"]), "change": format_yuan(_change(whole, "full_year_fen"))},
    ]
    if told["untold"]:
        found.append(_("另有%(untold)d户事实不全，算不出，不在其中。") % told)
    return found


def _by_township(townships: list[dict[str, Any]]) -> Any:
    labels = [one["place"] for one in townships]
    series = [
        (_("现在"), [one["one"]["before"]["full_month_fen"] for one in townships]),
        (_("改后"), [one["one"]["after"]["full_month_fen"] for one in townships]),
    ]
    return bar_chart(_("各乡镇一个月要花的钱（元），全部符合条件的家庭"), labels, series, say=format_yuan)


def _moved(row: Screen) -> list[dict[str, Any]]:
    told = row.summary["moved"]
    numbers = dict(Household.objects.filter(pk__in=[one["household"] for one in told]).values_list("pk", "number"))
    return [
        one | {"number": numbers[one["household"]], "change": one["after_fen"] - one["before_fen"]}
        for one in told
        if one["household"] in numbers
    ]


def _funds(row: Screen, year_fen: int) -> dict[str, Any] | None:
    """What the year's funds of the program still hold beside what the change costs until the year's end."""
    positions = positions_of(funds_of(row.program, row.snapshot.day.year))
    if not positions:
        return None
    left = 12 - row.snapshot.day.month
    rest, available = year_fen * left // 12, sum(one.available_fen for one in positions)
    return {
        "lines": [{"name": retell(one.fund.name), "fen": one.available_fen} for one in positions],
        "available_fen": available, "months": left, "rest_fen": rest, "short_fen": max(rest - available, 0),
    }  # fmt: skip


def _method(row: Screen) -> dict[str, Any] | None:
    """How a line was reckoned, line by line, beside the minimum wage and the pension."""
    told = row.parameters.get("method")
    if not told:
        return None
    names = {
        "food_fen": _("每人每月食品支出"), "other_fen": _("每人每月必需的非食品支出"),
        "engel": _("最低收入组的恩格尔系数"), "spending_fen": _("上年人均消费支出"), "ratio": _("占人均消费支出的比例"),
    }  # fmt: skip
    how = {
        growth.BASIC_NEEDS: _("食品支出加必需的非食品支出，向上取整"),
        growth.ENGEL: _("食品支出除以恩格尔系数，向上取整"),
        growth.CONSUMPTION: _("上年人均消费支出乘以比例，除以12个月，向上取整"),
    }
    units = {"engel": "basis_points", "ratio": "basis_points"}
    beside = [(_("最低工资"), told.get("wage_fen")), (_("基础养老金"), told.get("pension_fen"))]
    return {
        "how": how[told["code"]], "source": told["source"], "month_fen": told["month_fen"], "months": told["months"],
        "step_fen": told["step_fen"],
        "inputs": [{"name": names[name], "value": say(value, units[name]) if name in units else format_yuan(value)}
                   for name, value in told["inputs"].items()],
        "beside": [{"name": name, "fen": fen, "percent": say(told["month_fen"] * BASIS // fen, "basis_points")}
                   for name, fen in beside if fen],
    }  # fmt: skip
