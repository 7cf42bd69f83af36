"""Indicators of support at home: visits in time, money confirmed in the person's own hand."""

from django.utils.translation import gettext as _

from minzheng.plan.measure import Measure, Scope, share
from minzheng.support.queries.visits import in_hand, turns

PAGE = "support"


def visited(scope: Scope) -> Measure:
    """Share of the people supported at home whose visit is not overdue."""
    rows = turns(scope.last_on)
    return share(sum(not one.is_late(scope.last_on) for one in rows), len(rows), _("人"), link=PAGE)


def confirmed(scope: Scope) -> Measure:
    """Share of the payments that arrived in the month that somebody confirmed in hand."""
    return share(*in_hand(*scope.days), _("笔"), link=PAGE)
