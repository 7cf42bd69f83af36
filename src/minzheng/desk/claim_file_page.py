"""What the pages of settlement files show: the list, and one file with its sums, signs, returned lines and bills."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.enums import FileState
from minzheng.claims.enums import Outcome as Result
from minzheng.claims.models import ReturnedLine, SettlementFile
from minzheng.claims.queries import files as reading
from minzheng.claims.queries.signs import Sign, signs_of_file
from minzheng.desk import claim_acts
from minzheng.desk.claim_bill_page import RESULT_TONES
from minzheng.desk.claim_grid import Grid, grid, link, number, status, text, yuan
from minzheng.desk.claim_places import acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import day_words, month_words
from minzheng.services.audit.queries import of_object
from minzheng.ui.tones import Tone

SIGNS, RETURNED = "signs", "returned"
FILE_TONES: dict[str, Tone] = {
    FileState.RECEIVED: Tone.NOW, FileState.SETTLED: Tone.WARN, FileState.CONFIRMED: Tone.DONE,
    FileState.WITHDRAWN: Tone.PLAIN,
}  # fmt: skip


@dataclass(frozen=True)
class FilePage:
    """One file as its acts look at it."""

    number: str
    file: SettlementFile
    is_own: bool


def file_list(request: DeskRequest) -> dict[str, Any]:
    """Return the settlement files, those that wait first on people's minds by their status."""
    page = paged(request, reading.files())
    rows = [
        (
            link(row.number, reverse("desk:claim_file", args=[row.number]), small=row.file_name),
            text(row.hospital.name), text(month_words(row.month)), number(row.line_count),
            status(row.get_state_display(), FILE_TONES[row.state]), text(row.received_by.name),
        )
        for row in page
    ]  # fmt: skip
    waiting = reading.waiting_files().count()
    heads = (_("批次"), _("医疗机构"), _("月份"), _("行数"), _("状态"), _("接收人"))
    return {
        "title": _("医院一站式结算"), "tabs": tabs(request, "desk:claims"), "up": up("desk:runs", _("发放")),
        "lead": _("有%(n)d批等待结算或复核。") % {"n": waiting} if waiting else _("没有等待办理的结算文件。"),
        "buttons": [button("desk:claim_file_new", _("接收结算文件"), "file-import")] if is_county(request) else [],
        "grids": [grid("", heads, rows, page=page,
        empty=_("医院每月报送的结算文件列在这里。先登记定点机构，再接收文件。"))],
    }  # fmt: skip


def file_page(request: DeskRequest, row: SettlementFile) -> FilePage:
    """Return one file as a page."""
    return FilePage(row.number, row, row.received_by_id == request.user.pk)


def file(request: DeskRequest, page: FilePage) -> dict[str, Any]:
    """Return the page of a file: its sums, the signs, the lines sent back, every line."""
    row, found = page.file, reading.totals(page.file)
    cut = paged(request, reading.living(row))
    acts = acts_of(request, claim_acts.FILE, page, "desk:claim_file_action") if is_county(request) else []
    signs = signs_of_file(row) if row.state == FileState.SETTLED else []
    is_read = row.state != FileState.RECEIVED
    answer = [button("desk:claim_file_answer", _("下载回执"), "download", row.number)] if is_read else []
    return {
        "title": _("%(hospital)s %(month)s结算") % {"hospital": row.hospital.name, "month": month_words(row.month)},
        "crumb": row.number, "up": up("desk:claims", _("医院结算")), "tabs": tabs(request, "desk:claims"),
        "state": row.get_state_display(), "tone": FILE_TONES[row.state], "buttons": answer,
        "lead": _("%(done)d/%(all)d行已处理：受理%(good)d行，退回%(bad)d行，核定救助%(aid)s元。") % {
            "done": row.done_count, "all": row.line_count, "good": found.good, "bad": found.returned,
            "aid": format_yuan(found.aid_fen),
        },
        "facts": [
            (_("总费用"), yuan(found.bill_fen)), (_("各项保险支付"), yuan(found.insurers_fen)),
            (_("核定救助"), yuan(found.aid_fen)), (_("医院已垫付"), yuan(found.laid_out_fen)),
            (_("与医院垫付之差"), yuan(found.difference_fen)),
            (_("个人负担"), yuan(found.bill_fen - found.insurers_fen - found.aid_fen)),
            (_("接收"), text(row.received_by.name, small=day_words(row.received_at.date()))),
            (_("复核"), text(row.confirmed_by.name if row.confirmed_by else "", small=row.confirm_note)),
            *([(_("退回原因"), text(row.withdraw_reason))] if row.withdraw_reason else []),
        ],
        "acts": acts, "grids": [*_signs(request, signs), *_returned(request, row), _lines(cut)],
        "history": history(of_object("settlement_file", row.pk)),
    }  # fmt: skip


def _signs(request: DeskRequest, signs: list[Sign]) -> list[Grid]:
    page = paged(request, signs, SIGNS)
    rows = [
        (
            link(one.claim.number, reverse("desk:claim_bill", args=[one.claim.pk])),
            text(one.claim.person.name),
            text(one.why),
        )
        for one in page
    ]
    heads = (_("结算单号"), _("姓名"), _("疑点"))
    return [grid(_("疑点：请核实后再复核"), heads, rows, page=page, turned_by=SIGNS)] if rows else []


def _returned(request: DeskRequest, row: SettlementFile) -> list[Grid]:
    page = paged(request, ReturnedLine.objects.filter(file=row).order_by("line"), RETURNED)
    rows = [(text(one.bill_number, small=one.name), number(one.line), text(" ".join(one.problems))) for one in page]
    heads = (_("结算单号"), _("行号"), _("原因和办法"))
    return [grid(_("退回的行"), heads, rows, page=page, turned_by=RETURNED)] if rows else []


def _lines(page: Any) -> Grid:
    rows = [
        (
            link(one.claim.number, reverse("desk:claim_bill", args=[one.claim.pk]), small=one.claim.person.name),
            text(one.claim.get_kind_display()), yuan(one.claim.bill_fen), yuan(one.insurers_fen), yuan(one.aid_fen),
            yuan(one.self_fen),
            status(Result(one.outcome).label, RESULT_TONES[one.outcome]) if one.outcome else text(""),
        )
        for one in reading.lines(page)
    ]  # fmt: skip
    heads = (
        _("结算单号"),
        _("种类"),
        _("总费用（元）"),
        _("保险支付（元）"),
        _("救助（元）"),
        _("个人负担（元）"),
        _("结论"),
    )
    return grid(_("受理的各笔"), heads, rows, page=page, empty=_("还没有受理的结算单。"))
