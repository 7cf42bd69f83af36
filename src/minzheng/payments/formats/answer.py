"""Understanding a bank's answer: one entry per line, or what is wrong with its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.refusal import Refused
from minzheng.payments.formats import ResultWords, load
from minzheng.payments.formats.table import rows_of

HEADER_WITHIN = 20
TOTAL_WORDS = ("合计", "总计", "小计")


class Outcome(StrEnum):
    """What the bank did with a line."""

    PAID = "paid"
    PARTLY = "partly"
    FAILED = "failed"


class NoHeader(Refused):
    """No row names the columns."""


@dataclass(frozen=True)
class Answer:
    """What the bank says of one line; the row counts from 1 as in the file, the amount is in fen."""

    row: int
    serial: str
    amount_fen: int
    outcome: Outcome
    paid_fen: int
    code: str
    reason: str


@dataclass(frozen=True)
class _Columns:
    serial: int
    amount: int
    outcome: int
    reason: int | None


def read_answers(content: bytes, name: str, format_code: str = "standard") -> tuple[list[Answer], list[str]]:
    """Return the answers and the problems of the rows that are none. Raises UnreadableFile, NoHeader."""
    words = load(format_code).result
    rows = rows_of(content, name)
    start, columns = _header(rows, words, name)
    answers: list[Answer] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if not any(row) or row[0] in TOTAL_WORDS:
            continue
        try:
            answer = _answer(number, row, columns, words)
        except Refused as problem:
            problems.append(_("第 %(row)s 行：%(problem)s") % {"row": number, "problem": problem})
            continue
        if answer.serial in seen:
            problems.append(
                _("第 %(row)s 行：流水号 %(serial)s 与第 %(first)s 行重复")
                % {"row": number, "serial": answer.serial, "first": seen[answer.serial]}
            )
        seen.setdefault(answer.serial, number)
        answers.append(answer)
    if not answers and not problems:
        problems.append(_("文件中没有一笔回盘"))
    return answers, problems


def _header(rows: Sequence[Sequence[str]], words: ResultWords, name: str) -> tuple[int, _Columns]:
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        places = {key: _place(row, getattr(words, key)) for key in ("serial", "amount", "outcome", "reason")}
        serial, amount, outcome = places["serial"], places["amount"], places["outcome"]
        if serial is not None and amount is not None and outcome is not None:
            return number, _Columns(serial, amount, outcome, places["reason"])
    raise NoHeader(
        _("文件“%(name)s”的前 %(count)s 行没有表头：需要%(serial)s、%(amount)s、%(outcome)s三列，请确认是银行回盘文件")
        % {
            "name": name,
            "count": HEADER_WITHIN,
            "serial": words.serial[0],
            "amount": words.amount[0],
            "outcome": words.outcome[0],
        }
    )


def _place(row: Sequence[str], titles: Sequence[str]) -> int | None:
    return next((place for place, cell in enumerate(row) if cell in titles), None)


def _answer(number: int, row: Sequence[str], columns: _Columns, words: ResultWords) -> Answer:
    serial = _cell(row, columns.serial)
    if not serial:
        raise Refused(_("没有流水号"))
    outcome = _cell(row, columns.outcome)
    if outcome not in (*words.paid, *words.returned):
        raise Refused(
            _("结果“%(outcome)s”看不懂，应为%(paid)s或%(returned)s")
            % {"outcome": outcome, "paid": words.paid[0], "returned": words.returned[0]}
        )
    is_paid = outcome in words.paid
    amount_fen = parse_yuan(_cell(row, columns.amount))
    reason = _cell(row, columns.reason)[:200]
    return Answer(
        row=number,
        serial=serial,
        amount_fen=amount_fen,
        outcome=Outcome.PAID if is_paid else Outcome.FAILED,
        paid_fen=amount_fen if is_paid else 0,
        code="",
        reason=reason or ("" if is_paid else _("银行未说明原因")),
    )


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
