"""The queue and the timetable. A job knows who asked by user name only: this storey lies below accounts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.services.jobs.enums import OPEN_STATES, JobState


class JobRun(models.Model):
    """One piece of work: who asked, how far it is, what came of it. `claim` is the worker that holds it."""

    token = models.CharField(_("任务编号"), max_length=32, unique=True)
    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("防重键"), max_length=120, blank=True)
    payload = models.JSONField(_("参数"), default=dict)
    queued_by = models.CharField(_("交办人用户名"), max_length=64)
    queued_by_name = models.CharField(_("交办人"), max_length=64)
    queued_at = models.DateTimeField(_("交办时间"))
    state = models.CharField(_("状态"), max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("已办"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    message = models.TextField(_("说明"), blank=True)
    claim = models.CharField(_("领取号"), max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(_("领取次数"), default=0)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("最近心跳"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    is_cancel_asked = models.BooleanField(_("已要求取消"), default=False)
    result = models.JSONField(_("结果"), default=dict)
    file = models.FileField(_("结果文件"), max_length=200, blank=True)
    file_name = models.CharField(_("文件名"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("后台任务")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & Q(state__in=[state.value for state in OPEN_STATES]),
                name="jobs_run_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING.value) & ~Q(claim="") & Q(heartbeat_at__isnull=False)
                | ~Q(state=JobState.RUNNING.value) & Q(claim=""),
                name="jobs_run_claimed_while_running",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="jobs_run_queue"),
            models.Index(fields=["queued_by", "-queued_at"], name="jobs_run_of_person"),
        ]


class Schedule(models.Model):
    """When a repeated piece of work comes next; what it is stands in the code that registers it."""

    code = models.CharField(_("代码"), max_length=60, unique=True)
    next_at = models.DateTimeField(_("下次时间"))
    last_at = models.DateTimeField(_("上次时间"), null=True, blank=True)
    last_message = models.TextField(_("上次结果"), blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)

    class Meta:
        verbose_name = _("定时任务")
