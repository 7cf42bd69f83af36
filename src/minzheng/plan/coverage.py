"""Indicators of who is covered, who is paid, and what the monthly review found."""

from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.casework.enums import DecisionKind, ProposalState
from minzheng.casework.models import Decision, ReviewProposal
from minzheng.kernel.fen import format_yuan
from minzheng.payments.models import PayLine
from minzheng.payments.queries.punctuality import punctuality
from minzheng.plan.measure import Measure, Scope, count, share, share_of


def covered_households(scope: Scope) -> Measure:
    """Count the households a decision in force covers this month."""
    rows = scope.in_force
    monthly = sum(row.amount_fen for row in rows)
    return count(len(rows), _("户"), _("本月应发%(yuan)s元") % {"yuan": format_yuan(monthly)})


def covered_persons(scope: Scope) -> Measure:
    """Count the persons those decisions cover."""
    people = {person for row in scope.in_force for person in row.person_ids}
    return count(len(people), _("人"), _("以上%(n)d户中受保障的成员") % {"n": len(scope.in_force)})


def paid_in_full(scope: Scope) -> Measure:
    """Share of the households covered this month that the bank has paid the whole amount by the month's last day."""
    rows = scope.in_force
    paid: Counter[int] = Counter()
    lines = PayLine.objects.filter(
        run__program=scope.program, month=str(scope.month), settled_at__lte=scope.moments[1], paid_fen__gt=0
    )
    for household_id, paid_fen in lines.values_list("household_id", "paid_fen"):
        paid[household_id] += paid_fen
    full = sum(paid[row.household_id] >= row.amount_fen for row in rows)
    return share(full, len(rows), _("户"), link="runs")


def sent_on_time(scope: Scope) -> Measure:
    """Share of the month's regular dues, in fen, that had gone to the bank by the statutory day."""
    found = punctuality([scope.month], program=scope.program)
    due, sent = sum(one.due_fen for one in found), sum(one.sent_on_time_fen for one in found)
    if not due:
        return share(0, 0, "", link="run_board")
    tenths = sent * 1000 // due
    words = _("应发%(due)s元，按时送银行%(sent)s元") % {"due": format_yuan(due), "sent": format_yuan(sent)}
    return Measure(f"{tenths // 10}.{tenths % 10}%", words, sent, due, "run_board")


def reviews(scope: Scope) -> Measure:
    """Share of the month's review proposals that somebody has settled."""
    rows = ReviewProposal.objects.filter(case__program=scope.program, month=str(scope.month))
    return share_of(rows, ~Q(state=ProposalState.OPEN), _("件"), link="reviews")


def stopped(scope: Scope) -> Measure:
    """Count the benefits ended by a decision in the month."""
    rows = Decision.objects.filter(
        case__program=scope.program, kind=DecisionKind.TERMINATE, decided_on__range=scope.days
    )
    return count(rows.count(), _("户"))
