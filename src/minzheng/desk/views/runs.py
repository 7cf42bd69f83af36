"""Pay runs: the list, preparing with a preview, the page of one run, its acts, its files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk import run_page
from minzheng.desk.acts import tried
from minzheng.desk.downloads import XLSX, download
from minzheng.desk.forms.runs import RunForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.run_changes import page_context
from minzheng.desk.run_preview import preview
from minzheng.desk.run_table import COLUMNS
from minzheng.desk.tables import Table
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import month_words, sum_in_words
from minzheng.payments.domain import bank, preparing
from minzheng.payments.domain import run as pay_run
from minzheng.payments.domain.entitlement import PREPARERS
from minzheng.payments.enums import RunState
from minzheng.payments.formats import publication
from minzheng.payments.models import PayRun
from minzheng.payments.queries import publication_list, runs, runs_waiting_for

ON_A_PAGE = 50
SIGNED = ("prepared", "checked", "endorsed", "approved", "cancelled", "closed")
LONGEST_PART = 5
money_page = seen_by(MONEY_READERS, whole_county=True)
# Only those who pay may take a file with account numbers, or prepare a list.
payers_page = seen_by(frozenset(PREPARERS), whole_county=True)


@money_page
@read_only
def run_list(request: DeskRequest) -> HttpResponse:
    """List the runs, newest first."""
    table, rows = Table(request, COLUMNS), runs()
    if table.wants_export:
        total = rows.count()
        note_read(request, kind="run_list", object_id=0, division_code="", purpose=f"导出发放批次，{total}批")
        return table.workbook(table.order(rows), name=str(_("发放批次")), total=total)
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    paid = rows.exclude(state=RunState.CANCELLED).order_by()
    sums = paid.aggregate(lines=Sum("line_count"), people=Sum("person_count"), total=Sum("total_fen"))
    context = {
        "page": page,
        "table": table.draw(page, sums={code: n or 0 for code, n in sums.items()}, label=_("合计（不含已撤销）")),
        "waiting": runs_waiting_for(request.user),
        "may_prepare": request.user.role in PREPARERS,
    }
    return render(request, "desk/runs/list.html", context)


@payers_page
@require_http_methods(["GET", "HEAD", "POST"])
def run_new(request: DeskRequest) -> HttpResponse:
    """Choose program and month, see what would be paid, and freeze the list."""
    data = request.POST if request.method == "POST" else request.GET
    form = RunForm(data, today=request.today) if "month" in data else RunForm(today=request.today)
    context: dict[str, object] = {"form": form, "refusal": "", "seen": None, "long": 0}
    if form.is_bound and form.is_valid():
        try:
            wanted = form.arguments()
            lines = preparing.expected_lines(**wanted)
            if request.method == "POST" and lines > preparing.LARGE:
                with as_kept():
                    job = preparing.request(**wanted, by=request.user, at=request.at)
                return redirect("desk:job", token=job.token)
            if request.method == "POST":
                with as_kept():
                    made = pay_run.prepare(**wanted, by=request.user, at=request.at)
                messages.info(
                    request,
                    _("清单 %(number)s 已编制，%(line_count)s 笔。须由另一人复核、第三人审批。")
                    % {"number": made.number, "line_count": made.line_count},
                )
                return redirect("desk:run", number=made.number)
            if lines > preparing.LARGE:
                return render(request, "desk/runs/new.html", context | {"long": lines})
            with as_kept():
                seen = preview(**wanted, by=request.user, at=request.at)
            context |= {
                "seen": seen,
                "in_words": sum_in_words(seen.view.total_fen),
                "month": month_words(form.cleaned_data["month"]),
                "held_fen": sum(held.amount_fen for held in seen.view.held),
            }
        except Refused as refused:
            context["refusal"] = str(refused)
    failed = context["refusal"] or (form.is_bound and not form.is_valid())
    return render(request, "desk/runs/new.html", context, status=422 if failed else 200)


@money_page
@read_only
def run(request: DeskRequest, number: str) -> HttpResponse:
    """Show a run with its steps, totals, lines and what is held."""
    found = run_of(number)
    note_read(request, kind="run", object_id=found.pk, division_code="", purpose="查看发放清单")
    return render(request, "desk/runs/page.html", run_page.run_context(request, found))


@money_page
@read_only
def run_changes(request: DeskRequest, number: str) -> HttpResponse:
    """Show every household whose payment is new, gone or other than last month, and why."""
    found = run_of(number)
    note_read(request, kind="run", object_id=found.pk, division_code="", purpose="查看清单与上月的变化")
    context = page_context(found, kind=request.GET.get("kind", ""), number=request.GET.get("page"))
    return render(request, "desk/runs/changes.html", context)


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def run_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do one act of a run; a refusal comes back beside its form."""
    found = run_of(number)
    if verb not in run_page.FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:run", number=number)
    form = run_page.FORMS[verb](request.POST, request.FILES, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                result = run_page.act(verb, found, form, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, run_page.done_words(verb, found, result))
            return redirect("desk:run", number=number)
    context = run_page.run_context(request, run_of(number))
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/runs/page.html", context, status=422)


@payers_page
@read_only
def run_bank_file(request: DeskRequest, number: str) -> HttpResponse:
    """Send a part of the file for the bank; the domain writes down who took it and when."""
    found = run_of(number)
    asked = request.GET.get("part", "1")
    part = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_PART else 0
    try:
        content = bank.open_file(run=found, by=request.user, at=request.at, part=part)
    except bank.NoFile as missing:
        raise Http404 from missing
    written = found.bank_files.get(part=part)
    kind = "text/csv" if written.name.endswith(".csv") else "text/plain"
    media_type = XLSX if written.encoding == bank.BASE64 else f"{kind}; charset={written.encoding}"
    return download(content, name=written.name, media_type=media_type)


@money_page
@read_only
def run_publication(request: DeskRequest, number: str) -> HttpResponse:
    """Send the list for the village boards: names, number of persons, amounts, and nothing else."""
    found = run_of(number)
    if found.state not in run_page.PUBLISHED_STATES:
        raise Http404
    rows = publication_list(found, on=request.today)
    note_read(request, kind="run", object_id=found.pk, division_code="", purpose="下载公布名单")
    return download(publication.workbook(found, rows), name=f"{found.number}-公布名单.xlsx", media_type=XLSX)


def run_of(number: str) -> PayRun:
    """Return a run by its number; its lines are scoped, the pages are for those who see the whole county."""
    rows = PayRun.objects.select_related(*(f"{act}_by" for act in SIGNED))
    found: PayRun = get_object_or_404(rows, number=number)
    return found
