"""What of a fund is still under way: it keeps the year from being closed."""

from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.kernel.fen import format_yuan
from minzheng.payments.enums import RunState
from minzheng.payments.models import Fund, PayRun, RunShare

ENDED = (RunState.CLOSED, RunState.CANCELLED)


def open_runs(fund_code: str, _year: int) -> list[str]:
    """Return one sentence for each list that draws on the fund, or may yet, and is neither closed nor cancelled."""
    fund = Fund.objects.filter(code=fund_code).first()
    if fund is None:
        return []
    may_yet = Q(approved_at__isnull=True, program=fund.program, month__startswith=f"{fund.year}-")
    drawing = RunShare.objects.filter(fund=fund).values("run")
    rows = PayRun.objects.filter(may_yet | Q(pk__in=drawing)).exclude(state__in=ENDED).order_by("number")
    return [
        _("发放批次 %(number)s（%(month)s，%(total)s 元）现为“%(state)s”，请先办结或撤销")
        % {
            "number": row.number,
            "month": row.month,
            "total": format_yuan(row.total_fen),
            "state": row.get_state_display(),
        }
        for row in rows
    ]
