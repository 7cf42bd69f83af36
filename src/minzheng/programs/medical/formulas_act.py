"""Since 2026-07-01: members of rigid-expenditure households are helped too (社会救助法 第二十四条).

The act names "serious patients" of these households. No list of illnesses is asked: whose costs stay below the
deductible gets nothing, and that alone tells who is seriously ill.
"""

from minzheng.rules.declare import person

from .citations import SINCE_ACT, WHO, within


@person.value("因病致贫、刚性支出困难或者其他特殊困难人员", law=within(WHO, SINCE_ACT), unit="yes_no")
def is_of_others(is_illness_poor: bool = False, is_rigid_member: bool = False, is_named_poor: bool = False) -> bool:
    return is_illness_poor or is_rigid_member or is_named_poor
