"""Who applied alone before 2022-10-20, where it differed: by lost labour and own register (2012); no jobless case."""

from minzheng.rules.declare import person

from .citations import since_2012

IN_2012 = since_2012("第十条")
IN_57 = {"notice_57": "民发〔2021〕57号 第八条"}
FULLY_LOST = 3


@person.value("丧失劳动能力且单独立户的成年重度残疾人", law=IN_2012, unit="yes_no")
def alone_as_disabled_register(
    stands_alone: bool,
    is_severely_disabled: bool,
    age_years: int,
    adult_age: int,
    labour_class: int,
    has_separate_register: bool = False,
) -> bool:
    is_adult = age_years >= adult_age
    return stands_alone and is_severely_disabled and is_adult and labour_class >= FULLY_LOST and has_separate_register


@person.value("可以单独申请", law=IN_2012, unit="yes_no")
def may_apply_alone(alone_as_disabled_register: bool, alone_as_clergy: bool) -> bool:
    return alone_as_disabled_register or alone_as_clergy


@person.value("不以边缘家庭为前提的单独申请", law=IN_57, unit="yes_no")
def alone_without_edge(alone_as_clergy: bool, alone_as_named: bool) -> bool:
    return alone_as_clergy or alone_as_named
