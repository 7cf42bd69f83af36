"""The list of pay runs as columns."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.desk.run_page import STATE_TONES
from minzheng.desk.tables import Cell, Column
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words

COLUMNS = (
    Column("number", _("批次"), lambda run: Cell(run.number, url=reverse("desk:run", args=[run.number])), "short"),
    Column("month", _("月份"), lambda run: month_words(run.month), "short", order=("month",)),
    Column("program", _("项目"), lambda run: retell(run.program_name)),
    Column("lines", _("笔数"), lambda run: run.line_count, "num", order=("line_count",)),
    Column("people", _("人次"), lambda run: run.person_count, "num", order=("person_count",)),
    Column("total", _("合计（元）"), lambda run: run.total_fen, "money", order=("total_fen",)),
    Column("held", _("暂缓"), lambda run: run.held_count, "num", order=("held_count",)),
    Column(
        "state", _("状态"), lambda run: Cell(run.get_state_display(), tone=STATE_TONES[run.state]), "tag",
        order=("state",),
    ),
    Column(
        "prepared", _("编制"), lambda run: Cell(run.prepared_at, small=run.prepared_by.name), "day",
        order=("prepared_at",),
    ),
    Column(
        "checked", _("复核"),
        lambda run: Cell(run.checked_at, small=run.checked_by.name if run.checked_by else ""), "day",
        order=("checked_at",),
    ),
    Column(
        "approved", _("审批"),
        lambda run: Cell(run.approved_at, small=run.approved_by.name if run.approved_by else ""), "day",
        order=("approved_at",),
    ),
)  # fmt: skip
