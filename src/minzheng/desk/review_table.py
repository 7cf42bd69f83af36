"""The list of review proposals: its filters and columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.casework.enums import Cadence, ProposalKind, ProposalState
from minzheng.casework.models import ReviewProposal
from minzheng.casework.queries.catalogue import programs
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.desk.review_page import TONES, difference, next_words, proposals
from minzheng.desk.tables import Cell, Column, Table
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import listed
from minzheng.ui.tones import Tone

MOST_REASONS, ON_A_PAGE = 4, 50


@dataclass(frozen=True)
class Line:
    """A proposal with the words of its row."""

    row: ReviewProposal
    place: str
    program: str


def list_context(request: DeskRequest) -> dict[str, Any] | HttpResponse:
    """Return the list: open proposals by kind, or the settled ones."""
    chosen = {"kind": request.GET.get("kind", ""), "state": request.GET.get("state", "open")}
    is_open = chosen["state"] != "settled"
    rows = proposals().filter(state=ProposalState.OPEN) if is_open else proposals().exclude(state=ProposalState.OPEN)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    if chosen["kind"] in ProposalKind.values:
        rows = rows.filter(kind=chosen["kind"])
    table = Table(request, columns(is_open=is_open))
    if table.wants_export:
        total = rows.count()
        note_read(request, kind="review_list", object_id=0, division_code="", purpose=f"导出复核建议，{total}条")
        return table.workbook(lines(table.order(rows)), name=gettext("复核建议"), total=total)
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    sums = rows.order_by().aggregate(now=Sum("current_amount_fen"), then=Sum("proposed_amount_fen"))
    return {
        "page": page,
        "table": table.draw(lines(page), sums={code: sum_fen or 0 for code, sum_fen in sums.items()}),
        "kinds": [{"code": k.value, "label": k.label, "n": counts[k.value]} for k in ProposalKind if k.value in counts],
        "total": sum(counts.values()),
        "chosen": chosen,
        "is_open": is_open,
    }


def lines(rows: Iterable[ReviewProposal]) -> list[Line]:
    """Return the rows of a page or of a workbook."""
    found = list(rows)
    places = place_names({row.case.division_code for row in found})
    names = {card.code: card.short_name for card in programs()}
    return [Line(row, places[row.case.division_code], names.get(row.case.program, "")) for row in found]


def columns(*, is_open: bool) -> tuple[Column, ...]:
    """Return the columns; the last says what is next, or what became of it."""
    return (
        Column("who", _("申请人"), _who, order=("case__applicant__name",)),
        Column("place", _("村（社区）"), lambda line: line.place, order=("case__division_code",)),
        Column("month", _("月份"), lambda line: line.row.month, "short", order=("month",)),
        Column("kind", _("建议"), _kind, "tag", order=("kind",)),
        Column("now", _("现领（元）"), _now, "money", order=("current_amount_fen",)),
        Column("then", _("拟为（元）"), _then, "money", order=("proposed_amount_fen",)),
        Column("difference", _("相差"), lambda line: difference(line.row) or None, "money"),
        Column("why", _("为什么"), _why),
        Column("next", _("下一步") if is_open else _("结果"), lambda line: next_words(line.row)),
    )


def _who(line: Line) -> Cell:
    case = line.row.case
    address = reverse("desk:review", args=[line.row.number])
    return Cell(case.applicant.name, url=address, small=f"{line.program} {case.number}")


def _kind(line: Line) -> Cell:
    every = "" if line.row.cadence == Cadence.MONTH else str(line.row.get_cadence_display())
    return Cell(line.row.get_kind_display(), tone=TONES.get(line.row.kind, Tone.WARN), small=every)


def _now(line: Line) -> int:
    return line.row.current_amount_fen


def _then(line: Line) -> int | None:
    proposed: int | None = line.row.proposed_amount_fen
    return proposed


def _why(line: Line) -> str:
    words = listed(retell(each) for each in line.row.reasons[:MOST_REASONS])
    if line.row.kind == ProposalKind.FACTS_MISSING:
        words = gettext("缺：%(what)s") % {"what": words}
    more = len(line.row.reasons)
    return words if more <= MOST_REASONS else gettext("%(what)s 等 %(n)s 项") % {"what": words, "n": more}
