"""Payment: the funds, the run with its lines, what went to the bank and what came back."""

from minzheng.payments.models.bank import BankFile, BankResult, FormatChoice
from minzheng.payments.models.fund import Allocation, Fund
from minzheng.payments.models.line import HeldLine, PayLine
from minzheng.payments.models.run import PayRun
from minzheng.payments.models.sample import PaymentSample, SampleFinding, SampleLine
from minzheng.payments.models.share import LineShare, RunShare

__all__ = [
    "Allocation",
    "BankFile",
    "BankResult",
    "FormatChoice",
    "Fund",
    "HeldLine",
    "LineShare",
    "PayLine",
    "PayRun",
    "PaymentSample",
    "RunShare",
    "SampleFinding",
    "SampleLine",
]
