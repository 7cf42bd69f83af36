"""A table of people from another office: found by titles, every row read or said why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.claims.domain.road import ClaimsRefused
from minzheng.kernel.wording import listed
from minzheng.payments.formats.table import sheets_of

LONGEST_HEAD = 10


@dataclass(frozen=True)
class Row:
    """One row: its number as people count it, and its cells by field."""

    number: int
    cells: Mapping[str, str]


def rows_of(content: bytes, name: str, titles: Mapping[str, Sequence[str]], needed: Sequence[str]) -> list[Row]:
    """Return the rows under the best header; raise ClaimsRefused naming the columns that lack, or UnreadableFile."""
    table = sheets_of(content, name)[0].rows
    at = 0
    places: dict[str, int] = {}
    for number, cells in enumerate(table[:LONGEST_HEAD]):
        found = {field: cells.index(title) for field, known in titles.items() for title in known if title in cells}
        if len(found) > len(places):
            at, places = number, found
    lacking = [titles[field][0] for field in needed if field not in places]
    if lacking:
        raise ClaimsRefused(
            _("文件“%(name)s”缺少列：%(columns)s。请按说明补上列名后重新上传。")
            % {"name": name, "columns": listed(lacking)}
        )
    return [
        Row(number, {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()})
        for number, cells in enumerate(table[at + 1 :], start=at + 2)
        if any(cells)
    ]


def day_of(text: str) -> Any:
    """Return a day written as 2026-01-01, 2026/1/1 or 20260101; None for an empty cell. Raises ValueError."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"):
        try:
            found: date = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found
    raise ValueError(_("“%(text)s”不是日期，应写成 2026-01-01") % {"text": text})
