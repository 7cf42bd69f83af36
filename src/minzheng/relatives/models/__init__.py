"""Members of committees, the close relatives that officials declare, and agreements that officials keep a card."""

from minzheng.relatives.models.custody import CUSTODIAN_CONTEXT, CustodyAgreement
from minzheng.relatives.models.official import MEMBER_CONTEXT, RELATIVE_CONTEXT, CommitteeMember, DeclaredRelative

__all__ = [
    "CUSTODIAN_CONTEXT",
    "MEMBER_CONTEXT",
    "RELATIVE_CONTEXT",
    "CommitteeMember",
    "CustodyAgreement",
    "DeclaredRelative",
]
