"""How a list differs from the last month's, as the run's page, its preview and a page of its own show it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from minzheng.desk.places import place_names
from minzheng.payments.enums import ChangeKind
from minzheng.payments.models import PayRun, RunChange, RunComparison
from minzheng.payments.queries.comparison import UNEXPLAINED, changes_of, comparison_of
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
SHOWN_BESIDE = 10
TONES: dict[str, Tone] = {ChangeKind.NEW: Tone.NOW, ChangeKind.GONE: Tone.WARN, ChangeKind.CHANGED: Tone.PLAIN}


@dataclass(frozen=True)
class Row:
    """One change with its place, and the tone of what nobody can explain."""

    change: RunChange
    place: str
    tone: Tone
    difference_fen: int


@dataclass(frozen=True)
class Shown:
    """The totals and the first changes; `more` are not shown here."""

    totals: RunComparison
    rows: tuple[Row, ...]
    more: int
    unexplained: int


def beside(run: PayRun) -> Shown | None:
    """Return what stands on the run's own page; None if there was no list before."""
    totals = comparison_of(run)
    if totals is None:
        return None
    changes = changes_of(run)
    count = totals.new_count + totals.gone_count + totals.changed_count
    rows = _rows(list(changes[:SHOWN_BESIDE]))
    return Shown(totals, rows, max(0, count - len(rows)), changes.filter(is_explained=False).count())


def page_context(run: PayRun, *, kind: str, number: str | None) -> dict[str, Any]:
    """Return the page of all changes, of one kind if asked."""
    chosen = kind if kind in (*ChangeKind.values, UNEXPLAINED) else ""
    page: Page[RunChange] = Paginator(changes_of(run, kind=chosen), ON_A_PAGE).get_page(number)
    return {
        "run": run,
        "totals": comparison_of(run),
        "page": page,
        "rows": _rows(list(page)),
        "chosen": chosen,
        "kinds": ChangeKind,
    }


def _rows(changes: list[RunChange]) -> tuple[Row, ...]:
    places = place_names({change.division_code for change in changes})
    return tuple(
        Row(
            change,
            places[change.division_code],
            TONES[change.kind] if change.is_explained else Tone.BAD,
            change.now_fen - change.before_fen,
        )
        for change in changes
    )
