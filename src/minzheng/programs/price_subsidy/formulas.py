"""What a month's subsidy comes to: first for one person, in the order of the local rule, then for all of them."""

from minzheng.kernel.arithmetic import band, ceil_to, round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household, members

LAW = {
    "hubei_2011": "湖北省2011年联动机制",
    "nation_2014": "国家联动机制（2014年）",
    "nation_2016": "发改价格〔2021〕1553号",
    "act_2026": "社会救助法 第三十二条；发改价格〔2021〕1553号",
}
BASIS = 10_000
BY_RISE = 1
UP = 1
MULTIPLY_LAST = 1

recipients = members.count("领取的人数", law=LAW)


@household.condition(
    "价格上涨达到启动条件",
    law=LAW,
    shows=States("当月指数达到启动条件", "当月指数没有达到启动条件"),
)
def price_trigger_reached(trigger_reached: bool) -> bool:
    return trigger_reached


@household.condition(
    "计发所按的涨幅大于零",
    law=LAW,
    shows=States("计发所按的涨幅大于零", "计发所按的涨幅不大于零，按标准乘涨幅没有补贴"),
)
def rise_is_above_zero(rise_bp: int) -> bool:
    return rise_bp > 0


@household.value("未取整金额的分子", law=LAW, unit="number")
def exact_over(line_fen: Fen, rise_bp: int, price_method: int) -> int:
    return line_fen * max(0, rise_bp) if price_method == BY_RISE else line_fen


@household.value("未取整金额的分母", law=LAW, unit="number")
def exact_under(rise_bp: int, line_months: int, price_method: int, price_divisors: tuple) -> int:
    return line_months * (BASIS if price_method == BY_RISE else max(1, band(rise_bp, price_divisors)))


@household.value("先乘倍数后取整的倍数", law=LAW, unit="number")
def multiplier_before(price_multiplier: int, price_order: int) -> int:
    return 1 if price_order == MULTIPLY_LAST else price_multiplier


@household.value("每人取整后的金额", law=LAW)
def rounded_fen(
    exact_over: int, exact_under: int, multiplier_before: int, price_rounding: int, price_unit_fen: Fen
) -> Fen:
    step = exact_under * price_unit_fen
    exact = exact_over * multiplier_before
    return ceil_to(exact, step) // exact_under if price_rounding == UP else round_half_up(exact, step) * price_unit_fen


@household.value("每人每月的价格临时补贴", law=LAW)
def person_fen(rounded_fen: Fen, price_multiplier: int, multiplier_before: int, price_floor_fen: Fen) -> Fen:
    return max(rounded_fen * (price_multiplier if multiplier_before == 1 else 1), price_floor_fen)


@household.amount("全户当月的价格临时补贴", law=LAW)
def benefit_fen(person_fen: Fen, recipients: int) -> Fen:
    return person_fen * recipients
