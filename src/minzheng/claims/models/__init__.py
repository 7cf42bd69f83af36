"""What the office keeps of bills, of money to institutions, and of who is insured."""

from minzheng.claims.models.application import PersonalClaim
from minzheng.claims.models.campaign import (
    Campaign,
    Freeze,
    GapNote,
    InsuranceFile,
    Match,
    RosterEntry,
    Standing,
)
from minzheng.claims.models.claim import Change, Claim, Reckoning, YearAccount
from minzheng.claims.models.file import ReturnedLine, SettlementFile
from minzheng.claims.models.hospital import Designation, Hospital
from minzheng.claims.models.roll import RollEntry, RollImport
from minzheng.claims.models.statement import Reconciliation, Statement
from minzheng.claims.models.urgent import DepositWaiver, EmergencyReferral

__all__ = [
    "Campaign", "Change", "Claim", "DepositWaiver", "Designation", "EmergencyReferral", "Freeze", "GapNote", "Hospital",
    "InsuranceFile", "Match", "PersonalClaim", "Reckoning", "Reconciliation", "ReturnedLine", "RollEntry", "RollImport",
    "RosterEntry", "SettlementFile", "Standing", "Statement", "YearAccount",
]  # fmt: skip
