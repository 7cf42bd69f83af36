"""Where one may apply: where one is registered, then also where one lives, then where the emergency happened."""

from minzheng.rules.declare import States, household

from .citations import EARLY, law

EMERGENCY = 2
PERMIT = 2
REGISTERED = 3
YES = 1


@household.condition(
    "在户籍地申请",
    law=law((*EARLY, "order_649"), notice_92="", order_649="第四十八条"),
    shows=States("本地户籍", "没有本地户籍，应当向户籍地申请"),
)
def applies_where_registered(local_tie: int) -> bool:
    return local_tie == REGISTERED


@household.condition(
    "在户籍地或者居住证所在地申请",
    law=law(("notice_47", "notice_23"), notice_47="三（二）"),
    shows=States("本地户籍，或者持有本地居住证", "没有本地户籍和居住证，由乡镇（街道）协助向县级救助管理机构申请"),
)
def applies_where_registered_or_living(local_tie: int) -> bool:
    return local_tie >= PERMIT


@household.condition(
    "在户籍地、居住证所在地，或者当地已放开的急难发生地申请",
    law=law(("reform_2020",), notice_47="三（二）", reform="第十四条"),
    shows=States(
        "本地户籍、持有本地居住证，或者急难发生在已放开的本地",
        "没有本地户籍和居住证，也不属于当地已放开的急难发生地申请，由乡镇（街道）协助向县级救助管理机构申请",
    ),
)
def applies_where_open(local_tie: int, need_type: int, happened_here: bool, emergency_place_open: int) -> bool:
    return local_tie >= PERMIT or (emergency_place_open == YES and need_type == EMERGENCY and happened_here)


@household.condition(
    "在户籍地、居住证所在地或者急难发生地申请",
    law=law(("notice_83", "opinion_2026"), notice_47="三（二）", notice_83="二", opinion="二（一）"),
    shows=States(
        "本地户籍、持有本地居住证，或者急难发生在本地", "没有本地户籍和居住证，急难也不发生在本地，应当向急难发生地申请"
    ),
)
def applies_where_tied_or_in_need(local_tie: int, need_type: int, happened_here: bool) -> bool:
    return local_tie >= PERMIT or (need_type == EMERGENCY and happened_here)


@household.condition(
    "在急难发生地申请",
    law=law(("act_2026",), act="第三十七条"),
    shows=States("困难发生在本地", "困难不发生在本地，应当向急难发生地的乡镇（街道）申请"),
)
def applies_where_it_happened(happened_here: bool) -> bool:
    return happened_here
