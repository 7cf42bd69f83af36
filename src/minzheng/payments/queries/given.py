"""What bank lists brought to households, as the ledger of help asks it."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words
from minzheng.ledger.given import Given, Whom, tellers
from minzheng.payments.enums import ARRIVED_STATUSES
from minzheng.payments.models import PayLine
from minzheng.payments.queries.recovered import recovered_of_many

ROOM = "payments"


def given_by_list(whom: Whom) -> list[Given]:
    """Return what arrived, less what was given back; what a room makes due and tells itself is left to that room."""
    first = datetime.combine(whom.since, time.min, SHANGHAI)
    last = datetime.combine(whom.until + timedelta(days=1), time.min, SHANGHAI)
    rows = PayLine.objects.filter(
        household_id__in=whom.household_ids, status__in=ARRIVED_STATUSES, settled_at__gte=first, settled_at__lt=last
    ).exclude(due__source_room__in=tellers())
    lines = list(
        rows.order_by("pk").values_list("serial", "run__program_name", "month", "paid_fen", "settled_at", named=True)
    )
    back = recovered_of_many([line.serial for line in lines])
    return [
        Given(
            ROOM, line.serial,
            _("%(program)s %(month)s") % {
                "program": retell(line.run__program_name), "month": month_words(line.month),
            },
            line.paid_fen - back.get(line.serial, 0), local_day(line.settled_at), is_standing=True,
        )
        for line in lines
    ]  # fmt: skip
