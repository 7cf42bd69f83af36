"""The words of the books."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """What an account stands for. Balances are credits minus debits: money moves from debit to credit."""

    SOURCE = "source", _("财政拨入")
    AVAILABLE = "available", _("可用资金")
    RESERVED = "reserved", _("已审批待发放")
    PAID = "paid", _("已发放")
    WRITTEN_OFF = "written_off", _("报损核销")


# What a fund of money has; only goods can be spoilt.
MONEY_KINDS: tuple[AccountKind, ...] = (
    AccountKind.SOURCE,
    AccountKind.AVAILABLE,
    AccountKind.RESERVED,
    AccountKind.PAID,
)
FEN = "fen"


class Why(models.TextChoices):
    """Why money moved."""

    ALLOCATION = "allocation", _("资金拨入")
    RESERVE = "reserve", _("审批发放清单，预留")
    POST = "post", _("银行发放成功")
    VOID = "void", _("银行退回，释放预留")
    LATE_RETURN = "late_return", _("发放成功后银行退款")
    RECOVERED = "recovered", _("追回，退回原资金")
    REVERSAL = "reversal", _("冲正")
    MOVED_OUT = "moved_out", _("同项目调出")
    MOVED_IN = "moved_in", _("同项目调入")
    CARRIED_OUT = "carried_out", _("结转下年，转出")
    CARRIED_IN = "carried_in", _("上年结转，转入")
    GIVEN_BACK = "given_back", _("结余资金交回")
    RECEIVED = "received", _("物资入库")
    ISSUED = "issued", _("物资领出")
    HANDED_OUT = "handed_out", _("发放到户")
    HANDED_BACK = "handed_back", _("退回库房")
    WRITTEN_OFF = "written_off", _("报损核销")
    KEPT_IN = "kept_in", _("机构账户收入")
    KEPT_OUT = "kept_out", _("机构账户支出")


class DueKind(models.TextChoices):
    """Why a benefit is due for a month."""

    REGULAR = "regular", _("当月待遇")
    ARREARS = "arrears", _("补发")
    CORRECTION = "correction", _("更正")
    # Beside the benefit of the month, not part of it: a burial.
    ONCE = "once", _("一次性待遇")


# What the months of a benefit are made of.
OF_THE_MONTH: tuple[DueKind, ...] = (DueKind.REGULAR, DueKind.ARREARS, DueKind.CORRECTION)


class CloseKind(models.TextChoices):
    """How long a closed period is."""

    MONTH = "month", _("月结")
    YEAR = "year", _("年结")
