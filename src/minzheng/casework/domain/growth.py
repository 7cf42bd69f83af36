"""A standard's growth is proposed from the program's own rule; somebody else approves it (local_figure)."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import local_figure
from minzheng.casework.domain.local_figure import FigureRefused
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.growth import growing, growing_programs
from minzheng.kernel.moment import local_day


@transaction.atomic
def propose(*, program: str, from_on: date, reference: str, by: Staff, at: datetime) -> list[LocalFigure]:
    """Enter every standard of the program that grows, as the rule gives it; no amount is typed by anybody.

    Each waits for a second person and counts for nothing until then. Raises FigureRefused (nothing grows, no document,
    one waits already), NotAllowed.
    """
    if program not in growing_programs():
        raise FigureRefused(_("这个项目没有自然增长的标准。"))
    grows = [one for one in growing(program, from_on, local_day(at)) if one.proposal.rise_fen]
    if not grows:
        raise FigureRefused(
            _("自%(day)s起按增长办法测算，标准都不需要提高。低保标准或者人均消费支出有新数的，请先录入。")
            % {"day": from_on}
        )
    return [
        local_figure.enter(
            code=one.proposal.standard, where=settings.COUNTY_CODE, level=one.level, from_on=from_on,
            value=one.proposal.proposed_fen, reference=reference, by=by, at=at,
        )
        for one in grows
    ]  # fmt: skip
