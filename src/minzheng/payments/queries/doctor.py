"""Do the lists, the files and the books say the same? Sentences for `minzheng doctor`; none means yes."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Sum
from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account, Transfer
from minzheng.payments.enums import LineStatus, RunState
from minzheng.payments.models import BankFile, PayLine, PayRun
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.line_seal import broken_among

UNRESERVED = (RunState.DRAFT, RunState.CANCELLED)


def problems() -> list[str]:
    """Return one Chinese sentence per run or fund that does not agree with the ledger."""
    with everywhere("发放自检须核对全部明细"):
        return [*_runs(), *_funds(), *_seals()]


def _runs() -> Iterator[str]:
    lines = dict(PayLine.objects.order_by().values_list("run_id").annotate(Sum("amount_fen")))
    files = dict(BankFile.objects.order_by().values_list("run_id").annotate(Sum("total_fen")))
    reserved = dict(
        Transfer.objects.filter(idempotency_key__startswith="run:", reference_kind="payments.PayRun").values_list(
            "reference_id", "amount_fen"
        )
    )
    for run in PayRun.objects.order_by("pk"):
        sums = {_("明细合计"): lines.get(run.pk, 0)}
        if run.state not in UNRESERVED:
            sums[_("账簿预留")] = reserved.get(run.number, 0)
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


def _funds() -> Iterator[str]:
    """What is paid and reserved on the books of a fund is what its lines say."""
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    rows = PayLine.objects.exclude(run__state__in=UNRESERVED).order_by()
    rows_by = rows.values_list("run__fund__code", "status").annotate(Sum("amount_fen"), Sum("paid_fen"))
    for fund, status, total, paid in rows_by:
        wanted[fund, AccountKind.PAID] += paid
        if status == LineStatus.PENDING:
            wanted[fund, AccountKind.RESERVED] = total
    for account in Account.objects.filter(kind__in=(AccountKind.PAID, AccountKind.RESERVED)).order_by("pk"):
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
