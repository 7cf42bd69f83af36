"""`minzheng evaluate`, the policy author's bench."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from minzheng.cli.evaluate import run
from minzheng.programs import catalogue

FACTS = """
uses_urban_standard: true
financial_assets_fen: 0
passenger_cars: 1
houses: 1
bought_house_in_3_years: false
employs_others: false
members:
  - {relation: 2, age_years: 40, wage_income_fen: 96000, business_income_fen: 0, property_income_fen: 0,
     transfer_income_fen: 0, other_income_fen: 0}
  - {relation: 20, age_years: 16}
"""
ASK = ("dibao", "--on", "2026-11-24", "--at", "420581")


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "family.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def test_it_tells_outcome_conditions_missing_and_trace(facts, capsys):
    assert run([*ASK, "--facts", str(facts)]) == 0

    out = capsys.readouterr().out
    assert "结论：不符合条件" in out
    assert "不符合 生活用机动车不超过规定数量" in out
    assert "需要：不超过0辆；现为：1辆；相差：超出1辆" in out
    assert "第2人：工资性收入（wage_income_fen）" in out
    assert "依据 社会救助法" in out
    assert "城市低保标准：800.00元/人·月" in out


def test_it_tells_the_amount(facts, capsys):
    facts.write_text(
        FACTS.replace("passenger_cars: 1", "passenger_cars: 0").replace("  - {relation: 20, age_years: 16}\n", ""),
        encoding="utf-8",
    )

    assert run([*ASK, "--facts", str(facts)]) == 0

    assert "每月：720.00元" in capsys.readouterr().out


def test_json_has_the_documented_keys(facts, capsys):
    assert run([*ASK, "--facts", str(facts), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    schema = json.loads(Path("docs/reference/evaluate.schema.json").read_text(encoding="utf-8"))
    conforms(found, schema, schema)
    assert (found["outcome"], found["amount_fen"], found["layer"]) == ("refused", 0, None)
    assert [one["code"] for one in found["failed"]] == ["cars_within_cap"]


def test_it_tells_which_fact_alone_would_alter_a_refusal(facts, capsys):
    facts.write_text(FACTS.replace("  - {relation: 20, age_years: 16}\n", ""), encoding="utf-8")
    asked = [*ASK, "--facts", str(facts), "--alters"]

    assert run(asked) == 0
    out = capsys.readouterr().out
    assert "家庭 生活用机动车" in out[out.index("哪一项不同") :]
    assert "符合条件，每次720.00元" in out
    assert run([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    schema = json.loads(Path("docs/reference/evaluate.schema.json").read_text(encoding="utf-8"))
    conforms(found, schema, schema)
    cars = next(one for one in found["alters"] if one["code"] == "passenger_cars")
    assert (cars["was"], cars["to"], cars["by"], cars["outcome"], cars["amount_fen"]) == (1, 0, -1, "eligible", 72_000)


def test_who_qualifies_has_nothing_to_alter(facts, capsys):
    facts.write_text(
        FACTS.replace("passenger_cars: 1", "passenger_cars: 0").replace("  - {relation: 20, age_years: 16}\n", ""),
        encoding="utf-8",
    )
    assert run([*ASK, "--facts", str(facts), "--alters", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["alters"] == []
    assert run([*ASK, "--facts", str(facts), "--alters", "--figures", str(facts)]) == 2


def conforms(value, schema, root, where="$"):
    """The part of JSON Schema that our schema uses, checked."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert type(value) in [types[one] for one in wanted], where
    if "enum" in schema:
        assert value in schema["enum"], where
    if isinstance(value, dict):
        asked_for = set(schema["properties"]) - set(schema["required"])
        assert asked_for <= {"alters"}, where
        assert set(value) - asked_for == set(schema["required"]), where
        for key in value:
            conforms(value[key], schema["properties"][key], root, f"{where}.{key}")
    if isinstance(value, list) and "items" in schema:
        for one in value:
            conforms(one, schema["items"], root, f"{where}[]")


def test_figures_may_be_replaced(facts, tmp_path, capsys):
    figures = tmp_path / "figures.yaml"
    figures.write_text("passenger_cars_cap: 1\n", encoding="utf-8")

    assert run([*ASK, "--facts", str(facts), "--figures", str(figures)]) == 0

    assert "结论：事实不全" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["dibao"], "命令写得不对"),
        (["dibai", "--on", "2026-11-24", "--at", "42", "--facts", "x"], "没有代码为“dibai”"),
        (["dibao", "--on", "明天", "--at", "42", "--facts", "x"], "不是日期"),
        ([*ASK, "--facts", "none.yaml"], "读不到文件"),
        (["dibao", "--on", "2026-11-24", "--at", "4201", "--facts", "FACTS"], "城市低保标准"),
        (["dibao", "--on", "2026-11-24", "--at", "宜都", "--facts", "FACTS"], "区划代码"),
        (["dibao", "--on", "1999-01-01", "--at", "420581", "--facts", "FACTS"], "1999-01-01"),
    ],
)
def test_a_wrong_question_is_answered_with_the_reason_and_code_2(facts, capsys, argv, reason):
    assert run([str(facts) if one == "FACTS" else one for one in argv]) == 2

    caught = capsys.readouterr()
    assert reason in caught.err
    assert caught.out == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "空的"),
        ("members: []\n", "没有家庭成员"),
        ("members: [{}]\nhouses: 0.5\n", "不是整数"),
        ("members: [{}]\nhouse: 1\n", "没有名为“house”"),
        ("members: [{}]\nhouses: 1\nhouses: 2\n", "重复"),
        ("[1, 2]\n", "事实应是"),
    ],
)
def test_a_bad_file_is_answered_with_the_reason(facts, capsys, content, reason):
    facts.write_text(content, encoding="utf-8")

    assert run([*ASK, "--facts", str(facts)]) == 2

    assert reason in capsys.readouterr().err


def test_a_formula_error_is_answered_with_file_line_and_remedy(facts, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "programs" / "broken"
    shutil.copytree(catalogue.get("dibao").folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in (
        ("program.py", 'code="dibao"', 'code="broken"'),
        (
            "formulas_income.py",
            "max(0, members_income_fen + supporters_fen + support_payment_fen)",
            "(members_income_fen + supporters_fen + support_payment_fen) / 2",
        ),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv(catalogue.PATHS_VARIABLE, str(folder.parent))
    catalogue.forget()

    assert run(["broken", *ASK[1:], "--facts", str(facts)]) == 2

    error = capsys.readouterr().err
    assert "formulas_income.py 第" in error
    assert "公式 household_income_fen" in error
    assert "round_half_up" in error
    monkeypatch.undo()
    catalogue.forget()


def test_help_lists_the_programs(capsys):
    assert run([]) == 0

    assert "dibao" in capsys.readouterr().out


def test_it_starts_without_django(facts):
    code = (
        "import sys; from minzheng.cli.verbs import run; "
        f"run(['evaluate', *{ASK!r}, '--facts', {str(facts)!r}]); sys.exit('django' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
