"""Tables of honesty, one module per step of a file."""

from minzheng.honesty.models.beyond import CreditCorrection, CreditEntry, PoliceTransfer, UnitReport
from minzheng.honesty.models.file import HonestyFile
from minzheng.honesty.models.hearing import AdvanceNotice, Hearing, Statement
from minzheng.honesty.models.investigation import Investigation
from minzheng.honesty.models.ruling import Instalment, InstalmentPlan, Receipt, Ruling, RulingChange

__all__ = [
    "AdvanceNotice", "CreditCorrection", "CreditEntry", "Hearing", "HonestyFile", "Instalment", "InstalmentPlan",
    "Investigation", "PoliceTransfer", "Receipt", "Ruling", "RulingChange", "Statement", "UnitReport",
]  # fmt: skip
