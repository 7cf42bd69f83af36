"""The Chinese name of every act of this room, for the history of a file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minzheng.remedies.enums import StepKind

ACTIONS: dict[str, str | Promise] = {
    "remedy.registered": _("登记"),
    **{f"remedy.{kind.value}": kind.label for kind in StepKind},
    "remedy.suspended": _("登记停止执行决定"),
    "remedy.suspension_lifted": _("登记恢复执行"),
}
