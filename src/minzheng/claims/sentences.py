"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "hospital.registered": _("登记定点机构"),
    "hospital.designated": _("登记定点协议"),
    "hospital.designation_confirmed": _("复核定点协议"),
    "hospital.designation_ended": _("终止定点协议"),
    "settlement.received": _("接收结算文件"),
    "settlement.settled": _("结算文件逐笔结算"),
    "settlement.confirmed": _("复核结算文件"),
    "settlement.withdrawn": _("退回结算文件"),
    "bill.change_proposed": _("提出更正结算单"),
    "bill.changed": _("复核更正结算单"),
    "bill.claimed": _("受理个人医疗救助"),
    "bill.surveyed": _("登记调查情况"),
    "bill.posted": _("登记公示"),
    "bill.decided": _("作出救助决定"),
    "statement.prepared": _("编制机构付款单"),
    "statement.approved": _("审批机构付款单"),
    "statement.paid": _("登记机构付款"),
    "statement.cancelled": _("撤销机构付款单"),
    "hospital.reconciled": _("与机构对账"),
    "hospital.reconciliation_confirmed": _("复核机构对账"),
    "waiver.issued": _("开具免收押金记录"),
    "waiver.closed": _("销记免收押金记录"),
    "urgent.recorded": _("登记疾病应急救助转介"),
    "urgent.settled": _("登记应急救助结果"),
    "roll.submitted": _("提交名册导入"),
    "roll.confirmed": _("复核名册导入"),
    "campaign.opened": _("启动参保年度工作"),
    "campaign.frozen": _("冻结应参保名册"),
    "campaign.matched": _("参保比对"),
    "campaign.noted": _("登记未参保原因"),
    "campaign.note_confirmed": _("复核未参保原因"),
    "campaign.premiums": _("核定参保资助"),
}
