"""Events, requests and their reckonings, grants and vouchers, reserve funds, conferences, visits, slips."""

from minzheng.relief.models.conference import Conference, ConferenceMember
from minzheng.relief.models.event import OtherHelp, ReliefEvent
from minzheng.relief.models.follow_up import Completion, ReliefVisit, Slip
from minzheng.relief.models.fund import Refill, ReserveFund
from minzheng.relief.models.grant import Cancellation, Grant, Instalment, NeedShare, Voucher
from minzheng.relief.models.recovery import MoneyBack, Recovery
from minzheng.relief.models.request import Need, Reckoning, Request
from minzheng.relief.models.social import SocialMatch, SocialOffer

__all__ = [
    "Cancellation", "Completion", "Conference", "ConferenceMember", "Grant", "Instalment", "MoneyBack", "Need",
    "NeedShare", "OtherHelp", "Reckoning", "Recovery", "Refill", "ReliefEvent", "ReliefVisit", "Request",
    "ReserveFund", "Slip", "SocialMatch", "SocialOffer", "Voucher",
]  # fmt: skip
