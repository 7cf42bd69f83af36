"""Indicators of prices: markets visited, and the subsidy of the month paid in the days the rule gives."""

from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from minzheng.kernel.fen import format_yuan
from minzheng.ledger.models import Due
from minzheng.payments.models import PayLine
from minzheng.plan.measure import Measure, Scope, count, share
from minzheng.prices.models import SubsidyMonth
from minzheng.prices.queries.months import program
from minzheng.prices.queries.weekly import standing


def weeks_priced(scope: Scope) -> Measure:
    """Count the weeks of the month in which prices were written down."""
    rows = standing().order_by().filter(seen_on__range=scope.days)
    found = rows.aggregate(weeks=Count("week", distinct=True), prices=Count("pk"))
    return count(found["weeks"], _("周"), _("登记价格%(n)d条") % {"n": found["prices"]}, link="runs")


def subsidy_in_time(scope: Scope) -> Measure:
    """Share of the households due the subsidy of the month whom the bank has paid by its last day."""
    row = SubsidyMonth.objects.filter(month=str(scope.month)).first()
    if row is None:
        return Measure("—", _("本月没有确认发放价格补贴"), 0, None, "runs")
    code = program()
    due = Due.objects.filter(program=code, month=row.month).aggregate(n=Count("pk"), fen=Sum("amount_fen"))
    lines = PayLine.objects.filter(run__program=code, month=row.month, paid_fen__gt=0)
    if row.due_on is not None:
        lines = lines.filter(settled_at__date__lte=row.due_on)
    # A due may be paid in parts; it is in time once all of it has arrived.
    whole = lines.order_by().values("due_id", "due__amount_fen").annotate(paid=Sum("paid_fen"))
    paid = whole.filter(paid__gte=F("due__amount_fen")).count()
    found = share(paid, due["n"], _("户"), link="runs")
    words = _("%(detail)s，应发%(yuan)s元") % {"detail": found.detail, "yuan": format_yuan(due["fen"] or 0)}
    return Measure(found.value, words, found.numerator, found.denominator, found.link)
