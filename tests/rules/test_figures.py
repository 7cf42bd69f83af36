from datetime import date

import pytest

from minzheng.rules import figures
from minzheng.rules.errors import NoFigure, RuleError
from minzheng.rules.strict_yaml import load_text

SETTERS = """
  set_by:
    - {until: 2014-04-30, levels: [county], reference: 国务院令第271号 第六条}
    - {from: 2014-05-01, until: 2026-06-30, levels: [province, city], reference: 国务院令第649号 第十条}
    - {from: 2026-07-01, levels: [province, city], not_below_province: true, reference: 社会救助法 第十九条}
"""


def line(*rows):
    """A line figure with these value rows."""
    values = "".join(f"    - {{{row}, reference: 文号, status: illustrative}}\n" for row in rows)
    content = f"line:\n  name: 低保标准\n  unit: fen/person/month\n  bounds: [1, 1000000]{SETTERS}  values:\n{values}"
    return figures.read_definitions(load_text(content, "parameters.yaml"), "parameters.yaml")


def at(known, place, day):
    resolved = figures.resolve(known, ["line"], place, date.fromisoformat(day))
    return resolved.values["line"], resolved.warnings


def test_the_most_local_allowed_value_holds():
    known = line(
        'from: 2015-01-01, where: "42", value: 300',
        'from: 2015-01-01, where: "4205", value: 400',
        'from: 2015-01-01, where: "420581", by: city, value: 500',
    )

    assert at(known, "420581100201", "2020-01-01") == (500, [])
    assert at(known, "420582", "2020-01-01") == (400, [])
    assert at(known, "4201", "2020-01-01") == (300, [])


def test_a_county_may_set_the_line_until_the_day_the_law_takes_it_away():
    known = line('from: 2011-01-01, where: "420581", value: 280', 'from: 2014-01-01, where: "4205", value: 400')

    assert at(known, "420581", "2014-04-30") == (280, [])
    value, warnings = at(known, "420581", "2014-05-01")
    assert value == 400
    assert len(warnings) == 1
    assert "县级" in warnings[0]
    assert "国务院令第649号 第十条" in warnings[0]


def test_only_a_value_of_a_level_that_may_not_set_it_is_no_value():
    known = line('from: 2011-01-01, where: "420581", value: 280')

    with pytest.raises(NoFigure, match=r"低保标准.*420581000000.*2014-05-01.*未采用"):
        at(known, "420581", "2014-05-01")


def test_a_city_below_the_provinces_guidance_is_raised_since_2026_07():
    known = line('from: 2026-01-01, where: "42", value: 600', 'from: 2026-01-01, where: "4205", value: 550')

    assert at(known, "420581", "2026-06-30") == (550, [])
    value, warnings = at(known, "420581", "2026-07-01")
    assert value == 600
    assert "不得低于省级指导标准" in warnings[0]


def test_a_city_at_or_above_the_guidance_stands():
    known = line('from: 2026-01-01, where: "42", value: 600', 'from: 2026-01-01, where: "4205", value: 600')

    assert at(known, "420581", "2026-07-01") == (600, [])


def test_values_change_on_their_day():
    known = line('from: 2024-01-01, where: "4205", value: 740', 'from: 2025-01-01, where: "4205", value: 770')

    assert at(known, "4205", "2024-12-31")[0] == 740
    assert at(known, "4205", "2025-01-01")[0] == 770


def test_a_value_ends_after_its_last_day():
    known = line('from: 2024-01-01, until: 2024-12-31, where: "4205", value: 740')

    assert at(known, "4205", "2024-12-31")[0] == 740
    with pytest.raises(NoFigure, match="2025-01-01"):
        at(known, "4205", "2025-01-01")


def test_a_rule_past_its_own_expiry_still_holds_and_warns():
    known = line('from: 2024-08-19, expires: 2026-08-18, where: "42", value: 740')

    assert at(known, "42", "2026-08-18") == (740, [])
    value, warnings = at(known, "42", "2026-08-19")
    assert value == 740
    assert "2026-08-18期满" in warnings[0]


def test_another_place_has_no_value():
    known = line('from: 2024-01-01, where: "4205", value: 740')

    with pytest.raises(NoFigure, match="420100000000"):
        at(known, "4201", "2026-01-01")
    with pytest.raises(NoFigure, match="区划代码"):
        at(known, "nowhere", "2026-01-01")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('from: 2024-01-01, where: "4205", value: 0', "超出"),
        ('from: 2024-01-01, where: "4205", value: 1000001', "超出"),
        ('from: 2024-01-01, where: "4205", value: "740"', "整数"),
        ('from: 2024-01-01, where: "4205", value: true', "整数"),
        ('from: 2024-02-01, until: 2024-01-31, where: "4205", value: 740', "早于"),
        ('from: "soon", where: "4205", value: 740', "不是日期"),
        ('where: "4205", value: 740', "缺少“from”"),
        ('from: 2024-01-01, where: "42058", value: 740', "区划代码"),
        ('from: 2024-01-01, where: "4205", by: mayor, value: 740', "by"),
        ('from: 2024-01-01, where: "4205", value: 740, extra: 1', "extra"),
    ],
)
def test_wrong_rows_are_refused_by_figure_and_row(row, reason):
    with pytest.raises(RuleError, match=f"line.*第1行.*{reason}"):
        line(row)


def test_two_values_of_one_day_are_refused():
    row = 'from: 2024-01-01, where: "4205", value: 740'

    with pytest.raises(RuleError, match="两个数值"):
        line(row, row)


def test_overrides_come_as_a_number_or_as_a_definition():
    known = line('from: 2024-01-01, where: "4205", value: 740')
    definition = {"values": [{"from": "2011-01-01", "where": "420581000000", "value": 280, "reference": "冻结"}]}

    short = figures.read_overrides({"line": 900}, known, "--figures")
    long = figures.read_overrides({"line": definition}, known, "--figures")

    assert at(short, "4201", "1999-01-01") == (900, [])
    assert at(long, "420581100201", "2026-01-01") == (280, [])


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ({"lime": 1}, "没有这个指标"),
        ({"line": 0.5}, "整数"),
        ({"line": {"values": [], "unit": "years"}}, "单位"),
        ([], "指标代码"),
    ],
)
def test_wrong_overrides_are_refused(override, reason):
    known = line('from: 2024-01-01, where: "4205", value: 740')

    with pytest.raises(RuleError, match=reason):
        figures.read_overrides(override, known, "--figures")


def test_a_scale_is_a_table_of_rising_starts():
    head = "t:\n  name: 分档\n  unit: scale\n  bounds: [0, 100]\n"
    content = head + "  set_by: [{levels: [nation], reference: 法}]\n  values:\n"
    row = "    - {from: 2020-01-01, where: 全国, value: %s, reference: 法, status: official}\n"
    good = figures.read_definitions(load_text(content + row % "[[0, 10], [5, 20]]", "p"), "p")

    assert figures.resolve(good, ["t"], "42", date(2026, 1, 1)).values == {"t": ((0, 10), (5, 20))}
    for bad in ("[[5, 10], [0, 20]]", "[[0, 101]]", "[[0]]", "7"):
        with pytest.raises(RuleError, match="分档表"):
            figures.read_definitions(load_text(content + row % bad, "p"), "p")


# ---- one figure, one definition: taken from the program that defines it

BORROWS = {"line": {"from_program": "other"}}


def test_a_figure_of_another_program_is_taken_as_it_stands_there():
    known = line('from: 2015-01-01, where: "42", value: 300')

    assert figures.read_definitions(BORROWS, "parameters.yaml", {"other": known}.__getitem__) == known


def test_asked_for_its_own_figures_a_program_leaves_the_borrowed_ones_out():
    assert figures.read_definitions(BORROWS, "parameters.yaml") == {}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"from_program": "other"}, "项目 other 自己没有定义这个指标"),
        ({"from_program": "other", "unit": "fen"}, "不认识“unit”"),
        ({"from_program": None}, "缺少“from_program”"),
    ],
)
def test_what_is_borrowed_must_be_there_and_is_not_changed(row, reason):
    with pytest.raises(RuleError, match=reason):
        figures.read_definitions({"line": row}, "parameters.yaml", lambda _code: {})
