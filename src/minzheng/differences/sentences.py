"""The Chinese name of every act of this room."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "differences.started": _("开始核算差额"),
    "differences.computed": _("核算差额完毕"),
    "case.difference_proposed": _("提出差额建议"),
    "case.difference_confirmed": _("确认差额"),
    "case.difference_dismissed": _("差额不予处理"),
    "case.difference_superseded": _("差额建议由新的核算代替"),
    "case.recovery_filed": _("追回款项并入诚信案卷"),
}
