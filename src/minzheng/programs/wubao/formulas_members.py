"""A member of the household who owes the applicant support is tested as a supporter outside it would be."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import person

from .citations import early, since_2016, since_2021

OWES = {**early("第六条", "第十四条"), **since_2016("第八条", "第十六条")}
UNABLE = since_2021("第八条")
PROPERTY = since_2016("第八条", "第二十三条")
INCOME = since_2021("第八条", "第二十三条")

IS_SUPPORTER = 2
SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


@person.value("共同生活的法定义务人", law=OWES, unit="yes_no")
def is_member_who_owes(part_in_application: int) -> bool:
    return part_in_application == IS_SUPPORTER


@person.value("依身份即无履行义务能力", law=UNABLE, unit="yes_no")
def member_is_unable_outright(
    age_years: int,
    destitute_dibao_supporter_age: int,
    is_destitute: bool = False,
    draws_dibao: bool = False,
    is_otherwise_unable: bool = False,
) -> bool:
    return is_destitute or (draws_dibao and age_years >= destitute_dibao_supporter_age) or is_otherwise_unable


@person.value("重度残疾，三级智力、精神残疾", law=UNABLE, unit="yes_no")
def member_is_severely_disabled(disability_kind: int = 0, disability_grade: int = 0) -> bool:
    mind = disability_kind == INTELLECTUAL or disability_kind == MENTAL
    return 1 <= disability_grade <= SEVERE_GRADE or (mind and disability_grade == THIRD_GRADE)


@person.value("另看财产的情形", law=UNABLE, unit="yes_no")
def member_turns_on_property(
    member_is_unable_outright: bool,
    lacks_civil_capacity: bool = False,
    is_declared_missing: bool = False,
    is_in_prison: bool = False,
) -> bool:
    return not member_is_unable_outright and (lacks_civil_capacity or is_declared_missing or is_in_prison)


@person.value("另看收入和财产的情形", law=UNABLE, unit="yes_no")
def member_turns_on_income(
    member_is_unable_outright: bool,
    member_turns_on_property: bool,
    age_years: int,
    destitute_elderly_supporter_age: int,
    member_is_severely_disabled: bool,
) -> bool:
    may_be = age_years >= destitute_elderly_supporter_age or member_is_severely_disabled
    return not member_is_unable_outright and not member_turns_on_property and may_be


@person.value("是义务人且有履行义务能力", law=UNABLE, unit="yes_no")
def member_is_able(
    is_member_who_owes: bool,
    member_is_unable_outright: bool,
    member_turns_on_property: bool,
    member_turns_on_income: bool,
) -> bool:
    excused = member_is_unable_outright or member_turns_on_property or member_turns_on_income
    return is_member_who_owes and not excused


@person.value("比较收入的义务人", law=UNABLE, unit="yes_no")
def member_income_is_tested(is_member_who_owes: bool, member_turns_on_income: bool) -> bool:
    return is_member_who_owes and member_turns_on_income


@person.value("比较财产的义务人", law=UNABLE, unit="yes_no")
def member_property_is_tested(
    is_member_who_owes: bool, member_turns_on_property: bool, member_turns_on_income: bool
) -> bool:
    return is_member_who_owes and (member_turns_on_property or member_turns_on_income)


@person.value("本人收入不低于人均可支配收入", law=INCOME, unit="yes_no")
def member_income_is_high(counted_income_fen: Fen, disposable_income_per_head_fen: Fen) -> bool:
    return counted_income_fen >= disposable_income_per_head_fen


@person.value("财产不符合规定", law=PROPERTY, unit="yes_no")
def member_property_is_over(has_property_within_rule: bool) -> bool:
    return not has_property_within_rule
