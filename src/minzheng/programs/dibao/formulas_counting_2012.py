"""Who counted until 2021-06-30, where it differed: parents (since 2012), re-education through labour."""

from minzheng.rules.declare import person

from .citations import EARLY, local, since_2012

IN_2012 = since_2012("第五条")


@person.value("属于家庭成员", law=IN_2012, unit="yes_no")
def is_family(
    is_head_or_spouse: bool,
    is_parent: bool,
    is_minor_child: bool,
    is_dependent_child: bool,
    is_relative_living_together: bool,
) -> bool:
    return is_head_or_spouse or is_parent or is_minor_child or is_dependent_child or is_relative_living_together


@person.value("不计入的人员", law={**local(*EARLY), **IN_2012}, unit="yes_no")
def is_left_out(
    is_clergy_apart: bool,
    is_conscript_left_out: bool,
    is_in_prison: bool = False,
    is_in_labour_reeducation: bool = False,
    is_excluded_by_province: bool = False,
) -> bool:
    gone = is_in_prison or is_in_labour_reeducation
    return gone or is_clergy_apart or is_conscript_left_out or is_excluded_by_province
