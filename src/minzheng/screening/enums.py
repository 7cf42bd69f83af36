"""The words of screening. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SnapshotState(TextChoices):
    """How far a snapshot has come; removed: the file is gone, what was found stays; unkept: there never was one."""

    WAITING = "waiting", _("生成中")
    READY = "ready", _("可用")
    REMOVED = "removed", _("已删除")
    UNKEPT = "unkept", _("没有留存")


class ScreenKind(TextChoices):
    """What is asked of a snapshot."""

    REVIEW = "review", _("按月复算")
    TAKE_UP = "take_up", _("应保未保")
    EXIT = "exit", _("应退未退")
    WHAT_IF = "what_if", _("政策测算")


class ScreenState(TextChoices):
    """How far a screen has come."""

    WAITING = "waiting", _("筛查中")
    DONE = "done", _("已完成")


class FindingKind(TextChoices):
    """What was found of a household. The first seven are what a review would propose."""

    RAISE = "raise", _("应增发")
    REDUCE = "reduce", _("应减发")
    STOP = "stop", _("已不符合条件")
    MEMBERS = "change_members", _("保障人员有变化")
    RESTORE = "restore", _("渐退中又符合条件")
    MISSING = "facts_missing", _("事实不全")
    QUALIFIES = "qualifies", _("符合条件未办")
    TO_ASK = "to_ask", _("还差几项才知道")


REVIEW_KINDS = (
    FindingKind.RAISE, FindingKind.REDUCE, FindingKind.STOP, FindingKind.MEMBERS, FindingKind.RESTORE,
    FindingKind.MISSING,
)  # fmt: skip
GAP_KINDS = (FindingKind.QUALIFIES, FindingKind.TO_ASK)


class VisitResult(TextChoices):
    """What came of a visit to a family that gets nothing."""

    APPLIED = "applied", _("愿意申请")
    NOT_WANTED = "not_wanted", _("本人不愿申请")
    DIFFERENT = "different", _("情况与登记不同")
