"""examples/dibao_roster.xlsx read by hand: what the office wrote, without the product's import.

The places of the columns are those of the example; nothing is searched for.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from tests.acceptance.independent_dibao import Family, Relative

PATH = Path(__file__).resolve().parents[2] / "examples" / "dibao_roster.xlsx"
CERTIFICATE, HEAD, NUMBER, AREA, TOTAL, HOLDER, ACCOUNT = 1, 3, 4, 6, 10, 11, 13
MEMBER_NUMBER, KIND, GRADE, ILL, SAVINGS, CARS, HOMES, EMPLOYS, BOUGHT = 6, 7, 8, 9, 15, 16, 17, 18, 19
# 工资性、种植养殖、财产租赁变卖、转移性、其它
INCOMES = {10: "wage", 11: "business", 12: "property", 13: "transfer", 14: "other"}
KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
GRADES = ("一级", "二级", "三级", "四级")


@dataclass(frozen=True)
class Paid:
    """One line of the payment list: fen a month, and to whom."""

    head: str
    area: str
    fen: int
    holder: str
    account: str


def payments() -> dict[str, Paid]:
    """Return what the office pays, by certificate. Lines whose total or account is no plain value are left out."""
    found = {}
    for row in _rows("11月")[4:]:
        account = row[ACCOUNT]
        if row[CERTIFICATE] and isinstance(account, str) and account and _money(row[TOTAL]) is not None:
            area = {"城市": "urban", "农村": "rural"}[row[AREA]]
            holder = row[HOLDER].replace(" ", "")
            found[row[CERTIFICATE]] = Paid(row[HEAD], area, _money(row[TOTAL]), holder, account)
    return found


def families(on: dt.date) -> dict[str, Family]:
    """Return the households of the member sheet as they are on a day, by certificate; the standard is the list's."""
    areas = {certificate: paid.area for certificate, paid in payments().items()}
    found: dict[str, Family] = {}
    for row in _rows("家庭成员")[3:]:
        if row[0]:
            family = found[row[0]] = Family(areas.get(row[0]), [])
            family.savings, family.homes = round(row[SAVINGS] * 100), int(row[HOMES])
            family.cars = 0 if row[CARS] == "无" else int(row[CARS])
            family.bought_home, family.employs = row[BOUGHT] == "是", row[EMPLOYS] == "是"
        if isinstance(row[MEMBER_NUMBER], str):
            family.people.append(_relative(row, on))
    return found


def _relative(row: list[Any], on: dt.date) -> Relative:
    digits = unicodedata.normalize("NFKC", row[MEMBER_NUMBER]).replace(" ", "")
    born = dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    one = Relative(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    one.incomes = {kind: round(row[place] * 100) for place, kind in INCOMES.items() if row[place] != ""}
    one.is_ill = row[ILL] == "是"
    if row[KIND]:
        grade = row[GRADE].replace("3级", "三级")
        one.disability = (KINDS.index(row[KIND]) + 1, GRADES.index(grade) + 1)
    return one


def _money(value: Any) -> int | None:
    """Return fen: "1,920", "￥1200", "600元", 1800.0; None for a cell without a value."""
    text = str(value).strip("￥元").replace(",", "")
    return round(float(text) * 100) if text else None


def _rows(sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(PATH).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
