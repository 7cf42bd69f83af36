"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "screening.snapshot_asked": _("交办人口快照"),
    "screening.snapshot_taken": _("生成人口快照"),
    "screening.snapshot_removed": _("删除人口快照文件"),
    "screening.started": _("交办筛查"),
    "screening.done": _("筛查完成"),
    "screening.exported": _("导出家庭数据文件"),
    "screening.proposed": _("按筛查结果提出复核建议"),
    "screening.visit_sent": _("派发应保未保走访"),
    "screening.visited": _("登记应保未保走访结果"),
    "screening.line_proposed": _("按测算提出新标准"),
}
