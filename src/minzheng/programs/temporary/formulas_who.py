"""For whom: since 2014-10-03 also for a person alone in an emergency; by the act of 2026 for anybody.

And what comes first: disaster relief before temporary assistance for the same disaster.
"""

from minzheng.rules.declare import States, household

from .citations import SINCE_2022, SINCE_NOTICE_47, law

ALONE = law(SINCE_NOTICE_47[:-1], notice_47="三（一）", notice_23="二（一）")
DISASTER = law(SINCE_2022, act="第二十八条", notice_83="二（二）")

EMERGENCY = 2
NATURAL_DISASTER = 6


@household.condition(
    "以个人名义申请的，遭遇急难且暂时得不到家庭支持",
    law=ALONE,
    shows=States(
        "遭遇急难，暂时得不到家庭支持",
        "不是急难型，或者能够得到家庭支持，应当以家庭为单位申请",
        "applies_as_individual",
    ),
)
def individual_is_alone_in_need(
    need_type: int, lacks_family_support: bool, applies_as_individual: bool = False
) -> bool:
    return not applies_as_individual or (need_type == EMERGENCY and lacks_family_support)


@household.condition(
    "自然灾害先按灾害救助办理",
    law=DISASTER,
    shows=States("没有等待中的灾害救助", "灾害救助还没有给：先办灾害救助，剩下的困难再办临时救助"),
)
def disaster_relief_came_first(cause_code: int, disaster_relief_pending: bool = False) -> bool:
    return cause_code != NATURAL_DISASTER or not disaster_relief_pending
