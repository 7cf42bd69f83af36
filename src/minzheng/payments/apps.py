"""Payment, from what is due to the bank's answer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "fund.allocated": _("拨入专项资金"),
    "fund.budgeted": _("登记资金预算"),
    "fund.move_proposed": _("提出资金调剂"),
    "fund.moved": _("复核资金调剂，转出入账"),
    "fund.move_withdrawn": _("撤回资金调剂"),
    "dues.made": _("生成当月应发待遇"),
    "run.prepared": _("编制发放清单"),
    "run.checked": _("复核发放清单"),
    "run.endorsed": _("局领导签批发放清单"),
    "run.approved": _("审批发放清单"),
    "run.cancelled": _("撤销发放清单"),
    "run.file_written": _("导出银行文件"),
    "run.file_read": _("再次取出银行文件"),
    "account.confirmed": _("确认收款账户变更"),
    "hold.placed": _("暂停发放"),
    "hold.lifted": _("解除暂停发放"),
    "bank_format.chosen": _("选定银行文件格式"),
    "run.result_read": _("导入银行回盘"),
    "run.closed": _("办结发放批次"),
    "money.checked": _("资金自检"),
    "sample.drawn": _("抽取检查样本"),
    "sample.found": _("登记抽样检查结论"),
}


class PaymentsConfig(AppConfig):
    """Funds, pay runs, bank files."""

    name = "minzheng.payments"
    label = "payments"
    verbose_name = _("资金发放")

    def ready(self) -> None:
        """A frozen list stays as it was signed; the names of our acts for the history."""
        from minzheng.payments import triggers  # noqa: PLC0415 - app ready
        from minzheng.services.audit import actions  # noqa: PLC0415 - app ready

        triggers.register()
        actions.name_actions(ACTIONS)
        import datetime as dt  # noqa: PLC0415 - app ready

        from minzheng.ledger import given, open_items  # noqa: PLC0415 - app ready
        from minzheng.payments.domain.money_check import every_day  # noqa: PLC0415 - app ready
        from minzheng.payments.domain.preparing import PREPARING  # noqa: PLC0415 - app ready
        from minzheng.payments.queries.given import given_by_list  # noqa: PLC0415 - app ready
        from minzheng.payments.queries.open_items import open_runs  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready
        from minzheng.services.jobs.timetable import Repeated, repeat  # noqa: PLC0415 - app ready

        given.register("payments", given_by_list)
        open_items.register(open_runs)
        kinds.register(PREPARING)
        repeat(Repeated("payments.money_check", _("资金自检"), every_day, daily_at=dt.time(4, 30)))
