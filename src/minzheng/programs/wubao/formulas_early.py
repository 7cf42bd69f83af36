"""Until 2016-10-09: no instrument of the nation lists grounds of no labour or of inability; the survey finds them.

Five guarantees (to 2014-04-30) are for villagers; then order 649 is for town and country. Elderly people and children
are held to have no labour, as local rules did.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import person, supporter

from .citations import early, local, order_456

IN_EARLY = local("order_456", "order_649")
ORDER_649 = {"order_649": "国务院令第649号 第十四条"}
OWES = early("第六条", "第十四条")
COMPULSORY = 1
AT_HOME = 1


@person.value("未成年时已供养、仍在接受义务教育", law=early("第九条", "第十五条"), unit="yes_no")
def is_kept_minor(schooling: int = 0, was_supported_as_minor: bool = False) -> bool:
    return was_supported_as_minor and schooling == COMPULSORY


@person.value("有劳动能力", law=IN_EARLY, unit="yes_no")
def can_work(
    age_years: int,
    destitute_elderly_age: int,
    destitute_minor_labour_age: int,
    is_kept_minor: bool,
    is_otherwise_without_labour: bool = False,
) -> bool:
    by_age = age_years >= destitute_elderly_age or age_years < destitute_minor_labour_age
    return not by_age and not is_kept_minor and not is_otherwise_without_labour


# ---- supporters: who is supported himself, and whom the survey found unable


@supporter.value("有履行义务能力", law=OWES, unit="yes_no")
def supporter_is_able(
    supporter_is_destitute: bool = False,
    supporter_is_otherwise_unable: bool = False,
    supporter_is_of_applicant: bool = True,
) -> bool:
    return supporter_is_of_applicant and not supporter_is_destitute and not supporter_is_otherwise_unable


@person.value("是义务人且有履行义务能力", law=OWES, unit="yes_no")
def member_is_able(is_member_who_owes: bool, is_destitute: bool = False, is_otherwise_unable: bool = False) -> bool:
    return is_member_who_owes and not is_destitute and not is_otherwise_unable


# ---- standards by area


@person.value("适用城镇供养标准", law=ORDER_649, unit="yes_no")
def uses_urban_support(uses_urban_standard: bool) -> bool:
    return uses_urban_standard


@person.value("基本生活年标准", law=order_456("第十条"), unit="fen/person/year")
def basic_standard_fen(
    support_form: int, destitute_basic_home_rural_fen: Fen, destitute_basic_institution_rural_fen: Fen
) -> Fen:
    return destitute_basic_home_rural_fen if support_form == AT_HOME else destitute_basic_institution_rural_fen


@person.value("照料护理标准（没有规定）", law=IN_EARLY, unit="fen/person/month")
def care_fen() -> Fen:
    return 0
