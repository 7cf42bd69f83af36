"""Indicators of screening: who qualifies is visited, who no longer qualifies is in review, standards are reckoned."""

from django.utils.translation import gettext as _

from minzheng.plan.measure import Measure, Scope, count, share
from minzheng.screening.queries.screens import EXITS, LINES, VISITS

PAGE, VISIT_LIST = "screening", "screening_visits"


def gap_visits(scope: Scope) -> Measure:
    """Share of the month's visits to families that qualify and get nothing that were made in time."""
    whole, made = scope.counted[VISITS]
    return share(made, whole, _("户"), link=VISIT_LIST)


def exits(scope: Scope) -> Measure:
    """Share of the cases that the month's screens found no longer entitled of which a review is proposed."""
    whole, proposed = scope.counted[EXITS]
    return share(proposed, whole, _("件"), link=PAGE)


def lines_tried(scope: Scope) -> Measure:
    """Count the standards reckoned by a method and tried out over the population in the month."""
    whole, by_method = scope.counted[LINES]
    return count(by_method, _("次"), _("本月共测算%(n)d次") % {"n": whole}, link=PAGE)
