"""The books: accounts, transfers, and what is due to whom."""

from minzheng.ledger.models.account import Account
from minzheng.ledger.models.close import LedgerClose
from minzheng.ledger.models.due import Due, DuePerson
from minzheng.ledger.models.good import Good, WriteOff
from minzheng.ledger.models.month_balance import MonthBalance
from minzheng.ledger.models.transfer import Transfer

__all__ = ["Account", "Due", "DuePerson", "Good", "LedgerClose", "MonthBalance", "Transfer", "WriteOff"]
