"""The first test: no ability to work. Age, the disabilities the measures list, minors kept on, other listed grounds."""

from minzheng.rules.declare import States, household, members, person

from .citations import early, in_2016, since_2016, since_2021

LABOUR = {**early("第六条", "第十四条"), **since_2016("第五条", "第十六条")}
LISTED = since_2016("第五条")
KEPT = {**in_2016(), **since_2021("第二十四条", "第十六条")}

LIMB = 4
INTELLECTUAL = 5
MENTAL = 6
SIGHT = 1
COMPULSORY = 1
VOCATIONAL = 3


@person.value("未成年时已供养、仍可继续", law=KEPT, unit="yes_no")
def is_kept_minor(
    age_years: int, destitute_kept_age: int, schooling: int = 0, was_supported_as_minor: bool = False
) -> bool:
    at_school = COMPULSORY <= schooling <= VOCATIONAL
    return was_supported_as_minor and (age_years < destitute_kept_age or at_school)


@person.value("残疾达到无劳动能力的等级", law=LISTED, unit="yes_no")
def is_disabled_without_labour(
    destitute_mind_grade: int,
    destitute_limb_grade: int,
    destitute_sight_grade: int,
    disability_kind: int = 0,
    disability_grade: int = 0,
    multiple_disability_qualifies: bool = False,
) -> bool:
    is_mind = disability_kind == INTELLECTUAL or disability_kind == MENTAL
    mind = is_mind and 1 <= disability_grade <= destitute_mind_grade
    limb = disability_kind == LIMB and 1 <= disability_grade <= destitute_limb_grade
    sight = disability_kind == SIGHT and 1 <= disability_grade <= destitute_sight_grade
    return mind or limb or sight or multiple_disability_qualifies


@person.value("有劳动能力", law=LISTED, unit="yes_no")
def can_work(
    age_years: int,
    destitute_elderly_age: int,
    destitute_minor_labour_age: int,
    is_kept_minor: bool,
    is_disabled_without_labour: bool,
    is_otherwise_without_labour: bool = False,
) -> bool:
    by_age = age_years >= destitute_elderly_age or age_years < destitute_minor_labour_age
    return not by_age and not is_kept_minor and not is_disabled_without_labour and not is_otherwise_without_labour


any_can_work = members.any("有申请人有劳动能力", law=LABOUR, of="can_work", where="is_applicant")


@household.condition(
    "无劳动能力",
    law=LABOUR,
    shows=States("申请人都没有劳动能力", "有申请人有劳动能力，不属于列举的无劳动能力情形"),
)
def has_no_labour(any_can_work: bool) -> bool:
    return not any_can_work
