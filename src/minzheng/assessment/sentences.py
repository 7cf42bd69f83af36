"""The Chinese name of every act of this room, for the history of an assessment."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "assessment.started": _("开始自评"),
    "assessment.answered": _("填写自评项目"),
    "assessment.evidence_kept": _("上传佐证材料"),
    "assessment.submitted": _("提交自评"),
    "assessment.item_reviewed": _("复核自评项目"),
    "assessment.closed": _("确认自评结果"),
    "assessment.reopened": _("退回重评"),
}
