"""What the pages of institutions show: agreements, what they are owed, accounts agreed with them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.models import Designation, Hospital, Reconciliation, Statement
from minzheng.claims.queries import fund
from minzheng.claims.queries.hospitals import designations
from minzheng.claims.queries.reconciling import done_in
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Grid, grid, link, number, status, text, yuan
from minzheng.desk.claim_places import acts_of, button, is_county, tabs, up
from minzheng.desk.claim_statement_page import statements
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import day_words
from minzheng.services.audit.queries import of_object
from minzheng.statute.period import figure
from minzheng.ui.tones import Tone


@dataclass(frozen=True)
class HospitalPage:
    """One institution as its acts look at it."""

    number: str
    hospital: Hospital
    designation: Designation | None
    current: Designation | None
    reconciliation: Reconciliation | None
    owed_fen: int


def hospital_list(request: DeskRequest) -> dict[str, Any]:
    """Return the designated institutions with what they are owed and hold in advance."""
    rows = [
        (
            link(one.hospital.name, reverse("desk:claim_hospital", args=[one.hospital.code]), small=one.hospital.code),
            number(one.bills), yuan(one.aid_fen), yuan(one.owed_fen), yuan(one.advance_fen),
        )
        for one in fund.hospital_lines()
    ]  # fmt: skip
    agencies = [
        (link(one.name, reverse("desk:claim_hospital", args=[one.code]), small=one.code), text(one.bank_name))
        for one in Hospital.objects.filter(is_insurer=True).order_by("code")
    ]
    heads = (_("医疗机构"), _("结算单"), _("救助（元）"), _("应付未付（元）"), _("预付余额（元）"))
    return {
        "title": _("定点机构"), "up": up("desk:claims", _("医院结算")), "tabs": tabs(request, "desk:claim_hospitals"),
        "lead": _("只付到机构本单位的账户。"),
        "buttons": [button("desk:claim_hospital_new", _("登记机构"))] if is_county(request) else [],
        "grids": [
            grid(_("医疗机构"), heads, rows, empty=_("登记定点医院和协议后，才能接收结算文件。")),
            *([grid(_("医保经办机构"), (_("机构"), _("开户银行")), agencies)] if agencies else []),
        ],
    }  # fmt: skip


def hospital_page(request: DeskRequest, row: Hospital) -> HospitalPage:
    """Return one institution as a page; what the person entered alone is not offered for the second yes."""
    waiting = Designation.objects.filter(hospital=row, confirmed_at__isnull=True).exclude(proposed_by=request.user)
    open_ended = [one for one in designations(row) if one.until_day is None or one.until_day >= request.today]
    reconciliation = Reconciliation.objects.filter(hospital=row, confirmed_at__isnull=True)
    return HospitalPage(
        row.code, row, waiting.order_by("pk").first(), open_ended[-1] if open_ended else None,
        reconciliation.exclude(prepared_by=request.user).order_by("pk").first(), fund.owed_fen(row),
    )  # fmt: skip


def hospital(request: DeskRequest, page: HospitalPage) -> dict[str, Any]:
    """Return the page of one institution."""
    row = page.hospital
    acts = acts_of(request, claim_acts.HOSPITAL, page, "desk:claim_hospital_action") if is_county(request) else []
    agreements = Designation.objects.filter(hospital=row).order_by("-from_day").select_related("confirmed_by")
    signed = [
        (
            text(one.agreement_number, small=one.end_reason), text(day_words(one.from_day)),
            text(day_words(one.until_day) if one.until_day else _("长期")),
            status(_("已复核") if one.confirmed_at else _("待复核"), Tone.DONE if one.confirmed_at else Tone.NOW),
        )
        for one in agreements
    ]  # fmt: skip
    heads = (_("协议编号"), _("起始"), _("截止"), _("状态"))
    least = figure("claims_reconciliations_a_year", place=row.division_code, on=request.today).value
    return {
        "title": row.name, "crumb": row.code, "up": up("desk:claim_hospitals", _("定点机构")),
        "tabs": tabs(request, "desk:claim_hospitals"),
        "lead": _("应付未付%(owed)s元。") % {"owed": format_yuan(page.owed_fen)},
        "facts": [
            (_("开户银行"), text(row.bank_name)), (_("账户名称"), text(row.account_name)), (_("单位账号"),
            text(row.account_number)),
            (_("预付余额"), yuan(fund.advance_fen(row))),
            (_("本年对账"), text(_("%(n)d次，至少%(least)d次") % {"n": done_in(row, request.today.year),
            "least": least})),
        ],
        "acts": acts,
        "grids": [
            grid(_("定点协议"), heads, signed, empty=_("还没有登记协议。")),
            statements(Statement.objects.filter(hospital=row), None), _reconciled(row),
        ],
        "history": history(of_object("hospital", row.pk)),
    }  # fmt: skip


def _reconciled(row: Hospital) -> Grid:
    rows = [
        (
            text(f"{one.from_month} — {one.until_month}"), yuan(one.ours["aid_fen"]), yuan(one.their_fen),
            yuan(one.difference_fen, small=one.explanation),
            status(_("已复核") if one.confirmed_at else _("待复核"), Tone.DONE if one.confirmed_at else Tone.NOW),
        )
        for one in Reconciliation.objects.filter(hospital=row).order_by("-pk")[:20]
    ]  # fmt: skip
    heads = (_("月份"), _("本单位账（元）"), _("医院账（元）"), _("差额（元）"), _("状态"))
    return grid(_("对账"), heads, rows, empty=_("还没有对账。"))
