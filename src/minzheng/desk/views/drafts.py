"""Half-written forms: kept a moment after the last key, brought back with the form, thrown away when asked."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain import keep

# The page itself leaves these out already; whoever forges a request does not get them kept either.
NEVER = re.compile(r"(id_number|account_number|password|phone|csrfmiddlewaretoken|draft_key|seen_version)$")


@require_POST
def draft_keep(request: DeskRequest) -> HttpResponse:
    """Keep what is written so far; answers with the line below the form."""
    values: dict[str, Any] = {name: given for name, given in request.POST.lists() if not NEVER.search(name)}
    refusal = ""
    try:
        with as_kept():
            keep.keep_draft(key=_key(request), values=values, by=request.user, at=request.at)
    except Refused as refused:
        refusal = str(refused)
    return render(request, "desk/partials/draft_kept.html", {"at": request.at, "refusal": refusal})


@require_POST
def draft_drop(request: DeskRequest) -> HttpResponse:
    """Throw a draft away and show the form without it."""
    key = _key(request)
    keep.drop_draft(key=key, by=request.user)
    messages.success(request, _("草稿已丢弃。"))
    back = request.POST.get("back", "")
    return redirect(back if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else key)


def _key(request: DeskRequest) -> str:
    """Return the address of the form a draft belongs to; a draft of nothing is not kept."""
    key = request.POST.get("draft_key", "")
    try:
        resolve(key)
    except Resolver404 as nowhere:
        raise Http404 from nowhere
    return key
