"""Who decides: the case conference above the county's ceiling and where a case is hard, else by the amount.

The ceilings never cut an amount, and no request is split to get below one. What goes to the conference has no amount
until the conference has fixed it: what was reckoned is only laid before it. What was granted for the same event before
counts with it, so that one event in two small requests is decided as one.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household

from .citations import law

TOWNSHIP = law(order_649="第四十八条", notice_23="二（二）", act="第四十四条", local=True)
COUNTY = law(notice_92="", order_649="第四十八条", act="第四十四条")
CONFERENCE = law(notice_23="二（三）", reform="第十五条", local=True)

YES = 1


@household.value("需要个案会商（一事一议）", law=CONFERENCE, unit="yes_no")
def goes_to_conference(
    aid_fen: Fen,
    county_ceiling_fen: Fen,
    is_repeat: bool,
    is_urgent_procedure: bool,
    has_conflicting_facts: bool = False,
    needs_several_departments: bool = False,
    event_granted_fen: Fen = 0,
) -> bool:
    is_hard = has_conflicting_facts or needs_several_departments
    return aid_fen + event_granted_fen > county_ceiling_fen or is_repeat or (is_hard and not is_urgent_procedure)


@household.value("会商确定的金额", law=CONFERENCE, only_if="goes_to_conference", otherwise=0)
def settled_fen(goes_to_conference: bool, conference_grant_fen: Fen) -> Fen:
    return conference_grant_fen


@household.condition(
    "会商决定给予救助",
    law=CONFERENCE,
    shows=States("会商决定给予救助", "会商决定不给予救助", "goes_to_conference"),
)
def conference_grants(goes_to_conference: bool, settled_fen: Fen) -> bool:
    return not goes_to_conference or settled_fen > 0


@household.value("在委托乡镇（街道）的金额以内", law=TOWNSHIP, unit="yes_no")
def is_within_township(
    aid_fen: Fen, township_ceiling_fen: Fen, township_delegated: int, event_granted_fen: Fen = 0
) -> bool:
    return township_delegated == YES and aid_fen + event_granted_fen <= township_ceiling_fen


@household.decider("case_conference", "个案会商（一事一议）", law=CONFERENCE)
def decided_by_conference(goes_to_conference: bool) -> bool:
    return goes_to_conference


@household.decider("township", "乡镇（街道）", law=TOWNSHIP)
def decided_by_township(is_within_township: bool) -> bool:
    return is_within_township


@household.decider("county", "县级民政部门", law=COUNTY)
def decided_by_county(is_within_township: bool) -> bool:
    return not is_within_township
