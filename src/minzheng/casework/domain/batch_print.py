"""Printing many papers in one go: asked for on a page, done by a worker, one file in the end.

What must be issued first is issued here, once, by the person who asked; the file is what was issued, nothing newer.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts import permissions
from minzheng.accounts.acting import for_staff
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import letter, paper
from minzheng.casework.models import Letter, LetterPrint
from minzheng.casework.queries.printable import BATCHES, Batch, candidates
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.services.audit.domain.record import NewEvent, record, record_many
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun
from minzheng.services.papers import Sheet, bind, compile_many

KIND = "casework.print"
MOST, KEPT_AT_ONCE = 2000, 50
PRINTERS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
Told = Callable[[int], None]


class BatchRefused(Refused):
    """Nothing, too much, or something outside the person's area was chosen."""


@transaction.atomic
def request(*, batch: str, ids: Sequence[int], as_zip: bool, duplex: bool, by: Staff, at: datetime) -> JobRun:
    """Queue the printing of these records' papers; the same choice queued twice by one person is one job."""
    permissions.require_role(by, *PRINTERS)
    chosen = _batch(batch)
    wanted = sorted(set(ids))
    if not wanted:
        raise BatchRefused(_("请至少选择一件。"))
    if len(wanted) > MOST:
        raise BatchRefused(_("一次最多打印%(n)d件，现选了%(all)d件。请分批打印。") % {"n": MOST, "all": len(wanted)})
    if candidates(chosen).filter(pk__in=wanted).count() != len(wanted):
        raise BatchRefused(_("所选的文书有的不在您的辖区，或已不存在。请刷新页面后重新选择。"))
    payload = {"batch": batch, "ids": wanted, "as_zip": as_zip, "duplex": duplex}
    key = hashlib.sha256(f"{by.username}:{payload}".encode()).hexdigest()
    job = queue.enqueue(kind=KIND, payload=payload, by=by, at=at, key=key, total=len(wanted))
    record(
        chain="casework", at=at, by=by, action="papers.printed", object_kind="job", object_id=job.token,
        after={"batch": batch, "count": len(wanted)},
    )  # fmt: skip
    return job


def print_batch(handle: Handle, by: Staff) -> Outcome:
    """Make the file. Run again after a dead worker it issues nothing twice and prints the same papers."""
    chosen = _batch(handle.payload["batch"])
    rows = list(candidates(chosen).filter(pk__in=handle.payload["ids"]).order_by("case__number", "pk"))
    total = len(rows)
    handle.progress(0, total, _("正在核对"))

    def told(done: int) -> None:
        handle.progress(done, total, _("正在生成"))

    sheets: list[Sheet] = []
    left_out: list[str] = []
    make = _letters if chosen.form == "" else _forms
    for made in make(chosen, rows, by, handle.at, told):
        if isinstance(made, str):
            left_out.append(made)
        else:
            sheets.append(made)
    _note_reads(rows, by, handle.at)
    if not sheets:
        raise BatchRefused(_("没有一件可以打印：%(why)s") % {"why": clauses(map(str, left_out[:5]))})
    handle.progress(total, total, _("正在装订"))
    return _outcome(chosen, sheets, left_out, handle)


def _letters(_chosen: Batch, rows: list[Any], by: Staff, at: datetime, told: Told) -> Iterator[Sheet | str]:
    """Issue the letters that were not, set those never printed in several processes, and yield all as they are kept."""
    letters, failed = [], []
    for row in rows:
        found = getattr(row, "letter", None)
        try:
            letters.append(found or letter.issue(decision=row, by=by, at=at))
        except Refused as refused:
            failed.append(f"{row.document_number}：{refused}")
    kept = set(LetterPrint.objects.filter(letter__in=letters).values_list("letter_id", flat=True))
    fresh = [one for one in letters if one.pk not in kept]
    told(0)
    made = compile_many(letter.LETTER_TEMPLATE, [(one.data, one.issued_at) for one in fresh])
    pairs = zip(fresh, made, strict=True)
    at_hand: dict[int, bytes] = {}
    while part := list(islice(pairs, KEPT_AT_ONCE)):
        mine = letter.keep(part, at=at)
        at_hand |= {one.pk: pdf for one, pdf in part if one.pk in mine}
        told(len(at_hand))
    for one in letters:
        yield Sheet(_title(one), at_hand.get(one.pk) or letter.printed(one, at=at))
    yield from failed


def _forms(chosen: Batch, rows: list[Any], by: Staff, at: datetime, told: Told) -> Iterator[Sheet | str]:
    """Issue each form that was not and yield it as it is kept."""
    for place, row in enumerate(rows, start=1):
        subject = row.case if chosen.code == "acceptances" else row
        given = {"case": row.case, "form": chosen.form, "record": subject.pk}
        try:
            if not paper.is_issued(**given):
                paper.issue(**given, by=by, at=at)
            yield Sheet(f"{row.case.number} {row.case.applicant.name}", paper.printed(**given, at=at))
        except Refused as refused:
            yield f"{row.case.number}：{refused}"
        told(place)


def _outcome(chosen: Batch, sheets: list[Sheet], left_out: list[str], handle: Handle) -> Outcome:
    day = local_day(handle.at)
    name = f"{chosen.label}-{day.isoformat()}-{len(sheets)}件"
    message = _("打印了%(n)d件。") % {"n": len(sheets)}
    if left_out:
        message += _("%(n)d件没有打印：%(why)s") % {"n": len(left_out), "why": clauses(left_out[:20])}
    if handle.payload["as_zip"]:
        content, ending = _zipped(sheets), "zip"
    else:
        content, ending = bind(sheets, title=name, at=handle.at, duplex=handle.payload["duplex"]), "pdf"
    result = {"printed": len(sheets), "left_out": left_out}
    return Outcome(message, result, content=content, file_name=f"{name}.{ending}")


def _zipped(sheets: list[Sheet]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for place, sheet in enumerate(sheets, start=1):
            archive.writestr(f"{place:04d} {sheet.title}.pdf".replace("/", "-"), sheet.content)
    return out.getvalue()


@transaction.atomic
def _note_reads(rows: list[Any], by: Staff, at: datetime) -> None:
    """A printed paper is a read of its case (社会救助法 第七十条(六))."""
    record_many(
        (
            NewEvent(
                chain=f"read:{by.username}:{local_day(at).isoformat()}", action="read", object_kind="case",
                object_id=str(row.case_id), division_code=row.case.division_code, reason="成批打印文书",
            )
            for row in rows
        ),
        at=at, by=by,
    )  # fmt: skip


def _title(one: Letter) -> str:
    return f"{one.data['number']} {one.data['person']}"


def _batch(code: str) -> Batch:
    if code not in BATCHES:
        raise BatchRefused(_("没有这种成批打印。"))
    return BATCHES[code]


PRINTING = Kind(KIND, gettext_lazy("成批打印文书"), gettext_lazy("件"), for_staff(print_batch))
