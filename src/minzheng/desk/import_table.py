"""The list of imported rosters as columns."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.desk.import_page import TONES
from minzheng.desk.places import place_names
from minzheng.desk.tables import Cell, Column
from minzheng.integrations.roster.models import ImportBatch


def with_places(batches: Iterable[ImportBatch]) -> list[tuple[ImportBatch, str]]:
    """Return the batches of a page or of a workbook, each with the words of its place."""
    found = list(batches)
    places = place_names({batch.division_code for batch in found})
    return [(batch, places[batch.division_code]) for batch in found]


def _file(line: tuple[ImportBatch, str]) -> Cell:
    return Cell(line[0].file_name, url=reverse("desk:import_batch", args=[line[0].number]))


def _state(line: tuple[ImportBatch, str]) -> Cell:
    return Cell(line[0].get_state_display(), tone=TONES[line[0].state])


def _decided(line: tuple[ImportBatch, str]) -> Cell:
    by = line[0].decided_by
    return Cell(line[0].decided_at, small=by.name if by else "")


COLUMNS = (
    Column("file", _("文件"), _file, order=("file_name",)),
    Column("number", _("批次"), lambda line: line[0].number, "short", order=("number",)),
    Column("place", _("地区"), lambda line: line[1], order=("division_code",)),
    Column("total", _("文件中（户）"), lambda line: line[0].households_total, "num", order=("households_total",)),
    Column("good", _("可导入（户）"), lambda line: line[0].households_good, "num", order=("households_good",)),
    Column("done", _("已导入（户）"), lambda line: line[0].households_imported, "num", order=("households_imported",)),
    Column("state", _("状态"), _state, "tag", order=("state",)),
    Column(
        "submitted", _("提交"), lambda line: Cell(line[0].submitted_at, small=line[0].submitted_by.name), "day",
        order=("submitted_at",),
    ),
    Column("decided", _("批准或退回"), _decided, "day", order=("decided_at",)),
)  # fmt: skip
