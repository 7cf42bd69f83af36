"""The journal as columns."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.desk.tables import Cell, Column


def _number(line: Mapping[str, Any]) -> Cell:
    return Cell(line["transfer"].pk, url=reverse("desk:ledger_transfer", args=[line["transfer"].pk]))


def _reference(line: Mapping[str, Any]) -> Cell:
    return Cell(line["reference"].text, url=line["reference"].url)


COLUMNS = (
    Column("number", _("流水号"), _number, order=("pk",)),
    Column("made", _("记账"), lambda line: line["transfer"].made_at, "day", order=("made_at",)),
    Column("why", _("事由"), lambda line: line["transfer"].get_why_display(), order=("why",)),
    Column("from", _("从"), lambda line: line["transfer"].debit.get_kind_display()),
    Column("to", _("到"), lambda line: line["transfer"].credit.get_kind_display()),
    Column("reference", _("关联"), _reference, "short"),
    Column("by", _("经手人"), lambda line: line["made_by"]),
    Column("month", _("月份"), lambda line: line["transfer"].month, "short", order=("month",)),
    Column("amount", _("金额（元）"), lambda line: line["signed_fen"], "money", order=("amount_fen",)),
)
