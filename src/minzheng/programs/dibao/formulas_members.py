"""Dibao since 2021-07-01, one member: income that counts, who may apply alone, who gets which supplement."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import person

from .citations import EARLY, local, since_2021

INCOME = since_2021("第十三条", "第二十三条")
ALONE = since_2021("第八条", "第二十一条")
PAYMENT = since_2021("第二十三条", "第十八条")
EXTRA_SINCE_2021 = since_2021("第二十七条", "第二十条")
EXTRA = {**local(*EARLY), **EXTRA_SINCE_2021}

BASIS = 10_000
SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


@person.value("收入合计", law=INCOME)
def received_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    basic_pension_fen: Fen = 0,
    preferential_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
) -> Fen:
    counted = wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen
    return counted + basic_pension_fen + preferential_pension_fen + government_aid_fen + scholarship_fen


@person.value("不计入的收入", law=INCOME)
def exempt_income_fen(
    basic_pension_exempt_rate: int,
    basic_pension_fen: Fen = 0,
    preferential_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
) -> Fen:
    pension = share(basic_pension_fen, basic_pension_exempt_rate, BASIS)
    return pension + preferential_pension_fen + government_aid_fen + scholarship_fen


@person.value("扣减的就业成本", law=INCOME)
def work_deduction_fen(
    wage_income_fen: Fen, work_cost_cap_fen: Fen, income_window_months: int, work_cost_fen: Fen = 0
) -> Fen:
    return min(work_cost_fen, work_cost_cap_fen * income_window_months, wage_income_fen)


@person.value("扣减的残疾、重病刚性支出", law=INCOME)
def care_deduction_fen(
    disability_illness_cost_cap_fen: Fen, income_window_months: int, disability_illness_cost_fen: Fen = 0
) -> Fen:
    return min(disability_illness_cost_fen, disability_illness_cost_cap_fen * income_window_months)


@person.value("计入家庭收入的部分", law=INCOME)
def counted_income_fen(
    received_income_fen: Fen, exempt_income_fen: Fen, work_deduction_fen: Fen, care_deduction_fen: Fen
) -> Fen:
    return received_income_fen - exempt_income_fen - work_deduction_fen - care_deduction_fen


@person.value("重残或重病", law=ALONE, unit="yes_no")
def is_severely_affected(
    disability_kind: int = 0,
    disability_grade: int = 0,
    has_serious_illness: bool = False,
) -> bool:
    mind = disability_kind == INTELLECTUAL or disability_kind == MENTAL
    severe = 1 <= disability_grade <= SEVERE_GRADE or (mind and disability_grade == THIRD_GRADE)
    return severe or has_serious_illness


@person.value("单独申请", law=ALONE, unit="yes_no")
def applies_alone(is_counted: bool = True, is_single_applicant: bool = False) -> bool:
    return is_counted and is_single_applicant


@person.value("可以单独申请", law=ALONE, unit="yes_no")
def may_apply_alone(applies_alone: bool, is_severely_affected: bool) -> bool:
    return applies_alone and is_severely_affected


@person.receives("领取低保的成员", law=PAYMENT)
def receives(is_single_application: bool, applies_alone: bool, is_counted: bool = True) -> bool:
    return applies_alone if is_single_application else is_counted


@person.value("分类施保比例（取最高一项）", law=EXTRA, unit="basis_points")
def supplement_rate(
    age_years: int,
    elderly_age: int,
    adult_age: int,
    elderly_rate: int,
    severe_rate: int,
    minor_rate: int,
    is_severely_affected: bool,
) -> int:
    elderly = elderly_rate if age_years >= elderly_age else 0
    minor = minor_rate if age_years < adult_age else 0
    severe = severe_rate if is_severely_affected else 0
    return max(elderly, minor, severe)
