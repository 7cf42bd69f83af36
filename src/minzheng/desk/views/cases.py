"""Cases: the list with its filters, and the page of one case."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.archive.domain.reading import require_not_destroyed
from minzheng.casework.domain import letter as letters
from minzheng.casework.domain.batch_print import PRINTERS
from minzheng.casework.domain.calculation_sheet import calculation_sheet
from minzheng.casework.domain.reading_aid import letter_in_english, sheet_in_english
from minzheng.casework.enums import State
from minzheng.casework.models import Attachment, Case, Determination, Letter
from minzheng.casework.queries.cases import cases, counts
from minzheng.casework.queries.catalogue import programs
from minzheng.desk import case_table
from minzheng.desk.case_page import CasePage
from minzheng.desk.guards import COUNTY_READERS, covers_county
from minzheng.desk.places import filter_choices
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.tables import Table
from minzheng.desk.views.kept import views_context
from minzheng.kernel.language import ENGLISH
from minzheng.workbench.queries.board import WAITED_FOR, soon_until, taken_by

ON_A_PAGE = 50
# Registers that stand beside the list of cases, and who reads them.
BESIDE = (
    {"url": reverse_lazy("desk:case_board"), "label": _("督办")},
    {"url": reverse_lazy("desk:relatives"), "label": _("近亲属备案")},
    {"url": reverse_lazy("desk:archive"), "label": _("档案")},
    {"url": reverse_lazy("desk:honesty_list"), "label": _("诚信案卷")},
    {"url": reverse_lazy("desk:remedy_list"), "label": _("救济与投诉")},
    {"url": reverse_lazy("desk:care_referrals"), "label": _("帮扶")},
    {"url": reverse_lazy("desk:relief"), "label": _("临时救助")},
    {"url": reverse_lazy("desk:support"), "label": _("在家供养")},
)
BESIDE_READERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})


def case_of(number: str) -> Case:
    """Return a case of the declared area; anything else does not exist."""
    found: Case = get_object_or_404(Case.objects.select_related("household", "applicant"), number=number)
    return found


@read_only
def case_list(request: DeskRequest) -> HttpResponse:
    """List cases by state, program, place, lateness and text, newest first."""
    chosen = {name: request.GET.get(name, "") for name in ("q", "state", "program", "late", "soon", "place", "holder")}
    places = filter_choices(request.user)
    if chosen["place"] not in dict(places):
        chosen["place"] = ""
    rows = cases(
        text=chosen["q"], program=chosen["program"], state=chosen["state"], place=chosen["place"],
        late_on=request.today if chosen["late"] else None,
    )  # fmt: skip
    if chosen["soon"]:
        rows = rows.filter(due_on__gte=request.today, due_on__lte=soon_until(request.today)).exclude(
            state__in=WAITED_FOR
        )
    if chosen["holder"]:
        rows = rows.filter(pk__in=taken_by(chosen["holder"]))
    table = Table(request, case_table.COLUMNS)
    if table.wants_export:
        total = rows.count()
        note_read(request, kind="case_list", object_id=0, division_code="", purpose=f"导出办件列表，{total}件")
        return table.workbook(case_table.lines(table.order(rows), request.today), name=str(_("办件")), total=total)
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = counts()
    states = [
        {"code": state.value, "label": state.label, "n": numbers[state.value]}
        for state in State
        if numbers[state.value]
    ]
    context = {
        "page": page, "table": table.draw(case_table.lines(page, request.today)), "states": states, "chosen": chosen,
        "total": sum(numbers.values()), "programs": programs(), "places": places, "is_filtered": any(chosen.values()),
        "bulk": case_table.bulk_verbs(request.user),
        "can_print": request.user.role in PRINTERS,
        "sees_county": request.user.role in COUNTY_READERS and covers_county(request.user),
        "links": BESIDE if request.user.role in BESIDE_READERS else (),
        **views_context(request, "cases"),
    }  # fmt: skip
    return render(request, "desk/cases/list.html", context)


@read_only
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show the case; a tab alone when htmx asks for it."""
    found = case_of(number)
    page = CasePage(request, found)
    tab = request.GET.get("tab", "")
    # A tab belongs to the page opened before it; asked for without that page, it is an opening of its own.
    note_read(
        request, kind="case", object_id=found.pk, division_code=found.division_code, purpose="查看办件",
        once_a_day=bool(request.htmx),
    )  # fmt: skip
    if request.htmx:
        return render(request, "desk/case/known.html", page.tab_context(tab))
    context = page.context(tab=tab)
    if page.main is not None:
        form = page.main.form(case=found, by=request.user, at=request.at, today=request.today)
        context |= page.with_form(page.main, form)
    return render(request, "desk/case/page.html", context)


@read_only
def attachment(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Send a kept file; what a browser could run is sent as a download."""
    kept: Attachment = get_object_or_404(Attachment, pk=pk, case=case_of(number))
    note_read(
        request, kind="attachment", object_id=kept.pk, division_code=kept.case.division_code, purpose="查看案卷附件"
    )
    require_not_destroyed(kept.case_id, kept.file.name)
    harmless = kept.media_type in {"image/jpeg", "image/png", "application/pdf"}
    try:
        with kept.file.open("rb") as content:
            response = HttpResponse(content.read(), content_type=kept.media_type)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response["Content-Disposition"] = "inline" if harmless else "attachment"
    return response


@read_only
def letter_pdf(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Show the letter as first printed, the same bytes every time; with language=en what it says, for reading only."""
    found = case_of(number)
    letter: Letter = get_object_or_404(Letter.objects.select_related("decision"), pk=pk, decision__case=found)
    note_read(request, kind="letter", object_id=letter.pk, division_code=found.division_code, purpose="查看告知书")
    if hasattr(letter, "printed"):
        require_not_destroyed(found.pk, letter.printed.file.name)
    headers = {"Content-Disposition": f'inline; filename="letter-{found.number}.pdf"'}
    if request.GET.get("language") == ENGLISH:
        pdf = letter_in_english(letter, at=request.at)
    else:
        pdf = letters.printed(letter, at=request.at)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@read_only
def calculation_pdf(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Print the calculation sheet of a determination on A4; with language=en a translation of it."""
    found = case_of(number)
    row: Determination = get_object_or_404(Determination.objects.select_related("case__applicant"), pk=pk, case=found)
    note_read(request, kind="case", object_id=found.pk, division_code=found.division_code, purpose="打印核算表")
    headers = {"Content-Disposition": f'inline; filename="calculation-{found.number}.pdf"'}
    print_it = sheet_in_english if request.GET.get("language") == ENGLISH else calculation_sheet
    return HttpResponse(print_it(row, at=request.at), content_type="application/pdf", headers=headers)
