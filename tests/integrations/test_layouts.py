"""The oddities of office workbooks that are no mistakes: all of them are read as what they mean."""

import datetime as dt
import io
import time

import pytest
import xlsxwriter

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.queries import divisions_of_county
from minzheng.kernel.month import Month
from minzheng.registry.models import Division
from tests.factories.accounts import AT
from tests.factories.registry import id_number
from tests.factories.roster import PAYMENT_TITLES, member_row, payment_row, payment_sheet, roster, source, workbook

pytestmark = pytest.mark.usefixtures("county")


def read(file: Source, **options):
    return check(source=file, by=None, at=AT, **options)


def good_one(file: Source):
    report = read(file)
    assert [(p.place, p.reason) for p in report.problems if p.is_error] == []
    return report.good[0]


def test_what_is_read_from_a_row():
    row = payment_row(3)
    household = good_one(roster(row))

    assert (household.document_number, household.division_code, household.area_kind) == (
        "420581101200003", "420581101201", "rural",
    )  # fmt: skip
    assert (household.amount_fen, household.from_month, household.account_number) == (
        64000,
        "2024-03",
        "9999000000000003",
    )
    assert household.address == "高坝洲镇湾市村委会"


@pytest.mark.parametrize(
    "written",
    [
        *("2024-03", "2024.3", "2024年3月", "2024年03月份", "202403", "2024/3/1", "2024-03-01", "20240301"),
        *("２０２４年３月", "二〇二四年三月", 202403.0, 2024.3),
    ],
)
def test_months_in_every_way(written):
    assert cells.month(written) == Month(2024, 3)


def test_months_from_date_cells():
    assert cells.month(dt.date(2024, 3, 31)) == Month(2024, 3)
    assert good_one(roster(payment_row(起始月份=dt.date(2024, 3, 1)))).from_month == "2024-03"


def test_october_as_a_number_is_asked_about_and_november_is_not():
    with pytest.raises(cells.CellProblem):
        cells.month(2024.1)
    assert cells.month(2024.11) == Month(2024, 11)
    assert cells.month("2024.10") == Month(2024, 10)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (640, 64000),
        (640.1, 64010),
        (640.1000000001, 64010),
        ("640", 64000),
        ("1,000", 100000),
        ("￥640.5", 64050),
        ("640元", 64000),
        ("６４０．００", 64000),
        ("０", 0),
        ("无", 0),
    ],
)
def test_amounts_in_every_way(written, fen):
    assert cells.money(written) == fen


@pytest.mark.parametrize("written", ["1.234", 213.333333, "-1", "0.5万", "约600", "1,00"])
def test_amounts_that_are_not_exact_are_refused(written):
    with pytest.raises(cells.CellProblem):
        cells.money(written)


def test_full_width_and_spaced_ids_are_the_same_person():
    right = id_number()
    wide = right.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    spaced = f"{right[:6]} {right[6:14]} {right[14:].lower()}"

    for written in (wide, spaced, f"'{right}"):
        assert cells.id_number(written, on=AT.date()).value == right


def test_titles_above_two_header_levels_merged_villages_and_a_total_row():
    rows = [payment_row(n, 户主姓名=f"王  {'东西南'[n]}") for n in range(3)]
    report = read(Source.of_bytes("名册.xlsx", messy(rows)))

    assert [(p.place, p.reason) for p in report.problems if p.is_error] == []
    assert [household.division_code for household in report.good] == ["420581101201"] * 3
    assert [household.head.name for household in report.good] == ["王东", "王西", "王南"]
    assert report.sheets[0]["header_row"] == 3
    assert [(p.row, p.reason) for p in report.problems if p.code == "row_left_aside"] == [
        (8, "合计行，不是户，跳过"),
        (9, "表尾说明，不是户，跳过"),
    ]


def messy(rows) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.merge_range(0, 0, 0, 12, "高坝洲镇农村低保发放名册")
    sheet.merge_range(1, 0, 1, 12, "2026年11月   单位：元")
    for column, title in enumerate(
        ["证号", "村（居）", "户主\n姓名", "身份证\n号码", "保障\n人口", "低保类别", "起始\n年月"]
    ):
        sheet.merge_range(2, column, 3, column, title)
    sheet.merge_range(2, 7, 2, 9, "月补助金额")
    sheet.write_row(3, 7, ["保障金", "分类施保金", "合计"])
    sheet.merge_range(2, 10, 2, 12, "一卡通")
    sheet.write_row(3, 10, ["户名", "开户行", "帐号"])
    for index, row in enumerate(rows, 4):
        sheet.write_row(index, 0, list(row.values()))
    sheet.merge_range(4, 1, 6, 1, "湾市村")
    sheet.write_row(7, 0, ["合计", "", "", "", 3, "", "", 1800, 120, 1920])
    sheet.write(8, 0, "填表人：某某   审核人：某某")
    book.close()
    return buffer.getvalue()


def test_the_printed_header_of_the_next_page_and_empty_rows_are_told():
    name, rows = payment_sheet(payment_row(1), payment_row(2))
    titles, first, second = rows
    report = read(source((name, [titles, first, [], titles, second])))

    assert len(report.good) == 2
    assert [(p.row, p.reason) for p in report.problems] == [
        (None, "跳过空行 1 行：第 3 行"),
        (4, "重复的表头，跳过"),
    ]


def test_the_heading_says_whether_urban_or_rural():
    titles = [title for title in PAYMENT_TITLES if title != "类别"]
    name, rows = payment_sheet(payment_row(), titles=titles)

    assert good_one(source((name, [["城市居民最低生活保障金发放名册"], *rows]))).area_kind == "urban"


def test_a_heading_that_says_both_says_nothing():
    titles = [title for title in PAYMENT_TITLES if title != "类别"]
    name, rows = payment_sheet(payment_row(), titles=titles)
    report = read(source((name, [["城市、农村低保发放名册"], *rows])))

    assert [problem.code for problem in report.problems if problem.is_error] == ["area_kind_empty"]


def test_unknown_columns_are_named_as_not_read():
    row = payment_row() | {"政治面貌": "群众"}
    report = read(source(payment_sheet(row, titles=[*PAYMENT_TITLES, "政治面貌"])))

    assert [p.reason for p in report.problems if p.code == "columns_left_aside"] == ["没有读取的列：N 政治面貌"]


def test_a_hidden_sheet_is_not_read_silently():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, hide in (("11月", False), ("10月", True)):
        sheet = book.add_worksheet(name)
        for index, values in enumerate(payment_sheet(payment_row())[1]):
            sheet.write_row(index, 0, list(values))
        if hide:
            sheet.hide()
    book.close()
    report = read(Source.of_bytes("名册.xlsx", buffer.getvalue()))

    assert len(report.households) == 1
    assert [(p.sheet, p.code) for p in report.problems] == [("10月", "sheet_hidden")]


def test_one_sheet_may_be_chosen():
    file = source(
        payment_sheet(payment_row(1), name="城市"), payment_sheet(payment_row(2), payment_row(3), name="农村")
    )

    assert len(read(file, only_sheet="农村").good) == 2
    assert len(read(file).good) == 3


def test_csv_in_gb18030():
    _name, rows = payment_sheet(payment_row(), payment_row(2))
    text = "\n".join(",".join(str(value) for value in row) for row in rows)

    assert len(read(Source.of_bytes("名册.csv", text.encode("gb18030"))).good) == 2


def test_members_join_by_certificate_and_blank_certificates_go_on():
    one, two = payment_row(1, 保障人数=2), payment_row(2)
    child = member_row(one, "长子", 家庭成员姓名="王小", 身份证号码=id_number(born=dt.date(2012, 1, 1)), 出生年月="")
    child |= {"低保证编号": "", "户主姓名": "", "年工资性收入（元）": ""}
    report = read(roster(one, two, members=[member_row(one), child, member_row(two)]))

    assert [[person.name for person in household.members] for household in report.good] == [
        ["王大一", "王小"],
        ["王大二"],
    ]
    assert [household.members[0].incomes for household in report.good] == [{"wage": (0, "year")}, {"wage": (0, "year")}]
    assert report.good[0].members[1].incomes == {}


def test_incomes_without_a_period_are_not_guessed():
    row = payment_row()
    members = member_row(row) | {"工资性收入": 500}
    titles = ["低保证编号", "家庭成员姓名", "与户主关系", "身份证号码", "工资性收入"]
    report = read(source(payment_sheet(row), ("成员", [titles, [members[title] for title in titles]])))

    assert report.good[0].members[0].incomes == {}
    assert [(p.place, p.severity) for p in report.problems] == [("“成员” 第 1 行 E 工资性收入", "warning")]


@pytest.mark.parametrize(
    ("title", "heading", "kind", "amount"),
    [
        ("月工资性收入", "", "wage", (50000, "month")),
        ("工资性（元/年）", "", "wage", (50000, "year")),
        ("种植养殖", "2026年家庭月收入情况", "business", (50000, "month")),
        ("基础养老金（年）", "", "basic_pension", (50000, "year")),
    ],
)
def test_incomes_and_their_period(title, heading, kind, amount):
    row = payment_row()
    titles = ["低保证编号", "家庭成员姓名", "与户主关系", "身份证号码", title]
    values = [row["低保证编号"], row["户主姓名"], "户主", row["身份证号码"], 500]
    report = read(source(payment_sheet(row), ("成员", [[heading], titles, values])))

    assert report.good[0].members[0].incomes == {kind: amount}


@pytest.mark.parametrize(
    ("written", "found"),
    [("肢体二级", ("4", "2")), ("智力残疾3级", ("5", "3")), ("无", ("", "")), ("精神一级", ("6", "1"))],
)
def test_disabilities_written_together(written, found):
    assert cells.disability(written) == found


@pytest.mark.parametrize(
    ("township", "division", "code"),
    [
        ("", "湾市村", "420581101201"),
        ("", "湾市村委会", "420581101201"),
        ("", "湾市村民委员会", "420581101201"),
        ("", "湾市", "420581101201"),
        ("高坝洲镇", "湾市村", "420581101201"),
        ("高坝洲", "湾市村", "420581101201"),
        ("", "湖北省宜昌市宜都市高坝洲镇湾市村", "420581101201"),
        ("", "高坝洲镇/湾市村", "420581101201"),
        ("", "420581101201", "420581101201"),
        ("", "红花套社区", "420581100001"),
        ("", "红花套村", "420581100202"),
        ("陆城街道办事处", "东风社区居民委员会", "420581001001"),
    ],
)
def test_villages_as_offices_write_them(township, division, code):
    assert Places(divisions_of_county()).village(township=township, division=division, hint="").code == code


def test_namesakes_are_told_apart_by_township_only():

    twins = [
        Division(code="420581101000", level=4, name="高坝洲镇", parent_code="420581000000", kind="镇"),
        Division(code="420581102000", level=4, name="聂家河镇", parent_code="420581000000", kind="镇"),
        Division(code="420581101299", level=5, name="向阳村委会", parent_code="420581101000", kind="村委会"),
        Division(code="420581102299", level=5, name="向阳村委会", parent_code="420581102000", kind="村委会"),
    ]
    places = Places(twins)

    assert places.village(township="聂家河镇", division="向阳村", hint="").code == "420581102299"
    assert places.village(township="", division="向阳村", hint="填报单位：高坝洲镇人民政府").code == "420581101299"
    with pytest.raises(cells.CellProblem) as caught:
        places.village(township="", division="向阳村", hint="")
    assert caught.value.code == "division_ambiguous"


def test_three_thousand_households_take_seconds():

    rows = [list(payment_row(n % 10 + 1, 低保证编号=f"C{n}", 账号=f"9999{n:010d}").values()) for n in range(3000)]
    file = Source.of_bytes("名册.xlsx", workbook(("11月", [list(PAYMENT_TITLES), *rows])))
    started = time.perf_counter()
    report = read(file)

    assert len(report.good) == 3000
    assert time.perf_counter() - started < 10
