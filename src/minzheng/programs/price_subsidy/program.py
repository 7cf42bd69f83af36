"""Price-linked subsidy (价格临时补贴): nobody applies for it; it falls due to the groups whose programs name it."""

from datetime import date

from minzheng.rules.program import Program, Regime

PROGRAM = Program(
    code="price_subsidy",
    name="价格临时补贴",
    short_name="价格补贴",
    legal_basis=(
        "社会救助法",
        "社会救助和保障标准与物价上涨挂钩联动机制（发改价格〔2021〕1553号）",
    ),
    regimes=(
        Regime("hubei_2011", "湖北省2011年联动机制", date(2011, 6, 1), date(2013, 12, 31)),
        Regime("nation_2014", "国家联动机制（2014年）", date(2014, 1, 1), date(2016, 7, 31)),
        Regime(
            "nation_2016", "国家联动机制（2016年完善；发改价格〔2021〕1553号）", date(2016, 8, 1), date(2026, 6, 30)
        ),
        Regime("act_2026", "社会救助法、发改价格〔2021〕1553号", date(2026, 7, 1)),
    ),
    # No station: the month's finding is confirmed for everybody at once.
    paths=(),
    documents=(),
    case_prefix="JG",
    decides="county",
    made_due_by="prices",
    never_income="价格临时补贴不计入家庭收入（联动机制的通行做法，文件原文待核）",
)
