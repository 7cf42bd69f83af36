"""Indicators of urgent help: who asked, how quickly and how near it was decided, whether the papers came in time."""

from django.utils.translation import gettext as _

from minzheng.kernel.fen import format_yuan
from minzheng.plan.measure import Measure, Scope, count, share
from minzheng.relief.models import ReliefEvent, Request
from minzheng.relief.queries import measures as numbers
from minzheng.relief.queries.measures import Measures, Share

PAGE = "relief_numbers"


def requests(scope: Scope) -> Measure:
    """Count who asked in the month, and because of how many events."""
    asked = Request.objects.filter(recorded_at__range=scope.moments).count()
    events = ReliefEvent.objects.filter(reported_at__range=scope.moments).count()
    return count(asked, _("户"), _("困难事件%(n)d起") % {"n": events}, link="relief")


def near(scope: Scope) -> Measure:
    """Share of the grants without a conference that the township itself decided."""
    return _share(_month(scope).near)


def not_repeated(scope: Scope) -> Measure:
    """Share of the grants to people who had none in the twelve months before."""
    found = _month(scope).repeats
    return _share(Share(found.denominator - found.numerator, found.denominator))


def granted(scope: Scope) -> Measure:
    """Count the grants of the month, with their sum beside last year's."""
    found = _month(scope)
    words = _("共%(yuan)s元，上年同期%(last)s元") % {
        "yuan": format_yuan(found.granted_fen), "last": format_yuan(found.last_year_fen),
    }  # fmt: skip
    return count(found.repeats.denominator, _("笔"), words, link=PAGE)


def referrals(scope: Scope) -> Measure:
    """Share of the slips that the other office took."""
    return _share(_month(scope).referrals)


def quick(scope: Scope) -> Measure:
    """Share of the urgent grants paid within 72 hours."""
    return _share(_month(scope).quick)


def in_time(scope: Scope) -> Measure:
    """Share of the papers due in the month that were made good by their day."""
    return _share(_month(scope).in_time)


def _month(scope: Scope) -> Measures:
    return numbers.measures(scope.days[0], scope.days[1])


def _share(found: Share) -> Measure:
    return share(found.numerator, found.denominator, _("件"), link=PAGE)
