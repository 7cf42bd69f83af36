"""Indicators of the homes: beds, care as recorded, complaints, what was put right, works."""

from django.utils.translation import gettext as _

from minzheng.institutions.queries import month
from minzheng.plan.measure import Measure, Scope, share


def beds_used(scope: Scope) -> Measure:
    """Share of the beds in use that somebody has now."""
    return share(scope.counted[month.LIVING][0], scope.counted[month.BEDS][0], _("床"), link="homes")


def care_given(scope: Scope) -> Measure:
    """Share of the care written down this month that was given; the rest has its reason beside it."""
    return _share(scope, month.CARE, _("项"))


def complaints_answered(scope: Scope) -> Measure:
    """Share of the complaints due this month that are answered."""
    return _share(scope, month.COMPLAINTS, _("件"))


def defects_settled(scope: Scope) -> Measure:
    """Share of what was to be put right by a day of this month and was looked at again."""
    return _share(scope, month.DEFECTS, _("项"))


def works_accepted(scope: Scope) -> Measure:
    """Share of the works due by now that were taken over."""
    return _share(scope, month.WORKS, _("项"))


def _share(scope: Scope, kind: str, unit: str) -> Measure:
    whole, part = scope.counted[kind]
    return share(part, whole, unit, link="homes")
