"""The archive: the register, cases ready to be filed, one volume, its file, the periods of the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.archive.domain import assessment, custody, reading
from minzheng.archive.enums import AssessmentState, Verdict, VolumeState
from minzheng.archive.models import Assessment, RetentionPeriod, Volume
from minzheng.archive.queries.ready import ready
from minzheng.archive.queries.retention import rules_shown
from minzheng.archive.queries.volumes import volumes
from minzheng.desk import archive_page
from minzheng.desk.acts import tried
from minzheng.desk.archive_counts import waiting_counts
from minzheng.desk.forms.archive import PeriodForm
from minzheng.desk.guards import covers_county, seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused

ON_A_PAGE = 50
archive_readers = seen_by(frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR}))


@archive_readers
@read_only
def archive(request: DeskRequest) -> HttpResponse:
    """List the volumes of the area, and what waits."""
    chosen = {name: request.GET.get(name, "") for name in ("q", "state", "due")}
    if chosen["state"] not in VolumeState.values:
        chosen["state"] = ""
    rows = volumes(text=chosen["q"], state=chosen["state"], due=chosen["due"], today=request.today)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    context = {
        "page": page,
        "lines": [
            {"row": row, "place": places[row.division_code], "tone": archive_page.TONES[row.state],
             "is_expired": row.state == VolumeState.KEPT and row.retain_until < request.today}
            for row in page
        ],
        "states": VolumeState.choices,
        "chosen": chosen,
        "waiting": waiting_counts(request.today, request.user),
    }  # fmt: skip
    return render(request, "desk/archive/list.html", context)


@archive_readers
@read_only
def archive_ready(request: DeskRequest) -> HttpResponse:
    """List the cases that have ended and may be filed."""
    page = Paginator(ready(), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    lines = [{"case": row, "place": places[row.division_code]} for row in page]
    return render(request, "desk/archive/ready.html", {"page": page, "lines": lines})


@archive_readers
@read_only
def archive_volume(request: DeskRequest, number: str) -> HttpResponse:
    """Show a volume: where it is, until when, its index, who had it."""
    found = _of(number)
    _note(request, found, "查看档案目录")
    return render(request, "desk/archive/volume.html", archive_page.volume_context(request, found))


@archive_readers
@require_http_methods(["GET", "HEAD", "POST"])
def archive_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do one act on a volume; a refusal comes back beside its form."""
    found = _of(number)
    if verb not in archive_page.FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:archive_volume", number=number)
    form = archive_page.FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                archive_page.run(verb, found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, archive_page.DONE[verb])
            return redirect("desk:archive_volume", number=number)
    _note(request, found, "办理档案事项")
    context = archive_page.volume_context(request, _of(number))
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/archive/volume.html", context, status=422)


@archive_readers
@read_only
def archive_file(request: DeskRequest, number: str) -> HttpResponse:
    """Show the bound file; opening it is written down."""
    found = _of(number)
    with as_kept():
        pdf = reading.open_file(volume=found, by=request.user, at=request.at, purpose="调阅档案合订本")
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@archive_readers
@read_only
def archive_report(request: DeskRequest, number: str) -> HttpResponse:
    """Print the report of a destruction."""
    found = _of(number)
    rows = Assessment.objects.filter(volume=found, state=AssessmentState.APPROVED, verdict=Verdict.DESTROY)
    row: Assessment = get_object_or_404(rows.select_related("volume", "proposed_by", "settled_by"))
    _note(request, found, "打印销毁清册")
    headers = {"Content-Disposition": f'inline; filename="{found.number}-destroyed.pdf"'}
    return HttpResponse(assessment.report(row), content_type="application/pdf", headers=headers)


@archive_readers
@require_http_methods(["GET", "HEAD", "POST"])
def archive_periods(request: DeskRequest) -> HttpResponse:
    """Show how long each class is kept and why, and set the office's own period."""
    may = request.user.role == Role.COUNTY_OFFICER and covers_county(request.user)
    form, refusal = PeriodForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                custody.set_period(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("保管期限已设定，从起始日起立的卷适用。"))
            return redirect("desk:archive_periods")
    context = {
        "rules": [
            {"rule": rule, "source": retell(rule.source), "own": own} for rule, own in rules_shown(request.today)
        ],
        "periods": RetentionPeriod.objects.select_related("set_by").order_by("-from_on"),
        "form": form if may else None,
        "refusal": refusal,
    }
    failed = request.method == "POST"
    return render(request, "desk/archive/periods.html", context, status=422 if failed else 200)


def _of(number: str) -> Volume:
    rows = Volume.objects.select_related("case__applicant", "case__household", "filed_by")
    found: Volume = get_object_or_404(rows, number=number)
    return found


def _note(request: DeskRequest, found: Volume, purpose: str) -> None:
    note_read(request, kind="volume", object_id=found.pk, division_code=found.division_code, purpose=purpose)
