"""Temporary assistance (临时救助): identity card, regimes, ordinary and urgent roads.

One-off help, every grant reckoned for itself. The days within which a station must end are left to the county nearly
everywhere; those limits are examples and say so.
"""

from datetime import date

from minzheng.rules.evaluation import ONCE
from minzheng.rules.program import URGENT, Limit, Passport, Program, Regime, StationPath, Step

TOWN, COUNTY = "township_officer", "county_officer"
WORKING, CALENDAR = "working", "calendar"
NOTICE_92 = "民发〔2007〕92号"
ORDER_649 = "国务院令第649号"
NOTICE_47 = "国发〔2014〕47号"
NOTICE_23 = "民发〔2018〕23号"
REFORM = "关于改革完善社会救助制度的意见"
NOTICE_83 = "民发〔2022〕83号"
OPINION = "关于进一步健全完善临时救助制度的意见"
ACT = "社会救助法"
LOCAL = "地方办理期限（示例）"
KNOWN = f"{NOTICE_23} 二（二）；{ACT} 第四十二条"


def _survey(law: str, when: str = "always") -> tuple[Step, ...]:
    """The visit, and the appraisal where something is in doubt; ten working days of a local example."""
    return (
        Step("household_visit", TOWN, 10, WORKING, f"{law}；{LOCAL}", "入户调查", when),
        Step("democratic_appraisal", TOWN, None, WORKING, law, "民主评议", "disputed"),
    )


def _afterwards(law: str) -> Step:
    """Papers made good within ten working days of the payment (local example)."""
    return Step("household_visit", TOWN, 10, WORKING, f"{law}；{LOCAL}", "补齐登记、签字和调查手续", "afterwards")


PATH_92 = StationPath(
    code="notice_92",
    from_=date(2007, 6, 27),
    until=date(2014, 4, 30),
    law=f"{NOTICE_92}（地方办理期限）",
    whole=None,
    publicity_days=7,
    steps=(
        Step("application", TOWN, None, WORKING, NOTICE_92, "户主申请，乡镇（街道）受理"),
        *_survey(NOTICE_92),
        Step("determination", TOWN, None, WORKING, NOTICE_92, "乡镇（街道）审核"),
        Step("publicity", TOWN, 7, CALENDAR, f"{NOTICE_92}；{LOCAL}", "公示"),
        Step("decision", COUNTY, None, WORKING, NOTICE_92, "县级审批"),
    ),
)


def _ordinary(
    code: str, from_: date, until: date | None, *, asks: str, decides: str, means: str, board: int | None = None
) -> StationPath:
    """The ordinary road since 2014: survey, seven days on the board, decision; the township decides small amounts."""
    return StationPath(
        code=code,
        from_=from_,
        until=until,
        law=f"{decides}（地方办理期限）",
        whole=Limit(30, WORKING, f"{decides}；{LOCAL}"),
        delegated=Limit(20, WORKING, f"{decides}；{LOCAL}"),
        publicity_days=7,
        board_days=board,
        steps=(
            Step("application", TOWN, None, WORKING, asks, "申请受理（含主动发现）"),
            Step("means_check", COUNTY, None, WORKING, means, "家庭经济状况核对（支出型）", "optional"),
            *_survey(decides),
            Step("determination", TOWN, None, WORKING, decides, "提出审核意见"),
            Step("publicity", TOWN, 7, CALENDAR, f"{decides}；{LOCAL}", "公示"),
            Step("decision", COUNTY, None, WORKING, decides, "审核确认"),
            Step("publication", COUNTY, 3, WORKING, f"{decides}；{LOCAL}", "公布与送达"),
        ),
    )


def _urgent(
    code: str, from_: date, until: date | None, *, asks: str, law: str, afterwards: str, whole: Limit
) -> StationPath:
    """The road of who cannot wait: no check, no appraisal, no posting; what is missing is made good afterwards."""
    return StationPath(
        code=code,
        from_=from_,
        until=until,
        law=law,
        whole=whole,
        delegated=whole,
        publicity_days=0,
        kind=URGENT,
        steps=(
            Step("application", TOWN, None, CALENDAR, asks, "报告、申请受理（当天）"),
            _afterwards(afterwards),
            Step("determination", TOWN, None, CALENDAR, law, "核实急难情形"),
            Step("decision", COUNTY, 1, CALENDAR, f"{law}；地方办理期限（示例）", "决定并立即救助"),
            Step("publication", COUNTY, None, WORKING, law, "公布与送达"),
        ),
    )


COMMON_ROADS = (
    _ordinary(
        "order_649",
        date(2014, 5, 1),
        date(2014, 10, 2),
        asks=f"{ORDER_649} 第四十八条",
        decides=f"{ORDER_649} 第四十八条",
        means=f"{ORDER_649} 第五十八条",
    ),
    _ordinary(
        "notice_47",
        date(2014, 10, 3),
        date(2018, 1, 22),
        asks=f"{NOTICE_47} 三（二）",
        decides=f"{ORDER_649} 第四十八条；{NOTICE_47} 三（三）",
        means=f"{NOTICE_47} 三（三）",
    ),
    _ordinary(
        "notice_23",
        date(2018, 1, 23),
        date(2026, 6, 30),
        asks=f"{NOTICE_47} 三（二）",
        decides=f"{ORDER_649} 第四十八条；{NOTICE_23} 二（二）",
        means=f"{NOTICE_23} 二（二）",
    ),
    _ordinary(
        "act_2026",
        date(2026, 7, 1),
        None,
        asks=f"{ACT} 第三十七条、第三十九条",
        decides=f"{ACT} 第四十四条、第四十五条",
        means=f"{ACT} 第四十一条、第四十二条",
        board=15,
    ),
)
URGENT_ROADS = (
    _urgent(
        "order_649_urgent",
        date(2014, 5, 1),
        date(2014, 10, 2),
        asks=f"{ORDER_649} 第四十八条",
        law=f"{ORDER_649} 第四十八条",
        afterwards=f"{ORDER_649} 第四十八条",
        whole=Limit(3, CALENDAR, f"{ORDER_649} 第四十八条；{LOCAL}"),
    ),
    _urgent(
        "notice_47_urgent",
        date(2014, 10, 3),
        date(2018, 1, 22),
        asks=f"{NOTICE_47} 三（二）",
        law=f"{NOTICE_47} 三（三）",
        afterwards=f"{NOTICE_47} 三（三）",
        whole=Limit(3, CALENDAR, f"{NOTICE_47} 三（三）；{LOCAL}"),
    ),
    _urgent(
        "notice_23_urgent",
        date(2018, 1, 23),
        date(2026, 1, 28),
        asks=f"{NOTICE_47} 三（二）",
        law=f"{NOTICE_23} 二（二）",
        afterwards=f"{NOTICE_23} 二（二）",
        whole=Limit(3, CALENDAR, f"{NOTICE_23} 二（二）；{LOCAL}"),
    ),
    _urgent(
        "opinion_2026_urgent",
        date(2026, 1, 29),
        date(2026, 6, 30),
        asks=f"{NOTICE_83} 二；{OPINION} 二（一）",
        law=f"{OPINION} 二（一）",
        afterwards=f"{OPINION} 二（一）；{NOTICE_23} 二（二）",
        whole=Limit(3, CALENDAR, f"{OPINION} 二（一）"),
    ),
    _urgent(
        "act_2026_urgent",
        date(2026, 7, 1),
        None,
        asks=f"{ACT} 第三十七条、第三十九条",
        law=f"{ACT} 第五十条；{OPINION} 二（一）",
        afterwards=f"{ACT} 第五十条",
        whole=Limit(3, CALENDAR, f"{OPINION} 二（一）"),
    ),
)

PROGRAM = Program(
    code="temporary",
    name="临时救助",
    short_name="临时救助",
    legal_basis=(
        "社会救助法",
        "社会救助暂行办法（国务院令第649号）",
        "国务院关于全面建立临时救助制度的通知（国发〔2014〕47号）",
        "关于进一步加强和改进临时救助工作的意见（民发〔2018〕23号）",
        "关于改革完善社会救助制度的意见",
        "关于进一步做好最低生活保障等社会救助兜底保障工作的通知（民发〔2022〕83号）",
        "关于进一步健全完善临时救助制度的意见",
        "关于进一步建立健全临时救助制度的通知（民发〔2007〕92号）",
    ),
    regimes=(
        Regime("notice_92", "民发〔2007〕92号（农村低保标准按年确定）", date(2007, 6, 27), date(2012, 12, 11)),
        Regime("monthly_92", "民发〔2007〕92号（低保标准都按月确定）", date(2012, 12, 12), date(2014, 4, 30)),
        Regime("order_649", "社会救助暂行办法（国务院令第649号）", date(2014, 5, 1), date(2014, 10, 2)),
        Regime("notice_47", "国务院令第649号、国发〔2014〕47号", date(2014, 10, 3), date(2018, 1, 22)),
        Regime("notice_23", "国务院令第649号、民发〔2018〕23号", date(2018, 1, 23), date(2020, 8, 24)),
        Regime(
            "reform_2020",
            "国务院令第649号、民发〔2018〕23号，以及关于改革完善社会救助制度的意见",
            date(2020, 8, 25),
            date(2022, 10, 19),
        ),
        Regime(
            "notice_83",
            "国务院令第649号、民发〔2018〕23号、民发〔2022〕83号",
            date(2022, 10, 20),
            date(2026, 1, 28),
        ),
        Regime(
            "opinion_2026",
            "国务院令第649号，以及关于进一步健全完善临时救助制度的意见（按公布日）",
            date(2026, 1, 29),
            date(2026, 6, 30),
        ),
        Regime("act_2026", "社会救助法，以及关于进一步健全完善临时救助制度的意见", date(2026, 7, 1)),
    ),
    paths=(PATH_92, *COMMON_ROADS, *URGENT_ROADS),
    documents=("临时救助申请书", "诚信承诺书", "家庭经济状况核对授权书", "困难情形的有关材料（情况紧急的事后补）"),
    case_prefix="LS",
    cadence=ONCE,
    start_month="this",
    # Events, vouchers, the reserve fund and the conference have rows of their own: that room asks and pays.
    made_due_by="relief",
    passports=(
        Passport("receives_dibao", "dibao", KNOWN, ("dibao", "dibao_single"), recipients_only=True),
        Passport("receives_destitute_support", "wubao", KNOWN, recipients_only=True),
        Passport("is_recognised_edge", "dibao", "社会救助法 第四十二条", ("edge",)),
        Passport("is_recognised_rigid", "dibao", "社会救助法 第四十二条", ("rigid_expenditure",)),
    ),
)
