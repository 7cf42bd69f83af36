"""Payment: the funds, the run with its lines, what went to the bank and what came back."""

from minzheng.payments.models.account_change import AccountChange
from minzheng.payments.models.bank import BankFile, BankResult, FormatChoice
from minzheng.payments.models.budget import Budget
from minzheng.payments.models.change import RunChange, RunComparison
from minzheng.payments.models.fund import Allocation, Fund
from minzheng.payments.models.fund_move import FundMove
from minzheng.payments.models.hold import PaymentHold
from minzheng.payments.models.line import HeldLine, PayLine
from minzheng.payments.models.run import PayRun
from minzheng.payments.models.sample import PaymentSample, SampleFinding, SampleLine
from minzheng.payments.models.share import LineShare, RunShare

__all__ = [
    "AccountChange",
    "Allocation",
    "BankFile",
    "BankResult",
    "Budget",
    "FormatChoice",
    "Fund",
    "FundMove",
    "HeldLine",
    "LineShare",
    "PayLine",
    "PayRun",
    "PaymentHold",
    "PaymentSample",
    "RunChange",
    "RunComparison",
    "RunShare",
    "SampleFinding",
    "SampleLine",
]
