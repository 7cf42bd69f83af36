"""Minimum living guarantee (最低生活保障): identity card, regimes, the path of stations."""

from datetime import date
from typing import Any

from minzheng.rules.program import Limit, Passport, PriceLink, Program, Regime, SpotCheck, StationPath, Step

VILLAGE, TOWN, COUNTY = "village_worker", "township_officer", "county_officer"
ORDER_271 = "国务院令第271号"
NOTICE_19 = "国发〔2007〕19号"
NOTICE_220 = "民发〔2012〕220号"
NOTICE_57 = "民发〔2021〕57号"
NOTICE_83 = "民发〔2022〕83号"

# Before the notice of 2012-12-12 the road was local; what is not in the order follows Hubei's custom of the time.
URBAN_PATH = StationPath(
    code="order_271_urban",
    area="urban",
    from_=date(1999, 10, 1),
    until=date(2012, 12, 11),
    law=f"{ORDER_271} 第八条",
    whole=Limit(30, "calendar", f"{ORDER_271} 第八条", since="application"),
    publicity_days=7,
    steps=(
        Step("application", TOWN, None, "calendar", f"{ORDER_271} 第七条", "申请受理"),
        Step("household_visit", TOWN, None, "calendar", f"{ORDER_271} 第七条、第八条", "入户调查、邻里访问"),
        Step("determination", TOWN, None, "calendar", f"{ORDER_271} 第七条", "街道、镇初审"),
        Step("decision", COUNTY, None, "calendar", f"{ORDER_271} 第七条、第八条", "县级审批"),
        Step("publication", COUNTY, None, "calendar", f"{ORDER_271} 第九条", "以户为单位公布"),
    ),
)
RURAL_PATH = StationPath(
    code="notice_19_rural",
    area="rural",
    from_=date(2007, 7, 11),
    until=date(2012, 12, 11),
    law=f"{NOTICE_19} 三（地方办理期限）",
    whole=None,
    publicity_days=7,
    posts_again=True,
    steps=(
        Step("application", TOWN, None, "calendar", f"{NOTICE_19} 三", "户主申请，乡镇受理"),
        Step("household_visit", TOWN, None, "calendar", f"{NOTICE_19} 三", "入户调查"),
        Step("democratic_appraisal", TOWN, None, "calendar", f"{NOTICE_19} 三", "村级民主评议"),
        Step("determination", TOWN, None, "calendar", f"{NOTICE_19} 三", "乡镇审核"),
        Step("publicity", TOWN, 7, "calendar", f"{NOTICE_19} 三", "村内公示"),
        Step("decision", COUNTY, None, "calendar", f"{NOTICE_19} 三", "县级审批"),
        Step("publication", COUNTY, None, "calendar", f"{NOTICE_19} 三", "村内公布"),
    ),
)
NOTICE_220_PATH = StationPath(
    code="notice_220",
    from_=date(2012, 12, 12),
    until=date(2021, 6, 30),
    law=f"{NOTICE_220} 第十八条至第二十九条（各环节分别规定时限）",
    whole=None,
    publicity_days=7,
    posts_again=True,
    visits_objected=True,
    objection_days=20,
    spot_check=SpotCheck(3000, f"{NOTICE_220} 第二十六条", required=True),
    steps=(
        Step("application", TOWN, None, "working", f"{NOTICE_220} 第十一条、第十二条", "申请受理"),
        Step(
            "means_check", COUNTY, None, "working", f"{NOTICE_220} 第十八条", "信息核对（具备条件的地方）", "optional"
        ),
        Step("household_visit", TOWN, 10, "working", f"{NOTICE_220} 第十八条、第十九条", "入户调查"),
        Step("democratic_appraisal", TOWN, 5, "working", f"{NOTICE_220} 第二十一条至第二十三条", "民主评议"),
        Step("determination", TOWN, None, "working", f"{NOTICE_220} 第二十四条", "乡镇提出审核意见"),
        Step("publicity", TOWN, 7, "calendar", f"{NOTICE_220} 第二十五条", "审核结果公示"),
        Step("county_publicity", COUNTY, 7, "calendar", f"{NOTICE_220} 第二十九条", "拟批准结果公示"),
        Step("decision", COUNTY, 5, "working", f"{NOTICE_220} 第二十六条", "县级提出审批意见"),
        Step("publication", COUNTY, 3, "working", f"{NOTICE_220} 第二十九条、第三十四条", "批准与长期公示"),
    ),
)


def _since_2021(**differs: Any) -> StationPath:
    """The road of the notice of 2021, which the act of 2026 continues."""
    act = "社会救助法 {}；" if differs["code"] == "act_2026" else ""
    checked = act.format("第四十一条") if act else ""
    return StationPath(
        law=f"{NOTICE_57} 第二十二条",
        whole=Limit(30, "working", f"{NOTICE_57} 第二十二条"),
        extended=Limit(45, "working", f"{NOTICE_57} 第二十二条；{NOTICE_83} 四（一）"),
        publicity_days=7,
        spot_check=SpotCheck(1000, "县级抽查比例（示例，地方自定）", required=False, status="illustrative"),
        remote_visit_law=f"{NOTICE_57} 第十六条",
        steps=(
            Step(
                "application",
                TOWN,
                None,
                "working",
                f"{act.format('第三十七条') if act else ''}{NOTICE_57} 第十条",
                "申请受理",
            ),
            Step(
                "means_check",
                COUNTY,
                3,
                "working",
                f"{checked}{NOTICE_57} 第十七条",
                "家庭经济状况核对（3个工作日内启动）",
                limit_starts=True,
            ),
            Step(
                "household_visit",
                TOWN,
                3,
                "working",
                f"{NOTICE_57} 第十五条",
                "入户调查（3个工作日内启动）",
                limit_starts=True,
            ),
            Step("democratic_appraisal", TOWN, None, "working", f"{NOTICE_57} 第十九条", "民主评议", "disputed"),
            Step("determination", TOWN, None, "working", f"{NOTICE_57} 第十九条", "审核并提出初审意见"),
            Step("publicity", TOWN, 7, "calendar", f"{NOTICE_57} 第十九条", "公示"),
            Step(
                "decision",
                COUNTY,
                10,
                "working",
                f"{act.format('第四十四条') if act else ''}{NOTICE_57} 第二十条",
                "审核确认",
            ),
            Step(
                "publication",
                COUNTY,
                3,
                "working",
                f"{act.format('第四十五条') if act else ''}{NOTICE_57} 第二十一条",
                "公布与送达",
            ),
        ),
        **differs,
    )


NOTICE_57_PATH = _since_2021(
    code="notice_57",
    from_=date(2021, 7, 1),
    until=date(2022, 10, 19),
    delegated=Limit(30, "working", f"{NOTICE_57} 第二条、第二十二条"),
)
NOTICE_83_PATH = _since_2021(
    code="notice_83",
    from_=date(2022, 10, 20),
    until=date(2026, 6, 30),
    delegated=Limit(20, "working", f"{NOTICE_83} 四（一）"),
)
ACT_PATH = _since_2021(
    code="act_2026",
    from_=date(2026, 7, 1),
    until=None,
    delegated=Limit(20, "working", f"{NOTICE_83} 四（一）；社会救助法 第四十四条"),
    board_days=15,
)

PROGRAM = Program(
    code="dibao",
    name="最低生活保障",
    short_name="低保",
    legal_basis=(
        "社会救助法",
        "社会救助暂行办法（国务院令第649号）",
        "最低生活保障审核确认办法（民发〔2021〕57号）",
        "关于进一步做好最低生活保障等社会救助兜底保障工作的通知（民发〔2022〕83号）",
        "刚性支出困难家庭认定办法",
        "最低生活保障审核审批办法（试行）（民发〔2012〕220号）",
        "国务院关于在全国建立农村最低生活保障制度的通知（国发〔2007〕19号）",
        "城市居民最低生活保障条例（国务院令第271号）",
    ),
    regimes=(
        Regime("order_271", "城市居民最低生活保障条例（国务院令第271号）", date(1999, 10, 1), date(2007, 7, 10)),
        Regime(
            "notice_19",
            "城市：国务院令第271号；农村：关于在全国建立农村最低生活保障制度的通知（国发〔2007〕19号）",
            date(2007, 7, 11),
            date(2012, 12, 11),
        ),
        Regime(
            "notice_220", "最低生活保障审核审批办法（试行）（民发〔2012〕220号）", date(2012, 12, 12), date(2014, 4, 30)
        ),
        Regime(
            "order_649",
            "社会救助暂行办法（国务院令第649号）、民发〔2012〕220号",
            date(2014, 5, 1),
            date(2021, 6, 30),
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
    paths=(URBAN_PATH, RURAL_PATH, NOTICE_220_PATH, NOTICE_57_PATH, NOTICE_83_PATH, ACT_PATH),
    documents=("最低生活保障申请书", "诚信承诺书", "家庭经济状况核对授权书"),
    case_prefix="DB",
    liability="minimum_living",
    passports=(Passport("is_destitute", "wubao", f"{NOTICE_57} 第四条；社会救助法 第四十二条", recipients_only=True),),
    price_link=PriceLink(
        urban=(("dibao_line_urban_fen", 1),),
        rural=(("dibao_line_rural_fen", 1), ("dibao_line_rural_yearly_fen", 12)),
    ),
    more_income_may_pay_more="单人户以家庭属于低保边缘家庭为前提：家庭收入升到低保标准以上，其重残、重病成员才可以单独申请。",
)
