"""The case: one household asking for one program, whatever the program."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import OPEN_STATES, ExtensionGround, Level, State, Station
from minzheng.casework.models.paired import both_or_neither


class NumberSeriesManager(models.Manager["NumberSeries"]):
    """Gives numbers out, one after the other."""

    def take(self, series: str, count: int = 1) -> int:
        """Take `count` numbers and return the last. Inside a transaction: an act undone gives its numbers back."""
        if not self.filter(series=series).update(last=F("last") + count):
            # Two first takers at once: the second insert does nothing and then waits for the row.
            self.bulk_create([NumberSeries(series=series)], ignore_conflicts=True)
            self.filter(series=series).update(last=F("last") + count)
        return self.values_list("last", flat=True).get(series=series)


class NumberSeries(models.Model):
    """The last number given in one series (cases of a year, documents of a year)."""

    series = models.CharField(_("号段"), max_length=60, primary_key=True)
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    objects = NumberSeriesManager()

    class Meta:
        verbose_name = _("编号")


class Case(models.Model):
    """One household and one program, from application to archive. Only `domain.flow.move` changes `state`."""

    number = models.CharField(_("案件编号"), max_length=40, unique=True)
    program = models.CharField(_("救助项目"), max_length=40)
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="cases", verbose_name=_("家庭"))
    division_code = models.CharField(_("所属村（社区）"), max_length=12, db_index=True)
    applicant = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("申请人"))
    state = models.CharField(_("状态"), max_length=24, choices=State.choices, default=State.DRAFT)
    station = models.CharField(_("当前环节"), max_length=24, choices=Station.choices, default=Station.APPLICATION)
    state_since = models.DateTimeField(_("进入本状态时间"))
    station_since_on = models.DateField(_("本环节起算日"))
    due_on = models.DateField(_("本环节期限"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    opened_on = models.DateField(_("登记日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    path_from = models.DateField(_("适用流程起始日"))
    path_area = models.CharField(_("适用城乡流程"), max_length=8, blank=True)
    decides = models.CharField(_("确认机关"), max_length=8, choices=Level.choices, default=Level.COUNTY)
    complaint = models.TextField(_("投诉举报"), blank=True)
    extension_ground = models.CharField(_("延长事由"), max_length=20, choices=ExtensionGround.choices, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("延长批准人")
    )
    extended_at = models.DateTimeField(_("延长时间"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(_("复核周期（月）"), null=True, blank=True)
    next_review_on = models.DateField(_("下次复核日期"), null=True, blank=True)
    is_taken_over = models.BooleanField(_("接管存量"), default=False)
    near_relative_flag = models.BooleanField(_("近亲属备案"), default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("案件")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "program"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="casework_one_open_case",
                violation_error_message=_("该家庭在本项目已有在办或在保案件。"),
            ),
            both_or_neither("case_extended", "extended_by", "extended_at"),
        ]
        indexes = [
            models.Index(fields=["state", "division_code"], name="casework_case_state"),
            models.Index(
                fields=["next_review_on"], name="casework_case_review", condition=Q(next_review_on__isnull=False)
            ),
            models.Index(fields=["due_on"], name="casework_case_due", condition=Q(due_on__isnull=False)),
        ]

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows only Django's
        """Return the state in words. Django's own way translates every state there is, for every row of a list."""
        return str(State(self.state).label)
