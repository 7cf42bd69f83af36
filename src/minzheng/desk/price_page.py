"""What the pages of prices show: weekly prices with their chart and warning, indices, months and their reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.casework.queries.price_linked import RURAL, lines, never_income
from minzheng.desk import price_acts
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.guards import MONEY_READERS
from minzheng.desk.history import history
from minzheng.desk.places import place_names
from minzheng.desk.price_file import region_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.prices.enums import IndexKind
from minzheng.prices.models import MarketPrice, PriceIndex, SubsidyMonth
from minzheng.prices.queries import indices, weekly
from minzheng.prices.queries.months import MonthView, month_view, month_views, program
from minzheng.prices.queries.people import covered
from minzheng.rules.wording import say
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.statute.daily_goods import basket
from minzheng.statute.price_rule import rule_in
from minzheng.statute.price_trigger import NO_RULE, NOT_TRIGGERED, TRIGGERED, UNDECIDABLE
from minzheng.ui.calculation import sheet_of
from minzheng.ui.chart import Series, line_chart
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
MONTHS_SHOWN = 24
RECORDERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
STATES: dict[str, tuple[Any, Tone]] = {
    TRIGGERED: (gettext_lazy("启动"), Tone.WARN),
    NOT_TRIGGERED: (gettext_lazy("不启动"), Tone.DONE),
    UNDECIDABLE: (gettext_lazy("不能确定"), Tone.PLAIN),
    NO_RULE: (gettext_lazy("当时没有已知的启动规则"), Tone.PLAIN),
}
LEVELS: dict[str, Tone] = {
    weekly.REACHED: Tone.BAD, weekly.NEAR: Tone.WARN, weekly.CALM: Tone.DONE, weekly.UNTOLD: Tone.PLAIN,
}  # fmt: skip
TABS = (
    ("desk:prices", gettext_lazy("周价格"), False),
    ("desk:price_indices", gettext_lazy("价格指数"), True),
    ("desk:price_months", gettext_lazy("价格补贴"), True),
    ("desk:price_replay", gettext_lazy("历年重算"), True),
)


@dataclass(frozen=True)
class PricePage:
    """One price as its acts look at it."""

    number: int
    price: MarketPrice
    is_latest: bool


@dataclass(frozen=True)
class IndexPage:
    """One index as its acts look at it."""

    number: int
    index: PriceIndex
    is_latest: bool
    is_waiting: bool


@dataclass(frozen=True)
class MonthPage:
    """One month as its acts look at it."""

    number: str
    month: Month
    view: MonthView
    confirmed: SubsidyMonth | None

    @property
    def can_confirm(self) -> bool:
        """Say whether there is something to confirm."""
        return self.confirmed is None and self.view.is_started and any(one.amount_fen for one in self.view.amounts)


def tabs_of(request: DeskRequest, current: str) -> list[dict[str, Any]]:
    """Return the pages this person may open, the current one marked."""
    may = request.user.role in MONEY_READERS and request.user.area.covers(settings.COUNTY_CODE)
    return [
        {"url": reverse(name), "label": label, "is_current": name == current}
        for name, label, is_county in TABS
        if may or not is_county
    ]


def weekly_page(request: DeskRequest) -> dict[str, Any]:
    """Return the weekly prices: warning, two charts, the table beside them."""
    found, of = weekly.weekly(request.today), basket()
    month = Month.of(request.today)
    known = lines(on=month.first_day, at=settings.COUNTY_CODE)
    return {
        "tabs": tabs_of(request, "desk:prices"), "found": found, "basket": of,
        "may_record": request.user.role in RECORDERS, "warnings": [_warning(one) for one in found.warnings],
        "cost_chart": _cost_chart(found), "rise_chart": _rise_chart(found, request.today),
        "shares": [
            {
                "name": one.program_name, "area": _("农村") if one.area == RURAL else _("城市"),
                "line_fen": one.figure.value,
                "percent": say(found.basket_fen * 10_000 // one.figure.value, "basis_points"),
            }
            for one in known.values()
            if found.basket_fen and one.months == 1 and isinstance(one.figure.value, int)
        ],
        "goods": [{"line": one, "change": _percent(one.change)} for one in found.goods],
        "points": [
            {"point": one, "change": _percent(one.change), "food": _percent(food.change)}
            for one, food in zip(reversed(found.points), reversed(found.food_points), strict=True)
            if one.goods
        ],
    }  # fmt: skip


def price_list(request: DeskRequest) -> dict[str, Any]:
    """Return every price that counts, the latest week first."""
    page = Paginator(weekly.standing(), ON_A_PAGE).get_page(request.GET.get("page"))
    places, names = place_names({row.division_code for row in page}), {one.code: one.name for one in basket().goods}
    rows = [{"row": row, "good": names.get(row.good, row.good), "place": places[row.division_code]} for row in page]
    return {"tabs": tabs_of(request, "desk:prices"), "page": page, "lines": rows}


def price_page(row: MarketPrice) -> PricePage:
    """Return one price as a page."""
    return PricePage(row.pk, row, not hasattr(row, "replaced_by"))


def price(request: DeskRequest, page: PricePage) -> dict[str, Any]:
    """Return the page of one price and what it replaces."""
    row, good = page.price, basket().good(page.price.good)
    acts = [act for act in price_acts.PRICE if request.user.role in RECORDERS and act.makes_sense(page)]
    return {
        "tabs": tabs_of(request, "desk:prices"), "row": row, "good": good.name if good else row.good,
        "place": place_names({row.division_code})[row.division_code], "later": getattr(row, "replaced_by", None),
        "acts": _offer(request, acts, page, "desk:price_action"),
    }  # fmt: skip


def index_list(request: DeskRequest) -> dict[str, Any]:
    """Return the indices that stand, those that wait for a second person marked."""
    page = Paginator(indices.indices(), ON_A_PAGE).get_page(request.GET.get("page"))
    places = region_names()
    return {
        "tabs": tabs_of(request, "desk:price_indices"), "page": page, "may_enter": _is_county(request),
        "waiting": indices.waiting().count(), "lines": [_index_line(row, places) for row in page],
    }  # fmt: skip


def index_page(row: PriceIndex) -> IndexPage:
    """Return one index as a page."""
    is_latest = not hasattr(row, "replaced_by")
    return IndexPage(row.pk, row, is_latest, is_latest and row.confirmed_at is None)


def index(request: DeskRequest, page: IndexPage) -> dict[str, Any]:
    """Return the page of one index."""
    acts = [act for act in price_acts.INDEX if _is_county(request) and act.makes_sense(page)]
    own = page.index.entered_by_id == request.user.pk
    acts = [act for act in acts if not (own and act.verb == "confirm")]
    return {
        **_index_line(page.index, region_names()), "tabs": tabs_of(request, "desk:price_indices"),
        "is_own": own and page.is_waiting, "later": getattr(page.index, "replaced_by", None),
        "acts": _offer(request, acts, page, "desk:price_index_action"),
        "history": history(of_object("price_index", page.index.pk)),
    }  # fmt: skip


def month_list(request: DeskRequest) -> dict[str, Any]:
    """Return the last two years, month by month, with what each came to."""
    last = Month.of(request.today).previous()
    views = month_views(last.plus(-n) for n in range(MONTHS_SHOWN))
    return {"tabs": tabs_of(request, "desk:price_months"), "lines": [_month_line(view, request) for view in views]}


def month_page(month: Month) -> MonthPage:
    """Return one month as a page."""
    view = month_view(month)
    return MonthPage(str(month), month, view, view.confirmed)


def month(request: DeskRequest, page: MonthPage) -> dict[str, Any]:
    """Return the page of one month: the reason, the indices, the amounts, the last day, what was made due."""
    view, row = page.view, page.confirmed
    dues = Due.objects.filter(program=program(), month=str(page.month)).aggregate(
        n=Count("pk"), people=Sum("person_count"), fen=Sum("amount_fen")
    )
    words = {"people": "0", "total": format_yuan(0)}
    if page.can_confirm:
        words = _expected(page, request)
    acts = [act for act in price_acts.MONTH if _is_county(request) and act.makes_sense(page)]
    amounts = row.lines if row else [_amount(one) for one in view.amounts]
    return {
        **_month_line(view, request), "tabs": tabs_of(request, "desk:price_months"), "page_of": page, "row": row,
        "checks": [{"check": one, "name": IndexKind(one.kind).label, **_read(one)} for one in view.finding.checks],
        "used": view.used, "dues": dues, "never_income": never_income(program()),
        "amounts": [
            one | {
                "area_name": _("农村") if one["area"] == RURAL else _("城市"),
                "sheet": sheet_of(one["evaluation"], on=page.month.first_day),
            }
            for one in amounts
        ],
        "acts": _offer(request, acts, page, "desk:price_month_action", words),
        "history": history(of_object("subsidy_month", str(page.month))),
    }  # fmt: skip


def _amount(one: Any) -> dict[str, Any]:
    return {
        "program_name": one.line.program_name, "area": one.line.area, "line": one.line.figure.as_dict(),
        "line_months": one.line.months, "person_fen": one.amount_fen, "evaluation": one.evaluation.as_dict(),
    }  # fmt: skip


def _expected(page: MonthPage, request: DeskRequest) -> dict[str, str]:
    each = {(one.line.program, one.line.area): one.amount_fen for one in page.view.amounts}
    people = covered(page.month, request.at)
    known = [(len(one.person_ids), each.get((one.decision.program, one.area), 0)) for one in people]
    return {
        "people": str(sum(n for n, fen in known if fen)), "total": format_yuan(sum(n * fen for n, fen in known)),
    }  # fmt: skip


def _month_line(view: MonthView, request: DeskRequest) -> dict[str, Any]:
    words, tone = STATES[view.finding.state]
    row = view.confirmed
    due_on = row.due_on if row else view.deadline.day if view.deadline else None
    return {
        "month": str(view.month), "finding": view.finding, "state": _("已确认发放") if row else words,
        "tone": Tone.NOW if row else tone, "due_on": due_on,
        "why": row.why if row and not _as_confirmed(view, row) else view.finding.why,
        "days_left": working_days_left(request.today, due_on) if due_on and not row else None,
        "counted": _counted(view, row),
        "is_provisional": bool(view.deadline and view.deadline.provisional and not row), "confirmed": row,
        "released_on": row.released_on if row else view.released_on,
    }  # fmt: skip


def _as_confirmed(view: MonthView, row: SubsidyMonth) -> bool:
    """Say whether the indices still say what was confirmed, so that it can be said in the language of the page."""
    read = [(one.kind, one.verdict, [each and each.rise for each in one.readings]) for one in view.finding.checks]
    then = [(one["kind"], one["verdict"], [each["rise_bp"] for each in one["read"]]) for one in row.trace["checks"]]
    return read == then


def _counted(view: MonthView, row: SubsidyMonth | None) -> str:
    """How the last day was counted: as kept, or in the language of the page where it is the same day."""
    live = view.deadline
    if row is not None and (live is None or live.day != row.due_on):
        return str(row.counted)
    return live.counted if live else ""


def _read(check: Any) -> dict[str, Any]:
    low, high = say(check.low, "basis_points"), say(check.high, "basis_points")
    return {
        "threshold": low if low == high else _("%(low)s至%(high)s") % {"low": low, "high": high},
        "read": [
            {"month": str(month), "rise": _percent(one.rise if one else None)}
            for month, one in zip(check.months, check.readings, strict=True)
        ],
        "tone": {"met": Tone.WARN, "not_met": Tone.DONE, "untold": Tone.PLAIN}[check.verdict],
        "word": {"met": _("达到"), "not_met": _("没有达到"), "untold": _("不能确定")}[check.verdict],
    }  # fmt: skip


def _warning(one: weekly.Warned) -> dict[str, Any]:
    given = {
        "weeks": one.weeks, "goods": one.goods, "now": format_yuan(one.now_fen), "then": format_yuan(one.then_fen),
        "change": _percent(one.change), "kind": IndexKind(one.kind).label,
        "threshold": say(one.threshold, "basis_points"), "line": say(one.threshold - one.margin, "basis_points"),
    }  # fmt: skip
    if one.level == weekly.UNTOLD:
        words = _("没有可以与上年同周比较的价格，不能推算是否接近%(kind)s的启动门槛%(threshold)s。") % given
    else:
        words = (
            _(
                "近%(weeks)s周、%(goods)s种：按每人每月用量，现为%(now)s元，上年同周%(then)s元，涨幅%(change)s；"
                "%(kind)s的启动门槛%(threshold)s，提醒线%(line)s。"
            )
            % given
        )
    title = {
        weekly.REACHED: _("本地采价已超过%(kind)s的启动门槛"), weekly.NEAR: _("本地采价接近%(kind)s的启动门槛"),
        weekly.CALM: _("本地采价离%(kind)s的启动门槛尚远"), weekly.UNTOLD: _("不能推算%(kind)s"),
    }[one.level] % given  # fmt: skip
    return {"title": title, "words": words, "tone": LEVELS[one.level]}


def _cost_chart(found: weekly.WeeklyView) -> Any:
    return line_chart(
        _("一篮子生活必需品每人每月的费用（元）"), [f"{one.week:%m-%d}" for one in found.points],
        [
            Series(_("今年"), tuple(one.now_fen for one in found.points)),
            Series(_("上年同周"), tuple(one.then_fen for one in found.points)),
        ],
        say=lambda fen: format_yuan(fen).partition(".")[0],
    )  # fmt: skip


def _rise_chart(found: weekly.WeeklyView, today: date) -> Any:
    rule = rule_in(settings.COUNTY_CODE, Month.of(today))
    n = len(found.points)
    series = [
        Series(_("全部品种"), tuple(one.change for one in found.points)),
        Series(_("食品"), tuple(one.change for one in found.food_points)),
    ]
    if rule is not None:
        series.append(Series(_("居民消费价格门槛"), (rule.cpi[1],) * n, is_threshold=True))
        if rule.food is not None:
            series.append(Series(_("食品价格门槛"), (rule.food,) * n, is_threshold=True))
    labels = [f"{one.week:%m-%d}" for one in found.points]
    return line_chart(_("本地采价的同比涨幅与启动门槛"), labels, series, say=lambda one: say(one, "basis_points"))


def _index_line(row: PriceIndex, places: dict[str, str]) -> dict[str, Any]:
    waits = row.confirmed_at is None
    return {
        "row": row, "place": places[row.region], "rise": _percent(row.rise_bp),
        "word": _("待核对") if waits else _("已核对"), "tone": Tone.NOW if waits else Tone.DONE,
    }  # fmt: skip


def _percent(value: int | None) -> str:
    return say(value, "basis_points") if value is not None else _("未知")


def _is_county(request: DeskRequest) -> bool:
    return request.user.role == Role.COUNTY_OFFICER and request.user.area.covers(settings.COUNTY_CODE)


def _offer(
    request: DeskRequest, acts: list[FileAct], page: Any, address: str, words: dict[str, str] | None = None
) -> list[Act]:
    return offered(request, acts, file=page, page=address, words=words or {})
