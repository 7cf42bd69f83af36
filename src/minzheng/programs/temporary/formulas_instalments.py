"""Since 2018-01-23 one decision may be paid in instalments: equal ones, the last with what is left.

Before the second and each later one somebody visits; if the difficulty is over, the rest is not paid. Where all is paid
at once, none of this arises.
"""

from minzheng.kernel.arithmetic import floor_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import SINCE_2018, law

PHASED = law(SINCE_2018, notice_23="二（四）", reform="第十五条")
BEFORE_THE_ACT = law(SINCE_2018[:-1], notice_23="二（四）", reform="第十五条")

MONEY = 1


@household.value("发放的救助金合计", law=PHASED)
def cash_fen(grant_fen: Fen, help_form: int = 1) -> Fen:
    return grant_fen if help_form == MONEY else 0


@household.value("分次发放", law=PHASED, unit="yes_no")
def is_phased(instalments: int = 1) -> bool:
    return instalments > 1


@household.value("每次发放的金额（末次除外）", law=PHASED, only_if="is_phased", otherwise=0)
def instalment_fen(is_phased: bool, cash_fen: Fen, rounding_unit_fen: Fen, instalments: int = 1) -> Fen:
    return floor_to(cash_fen // instalments, rounding_unit_fen)


@household.value("末次发放的金额", law=PHASED, only_if="is_phased", otherwise=0)
def last_instalment_fen(is_phased: bool, cash_fen: Fen, instalment_fen: Fen, instalments: int = 1) -> Fen:
    return max(0, cash_fen - instalment_fen * (instalments - 1))


@household.value("已经发放的金额", law=PHASED, only_if="is_phased", otherwise=0)
def paid_so_far_fen(
    is_phased: bool, cash_fen: Fen, instalment_fen: Fen, instalments: int = 1, instalments_paid: int = 0
) -> Fen:
    return cash_fen if instalments_paid >= instalments else instalment_fen * instalments_paid


@household.value("探访后可以发放下一次", law=PHASED, unit="yes_no", only_if="is_phased", otherwise=False)
def may_pay_next(
    is_phased: bool,
    instalments: int = 1,
    instalments_paid: int = 0,
    is_visited_since: bool = False,
    is_difficulty_over: bool = False,
) -> bool:
    is_first = instalments_paid == 0
    return instalments_paid < instalments and (is_first or (is_visited_since and not is_difficulty_over))


@household.value("下一次发放的金额", law=PHASED, only_if="is_phased", otherwise=0)
def next_instalment_fen(
    is_phased: bool,
    may_pay_next: bool,
    instalment_fen: Fen,
    last_instalment_fen: Fen,
    instalments: int = 1,
    instalments_paid: int = 0,
) -> Fen:
    if not may_pay_next:
        return 0
    return last_instalment_fen if instalments_paid == instalments - 1 else instalment_fen


@household.value("困难已经解除、拟取消的余额", law=PHASED, only_if="is_phased", otherwise=0)
def withheld_fen(
    is_phased: bool, cash_fen: Fen, paid_so_far_fen: Fen, instalments_paid: int = 0, is_difficulty_over: bool = False
) -> Fen:
    return max(0, cash_fen - paid_so_far_fen) if is_difficulty_over and instalments_paid > 0 else 0


@household.value("取消的余额", law=BEFORE_THE_ACT, only_if="is_phased", otherwise=0)
def cancelled_fen(is_phased: bool, withheld_fen: Fen) -> Fen:
    return withheld_fen
