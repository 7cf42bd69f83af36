"""Fixed sums (定额救助) for chronic outpatients, the elderly, the severely disabled: a status, no bill; in the cap."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person

from .citations import AID

MONTHS_IN_YEAR = 12
SEVERE_GRADE = 2


@person.value("慢性病、高龄或者重度残疾", law=AID, unit="yes_no")
def needs_fixed_aid(
    age_years: int, medical_fixed_elderly_age: int, needs_chronic_care: bool = False, disability_grade: int = 0
) -> bool:
    is_severely_disabled = 1 <= disability_grade <= SEVERE_GRADE
    return needs_chronic_care or age_years >= medical_fixed_elderly_age or is_severely_disabled


is_fixed_person = members.any("属于定额救助的人员", law=AID, of="needs_fixed_aid", where="is_helped")


@household.condition(
    "当地实行门诊定额救助",
    law=AID,
    shows=States("当地实行门诊定额救助", "当地不实行门诊定额救助，按费用的比例救助", "is_fixed"),
)
def fixed_is_offered(is_fixed: bool, medical_fixed_fen: Fen) -> bool:
    return medical_fixed_fen > 0 or not is_fixed


@household.condition(
    "属于定额救助的人员",
    law=AID,
    shows=States("患慢性病需要长期门诊治疗，或者高龄，或者重度残疾", "三种情形都不是", "is_fixed"),
)
def is_fixed_case(is_fixed: bool, is_fixed_person: bool) -> bool:
    return is_fixed_person or not is_fixed


@household.value("本年度可以领定额的月数", law=AID, unit="months")
def fixed_months(listed_from_month: int, medical_fixed_period_months: int) -> int:
    # The period in which one enters the list counts as a whole.
    periods = (MONTHS_IN_YEAR - listed_from_month) // medical_fixed_period_months + 1
    return min(MONTHS_IN_YEAR, periods * medical_fixed_period_months)


@household.value("本年度的定额", law=AID)
def fixed_due_fen(medical_fixed_fen: Fen, fixed_months: int) -> Fen:
    return share(medical_fixed_fen, fixed_months, MONTHS_IN_YEAR)


@household.value("问到定额而当地实行", law=AID, unit="yes_no")
def fixed_is_open(is_fixed: bool, medical_fixed_fen: Fen) -> bool:
    return is_fixed and medical_fixed_fen > 0


@household.condition(
    "本年度的定额没有领完",
    law=AID,
    shows=Compare("fixed_before_fen", "<", "fixed_due_fen", concerns="fixed_is_open"),
)
def fixed_is_not_drawn(fixed_before_fen: Fen, fixed_due_fen: Fen, fixed_is_open: bool) -> bool:
    return fixed_before_fen < fixed_due_fen or not fixed_is_open


@household.value("本次定额救助（不超过限额余额）", law=AID)
def fixed_aid_fen(fixed_due_fen: Fen, fixed_before_fen: Fen, cap_left_fen: Fen) -> Fen:
    return min(max(0, fixed_due_fen - fixed_before_fen), cap_left_fen)


@household.value("计入全年累计的定额救助", law=AID)
def fixed_counted_fen(
    is_fixed: bool, has_one_patient: bool, is_in_group: bool, is_fixed_case: bool, fixed_aid_fen: Fen
) -> Fen:
    return fixed_aid_fen if is_fixed and has_one_patient and is_in_group and is_fixed_case else 0
