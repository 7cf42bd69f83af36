"""What all dated facts share: the days they hold, since when we know, who says so, and which version they replace.

Truth has two times (docs/adr/0010-two-time-facts.md). A row is never changed: a correction is a new row that names the
one it replaces. "Known until" is derived: it is the moment its replacement became known.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FactQuerySet(models.QuerySet[Any]):
    """Reads facts at a day and a moment. Both are given by the caller; nothing here knows what time it is."""

    def holding_on(self, day: dt.date) -> Self:
        """Keep rows whose days include `day` (first and last day included) and that do not withdraw anything."""
        return self.filter(
            Q(holds_until__isnull=True) | Q(holds_until__gte=day), holds_from__lte=day, is_withdrawn=False
        )

    def known_by(self, moment: dt.datetime) -> Self:
        """Keep the versions believed at `moment`: known by then, and replaced by nothing known by then."""
        return self.filter(
            Q(replaced_by__isnull=True) | Q(replaced_by__known_at__gt=moment),
            known_at__lte=moment,
        )

    def as_of(self, day: dt.date, moment: dt.datetime) -> Self:
        """Keep what was believed at `moment` to hold on `day`."""
        return self.known_by(moment).holding_on(day)

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """Keep rows that share at least one day with `first`..`last` (None: open end)."""
        rows = self.filter(Q(holds_until__isnull=True) | Q(holds_until__gte=first), is_withdrawn=False)
        return rows if last is None else rows.filter(holds_from__lte=last)

    def latest_versions(self) -> Self:
        """Keep the versions that nothing replaces, whenever they became known."""
        return self.filter(replaced_by__isnull=True)


class DatedFact(models.Model):
    """A sourced statement that holds on some days and has been known since a moment. Append-only."""

    holds_from = models.DateField(_("自何日起"))
    holds_until = models.DateField(_("至何日止（含当日）"), null=True, blank=True)
    known_at = models.DateTimeField(_("何时获知"))
    source = models.CharField(_("来源"), max_length=200)
    recorded_by = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("登记人")
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("更正的版本"),
    )
    is_withdrawn = models.BooleanField(
        _("撤销"), default=False, help_text=_("本行只说明被更正的版本从未成立，自身不代表任何事实")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(holds_until__isnull=True) | Q(holds_until__gte=F("holds_from")),
                name="%(class)s_period_in_order",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="%(class)s_source_is_given"),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(replaces__isnull=False), name="%(class)s_withdraws_something"
            ),
        ]
