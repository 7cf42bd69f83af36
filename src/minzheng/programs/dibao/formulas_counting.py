"""Who counts as a member: the family as the law of the day sees it, less those it leaves out.

Relations are those to the head (GB/T 4761). Sons- and daughters-in-law go with the child they are married to.
"""

from minzheng.rules.declare import household, members, person

from .citations import EARLY, early, local, since_2012, since_2021

IN_2012 = since_2012("第五条")
IN_2021 = since_2021("第七条", "第十八条")
IN_EARLY = early("第二条", "第三条")
COUNTING = {**IN_EARLY, **IN_2012, **IN_2021}
AWAY = {**local(*EARLY), **IN_2012, **IN_2021}
DESTITUTE = {**early("第八条", "第三条"), **since_2012("第四条", "第十四条"), **since_2021("第四条", "第十六条")}

HEAD = 2
FIRST_SPOUSE = 10
LAST_SPOUSE = 12
FIRST_CHILD = 20
LAST_CHILD = 39
FIRST_PARENT = 50
LAST_PARENT = 58
LAST_SIBLING = 79
COUNTED = 1


@person.value("户主或配偶", law=COUNTING, unit="yes_no")
def is_head_or_spouse(relation: int) -> bool:
    return relation == HEAD or FIRST_SPOUSE <= relation <= LAST_SPOUSE


@person.value("未成年子女", law=COUNTING, unit="yes_no")
def is_minor_child(relation: int, age_years: int, adult_age: int) -> bool:
    return FIRST_CHILD <= relation <= LAST_CHILD and age_years < adult_age


@person.value("成年但不能独立生活的子女（含全日制在校）", law=COUNTING, unit="yes_no")
def is_dependent_child(
    relation: int,
    age_years: int,
    adult_age: int,
    is_full_time_student: bool = False,
    cannot_live_independently: bool = False,
) -> bool:
    is_adult_child = FIRST_CHILD <= relation <= LAST_CHILD and age_years >= adult_age
    return is_adult_child and (is_full_time_student or cannot_live_independently)


@person.value("户主的父母（含配偶的父母）", law=IN_2012, unit="yes_no")
def is_parent(relation: int) -> bool:
    return FIRST_PARENT <= relation <= LAST_PARENT


@person.value("有法定义务关系并长期共同居住", law=COUNTING, unit="yes_no")
def is_relative_living_together(relation: int, lives_apart: bool = False) -> bool:
    return relation <= LAST_SIBLING and not lives_apart


@person.value("属于家庭成员", law={**IN_EARLY, **IN_2021}, unit="yes_no")
def is_family(
    is_head_or_spouse: bool, is_minor_child: bool, is_dependent_child: bool, is_relative_living_together: bool
) -> bool:
    return is_head_or_spouse or is_minor_child or is_dependent_child or is_relative_living_together


@person.value("连续脱离家庭独立生活满规定年数的宗教教职人员", law=AWAY, unit="yes_no")
def is_clergy_apart(clergy_years_apart_min: int, clergy_apart_years: int = 0) -> bool:
    return clergy_apart_years >= clergy_years_apart_min


@person.value("义务兵，按规定不计入", law=local(*COUNTING), unit="yes_no")
def is_conscript_left_out(conscripts_are_counted: int, is_conscript: bool = False) -> bool:
    return is_conscript and conscripts_are_counted != COUNTED


@person.value("不计入的人员", law=IN_2021, unit="yes_no")
def is_left_out(
    is_clergy_apart: bool,
    is_conscript_left_out: bool,
    is_in_prison: bool = False,
    is_in_isolation: bool = False,
    is_declared_missing: bool = False,
    is_excluded_by_province: bool = False,
) -> bool:
    gone = is_in_prison or is_in_isolation or is_declared_missing
    return gone or is_clergy_apart or is_conscript_left_out or is_excluded_by_province


@person.value("计入共同生活的家庭成员", law=COUNTING, unit="yes_no")
def is_counted(is_family: bool, is_left_out: bool, is_destitute: bool = False) -> bool:
    return is_family and not is_left_out and not is_destitute


members_counted = members.count("共同生活的家庭成员人数", law=COUNTING, where="is_counted")


@person.value("特困供养人员", law=DESTITUTE, unit="yes_no")
def is_supported_destitute(is_destitute: bool = False) -> bool:
    return is_destitute


destitute_members = members.count("特困供养人员人数", law=DESTITUTE, where="is_supported_destitute")


@household.value("家庭成员全部为特困人员", law=DESTITUTE, unit="yes_no")
def is_destitute_household(members_counted: int, destitute_members: int) -> bool:
    return members_counted == 0 and destitute_members > 0
