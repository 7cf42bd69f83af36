"""What of a fund is still under way: it keeps the year from being closed."""

from django.utils.translation import gettext as _

from minzheng.kernel.fen import format_yuan
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayRun

ENDED = (RunState.CLOSED, RunState.CANCELLED)


def open_runs(fund_code: str, _year: int) -> list[str]:
    """Return one sentence for each list of the fund that is neither closed nor cancelled."""
    rows = PayRun.objects.filter(fund__code=fund_code).exclude(state__in=ENDED).order_by("number")
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
