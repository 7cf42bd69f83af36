"""Since 2026-01-29 also edge and rigid-expenditure households that are recognised already are not tested again."""

from minzheng.rules.declare import household

from .citations import SINCE_2026_01, law


@household.value(
    "已经认定的低保、特困、低保边缘或者刚性支出困难对象",
    law=law(SINCE_2026_01, opinion="二", act="第四十二条"),
    unit="yes_no",
)
def has_known_status(
    receives_dibao: bool = False,
    receives_destitute_support: bool = False,
    is_recognised_edge: bool = False,
    is_recognised_rigid: bool = False,
) -> bool:
    return receives_dibao or receives_destitute_support or is_recognised_edge or is_recognised_rigid
