"""What the pages of screening show: snapshots and screens, what a screen found, the visits that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.casework.queries.catalogue import card, made_due_by
from minzheng.desk import screening_acts
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.desk.tables import Cell, Column, Table
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import clauses, listed
from minzheng.screening.domain import screen
from minzheng.screening.domain.road import SCREENERS
from minzheng.screening.domain.visiting import VISITORS
from minzheng.screening.enums import FindingKind, ScreenKind, ScreenState, SnapshotState
from minzheng.screening.models import Finding, GapVisit, Screen, Snapshot
from minzheng.screening.queries import screens as queries
from minzheng.screening.queries.at_hand import is_installed
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
SNAPSHOTS_SHOWN = 6
COUNTY_ONLY = frozenset({"line"})
TONES = {
    FindingKind.STOP: Tone.BAD, FindingKind.REDUCE: Tone.WARN, FindingKind.RAISE: Tone.NOW,
    FindingKind.QUALIFIES: Tone.NOW,
}  # fmt: skip
STATES: dict[str, Tone] = {
    SnapshotState.READY: Tone.DONE,
    SnapshotState.WAITING: Tone.NOW,
    SnapshotState.REMOVED: Tone.PLAIN,
    SnapshotState.UNKEPT: Tone.PLAIN,
}


@dataclass(frozen=True)
class Line:
    """A finding with the words of its row."""

    row: Finding
    who: str
    place: str
    program: str


@dataclass(frozen=True)
class VisitPage:
    """One visit as its act looks at it."""

    row: GapVisit
    number: str
    may_visit: bool


def overview(request: DeskRequest) -> dict[str, Any]:
    """Return the newest snapshots and every screen of the area."""
    kind = request.GET.get("kind", "")
    page = Paginator(queries.screens(kind), ON_A_PAGE).get_page(request.GET.get("page"))
    snapshots = list(queries.snapshots()[:SNAPSHOTS_SHOWN])
    places = place_names({one.division_code for one in snapshots} | {one.division_code for one in page})
    open_visits = queries.visits().count()
    return {
        "page": page, "snapshots": [{"row": one, "place": places[one.division_code], "tone": STATES[one.state]}
                                    for one in snapshots],
        "lines": [{"row": one, "place": places[one.division_code], "program": program_words(one.program),
                   "found": _found_words(one)} for one in page],
        "kinds": [{"code": code, "label": label, "is_current": code == kind}
                  for code, label in (("", _("全部")), *ScreenKind.choices)],
        "may": request.user.role in SCREENERS, "is_ready": any(one.state == SnapshotState.READY for one in snapshots),
        "can_ask_straight": is_installed(), "open_visits": open_visits, "not_screened": _not_screened(),
    }  # fmt: skip


def _not_screened() -> str:
    """Say which programs are not screened, and why not: there is nothing to find out before somebody asks."""
    events = [*made_due_by("claims"), *made_due_by("relief")]
    words = _(
        "“%(names)s”按一件事、一张单据逐笔办理，事情发生以前登记里没有它要问的事实，所以不筛查；“%(prices)s”按月自动算给在领的人，不用申请，也不筛查。"
    )
    return words % {
        "names": listed(card(code).short_name for code in events),
        "prices": listed(card(code).short_name for code in made_due_by("prices")),
    }


def snapshot_of(_request: DeskRequest, number: str) -> Snapshot:
    """Return a snapshot of the declared area."""
    found: Snapshot = get_object_or_404(queries.snapshots(), number=number)
    return found


def snapshot(request: DeskRequest, row: Snapshot) -> dict[str, Any]:
    """Return the page of one snapshot: of what, how many, by which rules, who read it."""
    return {
        "row": row, "place": place_name(row.division_code), "tone": STATES[row.state],
        "programs": [{"name": program_words(code), **told} for code, told in sorted(row.programs.items())],
        "knows_drawing": any("drawing" in told for told in row.programs.values()),
        "left_out": row.left_out, "screens": list(queries.screens().filter(snapshot=row)[:ON_A_PAGE]),
        "history": history(of_object("snapshot", row.number)),
        "megabytes": f"{row.size / 1_000_000:.1f}", "may": request.user.role in SCREENERS,
    }  # fmt: skip


def screen_of(_request: DeskRequest, number: str) -> Screen:
    """Return a screen of the declared area."""
    found: Screen = get_object_or_404(queries.screens(), number=number)
    return found


def acts_of(request: DeskRequest, row: Screen) -> list[Any]:
    """Return the acts on a screen that this person may do."""
    may = request.user.role in SCREENERS and request.user.area.covers(row.division_code)
    acts = [one for one in screening_acts.SCREEN if may and one.makes_sense(row)]
    if request.user.role != Role.COUNTY_OFFICER:
        acts = [one for one in acts if one.verb not in COUNTY_ONLY]
    return offered(request, acts, file=row, page="desk:screening_action", words={})


def basics(request: DeskRequest, row: Screen) -> dict[str, Any]:
    """Return what the page of every screen has: what was asked, how far it is, what can be done."""
    done = screen.done_of(row)
    return {
        "row": row, "place": place_name(row.division_code), "program": program_words(row.program),
        "is_running": row.state == ScreenState.WAITING, "done": done,
        "percent": 100 * done // row.total if row.total else 0,
        "acts": acts_of(request, row), "history": history(of_object("screen", row.number)),
    }  # fmt: skip


def found(request: DeskRequest, row: Screen) -> dict[str, Any]:
    """Return the page of a screen that lists families."""
    chosen, by = request.GET.get("kind", ""), request.GET.get("by", "")
    counts = queries.counts(row)
    rows = queries.findings(row, chosen if chosen in FindingKind.values else "", by)
    table = Table(request, _columns(row))
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    sums = rows.order_by().aggregate(was=Sum("was_fen"), should=Sum("should_fen"), people=Sum("people"))
    return basics(request, row) | {
        "page": page, "counts": counts, "total": sum(counts.values()), "chosen": chosen, "by": by,
        "table": table.draw(_lines(page, request), sums={code: value or 0 for code, value in sums.items()}),
        "kinds": [{"code": one.value, "label": one.label, "n": counts[one.value], "is_current": one.value == chosen}
                  for one in FindingKind if one.value in counts],
        "is_gap": row.kind == ScreenKind.TAKE_UP, "sums": sums,
    }  # fmt: skip


def found_file(request: DeskRequest, row: Screen) -> HttpResponse:
    """Return the families of a screen as a workbook; the export is recorded as a read."""
    rows = queries.findings(row)
    note_read(
        request, kind="screen", object_id=row.pk, division_code=row.division_code, purpose=f"导出筛查结果 {row.number}"
    )
    return Table(request, _columns(row)).workbook(_lines(rows, request), name=row.number, total=rows.count())


def visit_list(request: DeskRequest) -> dict[str, Any]:
    """Return the visits to be made, the first due first, or those made."""
    is_open = request.GET.get("list") != "made"
    page = Paginator(queries.visits(is_open=is_open), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({one.division_code for one in page})
    heads = queries.heads([one.household_id for one in page], request.today, request.at)
    return {
        "page": page, "is_open": is_open,
        "lines": [{"row": one, "who": heads.get(one.household_id, one.household.number),
                   "place": places[one.division_code], "program": program_words(one.program),
                   "days_left": working_days_left(request.today, one.due_on)} for one in page],
    }  # fmt: skip


def visit_page(request: DeskRequest, pk: int) -> VisitPage:
    """Return one visit of the declared area; everything else is not found."""
    row = queries.visits().filter(pk=pk).first() or queries.visits(is_open=False).filter(pk=pk).first()
    if row is None:
        raise Http404
    covers = request.user.area.covers(row.division_code)
    return VisitPage(row, str(pk), row.visited_at is None and covers and request.user.role in VISITORS)


def visit(request: DeskRequest, view: VisitPage) -> dict[str, Any]:
    """Return the page of one visit: the family, why it is visited, what to ask, what came of it."""
    row = view.row
    acts = [act for act in screening_acts.VISIT if act.makes_sense(view)]
    heads = queries.heads([row.household_id], request.today, request.at)
    return {
        "view": view, "row": row, "finding": row.finding, "place": place_name(row.division_code),
        "who": heads.get(row.household_id, row.household.number), "program": program_words(row.program),
        "is_to_ask": row.finding.kind == FindingKind.TO_ASK, "reasons": _reasons(row.finding),
        "days_left": working_days_left(request.today, row.due_on),
        "acts": offered(request, acts, file=view, page="desk:screening_visit_action", words={}),
        "history": history(of_object("gap_visit", row.pk)),
    }  # fmt: skip


def _columns(row: Screen) -> tuple[Column, ...]:
    is_gap = row.kind == ScreenKind.TAKE_UP
    money = (
        () if is_gap else (Column("was", _("现每次（元）"), lambda one: one.row.was_fen, "money", order=("was_fen",)),)
    )
    last = Column("next", _("走访"), _visited, "tag") if is_gap else Column("next", _("复核建议"), _proposed)
    return (
        Column("who", _("家庭"), _who),
        Column("place", _("村（社区）"), lambda one: one.place, order=("division_code",)),
        Column("program", _("项目"), lambda one: one.program, order=("program",)),
        Column("kind", _("结果"), _kind, "tag", order=("kind",)),
        Column("people", _("人数"), lambda one: one.row.people, "num", order=("people",)),
        *money,
        Column("should", _("应每次（元）"), _should, "money", order=("should_fen",)),
        Column("why", _("要问清的") if is_gap else _("为什么"), _why),
        last,
    )


def _who(line: Line) -> Cell:
    case, home = line.row.case, line.row.household
    if case is not None:
        return Cell(line.who, reverse("desk:case", args=[case.number]), small=case.number)
    return Cell(line.who, reverse("desk:household", args=[home.number]), small=home.number)


def _kind(line: Line) -> Cell:
    return Cell(line.row.get_kind_display(), tone=TONES.get(FindingKind(line.row.kind), Tone.PLAIN))


def _should(line: Line) -> int | None:
    return None if line.row.kind in {FindingKind.TO_ASK, FindingKind.MISSING} else line.row.should_fen


def _why(line: Line) -> str:
    """Say why a case differs, or what must be asked; why a family qualifies stands on the page of its visit."""
    if line.row.kind == FindingKind.QUALIFIES:
        return ""
    return clauses(words for words, _law in _reasons(line.row))


def _proposed(line: Line) -> Cell:
    made = line.row.proposal
    if made is None:
        return Cell(_("还没提出"))
    return Cell(made.number, reverse("desk:review", args=[made.number]), small=str(made.get_state_display()))


def _visited(line: Line) -> Cell:
    made = getattr(line.row, "visit", None)
    if made is None:
        return Cell(_("还没派发"), tone=Tone.PLAIN)
    if made.visited_at is None:
        return Cell(_("已派发"), tone=Tone.NOW, small=f"{made.due_on:%m-%d}")
    return Cell(str(made.get_result_display()), tone=Tone.DONE)


def _reasons(row: Finding) -> list[tuple[str, str]]:
    """Say each reason in the language of the page, with its law: what is needed and what there is."""
    found = []
    for one in row.reasons:
        words = retell(one["label"])
        if one.get("needs"):
            told = {"label": words, "needs": retell(one["needs"]), "has": retell(one["has"])}
            words = _("%(label)s：要%(needs)s，现为%(has)s") % told
        found.append((words, retell(one.get("law", ""))))
    return found


def _lines(rows: Iterable[Finding], request: DeskRequest) -> list[Line]:
    found = list(rows)
    places = place_names({one.division_code for one in found})
    heads = queries.heads([one.household_id for one in found if not one.case_id], request.today, request.at)
    return [
        Line(
            one, one.case.applicant.name if one.case else heads.get(one.household_id, one.household.number),
            places[one.division_code], program_words(one.program),
        )
        for one in found
    ]  # fmt: skip


def _found_words(row: Screen) -> str:
    if row.state == ScreenState.WAITING:
        return _("已查 %(done)d / %(total)d") % {"done": row.cursor, "total": row.total}
    if row.kind == ScreenKind.WHAT_IF:
        whole = row.summary["whole"]
        return _("多得%(more)d户，新进%(enter)d户，少得%(less)d户，退出%(leave)d户") % whole
    kinds: dict[str, int] = {}
    for one in row.summary["kinds"]:
        kinds[one["kind"]] = kinds.get(one["kind"], 0) + one["n"]
    if not kinds:
        return str(gettext_lazy("没有查出"))
    words = [_("%(kind)s%(n)d户") % {"kind": FindingKind(code).label, "n": n} for code, n in kinds.items()]
    return listed(words)


def program_words(code: str) -> str:
    """Return a program's short name, or that all are meant."""
    return card(code).short_name if code else _("全部项目")
