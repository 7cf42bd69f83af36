"""The registry of a place written as a file of families (docs/reference/families.md), for `minzheng screen`.

A file of everybody's facts: written for its owner alone, by a named person within their area, and recorded. Needs the
extra `[scale]`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.queries import passports
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.division import Area, full
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.rules.fused import arrow
from minzheng.rules.load import LoadedProgram
from minzheng.screening.bulk import shards
from minzheng.screening.domain import all_at_once, passing, sheets, unlike
from minzheng.screening.domain.road import ScreeningRefused, note, require_screener
from minzheng.screening.queries import registry_columns
from minzheng.screening.queries.registry_columns import Span
from minzheng.screening.queries.tables import Picture, reading
from minzheng.services.audit.domain.record import record_read

Told = Callable[[int], None]


@dataclass
class Exported:
    """What was written: files, households, people, and how many families were left out for facts out of bounds."""

    files: list[Path] = field(default_factory=list)
    households: int = 0
    people: int = 0
    left_out: int = 0


def write(
    *, division_code: str, program: str, day: date, out: Path, by: Staff, at: datetime,
    told: Told = lambda _done: None,
) -> Exported:  # fmt: skip
    """Write the families of a place as known now to be on a day, with the facts that a program asks.

    To one file per county in a folder, or to one file (`*.parquet`). What is there is not written over. Within the
    declared area. Raises ScreeningRefused, NotAllowed, UnknownProgram.
    """
    place = full(division_code)
    require_screener(by, place)
    if day > local_day(at):
        raise ScreeningRefused(_("截至日期%(day)s还没有到，请核对。") % {"day": day})
    if out.exists():
        raise ScreeningRefused(_("%(out)s 已经存在，不覆盖。请换一个文件或者文件夹。") % {"out": out})
    law, made = law_known(program, at), Exported()
    with transaction.atomic():
        # Before the first family is read: who began and broke off has read as well.
        record_read(
            by=by, at=at, object_kind="registry", object_id=place, division_code=place,
            purpose=f"导出家庭数据文件 {program} {day}",
        )  # fmt: skip
    with as_kept(), reading() as picture:
        made.files = shards.write(_Reading(picture, law, day, at).batches(place, made, told), out)
    if not made.households:
        raise ScreeningRefused(_("这个地方在%(day)s没有登记的家庭，没有什么可以导出。") % {"day": day})
    with transaction.atomic():
        note(
            "screening.exported", of="registry", number=place, division_code=place, by=by, at=at, program=program,
            day=day.isoformat(), households=made.households, people=made.people, left_out=made.left_out,
        )  # fmt: skip
    return made


@dataclass(frozen=True)
class _Reading:
    """What is read: from which picture, by which rules, as known when."""

    picture: Picture
    law: LoadedProgram
    day: date
    at: datetime

    def batches(self, place: str, made: Exported, told: Told) -> Iterator[pa.RecordBatch]:
        """Give the families of a place, span by span, and count them."""
        for span in registry_columns.spans(self.picture, Area.of(place)):
            with self.picture.held():
                sheet, out = self._sheet(span)
            count = sheet.columns.count
            made.households, made.left_out = made.households + count, made.left_out + len(out)
            made.people += len(sheet.keys["person"])
            if count:
                keys = {name: np.asarray(numbers) for name, numbers in sheet.keys.items()}
                places = unlike.texts(keys["division"]).to_pylist()
                facts = self.law.facts
                yield arrow.batch_of_columns(sheet.columns, facts, keys["household"], places, keys["person"])
            told(made.households)

    def _sheet(self, span: Span) -> Any:
        registry = registry_columns.read_from(self.picture, on=self.day, known_at=self.at, span=span)
        code = self.law.program.code
        keys = passing.keys_of(self.picture, code, span, registry)
        with self.picture.beside():
            found = passports.taken(code, span.households().values("pk"), self.day, self.at)
            return sheets.sheet(self.law, registry, keys, all_at_once.beside(code, found, span, self.at))
