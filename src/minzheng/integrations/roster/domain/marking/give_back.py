"""The office gets its own file back with the problems marked in it."""

import logging
from collections.abc import Iterable

from django.conf import settings

from minzheng.integrations.roster.domain.marking import package
from minzheng.integrations.roster.domain.marking.marks import Finding
from minzheng.integrations.roster.domain.marking.rebuilt import rebuilt
from minzheng.integrations.roster.domain.reading import workbook
from minzheng.integrations.roster.domain.reading.gate import Source

log = logging.getLogger(__name__)


def marked_workbook(*, source: Source, findings: Iterable[Finding], heading: str) -> bytes:
    """Return an xlsx file: the office's own, or for xls and csv one of the same content.

    Each problem cell is coloured (red keeps the household out, amber does not) and has a comment with what to do; the
    first sheet lists all findings. Every other cell stays as it was. Raises a Refused as reading does.
    """
    found = list(findings)
    # Read again at the gate: a kept file is as little trusted as an offered one.
    book = workbook.read(source, limit_bytes=settings.UPLOAD_LIMIT_BYTES)
    if book.kind == "xlsx":
        source.stream.seek(0)
        try:
            return package.marked(source.stream.read(), found, heading=heading)
        except (ValueError, KeyError) as error:
            log.info("workbook is rebuilt instead of patched: %s", error)
    return rebuilt(book, found, heading=heading)
