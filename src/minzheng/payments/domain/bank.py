"""The file for the bank: written once, kept sealed, the same bytes for whoever asks again."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain.entitlement import CHAIN, PREPARERS
from minzheng.payments.domain.run import ListChanged, lock
from minzheng.payments.domain.sealed import require_seals
from minzheng.payments.domain.share import RUN_KIND
from minzheng.payments.enums import RunState
from minzheng.payments.formats import BankFormat, load
from minzheng.payments.models import BankFile, PayLine, PayRun
from minzheng.payments.models.bank import FILE_CONTEXT
from minzheng.payments.queries.digest import digest_of
from minzheng.registry.models.account import ACCOUNT_CONTEXT
from minzheng.services.audit.domain.record import record
from minzheng.services.vault import open_sealed, seal


class NoFile(Refused):
    """The run has no bank file yet."""


@transaction.atomic
def write_file(*, run: PayRun, by: Staff, at: datetime, format_code: str = "standard") -> BankFile:
    """Write the file of an approved run and mark it sent; a second call returns the same file and changes nothing.

    Raises NotInState (not approved), ListChanged (the list is not the one that was signed), SealBroken.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    written = BankFile.objects.filter(run=run).first()
    if written is not None:
        return written
    run = lock(run, RunState.APPROVED)
    layout = load(format_code)
    with within(by.area):
        lines = list(PayLine.objects.filter(run=run).order_by("seq"))
    if digest_of(lines) != run.list_digest:
        raise ListChanged(
            _("批次 %(number)s 的明细与审批时不符，没有生成银行文件，请报审计人员核查") % {"number": run.number}
        )
    require_seals(run, lines)
    text = _text(layout, run, lines)
    content = text.encode(layout.encoding)
    file = BankFile.objects.create(
        run=run,
        name=f"{run.number}.{layout.extension}",
        format_code=layout.code,
        content_sealed=seal(text, context=FILE_CONTEXT),
        sha256=hashlib.sha256(content).hexdigest(),
        line_count=len(lines),
        total_fen=sum(line.amount_fen for line in lines),
        written_by=by,
        written_at=at,
    )
    run.state = RunState.SENT
    run.save(update_fields=["state"])
    _audit(run, "run.file_written", by=by, at=at, file=file)
    return file


@transaction.atomic
def open_file(*, run: PayRun, by: Staff, at: datetime) -> bytes:
    """Return the bytes of the run's file, as they were sent; each taking out is audited. Raises NoFile, NotAllowed."""
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    file = BankFile.objects.filter(run=run).first()
    if file is None:
        raise NoFile(_("批次 %(number)s 还没有银行文件，请先审批并导出") % {"number": run.number})
    content = open_sealed(file.content_sealed, context=FILE_CONTEXT).encode(load(file.format_code).encoding)
    _audit(run, "run.file_read", by=by, at=at, file=file)
    return content


def purpose_of(run: PayRun, month: str) -> str:
    """Return what the payee reads on the statement: "2026年11月" with the program's short name."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月{run.program_name}"


def _text(layout: BankFormat, run: PayRun, lines: Sequence[PayLine]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in layout.columns)
    writer.writerows(_rows(layout, run, lines))
    writer.writerow(_total(layout, lines))
    return out.getvalue()


def _rows(layout: BankFormat, run: PayRun, lines: Sequence[PayLine]) -> Iterator[list[str]]:
    for line in lines:
        values = {
            "seq": str(line.seq),
            "payee_name": line.payee_name,
            "account": open_sealed(line.account_sealed, context=ACCOUNT_CONTEXT),
            "bank_name": line.bank_name,
            "amount": _plain(line.amount_fen),
            "purpose": purpose_of(run, line.month),
            "serial": line.serial,
        }
        yield [values[column.field] for column in layout.columns]


def _total(layout: BankFormat, lines: Sequence[PayLine]) -> list[str]:
    """Return the last row: title in the first column, number of lines, sum."""
    row = {column.field: "" for column in layout.columns}
    row[layout.total_count_field] = f"{len(lines)}笔"
    row[layout.total_amount_field] = _plain(sum(line.amount_fen for line in lines))
    return [layout.total_title, *(row[column.field] for column in layout.columns[1:])]


def _plain(amount_fen: int) -> str:
    """Return yuan with two decimals and no thousands separators: banks read digits."""
    return format_yuan(amount_fen).replace(",", "")


def _audit(run: PayRun, action: str, *, by: Staff, at: datetime, file: BankFile) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind=RUN_KIND,
        object_id=run.number,
        division_code=settings.COUNTY_CODE,
        after={"file": file.name, "sha256": file.sha256, "lines": file.line_count, "total_fen": file.total_fen},
    )
