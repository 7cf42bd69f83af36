"""The audit walk: from a fen back to the law, one step a page; each page that is opened leaves a read record."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.refusal import Refused
from minzheng.payments.models import PayRun
from minzheng.payments.queries import walk
from minzheng.registry.models import Household

money_page = seen_by(MONEY_READERS, whole_county=True)
# Finance pays; what stands in a file is not its business.
FOR_FINANCE = ("transfer", "line", "due")


@money_page
@read_only
def audit(request: DeskRequest) -> HttpResponse:
    """Ask for a serial, a transfer, a list or a household, and go there."""
    asked, refusal = request.GET.get("q", "").strip(), ""
    if asked:
        if Household.objects.filter(number=asked).exists():
            return redirect("desk:ledger_household", number=asked)
        if PayRun.objects.filter(number=asked).exists():
            return redirect("desk:run", number=asked)
        try:
            return redirect("desk:audit_step", serial=walk.line_of(asked).serial, code="transfer")
        except Refused as refused:
            refusal = str(refused)
    context = {"asked": asked, "refusal": refusal, "steps": list(walk.STEPS.values())}
    return render(request, "desk/audit/start.html", context, status=422 if refusal else 200)


@money_page
@read_only
def audit_step(request: DeskRequest, serial: str, code: str) -> HttpResponse:
    """Show one step of the way of a pay line."""
    open_steps = FOR_FINANCE if request.user.role == Role.FINANCE_OFFICER else tuple(walk.STEPS)
    if code not in open_steps:
        raise Http404
    try:
        line = walk.line_of(serial)
    except walk.NothingThere as missing:
        raise Http404 from missing
    if line.serial != serial:
        return redirect("desk:audit_step", serial=line.serial, code=code)
    purpose = f"审计追溯 {line.serial}：{walk.STEPS[code]}"
    note_read(request, kind="payments.PayLine", object_id=line.pk, division_code=line.division_code, purpose=purpose)
    place = open_steps.index(code)
    context = {
        "line": line,
        "step": walk.step(line, code),
        "way": [(name, walk.STEPS[name]) for name in open_steps],
        "code": code,
        "before": open_steps[place - 1] if place else "",
        "after": open_steps[place + 1] if place + 1 < len(open_steps) else "",
        "title": _("审计追溯 %(serial)s") % {"serial": line.serial},
    }
    return render(request, "desk/audit/step.html", context)
