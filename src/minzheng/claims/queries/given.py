"""What medical assistance came to for a person, as the ledger of help asks it: the sum, never the illness."""

from django.utils.translation import gettext as _

from minzheng.claims.enums import BILLS, FileState
from minzheng.claims.models import Claim
from minzheng.claims.queries.aid import aid_of
from minzheng.ledger.given import Cost, Given, Whom

ROOM = "claims"


def given_by_bill(whom: Whom) -> list[Given]:
    """Return the aid of every bill that stands and was confirmed; one that came to nothing is not told."""
    rows = Claim.objects.filter(
        person_id__in=whom.person_ids, kind__in=BILLS, settled_on__gte=whom.since, settled_on__lte=whom.until,
        is_reversal=False, replaced_by__isnull=True,
    ).exclude(file__state__in=(FileState.RECEIVED, FileState.SETTLED, FileState.WITHDRAWN))  # fmt: skip
    bills = list(rows.order_by("pk").values_list("pk", "number", "hospital__name", "settled_on", named=True))
    aid = aid_of([bill.pk for bill in bills])
    return [
        Given(
            ROOM, bill.number,
            _("医疗救助（%(hospital)s）") % {"hospital": bill.hospital__name} if bill.hospital__name else _("医疗救助"),
            aid[bill.pk], bill.settled_on, cost=Cost.TREATMENT,
        )
        for bill in bills
        if aid.get(bill.pk, 0) > 0
    ]  # fmt: skip
