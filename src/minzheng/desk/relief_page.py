"""What the pages of urgent help show: the list, one request, one event with its combined ledger, funds, numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.desk import relief_acts
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.relief.enums import Level, RequestState
from minzheng.relief.models import Refill, ReliefEvent, Request, ReserveFund, Voucher
from minzheng.relief.queries import asked, funds, money
from minzheng.relief.queries import requests as reads
from minzheng.relief.queries.event_ledger import ledger_of
from minzheng.relief.queries.measures import Share, measures, median_days
from minzheng.relief.queries.needs import left_of
from minzheng.relief.queries.recoveries import open_of
from minzheng.relief.queries.requests import RequestView
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.ui.calculation import sheet_of
from minzheng.ui.tones import Tone

ON_A_PAGE = 30
OFFICERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
LISTS = (
    ("open", gettext_lazy("办理中")),
    ("papers", gettext_lazy("待补手续")),
    ("late", gettext_lazy("手续逾期")),
    ("instalments", gettext_lazy("分次发放")),
    ("visits", gettext_lazy("待回访")),
    ("recovery", gettext_lazy("追回")),
    ("all", gettext_lazy("全部")),
)
TABS = (
    ("desk:relief", gettext_lazy("救助请求")),
    ("desk:relief_funds", gettext_lazy("备用金")),
    ("desk:relief_stores", gettext_lazy("物资")),
    ("desk:relief_numbers", gettext_lazy("办理情况")),
    ("desk:social", gettext_lazy("社会帮扶")),
)
TONES = {
    RequestState.REPORTED: Tone.NOW,
    RequestState.AT_COUNTY: Tone.WARN,
    RequestState.AT_CONFERENCE: Tone.WARN,
    RequestState.ON_CASE: Tone.NOW,
    RequestState.DECIDED: Tone.NOW,
    RequestState.PAYING: Tone.NOW,
    RequestState.PAID: Tone.DONE,
    RequestState.CLOSED: Tone.DONE,
    RequestState.REFUSED: Tone.BAD,
    RequestState.TURNED_AWAY: Tone.PLAIN,
}


@dataclass(frozen=True)
class FundPage:
    """A fund as its acts look at it."""

    fund: ReserveFund
    waiting: Refill | None
    open_vouchers: tuple[Voucher, ...]
    is_county: bool

    @property
    def number(self) -> str:
        """Return what its acts are addressed by."""
        return str(self.fund.division_code)


def tabs_of(current: str) -> list[dict[str, Any]]:
    """Return the three lists, the current one marked."""
    return [{"url": reverse(name), "label": label, "is_current": name == current} for name, label in TABS]


def request_list(request: DeskRequest) -> dict[str, Any]:
    """Return the list: what waits, what is late, what comes next."""
    shown = request.GET.get("list", "open")
    shown = shown if shown in reads.LISTS else "open"
    page = Paginator(reads.requests(shown, request.today), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    late = {one.request_id: one for one in reads.owed_of([row.pk for row in page])}
    return {
        "tabs": tabs_of("desk:relief"), "page": page, "counts": reads.counts(request.today),
        "lists": [{"code": code, "label": label, "is_current": code == shown} for code, label in LISTS],
        "lines": [_line(row, places, late.get(row.pk), request.today) for row in page],
        "may_report": request.user.role in {*OFFICERS, Role.VILLAGE_WORKER},
    }  # fmt: skip


def relief_request(request: DeskRequest, row: Request) -> dict[str, Any]:
    """Return the page of one request."""
    view = reads.view(row, request.at)
    amount = _amount(view)
    return {
        "row": row, "view": view, "tone": TONES[RequestState(row.state)], "place": place_name(row.division_code),
        "cause": asked.cause_label(row.program, row.event.cause_code), "sheet": _sheet(view),
        "amount_fen": amount, "decider": _decider(view), "ledger": ledger_of(row.event),
        "owed": [
            {
                "row": one,
                "days_left": working_days_left(request.today, one.due_on) if one.due_on and not one.done_at else None,
            }
            for one in view.completions
        ],
        "visit_due": _visit_due(view), "needs": _needs(view),
        "still_owed": open_of(view.recovery) if view.recovery and view.recovery.confirmed_at else 0,
        "acts": _offer(request, relief_acts.REQUEST, view, "desk:relief_action", amount=_words(amount)),
        "history": history(of_object("relief_request", row.pk)),
    }  # fmt: skip


def event(request: DeskRequest, row: ReliefEvent) -> dict[str, Any]:
    """Return the page of one event: who asked, and every source of help with the sum."""
    rows = list(reads.of_event(row.pk))
    program = asked.program_here()
    acts = relief_acts.EVENT if request.user.role in OFFICERS else relief_acts.EVENT[:1]
    return {
        "row": row, "place": place_name(row.division_code), "cause": asked.cause_label(program, row.cause_code),
        "ledger": ledger_of(row),
        "requests": [{"row": one, "tone": TONES[RequestState(one.state)]} for one in rows],
        "acts": _offer(request, acts, row, "desk:relief_event_action", amount=""),
        "history": history(of_object("relief_event", row.pk)),
    }  # fmt: skip


def fund_list(request: DeskRequest) -> dict[str, Any]:
    """Return the reserve funds of the area."""
    rows = list(funds.funds())
    held = funds.balances(rows)
    waiting = {one.fund_id: one for one in funds.waiting()}
    places = place_names({row.division_code for row in rows})
    return {
        "tabs": tabs_of("desk:relief_funds"), "rows": rows,
        "lines": [
            {
                "row": row, "place": places[row.division_code], "held_fen": held.get(row.code, 0),
                "waiting": waiting.get(row.pk),
            }
            for row in rows
        ],
        "sum_fen": sum(held.values()), "county_fen": money.county_fen(asked.program_here(), request.today),
        "may_open": request.user.role == Role.COUNTY_OFFICER,
    }  # fmt: skip


def fund(request: DeskRequest, row: ReserveFund) -> dict[str, Any]:
    """Return one fund: its statement, vouchers, refills, and what blocks the next one."""
    refills = list(funds.refills(row))
    page = FundPage(
        row, next((one for one in refills if one.approved_at is None and one.refused_at is None), None),
        tuple(funds.open_vouchers(row)), is_county=request.user.role == Role.COUNTY_OFFICER,
    )  # fmt: skip
    lines = funds.statement(row)
    back = [] if page.waiting else list(funds.open_money_back(row))
    owed_fen = sum(one.amount_fen for one in page.open_vouchers) - sum(one.amount_fen for one in back)
    asked_fen = page.waiting.amount_fen if page.waiting else max(0, owed_fen)
    return {
        "tabs": tabs_of("desk:relief_funds"), "row": row, "place": place_name(row.division_code), "lines": lines,
        "held_fen": lines[-1].closing_fen if lines else 0, "target": funds.target(row, request.today),
        "refills": refills, "vouchers": funds.vouchers(row)[:ON_A_PAGE], "page_of": page,
        "late": funds.late_papers(row, request.today),
        "acts": _offer(request, relief_acts.FUND, page, "desk:relief_fund_action", amount=_words(asked_fen)),
        "history": history(of_object("relief_fund", row.pk)),
    }  # fmt: skip


def numbers(request: DeskRequest) -> dict[str, Any]:
    """Return the numbers of this year so far."""
    first = date(request.today.year, 1, 1)
    found = measures(first, request.today)
    return {
        "tabs": tabs_of("desk:relief_numbers"), "found": found, "median_days": median_days(first, request.today),
        "shares": [
            {"label": label, "share": one, "words": _percent(one)}
            for label, one in (
                (_("急难救助在72小时内发放"), found.quick),
                (_("小额救助由乡镇（街道）决定"), found.near),
                (_("先行救助的手续按期补齐"), found.in_time),
                (_("12个月内再次救助"), found.repeats),
                (_("转介已受理"), found.referrals),
            )
        ],
    }  # fmt: skip


def _line(row: Request, places: dict[str, str], owed: Any, today: date) -> dict[str, Any]:
    grant = getattr(row, "grant", None)
    amount = grant.amount_fen if grant else None
    return {
        "row": row, "place": places[row.division_code], "tone": TONES[RequestState(row.state)],
        "cause": asked.cause_label(row.program, row.event.cause_code), "amount_fen": amount,
        "owed": owed, "days_left": working_days_left(today, owed.due_on) if owed else None,
    }  # fmt: skip


def _sheet(view: RequestView) -> Any:
    row = view.reckoning
    if row is None:
        return None
    missing = [one["label"] for one in row.evaluation["missing"]]
    return sheet_of(row.evaluation, on=row.evaluated_on, missing=missing)


def _amount(view: RequestView) -> int:
    """Return what comes next: the instalment that is open, else what was granted, else what was reckoned."""
    if view.next_instalment is not None:
        return int(view.next_instalment.amount_fen)
    if view.grant is not None:
        return int(view.grant.amount_fen)
    return int(view.reckoning.amount_fen) if view.reckoning else 0


def _needs(view: RequestView) -> dict[str, Any]:
    """Return each need with what it asks, what others gave, what is left and what it is granted; and the sums."""
    lines = [{"line": one, "granted_fen": view.shares.get(one.need.pk)} for one in view.need_lines]
    granted = view.grant.amount_fen if view.grant is not None and view.shares else None
    shared = sum(view.shares.values())
    return {
        "lines": lines, "asked_fen": sum(one.asked_fen or 0 for one in view.need_lines),
        "others_fen": sum(one.others_fen for one in view.need_lines), "left_fen": left_of(view.need_lines),
        "granted_fen": granted, "beyond_fen": granted - shared if granted is not None else 0,
        "aid_fen": view.reckoning.aid_fen if view.reckoning else None,
    }  # fmt: skip


def _decider(view: RequestView) -> str:
    row = view.reckoning
    return str(Level(row.decider).label) if row is not None and row.decider in Level.values else ""


def _visit_due(view: RequestView) -> date | None:
    paid = [one.voucher for one in view.instalments if hasattr(one, "voucher")]
    if not paid or any(one.kind == "follow_up" for one in view.visits) or view.request.state != RequestState.PAID:
        return None
    return reads.visit_due_on(view.request, local_day(paid[-1].paid_at))


def _words(fen: int) -> str:
    return f"¥{format_yuan(fen)}" if fen else str(_("没有现金"))


def _percent(one: Share) -> str:
    if not one.denominator:
        return "—"
    tenths = one.numerator * 1000 // one.denominator
    return f"{tenths // 10}.{tenths % 10}%"


def _offer(request: DeskRequest, acts: tuple[FileAct, ...], view: Any, page: str, *, amount: str) -> list[Act]:
    """Return what this person may do here: officers in the own area; a village worker only reports."""
    allowed = OFFICERS if page != "desk:relief_event_action" else {*OFFICERS, Role.VILLAGE_WORKER}
    code = view.division_code if hasattr(view, "division_code") else view.fund.division_code
    if request.user.role not in allowed or not request.user.area.covers(code):
        return []
    found = [act for act in acts if act.makes_sense(view)]
    return offered(request, found, file=view, page=page, words={"amount": amount})
