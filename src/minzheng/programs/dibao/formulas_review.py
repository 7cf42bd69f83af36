"""Since 2021-07-01, how often a family is reviewed: yearly while little changes, else every half-year."""

from minzheng.rules.declare import household

from .citations import since_2021


@household.value("两次复核之间的月数", law=since_2021("第三十一条", "第四十六条"), unit="months")
def review_months(any_unstable_work: bool, review_months_steady: int, review_months_fair: int) -> int:
    return review_months_fair if any_unstable_work else review_months_steady
