"""The bank's answer: every line is posted or released, a late return gives the money back, the run is closed.

A file is taken whole or not at all: its problems are listed row by row and nothing is written.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.ledger.queries import accounts_of
from minzheng.payments.domain.entitlement import CHAIN, PREPARERS
from minzheng.payments.domain.run import LINE_KIND, lock
from minzheng.payments.domain.sealed import require_seals
from minzheng.payments.domain.share import RUN_KIND, paid_parts, shares_of
from minzheng.payments.enums import ANSWERABLE_STATES, LineStatus, RunState
from minzheng.payments.formats import STANDARD
from minzheng.payments.formats.answer import Answer, Answers, Outcome
from minzheng.payments.formats.reading import read_answers
from minzheng.payments.models import BankFile, BankResult, Fund, LineShare, PayLine, PayRun
from minzheng.payments.models.bank import RESULT_CONTEXT
from minzheng.payments.queries.funds import funds_of
from minzheng.payments.queries.recovered import recovered_of
from minzheng.services.audit.domain.record import record
from minzheng.services.vault import seal

AT_ONCE = 5000
SETTLED_STATES = (RunState.PARTIALLY_RETURNED, RunState.RECONCILED)
POST = (Why.POST, AccountKind.RESERVED, AccountKind.PAID)
VOID = (Why.VOID, AccountKind.RESERVED, AccountKind.AVAILABLE)
LATE_RETURN = (Why.LATE_RETURN, AccountKind.PAID, AccountKind.AVAILABLE)
# What the bank may say of a line as it stands, and what becomes of the line.
TAKEN = {
    (LineStatus.PENDING, Outcome.PAID): LineStatus.PAID,
    (LineStatus.PENDING, Outcome.PARTLY): LineStatus.PARTLY,
    (LineStatus.PENDING, Outcome.FAILED): LineStatus.RETURNED,
    (LineStatus.PAID, Outcome.FAILED): LineStatus.RETURNED,
    (LineStatus.PARTLY, Outcome.FAILED): LineStatus.RETURNED,
}


class BadResult(Refused):
    """The file does not match the run; the message lists every problem by row."""


class ReadBefore(Refused):
    """These very bytes were read before."""


class LinesPending(Refused):
    """The bank has not answered for every line."""


@dataclass(frozen=True)
class Settlement:
    """One line as it stood, with what the bank says of it."""

    line: PayLine
    answer: Answer

    @property
    def becomes(self) -> LineStatus:
        """Return the status the line gets."""
        return TAKEN[LineStatus(self.line.status), self.answer.outcome]

    @property
    def moves(self) -> list[tuple[tuple[Why, AccountKind, AccountKind], int]]:
        """Return how the line's money moves, in fen: a part paid is posted, its rest goes back to the fund."""
        line, answer = self.line, self.answer
        if line.status != LineStatus.PENDING:
            return [(LATE_RETURN, line.paid_fen)]
        found = [(POST, answer.paid_fen), (VOID, line.amount_fen - answer.paid_fen)]
        return [(move, amount_fen) for move, amount_fen in found if amount_fen]


@transaction.atomic
def read_result(
    *, run: PayRun, content: bytes, name: str, by: Staff, at: datetime, format_code: str = ""
) -> BankResult:
    """Read a result file: success posts a line, failure releases it, a part does both; a late failure gives back.

    The file is read by the format the run was written in, unless another is named. Lines that it does not mention stay
    as they are. Raises NotInState (not sent), ReadBefore, UnreadableFile, BadResult, SealBroken.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    run = lock(run, *ANSWERABLE_STATES)
    digest = hashlib.sha256(content).hexdigest()
    _require_new(digest)
    answers = read_answers(content, name, format_code or _format_of(run))
    with within(by.area):
        lines = {line.serial: line for line in PayLine.objects.filter(run=run)}
        require_seals(run, list(lines.values()))
        problems = _problems(run, answers, lines)
        if problems:
            raise BadResult(_refusal(name, problems))
        settlements = [Settlement(lines[answer.serial], answer) for answer in answers.found]
        _move_money(run, settlements, by=by, at=at)
        result = _keep(run, settlements, content, name, digest, by=by, at=at)
        _settle(settlements, at)
        _advance(run)
    _audit(run, "run.result_read", by=by, at=at, after=_summary(result))
    return result


@transaction.atomic
def close(*, run: PayRun, by: Staff, at: datetime) -> PayRun:
    """Close a run when every line is settled. Raises NotInState, LinesPending."""
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    run = lock(run, RunState.SENT, *SETTLED_STATES)
    with within(by.area):
        pending = PayLine.objects.filter(run=run, status=LineStatus.PENDING)
        count = pending.count()
        if count:
            raise LinesPending(
                _("批次 %(number)s 还有 %(count)s 笔、%(total)s 元银行没有回盘，不能办结；请向银行索取其余回盘文件")
                % {
                    "number": run.number,
                    "count": count,
                    "total": format_yuan(pending.aggregate(total=Sum("amount_fen"))["total"]),
                }
            )
        totals = _totals(run)
    run.state, run.closed_by, run.closed_at = RunState.CLOSED, by, at
    run.save(update_fields=["state", "closed_by", "closed_at"])
    _audit(run, "run.closed", by=by, at=at, after=totals)
    return run


def _require_new(digest: str) -> None:
    earlier = BankResult.objects.select_related("run", "read_by").filter(sha256=digest).first()
    if earlier is not None:
        raise ReadBefore(
            _("这份回盘文件已于 %(when)s 由%(who)s导入（批次 %(number)s，文件名“%(name)s”），没有重复记账")
            % {
                "when": earlier.read_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                "who": earlier.read_by.name,
                "number": earlier.run.number,
                "name": earlier.name,
            }
        )


def _format_of(run: PayRun) -> str:
    return BankFile.objects.filter(run=run).order_by("part").values_list("format_code", flat=True).first() or STANDARD


def _problems(run: PayRun, answers: Answers, lines: Mapping[str, PayLine]) -> list[str]:
    """Return everything that is wrong with the file; for a file of another run that alone."""
    if answers.run and answers.run != run.number:
        return [
            _("文件写明是批次 %(other)s 的回盘，不是本批次 %(number)s；请到该批次登记")
            % {"other": answers.run, "number": run.number}
        ]
    foreign = _foreign(answer.serial for answer in answers.found if answer.serial not in lines)
    others = {line.run for line in foreign.values()}
    if len(foreign) == len(answers.found) and len(others) == 1:
        (other,) = others
        return [
            _("整份文件是批次 %(other)s（%(month)s）的回盘，不是本批次 %(number)s；请到该批次登记")
            % {"other": other.number, "month": other.month, "number": run.number}
        ]
    told = [problem for answer in answers.found if (problem := _problem(answer, lines, foreign))]
    return [*answers.problems, *told]


def _foreign(serials: Iterable[str]) -> dict[str, PayLine]:
    """Return the lines of other runs by serial number."""
    wanted = sorted(set(serials))
    found: dict[str, PayLine] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = PayLine.objects.filter(serial__in=wanted[start : start + AT_ONCE]).select_related("run")
        found |= {line.serial: line for line in rows.defer("account_sealed")}
    return found


def _problem(answer: Answer, lines: Mapping[str, PayLine], foreign: Mapping[str, PayLine]) -> str:
    """Return what is wrong with one answer, with its row; empty if nothing is."""
    line = lines.get(answer.serial)
    row = {"row": answer.row, "serial": answer.serial}
    if line is None:
        return _unknown(answer, foreign, row)
    if (line.status, answer.outcome) not in TAKEN or _given_back(line):
        return _standing(line, answer, row)
    # What comes back of a line that was paid in part is that part.
    needed = line.paid_fen if line.status == LineStatus.PARTLY else line.amount_fen
    sums = row | {"has": format_yuan(answer.amount_fen), "needs": format_yuan(needed)}
    if answer.amount_fen > needed:
        return _("第 %(row)s 行：流水号 %(serial)s 的金额 %(has)s 元多于应发的 %(needs)s 元，请与银行核实") % sums
    if answer.amount_fen != needed:
        return _("第 %(row)s 行：流水号 %(serial)s 的金额为 %(has)s 元，本批次为 %(needs)s 元") % sums
    if answer.outcome == Outcome.PARTLY and not 0 < answer.paid_fen < needed:
        paid = sums | {"paid": format_yuan(answer.paid_fen)}
        told = _(
            "第 %(row)s 行：流水号 %(serial)s 部分成功，实付 %(paid)s 元；应多于 0 元、少于 %(needs)s 元，请与银行核实"
        )
        return told % paid
    return ""


def _unknown(answer: Answer, foreign: Mapping[str, PayLine], row: Mapping[str, object]) -> str:
    if answer.serial not in foreign:
        return _("第 %(row)s 行：流水号 %(serial)s 不在本批次中") % row
    other = foreign[answer.serial].run
    told = {**row, "other": other.number, "month": other.month}
    return _("第 %(row)s 行：流水号 %(serial)s 是批次 %(other)s（%(month)s）的，请到该批次登记") % told


def _given_back(line: PayLine) -> bool:
    return line.status != LineStatus.PENDING and recovered_of(line.serial) > 0


def _standing(line: PayLine, answer: Answer, row: Mapping[str, object]) -> str:
    """Say why a line that was settled before cannot be settled so."""
    if (line.status, answer.outcome) in TAKEN:
        return _("第 %(row)s 行：流水号 %(serial)s 已由本人退款，银行又报退回；请先与银行核实，多退的另行退还") % row
    if line.status == LineStatus.PAID:
        return _("第 %(row)s 行：流水号 %(serial)s 已登记发放成功，不能再次登记") % row
    if line.status == LineStatus.PARTLY:
        return _("第 %(row)s 行：流水号 %(serial)s 已登记部分发放，其余已列入补发；请先与银行核实，不要重复支付") % row
    if answer.outcome != Outcome.FAILED:
        return (
            _("第 %(row)s 行：流水号 %(serial)s 已登记退回，银行又报成功，可能重复支付；请先与银行核实，不要再次发放")
            % row
        )
    return _("第 %(row)s 行：流水号 %(serial)s 已登记退回，不能再次登记") % row


def _refusal(name: str, problems: Sequence[str]) -> str:
    head = _("回盘文件“%(name)s”有 %(count)s 处问题，没有作任何登记：") % {"name": name, "count": len(problems)}
    return "\n".join([head, *problems])


def _move_money(run: PayRun, settlements: Sequence[Settlement], *, by: Staff, at: datetime) -> None:
    """Each fund gets back, or has paid, what it reserved of the line."""
    shares = shares_of(item.line.pk for item in settlements)
    accounts = {fund.code: accounts_of(fund.code) for fund in funds_of(run.program, run.year)}
    postings = [posting for item in settlements for posting in _postings(item, shares[item.line.pk], accounts)]
    post_all(postings=postings, by=by, at=at)


def _postings(
    item: Settlement, shares: Sequence[LineShare], accounts: Mapping[str, Mapping[str, Account]]
) -> Iterator[Posting]:
    """Of a line paid in part each fund has paid its part of the part, by largest remainder."""
    was_pending = item.line.status == LineStatus.PENDING
    paid = paid_parts(item.answer.paid_fen if was_pending else item.line.paid_fen, shares)
    for (why, source, target), _amount_fen in item.moves:
        for share, part in zip(shares, paid, strict=True):
            amount_fen = share.amount_fen - part if why == Why.VOID else part
            if amount_fen:
                of_fund = accounts[share.fund.code]
                yield _posting(item.line, share.fund, why, (of_fund[source], of_fund[target]), amount_fen)


def _posting(line: PayLine, fund: Fund, why: Why, between: tuple[Account, Account], amount_fen: int) -> Posting:
    return Posting(
        debit=between[0],
        credit=between[1],
        amount_fen=amount_fen,
        why=why,
        reference_kind=LINE_KIND,
        reference_id=line.serial,
        key=f"line:{line.serial}:{fund.level}:{why}",
        division_code=line.division_code,
        month=line.month,
    )


def _settle(settlements: Sequence[Settlement], at: datetime) -> None:
    """Write the bank's word on the lines; a due whose line returned is free for the next run."""
    for item in settlements:
        item.line.status, item.line.paid_fen = item.becomes, item.answer.paid_fen
        item.line.bank_code, item.line.bank_message = item.answer.code, item.answer.reason
        item.line.settled_at = at
    PayLine.objects.bulk_update(
        [item.line for item in settlements],
        ["status", "paid_fen", "bank_code", "bank_message", "settled_at"],
        batch_size=100,
    )


def _keep(
    run: PayRun,
    settlements: Sequence[Settlement],
    content: bytes,
    name: str,
    digest: str,
    *,
    by: Staff,
    at: datetime,
) -> BankResult:
    """Keep the file and what it says; called before the lines are written, so that they stand as they stood."""
    counts = Counter(item.answer.outcome for item in settlements)
    moved: Counter[Why] = Counter()
    for item in settlements:
        for (why, *_accounts), amount_fen in item.moves:
            moved[why] += amount_fen
    return BankResult.objects.create(
        run=run,
        name=name[:200],
        sha256=digest,
        content_sealed=seal(content.hex(), context=RESULT_CONTEXT),
        paid_count=counts[Outcome.PAID],
        paid_fen=moved[Why.POST],
        partly_count=counts[Outcome.PARTLY],
        returned_count=counts[Outcome.FAILED],
        returned_fen=moved[Why.VOID] + moved[Why.LATE_RETURN],
        read_by=by,
        read_at=at,
    )


def _advance(run: PayRun) -> None:
    """Set the state that the lines add up to; a closed run stays closed, only its line is open for the next run."""
    if run.state == RunState.CLOSED:
        return
    counts = dict(PayLine.objects.filter(run=run).order_by().values_list("status").annotate(Count("pk")))
    if counts.get(LineStatus.RETURNED) or counts.get(LineStatus.PARTLY):
        run.state = RunState.PARTIALLY_RETURNED
    elif not counts.get(LineStatus.PENDING):
        run.state = RunState.RECONCILED
    run.save(update_fields=["state"])


def _totals(run: PayRun) -> dict[str, int]:
    rows = PayLine.objects.filter(run=run).order_by().values_list("status").annotate(Sum("amount_fen"))
    return {f"{status}_fen": total for status, total in rows}


def _summary(result: BankResult) -> dict[str, object]:
    return {
        "file": result.name,
        "sha256": result.sha256,
        "paid": result.paid_count,
        "paid_fen": result.paid_fen,
        "partly": result.partly_count,
        "returned": result.returned_count,
        "returned_fen": result.returned_fen,
    }


def _audit(run: PayRun, action: str, *, by: Staff, at: datetime, after: object) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind=RUN_KIND,
        object_id=run.number,
        division_code=settings.COUNTY_CODE,
        after=after,
    )
