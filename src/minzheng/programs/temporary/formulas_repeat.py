"""The same event a second time within the window: not without a good reason, and then by case conference.

A new event of the same cause is a new request. An urgent case is never held up by it.
"""

from minzheng.rules.declare import States, household

from .citations import law

REPEAT = law(notice_47="三（三）", local=True)


@household.value("同一件事在规定期限内再次申请（紧急程序除外）", law=REPEAT, unit="yes_no")
def is_repeat(
    same_cause_granted: bool,
    is_same_event: bool,
    months_since_same_cause: int,
    same_cause_window_months: int,
    is_urgent_procedure: bool,
) -> bool:
    again = same_cause_granted and is_same_event and months_since_same_cause < same_cause_window_months
    return again and not is_urgent_procedure


@household.condition(
    "同一件事再次申请的，有正当理由",
    law=REPEAT,
    shows=States("有正当理由，由个案会商决定", "同一件事在规定期限内已经救助过，没有正当理由", "is_repeat"),
)
def repeat_has_reason(is_repeat: bool, has_repeat_reason: bool = False) -> bool:
    return not is_repeat or has_repeat_reason
