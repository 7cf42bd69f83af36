"""Statistics (F07, F08, the summary of F06) and public lists (F09): compared with our own figures, never imported."""

import pytest

from minzheng.accounts.scope import within
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.statistics import numbers
from minzheng.integrations.roster.domain.submit import NothingToImport, submit
from minzheng.kernel.month import Month
from minzheng.payments.domain import reconcile
from minzheng.payments.queries.month_figures import month_figures, year_to_month
from tests.factories import layouts as make
from tests.factories import payments, registry
from tests.factories.accounts import COUNTY, TOWNSHIP, VILLAGE, finance_officer, neighbour_officer, township_officer

pytestmark = pytest.mark.usefixtures("county")

MONTH = Month(2026, 11)
TOWN = "高坝洲镇"


def read(*pages, by=None):
    return check(source=Source.of_bytes("统计.xlsx", make.sheets(*pages)), by=by, at=payments.LATER)


def compared(report, *, place=None):
    return {
        line.item: (line.theirs, line.ours, str(line.verdict))
        for comparison in report.comparisons
        for line in comparison.lines
        if place is None or line.place == place
    }


@pytest.fixture
def paid():
    """Two households of the township paid for November: a man of 46 alone, a couple with a child; 1,100 yuan."""
    payments.allocate()
    payments.paid_household(amount_fen=50000)
    payments.paid_household(*registry.couple_with_child(), amount_fen=60000)
    run = payments.sent()
    answer = payments.success(run)
    reconcile.read_result(run=run, content=answer, name="回盘.csv", by=finance_officer(), at=payments.LATER)
    return run


def test_our_figures_count_what_was_paid(paid):
    figures = month_figures(month=MONTH, program=payments.PROGRAM, place=TOWNSHIP)

    assert (figures.households, figures.persons, figures.fen, figures.average_fen) == (2, 4, 110000, 27500)
    assert (figures.minors, figures.adults, figures.elderly, figures.women) == (1, 3, 0, 1)
    assert (figures.opening, figures.new, figures.exits) == (0, 4, 0)
    assert month_figures(month=MONTH, program=payments.PROGRAM, place="420581102000").households == 0
    assert month_figures(month=MONTH, program=payments.PROGRAM, place=VILLAGE, area_kind="urban").households == 0
    assert year_to_month(month=MONTH, program=payments.PROGRAM, place=COUNTY) == (4, 110000)


def test_the_month_after_nobody_is_new_and_who_was_not_paid_has_left(paid):
    figures = month_figures(month=MONTH.next(), program=payments.PROGRAM, place=TOWNSHIP)

    assert (figures.opening, figures.new, figures.exits, figures.persons, figures.average_fen) == (4, 0, 4, 0, None)


def test_a_table_by_place_agrees_within_its_last_place(paid):
    row = [TOWN, 1000, 0.4, 2, 4, 4, 0, 3, 1, 0.11, 1100, 275, 700]

    report = read(("表", make.f07([row])))

    assert (report.kind, report.program) == ("comparison", "")
    found = compared(report)
    assert found["低保户数"] == ("2", "2", "same")
    assert found["当月低保对象人数"] == ("4", "4", "same")
    assert found["当月资金支出数"] == ("0.11 万元", "1,100.00 元", "same")
    assert found["累计资金支出数"] == ("1,100 元", "1,100.00 元", "same")
    assert found["当月人均补助水平"] == ("275 元", "275.00 元", "same")
    assert found["低保标准"][2] == "unknown"
    assert [problem.code for problem in report.problems if problem.severity == "warning"] == []


def test_what_differs_is_said_at_its_cell_with_both_figures(paid):
    row = [TOWN, 1000, 0.5, 3, 5, 5, 0, 4, 1, 0.12, 1200, 240, 700]

    report = read(("表", make.f07([row])))

    differing = [(p.row, p.column, p.reason) for p in report.problems if p.code == "figure_differs"]
    assert (3, "D 低保户数", "低保户数表上是 3，系统按 2026-11 实际发放算是 2；请核对是哪一边漏了") in differing
    assert compared(report)["当月资金支出数"] == ("0.12 万元", "1,100.00 元", "differs")
    assert report.in_words().startswith("统计表和公示名单不导入人员，只与系统比较：")


@pytest.mark.parametrize(
    ("written", "fen", "agrees"),
    [("63.4", 63_400_000, True), ("63.4", 63_350_000, True), ("63.4", 63_349_999, False), ("63.4", 63_450_001, False)],
)
def test_a_rounded_figure_stands_for_its_interval(written, fen, agrees):
    figure = numbers.Figure(numbers.number(written), numbers.TEN_THOUSAND)

    assert figure.agrees(fen) is agrees


def test_figures_that_contradict_each_other_are_told(paid):
    row = [TOWN, 1000, 9.9, 2, 4, 4, 1, 3, 1, 0.11, 1100, 300, 700]

    report = read(("表", make.f07([row])))

    wrong = [p.reason for p in report.problems if p.code == "figure_inconsistent"]
    assert sorted(wrong) == [
        "低保对象占非农人口比例是 9.9，人数除以人口应为 0.40%",
        "当月人均补助水平是 300 元，当月支出除以人数应为 275.00 元",
        "当月低保对象人数是 4，老年人、成年人、未成年人相加应为 5",
    ]


def test_opening_plus_new_less_exits_is_closing():
    """The domain's own example: 2,470 + 18 − 41 is 2,447."""
    heading = ["2026年10月农村低保统计表"]
    titles = ["地区", "低保户数", "低保人数", "上月人数", "新增", "退出", "低保标准(元)"]
    report = read(("月报", [heading, titles, [TOWN, 1200, 2449, 2470, 18, 41, 700]]))

    assert [p.reason for p in report.problems if p.code == "figure_inconsistent"] == [
        "当月低保对象人数是 2,449，上月人数加新增减退出应为 2,447"
    ]


def test_a_total_row_must_be_the_sum_of_its_rows():
    rows = [
        [TOWN, None, None, 2, 4, None, None, None, None, None, None, None, None],
        ["红花套镇", None, None, 1, 1, None, None, None, None, None, None, None, None],
        ["合计", None, None, 4, 5, None, None, None, None, None, None, None, None],
    ]
    report = read(("表", make.f07(rows)))

    assert [(p.row, p.reason) for p in report.problems if p.code == "figure_inconsistent"] == [
        (5, "合计行的低保户数是 4，各行相加是 3")
    ]


def test_a_return_of_items_is_compared_this_month_and_since_january(paid):
    report = read(
        (
            "月报",
            make.f08(
                {
                    "农村低保人数": 4,
                    "农村低保户数": 2,
                    "城市低保人数": 0,
                    "农村最低生活保障支出": (0.11, 0.11),
                    "孤儿数": 3,
                    "乡镇级合计": 11,
                }
            ),
        )
    )  # fmt: skip

    found = compared(report)
    assert found["农村低保人数"] == ("4", "4", "same")
    assert found["农村低保户数"] == ("2", "2", "same")
    assert found["农村最低生活保障支出"] == ("0.11 万元", "1,100.00 元", "same")
    assert found["农村最低生活保障支出（累计）"] == ("0.11 万元", "1,100.00 元", "same")
    assert found["孤儿数"][2] == "unknown"
    assert found["城市低保人数"][2] == "unknown"
    assert found["乡镇级合计"][2] in {"same", "differs"}


def test_the_summary_of_a_payment_list_is_compared_beside_the_takeover(paid):
    report = check(source=Source.of_bytes("名册.xlsx", make.f06()), by=None, at=payments.LATER)

    assert (report.kind, len(report.households)) == ("takeover", 1)
    assert compared(report)["发放资金总额"] == ("640 元", "1,100.00 元", "differs")


def test_a_month_without_payments_is_not_a_difference():
    report = read(("表", make.f07([[TOWN, 1, None, 2, 4, None, None, None, None, 0.1, None, None, None]])))

    assert compared(report)["低保户数"] == ("2", "", "unknown")
    assert [p.code for p in report.problems if p.code == "figure_differs"] == []


def test_a_heading_without_a_month_is_taken_for_last_month_and_says_so():
    report = read(("表", make.f07([[TOWN, 1, None, 2, 4]], heading="农村低保对象综合统计表")))

    assert [p.reason for p in report.problems if p.code == "month_assumed"] == [
        "表名没有写年月，按上月（2026-10）与系统数据比较"
    ]


def test_a_township_sees_no_figures_of_its_neighbour(paid):
    by = neighbour_officer()

    with within(by.area):
        report = read(("表", make.f07([[TOWN, 1000, None, 2, 4, 4, 0, 3, 1, 0.11, 1100, 275, 700]])), by=by)

    assert {line[1:] for line in compared(report).values()} == {("", "unknown")}


def test_statistics_are_not_handed_in(paid):
    by = township_officer()
    content = make.sheets(("表", make.f07([[TOWN, 1000, None, 2, 4]])))

    with within(by.area), pytest.raises(NothingToImport, match="不用提交"):
        submit(source=Source.of_bytes("统计.xlsx", content), by=by, at=payments.LATER)


def test_comparing_asks_the_same_for_one_household_and_for_three(django_assert_num_queries):
    payments.allocate()
    for _household in range(3):
        payments.paid_household()
    run = payments.sent()
    answer = payments.success(run)
    reconcile.read_result(run=run, content=answer, name="回盘.csv", by=finance_officer(), at=payments.LATER)

    with django_assert_num_queries(4):
        month_figures(month=MONTH, program=payments.PROGRAM, place=VILLAGE)
    with django_assert_num_queries(4):
        month_figures(month=MONTH, program=payments.PROGRAM, place=COUNTY)


def test_a_public_list_is_held_against_the_benefits_of_the_village(paid):
    head = paid.lines.get(person_count=3).payee_name
    alone = paid.lines.get(person_count=1).payee_name

    report = read(("公示", make.f09_list((head, 2), ("钱七", 1))))

    lines = {line.item: (line.theirs, line.ours, str(line.verdict)) for line in report.comparisons[0].lines}
    assert lines == {
        head: ("2 人", "3 人", "differs"), "钱七": ("1 人", "", "unknown"), alone: ("", "1 人", "missing"),
    }  # fmt: skip
    assert {p.code for p in report.problems if p.severity == "warning"} == {"figure_differs", "not_granted_here"}
    assert report.kind == "comparison"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1,234", 1234),
        ("１２３", 123),
        ("12.5%", "12.5"),
        (63.400000000000006, "63.4"),
        (5.0, 5),
        ("约5", None),
        ("", None),
    ],
)
def test_numbers_as_tables_have_them(value, number):
    found = numbers.number(value)

    assert found == (None if number is None else numbers.Decimal(str(number)))


def test_units_are_read_from_the_title_first_and_ratios_are_no_unit():
    assert numbers.unit_of("当月资金支出数(万元)", "单位：元") == numbers.TEN_THOUSAND
    assert numbers.unit_of("当月资金支出数", "单位：元") == numbers.YUAN
    assert numbers.unit_of("户数", "") is None
