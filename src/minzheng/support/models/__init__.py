"""Visits, receipts of payments in the person's own hand, problems found."""

from minzheng.support.models.visit import Problem, Receipt, SupportVisit

__all__ = ["Problem", "Receipt", "SupportVisit"]
