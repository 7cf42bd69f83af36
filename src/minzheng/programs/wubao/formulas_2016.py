"""Where the measures of 2016-10-10 to 2021-06-30 differed: orphans, pensions of preferential treatment, supporters.

An orphan under 16 belonged to the benefit of orphans, whatever was chosen. Pensions of preferential treatment counted
as income. A supporter on dibao was unable at 60 or severely disabled, with property within the rule for the destitute.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import person, supporter

from .citations import in_2016

INCOME = in_2016("第六条")
UNABLE = in_2016("第八条")
SEVERE_GRADE = 2


@person.value("纳入儿童基本生活保障", law=in_2016("第九条"), unit="yes_no")
def takes_child_benefit(age_years: int, destitute_minor_age: int, meets_orphan_terms: bool = False) -> bool:
    return age_years < destitute_minor_age and meets_orphan_terms


@person.value("本人收入", law=INCOME)
def own_income_fen(counted_income_fen: Fen, rewards_counted_fen: Fen, preferential_pension_fen: Fen = 0) -> Fen:
    return counted_income_fen + rewards_counted_fen + preferential_pension_fen


@person.value("依法不计入的收入（仅供显示）", law=INCOME)
def left_out_income_fen(
    basic_pension_fen: Fen = 0,
    medical_insurance_fen: Fen = 0,
    old_age_allowance_fen: Fen = 0,
    locally_exempt_income_fen: Fen = 0,
) -> Fen:
    return basic_pension_fen + medical_insurance_fen + old_age_allowance_fen + locally_exempt_income_fen


# ---- supporters outside the household


@supporter.value("依身份即无履行义务能力", law=UNABLE, unit="yes_no")
def supporter_is_unable_outright(
    supporter_is_destitute: bool = False, supporter_is_otherwise_unable: bool = False
) -> bool:
    return supporter_is_destitute or supporter_is_otherwise_unable


@supporter.value("重度残疾", law=UNABLE, unit="yes_no")
def supporter_is_severely_disabled(supporter_disability_grade: int = 0) -> bool:
    return 1 <= supporter_disability_grade <= SEVERE_GRADE


@supporter.value("另看财产的情形", law=UNABLE, unit="yes_no")
def supporter_turns_on_property(
    supporter_is_unable_outright: bool,
    supporter_age_years: int,
    destitute_dibao_supporter_age: int,
    supporter_is_severely_disabled: bool,
    supporter_draws_dibao: bool = False,
    supporter_lacks_civil_capacity: bool = False,
    supporter_is_missing: bool = False,
    supporter_is_in_prison: bool = False,
) -> bool:
    is_old = supporter_age_years >= destitute_dibao_supporter_age
    on_dibao = supporter_draws_dibao and (is_old or supporter_is_severely_disabled)
    gone = supporter_lacks_civil_capacity or supporter_is_missing or supporter_is_in_prison
    return not supporter_is_unable_outright and (on_dibao or gone)


@supporter.value("有履行义务能力", law=UNABLE, unit="yes_no")
def supporter_is_able(
    supporter_is_unable_outright: bool, supporter_turns_on_property: bool, supporter_is_of_applicant: bool = True
) -> bool:
    return supporter_is_of_applicant and not supporter_is_unable_outright and not supporter_turns_on_property


@supporter.value("比较财产的义务人", law=UNABLE, unit="yes_no")
def supporter_property_is_tested(supporter_turns_on_property: bool, supporter_is_of_applicant: bool = True) -> bool:
    return supporter_is_of_applicant and supporter_turns_on_property


# ---- supporters in the household


@person.value("依身份即无履行义务能力", law=UNABLE, unit="yes_no")
def member_is_unable_outright(is_destitute: bool = False, is_otherwise_unable: bool = False) -> bool:
    return is_destitute or is_otherwise_unable


@person.value("重度残疾", law=UNABLE, unit="yes_no")
def member_is_severely_disabled(disability_grade: int = 0) -> bool:
    return 1 <= disability_grade <= SEVERE_GRADE


@person.value("另看财产的情形", law=UNABLE, unit="yes_no")
def member_turns_on_property(
    member_is_unable_outright: bool,
    age_years: int,
    destitute_dibao_supporter_age: int,
    member_is_severely_disabled: bool,
    draws_dibao: bool = False,
    lacks_civil_capacity: bool = False,
    is_declared_missing: bool = False,
    is_in_prison: bool = False,
) -> bool:
    is_old = age_years >= destitute_dibao_supporter_age
    on_dibao = draws_dibao and (is_old or member_is_severely_disabled)
    return not member_is_unable_outright and (on_dibao or lacks_civil_capacity or is_declared_missing or is_in_prison)


@person.value("是义务人且有履行义务能力", law=UNABLE, unit="yes_no")
def member_is_able(is_member_who_owes: bool, member_is_unable_outright: bool, member_turns_on_property: bool) -> bool:
    return is_member_who_owes and not member_is_unable_outright and not member_turns_on_property


@person.value("比较财产的义务人", law=UNABLE, unit="yes_no")
def member_property_is_tested(is_member_who_owes: bool, member_turns_on_property: bool) -> bool:
    return is_member_who_owes and member_turns_on_property
