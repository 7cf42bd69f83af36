"""What is due: a room says that a household is owed an amount for a month; payments pulls it from here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.ledger.enums import DueKind


class Due(models.Model):
    """An amount owed to a household for one month under one program. Frozen; a change is a correction of its own.

    Household, payee and decision live upstairs, so their keys are plain numbers here.
    """

    household_id = models.BigIntegerField(_("家庭"))
    payee_id = models.BigIntegerField(_("领款人"))
    program = models.CharField(_("救助项目"), max_length=40)
    month = models.CharField(_("待遇月份"), max_length=7)
    kind = models.CharField(_("类别"), max_length=16, choices=DueKind.choices, default=DueKind.REGULAR)
    # How many dues of this kind the month had before: a month may be put right more than once.
    series = models.PositiveSmallIntegerField(_("序次"), default=0)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    source_room = models.CharField(_("来源模块"), max_length=24)
    # Which row of the program's cost split applies, where the split differs by category of people; empty elsewhere.
    cost_category = models.CharField(_("资金分担类别"), max_length=60, blank=True, default="")
    decision_id = models.BigIntegerField(_("依据的决定"))
    case_number = models.CharField(_("办件编号"), max_length=40)
    document_number = models.CharField(_("决定文号"), max_length=80)
    person_count = models.PositiveSmallIntegerField(_("保障人数"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    made_by = models.CharField(_("经手人"), max_length=64)
    made_at = models.DateTimeField(_("生成时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("应发待遇")
        verbose_name_plural = _("应发待遇")
        constraints = [
            models.UniqueConstraint(
                fields=["household_id", "program", "month", "kind", "series"], name="household_due_series"
            ),
            # With the line above: regularly due once a month, and no second index that says so.
            models.CheckConstraint(condition=~Q(kind=DueKind.REGULAR) | Q(series=0), name="household_due_once_a_month"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="due_amount_is_positive"),
            models.CheckConstraint(condition=Q(kind__in=DueKind.values), name="due_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["program", "month"], name="due_program_month"),
            models.Index(fields=["division_code"], name="due_division"),
        ]


class DuePerson(models.Model):
    """One covered person of a due: the unique key refuses the same person in two households for one month."""

    due = models.ForeignKey(Due, on_delete=models.PROTECT, related_name="people", verbose_name=_("应发待遇"))
    person_id = models.BigIntegerField(_("保障对象"))
    program = models.CharField(_("救助项目"), max_length=40)
    month = models.CharField(_("待遇月份"), max_length=7)
    kind = models.CharField(_("类别"), max_length=16, choices=DueKind.choices, default=DueKind.REGULAR)
    series = models.PositiveSmallIntegerField(_("序次"), default=0)

    objects = ScopedManager("due__division_code")

    class Meta:
        verbose_name = _("应发待遇的保障对象")
        verbose_name_plural = _("应发待遇的保障对象")
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "program", "month", "kind", "series"], name="person_due_series"
            ),
            models.CheckConstraint(condition=~Q(kind=DueKind.REGULAR) | Q(series=0), name="person_due_once_a_month"),
            models.CheckConstraint(condition=Q(kind__in=DueKind.values), name="due_person_kind_is_known"),
        ]
