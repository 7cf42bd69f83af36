"""Is the book sound? Sentences for `minzheng doctor`; none means yes."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.domain.close import frozen, is_ours
from minzheng.ledger.enums import FEN
from minzheng.ledger.models import Account, DuePerson, LedgerClose, MonthBalance, Transfer
from minzheng.ledger.period import Period
from minzheng.ledger.queries import trial_balance


def problems() -> list[str]:
    """Return one Chinese sentence per thing that is wrong in the books."""
    with everywhere("账簿自检须核对全部流水"):
        return [*_balances(), *_months(), *_counted(), *_reversals(), *_people(), *_closes()]


def _balances() -> Iterator[str]:
    yield from _goods()
    balance = trial_balance()
    for line in balance.lines:
        account = line.account
        if account.balance_fen != line.moved_fen:
            yield _("账户“%(name)s”余额 %(has)s 元，与流水合计 %(moved)s 元不符") % {
                "name": account.name,
                "has": format_yuan(account.balance_fen),
                "moved": format_yuan(line.moved_fen),
            }
        if account.balance_fen < 0 and not account.may_go_negative:
            yield _("账户“%(name)s”透支 %(short)s 元") % {
                "name": account.name,
                "short": format_yuan(-account.balance_fen),
            }
    if balance.total_fen != 0:
        yield _("试算不平衡：全部账户余额合计 %(total)s 元，应为零") % {"total": format_yuan(balance.total_fen)}


def _goods() -> Iterator[str]:
    """Each good by itself: what came in is what lies, what is out, what was handed out and what was written off."""
    balances = Account.objects.exclude(unit=FEN).order_by().values_list("unit").annotate(total=Sum("balance_fen"))
    for unit, total in balances:
        if total:
            yield _("物资“%(unit)s”的账不平：全部账户合计 %(total)s，应为零") % {"unit": unit, "total": total}
    moved: dict[int, int] = {}
    rows = Transfer.objects.exclude(debit__unit=FEN).order_by()
    for side, sign in (("credit_id", 1), ("debit_id", -1)):
        for pk, total in rows.values_list(side).annotate(total=Sum("amount_fen")):
            moved[pk] = moved.get(pk, 0) + sign * total
    for account in Account.objects.exclude(unit=FEN).order_by("pk"):
        if account.balance_fen != moved.get(account.pk, 0):
            yield _("物资账户“%(name)s”结存 %(has)s，与流水合计 %(moved)s 不符") % {
                "name": account.name,
                "has": account.balance_fen,
                "moved": moved.get(account.pk, 0),
            }


def _counted() -> Iterator[str]:
    """Each account counts each of its transfers once: the last one it counted is the last one there is."""
    last: dict[int, int] = {}
    for side in ("debit_id", "credit_id"):
        for pk, top in Transfer.objects.order_by().values_list(side).annotate(Max("pk")):
            last[pk] = max(top, last.get(pk, 0))
    for account in Account.objects.order_by("pk"):
        if account.last_transfer_id != last.get(account.pk, 0):
            yield _("账户“%(name)s”记到流水 %(has)s，而它的最后一笔流水是 %(last)s") % {
                "name": account.name,
                "has": account.last_transfer_id,
                "last": last.get(account.pk, 0),
            }


def _months() -> Iterator[str]:
    """The monthly sums are those of the transfers that were booked in the month."""
    wanted: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    booked = Transfer.objects.annotate(booked=TruncMonth("made_at", tzinfo=SHANGHAI)).order_by()
    for place, side in enumerate(("debit_id", "credit_id")):
        for account_id, month, total in booked.values_list(side, "booked").annotate(Sum("amount_fen")):
            wanted[account_id, f"{month:%Y-%m}"][place] = total
    names = dict(Account.objects.values_list("pk", "name"))
    for row in MonthBalance.objects.order_by("account_id", "month"):
        expected = wanted.pop((row.account_id, row.month), [0, 0])
        if [row.debited_fen, row.credited_fen] != expected:
            yield _wrong_month(names[row.account_id], row.month, expected, [row.debited_fen, row.credited_fen])
    for (account_id, month), expected in sorted(wanted.items()):
        yield _wrong_month(names[account_id], month, expected, [0, 0])


def _wrong_month(name: str, month: str, expected: list[int], found: list[int]) -> str:
    values = [format_yuan(fen) for fen in (*found, *expected)]
    return _(
        "账户“%(name)s” %(month)s 的月度发生额为付出 %(out)s 元、收入 %(in)s 元，"
        "流水为付出 %(wanted_out)s 元、收入 %(wanted_in)s 元"
    ) % {
        "name": name,
        "month": month,
        "out": values[0],
        "in": values[1],
        "wanted_out": values[2],
        "wanted_in": values[3],
    }


def _reversals() -> Iterator[str]:
    mirrored = Q(debit=F("reverses__credit"), credit=F("reverses__debit"), amount_fen=F("reverses__amount_fen"))
    for row in Transfer.objects.filter(reverses__isnull=False).exclude(mirrored).order_by("pk"):
        yield _("冲正流水 %(id)s 与被冲正的流水 %(of)s 不是同额反向") % {"id": row.pk, "of": row.reverses_id}


def _people() -> Iterator[str]:
    same = Q(program=F("due__program"), month=F("due__month"), kind=F("due__kind"))
    for row in DuePerson.objects.exclude(same).order_by("pk"):
        yield _("应发待遇 %(due)s 的保障对象 %(person)s 的项目、月份或类别与待遇不一致") % {
            "due": row.due_id,
            "person": row.person_id,
        }


def _closes() -> Iterator[str]:
    """A closed period still says what was frozen: its digest is ours, and the transfers add up to the same."""
    for row in LedgerClose.objects.filter(confirmed_at__isnull=False).order_by("pk"):
        where = {"fund": row.fund_code, "period": row.period}
        if not is_ours(row):
            yield _("资金 %(fund)s 的 %(period)s 结账与封存摘要不符：被绕过系统改动，或旧密钥没有保留") % where
        now = frozen(row.fund_code, Period.parse(row.period))
        for was, stands in zip(row.balances, now["balances"], strict=False):
            if was != stands:
                yield _(
                    "资金 %(fund)s 的 %(period)s 已结账：账户 %(account)s 期末 %(was)s 元，现按流水为 %(now)s 元"
                ) % {
                    **where,
                    "account": was[1],
                    "was": format_yuan(was[-1]),
                    "now": format_yuan(stands[-1]),
                }
        if row.transfer_count != now["transfer_count"]:
            yield _("资金 %(fund)s 的 %(period)s 已结账 %(was)s 笔流水，现有 %(now)s 笔") % {
                **where,
                "was": row.transfer_count,
                "now": now["transfer_count"],
            }
