import pytest

from minzheng.rules.errors import RuleError

LETTER = "title: 书\nopening: 开\ndecision_text: 决\nclosing: 结\nlaws: [法]\n"


def refused(write, files=None, **more):
    with pytest.raises(RuleError) as error:
        write(files, **more)
    return str(error.value)


@pytest.mark.parametrize("name", ["program.py", "parameters.yaml", "facts.py", "formulas.py", "examples.yaml"])
def test_each_of_the_six_files_must_be_there(write, name):
    assert name in refused(write, without=name)


def test_a_letter_without_remedies_cannot_be_loaded(write):
    assert "没有写明救济途径" in refused(write, letter=LETTER)
    assert "没有写明救济途径" in refused(write, letter=LETTER + "remedies: []\n")
    assert "缺少" in refused(write, letter=LETTER + "remedies: [{remedy: 行政复议}]\n")


def test_a_letter_without_laws_or_text_cannot_be_loaded(write):
    assert "title" in refused(write, letter=LETTER.replace("title: 书", "title:"))
    assert "laws" in refused(write, letter=LETTER.replace("laws: [法]", "laws: []"))
    assert "应是日期" in refused(write, letter=LETTER.replace("[法]", "[{law: 法, from: 昨天}]"))
    assert "area 只能是" in refused(write, letter=LETTER.replace("[法]", "[{law: 法, area: 山区}]"))


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("program.py", 'code="tiny"', 'code="other"', "文件夹名"),
        ("program.py", "PROGRAM =", "PROGRAMME =", "PROGRAM"),
        ("program.py", "date(2020, 1, 1)", "date(2020, 13, 1)", "载入时出错"),
        ("facts.py", "FACTS =", "FACT =", "FACTS"),
        ("facts.py", '"has_debt"', '"houses"', "重复定义"),
        ("facts.py", '"has_debt"', '"own_fen"', "既是公式又是事实"),
        ("formulas.py", "def own_fen(wage_income_fen", "def own_fen(wage_income", "是不是“wage_income_fen”"),
        ("formulas.py", 'of="own_fen"', 'of="has_serious_illness"', "应是数"),
        ("formulas.py", 'of="own_fen"', 'of="limit_fen"', "不是个人的值"),
        (
            "formulas.py",
            "def each_fen(all_fen: int, heads: int)",
            "def each_fen(own_fen: int, heads: int)",
            "members.sum",
        ),
        ("formulas.py", "(all_fen: int, heads: int)", "(all_fen: int, heads: int, below: int)", "成圈"),
        ("formulas.py", '"old": "旧法 第一条"', '"older": "旧法 第一条"', "older"),
        ("formulas.py", "@household.amount", "@household.value", "金额公式"),
        ("formulas.py", "scholarship_fen: int = 0", "scholarship_fen: int", "法定默认值"),
        ("formulas.py", "scholarship_fen: int = 0", "scholarship_fen: int = 5", "不同"),
        ("formulas.py", "wage_income_fen: int,", "wage_income_fen: int = 0,", "不同"),
        ("formulas.py", "max(0, limit_fen - all_fen)", "limit_fen - all_fen", "可能小于0"),
        ("formulas.py", 'unit="yes_no"', 'unit="people"', "单位"),
        ("formulas.py", 'Compare("all_fen"', 'Compare("heads"', "不是它的参数"),
        ("formulas.py", "def each_fen", "def own_fen", "已经用过"),
        ("formulas.py", "def own_fen(wage", "def own_fen(wage(", "不是正确的Python"),
        ("formulas.py", "def layer_poor(is_poor: bool)", "def layer_poor(pays_fen: int)", "最后一步|层次"),
        ("parameters.yaml", "unit: fen", "unit: yuan", "不认识单位"),
        ("parameters.yaml", "reference: 法 第一条, status", "status", "缺少“reference”"),
        ("parameters.yaml", "bounds: [0, 100000]", "bounds: [9, 0]", "bounds"),
        ("parameters.yaml", "levels: [nation]", "levels: [village]", "levels"),
        ("parameters.yaml", "value: 1000", "value: 10.5", "不是整数"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(write, changed, name, old, new, reason):  # noqa: PLR0917
    message = refused(write, changed(name, old, new))

    assert any(one in message for one in reason.split("|")), message


def test_two_versions_under_one_regime_are_refused(write, changed):
    more = changed("formulas.py", "", "")["formulas.py"]
    second = more[more.index("@household.layer") :]
    header = "from minzheng.rules.declare import household\n\n"

    assert "两个版本" in refused(write, {"formulas_more.py": header + second})


def test_a_figure_too_large_for_64_bits_is_refused(write, changed):
    assert "64位" in refused(write, changed("parameters.yaml", "[0, 100000]", "[0, 99999999999999999999]"))


def test_own_facts_come_with_the_shared_ones_it_reads(write):
    assert [fact.code for fact in write().facts] == [
        "passenger_cars", "age_years", "wage_income_fen", "scholarship_fen", "has_serious_illness",
        "has_debt", "is_counted",
    ]  # fmt: skip


def test_the_plan_is_ordered_by_passes(write):
    plan = write().plans["new"]
    order = {step.code: (position, step.pass_number) for position, step in enumerate(plan.steps)}

    for step in plan.steps:
        for need in step.needs:
            assert order[need][0] < order[step.code][0]
    assert {step.code: step.pass_number for step in plan.steps if step.kind != "fact"} == {
        "limit_fen": 0, "own_fen": 0, "all_fen": 0, "heads": 0, "is_ill": 0, "each_fen": 0, "is_below": 1,
        "below_one": 1, "below": 1,
        "is_poor": 0, "has_no_car": 1, "pays_fen": 0, "layer_poor": 0,
    }  # fmt: skip
    assert plan.steps[-1].code == "pays_fen"
