"""Care tiers since 2016-10-10: six daily abilities; none lost, some lost, most lost; care money by tier and form."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import person

from .citations import in_2016, since_2021

ABILITIES = {**in_2016(), **since_2021("第二十一条", "第十七条")}
TIER = {**in_2016(), **since_2021("第二十二条", "第十七条")}
CARE = {**in_2016(), **since_2021("第二十条", "第十七条")}

AT_HOME = 1
ABLE = 1
PARTLY_LOST = 2
FULLY_LOST = 3


@person.value("不能自主完成的日常活动项数", law=ABILITIES, unit="number")
def lost_abilities(
    can_eat: bool, can_dress: bool, can_leave_bed: bool, can_use_toilet: bool, can_walk_indoors: bool, can_bathe: bool
) -> int:
    body = (0 if can_eat else 1) + (0 if can_dress else 1) + (0 if can_leave_bed else 1)
    return body + (0 if can_use_toilet else 1) + (0 if can_walk_indoors else 1) + (0 if can_bathe else 1)


@person.value("生活自理能力", law=TIER, unit="self_care")
def self_care(lost_abilities: int, destitute_partly_lost_most: int) -> int:
    if lost_abilities == 0:
        return ABLE
    return PARTLY_LOST if lost_abilities <= destitute_partly_lost_most else FULLY_LOST


@person.value("在家供养的照料护理标准", law=CARE, unit="fen/person/month")
def care_at_home_fen(
    self_care: int,
    destitute_care_home_able_fen: Fen,
    destitute_care_home_partly_fen: Fen,
    destitute_care_home_fully_fen: Fen,
) -> Fen:
    if self_care == ABLE:
        return destitute_care_home_able_fen
    return destitute_care_home_partly_fen if self_care == PARTLY_LOST else destitute_care_home_fully_fen


@person.value("机构供养的照料护理标准", law=CARE, unit="fen/person/month")
def care_in_institution_fen(
    self_care: int,
    destitute_care_institution_able_fen: Fen,
    destitute_care_institution_partly_fen: Fen,
    destitute_care_institution_fully_fen: Fen,
) -> Fen:
    if self_care == ABLE:
        return destitute_care_institution_able_fen
    return destitute_care_institution_partly_fen if self_care == PARTLY_LOST else destitute_care_institution_fully_fen


@person.value("照料护理标准", law=CARE, unit="fen/person/month")
def care_fen(support_form: int, care_at_home_fen: Fen, care_in_institution_fen: Fen) -> Fen:
    return care_at_home_fen if support_form == AT_HOME else care_in_institution_fen
