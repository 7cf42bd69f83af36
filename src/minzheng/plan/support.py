"""Indicators of destitute support: visits in time, money in the person's own hand, care agreed, standards grown."""

from django.utils.translation import gettext as _

from minzheng.casework.queries.growth import standards_reached
from minzheng.plan.measure import BURIALS, Measure, Scope, share
from minzheng.support.queries.standing import SELF, cared
from minzheng.support.queries.visits import in_hand, turns_of

PAGE = "support"


def visited(scope: Scope) -> Measure:
    """Share of the people supported at home whose visit is not overdue."""
    rows = turns_of(scope.supported, scope.last_on)
    return share(sum(not one.is_late(scope.last_on) for one in rows), len(rows), _("人"), link=PAGE)


def confirmed(scope: Scope) -> Measure:
    """Share of the payments that arrived in the month that somebody confirmed in hand."""
    return share(*in_hand(scope.supported, *scope.days), _("笔"), link=PAGE)


def agreed(scope: Scope) -> Measure:
    """Share of the people who need care at home of whom somebody named has taken it on by an agreement in force."""
    rows = [one for one in cared(scope.supported, scope.last_on) if one.who.tier != SELF]
    return share(sum(one.running is not None for one in rows), len(rows), _("人"), link=PAGE)


def grown(scope: Scope) -> Measure:
    """Share of the standards that are what the rule of growth asks at least, on the last day counted."""
    found = standards_reached(scope.program, scope.last_on)
    return share(*(found or (0, 0)), _("项"), link="case_figures")


def buried(scope: Scope) -> Measure:
    """Share of the applications for a burial taken this month that are decided."""
    whole, decided = scope.counted[BURIALS]
    return share(decided, whole, _("件"), link="support_burials")
