"""What a bank answers of a line, and what its words mean; the format says which words it uses."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.formats.layout import AnswerWords

LONGEST_REASON, LONGEST_CODE = 200, 20


class Outcome(StrEnum):
    """What the bank did with a line."""

    PAID = "paid"
    PARTLY = "partly"
    FAILED = "failed"


class NoHeader(Refused):
    """No row names the columns, or the file is of another kind than the format says."""


class Unclear(Refused):
    """A row does not say what became of its line."""


@dataclass(frozen=True)
class Answer:
    """What the bank says of one line; the row counts from 1 as in the file, amounts are in fen."""

    row: int
    serial: str
    amount_fen: Fen
    outcome: Outcome
    paid_fen: Fen
    code: str
    reason: str


@dataclass
class Answers:
    """A file's answers, the problems of its rows, and of which run it says to be; empty if it does not say."""

    found: list[Answer] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    run: str = ""

    def problem(self, row: int, what: object) -> None:
        """Note what is wrong with a row."""
        self.problems.append(_("第 %(row)s 行：%(problem)s") % {"row": row, "problem": what})


def meaning(said: str, words: AnswerWords) -> Outcome:
    """Return what the bank's word for an outcome means. Raises Unclear."""
    for outcome, known in ((Outcome.PAID, words.paid), (Outcome.PARTLY, words.partly), (Outcome.FAILED, words.failed)):
        if said in known:
            return outcome
    raise Unclear(
        _("结果“%(outcome)s”看不懂，应为%(paid)s或%(failed)s")
        % {"outcome": said, "paid": words.paid[0], "failed": words.failed[0]}
    )


def paid_of(outcome: Outcome, amount_fen: Fen, told_fen: Fen | None) -> Fen:
    """Return what arrived, from the outcome and what the file says was paid. Raises Unclear if the two disagree."""
    if outcome == Outcome.PARTLY:
        if told_fen is None:
            raise Unclear(_("部分成功，却没有写实付金额，请向银行索取"))
        return told_fen
    expected = amount_fen if outcome == Outcome.PAID else 0
    if told_fen is not None and told_fen != expected:
        raise Unclear(
            _("结果与实付金额矛盾：应发 %(amount)s 元，实付 %(paid)s 元，请与银行核实")
            % {"amount": format_yuan(amount_fen), "paid": format_yuan(told_fen)}
        )
    return expected


def reason_of(outcome: Outcome, code: str, said: str, words: AnswerWords) -> str:
    """Return the reason in words; an unknown code is shown as it is."""
    known = words.reasons.get(code, "")
    told = listed(text for text in dict.fromkeys((known, said)) if text)
    if not told and code:
        told = _("银行原因码 %(code)s") % {"code": code}
    if not told and outcome != Outcome.PAID:
        told = _("银行未说明原因")
    return told[:LONGEST_REASON]
