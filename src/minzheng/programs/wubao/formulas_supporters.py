"""The third test: for every supporter, any ground of inability. A supporter in the household is tested the same way.

Grounds of a status need nothing else; lost capacity, missing and prison turn on property; age of 70 and disability turn
on the supporter's own income and property. Whoever is unable by one ground is asked nothing of the others.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household, members, supporter, supporters

from .citations import early, since_2016, since_2021

OWES = {**early("第六条", "第十四条"), **since_2016("第八条", "第十六条")}
UNABLE = since_2021("第八条")
PROPERTY = since_2016("第八条", "第二十三条")
INCOME = since_2021("第八条", "第二十三条")

SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


# ---- one supporter, since 2021-07-01


@supporter.value("依身份即无履行义务能力", law=UNABLE, unit="yes_no")
def supporter_is_unable_outright(
    supporter_age_years: int,
    destitute_dibao_supporter_age: int,
    supporter_is_destitute: bool = False,
    supporter_draws_dibao: bool = False,
    supporter_is_otherwise_unable: bool = False,
) -> bool:
    old_on_dibao = supporter_draws_dibao and supporter_age_years >= destitute_dibao_supporter_age
    return supporter_is_destitute or old_on_dibao or supporter_is_otherwise_unable


@supporter.value("重度残疾，三级智力、精神残疾", law=UNABLE, unit="yes_no")
def supporter_is_severely_disabled(supporter_disability_kind: int = 0, supporter_disability_grade: int = 0) -> bool:
    mind = supporter_disability_kind == INTELLECTUAL or supporter_disability_kind == MENTAL
    severe = 1 <= supporter_disability_grade <= SEVERE_GRADE
    return severe or (mind and supporter_disability_grade == THIRD_GRADE)


@supporter.value("另看财产的情形", law=UNABLE, unit="yes_no")
def supporter_turns_on_property(
    supporter_is_unable_outright: bool,
    supporter_lacks_civil_capacity: bool = False,
    supporter_is_missing: bool = False,
    supporter_is_in_prison: bool = False,
) -> bool:
    gone = supporter_lacks_civil_capacity or supporter_is_missing or supporter_is_in_prison
    return not supporter_is_unable_outright and gone


@supporter.value("另看收入和财产的情形", law=UNABLE, unit="yes_no")
def supporter_turns_on_income(
    supporter_is_unable_outright: bool,
    supporter_turns_on_property: bool,
    supporter_age_years: int,
    destitute_elderly_supporter_age: int,
    supporter_is_severely_disabled: bool,
) -> bool:
    may_be = supporter_age_years >= destitute_elderly_supporter_age or supporter_is_severely_disabled
    return not supporter_is_unable_outright and not supporter_turns_on_property and may_be


@supporter.value("有履行义务能力", law=UNABLE, unit="yes_no")
def supporter_is_able(
    supporter_is_unable_outright: bool,
    supporter_turns_on_property: bool,
    supporter_turns_on_income: bool,
    supporter_is_of_applicant: bool = True,
) -> bool:
    excused = supporter_is_unable_outright or supporter_turns_on_property or supporter_turns_on_income
    return supporter_is_of_applicant and not excused


@supporter.value("比较收入的义务人", law=UNABLE, unit="yes_no")
def supporter_income_is_tested(supporter_turns_on_income: bool, supporter_is_of_applicant: bool = True) -> bool:
    return supporter_is_of_applicant and supporter_turns_on_income


@supporter.value("比较财产的义务人", law=UNABLE, unit="yes_no")
def supporter_property_is_tested(
    supporter_turns_on_property: bool, supporter_turns_on_income: bool, supporter_is_of_applicant: bool = True
) -> bool:
    return supporter_is_of_applicant and (supporter_turns_on_property or supporter_turns_on_income)


@supporter.value("本人收入不低于人均可支配收入", law=INCOME, unit="yes_no")
def supporter_income_is_high(supporter_own_income_fen: Fen, disposable_income_per_head_fen: Fen) -> bool:
    return supporter_own_income_fen >= disposable_income_per_head_fen


@supporter.value("财产不符合规定", law=PROPERTY, unit="yes_no")
def supporter_property_is_over(supporter_has_property_within_rule: bool) -> bool:
    return not supporter_has_property_within_rule


# ---- all of them, outside and in the household


able_supporters = supporters.count("有履行义务能力的义务人数", law=OWES, where="supporter_is_able")
able_members = members.count("共同生活的、有履行义务能力的义务人数", law=OWES, where="member_is_able")
incomes_tested = supporters.count("比较收入的义务人数", law=INCOME, where="supporter_income_is_tested")
member_incomes_tested = members.count("共同生活的、比较收入的义务人数", law=INCOME, where="member_income_is_tested")
properties_tested = supporters.count("比较财产的义务人数", law=PROPERTY, where="supporter_property_is_tested")
member_properties_tested = members.count(
    "共同生活的、比较财产的义务人数", law=PROPERTY, where="member_property_is_tested"
)
any_high_income = supporters.any(
    "有义务人收入不低", law=INCOME, of="supporter_income_is_high", where="supporter_income_is_tested"
)
any_member_high_income = members.any(
    "有共同生活的义务人收入不低", law=INCOME, of="member_income_is_high", where="member_income_is_tested"
)
any_property_over = supporters.any(
    "有义务人财产不符合规定", law=PROPERTY, of="supporter_property_is_over", where="supporter_property_is_tested"
)
any_member_property_over = members.any(
    "有共同生活的义务人财产不符合规定", law=PROPERTY, of="member_property_is_over", where="member_property_is_tested"
)


@household.value("有比较收入的义务人", law=INCOME, unit="yes_no")
def income_of_supporters_matters(incomes_tested: int, member_incomes_tested: int) -> bool:
    return incomes_tested + member_incomes_tested > 0


@household.value("有比较财产的义务人", law=PROPERTY, unit="yes_no")
def property_of_supporters_matters(properties_tested: int, member_properties_tested: int) -> bool:
    return properties_tested + member_properties_tested > 0


@household.condition(
    "没有具备履行义务能力的法定义务人",
    law=OWES,
    shows=States("没有法定义务人，或者义务人都无履行义务能力", "有法定义务人不属于无履行义务能力的任何一种情形"),
)
def nobody_able_owes(able_supporters: int, able_members: int) -> bool:
    return able_supporters + able_members == 0


@household.condition(
    "高龄、残疾义务人本人收入低于当地上年人均可支配收入",
    law=INCOME,
    shows=States(
        "本人收入低于当地上年人均可支配收入", "有义务人本人收入不低于上年人均可支配收入", "income_of_supporters_matters"
    ),
)
def supporters_earn_little(
    income_of_supporters_matters: bool, any_high_income: bool, any_member_high_income: bool
) -> bool:
    return not income_of_supporters_matters or (not any_high_income and not any_member_high_income)


@household.condition(
    "义务人财产符合当地规定",
    law=PROPERTY,
    shows=States("义务人财产符合当地规定", "有义务人财产不符合当地规定", "property_of_supporters_matters"),
)
def supporters_own_little(
    property_of_supporters_matters: bool, any_property_over: bool, any_member_property_over: bool
) -> bool:
    return not property_of_supporters_matters or (not any_property_over and not any_member_property_over)
