"""What is known of a supporter outside the household (赡养、抚养、扶养义务人); their income only by their consent."""

from minzheng.rules.fact import FactSpec, count, money, yes_no
from minzheng.rules.relations import SUPPORTER_RELATIONS

SUPPORTER = "supporter"
MOST_SUPPORTED = 40

SUPPORTER_FACTS: tuple[FactSpec, ...] = (
    FactSpec(
        "supporter_relation",
        "义务人是被赡养（抚养、扶养）人的",
        SUPPORTER,
        "choice",
        "supporter_relation",
        1,
        9,
        who_provides="check",
        choices=SUPPORTER_RELATIONS,
    ),
    count("supporter_age_years", "义务人周岁年龄", SUPPORTER, unit="years", maximum=130, who_provides="check"),
    money(
        "supporter_income_fen",
        "义务人家庭人均收入",
        SUPPORTER,
        "申请前12个月合计，单位为元。须经义务人同意才能查询。",
        who_provides="check",
    ),
    FactSpec(
        "supported_people",
        "义务人赡养（抚养、扶养）的人数",
        SUPPORTER,
        "int",
        "people",
        1,
        MOST_SUPPORTED,
        who_provides="check",
    ),
    money(
        "agreed_support_fen",
        "协议或者裁判文书确定的给付",
        SUPPORTER,
        "申请前12个月合计，单位为元；没有的为0。",
        default=0,
        who_provides="check",
    ),
    yes_no("supports_single_applicant", "被赡养人是单独申请人", SUPPORTER, default=False, who_provides="check"),
)
