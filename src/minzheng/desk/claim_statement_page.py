"""What the pages of payments to institutions show, and where the money of a year stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.claims.enums import PaymentKind, StatementState
from minzheng.claims.models import Statement
from minzheng.claims.queries import fund
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Grid, grid, link, status, text, yuan
from minzheng.desk.claim_places import acts_of, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words
from minzheng.services.audit.queries import of_object
from minzheng.statute.period import figure
from minzheng.ui.tones import Tone

STATEMENT_TONES: dict[str, Tone] = {
    StatementState.PREPARED: Tone.NOW, StatementState.APPROVED: Tone.WARN, StatementState.PAID: Tone.DONE,
    StatementState.CANCELLED: Tone.PLAIN,
}  # fmt: skip


@dataclass(frozen=True)
class StatementPage:
    """One payment as its acts look at it."""

    number: str
    statement: Statement
    is_finance: bool


def statement_list(request: DeskRequest) -> dict[str, Any]:
    """Return the payments to institutions."""
    rows = Statement.objects.select_related("hospital").order_by("-pk")
    page = paged(request, rows)
    return {
        "title": _("机构付款单"), "up": up("desk:claims", _("医院结算")), "tabs": tabs(request,
        "desk:claim_statements"),
        "lead": _("一人编制，财务审批后预留资金，银行付款后登记。"), "grids": [statements(page, page)],
    }  # fmt: skip


def statements(rows: QuerySet[Statement] | Any, page: Any) -> Grid:
    """Return the table of payments; without a page the last twenty of an institution."""
    if page is None:
        rows = rows.select_related("hospital").order_by("-pk")[:20]
    lines = [
        (
            link(one.number, reverse("desk:claim_statement", args=[one.number]), small=one.hospital.name),
            text(one.get_kind_display()), text(month_words(one.month)), yuan(one.total_fen), yuan(one.offset_fen),
            yuan(one.cash_fen), status(one.get_state_display(), STATEMENT_TONES[one.state]),
        )
        for one in rows
    ]  # fmt: skip
    heads = (_("付款单"), _("类别"), _("月份"), _("应付（元）"), _("抵扣预付（元）"), _("实付（元）"), _("状态"))
    return grid(_("付款单"), heads, lines, page=page, empty=_("还没有付款单。复核结算文件后，在机构页面编制。"))


def statement_page(request: DeskRequest, row: Statement) -> StatementPage:
    """Return one payment as a page."""
    return StatementPage(row.number, row, request.user.role == Role.FINANCE_OFFICER)


def statement(request: DeskRequest, page: StatementPage) -> dict[str, Any]:
    """Return the page of one payment."""
    row = page.statement
    may = is_county(request) or page.is_finance
    words = {"total": format_yuan(row.cash_fen), "name": row.hospital.name}
    acts = acts_of(request, claim_acts.STATEMENT, page, "desk:claim_statement_action", words) if may else []
    names = fund.fund_names(row.shares)
    shares = [(text(retell(names[code])), yuan(fen)) for code, fen in row.shares.items()]
    return {
        "title": _("%(name)s%(kind)s付款单") % {"name": row.hospital.name, "kind": row.get_kind_display()},
        "crumb": row.number, "up": up("desk:claim_statements", _("付款单")), "tabs": tabs(request,
        "desk:claim_statements"),
        "state": row.get_state_display(), "tone": STATEMENT_TONES[row.state],
        "lead": _("应付%(total)s元，抵扣预付%(offset)s元，实付%(cash)s元，共%(n)d笔。") % {
            "total": format_yuan(row.total_fen), "offset": format_yuan(row.offset_fen), "cash": words["total"],
            "n": row.line_count,
        },
        "facts": [
            (_("收款账户"), text(row.hospital.account_name,
            small=f"{row.hospital.bank_name} {row.hospital.account_number}")),
            (_("编制"), text(row.prepared_by.name)), (_("审批"), text(row.approved_by.name if row.approved_by else "")),
            (_("银行回单"), text(row.bank_reference)),
            *([(_("撤销原因"), text(row.cancel_reason))] if row.cancel_reason else []),
        ],
        "acts": acts,
        "grids": [grid(_("资金来源"), (_("资金"), _("金额（元）")), shares,
        empty=_("审批时按中央、省、市、县的次序预留。"))],
        "history": history(of_object("statement", row.pk)),
    }  # fmt: skip


def fund_page(request: DeskRequest) -> dict[str, Any]:
    """Return the fund of a year: where the money stands, whom it went to, whether the sums agree."""
    asked = request.GET.get("year", "")
    view = fund.fund_view(int(asked) if asked.isdecimal() and len(asked) == 4 else request.today.year)
    limit = figure("claims_balance_percent", place="420000", on=request.today)
    money = [
        (
            text(retell(one.fund.name)), yuan(one.allocated_fen), yuan(one.available_fen), yuan(one.reserved_fen),
            yuan(one.paid_fen),
        )
        for one in view.positions
    ]  # fmt: skip
    names = {**dict(PaymentKind.choices), "persons": _("个人申请，由银行发到户")}
    went = [(text(names[kind]), yuan(fen)) for kind, fen in view.by_kind.items()]
    ties = [
        (
            text(one.label), yuan(one.left_fen), yuan(one.right_fen),
            status(_("相符") if one.holds else _("不符"), Tone.DONE if one.holds else Tone.BAD),
        )
        for one in view.ties
    ]  # fmt: skip
    return {
        "title": _("%(year)d年医疗救助基金") % {"year": view.year}, "up": up("desk:claims", _("医院结算")),
        "tabs": tabs(request, "desk:claim_fund"),
        "lead": fund.balance_words(view, limit.value)
        or _("拨入%(in)s元，结余%(left)s元。只用于资助参保和医疗费用救助，不得用于建设、办公或管理费。") % {
            "in": format_yuan(view.raised_fen), "left": format_yuan(view.left_fen),
        },
        "grids": [
            grid(_("各级资金"), (_("资金"), _("拨入（元）"), _("可用（元）"), _("已审批待付（元）"), _("已付（元）")),
            money,
                 empty=_("还没有拨款。由财务人员在“资金”页面登记。")),
            grid(_("付给了谁"), (_("去向"), _("已付（元）")), went),
            grid(_("对得上吗"), (_("等式"), _("左边（元）"), _("右边（元）"), _("结论")), ties),
        ],
    }  # fmt: skip
