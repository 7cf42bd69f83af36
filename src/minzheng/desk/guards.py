"""Who may open an area of the desk at all. To everybody else its pages do not exist, whichever way they ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.request import DeskRequest

View = Callable[..., HttpResponseBase]

# Money of the county is seen by those who pay, lead or audit; imports and reviews also by the township.
MONEY_READERS = frozenset({Role.COUNTY_OFFICER, Role.FINANCE_OFFICER, Role.LEADER, Role.AUDITOR})
COUNTY_READERS = frozenset({Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})
HOME_READERS = frozenset(
    {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR, Role.HOME_DIRECTOR, Role.CAREGIVER}
)
IMPORT_READERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
REVIEW_READERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})


def covers_county(staff: Staff) -> bool:
    """Say whether a person's area is the whole county: sums of a part would be taken for the whole."""
    return staff.area.covers(settings.COUNTY_CODE)


def seen_by(roles: frozenset[Role], *, whole_county: bool = False) -> Callable[[View], View]:
    """Open a page to these roles only, and if asked only to those who see the whole county."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.role not in roles or (whole_county and not covers_county(request.user)):
                raise Http404
            return view(request, *args, **kwargs)

        return wrapper

    return decorate
