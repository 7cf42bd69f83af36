"""Dibao since 2021-07-01, who applies alone (单人户): one severely affected member of an edge household."""

from minzheng.rules.declare import Compare, States, household, members

from .citations import since_2021

ALONE = since_2021("第八条", "第二十一条")

single_applicants = members.count("单独申请的人数", law=ALONE, where="applies_alone")
single_entitled = members.count("可以单独申请的人数", law=ALONE, where="may_apply_alone")
single_income_fen = members.sum("单独申请人本人的收入", law=ALONE, of="counted_income_fen", where="applies_alone")


@household.value("按单人户申请", law=ALONE, unit="yes_no")
def is_single_application(single_applicants: int) -> bool:
    return single_applicants > 0


@household.condition(
    "单独申请的只有一人",
    law=ALONE,
    shows=Compare("single_applicants", "<=", "single_limit", "people", concerns="is_single_application"),
)
def one_applies_alone(is_single_application: bool, single_applicants: int, single_limit: int) -> bool:
    return not is_single_application or single_applicants <= single_limit


@household.condition(
    "单独申请人属于重残、重病人员",
    law=ALONE,
    shows=States("一级、二级残疾，三级智力或精神残疾，或患重病", "不属于可以单独申请的人员", "is_single_application"),
)
def alone_is_severely_affected(is_single_application: bool, single_applicants: int, single_entitled: int) -> bool:
    return not is_single_application or single_entitled == single_applicants


@household.condition(
    "单独申请人的家庭属于低保边缘家庭",
    law=ALONE,
    shows=States("属于低保边缘家庭", "不属于低保边缘家庭；家庭符合低保条件的，应当整户申请", "is_single_application"),
)
def alone_is_of_edge_household(is_single_application: bool, is_edge_household: bool) -> bool:
    return not is_single_application or is_edge_household
