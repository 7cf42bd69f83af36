"""Who applies alone (单人户) since 2021-07-01: the cases of 第八条, since 2022 also adult jobless severely disabled.

Where the law asks for an edge household, the household's income and property are tested; for a case without it, the
household must not be entitled as a whole: nobody is taken out of a family that should apply together.
"""

from minzheng.rules.declare import Compare, States, household, members, person

from .citations import since_2012, since_2021, since_2022

IN_2021 = since_2021("第八条", "第二十一条")
ALONE = {**since_2012("第十条"), **IN_2021}
JOBLESS = since_2022("第一条（一）", "第二十一条")
WHOLE = {"notice_57": "民发〔2021〕57号 第四条", **since_2022("第一条（一）", "第十八条")}

SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


@person.value("单独申请", law=ALONE, unit="yes_no")
def applies_alone(is_single_applicant: bool = False) -> bool:
    return is_single_applicant


@person.value("单独申请的家庭成员或者脱离家庭的宗教教职人员", law=ALONE, unit="yes_no")
def stands_alone(applies_alone: bool, is_counted: bool, is_clergy_apart: bool, is_destitute: bool = False) -> bool:
    return applies_alone and not is_destitute and (is_counted or is_clergy_apart)


@person.value("一级、二级残疾，三级智力、精神残疾", law=IN_2021, unit="yes_no")
def is_severely_disabled(disability_kind: int = 0, disability_grade: int = 0) -> bool:
    mind = disability_kind == INTELLECTUAL or disability_kind == MENTAL
    return 1 <= disability_grade <= SEVERE_GRADE or (mind and disability_grade == THIRD_GRADE)


@person.value("第一项：边缘家庭中的重度残疾人", law=IN_2021, unit="yes_no")
def alone_as_disabled(stands_alone: bool, is_severely_disabled: bool) -> bool:
    return stands_alone and is_severely_disabled


@person.value("第二项：边缘家庭中的重病患者", law=IN_2021, unit="yes_no")
def alone_as_ill(stands_alone: bool, has_serious_illness: bool = False) -> bool:
    return stands_alone and has_serious_illness


@person.value("脱离家庭、在宗教场所居住三年以上的宗教教职人员", law=ALONE, unit="yes_no")
def alone_as_clergy(stands_alone: bool, is_clergy_apart: bool) -> bool:
    return stands_alone and is_clergy_apart


@person.value("县级以上民政部门规定的其他特殊困难人员", law=IN_2021, unit="yes_no")
def alone_as_named(stands_alone: bool, is_named_single_case: bool = False) -> bool:
    return stands_alone and is_named_single_case


@person.value("成年无业重度残疾人", law=JOBLESS, unit="yes_no")
def alone_as_jobless(
    stands_alone: bool, is_severely_disabled: bool, age_years: int, adult_age: int, is_jobless: bool = False
) -> bool:
    return stands_alone and is_severely_disabled and age_years >= adult_age and is_jobless


@person.value("不以边缘家庭为前提的单独申请", law=JOBLESS, unit="yes_no")
def alone_without_edge(alone_as_clergy: bool, alone_as_named: bool, alone_as_jobless: bool) -> bool:
    return alone_as_clergy or alone_as_named or alone_as_jobless


@person.value("以边缘家庭为前提的单独申请", law=IN_2021, unit="yes_no")
def alone_of_edge(alone_as_disabled: bool, alone_as_ill: bool, alone_without_edge: bool) -> bool:
    return (alone_as_disabled or alone_as_ill) and not alone_without_edge


@person.value("家庭成员不以边缘家庭为前提的单独申请", law=IN_2021, unit="yes_no")
def alone_of_family(alone_without_edge: bool, alone_as_clergy: bool) -> bool:
    return alone_without_edge and not alone_as_clergy


@person.value("可以单独申请", law=IN_2021, unit="yes_no")
def may_apply_alone(alone_of_edge: bool, alone_without_edge: bool) -> bool:
    return alone_of_edge or alone_without_edge


@person.receives("领取低保的成员", law={**since_2012("第二十七条"), **since_2021("第二十三条", "第十八条")})
def receives(is_single_application: bool, applies_alone: bool, is_counted: bool) -> bool:
    return applies_alone if is_single_application else is_counted


single_applicants = members.count("单独申请的人数", law=ALONE, where="applies_alone")
single_entitled = members.count("可以单独申请的人数", law=ALONE, where="may_apply_alone")
single_of_edge = members.count("以边缘家庭为前提单独申请的人数", law=IN_2021, where="alone_of_edge")
single_of_family = members.count("不以边缘家庭为前提单独申请的家庭成员人数", law=IN_2021, where="alone_of_family")
single_income_fen = members.sum("单独申请人本人的收入", law=ALONE, of="counted_income_fen", where="applies_alone")


@household.value("按单人户申请", law=ALONE, unit="yes_no")
def is_single_application(single_applicants: int) -> bool:
    return single_applicants > 0


@household.value("以边缘家庭为前提的单人户", law=IN_2021, unit="yes_no")
def needs_edge_household(single_of_edge: int) -> bool:
    return single_of_edge > 0


@household.value("不以边缘家庭为前提的单人户（家庭成员）", law=IN_2021, unit="yes_no")
def leaves_family_behind(single_of_family: int) -> bool:
    return single_of_family > 0


@household.condition(
    "单独申请的只有一人",
    law=ALONE,
    shows=Compare("single_applicants", "<=", "single_limit", "people", concerns="is_single_application"),
)
def one_applies_alone(is_single_application: bool, single_applicants: int, single_limit: int) -> bool:
    return not is_single_application or single_applicants <= single_limit


@household.condition(
    "单独申请人属于可以单独申请的人员",
    law=ALONE,
    shows=States("属于法定可以单独申请的重残、重病等人员", "不属于可以单独申请的人员", "is_single_application"),
)
def alone_is_entitled(is_single_application: bool, single_applicants: int, single_entitled: int) -> bool:
    return not is_single_application or single_entitled == single_applicants


@household.condition(
    "单独申请人的家庭属于低保边缘家庭",
    law=IN_2021,
    shows=States("属于低保边缘家庭", "不属于低保边缘家庭；家庭符合低保条件的，应当整户申请", "needs_edge_household"),
)
def alone_is_of_edge_household(needs_edge_household: bool, is_edge_household: bool) -> bool:
    return not needs_edge_household or is_edge_household


@household.condition(
    "单独申请人的家庭整体不符合低保条件",
    law=WHOLE,
    shows=States("家庭整体不符合低保条件", "家庭整体符合低保条件，应当整户申请", "leaves_family_behind"),
)
def family_is_not_entitled_whole(leaves_family_behind: bool, is_dibao_household: bool) -> bool:
    return not leaves_family_behind or not is_dibao_household
