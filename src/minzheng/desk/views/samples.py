"""Samples of payments for the check: drawn with a seed, found line by line, exported for the auditor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from minzheng.desk.forms.samples import FindingForm, SampleForm
from minzheng.desk.guards import COUNTY_READERS, seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.statement_tables import csv_of
from minzheng.desk.tables import Cell, Column, Table
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain import sample as sampling
from minzheng.payments.models import PaymentSample, SampleLine
from minzheng.payments.queries.samples import Drawn, drawn_of, result_of, samples

audit_page = seen_by(COUNTY_READERS, whole_county=True)


def _serial(one: Drawn) -> Cell:
    return Cell(one.line.serial, url=reverse("desk:audit_step", args=[one.line.serial, "line"]))


def _finding(one: Drawn) -> Cell:
    url = reverse("desk:audit_finding", args=[one.row.sample.number, one.row.pk])
    if one.finding is None:
        return Cell(_("未检查"), url=url)
    return Cell(one.finding.get_kind_display(), url=url, small=one.finding.note)


# Who takes the list along takes as little of people as the check needs: no account, no ID, a name's first sign.
COLUMNS = (
    Column("serial", gettext_lazy("流水号"), _serial),
    Column("household", gettext_lazy("户号"), lambda one: one.line.household_number),
    Column("name", gettext_lazy("收款人"), lambda one: masked(one.line.payee_name)),
    Column("place", gettext_lazy("区划代码"), lambda one: one.row.division_code, hidden=True),
    Column("month", gettext_lazy("待遇月份"), lambda one: one.line.month, "short"),
    Column("case", gettext_lazy("办件"), lambda one: one.line.case_number),
    Column("amount", gettext_lazy("金额（元）"), lambda one: one.line.amount_fen, "money"),
    Column("finding", gettext_lazy("结论"), _finding),
    Column(
        "wrong", gettext_lazy("差错金额（元）"), lambda one: one.finding.wrong_fen if one.finding else None, "money"
    ),
    Column("by", gettext_lazy("检查人"), lambda one: one.finding.found_by.name if one.finding else ""),
)


def masked(name: str) -> str:
    """Return the first sign of a name, the rest hidden: 张*."""
    return name[:1] + "*" * (len(name) - 1)


@audit_page
@require_http_methods(["GET", "HEAD", "POST"])
def audit_samples(request: DeskRequest) -> HttpResponse:
    """Show the samples; who may draws one."""
    may = request.user.role in sampling.DRAWERS
    if request.method == "POST" and not may:
        raise Http404
    form, refusal = SampleForm(request.POST or None, today=request.today), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = sampling.draw(**form.arguments(), by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("从 %(n)d 笔中抽取样本 %(number)s。") % _told(made))
            return redirect("desk:audit_sample", number=made.number)
    context = {"samples": samples(), "form": form if may else None, "refusal": refusal}
    return render(request, "desk/audit/samples.html", context, status=422 if request.method == "POST" else 200)


@audit_page
@read_only
def audit_sample(request: DeskRequest, number: str) -> HttpResponse:
    """Show one sample: its numbers, whom it fell on, what was found, what that says; and export it."""
    sample = _sample_of(number)
    found, table = drawn_of(sample), Table(request, COLUMNS)
    export = request.GET.get("export", "")
    purpose = f"{'导出' if export else '查看'}抽样{sample.number}，{len(found)}笔"
    note_read(request, kind="payments.PaymentSample", object_id=sample.pk, division_code="", purpose=purpose)
    if table.wants_export:
        return table.workbook(found, name=sample.number, total=len(found))
    if export == "csv":
        return csv_of(COLUMNS, found, name=sample.number)
    same_population, chosen = sampling.again(sample)
    places = place_names(list(sample.strata))
    context: dict[str, Any] = {
        "sample": sample,
        "result": result_of(sample, found),
        "rates": _rates(sample, found),
        "table": table.draw(found),
        "strata": [(places.get(code, code), *counts) for code, counts in sample.strata.items()],
        "is_same": same_population and chosen == [one.line.serial for one in found],
    }
    return render(request, "desk/audit/sample.html", context)


@audit_page
@require_http_methods(["GET", "HEAD", "POST"])
def audit_finding(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Write down what was found of one drawn payment."""
    rows = SampleLine.objects.select_related("sample", "line").defer("line__account_sealed")
    drawn: SampleLine = get_object_or_404(rows, pk=pk, sample__number=number)
    if request.user.role not in sampling.DRAWERS:
        raise Http404
    form, refusal = FindingForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                sampling.find(drawn=drawn, **form.arguments(), by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("%(serial)s 的结论已登记。") % {"serial": drawn.line.serial})
            return redirect("desk:audit_sample", number=number)
    context = {
        "sample": drawn.sample,
        "drawn": drawn,
        "form": form,
        "refusal": refusal,
        "earlier": list(drawn.findings.select_related("found_by").order_by("-pk")),
    }
    return render(request, "desk/audit/finding.html", context, status=422 if request.method == "POST" else 200)


def _sample_of(number: str) -> PaymentSample:
    found: PaymentSample = get_object_or_404(PaymentSample.objects.select_related("drawn_by"), number=number)
    return found


def _told(sample: PaymentSample) -> dict[str, Any]:
    return {"n": sample.population_count, "number": sample.number}


def _rates(sample: PaymentSample, found: list[Drawn]) -> dict[str, str]:
    result = result_of(sample, found)
    rates = {"found": result.rate, "low": result.low_rate, "high": result.high_rate}
    rates |= {"confidence": sample.confidence, "margin": sample.margin, "expected": sample.expected}
    return {name: f"{rate / 100:g}%" for name, rate in rates.items()}
