"""A file of indices on its way through two pages: read, tried, packed and signed, then entered."""

import datetime as dt
from collections.abc import Sequence

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from minzheng.integrations.roster.domain.reading import workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.kernel.month import Month
from minzheng.prices.domain.index import NewIndex
from minzheng.prices.domain.index_file import DryRun, dry_run
from minzheng.prices.queries.months import regions
from minzheng.registry.models import Division

LIMIT_BYTES = 2 * 2**20
SALT = "minzheng.prices.indices"
# Long enough to read the problems, short enough that nothing stale is entered.
GOOD_FOR = dt.timedelta(hours=2)


def table_of(file: UploadedFile) -> list[list[str]]:
    """Return the first sheet as texts, as people would read its cells. Raises a Refused of the reading."""
    book = workbook.read(Source.of_bytes(str(file.name), file.read()), limit_bytes=LIMIT_BYTES)
    return [[_text(value) for value in row] for row in book.sheets[0].rows]


def tried_file(table: Sequence[Sequence[str]], *, today: dt.date) -> DryRun:
    """Try the table; regions may be written by their names."""
    return dry_run(table, regions={name: code for code, name in region_names().items()}, today=today)


def region_names() -> dict[str, str]:
    """Return the names of the regions whose indices count here; the code where no name is loaded."""
    codes = regions()
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: str(names.get(code, code)) for code in codes}


def packed(rows: Sequence[NewIndex]) -> str:
    """Return the good rows, signed, for the page that asks once more."""
    return signing.dumps(
        [[row.region, str(row.month), row.kind, row.rise_bp, row.released_on.isoformat(), row.source] for row in rows],
        salt=SALT,
    )


def unpacked(text: str) -> list[NewIndex]:
    """Return the rows; raise BadSignature if they were changed or have grown old."""
    return [
        NewIndex(region, Month.parse(month), kind, rise, dt.date.fromisoformat(released), source)
        for region, month, kind, rise, released, source in signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    ]


def _text(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, float) else str(value)
