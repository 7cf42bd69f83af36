"""Every bad input of line 4: how to make the file, what must be said of it, and how the submission is refused."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.factories.registry import id_number
from tests.factories.roster import (
    PAYMENT_TITLES,
    member_row,
    member_sheet,
    payment_row,
    payment_sheet,
    workbook,
)

XLS = Path(__file__).resolve().parents[1] / "integrations" / "data" / "roster.xls"


@dataclass(frozen=True)
class Bad:
    """`tried`: what the dry run must say, in order; `submitted`: why nothing was handed in; `options`: arguments."""

    make: Callable[[Path], None]
    tried: tuple[str, ...]
    submitted: str
    options: tuple[str, ...] = ()


def of_rows(*rows: dict, members: tuple[dict, ...] = (), titles=PAYMENT_TITLES) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        sheets = [payment_sheet(*rows, titles=titles)]
        path.write_bytes(workbook(*sheets, *([member_sheet(*members)] if members else [])))

    return make


def wrong_checksum() -> Bad:
    right = id_number()
    wrong = "0" if right[-1] != "0" else "1"
    return Bad(
        of_rows(payment_row(身份证号码=right[:-1] + wrong)),
        ("“发放名册” 第 2 行 D 身份证号码", f"最后一位应为 {right[-1]}，实为 {wrong}"),
        "身份证号有误 1 户",
    )


def spoiled_by_excel() -> Bad:
    return Bad(
        of_rows(payment_row(身份证号码=float(429999198001010011))),
        ("“发放名册” 第 2 行 D 身份证号码", "被 Excel 存成了数字，末几位已丢失", "“文本”格式"),
        "身份证号被存成数字 1 户",
    )


def same_person_twice() -> Bad:
    twin = id_number()
    rows = payment_row(1, 身份证号码=twin), payment_row(2, 身份证号码=twin)
    return Bad(
        of_rows(*rows),
        ("第 2 行", "同一人出现两次，另见“发放名册”第 3 行", "第 3 行", "另见“发放名册”第 2 行"),
        "同一人出现两次 2 户",
    )


def in_two_households() -> Bad:
    one, two = payment_row(1, 保障人数=2), payment_row(2, 保障人数=2)
    child = {"家庭成员姓名": "王小", "身份证号码": id_number(born=dt.date(2015, 1, 1))}
    members = member_row(one), member_row(one, "子", **child), member_row(two), member_row(two, "子", **child)
    return Bad(
        of_rows(one, two, members=members),
        ("“家庭成员” 第 3 行 G 身份证号码", "同一人在两户，另见“家庭成员”第 5 行", "“家庭成员” 第 5 行"),
        "同一人在两户 2 户",
    )


def unknown_division() -> Bad:
    return Bad(
        of_rows(payment_row(地区="湾市寸")),
        ("“发放名册” 第 2 行 B 地区", "区划表中没有“湾市寸”；相近的有：湾市村"),
        "地区认不出来 1 户",
    )


def negative_income() -> Bad:
    row = payment_row()
    return Bad(
        of_rows(row, members=(member_row(row, **{"年工资性收入（元）": -1200}),)),
        ("“家庭成员” 第 2 行 H 年工资性收入(元)", "不能是负数；没有收入请填 0，不清楚请留空"),
        "收入为负数 1 户",
    )


def missing_column() -> Bad:
    titles = [title for title in PAYMENT_TITLES if title != "账号"]
    return Bad(
        of_rows(payment_row(), titles=titles),
        ("缺少必需的列：账号（也认：银行账号、银行帐号", "表头在第 1 行；请补上这一列再导入"),
        "没有可导入的户",
    )


def wrong_sheet_name() -> Bad:
    words = "文件里没有名为“低保户”的工作表；文件里有：“发放名册”。"
    return Bad(of_rows(payment_row()), (words,), words, ("--sheet", "低保户"))


def two_heads() -> Bad:
    row = payment_row(保障人数=2)
    members = member_row(row), member_row(row, 家庭成员姓名="王二", 身份证号码=id_number())
    return Bad(
        of_rows(row, members=members),
        ("“家庭成员” 第 3 行 F 与户主关系", "这一户有 2 个户主（第 2、3 行）；只能有一个"),
        "有两个户主 1 户",
    )


def no_head() -> Bad:
    row = payment_row()
    wife = member_row(row, "妻", 性别="女", 家庭成员姓名="李秀", 身份证号码=id_number(sex="2"))
    return Bad(
        of_rows(row, members=(wife,)),
        ("“家庭成员” 第 2 行 F 与户主关系", "这一户没有户主"),
        "没有户主 1 户",
    )


def empty_file() -> Bad:
    words = "文件“名册.xlsx”是空的（0 字节）。请重新导出或重新保存后再导入。"
    return Bad(lambda path: path.write_bytes(b""), (words,), words)


def formula_error() -> Bad:
    return Bad(
        of_rows(payment_row(**{"发放合计（元）": "=#VALUE!"})),
        ("“发放名册” 第 2 行 J 发放合计(元)", "单元格 J2 的公式出错（#VALUE!），没有值"),
        "公式出错 1 户",
    )


def xls_renamed() -> Bad:
    words = "文件内容是旧版 .xls，扩展名却是 .xlsx；请用 Excel 另存为 .xlsx，或把扩展名改回 .xls"
    return Bad(lambda path: shutil.copy(XLS, path), (words,), words)


BAD = (
    wrong_checksum, spoiled_by_excel, same_person_twice, in_two_households, unknown_division, negative_income,
    missing_column, wrong_sheet_name, two_heads, no_head, empty_file, formula_error, xls_renamed,
)  # fmt: skip
