"""Before 2014-05-01, under the notice of 2007: households only, where they are registered, and no urgent procedure.

Until 2012-12-11 a village's line is set for the year.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household

from .citations import EARLY, law

NOTICE = law(EARLY, notice_92="")
HOUSEHOLDS = law((*EARLY, "order_649"), notice_92="", order_649="第四十七条")

MONTHS_IN_YEAR = 12


@household.value("全年的低保标准", law={"notice_92": NOTICE["notice_92"]}, unit="fen/person/year")
def line_year_fen(uses_urban_standard: bool, dibao_line_urban_fen: Fen, dibao_line_rural_yearly_fen: Fen) -> Fen:
    return dibao_line_urban_fen * MONTHS_IN_YEAR if uses_urban_standard else dibao_line_rural_yearly_fen


@household.value("按紧急程序办理", law=NOTICE, unit="yes_no")
def is_urgent_procedure() -> bool:
    return False


@household.condition(
    "以家庭为单位申请",
    law=HOUSEHOLDS,
    shows=States("以家庭为单位申请", "以个人名义申请；当时的规定只救助家庭"),
)
def applies_as_household(applies_as_individual: bool = False) -> bool:
    return not applies_as_individual
