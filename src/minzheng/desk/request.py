"""The request as the desk's views get it, for the type checker."""

import datetime as dt

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from minzheng.accounts.models import Staff


class DeskRequest(HttpRequest):
    """A signed-in request: `at` and `today` were read once, by the middleware."""

    user: Staff
    at: dt.datetime
    today: dt.date
    htmx: HtmxDetails
