"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "relief.reported": _("报告困难"),
    "relief.requested": _("登记救助请求"),
    "relief.reckoned": _("测算"),
    "relief.decided": _("决定救助"),
    "relief.refused": _("不予救助"),
    "relief.sent_up": _("报县级当天决定"),
    "relief.paid": _("发放"),
    "relief.completed": _("补齐手续"),
    "relief.visited": _("探访"),
    "relief.cancelled": _("取消余下的发放"),
    "relief.conferred": _("个案会商记录"),
    "relief.conference_confirmed": _("核定个案会商"),
    "relief.case_opened": _("转入一般程序"),
    "relief.slip_sent": _("转介"),
    "relief.slip_answered": _("登记转介答复"),
    "relief.other_help": _("登记其他来源的帮助"),
    "relief.closed": _("办结"),
    "social.offered": _("登记社会帮扶"),
    "social.matched": _("对接家庭"),
    "social.confirmed": _("核对帮扶对接"),
    "social.handed_over": _("登记交付"),
    "social.result": _("登记帮扶结果"),
    "social.dropped": _("取消帮扶对接"),
    "reserve.opened": _("开立备用金"),
    "reserve.refill_proposed": _("申请补足备用金"),
    "reserve.refilled": _("批准补足备用金"),
    "reserve.refill_refused": _("退回补足申请"),
}
