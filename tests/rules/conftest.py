"""A tiny program in a temporary folder, from which tests change one thing."""

import pytest

from minzheng.rules.load import load

FILES = {
    "program.py": """
from datetime import date
from minzheng.rules.program import Program, Regime
PROGRAM = Program(
    code="tiny", name="小项目", short_name="小", legal_basis=("法",), paths=(), documents=(), case_prefix="TI",
    regimes=(Regime("old", "旧法", date(2000, 1, 1), date(2019, 12, 31)), Regime("new", "新法", date(2020, 1, 1))),
)
""",
    "facts.py": """
from minzheng.rules.fact import yes_no
FACTS = (
    yes_no("has_debt", "有债务", "household", default=False), yes_no("is_counted", "计入", "person", default=True),
)
""",
    "parameters.yaml": """
limit_fen:
  name: 上限
  unit: fen
  bounds: [0, 100000]
  set_by: [{levels: [nation], reference: 法 第一条}]
  values:
    - {from: 2000-01-01, where: 全国, value: 1000, reference: 法 第一条, status: official}
""",
    "formulas.py": """
from minzheng.rules.declare import Compare, household, members, person

@person.value("个人收入", law="法 第二条")
def own_fen(wage_income_fen: int, scholarship_fen: int = 0) -> int:
    return wage_income_fen + scholarship_fen

all_fen = members.sum("全家收入", law="法 第二条", of="own_fen", where="is_counted")
heads = members.count("人数", law="法 第二条", where="is_counted")
is_ill = members.any("有重病成员", law="法 第二条", of="has_serious_illness")

@household.value("人均", law="法 第二条")
def each_fen(all_fen: int, heads: int) -> int:
    return all_fen // heads if heads > 0 else 0

@person.value("低于人均", law="法 第三条", unit="yes_no")
def is_below(own_fen: int, each_fen: int) -> bool:
    return own_fen < each_fen

@person.value("低于人均的一人", law="法 第三条", unit="people")
def below_one(is_below: bool) -> int:
    return 1 if is_below else 0

below = members.sum("低于人均的人数", law="法 第三条", of="below_one", where="is_counted", unit="people")

POOR = {"old": "旧法 第一条", "new": "新法 第一条"}

@household.condition("收入低于上限", law=POOR, shows=Compare("all_fen", "<", "limit_fen"))
def is_poor(all_fen: int, limit_fen: int) -> bool:
    return all_fen < limit_fen

@household.condition("没有汽车", law={"new": "新法 第二条"}, shows=Compare("passenger_cars", "<=", "below", "cars"))
def has_no_car(passenger_cars: int, below: int) -> bool:
    return passenger_cars <= 0 * below

@household.amount("金额", law="法 第四条")
def pays_fen(limit_fen: int, all_fen: int, has_debt: bool = False) -> int:
    return max(0, limit_fen - all_fen) + (100 if has_debt else 0)

@household.layer("poor", "困难", law="法 第五条")
def layer_poor(is_poor: bool) -> bool:
    return is_poor
""",
    "examples.yaml": """
- {name: 一, date: 2026-01-01, where: "42", facts: {members: [{}]}, expect: {outcome: incomplete, amount_fen: 0}}
""",
}
LETTER = """
title: 告知书
opening: 开头
decision_text: 决定
closing: 结尾
laws: [法 第一条]
remedies:
  - {remedy: 行政复议, body: 县人民政府, law: 行政复议法 第二十条}
"""


@pytest.fixture
def write(tmp_path):
    """Write the tiny program with some files replaced; return what `load` makes of it."""

    def make(files=None, *, letter=LETTER, without=None):
        folder = tmp_path / "tiny"
        (folder / "letters").mkdir(parents=True, exist_ok=True)
        for name, content in {**FILES, **(files or {})}.items():
            if name != without:
                (folder / name).write_text(content, encoding="utf-8")
        for kind in ("approved", "refused", "stopped"):
            (folder / "letters" / f"{kind}.yaml").write_text(letter, encoding="utf-8")
        return load(folder)

    return make


@pytest.fixture
def changed():
    """Return one file of the tiny program with a piece replaced."""

    def change(name, old, new):
        assert old in FILES[name]
        return {name: FILES[name].replace(old, new)}

    return change
