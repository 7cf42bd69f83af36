"""Whose labour counts for what: statistical classes, the plan-era classes A, B and C, how often a family is reviewed.

Other rooms read `support_class` (1 A, 2 B, 3 C), `review_months` and the schedule of a gradual exit.
"""

from minzheng.rules.declare import household, members, person

from .citations import EARLY, EVER, local, since_2012, since_2022

CLASSES = local(*EVER)
STATISTICS = dict.fromkeys(EVER, "民政统计口径（县级低保月报）")
EXIT = since_2022("第一条（三）；民发〔2021〕57号 第三十三条")

HAS = 1
PARTLY_LOST = 2
FULLY_LOST = 3
NONE = 4
CLASS_A = 1
CLASS_B = 2
CLASS_C = 3


@person.value("劳动能力（统计口径）", law=STATISTICS, unit="labour")
def labour_class(
    age_years: int,
    adult_age: int,
    labour_age_limit: int,
    is_severely_affected: bool,
    disability_grade: int = 0,
    labour_capacity: int = 0,
) -> int:
    # What was found about the person comes first; else age, then illness and disability decide.
    if labour_capacity > 0:
        return labour_capacity
    if age_years < adult_age or age_years > labour_age_limit:
        return NONE
    if is_severely_affected:
        return FULLY_LOST
    return PARTLY_LOST if disability_grade > 0 else HAS


@person.value("有劳动能力", law=STATISTICS, unit="yes_no")
def has_labour(labour_class: int) -> bool:
    return labour_class == HAS


@person.value("有部分劳动能力", law=STATISTICS, unit="yes_no")
def has_part_labour(labour_class: int) -> bool:
    return labour_class == PARTLY_LOST


@person.value("有劳动能力而收入来源不固定", law=CLASSES, unit="yes_no")
def has_unstable_work(has_labour: bool, has_part_labour: bool, has_stable_income: bool = False) -> bool:
    return (has_labour or has_part_labour) and not has_stable_income


any_unstable_work = members.any(
    "有劳动能力而收入来源不固定的成员", law=CLASSES, of="has_unstable_work", where="receives"
)
any_labour = members.any("有劳动能力的成员", law=CLASSES, of="has_labour", where="receives")
any_part_labour = members.any("有部分劳动能力的成员", law=CLASSES, of="has_part_labour", where="receives")


@household.value("低保类别（A、B、C）", law=CLASSES, unit="support_class")
def support_class(any_labour: bool, any_part_labour: bool) -> int:
    if any_labour:
        return CLASS_C
    return CLASS_B if any_part_labour else CLASS_A


@household.value("两次复核之间的月数", law={**local(*EARLY), **since_2012("第三十三条")}, unit="months")
def review_months(
    support_class: int,
    any_unstable_work: bool,
    uses_urban_standard: bool,
    review_months_steady: int,
    review_months_fair: int,
    review_months_urban: int,
    review_months_rural: int,
) -> int:
    if support_class == CLASS_A:
        return review_months_steady
    if support_class == CLASS_B or not any_unstable_work:
        return review_months_fair
    return review_months_urban if uses_urban_standard else review_months_rural


# ---- gradual exit (渐退期): how long and how much, for the rooms that pay


@household.value("渐退期最长月数", law=EXIT, unit="months")
def gradual_exit_longest_months(gradual_exit_months: int) -> int:
    return gradual_exit_months


@household.value("渐退期全额发放的月数", law=EXIT, unit="months")
def gradual_exit_months_in_full(gradual_exit_months: int, gradual_exit_full_months: int) -> int:
    return min(gradual_exit_full_months, gradual_exit_months)


@household.value("渐退期其后发放的比例", law=EXIT, unit="basis_points")
def gradual_exit_share(gradual_exit_rate_bp: int) -> int:
    return gradual_exit_rate_bp
