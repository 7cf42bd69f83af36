"""Background jobs: the list of one's own, and the page of one with its bar, which may be left and come back to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.downloads import PDF, XLSX, ZIP, download
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.services.jobs import queries
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.enums import OPEN_STATES, JobState
from minzheng.services.jobs.kinds import kind_of
from minzheng.services.jobs.models import JobRun
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
TONES: dict[str, Tone] = {
    JobState.QUEUED: Tone.PLAIN, JobState.RUNNING: Tone.NOW, JobState.DONE: Tone.DONE, JobState.FAILED: Tone.BAD,
    JobState.CANCELLED: Tone.WARN,
}  # fmt: skip
MEDIA = {"pdf": PDF, "zip": ZIP, "xlsx": XLSX}


@read_only
def job_list(request: DeskRequest) -> HttpResponse:
    """List the jobs this person asked for, newest first."""
    page = Paginator(queries.jobs_of(request.user.username), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/jobs/list.html", {"page": page, "lines": [_line(row) for row in page]})


@read_only
def job(request: DeskRequest, token: str) -> HttpResponse:
    """Show one job; to htmx the moving part alone."""
    found = _mine(request, token)
    context = _line(found) | {
        "is_open": found.state in OPEN_STATES,
        "can_cancel": found.state in OPEN_STATES
        and not found.is_cancel_asked
        and (found.state == JobState.QUEUED or kind_of(found.kind).can_stop),
    }
    return render(request, "desk/jobs/progress.html" if request.htmx else "desk/jobs/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def job_cancel(request: DeskRequest, token: str) -> HttpResponse:
    """Ask a job to stop."""
    found = _mine(request, token)
    if request.method == "POST":
        try:
            with as_kept():
                queue.cancel(job=found, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.info(request, _("已要求取消；正在办的一件办完就停。"))
    return redirect("desk:job", token=token)


@read_only
def job_file(request: DeskRequest, token: str) -> HttpResponse:
    """Send the result; it holds people's data, so the read is recorded."""
    found = _mine(request, token)
    if not found.file:
        raise Http404
    note_read(
        request, kind="job", object_id=found.pk, division_code=settings.COUNTY_CODE, purpose="下载后台任务的结果文件"
    )
    try:
        with found.file.open("rb") as content:
            data = content.read()
    except FileNotFoundError as missing:
        raise Http404 from missing
    media_type = MEDIA.get(found.file_name.rpartition(".")[2], "application/octet-stream")
    return download(data, name=found.file_name, media_type=media_type)


def _mine(request: DeskRequest, token: str) -> JobRun:
    found = queries.job_of(request.user.username, token)
    if found is None:
        raise Http404
    return found


def _line(row: JobRun) -> dict[str, Any]:
    kind = kind_of(row.kind)
    return {
        "job": row,
        "label": kind.label,
        "unit": kind.unit,
        "tone": TONES[row.state],
        # Heartbeats go by the machine's clock, so the pace does too.
        "pace": queries.pace(row, timezone.now()),
    }
