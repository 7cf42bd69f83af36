"""Minimum living guarantee (最低生活保障): identity card, regimes, the path of stations."""

from datetime import date

from minzheng.rules.program import Program, Regime, StationPath, Step

ACT_PATH = StationPath(
    from_=date(2026, 7, 1),
    until=None,
    law="民发〔2021〕57号 第二十二条",
    total_limit_working_days=30,
    publicity_days=7,
    steps=(
        Step(
            "application",
            "township_officer",
            None,
            "working",
            "社会救助法 第三十七条；民发〔2021〕57号 第十条",
            "申请受理",
        ),
        Step(
            "means_check",
            "county_officer",
            3,
            "working",
            "民发〔2021〕57号 第十七条",
            "家庭经济状况核对（3个工作日内启动）",
        ),
        Step(
            "household_visit",
            "township_officer",
            3,
            "working",
            "民发〔2021〕57号 第十五条",
            "入户调查（3个工作日内启动）",
        ),
        Step(
            "democratic_appraisal",
            "township_officer",
            None,
            "working",
            "民发〔2021〕57号 第十九条",
            "民主评议",
            "disputed",
        ),
        Step("determination", "township_officer", None, "working", "民发〔2021〕57号 第十九条", "审核并提出初审意见"),
        Step("publicity", "township_officer", 7, "calendar", "民发〔2021〕57号 第十九条", "公示"),
        Step("decision", "county_officer", 10, "working", "社会救助法 第四十四条；民发〔2021〕57号 第二十条", "确认"),
        Step(
            "publication",
            "county_officer",
            3,
            "working",
            "社会救助法 第四十五条；民发〔2021〕57号 第二十一条",
            "公布与送达",
        ),
    ),
)

PROGRAM = Program(
    code="dibao",
    name="最低生活保障",
    short_name="低保",
    legal_basis=("社会救助法", "社会救助暂行办法（国务院令第649号）", "最低生活保障审核确认办法（民发〔2021〕57号）"),
    regimes=(
        Regime("order_271", "城市居民最低生活保障条例（国务院令第271号）", date(1999, 10, 1), date(2007, 7, 10)),
        Regime(
            "notice_19",
            "城市：国务院令第271号；农村：关于在全国建立农村最低生活保障制度的通知（国发〔2007〕19号）",
            date(2007, 7, 11),
            date(2012, 12, 11),
        ),
        Regime("notice_57", "最低生活保障审核确认办法（民发〔2021〕57号）", date(2021, 7, 1), date(2022, 10, 19)),
        Regime(
            "notice_83",
            "民发〔2021〕57号，以及关于进一步做好最低生活保障等社会救助兜底保障工作的通知（民发〔2022〕83号）",
            date(2022, 10, 20),
            date(2024, 12, 31),
        ),
        Regime(
            "rigid_2025",
            "民发〔2021〕57号、民发〔2022〕83号，以及刚性支出困难家庭认定办法",
            date(2025, 1, 1),
            date(2026, 6, 30),
        ),
        Regime("act_2026", "社会救助法", date(2026, 7, 1)),
    ),
    paths=(ACT_PATH,),
    documents=("最低生活保障申请书", "诚信承诺书", "家庭经济状况核对授权书"),
    case_prefix="DB",
    more_income_may_pay_more="单人户以家庭属于低保边缘家庭为前提：家庭收入升到低保标准以上，其重残、重病成员才可以单独申请。",
)
