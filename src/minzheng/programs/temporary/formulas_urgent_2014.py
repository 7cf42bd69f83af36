"""From 2014-10-03 until 2020-08-24 whatever is urgent is paid first, whatever it comes to."""

from minzheng.rules.declare import household

from .citations import law

FIRST = law(("notice_47", "notice_23"), notice_47="三（三）", notice_23="二（二）")


@household.value("先行救助", law=FIRST, unit="yes_no")
def small_amount_first(is_urgent_procedure: bool) -> bool:
    return is_urgent_procedure
