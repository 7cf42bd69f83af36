"""What the pages of settlement show: files, bills line by line, hospitals, payments, the fund, a person's year."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.claims.domain.facts import labels, unpacked
from minzheng.claims.enums import BILLS, FileState, Mode, PaymentKind, StatementState
from minzheng.claims.enums import Outcome as Result
from minzheng.claims.models import (
    Change,
    Claim,
    Designation,
    Hospital,
    Reconciliation,
    ReturnedLine,
    SettlementFile,
    Statement,
)
from minzheng.claims.queries import files as reading
from minzheng.claims.queries import fund
from minzheng.claims.queries.hospitals import designations
from minzheng.claims.queries.reconciling import done_in
from minzheng.claims.queries.signs import Sign, signs_of_claim, signs_of_file
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Cell, Grid, grid, link, number, status, text, yuan
from minzheng.desk.claim_places import acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, month_words
from minzheng.services.audit.queries import of_object
from minzheng.statute.period import figure
from minzheng.ui.calculation import sheet_of
from minzheng.ui.tones import Tone

FILE_TONES: dict[str, Tone] = {
    FileState.RECEIVED: Tone.NOW, FileState.SETTLED: Tone.WARN, FileState.CONFIRMED: Tone.DONE,
    FileState.WITHDRAWN: Tone.PLAIN,
}  # fmt: skip
STATEMENT_TONES: dict[str, Tone] = {
    StatementState.PREPARED: Tone.NOW, StatementState.APPROVED: Tone.WARN, StatementState.PAID: Tone.DONE,
    StatementState.CANCELLED: Tone.PLAIN,
}  # fmt: skip
RESULT_TONES: dict[str, Tone] = {Result.ELIGIBLE: Tone.DONE, Result.REFUSED: Tone.BAD, Result.INCOMPLETE: Tone.WARN}


@dataclass(frozen=True)
class FilePage:
    """One file as its acts look at it."""

    number: str
    file: SettlementFile
    is_own: bool


@dataclass(frozen=True)
class BillPage:
    """One bill as its acts look at it."""

    number: int
    claim: Claim
    change: Change | None
    is_own: bool
    is_correctable: bool


@dataclass(frozen=True)
class HospitalPage:
    """One institution as its acts look at it."""

    number: str
    hospital: Hospital
    designation: Designation | None
    current: Designation | None
    reconciliation: Reconciliation | None
    owed_fen: int


@dataclass(frozen=True)
class StatementPage:
    """One payment as its acts look at it."""

    number: str
    statement: Statement
    is_finance: bool


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
        "acts": acts, "grids": [*_signs(signs), *_returned(row), _lines(cut)],
        "history": history(of_object("settlement_file", row.pk)),
    }  # fmt: skip


def _signs(signs: list[Sign]) -> list[Grid]:
    rows = [
        (
            link(one.claim.number, reverse("desk:claim_bill", args=[one.claim.pk])),
            text(one.claim.person.name),
            text(one.why),
        )
        for one in signs
    ]
    heads = (_("结算单号"), _("姓名"), _("疑点"))
    return [grid(_("疑点：请核实后再复核"), heads, rows)] if rows else []


def _returned(row: SettlementFile) -> list[Grid]:
    returned = ReturnedLine.objects.filter(file=row).order_by("line")[:200]
    rows = [(number(one.line), text(one.bill_number, small=one.name), text(" ".join(one.problems))) for one in returned]
    return [grid(_("退回的行"), (_("行号"), _("结算单号"), _("原因和办法")), rows)] if rows else []


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


def bill_page(request: DeskRequest, claim: Claim) -> BillPage:
    """Return one bill as a page."""
    change = reading.open_change(claim)
    is_living = not claim.is_reversal and not hasattr(claim, "replaced_by")
    is_confirmed = claim.file is not None and claim.file.state == FileState.CONFIRMED
    may = is_living and change is None and claim.kind in BILLS and claim.mode == Mode.DURING and is_confirmed
    own = change is not None and change.proposed_by_id == request.user.pk
    return BillPage(claim.pk, claim, change, own, may)


def bill(request: DeskRequest, page: BillPage) -> dict[str, Any]:
    """Return the page of one bill: the order of payers, how the aid was reckoned, the year, versions and signs."""
    claim, rows = page.claim, reading.reckonings(page.claim)
    [line] = reading.lines([claim])
    newest = rows[-1] if rows else None
    evaluation = unpacked(newest) if newest is not None else {}
    sheet = sheet_of(evaluation, on=claim.settled_on, members=[claim.person.name]) if evaluation else None
    acts = acts_of(request, claim_acts.BILL, page, "desk:claim_bill_action") if is_county(request) else []
    reveal = [button("desk:claim_bill_reveal", _("查看诊断等"), "eye", claim.pk)] if is_county(request) else []
    year = reverse("desk:claim_year", args=[claim.person_id, claim.settled_on.year])
    return {
        "title": _("%(name)s的结算单") % {"name": claim.person.name}, "crumb": claim.number,
        "up": up("desk:claim_file", claim.file.number, claim.file.number) if claim.file else up("desk:claims",
        _("医院结算")),
        "tabs": tabs(request, "desk:claims"), "buttons": reveal,
        "state": _("已冲销") if claim.is_reversal else Result(newest.outcome).label if newest else _("未结算"),
        "tone": RESULT_TONES.get(newest.outcome, Tone.PLAIN) if newest and not claim.is_reversal else Tone.PLAIN,
        "lead": _("救助%(aid)s元，个人负担%(self)s元。") % {"aid": format_yuan(line.aid_fen),
        "self": format_yuan(line.self_fen)},
        "facts": [
            (_("种类"), text(claim.get_kind_display(), small=claim.get_mode_display())),
            (_("医疗机构"), text(claim.hospital.name if claim.hospital else "")),
            (_("入院"), text(day_words(claim.admitted_on))), (_("出院"), text(day_words(claim.discharged_on))),
            (_("结算"), text(day_words(claim.settled_on))),
            (_("身份"), text(" ".join(retell(each) for each in claim.sources))),
            (_("本年度"), link(_("看全年各笔"), year)),
            *([(_("更正原因"), text(claim.reason))] if claim.reason else []),
        ],
        "acts": acts, "sheet": sheet, "notes": [one.why for one in signs_of_claim(claim)],
        "grids": [_payers(claim, line.aid_fen, line.self_fen), *_change(page.change), *_year_used(newest),
        *_versions(claim)],
        "history": history(of_object("claim", claim.pk)),
    }  # fmt: skip


def _payers(claim: Claim, aid_fen: int, self_fen: int) -> Grid:
    steps = (
        (_("医疗总费用"), claim.bill_fen), (_("减：目录外费用"), claim.out_of_catalogue_fen),
        (_("减：其他不符合规定的费用"), claim.not_allowed_fen), (_("减：基本医保支付"), claim.basic_insurance_fen),
        (_("减：大病保险支付"), claim.serious_illness_insurance_fen), (_("减：补充保险支付"), claim.supplementary_fen),
        (_("减：商业保险赔付"), claim.commercial_fen),
    )  # fmt: skip
    rest = claim.bill_fen - sum(fen for _label, fen in steps[1:])
    rows = [(text(label), yuan(fen)) for label, fen in (*steps, (_("政策范围内自付"), rest), (_("医疗救助"), aid_fen))]
    foot = (Cell(_("个人负担（含目录外）")), yuan(self_fen))
    return grid(_("支付顺序：先保险，后救助"), (_("项目"), _("金额（元）")), rows, foot=foot)


def _change(change: Change | None) -> list[Grid]:
    if change is None:
        return []
    names = {field.name: str(field.verbose_name) for field in Claim._meta.concrete_fields}  # noqa: SLF001
    rows = [
        (text(names[name]), text(format_yuan(value) if name.endswith("_fen") else value))
        for name, value in change.values.items()
    ]
    words = _("等待复核的更正：%(why)s（%(who)s）") % {"why": change.reason, "who": change.proposed_by.name}
    return [grid(words, (_("项目"), _("更正为")), rows, empty=_("整张结算单冲销。"))]


def _year_used(row: Any) -> list[Grid]:
    if row is None:
        return []
    names = labels()
    rows = [
        (text(names[code]), yuan(row.before.get(code)), yuan(after))
        for code, after in row.after.items()
        if after or row.before.get(code)
    ]
    return [grid(_("本年度累计：这一笔之前和之后"), (_("项目"), _("之前"), _("之后")), rows)] if rows else []


def _versions(claim: Claim) -> list[Grid]:
    found = reading.versions(claim)
    rows = [
        (
            link(_("第%(n)d版") % {"n": len(found) - place}, reverse("desk:claim_bill", args=[one.pk])),
            yuan(one.bill_fen),
            text(one.reason), text(one.entered_by.name),
        )
        for place, one in enumerate(found)
    ]  # fmt: skip
    return [grid(_("各版"), (_("版本"), _("总费用（元）"), _("原因"), _("录入人")), rows)] if len(found) > 1 else []


def year(request: DeskRequest, person: Any, of: int) -> dict[str, Any]:
    """Return a person's year: what each claim came to, what is used up of threshold and cap."""
    view, names = reading.year_view(person.pk, of), labels()
    rows = [
        (
            link(one.claim.number, reverse("desk:claim_bill", args=[one.claim.pk])), text(one.claim.get_kind_display()),
            text(one.claim.hospital.name if one.claim.hospital else ""), text(day_words(one.claim.settled_on)),
            yuan(one.aid_fen),
        )
        for one in view.lines
    ]  # fmt: skip
    used = [(text(names[code]), yuan(fen)) for code, fen in view.remembered.items() if fen]
    heads = (_("结算单号"), _("种类"), _("医疗机构"), _("结算日期"), _("救助（元）"))
    foot = (Cell(_("全年合计")), Cell(""), Cell(""), Cell(""), yuan(view.total_fen)) if rows else ()
    return {
        "title": _("%(name)s%(year)d年的医疗救助") % {"name": person.name, "year": of}, "crumb": person.name,
        "up": up("desk:claims", _("医院结算")), "tabs": tabs(request, "desk:claims"),
        "lead": _("全年救助%(yuan)s元；累计由系统按规定结转，不能填写。") % {"yuan": format_yuan(view.total_fen)},
        "grids": [
            grid(_("各笔"), heads, rows, foot=foot, empty=_("这一年还没有救助。")),
            *([grid(_("已用的起付标准、限额等"), (_("项目"), _("累计")), used)] if used else []),
        ],
    }  # fmt: skip


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
            _statements(Statement.objects.filter(hospital=row), None), _reconciled(row),
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


def statement_list(request: DeskRequest) -> dict[str, Any]:
    """Return the payments to institutions."""
    rows = Statement.objects.select_related("hospital").order_by("-pk")
    page = paged(request, rows)
    return {
        "title": _("机构付款单"), "up": up("desk:claims", _("医院结算")), "tabs": tabs(request,
        "desk:claim_statements"),
        "lead": _("一人编制，财务审批后预留资金，银行付款后登记。"), "grids": [_statements(page, page)],
    }  # fmt: skip


def _statements(rows: QuerySet[Statement] | Any, page: Any) -> Grid:
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


def revealed(found: dict[str, str]) -> Grid:
    """Return what was opened of a bill."""
    return grid("", (_("项目"), _("内容")), [(text(_(name)), text(value)) for name, value in found.items()])
