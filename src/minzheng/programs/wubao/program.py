"""Five guarantees in villages (农村五保供养) and what followed it, destitute support: one program under dated law."""

from datetime import date

from minzheng.rules.program import (
    Growth,
    Limit,
    Passport,
    PriceLink,
    Program,
    Regime,
    SpotCheck,
    StationPath,
    Step,
)

TOWN, COUNTY = "township_officer", "county_officer"
ORDER_456 = "国务院令第456号"
ORDER_649 = "国务院令第649号"
MEASURES = "特困人员认定办法（2016）"
NOTICE_43 = "民发〔2021〕43号"
ACT = "社会救助法"

FIVE_GUARANTEES_PATH = StationPath(
    code="order_456",
    area="rural",
    from_=date(2006, 3, 1),
    until=date(2014, 4, 30),
    law=f"{ORDER_456} 第七条（各环节分别规定时限）",
    whole=None,
    # The regulation says only that the village makes it known; the days are Hubei's custom of the time.
    publicity_days=7,
    posts_again=True,
    steps=(
        Step("application", TOWN, None, "calendar", f"{ORDER_456} 第七条", "本人向村民委员会申请，乡镇受理"),
        Step("household_visit", TOWN, None, "calendar", f"{ORDER_456} 第七条", "乡镇调查核实"),
        Step("democratic_appraisal", TOWN, None, "calendar", f"{ORDER_456} 第七条", "村民委员会民主评议"),
        Step("determination", TOWN, 20, "calendar", f"{ORDER_456} 第七条", "乡镇提出审核意见"),
        Step("publicity", TOWN, 7, "calendar", f"{ORDER_456} 第七条", "在本村范围内公告"),
        Step("decision", COUNTY, 20, "calendar", f"{ORDER_456} 第七条", "县级审批"),
        Step("publication", COUNTY, None, "calendar", f"{ORDER_456} 第七条、第二十条", "发给供养证书、公告"),
    ),
)
ORDER_649_PATH = StationPath(
    code="order_649",
    from_=date(2014, 5, 1),
    until=date(2016, 10, 9),
    law=f"{ORDER_649} 第十六条（没有规定时限）",
    whole=None,
    publicity_days=7,
    posts_again=True,
    steps=(
        Step("application", TOWN, None, "working", f"{ORDER_649} 第十六条", "申请受理"),
        Step("means_check", COUNTY, None, "working", f"{ORDER_649} 第十一条", "信息核查", "optional"),
        Step("household_visit", TOWN, None, "working", f"{ORDER_649} 第十一条", "入户调查、邻里访问"),
        Step("democratic_appraisal", TOWN, None, "working", f"{ORDER_649} 第十一条", "群众评议", "optional"),
        Step("determination", TOWN, None, "working", f"{ORDER_649} 第十一条", "乡镇提出初审意见"),
        Step("publicity", TOWN, 7, "calendar", f"{ORDER_649} 第十一条", "公示"),
        Step("decision", COUNTY, None, "working", f"{ORDER_649} 第十一条", "县级审批"),
        Step("publication", COUNTY, None, "working", f"{ORDER_649} 第十一条", "公布与书面说明"),
    ),
)
# Read in local republications: twenty working days each, seven days, thirty per cent; articles not read by number.
MEASURES_PATH = StationPath(
    code="measures_2016",
    from_=date(2016, 10, 10),
    until=date(2021, 6, 30),
    law=f"{MEASURES}各环节分别规定时限（按地方转载核对，条号待核）",
    whole=None,
    publicity_days=7,
    posts_again=True,
    objection_days=20,
    spot_check=SpotCheck(3000, MEASURES, required=True),
    steps=(
        Step("application", TOWN, None, "working", f"{MEASURES} 第十条", "申请受理"),
        Step("means_check", COUNTY, None, "working", MEASURES, "信息核对", "optional"),
        Step("household_visit", TOWN, 20, "working", MEASURES, "调查核实并提出初审意见（自受理之日起）"),
        Step("democratic_appraisal", TOWN, None, "working", MEASURES, "民主评议（视情）", "optional"),
        Step("determination", TOWN, None, "working", MEASURES, "乡镇提出初审意见"),
        Step("publicity", TOWN, 7, "calendar", MEASURES, "公示"),
        Step("decision", COUNTY, 20, "working", MEASURES, "县级审批"),
        Step("publication", COUNTY, 3, "working", MEASURES, "公布与书面告知"),
    ),
)


def _since_2021(code: str, from_: date, until: date | None, board_days: int | None = None) -> StationPath:
    """The road of the measures of 2021, which the act of 2026 continues."""

    def law(notice: str, act: str) -> str:
        own = f"{NOTICE_43} {notice}"
        return f"{ACT} {act}；{own}" if board_days else own

    return StationPath(
        code=code,
        from_=from_,
        until=until,
        law=f"{NOTICE_43} 第十三条至第十八条（各环节分别规定时限）",
        whole=None,
        publicity_days=7,
        posts_again=True,
        objection_days=15,
        # The measures let the county hand the decision down and set no days for it: the two stretches together.
        delegated=Limit(30, "working", f"{NOTICE_43} 第十三条、第十六条、第二十八条（两段时限相加）"),
        spot_check=SpotCheck(3000, f"{NOTICE_43} 第十六条", required=True),
        board_days=board_days,
        steps=(
            Step("application", TOWN, None, "working", law("第十条至第十二条", "第三十七条"), "申请受理、主动帮助申请"),
            Step(
                "means_check",
                COUNTY,
                None,
                "working",
                law("第十三条", "第四十一条、第四十三条"),
                "信息核对",
                "optional",
            ),
            Step(
                "household_visit",
                TOWN,
                15,
                "working",
                law("第十三条", "第四十三条"),
                "调查核实并提出初审意见（自受理之日起）",
            ),
            Step(
                "democratic_appraisal", TOWN, None, "working", f"{NOTICE_43} 第十四条", "民主评议（视情）", "optional"
            ),
            Step("determination", TOWN, None, "working", law("第十三条", "第四十四条"), "提出初审意见"),
            Step("publicity", TOWN, 7, "calendar", f"{NOTICE_43} 第十五条", "公示"),
            Step("decision", COUNTY, 15, "working", law("第十六条", "第四十四条"), "审核确认"),
            Step("publication", COUNTY, 3, "working", law("第十七条、第十八条", "第四十五条"), "公布与书面告知"),
        ),
    )


NOTICE_43_PATH = _since_2021("notice_43", date(2021, 7, 1), date(2026, 6, 30))
ACT_PATH = _since_2021("act_2026", date(2026, 7, 1), None, board_days=15)


def _growth(standard: str, area: str) -> Growth:
    return Growth(
        standard=standard,
        line=f"dibao_line_{area}_fen",
        ratio="destitute_line_ratio",
        spending=f"{area}_spending_per_head_fen",
        spending_ratio="destitute_spending_ratio",
        step="destitute_growth_step_fen",
    )


PROGRAM = Program(
    code="wubao",
    name="特困人员救助供养",
    short_name="特困供养",
    legal_basis=(
        "社会救助法",
        "社会救助暂行办法（国务院令第649号）",
        "特困人员认定办法（民发〔2021〕43号）",
        "特困人员认定办法（2016）",
        "农村五保供养工作条例（国务院令第456号）",
    ),
    regimes=(
        Regime("order_456", "农村五保供养工作条例（国务院令第456号）", date(2006, 3, 1), date(2014, 4, 30)),
        Regime("order_649", "社会救助暂行办法（国务院令第649号）", date(2014, 5, 1), date(2016, 10, 9)),
        Regime(
            "measures_2016",
            "国务院令第649号，以及特困人员认定办法（2016）",
            date(2016, 10, 10),
            date(2021, 6, 30),
        ),
        Regime(
            "notice_43",
            "国务院令第649号，以及特困人员认定办法（民发〔2021〕43号）",
            date(2021, 7, 1),
            date(2026, 6, 30),
        ),
        Regime("act_2026", "社会救助法；特困人员认定办法（民发〔2021〕43号）", date(2026, 7, 1)),
    ),
    paths=(FIVE_GUARANTEES_PATH, ORDER_649_PATH, MEASURES_PATH, NOTICE_43_PATH, ACT_PATH),
    documents=(
        "特困人员救助供养申请书",
        "劳动能力、生活来源、财产状况和赡养、抚养、扶养情况书面声明",
        "诚信承诺书",
        "家庭经济状况核对授权书（申请人和法定义务人）",
    ),
    case_prefix="TK",
    exclusive_with=("dibao",),
    passports=(
        # A member who owes support and draws dibao (民发〔2021〕43号 第八条).
        Passport(
            "draws_dibao",
            "dibao",
            f"{NOTICE_43} 第八条；{ACT} 第四十二条",
            ("dibao", "dibao_single"),
            recipients_only=True,
        ),
    ),
    price_link=PriceLink(
        urban=(("destitute_basic_home_urban_fen", 12),),
        rural=(("destitute_basic_home_rural_fen", 12),),
    ),
    growth=(
        _growth("destitute_basic_home_rural_fen", "rural"),
        _growth("destitute_basic_home_urban_fen", "urban"),
        _growth("destitute_basic_institution_rural_fen", "rural"),
        _growth("destitute_basic_institution_urban_fen", "urban"),
    ),
)
