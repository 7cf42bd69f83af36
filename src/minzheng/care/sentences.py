"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "referral.sent": _("转介"),
    "referral.answered": _("登记转介反馈"),
    "referral.slip_issued": _("制发转介单"),
    "course.opened": _("登记培训班"),
    "course.cancelled": _("停办培训班"),
    "course.enrolled": _("培训报名"),
    "course.left": _("退出培训"),
    "course.moved_up": _("候补录取"),
    "course.attended": _("登记出勤"),
    "course.certified": _("制发培训合格证明"),
    "vacancy.entered": _("登记岗位"),
    "vacancy.closed": _("关闭岗位"),
    "vacancy.offered": _("介绍岗位"),
    "vacancy.answered": _("登记岗位介绍的答复"),
    "placement.recorded": _("登记上岗"),
    "placement.followed_up": _("就业回访"),
    "placement.ended": _("登记离岗"),
}
