"""Medical assistance (医疗救助): identity card, regimes, roads, whose findings it takes over, what it remembers."""

from collections.abc import Mapping
from datetime import date

from minzheng.rules.program import RECOGNISED, STATIONS, Carried, Passport, Program, Regime, StationPath, Step

TOWN, COUNTY = "township_officer", "county_officer"
NOTICE_81 = "民发〔2009〕81号（待核原文）"
LIMITS_81 = "民发〔2009〕81号（待核原文，时限由地方规定）"
ORDER_649 = "国务院令第649号"
ACT = "社会救助法"
DIBAO = "dibao"


def _asked(
    code: str,
    law: str,
    decides: str,
    *,
    from_: date,
    until: date | None,
    limits: str = "",
    clauses: Mapping[str, str] | None = None,
) -> StationPath:
    """The road of those who must show that they are poor: asked for, examined, hung out, decided by the county.

    `clauses` cites a station by a clause of its own; `limits` says by which text the days are left to the place.
    """
    cited = dict.fromkeys(STATIONS, law) | dict(clauses or {})
    return StationPath(
        code=code,
        from_=from_,
        until=until,
        law=limits or f"{law}（时限由地方规定）",
        whole=None,
        publicity_days=7,
        steps=(
            Step(
                "application",
                TOWN,
                None,
                "working",
                cited["application"],
                "向乡镇（街道）申请，或者由村（社区）协助申请",
            ),
            Step("household_visit", TOWN, None, "working", cited["household_visit"], "调查家庭经济状况和医疗支出"),
            Step("determination", TOWN, None, "working", cited["determination"], "乡镇（街道）审核"),
            Step("publicity", TOWN, 7, "calendar", cited["publicity"], "公示（不公示病情、病区和用药）"),
            Step("decision", COUNTY, None, "working", cited["decision"], decides),
            Step("publication", COUNTY, None, "working", cited["publication"], "公布（不公布病情）"),
        ),
    )


def _direct(code: str, law: str, decides: str, *, from_: date, until: date | None) -> StationPath:
    """The road of those whose status is confirmed already: neither application nor examination nor publicity."""
    return StationPath(
        code=code,
        from_=from_,
        until=until,
        law=f"{law}（直接办理）",
        whole=None,
        publicity_days=0,
        kind=RECOGNISED,
        steps=(
            Step("determination", COUNTY, None, "working", law, "按结算单和身份计算"),
            Step("decision", COUNTY, None, "working", law, decides),
            Step("publication", COUNTY, None, "working", law, "公布（不公布病情）"),
        ),
    )


CIVIL = "县级民政部门审批"
SECURITY = "县级医疗保障部门审批"
CONFIRMS = "县级医疗保障部门确认"
SECURITY_FROM = date(2019, 3, 2)
ACT_FROM = date(2026, 7, 1)
PATHS = (
    _asked("notice_81", NOTICE_81, CIVIL, from_=date(2009, 6, 15), until=date(2014, 4, 30), limits=LIMITS_81),
    _asked("order_649", f"{ORDER_649} 第三十条", CIVIL, from_=date(2014, 5, 1), until=date(2019, 3, 1)),
    _direct("order_649_direct", f"{ORDER_649} 第三十条", CIVIL, from_=date(2014, 5, 1), until=date(2019, 3, 1)),
    _asked("order_649_2019", f"{ORDER_649} 第三十条", SECURITY, from_=SECURITY_FROM, until=date(2026, 6, 30)),
    _direct("order_649_2019_direct", f"{ORDER_649} 第三十条", SECURITY, from_=SECURITY_FROM, until=date(2026, 6, 30)),
    _asked(
        "act_2026",
        f"{ACT} 第三十七条、第四十三条至第四十五条",
        CONFIRMS,
        from_=ACT_FROM,
        until=None,
        clauses={
            "application": f"{ACT} 第三十七条",
            "household_visit": f"{ACT} 第四十三条",
            "determination": f"{ACT} 第四十四条",
            # The act has the decision published; the order, still its detail, has the proposal hung out.
            "publicity": f"{ORDER_649} 第三十条",
            "decision": f"{ACT} 第四十四条",
            "publication": f"{ACT} 第四十五条",
        },
    ),
    _direct("act_2026_direct", f"{ACT} 第四十二条、第四十四条、第四十五条", CONFIRMS, from_=ACT_FROM, until=None),
)

PROGRAM = Program(
    code="medical",
    name="医疗救助",
    short_name="医疗救助",
    legal_basis=(
        "社会救助法",
        "医疗保障法",
        "社会救助暂行办法（国务院令第649号）",
        "关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）",
        "关于进一步完善医疗救助制度全面开展重特大疾病医疗救助工作的意见（国办发〔2015〕30号）",
        "城乡医疗救助基金管理办法（财社〔2013〕217号）",
        "关于进一步完善城乡医疗救助制度的意见（民发〔2009〕81号）",
    ),
    regimes=(
        Regime(
            "notice_81",
            "关于进一步完善城乡医疗救助制度的意见（民发〔2009〕81号）",
            date(2009, 6, 15),
            date(2014, 4, 30),
        ),
        Regime("order_649", "社会救助暂行办法（国务院令第649号）", date(2014, 5, 1), date(2015, 4, 20)),
        Regime(
            "notice_30",
            "国务院令第649号，以及关于全面开展重特大疾病医疗救助工作的意见（国办发〔2015〕30号）",
            date(2015, 4, 21),
            date(2021, 10, 27),
        ),
        Regime(
            "notice_42",
            "国务院令第649号，以及关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）",
            date(2021, 10, 28),
            date(2026, 6, 30),
        ),
        Regime("act_2026", "社会救助法、国办发〔2021〕42号", ACT_FROM, date(2026, 12, 31)),
        Regime("act_2027", "社会救助法、医疗保障法、国办发〔2021〕42号", date(2027, 1, 1)),
    ),
    paths=PATHS,
    documents=("医疗救助申请书", "医疗费用结算单", "出院小结或者门诊病历", "家庭经济状况核对授权书"),
    case_prefix="YL",
    unit="person",
    cadence="once",
    liability="medical_fund",
    # A bill is not a month: it falls due in the room that keeps bills and settlements, never through a monthly case.
    made_due_by="claims",
    carried=(
        Carried("self_paid_before_fen", "burden_counted_fen"),
        Carried("deductible_used_fen", "deductible_counted_fen"),
        Carried("aid_before_fen", "aid_counted_fen"),
        Carried("own_share_before_fen", "own_share_counted_fen"),
        Carried("tilted_before_fen", "tilted_counted_fen"),
        Carried("fixed_before_fen", "fixed_counted_fen"),
        Carried("premium_before_fen", "premium_counted_fen"),
    ),
    passports=(
        Passport("is_destitute", "wubao", f"{ACT} 第四十二条；{ORDER_649} 第三十条", recipients_only=True),
        Passport(
            "is_dibao_recipient",
            DIBAO,
            f"{ACT} 第四十二条；{ORDER_649} 第三十条",
            ("dibao", "dibao_single"),
            recipients_only=True,
        ),
        Passport("is_edge_member", DIBAO, f"{ACT} 第四十二条", ("edge",)),
        Passport("is_rigid_member", DIBAO, f"{ACT} 第四十二条", ("rigid_expenditure",)),
        Passport("is_monitored", DIBAO, f"{ACT} 第四十二条", ("monitored",)),
    ),
    asked_for="is_patient",
)
