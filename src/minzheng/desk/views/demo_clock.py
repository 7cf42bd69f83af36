"""Moving the sample county's day ahead, so that a visitor sees a publicity of seven days come to its end."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from minzheng.desk.request import DeskRequest
from minzheng.kernel.wording import day_words
from minzheng.services.calendar import clock

STEPS = (1, 7, 30)


def demo_clock(request: DeskRequest) -> HttpResponse:
    """Move ahead by one of STEPS and go back to the page; outside a demo the address does not exist."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    days = {str(step): step for step in STEPS}.get(request.POST.get("days", ""))
    if days is None:
        raise Http404
    clock.move_ahead(days)
    messages.info(
        request,
        _("演示时间快进了 %(days)s 天，今天是 %(today)s。时间只能向前，不能倒回。")
        % {"days": days, "today": day_words(clock.today())},
    )
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "desk:todo")
