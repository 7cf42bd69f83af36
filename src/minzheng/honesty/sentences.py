"""The Chinese name of every act of this room, for the history of a file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "honesty.opened": _("立案"),
    "honesty.investigated": _("登记调查结果"),
    "honesty.dropped": _("不予处理，结案"),
    "honesty.told": _("制发事先告知书"),
    "honesty.notice_served": _("登记事先告知书送达"),
    "honesty.stated": _("登记陈述、申辩"),
    "honesty.hearing_asked": _("登记听证要求"),
    "honesty.hearing_set": _("通知听证"),
    "honesty.heard": _("登记听证笔录"),
    "honesty.decided": _("作出决定"),
    "honesty.ruling_served": _("登记决定书送达"),
    "honesty.ruling_changed": _("按复议决定、判决变更处理决定"),
    "honesty.plan_agreed": _("批准分期"),
    "honesty.received": _("登记收款"),
    "honesty.receipt_cancelled": _("冲销收款登记"),
    "honesty.settled": _("全部缴清，结案"),
    "honesty.police_sent": _("移送公安机关"),
    "honesty.police_answered": _("登记公安机关答复"),
    "honesty.unit_reported": _("提请主管机关处理出具虚假证明的单位"),
    "honesty.unit_answered": _("登记主管机关答复"),
    "honesty.credit_entered": _("记入诚信档案"),
    "honesty.credit_corrected": _("更正诚信档案"),
}
