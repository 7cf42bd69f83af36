"""What stands in a place of a record: yuan or fen, days, months, numbers, texts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minzheng.kernel.fen import Fen
from minzheng.payments.formats.checksum import KINDS
from minzheng.payments.formats.layout import AMOUNT_FIELDS, BankFormat, Cell

DAY_FORMS = {"YYYYMMDD": "%Y%m%d", "YYYY-MM-DD": "%Y-%m-%d", "YYYY/MM/DD": "%Y/%m/%d"}


@dataclass(frozen=True)
class Payment:
    """One line for the bank, the account number open."""

    seq: int
    serial: str
    payee_name: str
    account: str
    bank_name: str
    amount_fen: Fen
    purpose: str
    month: str


@dataclass(frozen=True)
class Batch:
    """The lines of one file, and what the file says of itself."""

    run: str
    program: str
    month: str
    day: dt.date
    part: int
    parts: int
    payments: Sequence[Payment]

    @property
    def total_fen(self) -> Fen:
        """Return the sum of the lines."""
        return sum(payment.amount_fen for payment in self.payments)


def of_payment(cell: Cell, payment: Payment) -> str:
    """Return what a line has at this place."""
    if not cell.field:
        return cell.text
    if cell.field == "amount":
        return amount(payment.amount_fen, cell.form) + cell.suffix
    if cell.field == "month":
        return _month(payment.month, cell.form)
    return f"{getattr(payment, cell.field)}{cell.suffix}"


def of_batch(cell: Cell, batch: Batch, checksum: str) -> str:
    """Return what a header or trailer has at this place."""
    if not cell.field:
        return cell.text
    if cell.field in AMOUNT_FIELDS:
        return amount(batch.total_fen, cell.form) + cell.suffix
    values: Mapping[str, object] = {
        "run": batch.run,
        "part": batch.part,
        "parts": batch.parts,
        "date": batch.day.strftime(DAY_FORMS.get(cell.form, "%Y%m%d")),
        "month": _month(batch.month, cell.form),
        "program": batch.program,
        "count": len(batch.payments),
        "checksum": checksum,
    }
    return f"{values[cell.field]}{cell.suffix}"


def checksum_of(layout: BankFormat, batch: Batch, body: bytes) -> str:
    """Return the checksum as the format says: over the bytes of the detail records, or over fields with `|` between."""
    if layout.checksum is None:
        return ""
    return KINDS[layout.checksum.kind](_fields(layout, batch) if layout.checksum.over else body)


def amount(fen: Fen, form: str) -> str:
    """Return whole fen, or yuan with two decimals and no thousands separators: banks read digits."""
    return str(fen) if form == "fen" else f"{fen // 100}.{fen % 100:02d}"


def _fields(layout: BankFormat, batch: Batch) -> bytes:
    over = layout.checksum.over if layout.checksum else ()
    cells = [next(cell for cell in layout.columns if cell.field == field) for field in over]
    rows = ("|".join(of_payment(cell, payment) for cell in cells) for payment in batch.payments)
    return "\n".join(rows).encode("utf-8")


def _month(text: str, form: str) -> str:
    return text.replace("-", "") if form == "YYYYMM" else text
