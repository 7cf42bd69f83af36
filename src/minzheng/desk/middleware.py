"""The door itself: who comes in, what lies within sight, and what time it is."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from minzheng.accounts.enums import Role
from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.desk.views.errors import machine_trouble
from minzheng.kernel import language
from minzheng.kernel.division import Area
from minzheng.kernel.machine_trouble import told
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.calendar import clock

# The only pages a person who has not signed in may open.
OPEN_PAGES = frozenset({"desk:sign_in", "desk:language", "desk:verify", "desk:verify_code"})

# Finance pays by decision and account; incomes, illness and letters of families are not its business
# (个人信息保护法 第六条: the least that the purpose needs).
FAMILY_PAGES = (
    "household",
    "person_",
    "account_",
    "case",
    "letter_",
    "calculation_",
    "search",
    "review",
    "honesty",
    "remedy",
    "relatives",
    "archive",
    "custody",
)


class LanguageMiddleware:
    """Say every page in the language its reader chose: the account's, else the cookie's, else Chinese.

    What the browser prefers is not asked: an office's computer is often set up in English by whoever installed it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose, and say the whole page in it."""
        kept = request.user.language if request.user.is_authenticated else ""
        code = kept or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(code if code in language.LANGUAGES else language.CHINESE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class StaffAreaMiddleware:
    """Run every request inside the area of the person who signed in; everybody else is sent to the sign-in page.

    Reads the clock once per request: views pass `request.at` on as `at`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Declare the area around the view and its template; pages with people's data are never cached."""
        request.at = clock.now()  # type: ignore[attr-defined]
        request.today = local_day(request.at)  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        # Read once here for the scope and for the names at the top of the page.
        codes = sorted(request.user.areas.values_list("division_code", flat=True))
        request.area_codes = codes  # type: ignore[attr-defined]
        request.user.area = Area.of(*codes)
        with within(request.user.area):
            response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal that no form could show (a paper that cannot be printed), or a full disk, on its own page."""
        if not isinstance(exception, Refused):
            words = told(exception)
            return machine_trouble(words) if words else None
        status = 403 if isinstance(exception, NotAllowed) else 422
        return render(request, "desk/errors/refused.html", {"reason": str(exception)}, status=status)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Let anonymous people see the sign-in page and nothing else; files of families stay closed to finance."""
        match = request.resolver_match
        if request.user.is_authenticated:
            name = (match.url_name or "") if match else ""
            if request.user.role == Role.FINANCE_OFFICER and name.startswith(FAMILY_PAGES):
                raise Http404
            return None
        if match and match.view_name in OPEN_PAGES:
            return None
        back = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else ""
        address = reverse("desk:sign_in") + ("?" + urlencode({"next": back}) if back and back != "/" else "")
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
