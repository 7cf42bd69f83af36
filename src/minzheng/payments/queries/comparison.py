"""How a list stands to the last month's: who is new, who is gone, whose amount, account or payee differs, and why."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from minzheng.casework.queries.stopping import Stop, stops_of
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses
from minzheng.payments.enums import LIVE_STATUSES, ChangeKind, LineStatus, RunState
from minzheng.payments.models import HeldLine, PayLine, PayRun, RunChange, RunComparison
from minzheng.payments.queries.frozen_line import FrozenLine
from minzheng.payments.queries.written import written

FIELDS = (
    "household_id", "household_number", "payee_id", "payee_name", "bank_account_id", "bank_name", "account_last4",
    "amount_fen", "month", "attempt", "decision_id", "case_number", "document_number", "division_code",
)  # fmt: skip

UNEXPLAINED = "unexplained"


@dataclass(slots=True)
class Paid:
    """What one list pays one household: a line, or several for several months."""

    lines: list[FrozenLine] = field(default_factory=list)

    @property
    def fen(self) -> int:
        """Return the sum."""
        return self.lines[0].amount_fen if len(self.lines) == 1 else sum(line.amount_fen for line in self.lines)

    @property
    def last(self) -> FrozenLine:
        """Return the line of the latest month."""
        if len(self.lines) == 1:
            return self.lines[0]
        return max(self.lines, key=lambda line: (line.month, line.attempt))

    def of_month(self, month: str) -> list[FrozenLine]:
        """Return the lines of a month."""
        return [line for line in self.lines if line.month == month]


@dataclass(frozen=True)
class Compared:
    """The comparison of a list that is being frozen."""

    totals: RunComparison
    changes: list[RunChange]


def compare(run: PayRun, lines: Sequence[FrozenLine], held: Iterable[tuple[int, str]]) -> Compared | None:
    """Compare the lines of a new list with the latest earlier month of the program; None if there is none.

    `held` are households left out of this list, with the reason. Four queries, and two more if anybody is gone.
    """
    against = _month_before(run)
    if against is None:
        return None
    elsewhere = set(_live(run.program, run.month).exclude(run=run).values_list("household_id", flat=True))
    now = _by_household(lines)
    before = _by_household(_live(run.program, against).values_list(*FIELDS, named=True))
    # Another list of this month pays them; whoever is on both is compared, it is a second payment of the month.
    for household in (before.keys() & elsewhere) - now.keys():
        del before[household]
    gone = before.keys() - now.keys()
    waits = dict(held)
    ends = stops_of({before[key].last.case_number for key in gone - waits.keys()}, Month.parse(run.month))
    earlier = _held_before(run.program, against, now.keys() - before.keys())
    changes = [
        *(_new(now[key], earlier.get(key, "")) for key in sorted(now.keys() - before.keys())),
        *(_gone(before[key], waits.get(key, ""), ends) for key in sorted(gone)),
        *(
            _changed(before[key], now[key])
            for key in sorted(now.keys() & before.keys())
            if _differs(before[key], now[key])
        ),
    ]
    for change in changes:
        change.run = run
    return Compared(_totals(run, against, before, now, changes), changes)


def changes_digest(changes: Iterable[RunChange]) -> str:
    """Return SHA-256 over the changes, by household."""
    whole = hashlib.sha256()
    for change in sorted(changes, key=lambda change: change.household_id):
        fields = [
            change.household_id, change.household_number, change.payee_name, change.case_number, str(change.kind),
            change.before_fen, change.now_fen, change.reason, change.is_explained, change.division_code,
        ]  # fmt: skip
        whole.update(f"[{','.join(written(fields))}]\n".encode())
    return whole.hexdigest()


def comparison_of(run: PayRun) -> RunComparison | None:
    """Return the frozen totals of a run; None if there was no list before, or it is older than comparisons."""
    return RunComparison.objects.filter(run=run).first()


def changes_of(run: PayRun, *, kind: str = "") -> QuerySet[RunChange]:
    """Return the frozen changes within the declared scope, what nobody can explain first; of one kind if asked."""
    rows = RunChange.objects.filter(run=run).order_by("is_explained", "kind", "division_code", "pk")
    if kind == UNEXPLAINED:
        return rows.filter(is_explained=False)
    return rows.filter(kind=kind) if kind else rows


def _month_before(run: PayRun) -> str | None:
    rows = PayRun.objects.filter(program=run.program, month__lt=run.month).exclude(state=RunState.CANCELLED)
    return rows.aggregate(month=Max("month"))["month"]


def _live(program: str, month: str) -> QuerySet[PayLine]:
    """Return what the lists of a month pay, or tried to pay; a list that was withdrawn paid nobody."""
    shown = (*LIVE_STATUSES, LineStatus.RETURNED)
    return PayLine.objects.filter(run__program=program, run__month=month, status__in=shown)


def _by_household(lines: Iterable[FrozenLine]) -> dict[int, Paid]:
    found: defaultdict[int, Paid] = defaultdict(Paid)
    for line in lines:
        found[line.household_id].lines.append(line)
    return dict(found)


def _held_before(program: str, month: str, households: Collection[int]) -> dict[int, str]:
    rows = HeldLine.objects.filter(run__program=program, run__month=month).exclude(run__state=RunState.CANCELLED)
    return {key: reason for key, reason in rows.values_list("household_id", "reason") if key in households}


def _change(paid: Paid, kind: str, before_fen: int, now_fen: int, reason: str, *, explained: bool = True) -> RunChange:
    line = paid.last
    return RunChange(
        household_id=line.household_id,
        household_number=line.household_number,
        payee_name=line.payee_name,
        case_number=line.case_number,
        kind=kind,
        before_fen=before_fen,
        now_fen=now_fen,
        reason=reason[:500],
        is_explained=explained,
        division_code=line.division_code,
    )


def _new(now: Paid, held: str) -> RunChange:
    line = now.last
    if held:
        reason = _("上月暂缓（%(why)s），本月发放") % {"why": held}
    elif line.attempt > 1:
        reason = _("以前退回，本月再发")
    else:
        reason = _("按决定 %(document)s 发放") % {"document": line.document_number}
    return _change(now, ChangeKind.NEW, 0, now.fen, reason)


def _gone(before: Paid, held: str, ends: dict[str, Stop]) -> RunChange:
    case = before.last.case_number
    if held:
        return _change(before, ChangeKind.GONE, before.fen, 0, _("暂缓：%(why)s") % {"why": held})
    if case in ends:
        return _change(before, ChangeKind.GONE, before.fen, 0, ends[case].words)
    reason = _("没有查到停发的决定、死亡登记或到期，请复核人核实")
    return _change(before, ChangeKind.GONE, before.fen, 0, reason, explained=False)


def _differs(before: Paid, now: Paid) -> bool:
    was, line = before.last, now.last
    return before.fen != now.fen or _where(was) != _where(line) or was.payee_id != line.payee_id


def _where(line: FrozenLine) -> tuple[str, str]:
    return line.bank_name, line.account_last4


def _changed(before: Paid, now: Paid) -> RunChange:
    was, line = before.last, now.last
    reasons = []
    if before.fen != now.fen:
        reasons = [*_amounts(before, now)] or [_("金额不同，没有查到原因，请复核人核实")]
    explained = before.fen == now.fen or any(_amounts(before, now))
    if was.payee_id != line.payee_id:
        reasons.append(_("领款人由%(was)s改为%(now)s") % {"was": was.payee_name, "now": line.payee_name})
    if _where(was) != _where(line):
        reasons.append(
            _("收款账户由%(was_bank)s尾号 %(was)s 改为%(bank)s尾号 %(now)s")
            % {"was_bank": was.bank_name, "was": was.account_last4, "bank": line.bank_name, "now": line.account_last4}
        )
    return _change(now, ChangeKind.CHANGED, before.fen, now.fen, clauses(reasons), explained=explained)


def _amounts(before: Paid, now: Paid) -> list[str]:
    """Say what makes the sum another: a decision, months that came or went with it, a payment sent again."""
    was, line = before.last, now.last
    reasons = []
    if was.amount_fen != line.amount_fen and was.decision_id != line.decision_id:
        reasons.append(
            _("按决定 %(document)s，由 %(was)s 元改为 %(now)s 元")
            % {
                "document": line.document_number,
                "was": format_yuan(was.amount_fen),
                "now": format_yuan(line.amount_fen),
            }
        )
    for owed in now.lines:
        if owed is not line:
            told = {"month": owed.month, "yuan": format_yuan(owed.amount_fen)}
            again = _("%(month)s 退回后再发 %(yuan)s 元") if owed.attempt > 1 else _("补发 %(month)s 的 %(yuan)s 元")
            reasons.append(again % told)
    reasons += [
        _("上月含 %(month)s 的 %(yuan)s 元") % {"month": owed.month, "yuan": format_yuan(owed.amount_fen)}
        for owed in before.lines
        if owed is not was
    ]
    return reasons


def _totals(
    run: PayRun, against: str, before: dict[int, Paid], now: dict[int, Paid], changes: Sequence[RunChange]
) -> RunComparison:
    of = {kind: [change for change in changes if change.kind == kind] for kind in ChangeKind}
    return RunComparison(
        run=run,
        against_month=against,
        before_count=len(before),
        before_fen=sum(paid.fen for paid in before.values()),
        new_count=len(of[ChangeKind.NEW]),
        new_fen=sum(change.now_fen for change in of[ChangeKind.NEW]),
        gone_count=len(of[ChangeKind.GONE]),
        gone_fen=sum(change.before_fen for change in of[ChangeKind.GONE]),
        changed_count=len(of[ChangeKind.CHANGED]),
        changed_fen=sum(change.now_fen - change.before_fen for change in of[ChangeKind.CHANGED]),
        now_count=len(now),
        now_fen=sum(paid.fen for paid in now.values()),
        changes_digest=changes_digest(changes),
    )
