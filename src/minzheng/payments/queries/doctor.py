"""Do the lists, the files and the books say the same? Sentences for `minzheng doctor`; none means yes."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.ledger.enums import FEN, AccountKind, Why
from minzheng.ledger.holdings import held_elsewhere
from minzheng.ledger.models import Account, Transfer
from minzheng.payments.enums import UNSIGNED_STATES, LineStatus, RunState
from minzheng.payments.models import BankFile, FundMove, LineShare, PayLine, PayRun, RunChange, RunComparison, RunShare
from minzheng.payments.queries.comparison import changes_digest
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.line_seal import broken_among
from minzheng.payments.queries.recovered import recovered_by_fund
from minzheng.payments.splits.arithmetic import apportion

UNRESERVED = (*UNSIGNED_STATES, RunState.CANCELLED)


def problems() -> list[str]:
    """Return one Chinese sentence per run or fund that does not agree with the ledger."""
    with everywhere("发放自检须核对全部明细"):
        return [*_runs(), *_shares(), *_moves(), *_funds(), *_seals(), *_changes()]


def _runs() -> Iterator[str]:
    lines = dict(PayLine.objects.order_by().values_list("run_id").annotate(Sum("amount_fen")))
    files = dict(BankFile.objects.order_by().values_list("run_id").annotate(Sum("total_fen")))
    shares = dict(RunShare.objects.order_by().values_list("run_id").annotate(Sum("amount_fen")))
    reserves = Transfer.objects.filter(why=Why.RESERVE, reference_kind="payments.PayRun").order_by()
    reserved = dict(reserves.values_list("reference_id").annotate(Sum("amount_fen")))
    for run in PayRun.objects.order_by("pk"):
        sums = {_("明细合计"): lines.get(run.pk, 0)}
        if run.state not in UNRESERVED:
            sums[_("账簿预留")] = reserved.get(run.number, 0)
            sums[_("资金分担合计")] = shares.get(run.pk, 0)
        if run.pk in files:
            sums[_("银行文件合计")] = files[run.pk]
        for name, found in sums.items():
            if found != run.total_fen:
                yield _("批次 %(number)s 的%(name)s为 %(found)s 元，清单为 %(total)s 元") % {
                    "number": run.number,
                    "name": name,
                    "found": format_yuan(found),
                    "total": format_yuan(run.total_fen),
                }


def _shares() -> Iterator[str]:
    """The shares of a line are its amount, those of a run are its lines', and each is of the run's program and year."""
    lines = PayLine.objects.exclude(run__state__in=UNRESERVED).annotate(shared=Coalesce(Sum("shares__amount_fen"), 0))
    for serial, amount_fen, shared in lines.exclude(shared=F("amount_fen")).values_list(
        "serial", "amount_fen", "shared"
    ):
        yield _("明细 %(serial)s 的资金分担合计 %(found)s 元，明细为 %(total)s 元") % {
            "serial": serial,
            "found": format_yuan(shared),
            "total": format_yuan(amount_fen),
        }
    by_fund = LineShare.objects.order_by().values_list("line__run__number", "fund__code").annotate(Sum("amount_fen"))
    wanted = {(number, code): total for number, code, total in by_fund}
    found = {(row.run.number, row.fund.code): row for row in RunShare.objects.select_related("run", "fund")}
    for number, code in sorted(wanted.keys() | found.keys()):
        row = found.get((number, code))
        if (row.amount_fen if row else 0) != wanted.get((number, code), 0):
            yield _("批次 %(number)s 由资金 %(code)s 分担的数额与各明细的合计不符") % {"number": number, "code": code}
        if row and (row.fund.program, row.fund.year) != (row.run.program, row.run.year):
            yield _("批次 %(number)s 动用了别的项目或年度的资金 %(code)s") % {"number": number, "code": code}


def _changes() -> Iterator[str]:
    """The changes from last month are those that were frozen with the list."""
    for totals in RunComparison.objects.select_related("run").order_by("run_id"):
        if changes_digest(RunChange.objects.filter(run=totals.run_id)) != totals.changes_digest:
            yield _("批次 %(number)s 与上月相比的变化与编制时不符") % {"number": totals.run.number}


def _moves() -> Iterator[str]:
    """A move is booked once it is confirmed, out and in alike, and never before."""
    rows = Transfer.objects.filter(reference_kind="payments.FundMove").order_by()
    booked: dict[str, list[int]] = defaultdict(list)
    for number, amount_fen in rows.values_list("reference_id", "amount_fen"):
        booked[number].append(amount_fen)
    for move in FundMove.objects.order_by("pk"):
        sides = (1 if move.target_id is None else 2) if move.confirmed_at else 0
        if booked.pop(move.number, []) != [move.amount_fen] * sides:
            yield _("资金调剂 %(number)s 与账簿流水不符") % {"number": move.number}
    for number in sorted(booked):
        yield _("账簿中有资金调剂 %(number)s 的流水，却没有这笔调剂") % {"number": number}


def _funds() -> Iterator[str]:
    """What is paid and reserved on the books of a fund is what its lines say."""
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    rows = LineShare.objects.exclude(line__run__state__in=UNRESERVED).order_by()
    for fund, status, total in rows.values_list("fund__code", "line__status").annotate(Sum("amount_fen")):
        if status == LineStatus.PAID:
            wanted[fund, AccountKind.PAID] += total
        elif status == LineStatus.PENDING:
            wanted[fund, AccountKind.RESERVED] = total
    partly = rows.filter(line__status=LineStatus.PARTLY).select_related("line", "fund").order_by("line_id", "pk")
    for _line_id, of_line in groupby(partly.defer("line__account_sealed"), key=attrgetter("line_id")):
        shares = list(of_line)
        parts = apportion(shares[0].line.paid_fen, [share.amount_fen for share in shares])
        for share, part in zip(shares, parts, strict=True):
            wanted[share.fund.code, AccountKind.PAID] += part
    for fund, back_fen in recovered_by_fund().items():
        wanted[fund, AccountKind.PAID] -= back_fen
    for (fund, kind), fen in held_elsewhere().items():
        wanted[fund, AccountKind(kind)] += fen
    for account in Account.objects.filter(unit=FEN, kind__in=(AccountKind.PAID, AccountKind.RESERVED)).order_by("pk"):
        expected = wanted[account.fund_code, account.kind]
        if account.balance_fen != expected:
            yield _("账户“%(name)s”余额 %(has)s 元，与发放明细的 %(expected)s 元不符") % {
                "name": account.name,
                "has": format_yuan(account.balance_fen),
                "expected": format_yuan(expected),
            }


def _seals() -> Iterator[str]:
    """Every line carries its own seal, and a list has the digest it was frozen with."""
    runs = {run.pk: run for run in PayRun.objects.all()}
    rows = PayLine.objects.order_by("run_id", "seq")
    for run_id, lines in groupby(rows.iterator(chunk_size=2000), key=attrgetter("run_id")):
        kept = list(lines)
        for line in broken_among(kept):
            yield _(
                "批次 %(number)s 第 %(seq)s 笔（户号 %(household)s，区划 %(division)s）的封印不符："
                "这一笔在数据库中被改动过"
            ) % {
                "number": runs[run_id].number,
                "seq": line.seq,
                "household": line.household_number,
                "division": line.division_code,
            }
        if digest_of(kept) != runs[run_id].list_digest:
            yield _("批次 %(number)s 的明细与编制时的摘要不符，有明细被改动、增加或删除") % {
                "number": runs[run_id].number
            }
