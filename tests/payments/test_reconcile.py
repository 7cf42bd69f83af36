"""The bank's answer: taken whole or not at all; each fen goes where the bank says."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import reconcile
from minzheng.payments.domain.run import NotInState
from minzheng.payments.enums import LineStatus, RunState
from minzheng.payments.formats.answer import NoHeader
from minzheng.payments.formats.table import UnreadableFile
from minzheng.payments.models import BankResult, PayLine
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, LATER, answer

pytestmark = pytest.mark.django_db
DECEMBER = dt.datetime(2026, 12, 4, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


@pytest.fixture
def sent():
    """A run of two lines, 400.10 and 600.00 yuan, of a fund of 5,000 yuan."""
    payments.allocate(5_000_00)
    payments.paid_household(amount_fen=400_10)
    payments.paid_household(amount_fen=600_00)
    return payments.sent()


def line(run, seq):
    return PayLine.objects.get(run=run, seq=seq)


def position(run):
    found = payments.position(run)
    return found.available_fen, found.reserved_fen, found.paid_fen


def test_success_pays_every_line(sent):
    result = payments.read(sent, payments.success(sent))

    assert (result.paid_count, result.paid_fen, result.returned_count) == (2, 1000_10, 0)
    assert position(sent) == (3999_90, 0, 1000_10)
    assert sent.state == RunState.RECONCILED
    assert problems() == []


def test_a_failure_gives_its_money_back_and_keeps_the_banks_word(sent):
    content = answer(
        (f"{sent.number}-00001", "400.1", "失败", "账户已销户"), (f"{sent.number}-00002", "600", "成功", "")
    )

    payments.read(sent, content)

    assert (line(sent, 1).status, line(sent, 1).bank_message) == (LineStatus.RETURNED, "账户已销户")
    assert line(sent, 2).status == LineStatus.PAID
    assert position(sent) == (4400_00, 0, 600_00)
    assert sent.state == RunState.PARTIALLY_RETURNED
    assert problems() == []


def test_a_returned_line_is_paid_in_the_next_run_for_its_own_month(sent):
    payments.read(sent, answer((f"{sent.number}-00001", "400.10", "失败", "账号不符")))

    again = payments.draft(at=LATER)

    assert [(row.household_id, row.month, row.amount_fen, row.attempt) for row in again.lines.all()] == [
        (line(sent, 1).household_id, "2026-11", 400_10, 2)
    ]


def test_a_late_return_after_success_gives_the_money_back(sent):
    payments.read(sent, payments.success(sent))
    reconcile.close(run=sent, by=finance_officer(), at=LATER)

    payments.read(sent, answer((f"{sent.number}-00002", "600.00", "失败", "收款行退回")), name="退票.csv")

    assert line(sent, 2).status == LineStatus.RETURNED
    assert position(sent) == (4599_90, 0, 400_10)
    assert sent.state == RunState.CLOSED
    assert problems() == []


def test_lines_that_are_not_mentioned_stay_pending_and_the_run_cannot_be_closed(sent):
    payments.read(sent, answer((f"{sent.number}-00001", "400.10", "成功", "")))

    assert (line(sent, 2).status, sent.state) == (LineStatus.PENDING, RunState.SENT)
    with pytest.raises(reconcile.LinesPending) as refusal:
        reconcile.close(run=sent, by=finance_officer(), at=LATER)
    assert str(refusal.value) == (
        f"批次 {sent.number} 还有 1 笔、600.00 元银行没有回盘，不能办结；请向银行索取其余回盘文件"
    )


def test_every_problem_is_listed_by_row_and_nothing_is_written(sent):
    one, two = f"{sent.number}-00001", f"{sent.number}-00002"
    content = answer(
        (one, "400.10", "成功", ""),
        (two, "600.01", "成功", ""),
        ("FF209901-01-00001", "1.00", "成功", ""),
        (one, "400.10", "成功", ""),
        (two, "六百", "成功", ""),
        (two, "600.00", "处理中", ""),
        ("", "600.00", "成功", ""),
    )

    with pytest.raises(reconcile.BadResult) as refusal:
        payments.read(sent, content)

    assert sorted(str(refusal.value).splitlines()[1:]) == [
        f"第 3 行：流水号 {two} 的金额 600.01 元多于应发的 600.00 元，请与银行核实",
        "第 4 行：流水号 FF209901-01-00001 不在本批次中",
        f"第 5 行：流水号 {one} 与第 2 行重复",
        "第 6 行：“六百”不是金额。请填写以元为单位的数字，例如 1280.50。",
        "第 7 行：结果“处理中”看不懂，应为成功或失败",
        "第 8 行：没有流水号",
    ]
    assert str(refusal.value).splitlines()[0] == "回盘文件“回盘.csv”有 6 处问题，没有作任何登记："
    assert BankResult.objects.count() == 0
    assert set(PayLine.objects.values_list("status", flat=True)) == {LineStatus.PENDING}
    assert position(sent) == (3999_90, 1000_10, 0)


def test_the_same_file_twice_is_refused_with_when_and_by_whom(sent):
    content = payments.success(sent)
    result = payments.read(sent, content)

    with pytest.raises(reconcile.ReadBefore) as refusal:
        payments.read(sent, content, name="改了名.csv")

    assert str(refusal.value) == (
        f"这份回盘文件已于 2026-11-26 15:30 由{result.read_by.name}导入"
        f"（批次 {sent.number}，文件名“回盘.csv”），没有重复记账"
    )
    assert position(sent) == (3999_90, 0, 1000_10)


@pytest.mark.parametrize(
    ("first", "then", "message"),
    [
        ("成功", "成功", "已登记发放成功，不能再次登记"),
        ("失败", "失败", "已登记退回，不能再次登记"),
        ("失败", "成功", "已登记退回，银行又报成功，可能重复支付；请先与银行核实，不要再次发放"),
    ],
)
def test_a_settled_line_is_not_settled_again(sent, first, then, message):
    serial = f"{sent.number}-00001"
    payments.read(sent, answer((serial, "400.10", first, "")))

    with pytest.raises(reconcile.BadResult) as refusal:
        payments.read(sent, answer((serial, "400.10", then, "第二次")))

    assert str(refusal.value).splitlines()[1] == f"第 2 行：流水号 {serial} {message}"


def test_a_returned_line_cannot_be_revived_in_the_database(sent):
    payments.read(sent, answer((f"{sent.number}-00001", "400.10", "失败", "")))

    with pytest.raises(IntegrityError, match="已退回或已撤销的明细不能改回"), transaction.atomic():
        PayLine.objects.filter(seq=1).update(status=LineStatus.PAID)


def test_a_draft_or_approved_run_has_no_answer_yet():
    payments.allocate()
    payments.paid_household()
    run = payments.approved()

    with pytest.raises(NotInState):
        payments.read(run, answer((f"{run.number}-00001", "500.00", "成功", "")))


def workbook(*rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("回盘")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_a_workbook_with_title_numbers_and_total_is_read(sent):
    content = workbook(
        ["代发结果"],
        ["序号", "流水号", "金额", "处理结果", "失败原因"],
        [1, f"{sent.number}-00001", 400.1, "交易成功", ""],
        [2, f"{sent.number}-00002", 600, "交易失败", "余额不足"],
        ["合计", "", 1000.1],
    )

    result = payments.read(sent, content, name="回盘.xlsx")

    assert (result.paid_fen, result.returned_fen) == (400_10, 600_00)


def test_utf8_is_read_as_well(sent):
    serial = f"{sent.number}-00001"

    payments.read(sent, answer((serial, "４００．１０", "失败", "户名不符"), encoding="utf-8-sig"))

    assert line(sent, 1).bank_message == "户名不符"


@pytest.mark.parametrize(
    ("content", "refusal", "message"),
    [
        (b"", UnreadableFile, "文件“x.csv”是空的，请重新向银行索取"),
        (b"PK\x03\x04broken", UnreadableFile, "文件“x.csv”损坏或不是 Excel 工作簿，请重新向银行索取"),
        (b"\xff\xfe\xff", UnreadableFile, "文件“x.csv”既不是文本也不是 Excel 工作簿，无法读取"),
        ("姓名,金额\n王伟,1".encode(), NoHeader, None),
        (answer(), reconcile.BadResult, "回盘文件“x.csv”有 1 处问题，没有作任何登记：\n文件中没有一笔回盘"),
    ],
)
def test_a_file_that_is_no_answer_is_refused(sent, content, refusal, message):
    with pytest.raises(refusal) as caught:
        payments.read(sent, content, name="x.csv")

    assert message is None or str(caught.value) == message


def test_a_large_file_is_refused_unopened(sent):
    with pytest.raises(UnreadableFile, match="超过 20 MB"):
        payments.read(sent, b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024))


def test_money_moves_once_a_line_whatever_fails_afterwards(sent, monkeypatch):
    content = payments.success(sent)
    monkeypatch.setattr(reconcile, "_advance", lambda _run: (_ for _ in ()).throw(Refused("断电")))
    before = Transfer.objects.count()
    with pytest.raises(Refused, match="断电"), transaction.atomic():
        reconcile.read_result(run=sent, content=content, name="回盘.csv", by=finance_officer(), at=AT)
    monkeypatch.undo()
    assert (Transfer.objects.count(), BankResult.objects.count()) == (before, 0)

    payments.read(sent, content)

    assert position(sent) == (3999_90, 0, 1000_10)
    assert Transfer.objects.count() == before + 2


def test_a_file_of_last_month_is_told_as_a_whole(sent):
    payments.read(sent, payments.success(sent))
    december = payments.sent(month=Month(2026, 12), at=DECEMBER)

    with pytest.raises(reconcile.BadResult) as refusal:
        payments.read(december, answer((f"{sent.number}-00001", "400.10", "失败", "退回")))

    assert str(refusal.value).splitlines()[1:] == [
        f"整份文件是批次 {sent.number}（2026-11）的回盘，不是本批次 {december.number}；请到该批次登记"
    ]
    mixed = answer((f"{sent.number}-00001", "400.10", "失败", ""), (f"{december.number}-00001", "400.10", "成功", ""))
    with pytest.raises(reconcile.BadResult, match=r"第 2 行：流水号 .* 是批次 .*（2026-11）的，请到该批次登记"):
        payments.read(december, mixed)


def test_a_file_that_names_another_run_is_refused_once(sent):
    content = f"批次号,流水号,金额,结果\nFF202610-07,{sent.number}-00001,400.10,成功\n".encode()

    with pytest.raises(reconcile.BadResult) as refusal:
        payments.read(sent, content)

    assert str(refusal.value).splitlines()[1:] == [
        f"文件写明是批次 FF202610-07 的回盘，不是本批次 {sent.number}；请到该批次登记"
    ]


def test_a_paid_line_is_on_no_later_list_whatever_the_bank_says_twice(sent):
    serial = f"{sent.number}-00001"
    payments.read(sent, answer((serial, "400.10", "成功", "")))
    for word in ("成功", "部分成功"):
        with pytest.raises(reconcile.BadResult):
            payments.read(
                sent, f"流水号,金额,实付金额,结果\n{serial},400.10,{'' if word == '成功' else 100},{word}".encode()
            )
    payments.read(sent, answer((f"{sent.number}-00002", "600.00", "失败", "")))

    again = payments.draft(at=LATER)

    assert [row.amount_fen for row in again.lines.all()] == [600_00]
    assert {row.due_id for row in again.lines.all()} & {line(sent, 1).due_id} == set()
