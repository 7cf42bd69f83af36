"""A hospital's file received: read once to see that it can be read, sealed as it came, never taken twice."""

import base64
import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.claims.domain.road import ClaimsRefused, next_number, note, require_county
from minzheng.claims.formats import layout
from minzheng.claims.formats.reading import Line, lines_of
from minzheng.claims.models import Hospital, SettlementFile
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.services import vault

KIND = "settlement_file"
CONTEXT = "claims.SettlementFile.content"
# More lines are more than a county's hospitals have in a month; a file like that is a mistake.
MOST_LINES = 50_000


@transaction.atomic
def receive(*, hospital: Hospital, month: Month, content: bytes, name: str, by: Staff, at: datetime) -> SettlementFile:
    """Keep a file for settling. Raises ClaimsRefused (the same bytes came before), FileRefused, UnreadableFile."""
    require_county(by)
    if month > Month.of(local_day(at)):
        raise ClaimsRefused(_("%(month)s尚未到来，不能接收该月的结算文件。") % {"month": month})
    form = layout(hospital.file_format)
    lines = lines_of(content, name, form)
    if len(lines) > MOST_LINES:
        raise ClaimsRefused(
            _("文件有%(n)d行，超过%(most)d行，请医院分批报送。") % {"n": len(lines), "most": MOST_LINES}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    row = SettlementFile(
        number=next_number("YJ", at), hospital=hospital, month=str(month), file_name=name[:120], format=form.code,
        sha256=sha256, content_sealed=vault.seal(base64.b64encode(content).decode(), context=CONTEXT),
        line_count=len(lines), received_by=by, received_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        earlier = SettlementFile.objects.filter(sha256=sha256, withdrawn_at__isnull=True).first()
        raise ClaimsRefused(
            _("这份文件已作为批次%(number)s接收过，没有重复接收。") % {"number": earlier.number if earlier else "—"}
        ) from error
    note(
        "settlement.received", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, hospital=hospital.code,
        lines=row.line_count, sha256=sha256,
    )  # fmt: skip
    return row


def content_of(file: SettlementFile) -> bytes:
    """Return the bytes as received. They hold illnesses: only settling opens them, nothing shows them."""
    return base64.b64decode(vault.open_sealed(bytes(file.content_sealed), context=CONTEXT))


def lines(file: SettlementFile) -> list[Line]:
    """Return the lines of a file."""
    return lines_of(content_of(file), file.file_name, layout(file.format))
