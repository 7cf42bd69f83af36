"""What each need asks, what others gave for it, what is left, and what of a grant goes to it: to the fen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from minzheng.accounts.scope import everywhere
from minzheng.relief.models import Need, NeedShare, OtherHelp, Request
from minzheng.relief.queries.same import grants_of_same


@dataclass(frozen=True)
class NeedLine:
    """One need in fen. `asked_fen` is None while nobody knows what it costs; then nothing is left to be reckoned."""

    need: Need
    asked_fen: int | None
    others_fen: int

    @property
    def left_fen(self) -> int | None:
        """Return what nobody has given yet; None where it is not known what it costs."""
        return None if self.asked_fen is None else max(0, self.asked_fen - self.others_fen)


def lines_of(request: Request) -> list[NeedLine]:
    """Return the needs of a request; what the same people were granted before for the same event counts with others."""
    others = _given_for(request)
    rows = Need.objects.filter(request=request).order_by("pk")
    return [NeedLine(row, row.amount_fen, others[row.kind]) for row in rows]


def left_of(lines: Sequence[NeedLine]) -> int | None:
    """Return what is left of all needs together; None unless it is known of every one what it costs."""
    left = [line.left_fen for line in lines]
    known = [fen for fen in left if fen is not None]
    return sum(known) if left and len(known) == len(left) else None


def shares(lines: Sequence[NeedLine], amount_fen: int) -> dict[int, int]:
    """Return what of an amount goes to each need, by its key; every fen goes somewhere, no known cost gets too much.

    Where it is enough, each known cost gets what is left of it and the costs that are not known share the rest alike.
    Where it is not, the known costs share it in proportion to what is left of them. What no need can take (a
    conference may grant more than was asked) stays with none.
    """
    known = [(line.need.pk, line.left_fen) for line in lines if line.left_fen is not None]
    open_ended = [line.need.pk for line in lines if line.left_fen is None]
    wanted = sum(fen for _pk, fen in known)
    if amount_fen < wanted:
        return {**dict.fromkeys(open_ended, 0), **_in_proportion(known, wanted, amount_fen)}
    rest, found = amount_fen - wanted, dict(known)
    for place, pk in enumerate(open_ended):
        found[pk] = rest // len(open_ended) + (place < rest % len(open_ended))
    return found


def known_of(request: Request) -> dict[str, int | bool]:
    """Return what the rules ask: whether every need has its amount, and what of them is left."""
    left = left_of(lines_of(request))
    return {"needs_are_stated": False} if left is None else {"needs_are_stated": True, "needs_left_fen": left}


def _in_proportion(known: Sequence[tuple[int, int]], wanted: int, amount_fen: int) -> dict[int, int]:
    """Split by largest remainder; of equal remainders the need that was written down first gets the fen."""
    found = {pk: amount_fen * fen // wanted for pk, fen in known}
    by_remainder = sorted(known, key=lambda one: -(amount_fen * one[1] % wanted))
    for pk, _fen in by_remainder[: amount_fen - sum(found.values())]:
        found[pk] += 1
    return found


def _given_for(request: Request) -> Counter[str]:
    found: Counter[str] = Counter()
    told = OtherHelp.objects.filter(request=request).exclude(need_kind="").order_by()
    for kind, fen in told.values_list("need_kind").annotate(Sum("amount_fen")):
        found[kind] += fen
    with everywhere("同一件事的救助须在全县加总"):
        same = grants_of_same(request).filter(request__event_id=request.event_id)
        granted = NeedShare.objects.filter(grant__in=same).order_by().values_list("need__kind")
        for kind, fen in granted.annotate(Sum("amount_fen")):
            found[kind] += fen
    return found
