"""The table of moves and acts of a case: from where, to where, by whom, at which station; it does nothing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.casework.enums import State, Station

VILLAGE, TOWNSHIP, COUNTY = str(Role.VILLAGE_WORKER), str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)


@dataclass(frozen=True)
class Move:
    """One allowed step: from where, to where, what the act is called, who may do it, at which station."""

    source: State
    to: State
    verb: str
    roles: tuple[str, ...]
    station: Station
    label: Any


@dataclass(frozen=True)
class Act:
    """Work at a station that leaves the state as it is (a visit recorded, a letter issued)."""

    state: State
    verb: str
    roles: tuple[str, ...]
    station: Station
    label: Any


S, At = State, Station
_FIRST, _TOWN, _BOTH, _COUNTY = (VILLAGE, TOWNSHIP), (TOWNSHIP,), (TOWNSHIP, COUNTY), (COUNTY,)
_THREE = (VILLAGE, TOWNSHIP, COUNTY)
_POST = At.COUNTY_PUBLICITY

_BEFORE: tuple[Move, ...] = (
    Move(S.DRAFT, S.SUBMITTED, "submit", _FIRST, At.APPLICATION, _("提交申请")),
    Move(S.SUBMITTED, S.NOT_IN_SCOPE, "decline", _TOWN, At.APPLICATION, _("告知不属受理范围")),
    Move(S.SUBMITTED, S.ACCEPTED, "accept", _TOWN, At.APPLICATION, _("受理")),
    Move(S.SUBMITTED, S.SUPPLEMENT_NEEDED, "ask_supplement", _TOWN, At.APPLICATION, _("一次性告知补正")),
    Move(S.SUPPLEMENT_NEEDED, S.SUBMITTED, "resubmit", _FIRST, At.APPLICATION, _("补正后重新提交")),
    Move(S.SUPPLEMENT_NEEDED, S.LAPSED, "lapse", _TOWN, At.APPLICATION, _("逾期未补正，终结")),
    Move(S.ACCEPTED, S.CHECKING, "request_check", _TOWN, At.MEANS_CHECK, _("发起经济状况核对")),
    Move(S.ACCEPTED, S.SURVEYING, "begin_survey", _TOWN, At.HOUSEHOLD_VISIT, _("开始调查")),
    Move(S.CHECKING, S.SURVEYING, "report_consistent", _COUNTY, At.MEANS_CHECK, _("出具核对报告：一致")),
    Move(S.CHECKING, S.CHECK_NEGATIVE, "report_inconsistent", _COUNTY, At.MEANS_CHECK, _("出具核对报告：不一致")),
    Move(S.CHECK_NEGATIVE, S.SURVEYING, "rebut", _TOWN, At.MEANS_CHECK, _("采纳申请人说明，转入调查")),
    Move(S.CHECK_NEGATIVE, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("提出审核意见")),
    Move(S.SURVEYING, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("提出审核意见")),
    Move(S.PROPOSED, S.PUBLICISED, "post", _TOWN, At.PUBLICITY, _("张贴公示")),
    Move(S.PROPOSED, S.SUBMITTED_TO_COUNTY, "report", _TOWN, At.DETERMINATION, _("报县级审核确认")),
    Move(S.PROPOSED, S.TOWNSHIP_DECIDING, "report_township", _TOWN, At.DETERMINATION, _("提请乡镇（街道）审核确认")),
    Move(S.PUBLICISED, S.OBJECTED, "object", _FIRST, At.PUBLICITY, _("登记异议")),
    Move(S.OBJECTED, S.PUBLICISED, "reject_objection", _TOWN, At.PUBLICITY, _("异议不成立，继续公示")),
    Move(S.OBJECTED, S.SURVEYING, "uphold_objection", _TOWN, At.PUBLICITY, _("异议成立，重新审核")),
    Move(S.PUBLICISED, S.SUBMITTED_TO_COUNTY, "close", _TOWN, At.PUBLICITY, _("公示期满，报县级审核确认")),
    Move(S.PUBLICISED, S.TOWNSHIP_DECIDING, "close_township", _TOWN, At.PUBLICITY, _("公示期满，由乡镇（街道）确认")),
    Move(S.TOWNSHIP_DECIDING, S.CONFIRMED, "confirm_township", _TOWN, At.DECISION, _("乡镇（街道）予以确认")),
    Move(S.TOWNSHIP_DECIDING, S.REFUSED, "refuse_township", _TOWN, At.DECISION, _("乡镇（街道）不予确认")),
    Move(S.TOWNSHIP_DECIDING, S.SURVEYING, "look_again", _TOWN, At.DECISION, _("退回重新调查")),
    Move(S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED, "post_county", _COUNTY, _POST, _("县级公示拟批准结果")),
    Move(S.COUNTY_PUBLICISED, S.COUNTY_OBJECTED, "object_county", _THREE, _POST, _("登记异议")),
    Move(S.COUNTY_PUBLICISED, S.CONFIRMED, "approve", _COUNTY, At.DECISION, _("公示期满，予以批准")),
    Move(S.COUNTY_OBJECTED, S.COUNTY_PUBLICISED, "post_county_again", _COUNTY, _POST, _("异议不成立，重新公示")),
    Move(S.COUNTY_OBJECTED, S.RETURNED, "uphold_county", _COUNTY, _POST, _("异议成立，退回重新调查")),
    Move(S.SUBMITTED_TO_COUNTY, S.CONFIRMED, "confirm", _COUNTY, At.DECISION, _("予以确认")),
    Move(S.SUBMITTED_TO_COUNTY, S.REFUSED, "refuse", _COUNTY, At.DECISION, _("不予确认")),
    Move(S.SUBMITTED_TO_COUNTY, S.RETURNED, "send_back", _COUNTY, At.DECISION, _("退回补充")),
    Move(S.RETURNED, S.SURVEYING, "resurvey", _TOWN, At.HOUSEHOLD_VISIT, _("重新入户调查")),
    Move(S.RETURNED, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("重新提出审核意见")),
    Move(S.RETURNED, S.SUBMITTED_TO_COUNTY, "answer_return", _TOWN, At.DETERMINATION, _("说明后再次上报")),
    Move(S.CONFIRMED, S.ACTIVE, "publish", _BOTH, At.PUBLICATION, _("张贴公布")),
    *(
        Move(state, S.WITHDRAWN, "withdraw", _FIRST, At.APPLICATION, _("撤回申请"))
        for state in (
            S.DRAFT, S.SUBMITTED, S.SUPPLEMENT_NEEDED, S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING,
            S.PROPOSED, S.PUBLICISED, S.OBJECTED, S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED,
            S.COUNTY_OBJECTED, S.RETURNED,
        )
    ),
)  # fmt: skip

# From the decision on. A suspension is left by a named person's act alone: no review, import or pay run moves it.
_AFTER: tuple[Move, ...] = (
    Move(S.ACTIVE, S.REVIEW_DUE, "open_review", _BOTH, At.RECERTIFICATION, _("列入定期复核")),
    Move(S.REVIEW_DUE, S.ACTIVE, "close_review", _BOTH, At.RECERTIFICATION, _("定期复核，情况未变")),
    Move(S.ACTIVE, S.CHANGE_PROPOSED, "review", _BOTH, At.RECERTIFICATION, _("提出变更建议")),
    Move(S.REVIEW_DUE, S.CHANGE_PROPOSED, "review", _BOTH, At.RECERTIFICATION, _("提出变更建议")),
    Move(S.CHANGE_PROPOSED, S.ACTIVE, "settle", _COUNTY, At.RECERTIFICATION, _("增发或维持原额")),
    Move(S.CHANGE_PROPOSED, S.OPINION_HEARD, "hear", _BOTH, At.RECERTIFICATION, _("听取当事人意见")),
    Move(S.CHANGE_PROPOSED, S.SUSPENDED, "suspend", _COUNTY, At.RECERTIFICATION, _("停发")),
    Move(S.CHANGE_PROPOSED, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.OPINION_HEARD, S.ACTIVE, "settle", _COUNTY, At.RECERTIFICATION, _("减发或维持原额")),
    Move(S.OPINION_HEARD, S.SUSPENDED, "suspend", _COUNTY, At.RECERTIFICATION, _("停发或维持停发")),
    Move(S.OPINION_HEARD, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.CHANGE_PROPOSED, S.ACTIVE, "withdraw_proposal", _BOTH, At.RECERTIFICATION, _("撤回建议，重新提出")),
    Move(S.OPINION_HEARD, S.ACTIVE, "withdraw_proposal", _BOTH, At.RECERTIFICATION, _("撤回建议，重新提出")),
    Move(S.SUSPENDED, S.ACTIVE, "restore", _COUNTY, At.RECERTIFICATION, _("恢复发放")),
    Move(S.SUSPENDED, S.OPINION_HEARD, "hear", _BOTH, At.RECERTIFICATION, _("听取当事人意见")),
    Move(S.SUSPENDED, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.ACTIVE, S.TERMINATED, "end_exit", _COUNTY, At.RECERTIFICATION, _("渐退期满终止")),
    Move(S.REVIEW_DUE, S.TERMINATED, "end_exit", _COUNTY, At.RECERTIFICATION, _("渐退期满终止")),
    *(
        Move(state, S.ARCHIVED, "finish", _BOTH, At.REMEDY, _("一次性救助办结，归档"))
        for state in (S.CONFIRMED, S.ACTIVE)
    ),
    *(
        Move(state, S.TERMINATED, "stop_on_death", _COUNTY, At.RECERTIFICATION, _("因死亡终止"))
        for state in (S.CONFIRMED, S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.SUSPENDED)
    ),
    Move(S.TERMINATED, S.ACTIVE, "undo_end", _COUNTY, At.RECERTIFICATION, _("更正错误，恢复发放")),
    *(
        Move(state, S.UNDER_REMEDY, "open_remedy", _COUNTY, At.REMEDY, _("进入救济程序"))
        for state in (S.REFUSED, S.TERMINATED, S.ARCHIVED)
    ),
    *(
        Move(state, S.ARCHIVED, "archive", _BOTH, At.REMEDY, _("归档"))
        for state in (S.REFUSED, S.TERMINATED, S.WITHDRAWN, S.LAPSED, S.NOT_IN_SCOPE)
    ),
    Move(S.UNDER_REMEDY, S.ARCHIVED, "uphold_decision", _COUNTY, At.REMEDY, _("维持原决定，归档")),
    Move(S.UNDER_REMEDY, S.SURVEYING, "reopen", _COUNTY, At.REMEDY, _("原决定撤销，重新调查")),
    Move(S.UNDER_REMEDY, S.ACTIVE, "reinstate", _COUNTY, At.REMEDY, _("原决定变更，恢复发放")),
)  # fmt: skip

MOVES: tuple[Move, ...] = (*_BEFORE, *_AFTER)

ACTS: tuple[Act, ...] = (
    Act(S.CHECKING, "start_check", _COUNTY, At.MEANS_CHECK, _("启动核对")),
    Act(S.CHECK_NEGATIVE, "rebut", _TOWN, At.MEANS_CHECK, _("登记申请人说明")),
    Act(S.SURVEYING, "visit", _TOWN, At.HOUSEHOLD_VISIT, _("登记入户调查")),
    Act(S.OBJECTED, "visit", _TOWN, At.HOUSEHOLD_VISIT, _("登记复查入户")),
    Act(S.SUBMITTED_TO_COUNTY, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    Act(S.TOWNSHIP_DECIDING, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    Act(S.COUNTY_OBJECTED, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    *(
        Act(state, "record_facts", _TOWN, At.HOUSEHOLD_VISIT, _("登记本案事实"))
        for state in (S.ACCEPTED, S.SURVEYING, S.CHECK_NEGATIVE, S.RETURNED, S.OBJECTED)
    ),
    Act(S.CHECKING, "record_facts", _BOTH, At.MEANS_CHECK, _("登记本案事实")),
    Act(S.SURVEYING, "appraise", _TOWN, At.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    Act(S.OBJECTED, "appraise", _TOWN, At.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    *(
        Act(state, "extend", _BOTH, At.DECISION, _("延长办理期限"))
        for state in (
            S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING, S.PROPOSED, S.PUBLICISED, S.OBJECTED,
            S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.RETURNED,
        )
    ),
    *(
        Act(state, "complain", _THREE, At.DECISION, _("登记投诉举报"))
        for state in (
            S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING, S.PROPOSED, S.PUBLICISED, S.OBJECTED,
            S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED, S.RETURNED,
        )
    ),
    *(
        Act(state, "issue_letter", _COUNTY, At.LETTER, _("制发告知书"))
        for state in (S.CONFIRMED, S.ACTIVE, S.SUSPENDED, S.REVIEW_DUE, S.REFUSED, S.TERMINATED)
    ),
    *(
        Act(state, "issue_letter_township", _TOWN, At.LETTER, _("制发告知书"))
        for state in (S.CONFIRMED, S.ACTIVE, S.REFUSED)
    ),
    Act(S.TERMINATED, "propose_undo", _BOTH, At.RECERTIFICATION, _("提出更正，恢复发放")),
    Act(S.SUSPENDED, "propose_restore", _BOTH, At.RECERTIFICATION, _("提出恢复发放")),
    *(
        Act(state, verb, roles, At.RECERTIFICATION, label)
        for state in (S.ACTIVE, S.REVIEW_DUE, S.SUSPENDED)
        for verb, roles, label in (
            ("report_change", _THREE, _("登记情况变化")),
            ("handle_change", _BOTH, _("处理情况变化")),
            ("record_facts", _BOTH, _("登记本案事实")),
            ("offer_job", _BOTH, _("登记就业介绍")),
            ("answer_job", _BOTH, _("登记就业介绍的答复")),
            ("end_on_request", _BOTH, _("登记本人终止申请")),
        )
    ),
    *(
        Act(state, verb, _BOTH, At.RECERTIFICATION, label)
        for state in (S.ACTIVE, S.REVIEW_DUE)
        for verb, label in (
            ("propose_suspension", _("提出停发建议")),
            ("propose_stop", _("提出终止建议")),
            ("cut_share", _("提出减发本人份额")),
        )
    ),
    *(
        Act(state, verb, _BOTH, At.DECISION, label)
        for state in (
            S.SUBMITTED_TO_COUNTY, S.TOWNSHIP_DECIDING, S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.SUSPENDED,
        )
        for verb, label in (("record_outside", _("登记外县享受")), ("strike_outside", _("外县享受已停，销记")))
    ),
    *(
        Act(state, "change_scope", _BOTH, At.RECERTIFICATION, _("改为整户或单人户"))
        for state in (S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.OPINION_HEARD)
    ),
    Act(S.SUSPENDED, "propose_stop", _BOTH, At.RECERTIFICATION, _("提出终止建议")),
    Act(S.REVIEW_DUE, "complete_review", _BOTH, At.RECERTIFICATION, _("登记复核情况")),
    Act(S.CHANGE_PROPOSED, "notify", _BOTH, At.RECERTIFICATION, _("告知拟变更并约定答复期限")),
    Act(S.SUSPENDED, "notify", _BOTH, At.RECERTIFICATION, _("告知拟变更并约定答复期限")),
)  # fmt: skip

BY_ENDS: dict[tuple[State, State], tuple[Move, ...]] = {}
for _move in MOVES:
    BY_ENDS[_move.source, _move.to] = (*BY_ENDS.get((_move.source, _move.to), ()), _move)


def allowed(state: str) -> tuple[Move, ...]:
    """Return every move that starts in this state. Pure."""
    return tuple(move for move in MOVES if move.source == state)
