"""Who applies, whom the support is for at all, what else must be true; the layer and the yearly review.

The tests of the law are tests of a person. Whoever applies in one application must pass all of them; a household in
which only some would pass applies for those. Other files: labour, means, property, supporters, care, money.
"""

from minzheng.rules.declare import States, household, members, person

from .citations import EARLY, early, in_2016, local, order_456, since_2016, since_2021

WHO = {**early("第六条", "第十四条"), **since_2016("第四条", "第十六条")}
PAID = {**early("第九条", "第十五条"), **in_2016(), **since_2021("第十七条", "第十六条")}
REFORM = "关于改革完善社会救助制度的意见（2020年） 七"
APPLIES = 3


@person.value("本人申请特困供养", law=WHO, unit="yes_no")
def is_applicant(part_in_application: int) -> bool:
    return part_in_application == APPLIES


@person.receives("供养的人员", law=PAID)
def receives(is_applicant: bool) -> bool:
    return is_applicant


applicants = members.count("申请人数", law=WHO, where="is_applicant")


@household.value("有人申请", law=WHO, unit="yes_no")
def somebody_applies(applicants: int) -> bool:
    return applicants > 0


@household.condition("有申请特困供养的成员", law=WHO, shows=States("至少一名成员申请", "没有成员申请"))
def has_applicants(somebody_applies: bool) -> bool:
    return somebody_applies


@household.condition(
    "属于农村村民", law=order_456("第六条"), shows=States("属于农村村民", "不属于农村村民，不适用农村五保供养")
)
def is_villager(uses_urban_standard: bool) -> bool:
    return not uses_urban_standard


# ---- elderly, disabled or a minor; from 2026-07-01 the act's list is open (“等特困人员”) and labour alone decides

GROUP = {**early("第六条", "第十四条"), **in_2016("第四条"), "notice_43": "民发〔2021〕43号 第四条"}


@person.value("不属于老年人、残疾人、未成年人", law=GROUP, unit="yes_no")
def is_outside_groups(
    age_years: int,
    destitute_elderly_age: int,
    destitute_minor_age: int,
    is_kept_minor: bool,
    disability_grade: int = 0,
) -> bool:
    by_age = age_years >= destitute_elderly_age or age_years < destitute_minor_age
    return not by_age and not is_kept_minor and disability_grade == 0


any_outside_groups = members.any(
    "有申请人不属于老年人、残疾人、未成年人", law=GROUP, of="is_outside_groups", where="is_applicant"
)


@household.condition(
    "属于老年人、残疾人或者未成年人",
    law=GROUP,
    shows=States("申请人都是老年人、残疾人或者未成年人", "有申请人不是老年人、残疾人，也不是未成年人"),
)
def belongs_to_groups(any_outside_groups: bool) -> bool:
    return not any_outside_groups


# ---- what ends support or stands in its way


ENDING = {**in_2016(), **since_2021("第二十四条", "第四十七条")}
CHILDREN = {**local(*EARLY), **in_2016("第九条"), **since_2021("第九条")}


@person.value("在监狱服刑或者被宣告失踪", law=ENDING, unit="yes_no")
def is_away(is_in_prison: bool = False, is_declared_missing: bool = False) -> bool:
    return is_in_prison or is_declared_missing


any_away = members.any("有申请人在监狱服刑或者被宣告失踪", law=ENDING, of="is_away", where="is_applicant")


@household.condition(
    "没有在监狱服刑、被宣告失踪",
    law=ENDING,
    shows=States("申请人没有在监狱服刑，也没有被宣告失踪", "有申请人在监狱服刑或者被宣告失踪"),
)
def nobody_is_away(any_away: bool) -> bool:
    return not any_away


@person.value("纳入儿童基本生活保障", law={**local(*EARLY), **since_2021("第九条")}, unit="yes_no")
def takes_child_benefit(chose_child_benefit: bool = False) -> bool:
    return chose_child_benefit


any_child_benefit = members.any(
    "有申请人纳入孤儿、事实无人抚养儿童保障", law=CHILDREN, of="takes_child_benefit", where="is_applicant"
)


@household.condition(
    "没有纳入孤儿、事实无人抚养儿童基本生活保障",
    law=CHILDREN,
    shows=States("申请人没有纳入儿童基本生活保障", "有申请人纳入儿童基本生活保障，不再认定为特困人员"),
)
def draws_no_child_benefit(any_child_benefit: bool) -> bool:
    return not any_child_benefit


REVIEWED = {**local("order_456", "order_649", "measures_2016"), "notice_43": REFORM}


@household.value("两次复核之间的月数", law={**REVIEWED, "act_2026": f"社会救助法 第四十六条；{REFORM}"}, unit="months")
def review_months(destitute_review_months: int) -> int:
    return destitute_review_months
