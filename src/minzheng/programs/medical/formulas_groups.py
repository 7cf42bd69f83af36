"""Whom it is for: the patient's group under the law of the day, the best that applies; since 2021 in five groups."""

from minzheng.rules.declare import States, household, members, person

from .citations import SINCE_2021, WHO, within

NOBODY, DESTITUTE, DIBAO, MONITORED, EDGE, OTHERS = 0, 1, 2, 3, 4, 5
IN_2021 = within(WHO, SINCE_2021)


@person.receives("本次救助的人员", law=WHO)
def is_helped(is_patient: bool = False) -> bool:
    return is_patient


helped = members.count("本次救助的人数", law=WHO, where="is_helped")


@household.condition(
    "一次救助一人",
    law=WHO,
    shows=States("登记了一名救助的人员", "没有登记救助的人员，或者不止一人"),
)
def has_one_patient(helped: int) -> bool:
    return helped == 1


@person.value("因病致贫重病患者或者其他特殊困难人员", law=within(WHO, ("notice_42",)), unit="yes_no")
def is_of_others(is_illness_poor: bool = False, is_named_poor: bool = False) -> bool:
    return is_illness_poor or is_named_poor


@person.value("本人的救助类别（就高不就低）", law=IN_2021, unit="aid_group")
def own_group(
    is_of_others: bool,
    is_destitute: bool = False,
    is_orphan: bool = False,
    is_dibao_recipient: bool = False,
    is_returned_to_poverty: bool = False,
    is_monitored: bool = False,
    is_edge_member: bool = False,
) -> int:
    if is_destitute or is_orphan:
        return DESTITUTE
    if is_dibao_recipient or is_returned_to_poverty:
        return DIBAO
    if is_monitored:
        return MONITORED
    if is_edge_member:
        return EDGE
    return OTHERS if is_of_others else NOBODY


group = members.sum("救助类别", law=WHO, of="own_group", where="is_helped", unit="aid_group")


@household.condition(
    "属于医疗救助对象",
    law=WHO,
    shows=States("属于当时规定的医疗救助对象", "不属于当时规定的医疗救助对象", "is_aid"),
)
def is_in_group(group: int, is_aid: bool) -> bool:
    return group > NOBODY or not is_aid


@household.layer("destitute", "特困人员（五保对象）", law=WHO)
def layer_destitute(group: int) -> bool:
    return group == DESTITUTE


@household.layer("dibao", "低保对象", law=WHO)
def layer_dibao(group: int) -> bool:
    return group == DIBAO


@household.layer("monitored", "防止返贫监测对象", law=IN_2021)
def layer_monitored(group: int) -> bool:
    return group == MONITORED


@household.layer("edge", "低保边缘家庭成员", law=IN_2021)
def layer_edge(group: int) -> bool:
    return group == EDGE


@household.layer("others", "其他特殊困难人员", law=WHO)
def layer_others(group: int) -> bool:
    return group == OTHERS
