"""What a person keeps at the desk: saved views of lists."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain import keep
from minzheng.workbench.queries.keep import office_of, views_of

# Lists whose filters can be kept; the url name of each is the name of its page.
PAGES = ("todo", "cases", "households", "reviews")
# What is never kept with a view: where one was in the list.
PASSING = ("page", "csrfmiddlewaretoken")


def views_context(request: DeskRequest, page: str) -> dict[str, Any]:
    """Return the saved views of a list, the one that is open now marked."""
    address, now = reverse(f"desk:{page}"), _query(request.GET)
    found = [
        {
            "view": row, "url": f"{address}?{row.query}", "is_open": row.query == now,
            "is_mine": row.owner_id == request.user.pk,
        }
        for row in views_of(request.user, page, _office(request))
    ]  # fmt: skip
    return {"saved_views": found, "view_page": page, "view_query": now}


@require_POST
def view_save(request: DeskRequest) -> HttpResponse:
    """Keep the list as it is looked at now."""
    page, query = _page(request), _query(QueryDict(request.POST.get("query", "")[:1000]))
    try:
        with as_kept():
            row = keep.save_view(
                page=page, name=request.POST.get("name", ""), query=query, office=_office(request),
                shared="shared" in request.POST, by=request.user, at=request.at,
            )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        shared = _("同科室的同事也能用。") if row.is_shared else ""
        messages.success(request, _("已保存“%(name)s”。%(shared)s") % {"name": row.name, "shared": shared})
    return redirect(f"{reverse(f'desk:{page}')}?{query}")


@require_POST
def view_drop(request: DeskRequest) -> HttpResponse:
    """Forget a view of one's own."""
    page, wanted = _page(request), request.POST.get("view", "")
    rows = views_of(request.user, page, _office(request))
    row = rows.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if row is None:
        raise Http404
    try:
        with as_kept():
            keep.drop_view(view=row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已删除“%(name)s”。") % {"name": row.name})
    return redirect(f"desk:{page}")


def _page(request: DeskRequest) -> str:
    page = request.POST.get("page", "")
    try:
        if page in PAGES and reverse(f"desk:{page}"):
            return page
    except NoReverseMatch:
        pass
    raise Http404


def _query(given: QueryDict) -> str:
    """Return the choices of an address in one order, so that the same view is the same text."""
    kept = sorted((name, value) for name, values in given.lists() if name not in PASSING for value in values if value)
    return urlencode(kept)


def _office(request: DeskRequest) -> str:
    if not hasattr(request, "office"):
        request.office = office_of(request.user)  # type: ignore[attr-defined]
    return str(request.office)  # type: ignore[attr-defined]
