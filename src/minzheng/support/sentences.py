"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "support.visited": _("探访在家供养人员"),
    "support.settled": _("处理探访发现的问题"),
    "support.guardian_recorded": _("登记监护人"),
    "support.guardian_ended": _("终止监护登记"),
    "support.agreement_proposed": _("提出委托照料协议"),
    "support.agreement_confirmed": _("确认委托照料协议"),
    "support.agreement_ended": _("终止委托照料协议"),
    "support.property_recorded": _("登记土地、房屋和其他财产"),
    "support.property_ended": _("终止财产使用登记"),
    "support.income_recorded": _("登记财产收益"),
    "support.burial_applied": _("受理丧葬费申请"),
    "support.burial_granted": _("审核同意丧葬费"),
    "support.burial_refused": _("不予支付丧葬费"),
}
