"""Visits, receipts of payments in hand, problems; guardians and care agreements; property; burials."""

from minzheng.support.models.burial import Burial
from minzheng.support.models.property import Property, PropertyIncome
from minzheng.support.models.standing import CareAgreement, Guardian
from minzheng.support.models.visit import Problem, Receipt, SupportVisit

__all__ = ["Burial", "CareAgreement", "Guardian", "Problem", "Property", "PropertyIncome", "Receipt", "SupportVisit"]
