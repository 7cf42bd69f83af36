"""Sheets are data: what is wrong in one is named with its place, and nothing is guessed."""

import json
from datetime import date

import pytest

from minzheng.assessment.engine.period import NotAPeriod, Period
from minzheng.assessment.engine.sheet import read
from minzheng.assessment.queries.figures import require_known
from minzheng.assessment.queries.sheets import sheets, sheets_on
from minzheng.kernel.citation import cited
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text
from tests.assessment.sheet_text import HOME

BROKEN = [
    ("total: 40", "total: 50", "各项满分之和是40"),
    ("code: meals,", "code: staff,", "项目代码重复：staff"),
    ("status: illustrative", "status: maybe", "status 应为"),
    ("kind: judged", "kind: guessed", "kind 应为"),
    ("guidance: 抽查五间, ", "", "要写 guidance"),
    ("zero_at: 0%, full_at: 100%", "zero_at: 100%, full_at: 100%", "不能相同"),
    ("zero_at: 0%, full_at: 100%", "at_least: [[90%, 8]]", "最好一档应得满分10分"),
    ("zero_at: 0%, full_at: 100%", "at_least: [[90%, 10], [95%, 12]]", "从最好到最差"),
    ("zero_at: 0%, full_at: 100%", "at_least: [[90, 10]]", "不能大于100%"),
    ("zero_at: 0%, full_at: 100%", "at_least: {90%: 10}", "[界限, 得分]"),
    ("zero_at: 0%, full_at: 100%", "deduct_each: 1", "用于件数"),
    ('deduct_each: "2.5", free: 1', 'deduct_each: "两分"', "不是数"),
    ('deduct_each: "2.5", free: 1', "deduct_each: 0", "应大于0"),
    ('deduct_each: "2.5", free: 1', "deduct_each: 2.5", "不是整数"),
    ('deduct_each: "2.5", free: 1', "deduct_each: 2, award_each: 2", "写一种"),
    ("kind: yes_no, max: 5,", "kind: yes_no, max: 5, rule: {award_each: 1},", "其他项目和否决项不写"),
    ("kind: yes_no, max: 5,", "kind: yes_no, max: 0,", "max 应大于0"),
    ("kind: yes_no, max: 5,", "kind: yes_no, max: 5, figure: falls,", "请删去 figure"),
    ("{code: abuse, name: 发生虐待老人事件, kind: yes_no", "{code: abuse, name: 发生, kind: judged", "否决项只能是"),
    ("from: 60%", "from: 90%", "等次从高到低写"),
    ("from: 0%}", "from: 10%}", "最低一等从 0 起"),
    ("periods: [half, year]", "periods: [month]", "periods 应为"),
    ("level: township", "level: moon", "level 应为"),
    ("gap: 打扫, ", "", "缺少“gap”"),
    ("gap: 打扫, ", "gap: 打扫, colour: red, ", "不认识“colour”"),
    ("valid_from: 2026-01-01", "valid_from: soon", "不是日期"),
]


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_what_is_wrong_is_named(good, bad, message):
    assert good in HOME

    with pytest.raises(RuleError) as refusal:
        read(load_text(HOME.replace(good, bad, 1), "home.yaml"), "home.yaml")

    assert message in str(refusal.value)
    assert "home.yaml" in str(refusal.value)


def test_a_figure_nobody_counts_or_of_the_wrong_kind_is_refused():
    with_figure = HOME.replace("kind: measured, max: 10,", "kind: measured, max: 10, figure: {},", 1)

    for figure, message in (("beds_used", "没有指标“beds_used”"), ("true_complaints", "应写成 kind: counted"),
                            ("visits_by_two", "要写 program")):  # fmt: skip
        sheet = read(load_text(with_figure.replace("{}", figure, 1), "x"), "x")
        with pytest.raises(RuleError, match=message):
            require_known(sheet, "x")


def test_a_frozen_sheet_reads_as_it_did_even_if_a_database_sorts_its_keys():
    for sheet in (*sheets(), read(load_text(HOME, "x"), "x")):
        again = read(json.loads(json.dumps(sheet.content, sort_keys=True)), "again")

        assert list(again.items) == list(sheet.items)
        assert (again.grades, again.unit, again.valid_from) == (sheet.grades, sheet.unit, sheet.valid_from)


def test_the_packaged_sheet_says_that_it_is_illustrative_and_cites_law_that_is_known():
    [sheet] = sheets_on(date(2026, 9, 30))

    assert sheet.status == "illustrative"
    assert "没有找到上级公布的评分表" in sheet.source
    for item in sheet.items:
        assert list(cited(item.reference)), item.code
    assert sheets_on(date(2026, 6, 30)) == []


@pytest.mark.parametrize(
    ("code", "first", "last", "before"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2025Q4"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026Q3"),
        ("2024H1", date(2024, 1, 1), date(2024, 6, 30), "2023H2"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025"),
    ],
)
def test_periods_have_their_days(code, first, last, before):
    period = Period.parse(code)

    assert (period.first_on, period.last_on, period.before.code, period.code) == (first, last, before, code)
    assert Period.holding(last, period.kind) == period


@pytest.mark.parametrize("text", ["", "26Q1", "2026Q5", "2026H3", "2026-Q1", "1949"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NotAPeriod):
        Period.parse(text)
