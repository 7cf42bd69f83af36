"""The urgent procedure since 2014-05-01, and since 2020-08-25 whether a small amount must be paid first.

Other files: before 2020 and since 2026 what must be paid first. The urgent road (program.py) has no posting, and what
is missing is made good afterwards.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import SINCE_2014, SINCE_NOTICE_47, law

URGENT = law(
    SINCE_2014, order_649="第四十八条", notice_47="三（三）", notice_23="二（二）", opinion="二（一）", act="第五十条"
)
FIRST = law(("reform_2020", "notice_83"), notice_23="二（二）", reform="第十五条")
FUND = law(SINCE_NOTICE_47, notice_23="二（二）", local=True)

EMERGENCY = 2
MONEY = 1


@household.urgent("按紧急程序办理", law=URGENT)
def is_urgent_procedure(need_type: int, is_urgent: bool) -> bool:
    return need_type == EMERGENCY and is_urgent


@household.value("先行救助", law=FIRST, unit="yes_no")
def small_amount_first(
    is_urgent_procedure: bool, aid_fen: Fen, township_ceiling_fen: Fen, event_granted_fen: Fen = 0
) -> bool:
    return is_urgent_procedure and aid_fen + event_granted_fen <= township_ceiling_fen


@household.value("由乡镇备用金支付", law=FUND, unit="yes_no", only_if="small_amount_first", otherwise=False)
def reserve_fund_pays(
    small_amount_first: bool,
    goes_to_conference: bool,
    is_within_township: bool,
    grant_fen: Fen,
    reserve_fund_fen: Fen,
    help_form: int = 1,
) -> bool:
    is_township_case = is_within_township and not goes_to_conference
    return is_township_case and help_form == MONEY and grant_fen <= reserve_fund_fen
