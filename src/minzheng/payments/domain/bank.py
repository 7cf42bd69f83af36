"""The files for the bank: written once, kept sealed, the same bytes for whoever asks again."""

import base64
import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain.entitlement import CHAIN, PREPARERS
from minzheng.payments.domain.run import ListChanged, lock
from minzheng.payments.domain.sealed import require_seals
from minzheng.payments.domain.share import RUN_KIND
from minzheng.payments.enums import RunState
from minzheng.payments.formats import BankFormat, load
from minzheng.payments.formats.values import Batch, Payment
from minzheng.payments.formats.writing import Part, write
from minzheng.payments.models import BankFile, PayLine, PayRun
from minzheng.payments.models.bank import FILE_CONTEXT
from minzheng.payments.queries.bank_formats import format_for
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.frozen_line import FrozenLine, frozen
from minzheng.registry.models.account import ACCOUNT_CONTEXT
from minzheng.services.audit.domain.record import record
from minzheng.services.vault import open_sealed, opener, seal

BASE64 = "base64"


class NoFile(Refused):
    """The run has no bank file yet, or no such part."""


class PartsDiffer(Exception):
    """The files do not add up to the list. A surprise, not a refusal: nothing is written."""


@transaction.atomic
def write_file(*, run: PayRun, by: Staff, at: datetime, format_code: str = "") -> list[BankFile]:
    """Write the files of an approved run and mark it sent; a second call returns the same files and changes nothing.

    Without a format the one chosen for the program counts on the day. A run beyond the bank's limits becomes several
    files; none splits a line. Raises NotInState (not approved), ListChanged (the list is not the one that was signed),
    SealBroken, NoSuchFormat, CannotBeWritten (every line that does not fit the format is named; nothing is written).
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    written = files_of(run)
    if written:
        return written
    run = lock(run, RunState.APPROVED)
    layout = load(format_code or format_for(run.program, local_day(at)))
    with within(by.area):
        lines = list(frozen(PayLine.objects.filter(run=run).order_by("seq")))
    if digest_of(lines) != run.list_digest:
        raise ListChanged(
            _("批次 %(number)s 的明细与审批时不符，没有生成银行文件，请报审计人员核查") % {"number": run.number}
        )
    require_seals(run, lines)
    parts = write(layout, _batch(run, lines, at))
    _require_whole(run, parts)
    files = [_keep(run, layout, part, many=len(parts) > 1, by=by, at=at) for part in parts]
    run.state = RunState.SENT
    run.save(update_fields=["state"])
    for file in files:
        _audit(run, "run.file_written", by=by, at=at, file=file)
    return files


@transaction.atomic
def open_file(*, run: PayRun, by: Staff, at: datetime, part: int = 1) -> bytes:
    """Return the bytes of one part of the run's file, as they were sent; each taking out is audited.

    Raises NoFile, NotAllowed.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    file = BankFile.objects.filter(run=run, part=part).first()
    if file is None:
        if part > 1:
            raise NoFile(_("批次 %(number)s 的银行文件没有第 %(part)s 份") % {"number": run.number, "part": part})
        raise NoFile(_("批次 %(number)s 还没有银行文件，请先审批并导出") % {"number": run.number})
    kept = open_sealed(file.content_sealed, context=FILE_CONTEXT)
    content = base64.b64decode(kept) if file.encoding == BASE64 else kept.encode(file.encoding)
    _audit(run, "run.file_read", by=by, at=at, file=file)
    return content


def files_of(run: PayRun) -> list[BankFile]:
    """Return the parts of the run's file in order; none before it is written."""
    return list(BankFile.objects.filter(run=run).order_by("part"))


def purpose_of(run: PayRun, month: str) -> str:
    """Return what the payee reads on the statement: "2026年11月" with the program's short name."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月{run.program_name}"


def _batch(run: PayRun, lines: list[FrozenLine], at: datetime) -> Batch:
    opened = opener(context=ACCOUNT_CONTEXT)
    payments = [
        Payment(
            seq=line.seq,
            serial=line.serial,
            payee_name=line.payee_name,
            account=opened(line.account_sealed),
            bank_name=line.bank_name,
            amount_fen=line.amount_fen,
            purpose=purpose_of(run, line.month),
            month=line.month,
        )
        for line in lines
    ]
    # The day of the signature, not of the writing: the same list makes the same bytes whenever it is written.
    day = local_day(run.approved_at or at)
    return Batch(run.number, run.program_name, run.month, day, 1, 1, payments)


def _require_whole(run: PayRun, parts: list[Part]) -> None:
    """The files of a run add up to its list, to the fen."""
    count, total_fen = sum(part.line_count for part in parts), sum(part.total_fen for part in parts)
    if (count, total_fen) != (run.line_count, run.total_fen):
        raise PartsDiffer(f"{run.number}: {count} lines {total_fen} fen, signed {run.line_count} {run.total_fen}")


def _keep(run: PayRun, layout: BankFormat, part: Part, *, many: bool, by: Staff, at: datetime) -> BankFile:
    is_text = layout.kind != "xlsx"
    kept = part.content.decode(layout.encoding) if is_text else base64.b64encode(part.content).decode("ascii")
    return BankFile.objects.create(
        run=run,
        part=part.number,
        name=f"{run.number}{f'-{part.number:02d}' if many else ''}.{layout.extension}",
        format_code=layout.code,
        encoding=layout.encoding if is_text else BASE64,
        content_sealed=seal(kept, context=FILE_CONTEXT),
        sha256=hashlib.sha256(part.content).hexdigest(),
        line_count=part.line_count,
        total_fen=part.total_fen,
        written_by=by,
        written_at=at,
    )


def _audit(run: PayRun, action: str, *, by: Staff, at: datetime, file: BankFile) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind=RUN_KIND,
        object_id=run.number,
        division_code=settings.COUNTY_CODE,
        after={
            "file": file.name,
            "part": file.part,
            "format": file.format_code,
            "sha256": file.sha256,
            "lines": file.line_count,
            "total_fen": file.total_fen,
        },
    )
