"""The main job without a browser: try, hand in, approve; and the roster in examples/ that a stranger starts with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.domain import dossier
from minzheng.casework.models import Decision
from minzheng.cli import importing
from minzheng.integrations.roster.domain.reading.gate import FileRefused
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.registry.models import Person
from minzheng.services.calendar import clock
from tests.factories.accounts import AT, county_officer, township_officer
from tests.factories.registry import divisions
from tests.factories.roster import payment_row, payment_sheet, workbook

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "dibao_roster.xlsx"
LUCHENG = "420581001000"


@pytest.fixture(autouse=True)
def county_loaded(db):
    divisions()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook(payment_sheet(payment_row(1), payment_row(2, 身份证号码=""))))
    return str(path)


def test_a_dry_run_says_every_problem_and_that_nothing_was_written(file, capsys):
    code = importing.run([file, "--dry-run"])

    assert code == 3
    assert capsys.readouterr().out.splitlines() == [
        "工作表“发放名册”：发放名册，表头在第 1 行，2 行数据",
        "[错误] “发放名册” 第 3 行 D 身份证号码：身份证号码为空",
        "预检结果（没有写入任何数据）：共 2 户，可导入 1 户，不能导入 1 户，原因：身份证号为空 1 户。",
    ]


def test_a_dry_run_as_json(file, capsys, tmp_path):
    importing.run([file, "--dry-run", "--json", "--problems", str(tmp_path / "问题.xlsx")])
    told = json.loads(capsys.readouterr().out)

    assert (told["households_total"], told["households_good"]) == (2, 1)
    assert [(problem["row"], problem["code"]) for problem in told["problems"]] == [(3, "id_empty")]
    assert (tmp_path / "问题.xlsx").stat().st_size > 0


def test_submit_approve_and_approve_again(file, capsys):
    first, second = township_officer(), county_officer()

    assert importing.run(["submit", file, "--as", first.username]) == 0
    said = capsys.readouterr().out
    number = said.partition("批次号 ")[2].partition("。")[0]
    assert importing.run(["approve", number, "--as", second.username]) == 0
    assert capsys.readouterr().out == (
        f"批次 {number} 已导入。共 2 户，导入 1 户，未导入 1 户，原因：预检有错误 1 户（见问题清单）。\n"
    )
    assert importing.run(["approve", number, "--as", second.username]) == 0
    assert "此前已导入，本次没有改动" in capsys.readouterr().out
    with everywhere("test"):
        assert (Person.objects.count(), Decision.objects.count()) == (1, 1)


def test_reject(file, capsys):
    first, second = township_officer(), county_officer()
    importing.run(["submit", file, "--as", first.username])
    number = capsys.readouterr().out.partition("批次号 ")[2].partition("。")[0]

    assert importing.run(["reject", number, "--as", second.username, "--reason", "缺一户"]) == 0
    assert capsys.readouterr().out == f"批次 {number} 已退回，没有导入任何一户。原因：缺一户\n"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["x.xlsx"], "请写明要做什么：预检加 --dry-run，提交用 minzheng import submit 文件 --as 用户名。"),
        (["approve", "DR-1", "--as", "nobody"], "没有用户名为“nobody”的在用账号。请用 minzheng staff list 查看。"),
    ],
)
def test_refusals(argv, message):
    with pytest.raises(Refused) as caught:
        importing.run(argv)
    assert str(caught.value) == message


def test_a_file_that_is_not_there():
    with pytest.raises(FileRefused) as caught:
        importing.run(["/nowhere/名册.xlsx", "--dry-run"])
    assert str(caught.value) == "找不到或打不开文件“/nowhere/名册.xlsx”。请检查路径和权限。"


class TestTheExample:
    """examples/dibao_roster.xlsx: about sixty households, odd as real ones are, with one of each mistake."""

    def test_it_is_what_the_script_writes(self, tmp_path):
        path = tmp_path / "again.xlsx"
        script = ROOT / "scripts" / "make_example_roster.py"
        subprocess.run([sys.executable, str(script), str(path)], check=True, capture_output=True)

        assert path.read_bytes() == EXAMPLE.read_bytes()

    def test_its_mistakes_are_found_and_nothing_else(self, capsys):
        importing.run([str(EXAMPLE), "--dry-run", "--json"])
        told = json.loads(capsys.readouterr().out)

        assert (told["households_total"], told["households_good"]) == (60, 44)
        codes = {problem["code"] for problem in told["problems"] if problem["severity"] == "error"}
        assert codes == {
            *("account_empty", "account_number_cell", "amounts_differ", "count_differs", "division_unknown"),
            *("formula_error", "id_invalid", "id_number_cell", "income_negative", "month_future", "no_head"),
            *("person_in_two_households", "person_twice", "sex_differs", "two_heads"),
        }

    def test_two_officers_bring_it_in(self, capsys):
        first, second = township_officer(areas=(LUCHENG,)), county_officer()
        importing.run(["submit", str(EXAMPLE), "--as", first.username])
        number = capsys.readouterr().out.partition("批次号 ")[2].partition("。")[0]
        importing.run(["approve", number, "--as", second.username])

        # One household lies in another township: the operator's trial took it, the township's officer may not.
        assert "共 60 户，导入 43 户，未导入 17 户" in capsys.readouterr().out
        with everywhere("test"):
            assert Decision.objects.count() == 43

    def test_what_was_decided_years_ago_differs_from_the_rule_for_four_households(self, capsys):
        """The others recompute to the fen from the facts of the roster alone: nothing was lost or invented."""
        first, second = township_officer(areas=(LUCHENG,)), county_officer()
        importing.run(["submit", str(EXAMPLE), "--as", first.username])
        number = capsys.readouterr().out.partition("批次号 ")[2].partition("。")[0]
        importing.run(["approve", number, "--as", second.username])

        with within(second.area):
            decisions = list(Decision.objects.select_related("case"))
            differing = [
                decision.document_number for decision in decisions if recomputed(decision) != decision.amount_fen
            ]
        assert sorted(differing) == [f"4205810012026{number:02d}" for number in (9, 22, 34, 48)]


def recomputed(decision: Decision) -> int:
    """Return what the rule of the day gives the household, in fen."""
    now = clock.now()
    found = dossier.build(decision.case, on=AT.date(), known_at=now)
    outcome = catalogue.get(decision.case.program).evaluate(
        facts=found.facts, on=AT.date(), at=decision.case.division_code
    )
    assert outcome.outcome == "eligible"
    return outcome.amount_fen
