"""Social help in the sample county: a charity's money, a shop's quilts, a team's hours, and whom they reached."""

import datetime as dt
from collections.abc import Iterator

from minzheng.accounts.models import Staff
from minzheng.kernel.division import range_of
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.registry.models import Household
from minzheng.relief.domain import social

UNTIL = dt.date(2026, 12, 31)


def reached(town: str, first: Staff, second: Staff) -> Iterator[dt.datetime]:
    """Three offers of one township: one reaches two families, one waits for the second person, one is untouched."""
    at = dt.datetime(2026, 9, 21, 9, 30, tzinfo=SHANGHAI)
    yield at
    low, high = range_of(town)
    homes = list(
        Household.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None).order_by("pk")[:3]
    )
    offers = [
        social.offer(
            division_code=town, giver_kind=kind, giver=giver, gift=gift, what=what, amount_fen=fen, hours=hours,
            until_on=UNTIL, by=first, at=at,
        )
        for kind, giver, gift, what, fen, hours in (
            ("charity", "示例县慈善总会", "money", "困难家庭助学款", 600_000, 0),
            ("donor", "示例家纺店", "goods", "棉被十床", 150_000, 0),
            ("volunteer", "示例志愿服务队", "hours", "陪独居老人就医、代购", 0, 40),
        )
    ]  # fmt: skip
    at = dt.datetime(2026, 9, 24, 15, 0, tzinfo=SHANGHAI)
    yield at
    needs = (("孩子上高中的学费", 200_000), ("孩子上大学的路费和学费", 300_000))
    for home, (need, fen) in zip(homes[:2], needs, strict=False):
        row = social.match(
            offer=offers[0], household=home, need=need, consented_on=local_day(at), amount_fen=fen, by=first, at=at
        )
        social.confirm(match=row, by=second, at=at)
        social.hand_over(
            match=row, received_by="户主本人", receipt=f"演示慈收{row.pk:04d}", handed_on=local_day(at), by=first, at=at
        )
        social.note_result(match=row, result="solved", result_words="学费已经交清。", by=second, at=at)
    for home in homes[2:]:
        social.match(
            offer=offers[1], household=home, need="过冬的被子", consented_on=local_day(at), amount_fen=30_000, by=first,
            at=at,
        )  # fmt: skip
