"""Which fund pays what of a list: planned on the money that is there, then reserved, all of it or nothing.

The plan is made while the accounts are locked, so two who approve at once come one after the other and the second sees
what the first left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.ledger.domain.transfer import Overdrawn, Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import Fund, LineShare, PayLine, PayRun, RunShare
from minzheng.payments.queries.funds import funds_of
from minzheng.payments.splits import Version, arithmetic, load
from minzheng.services.inserting import insert_all

RUN_KIND = "payments.PayRun"
AT_ONCE = 5000


class FundsShort(Overdrawn):
    """One or more funds do not hold what the list needs of them."""


@dataclass(frozen=True)
class FundPlan:
    """What the list needs of one fund, and what the fund has."""

    fund: Fund
    has_fen: int
    needs_fen: int

    @property
    def short_fen(self) -> int:
        """What is missing; 0 if the fund has enough."""
        return max(self.needs_fen - self.has_fen, 0)


@dataclass(frozen=True)
class Plan:
    """The parts of every line, in the order of the lines and of `funds`; and how far the money reaches."""

    funds: tuple[FundPlan, ...]
    parts: tuple[tuple[int, ...], ...]
    covered: arithmetic.Covered

    @property
    def short(self) -> list[FundPlan]:
        """The funds that do not hold enough."""
        return [each for each in self.funds if each.short_fen]


def plan(*, run: PayRun, lines: Sequence[PayLine]) -> Plan:
    """Return which fund would pay what of these lines with the money there is now. Raises NoSplit."""
    funds = funds_of(run.program, run.year)
    accounts = Account.objects.filter(fund_code__in=[fund.code for fund in funds], kind=AccountKind.AVAILABLE)
    return _plan(run, lines, funds, {account.fund_code: account.balance_fen for account in accounts})


def reserve(*, run: PayRun, lines: Sequence[PayLine], by: Staff, at: datetime) -> None:
    """Fix the shares of the run and its lines and reserve them, fund by fund. Raises FundsShort, NoSplit."""
    funds = funds_of(run.program, run.year)
    accounts = _locked(funds)
    available = {
        code: account.balance_fen for (code, kind), account in accounts.items() if kind == AccountKind.AVAILABLE
    }
    made = _plan(run, lines, funds, available)
    if made.short:
        raise FundsShort(_shortage(run, made))
    used = [each for each in made.funds if each.needs_fen]
    RunShare.objects.bulk_create(RunShare(run=run, fund=each.fund, amount_fen=each.needs_fen) for each in used)
    insert_all(
        (
            LineShare(line=line, fund=each.fund, amount_fen=part)
            for line, parts in zip(lines, made.parts, strict=True)
            for each, part in zip(made.funds, parts, strict=True)
            if part
        ),
        at_once=AT_ONCE,
    )
    post_all(
        postings=[
            Posting(
                debit=accounts[each.fund.code, AccountKind.AVAILABLE],
                credit=accounts[each.fund.code, AccountKind.RESERVED],
                amount_fen=each.needs_fen,
                why=Why.RESERVE,
                reference_kind=RUN_KIND,
                reference_id=run.number,
                key=f"run:{run.number}:reserve:{each.fund.level}",
                division_code=settings.COUNTY_CODE,
                month=run.month,
            )
            for each in used
        ],
        by=by,
        at=at,
    )


def shares_of(line_ids: Iterable[int]) -> dict[int, list[LineShare]]:
    """Return the shares by line, within the declared scope."""
    found: dict[int, list[LineShare]] = {}
    ids = sorted(line_ids)
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        for share in LineShare.objects.filter(line_id__in=part).select_related("fund").order_by("pk"):
            found.setdefault(share.line_id, []).append(share)
    return found


def paid_parts(paid_fen: int, shares: Sequence[LineShare]) -> list[int]:
    """Return what each fund has paid of a line of which so much arrived: no fund more than its share."""
    return arithmetic.apportion(paid_fen, [share.amount_fen for share in shares])


def _locked(funds: Sequence[Fund]) -> dict[tuple[str, str], Account]:
    """Lock the funds, then all their accounts, each in id order as whoever moves money does.

    The funds first: accounts that somebody is just opening are then seen, and nobody waits in a circle.
    """
    list(Fund.objects.select_for_update().filter(pk__in=[fund.pk for fund in funds]).order_by("pk"))
    rows = Account.objects.select_for_update().filter(fund_code__in=[fund.code for fund in funds]).order_by("pk")
    return {(account.fund_code, account.kind): account for account in rows}


def _plan(run: PayRun, lines: Sequence[PayLine], funds: Sequence[Fund], available: Mapping[str, int]) -> Plan:
    by_level = {fund.level: fund for fund in funds}
    version = load(run.program).on(Month.parse(run.month).first_day)
    if version.order:
        ordered = [by_level[level] for level in version.order if level in by_level]
        left = [available.get(fund.code, 0) for fund in ordered]
        parts = _in_order(lines, left)
    else:
        ordered = [by_level[level] for level in FundLevel.values if level in by_level]
        left = [available.get(fund.code, 0) for fund in ordered]
        parts = [_by_parts(line, version, by_level) for line in lines]
    needs = [sum(column) for column in zip(*parts, strict=True)] or [0] * len(ordered)
    return Plan(
        funds=tuple(FundPlan(*each) for each in zip(ordered, left, needs, strict=True)),
        parts=tuple(tuple(line) for line in parts),
        covered=arithmetic.reach(parts, left),
    )


def _in_order(lines: Sequence[PayLine], left: Sequence[int]) -> list[list[int]]:
    rest, found = list(left), []
    for line in lines:
        parts = arithmetic.in_order(line.amount_fen, rest)
        rest = [has - part for has, part in zip(rest, parts, strict=True)]
        found.append(parts)
    return found


def _by_parts(line: PayLine, version: Version, by_level: Mapping[str, Fund]) -> list[int]:
    """Return the parts of the levels that have a fund. Raises FundsShort if a level must pay and has none."""
    category = line.due.cost_category
    parts = arithmetic.by_parts(line.amount_fen, version.parts_of(category), Month.parse(line.month).month)
    for level, part in zip(FundLevel.values, parts, strict=True):
        if part and level not in by_level:
            raise FundsShort(
                _("“%(category)s”须由%(level)s资金负担，但该级资金尚未开立；请先由财务人员登记%(level)s拨款")
                % {"category": category, "level": FundLevel(level).label}
            )
    return [part for level, part in zip(FundLevel.values, parts, strict=True) if level in by_level]


def _shortage(run: PayRun, made: Plan) -> str:
    head = _(
        "批次 %(number)s 共 %(lines)s 笔 %(total)s 元，下列资金不够，没有预留，一户也没有发放。"
        "按清单次序，现有资金够发 %(covered)s 笔 %(covered_fen)s 元；"
        "请先由财务人员登记拨款，或在本项目各级资金之间调剂，再审批："
    ) % {
        "number": run.number,
        "lines": len(made.parts),
        "total": format_yuan(run.total_fen),
        "covered": made.covered.lines,
        "covered_fen": format_yuan(made.covered.amount_fen),
    }
    rows = (
        _("%(fund)s：可用 %(has)s 元，需要 %(needs)s 元，还差 %(short)s 元")
        % {
            "fund": each.fund.name,
            "has": format_yuan(each.has_fen),
            "needs": format_yuan(each.needs_fen),
            "short": format_yuan(each.short_fen),
        }
        for each in made.short
    )
    return "\n".join([head, *rows])
