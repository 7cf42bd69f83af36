"""What every page of the desk shows: the house, the person, the rail."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from minzheng.accounts.enums import HOME_ROLES, Role
from minzheng.desk.rail import rail_for
from minzheng.desk.views.demo_clock import STEPS
from minzheng.institutions.queries.houses import home_names
from minzheng.registry.models import Division

# No page repeats what may be an identity or account number.
LONG_NUMBER = re.compile(r"\d{13}")


def house(request: HttpRequest) -> dict[str, Any]:
    """Add the demo ribbon, the county's name, today, and for a signed-in person the rail and the names of the area."""
    user = getattr(request, "user", None)
    signed_in = user if user is not None and user.is_authenticated else None
    codes = getattr(request, "area_codes", []) if signed_in else []
    names = dict(Division.objects.filter(code__in=[settings.COUNTY_CODE, *codes]).values_list("code", "name"))
    if missing := [code for code in codes if code not in names]:  # who works in a home has its code for an area
        names |= home_names(missing)
    return {
        "languages": settings.LANGUAGES,
        "here": _here(request),
        "is_demo": settings.DEMO,
        "demo_steps": STEPS if settings.DEMO and signed_in else (),
        "county_name": names.get(settings.COUNTY_CODE, ""),
        "area_names": [names.get(code, code) for code in codes],
        "today": getattr(request, "today", None),
        "rail": rail_for(request) if signed_in else [],
        "can_search": signed_in is not None and signed_in.role not in {Role.FINANCE_OFFICER, *HOME_ROLES},
    }


def _here(request: HttpRequest) -> str:
    """Return the page's own address, to come back to; what was posted is not in it."""
    if request.method != "GET" or any(LONG_NUMBER.search(str(value)) for value in request.GET.values()):
        return request.path
    return request.get_full_path()
