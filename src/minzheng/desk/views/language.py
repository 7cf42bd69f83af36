"""Choosing the language of the pages: kept with the account and, for the sign-in page, in a cookie."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from minzheng.accounts.domain import staff
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import LANGUAGES


@require_POST
def language(request: DeskRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        raise Http404
    if request.user.is_authenticated:
        staff.choose_language(staff=request.user, language=chosen, at=request.at)
    response = redirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _back(request: DeskRequest) -> str:
    """Return the page's own address if it is one of ours; otherwise the to-do list."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return "desk:todo"
    try:
        resolve(back.partition("?")[0])
    except Resolver404:
        return "desk:todo"
    return back
