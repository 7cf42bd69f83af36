"""Dibao since 2021-07-01: one function per clause. Under the Social Assistance Law the notice continues as its detail.

Money of facts is fen over the income window; lines are fen per person and month. Nothing is rounded before the benefit.
"""

from minzheng.kernel.arithmetic import ceil_to, round_half_up, share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person


def since_2021(clause: str, act: str = "") -> dict[str, str]:
    """Cite the clause of the notice, and before it that of the act once the act is in force."""
    notice = f"民发〔2021〕57号 {clause}"
    return {"notice_57": notice, "act_2026": f"社会救助法 {act}；{notice}" if act else notice}


INCOME = since_2021("第十三条", "第二十三条")
PROPERTY = since_2021("第十四条", "第十八条")
WHO = since_2021("第四条", "第十八条")
ALONE = since_2021("第八条", "第二十一条")
PAYMENT = since_2021("第二十三条", "第十八条")
EXTRA_SINCE_2021 = {
    "notice_57": "国务院令第649号 第十二条；民发〔2021〕57号 第二十七条",
    "act_2026": "社会救助法 第二十条；民发〔2021〕57号 第二十七条",
}
EXTRA = {"order_271": "湖北省城乡低保分类施保规定（示例）", **EXTRA_SINCE_2021}

MONTHS_IN_YEAR = 12
BASIS = 10_000
SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


# ---- income of one member


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


# ---- the household: members, income, line

members_counted = members.count("共同生活的家庭成员人数", law=since_2021("第七条"), where="is_counted")
members_income_fen = members.sum("成员收入合计", law=INCOME, of="counted_income_fen", where="is_counted")


@household.value("家庭收入", law=INCOME)
def household_income_fen(members_income_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return max(0, members_income_fen + support_payment_fen)


@household.value("适用的低保标准", law=since_2021("第三条", "第十九条"), unit="fen/person/month")
def line_fen(
    uses_urban_standard: bool,
    dibao_line_urban_fen: Fen,
    dibao_line_rural_fen: Fen,
) -> Fen:
    return dibao_line_urban_fen if uses_urban_standard else dibao_line_rural_fen


@household.value("按低保标准计算的全家收入线", law=WHO)
def household_line_fen(line_fen: Fen, members_counted: int, income_window_months: int) -> Fen:
    return line_fen * members_counted * income_window_months


@household.value("低保边缘家庭收入线", law=ALONE)
def edge_line_fen(household_line_fen: Fen, edge_factor: int) -> Fen:
    return ceil_to(household_line_fen * edge_factor, BASIS) // BASIS


@household.value("低保家庭金融资产上限", law=PROPERTY)
def dibao_assets_cap_fen(line_fen: Fen, members_counted: int, financial_assets_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * financial_assets_cap * members_counted


@household.value("低保边缘家庭金融资产上限", law=ALONE)
def edge_assets_cap_fen(line_fen: Fen, members_counted: int, edge_financial_assets_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * edge_financial_assets_cap * members_counted


@household.value("符合低保家庭财产状况", law=PROPERTY, unit="yes_no")
def has_dibao_property(
    financial_assets_fen: Fen,
    dibao_assets_cap_fen: Fen,
    passenger_cars: int,
    passenger_cars_cap: int,
    houses: int,
    houses_cap: int,
    bought_house_in_3_years: bool,
    employs_others: bool,
) -> bool:
    owned = (
        financial_assets_fen <= dibao_assets_cap_fen and passenger_cars <= passenger_cars_cap and houses <= houses_cap
    )
    return owned and not bought_house_in_3_years and not employs_others


@household.value("符合低保边缘家庭财产状况", law=ALONE, unit="yes_no")
def has_edge_property(
    financial_assets_fen: Fen,
    edge_assets_cap_fen: Fen,
    passenger_cars: int,
    edge_passenger_cars_cap: int,
    houses: int,
    edge_houses_cap: int,
    bought_house_in_3_years: bool,
    employs_others: bool,
) -> bool:
    money = financial_assets_fen <= edge_assets_cap_fen
    owned = money and passenger_cars <= edge_passenger_cars_cap and houses <= edge_houses_cap
    return owned and not bought_house_in_3_years and not employs_others


@household.value("属于低保家庭", law=WHO, unit="yes_no")
def is_dibao_household(household_income_fen: Fen, household_line_fen: Fen, has_dibao_property: bool) -> bool:
    return household_income_fen < household_line_fen and has_dibao_property


@household.value("属于低保边缘家庭", law=ALONE, unit="yes_no")
def is_edge_household(
    household_income_fen: Fen,
    edge_line_fen: Fen,
    has_edge_property: bool,
    is_dibao_household: bool,
) -> bool:
    return not is_dibao_household and household_income_fen < edge_line_fen and has_edge_property


# ---- who applies alone (单人户)


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


single_applicants = members.count("单独申请的人数", law=ALONE, where="applies_alone")
single_entitled = members.count("可以单独申请的人数", law=ALONE, where="may_apply_alone")
single_income_fen = members.sum("单独申请人本人的收入", law=ALONE, of="counted_income_fen", where="applies_alone")


@household.value("按单人户申请", law=ALONE, unit="yes_no")
def is_single_application(single_applicants: int) -> bool:
    return single_applicants > 0


# ---- what is tested: the household, or the one person


@household.value("计算低保的人数", law=WHO, unit="people")
def tested_members(is_single_application: bool, members_counted: int) -> int:
    return 1 if is_single_application else members_counted


@household.value("计算低保的收入", law=WHO)
def tested_income_fen(is_single_application: bool, single_income_fen: Fen, household_income_fen: Fen) -> Fen:
    return max(0, single_income_fen) if is_single_application else household_income_fen


@household.value("计算低保的收入线", law=WHO)
def tested_line_fen(line_fen: Fen, tested_members: int, income_window_months: int) -> Fen:
    return line_fen * tested_members * income_window_months


@household.value("人均月收入（四舍五入到分，仅供显示）", law=WHO, unit="fen/person/month")
def income_per_head_fen(tested_income_fen: Fen, tested_members: int, income_window_months: int) -> Fen:
    heads = tested_members * income_window_months
    return round_half_up(tested_income_fen, heads) if heads > 0 else 0


@household.value("金融资产上限", law=PROPERTY)
def assets_cap_fen(is_single_application: bool, edge_assets_cap_fen: Fen, dibao_assets_cap_fen: Fen) -> Fen:
    return edge_assets_cap_fen if is_single_application else dibao_assets_cap_fen


@household.value("生活用机动车上限", law=PROPERTY, unit="cars")
def cars_cap(is_single_application: bool, edge_passenger_cars_cap: int, passenger_cars_cap: int) -> int:
    return edge_passenger_cars_cap if is_single_application else passenger_cars_cap


@household.value("住房套数上限", law=PROPERTY, unit="houses")
def homes_cap(is_single_application: bool, edge_houses_cap: int, houses_cap: int) -> int:
    return edge_houses_cap if is_single_application else houses_cap


# ---- conditions


@household.condition(
    "收入低于当地低保标准", law=WHO, shows=Compare("tested_income_fen", "<", "tested_line_fen", each="line_fen")
)
def income_below_line(tested_income_fen: Fen, tested_line_fen: Fen) -> bool:
    return tested_income_fen < tested_line_fen


@household.condition(
    "金融资产不超过规定上限", law=PROPERTY, shows=Compare("financial_assets_fen", "<=", "assets_cap_fen")
)
def assets_within_cap(financial_assets_fen: Fen, assets_cap_fen: Fen) -> bool:
    return financial_assets_fen <= assets_cap_fen


@household.condition(
    "生活用机动车不超过规定数量", law=PROPERTY, shows=Compare("passenger_cars", "<=", "cars_cap", "cars")
)
def cars_within_cap(passenger_cars: int, cars_cap: int) -> bool:
    return passenger_cars <= cars_cap


@household.condition("住房不超过规定套数", law=PROPERTY, shows=Compare("houses", "<=", "homes_cap", "houses"))
def houses_within_cap(houses: int, homes_cap: int) -> bool:
    return houses <= homes_cap


@household.condition("三年内没有购买房屋", law=PROPERTY, shows=States("三年内没有购买房屋", "三年内购买过房屋"))
def no_house_bought(bought_house_in_3_years: bool) -> bool:
    return not bought_house_in_3_years


@household.condition("没有雇人从事经营", law=PROPERTY, shows=States("没有雇人从事经营", "雇人从事经营"))
def employs_nobody(employs_others: bool) -> bool:
    return not employs_others


@household.condition(
    "单独申请的只有一人", law=ALONE, shows=Compare("single_applicants", "<=", "single_limit", "people")
)
def one_applies_alone(single_applicants: int, single_limit: int) -> bool:
    return single_applicants <= single_limit


@household.condition(
    "单独申请人属于重残、重病人员",
    law=ALONE,
    shows=States("一级、二级残疾，三级智力或精神残疾，或患重病", "不属于可以单独申请的人员", "is_single_application"),
)
def alone_is_severely_affected(is_single_application: bool, single_applicants: int, single_entitled: int) -> bool:
    return not is_single_application or single_entitled == single_applicants


@household.condition(
    "单独申请人的家庭属于低保边缘家庭",
    law=ALONE,
    shows=States("属于低保边缘家庭", "不属于低保边缘家庭；家庭符合低保条件的，应当整户申请", "is_single_application"),
)
def alone_is_of_edge_household(is_single_application: bool, is_edge_household: bool) -> bool:
    return not is_single_application or is_edge_household


# ---- category supplements (分类施保): the highest only, of those who receive


@person.value("领取低保的成员", law=PAYMENT, unit="yes_no")
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


supplement_rates = members.sum(
    "分类施保比例合计", law=EXTRA_SINCE_2021, of="supplement_rate", where="receives", unit="basis_points"
)


# ---- the benefit


@household.value("与低保标准的差额", law=PAYMENT)
def difference_fen(tested_line_fen: Fen, tested_income_fen: Fen) -> Fen:
    return max(0, tested_line_fen - tested_income_fen)


@household.amount("每月低保金", law=PAYMENT)
def benefit_fen(
    difference_fen: Fen, supplement_rates: int, line_fen: Fen, income_window_months: int, payment_unit_fen: Fen
) -> Fen:
    parts = income_window_months * BASIS
    exact = difference_fen * BASIS + line_fen * supplement_rates * income_window_months
    return ceil_to(exact, parts * payment_unit_fen) // parts


# ---- layers, in this order


@household.layer("dibao_single", "低保（单人户）", law=ALONE)
def layer_single(
    income_below_line: bool,
    one_applies_alone: bool,
    single_entitled: int,
    is_edge_household: bool,
) -> bool:
    return single_entitled > 0 and one_applies_alone and income_below_line and is_edge_household


@household.layer("dibao", "低保", law=WHO)
def layer_dibao(is_dibao_household: bool) -> bool:
    return is_dibao_household


@household.layer("edge", "低保边缘家庭", law=ALONE)
def layer_edge(is_edge_household: bool) -> bool:
    return is_edge_household
