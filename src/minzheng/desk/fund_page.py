"""What the page of the funds shows: level by level what is there and how long it lasts, and what may be done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.acts import Act
from minzheng.desk.forms.acts import CancelForm, NothingForm
from minzheng.desk.forms.funds import BudgetForm, MoveForm
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import bracketed, labelled, listed, month_words, sum_in_words, yuan_words
from minzheng.payments.domain.fund_move import CONFIRMERS
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import FundMove
from minzheng.payments.queries.board import Standing, board, years
from minzheng.payments.queries.funds import allocations, budgets, moves
from minzheng.payments.queries.programs import program_name

MOST_SHOWN = 50


@dataclass(frozen=True)
class Bar:
    """How the money of a level stands, as parts of a hundred: paid, reserved, free; the rest has not come yet."""

    paid: int
    reserved: int
    free: int
    words: str


def funds_context(request: DeskRequest) -> dict[str, Any]:
    """Return the page of the funds for one person, for the program and year asked for."""
    offered = years()
    asked = (request.GET.get("year", ""), request.GET.get("program", ""))
    chosen = next((each for each in offered if (str(each[0]), each[1]) == asked), offered[0] if offered else None)
    shown = board(program=chosen[1], year=chosen[0], on=request.today) if chosen else None
    all_moves = list(moves()[:MOST_SHOWN])
    return {
        "offered": [{"year": year, "program": code, "words": _named(year, code)} for year, code in offered],
        "chosen": {"year": chosen[0], "program": chosen[1]} if chosen else None,
        "board": shown,
        "bar": bar(shown.whole) if shown else None,
        "levels": [
            {"level": label, "row": one, "bar": bar(one), "words": labelled(label, forecast_words(one))}
            for one in (shown.levels if shown else ())
            for label in [FundLevel(one.fund.level).label]
        ],
        "lead": labelled(_named(*chosen), lead(shown.whole)) if shown and chosen else "",
        "forecast": forecast_words(shown.whole) if shown else "",
        "positions": [one.position for one in (shown.levels if shown else ())],
        "allocations": list(allocations()[:MOST_SHOWN]),
        "budgets": list(budgets()[:MOST_SHOWN]),
        "moves": all_moves,
        "acts": acts(request, all_moves),
        "is_folded": True,
    }


def _named(year: int, program: str) -> str:
    return _("%(year)s年%(name)s") % {"year": year, "name": retell(program_name(program))}


def lead(standing: Standing) -> str:
    """Say in one sentence what is left."""
    return _("还可用 %(left)s，已发放 %(percent)d%%") % {
        "left": yuan_words(standing.position.available_fen),
        "percent": standing.percent(standing.position.paid_fen),
    }


def bar(standing: Standing) -> Bar:
    """Return the bar of a level, or of all."""
    position = standing.position
    parts = [standing.percent(fen) for fen in (position.paid_fen, position.reserved_fen, position.available_fen)]
    words = _("已发放 %(paid)d%%，已审批待发 %(reserved)d%%，可用 %(free)d%%") % {
        "paid": parts[0], "reserved": parts[1], "free": parts[2],
    }  # fmt: skip
    paid, reserved, free = parts
    return Bar(paid, reserved, free, words)


def forecast_words(standing: Standing) -> str:
    """Say how long the money lasts and how that was reckoned."""
    found = standing.forecast
    if found is None:
        return _("还没有一个已结束的发放月份，或年度已终了，不作预测。")
    how = _("按%(months)s平均每月 %(mean)s，到年底还有 %(left)d 个月，全年预计支出 %(sum)s") % {
        "months": listed(month_words(str(month)) for month in found.months),
        "mean": yuan_words(found.mean_fen),
        "left": found.months_left,
        "sum": yuan_words(found.year_end_fen),
    }
    rest = standing.position.allocated_fen - found.year_end_fen
    end = (
        _("现有资金到年底约剩 %(rest)s。") % {"rest": yuan_words(rest)}
        if rest >= 0
        else _("现有资金到年底还差 %(rest)s，要及早申请拨款。") % {"rest": yuan_words(-rest)}
    )
    return _("%(how)s；%(end)s") % {"how": how, "end": end}


def acts(request: DeskRequest, found: list[FundMove]) -> list[Act]:
    """Return what this person may do: finance budgets and proposes, a second person confirms."""
    user = request.user
    offered = []
    if user.role == Role.FINANCE_OFFICER:
        offered += [
            Act(
                "budget", _("登记预算"), _("登记这份预算"),
                _("只记预算，不动钱。第一份是年初预算，以后的算追加预算；拨入超过预算时会提醒。"),
                reverse("desk:run_fund_act", args=["budget"]),
                BudgetForm(auto_id="budget_%s", today=request.today),
            ),
            Act(
                "move", _("调剂、结转、交回"), _("提出，等待另一人复核"),
                _("提出后不动钱，由另一人复核时才转。只能在同一项目的各级资金之间调剂，年终结余转下年同级资金，或交回拨款单位。"),
                reverse("desk:run_fund_act", args=["move"]),
                MoveForm(auto_id="move_%s"),
            ),
        ]  # fmt: skip
    for move in found:
        if move.confirmed_at is None and move.withdrawn_at is None and user.role in CONFIRMERS:
            offered += _ends(move, user)
    return offered


def _ends(move: FundMove, user: Staff) -> list[Act]:
    what = _("%(kind)s：从%(source)s%(target)s %(sum)s") % {
        "kind": move.get_kind_display(),
        "source": retell(move.source.name),
        "target": _("转入%(name)s") % {"name": retell(move.target.name)} if move.target else _("交回"),
        "sum": yuan_words(move.amount_fen) + bracketed(sum_in_words(move.amount_fen)),
    }
    address = {"number": move.number}
    ends = [
        Act(
            f"withdraw-{move.number}", _("撤回 %(number)s") % address, _("撤回"),
            _("%(what)s。撤回后不再办理，留档。") % {"what": what},
            reverse("desk:run_fund_move", args=[move.number, "withdraw"]),
            CancelForm(auto_id=f"withdraw_{move.number}_%s"), is_grave=True,
        )
    ]  # fmt: skip
    if user.pk != move.proposed_by_id:
        confirm = Act(
            f"confirm-{move.number}", _("复核 %(number)s") % address, _("复核，转出资金"),
            _("%(what)s。文号 %(document)s，%(name)s提出：%(reason)s。复核后立即入账，只能由另一笔冲正。")
            % {
                "what": what, "document": move.document_number, "name": move.proposed_by.name, "reason": move.reason,
            },
            reverse("desk:run_fund_move", args=[move.number, "confirm"]),
            NothingForm(auto_id=f"confirm_{move.number}_%s"),
        )  # fmt: skip
        ends.insert(0, confirm)
    return ends


def move_words(move: FundMove) -> str:
    """Say what has just happened to a move."""
    return _("%(number)s %(kind)s ¥%(yuan)s 元") % {
        "number": move.number, "kind": move.get_kind_display(), "yuan": format_yuan(move.amount_fen),
    }  # fmt: skip
