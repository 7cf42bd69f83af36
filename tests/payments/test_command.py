"""`minzheng pay` from the allocation to the closed run, as an operator types it."""

import csv

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.cli import paying
from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.refusal import Refused
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.payments.models import PayRun
from minzheng.services.calendar import clock
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: payments.AT)


@pytest.fixture
def county():
    payments.paid_household(amount_fen=500_01)
    payments.paid_household(amount_fen=700_00, division_code=payments.NEIGHBOUR_VILLAGE)
    payments.paid_household(amount_fen=1_00, with_account=False)
    return county_officer().username, finance_officer().username, county_officer().username


def pay(*argv):
    assert paying.run([str(part) for part in argv]) == 0


def test_the_whole_month_from_the_command_line(county, tmp_path, capsys):
    carol, dave, erin = county

    pay("fund", "--open", "10,000.00", "--document", "示例财社〔2026〕1号", "--as", dave)
    pay("prepare", "--month", "2026-11", "--as", carol)
    pay("check", "--as", erin)
    pay("approve", "--as", dave)
    pay("file", "--as", dave, "--out", tmp_path)
    number = PayRun.objects.get().number
    answer = result_of(tmp_path / f"{number}.csv", tmp_path)
    pay("result", number, answer, "--as", dave)
    pay("close", number, "--as", dave)
    printed = capsys.readouterr().out

    assert f"批次 {number}（低保 2026-11，待复核）：2 笔，2 人，合计 1,200.01 元（壹仟贰佰元零壹分）" in printed
    assert "暂缓 1 笔：" in printed
    assert f"批次 {number} 已办结。\n  已发放 2 笔，1,200.01 元（壹仟贰佰元零壹分）\n" in printed
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {
        f"{number}.csv",
        f"{number}-公布名单.xlsx",
        f"{number}-公布名单.csv",
        f"{number}-核算表",
        answer.name,
    }
    rows = rows_of(tmp_path / f"{number}.csv")
    with everywhere("测试"):
        assert sum(parse_yuan(row[4]) for row in rows[1:-1]) == Transfer.objects.get(why=Why.RESERVE).amount_fen


def rows_of(path):
    return list(csv.reader(path.read_bytes().decode("gb18030").splitlines()))


def result_of(path, folder):
    """Write the answer of a bank where everything arrived."""
    rows = rows_of(path)[1:-1]
    answer = folder / "回盘.csv"
    answer.write_bytes(payments.answer(*((row[6], row[4], "成功", "") for row in rows)))
    return answer


def test_the_preparer_cannot_approve_at_the_command_line_either(county):
    carol, dave, erin = county
    pay("fund", "--open", "10000", "--document", "文1", "--as", dave)
    pay("prepare", "--month", "2026-11", "--as", carol)

    with pytest.raises(Refused, match=r"清单编制是您本人"):
        paying.run(["check", "--as", carol])
    pay("check", "--as", erin)
    with pytest.raises(Refused, match=r"清单编制是您本人"):
        paying.run(["approve", "--as", carol])
    with pytest.raises(Refused, match=r"清单复核是您本人"):
        paying.run(["approve", "--as", erin])


def test_without_a_number_the_run_must_be_the_only_one(county):
    _carol, dave, _erin = county

    with pytest.raises(paying.WhichRun, match=r"状态为“待审批、局领导已签批”的批次有 无"):
        paying.run(["approve", "--as", dave])


def test_an_unknown_run_is_named(county):
    _carol, dave, _erin = county

    with pytest.raises(paying.WhichRun, match=r"^没有批次 FF1。"):
        paying.run(["approve", "FF1", "--as", dave])


def test_a_cancelled_list_can_be_made_again(county, capsys):
    carol, dave, _erin = county
    pay("fund", "--open", "10000", "--document", "文1", "--as", dave)
    pay("prepare", "--month", "2026-11", "--as", carol)
    pay("cancel", "--reason", "账户待核", "--as", carol)
    pay("prepare", "--month", "2026-11", "--as", carol)

    assert "已撤销，其中 2 笔待遇可列入下一批。" in capsys.readouterr().out
    assert [run.state for run in PayRun.objects.order_by("number")] == ["cancelled", "draft"]
