"""What the pages of a what-if show: the finding in a sentence, both sides, townships, charts, a workbook."""

from datetime import date
from typing import Any

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
from minzheng.screening.counting import words
from minzheng.screening.counting.change import Change
from minzheng.screening.counting.workbook import workbook as whole_workbook
from minzheng.screening.models import Screen
from minzheng.screening.queries import screens as queries
from minzheng.ui.chart import bar_chart

BASIS = 10_000


def what_if(request: DeskRequest, row: Screen) -> dict[str, Any]:
    """Return the page of a what-if; of one that is not finished what was asked and how far it is."""
    law = law_known(row.program, row.snapshot.known_at)
    found = basics(request, row) | {"changes": changes(row, law), "method": _method(row)}
    if not row.summary:
        return found
    whole = row.summary["whole"]
    places = place_names({one["code"] for one in row.summary["townships"]})
    townships = [
        {"place": places[one["code"]], "one": one, "change": words.difference(one, "full_month_fen")}
        for one in row.summary["townships"]
    ]
    return found | {
        "whole": whole, "lead": words.lead(whole), "words": words.sentences(whole),
        "sides": words.side_lines(whole),
        "moves": [{"label": words.move_label(code), "n": whole[code], "fen": whole.get(f"{code}_fen")}
                  for code in words.MOVES],
        "townships": townships, "chart": _by_township(townships), "moved": _moved(row),
        "funds": _funds(row, words.difference(whole, "year_fen")),
    }  # fmt: skip


def compare(request: DeskRequest) -> dict[str, Any]:
    """Return several what-ifs side by side, by their numbers in the address; without any, those to choose from."""
    rows = queries.tried(request.GET.getlist("number"))
    laws = {row.pk: law_known(row.program, row.snapshot.known_at) for row in rows}
    return {
        "rows": [{"row": row, "changes": changes(row, laws[row.pk])} for row in rows],
        "lines": [
            {"label": words.side_label(code), "is_money": is_money,
             "cells": [{"title": row.title, "after": row.summary["whole"]["after"][code],
                        "change": words.difference(row.summary["whole"], code)} for row in rows]}
            for code, is_money in words.SIDES
        ],
        "moves": [
            {"label": words.move_label(code),
             "cells": [{"title": row.title, "n": row.summary["whole"][code]} for row in rows]}
            for code in words.MOVES
        ],
        "chart": bar_chart(
            _("一年多花的钱（元），现在领取的家庭"), [row.title for row in rows],
            [("", [words.difference(row.summary["whole"], "year_fen") for row in rows])], say=format_yuan,
        ) if rows else None,
        "choices": [one for one in queries.screens("what_if")[:20] if one.summary],
        "chosen": {row.number for row in rows},
        "is_one_snapshot": len({row.snapshot_id for row in rows}) <= 1,
    }  # fmt: skip


def changes(row: Screen, law: LoadedProgram) -> list[str]:
    """Say what was changed."""
    given, day = row.parameters, row.snapshot.day
    on = date.fromisoformat(given["on"]) if given.get("on") else day
    change = Change(
        given.get("figures") or {}, given.get("before") or {}, on, given.get("place", ""), given.get("as_place", "")
    )
    return words.changes(change, law, day, lambda code: place_names([code])[code])


def workbook(row: Screen) -> HttpResponse:
    """Return a what-if as a workbook: both sides, the moves, the townships."""
    law = law_known(row.program, row.snapshot.known_at)
    places = place_names({one["code"] for one in row.summary["townships"]})
    content = whole_workbook(row.title, changes(row, law), row.summary, places.__getitem__)
    return download(content, name=f"{row.number}.xlsx", media_type=XLSX)


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
