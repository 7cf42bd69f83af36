"""Rosters made in memory, right in everything unless a test says otherwise."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from minzheng.integrations.roster.domain.reading.gate import Source
from tests.factories.registry import id_number

PAYMENT_TITLES = (
    *("低保证编号", "地区", "户主姓名", "身份证号码", "保障人数", "类别", "起始月份"),
    *("保障金（元）", "分类施保金（元）", "发放合计（元）", "账户名称", "开户银行", "账号"),
)
MEMBER_TITLES = (
    *("低保证编号", "户主姓名", "家庭成员姓名", "性别", "出生年月"),
    *("与户主关系", "身份证号码", "年工资性收入（元）"),
)
PAYMENT, MEMBERS = "发放名册", "家庭成员"
VILLAGE_NAME = "湾市村"


def payment_row(order: int = 1, **fields: Any) -> dict[str, Any]:
    """Return a household of one, paid 640.00 a month since 2024-03; `fields` by title."""
    name = fields.pop("户主姓名", f"王大{'一二三四五六七八九十'[(order - 1) % 10]}")
    row = {
        "低保证编号": f"42058110120{order:04d}",
        "地区": VILLAGE_NAME,
        "户主姓名": name,
        "身份证号码": id_number(),
        "保障人数": 1,
        "类别": "农村",
        "起始月份": "2024-03",
        "保障金（元）": 600,
        "分类施保金（元）": 40,
        "发放合计（元）": 640,
        "账户名称": name,
        "开户银行": "演示农商银行",
        "账号": f"99990000{order:08d}",
    }
    assert set(fields) <= set(row), fields
    return row | fields


def member_row(of: dict[str, Any], relation: str = "户主", **fields: Any) -> dict[str, Any]:
    """Return a member of a household of the payment list; the head itself by default."""
    row = {
        "低保证编号": of["低保证编号"],
        "户主姓名": of["户主姓名"],
        "家庭成员姓名": of["户主姓名"],
        "性别": "男",
        "出生年月": "",
        "与户主关系": relation,
        "身份证号码": of["身份证号码"],
        "年工资性收入（元）": 0,
    }
    assert set(fields) <= set(row), fields
    return row | fields


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return an xlsx file. A text that begins with "=#" becomes a formula whose value is that error."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str) and value.startswith("=#"):
                    sheet.write_formula(row, column, "=A1+1", None, value[1:])
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return buffer.getvalue()


def payment_sheet(
    *rows: dict[str, Any], titles: Sequence[str] = PAYMENT_TITLES, name: str = PAYMENT
) -> tuple[str, list]:
    """Return a payment list with its title row."""
    return name, [titles, *([row[title] for title in titles] for row in rows)]


def member_sheet(*rows: dict[str, Any], titles: Sequence[str] = MEMBER_TITLES, name: str = MEMBERS) -> tuple[str, list]:
    """Return a list of members with its title row."""
    return name, [titles, *([row[title] for title in titles] for row in rows)]


def source(*sheets: tuple[str, Sequence[Sequence[Any]]], name: str = "名册.xlsx") -> Source:
    """Return a file offered for import."""
    return Source.of_bytes(name, workbook(*sheets))


def roster(*rows: dict[str, Any], members: Sequence[dict[str, Any]] = (), name: str = "名册.xlsx") -> Source:
    """Return a roster of these households, with a member list if members are given."""
    sheets = [payment_sheet(*rows)]
    if members:
        sheets.append(member_sheet(*members))
    return source(*sheets, name=name)
