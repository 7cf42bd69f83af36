"""What one request comes to since 2012-12-12: the month's line, by people, months and severity, up to the cap.

It is rounded once, at the end, to the nearest unit; down, if that would pass the cap. The ceilings of who decides do
not cut it: they only say who decides (formulas_deciding.py). Lines are taken for the year, so that all regimes share
one denominator.
"""

from minzheng.kernel.arithmetic import band, floor_to, round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household, members, person

from .citations import law

STANDARD = law(
    order_649="第四十九条", notice_47="三（五）", notice_23="二（三）", reform="第十四条", act="第二十九条", local=True
)
LINE = {regime: cited for regime, cited in STANDARD.items() if regime != "notice_92"}
# Where every cost is known and others have met part of it, help is for what is left: a county's own rule.
ONCE_ONLY = law(local=True)
PEOPLE = law(order_649="第四十七条", notice_47="三（一）", notice_23="二（一）", act="第二十九条", notice_92="")
FORM = law(notice_92="", order_649="第四十九条", notice_47="三（四）", notice_23="二（四）", act="第二十九条")

MONTHS_IN_YEAR = 12
BASIS = 10_000
YES = 1
MONEY = 1
GOODS = 3


@household.value("全年的低保标准", law=LINE, unit="fen/person/year")
def line_year_fen(uses_urban_standard: bool, dibao_line_urban_fen: Fen, dibao_line_rural_fen: Fen) -> Fen:
    return (dibao_line_urban_fen if uses_urban_standard else dibao_line_rural_fen) * MONTHS_IN_YEAR


@person.receives("受困的成员", law=PEOPLE)
def receives(is_affected: bool) -> bool:
    return is_affected


people_affected = members.count("受困的人数", law=PEOPLE, where="receives")


@household.condition("有成员受困", law=PEOPLE, shows=States("至少一人的基本生活受到影响", "没有人的基本生活受到影响"))
def somebody_is_affected(people_affected: int) -> bool:
    return people_affected > 0


@household.value("困难程度系数", law=STANDARD, unit="basis_points")
def severity_rate(severity: int, severity_scale: tuple) -> int:
    return max(0, band(severity, severity_scale))


@household.value("封顶额按几份计算（按人或者按户）", law=STANDARD, unit="number")
def capped_shares(people_affected: int, cap_counts_people: int) -> int:
    return people_affected if cap_counts_people == YES else 1


@household.value("测算的救助额", law=STANDARD)
def aid_fen(
    line_year_fen: Fen,
    people_affected: int,
    duration_months: int,
    severity_rate: int,
    cap_lines: int,
    capped_shares: int,
    rounding_unit_fen: Fen,
) -> Fen:
    """Everything is taken times twelve months and ten thousand basis points until the one rounding."""
    parts = MONTHS_IN_YEAR * BASIS
    cap = line_year_fen * cap_lines * capped_shares * BASIS
    exact = min(line_year_fen * people_affected * duration_months * severity_rate, cap)
    nearest = round_half_up(exact, parts * rounding_unit_fen) * rounding_unit_fen
    below = floor_to(exact, parts * rounding_unit_fen) // parts
    return nearest if nearest * parts <= cap else below


@household.value("不超过还差的金额", law=ONCE_ONLY)
def aid_within_needs_fen(aid_fen: Fen, needs_left_fen: Fen, needs_are_stated: bool = False) -> Fen:
    return min(aid_fen, needs_left_fen) if needs_are_stated else aid_fen


@household.condition(
    "还有没有解决的需要",
    law=ONCE_ONLY,
    shows=States("还有没有解决的需要", "各项需要其他来源都已经给足，同一笔费用不重复救助", "needs_are_stated"),
)
def something_is_left(needs_left_fen: Fen, needs_are_stated: bool = False) -> bool:
    return not needs_are_stated or needs_left_fen > 0


@household.value("确定的救助额", law=STANDARD)
def grant_fen(aid_within_needs_fen: Fen, goes_to_conference: bool, settled_fen: Fen) -> Fen:
    return settled_fen if goes_to_conference else aid_within_needs_fen


@household.value("发放的实物件数", law=FORM, unit="items")
def goods_out(goods_items: int, help_form: int = 1) -> int:
    return goods_items if help_form == GOODS else 0


@household.amount("临时救助金", law=FORM)
def benefit_fen(grant_fen: Fen, help_form: int = 1) -> Fen:
    return grant_fen if help_form == MONEY else 0
