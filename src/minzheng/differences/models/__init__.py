"""Tables of differences."""

from minzheng.differences.models.claim import RecoveryClaim
from minzheng.differences.models.computation import Computation, LeftOut
from minzheng.differences.models.proposal import DifferenceMonth, Proposal

__all__ = ["Computation", "DifferenceMonth", "LeftOut", "Proposal", "RecoveryClaim"]
