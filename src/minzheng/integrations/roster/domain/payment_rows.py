"""The payment list: one row is one household that is already paid."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft, PersonDraft
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month

HEAD = "02"
DOCUMENT_LONGEST = 60


def draft(line: Line, *, places: Places, on: dt.date) -> HouseholdDraft:
    """Return the household of a row; what is wrong is noted on the row."""
    household = HouseholdDraft(sheet=line.sheet.name, row=line.row, line=line)
    _read_head(line, household, on)
    _read_place(line, household, places)
    _read_decision(line, household, on)
    _read_amount(line, household)
    _read_account(line, household)
    household.persons_count = line.get("persons_count", cells.count)
    household.household_size = line.get("household_size", cells.count, Severity.WARNING)
    return household


def _read_head(line: Line, household: HouseholdDraft, on: dt.date) -> None:
    head = PersonDraft(sheet=line.sheet.name, row=line.row, relation=HEAD, is_covered=True)
    head.name = line.need("head_name", cells.name, "name_empty")
    id_number = line.need("head_id", partial(cells.id_number, on=on), "id_empty")
    head.id_number = id_number.value if id_number else None
    head.sex = id_number.sex if id_number else ""
    head.phone = line.get("phone", cells.phone, Severity.WARNING) or ""
    household.head = head
    household.members = [head]


def _read_place(line: Line, household: HouseholdDraft, places: Places) -> None:
    hint = f"{line.sheet.name} {line.header.heading}"
    township, division = cells.plain(line.raw("township")), cells.plain(line.raw("division"))
    at = "division" if line.has("division") else "township"
    if not division and not township:
        line.error(at, "division_empty", _("没有写地区（村、社区）"))
    else:
        try:
            place = places.village(township=township, division=division, hint=hint)
        except cells.CellProblem as problem:
            line.error(at, problem.code, problem.reason)
        else:
            household.division_code, household.division_name = place.code, places.full_name(place.code)
    household.address = line.get("address", cells.text) or household.division_name
    _read_area_kind(line, household, hint)


def _read_area_kind(line: Line, household: HouseholdDraft, hint: str) -> None:
    """The column says it, or else the title over the sheet; division codes do not, so without either it is unknown."""
    before = len(line.problems)
    kind = line.get("area_kind", cells.area_kind)
    if kind is None and len(line.problems) == before:
        said = {code for text, code in words().area_kinds.items() if len(text) > 2 and text in hint}
        said |= {code for text, code in (("城市", "urban"), ("城镇", "urban"), ("农村", "rural")) if text in hint}
        if len(said) == 1:
            household.area_kind, household.area_source = said.pop(), "heading"
            return
        reason = _("没有写明按城市还是农村标准：请加一列“城乡类别”，或在标题中写明“城市低保”或“农村低保”")
        line.error("area_kind", "area_kind_empty", reason)
    household.area_kind, household.area_source = kind, "column"


def _read_decision(line: Line, household: HouseholdDraft, on: dt.date) -> None:
    household.certificate_number = line.get("certificate_number", cells.text) or ""
    document = line.get("document_number", cells.text) or ""
    if document and household.certificate_number and document != household.certificate_number:
        household.document_number = f"{document}（{household.certificate_number}）"
    else:
        household.document_number = document or household.certificate_number or None
    at = "certificate_number" if line.has("certificate_number") else "document_number"
    if household.document_number is None:
        line.error(at, "document_empty", _("低保证编号和批准文号都是空的，无法说明原来是哪一份决定"))
    elif len(household.document_number) > DOCUMENT_LONGEST:
        line.error(at, "document_invalid", _("文号和证号合起来超过 %(n)d 个字") % {"n": DOCUMENT_LONGEST})
    month = line.need("from_month", cells.month, "month_empty")
    if month is not None and month > Month.of(on):
        line.error(
            "from_month",
            "month_future",
            _("起始月份 %(month)s 晚于本月（%(now)s）") % {"month": month, "now": Month.of(on)},
        )
    household.from_month = str(month) if month is not None else None


def _read_amount(line: Line, household: HouseholdDraft) -> None:
    if "万元" in line.header.heading or any("万元" in text for text in line.header.titles.values()):
        line.error("total", "money_unit", _("表头写明单位是万元；请换算成元后再导入"))
        return
    before = len(line.problems)
    guarantee, supplement, total = (line.get(code, cells.money) for code in ("guarantee", "supplement", "total"))
    if len(line.problems) > before:
        return
    at = "total" if line.has("total") else "guarantee"
    if total is None and guarantee is None:
        line.error(at, "amount_empty", _("发放合计和保障金都是空的"))
        return
    parts = (guarantee or 0) + (supplement or 0)
    if total is not None and guarantee is not None and parts != total:
        reason = _("保障金 %(guarantee)s + 分类施保金 %(supplement)s = %(parts)s，与发放合计 %(total)s 不等") % {
            "guarantee": format_yuan(guarantee),
            "supplement": format_yuan(supplement or 0),
            "parts": format_yuan(parts),
            "total": format_yuan(total),
        }
        line.error(at, "amounts_differ", reason)
        return
    amount = parts if total is None else total
    if amount <= 0:
        line.error(at, "amount_zero", _("月发放金额是 0；已停发的户请不要放在发放名册里"))
        return
    household.amount_fen = amount


def _read_account(line: Line, household: HouseholdDraft) -> None:
    household.account_holder = line.need("account_holder", cells.name, "account_empty")
    household.bank_name = line.need("bank_name", cells.text, "account_empty")
    household.account_number = line.need("account_number", cells.account, "account_empty")
