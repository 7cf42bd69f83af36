"""What residents of a home were handed, as the ledger of help asks it."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from minzheng.institutions.enums import Direction, Matter
from minzheng.institutions.models import Voucher
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.ledger.given import Given, Whom

ROOM = "institutions"


def given_in_homes(whom: Whom) -> list[Given]:
    """Return the pocket money that was confirmed; the rest of a resident's pot is the resident's own."""
    first = datetime.combine(whom.since, time.min, SHANGHAI)
    last = datetime.combine(whom.until + timedelta(days=1), time.min, SHANGHAI)
    rows = Voucher.objects.filter(
        pot__residence__person_id__in=whom.person_ids, matter=Matter.POCKET, direction=Direction.IN,
        confirmed_at__gte=first, confirmed_at__lt=last,
    )  # fmt: skip
    return [
        Given(
            ROOM, row.number, _("零用钱（%(home)s）") % {"home": row.pot.institution.name}, row.amount_fen,
            local_day(row.confirmed_at), is_standing=True,
        )
        for row in rows.select_related("pot__institution").order_by("pk")
    ]  # fmt: skip
