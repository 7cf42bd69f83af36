"""Urban dibao under State Council order 271: income below the line, the difference is paid; no property rule yet."""

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person

BASIS = 10_000


def order_271(clause: str) -> dict[str, str]:
    """Cite the order, and be in force under it alone."""
    return {"order_271": f"国务院令第271号 {clause}"}


@person.value("计入家庭收入的部分", law=order_271("第二条"))
def counted_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    basic_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
) -> Fen:
    # 不包括优抚对象按照国家规定享受的抚恤金、补助金: the one exemption of this regime
    earned = wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen
    return earned + basic_pension_fen + government_aid_fen + scholarship_fen


@person.value("重残或重病", law={"order_271": "湖北省城乡低保分类施保规定（示例）"}, unit="yes_no")
def is_severely_affected(
    disability_grade: int = 0,
    has_serious_illness: bool = False,
) -> bool:
    return 1 <= disability_grade <= 2 or has_serious_illness


members_counted = members.count("共同生活的家庭成员人数", law=order_271("第二条"), where="is_counted")
members_income_fen = members.sum("成员收入合计", law=order_271("第二条"), of="counted_income_fen", where="is_counted")
supplement_rates = members.sum(
    "分类施保比例合计",
    law={"order_271": "湖北省城乡低保分类施保规定（示例）"},
    of="supplement_rate",
    where="is_counted",
    unit="basis_points",
)


@household.value("家庭收入（含法定赡养、抚养、扶养费）", law=order_271("第二条"))
def household_income_fen(members_income_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return members_income_fen + support_payment_fen


@household.value("按低保标准计算的全家收入线", law=order_271("第六条"))
def household_line_fen(dibao_line_urban_fen: Fen, members_counted: int, income_window_months: int) -> Fen:
    return dibao_line_urban_fen * members_counted * income_window_months


@household.condition(
    "持有非农业户口", law=order_271("第二条"), shows=States("非农业户口的城市居民", "不是非农业户口的城市居民")
)
def is_urban_resident(uses_urban_standard: bool) -> bool:
    return uses_urban_standard


@household.condition(
    "收入低于当地低保标准",
    law=order_271("第二条"),
    shows=Compare("household_income_fen", "<", "household_line_fen", each="dibao_line_urban_fen"),
)
def income_below_line(household_income_fen: Fen, household_line_fen: Fen) -> bool:
    return household_income_fen < household_line_fen


@household.value("与低保标准的差额", law=order_271("第八条"))
def difference_fen(household_line_fen: Fen, household_income_fen: Fen) -> Fen:
    return max(0, household_line_fen - household_income_fen)


@household.amount("每月低保金", law=order_271("第八条"))
def benefit_fen(
    difference_fen: Fen,
    supplement_rates: int,
    dibao_line_urban_fen: Fen,
    income_window_months: int,
    payment_unit_fen: Fen,
) -> Fen:
    parts = income_window_months * BASIS
    exact = difference_fen * BASIS + dibao_line_urban_fen * supplement_rates * income_window_months
    return ceil_to(exact, parts * payment_unit_fen) // parts


@household.layer("dibao", "低保", law=order_271("第二条"))
def layer_dibao(is_urban_resident: bool, income_below_line: bool) -> bool:
    return is_urban_resident and income_below_line
