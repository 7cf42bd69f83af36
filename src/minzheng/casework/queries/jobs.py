"""Job offers and how often in a row they were refused without good reason."""

from collections import defaultdict
from collections.abc import Collection

from minzheng.casework.enums import OfferAnswer
from minzheng.casework.models import JobOffer


def consecutive_refusals(person_ids: Collection[int]) -> dict[int, int]:
    """Return how many unjustified refusals stand in a row at the end of each person's offers, in one query.

    Accepting a job begins the count anew; an offer not answered yet, and a justified refusal, neither count nor reset.
    """
    counts: dict[int, int] = defaultdict(int)
    rows = JobOffer.objects.filter(person_id__in=person_ids).exclude(answer=OfferAnswer.OPEN)
    for person, answer, justified in rows.order_by("answer_on", "pk").values_list(
        "person_id", "answer", "is_justified"
    ):
        if answer == OfferAnswer.ACCEPTED:
            counts[person] = 0
        elif not justified:
            counts[person] += 1
    return dict(counts)
