"""What the room reads of the ledger: the reserve fund of a township, and the county's fund of a program."""

from collections import Counter
from datetime import date

from minzheng.accounts.scope import everywhere
from minzheng.kernel.division import full
from minzheng.kernel.moment import local_day
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account
from minzheng.ledger.queries import accounts_of, balance_fen
from minzheng.relief.enums import Form, Source
from minzheng.relief.models import Voucher


def township_of(division_code: str) -> str:
    """Return the township's code of a place in it."""
    return full(division_code[:9])


def reserve_code(program: str, division_code: str) -> str:
    """Return the fund code of a township's reserve fund in the ledger."""
    return f"reserve-{program}-{township_of(division_code)}"


def county_code(program: str, day: date) -> str:
    """Return the fund code of the county's own money of the program and year, as finance opens it."""
    return f"{program}-{day.year}-county"


def reserve_fen(program: str, division_code: str) -> int:
    """Return what a township's reserve fund holds, in fen; 0 if there is none."""
    return balance_fen(reserve_code(program, division_code), AccountKind.AVAILABLE)


def county_fen(program: str, day: date) -> int:
    """Return what the county's fund of the year holds, in fen; 0 if there is none."""
    return balance_fen(county_code(program, day), AccountKind.AVAILABLE)


def accounts(code: str) -> dict[str, Account]:
    """Return a fund's accounts by kind; empty if it is not opened."""
    return accounts_of(code)


def held_on_accounts() -> dict[tuple[str, str], int]:
    """Return what was handed over in money, by fund and kind of account: for the check of the books."""
    total: Counter[tuple[str, str]] = Counter()
    with everywhere("账目自检须核对全部凭证"):
        rows = Voucher.objects.exclude(instalment__grant__form=Form.GOODS).values_list(
            "source", "division_code", "instalment__grant__request__program", "paid_at", "amount_fen"
        )
        for source, division_code, program, paid_at, fen in rows:
            is_reserve = source == Source.RESERVE
            code = reserve_code(program, division_code) if is_reserve else county_code(program, local_day(paid_at))
            total[code, AccountKind.PAID] += fen
    return dict(total)
