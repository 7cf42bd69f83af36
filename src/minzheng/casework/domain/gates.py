"""The gates of the road: what must be done before a move, said once for every path. Pure: asks a Standing, no database.

`flow.move` asks here before each move, so no caller can go around a gate; screens ask the same to say what is missing.
"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from minzheng.casework.enums import CheckStatus, Outcome, State, Station
from minzheng.casework.queries.standing import Standing
from minzheng.kernel.wording import listed

Gate = Callable[[Standing], str]
S = State


def why_shut(source: State, to: State, standing: Standing) -> str:
    """Return why the move may not be made now, as a sentence for officials; empty when the gate is open."""
    return next(filter(None, (gate(standing) for gate in GATES.get((source, to), ()))), "")


def may_check(now: Standing) -> str:
    """The road knows a means check."""
    return "" if now.path.step(Station.MEANS_CHECK) else _("%(law)s没有核对环节。") % {"law": now.path.law}


def may_skip_check(now: Standing) -> str:
    """The road does not insist on a means check before the survey."""
    return _("受理后须先发起家庭经济状况核对，再入户调查。") if now.path.always(Station.MEANS_CHECK) else ""


def is_checked(now: Standing) -> str:
    """What was asked of the checking centre is answered, and a negative answer was put to the household."""
    if now.check == CheckStatus.INCONSISTENT and not now.is_rebutted:
        return _("核对结果不一致，须先告知申请人并登记其说明，再提出审核意见。")
    if now.check == CheckStatus.NOT_CHECKED or (now.check is None and now.path.always(Station.MEANS_CHECK)):
        return _("家庭经济状况尚未核对。“尚未核对”不等于通过，收到核对报告后才能提出审核意见。")
    return ""


def is_surveyed(now: Standing) -> str:
    """The household was visited in this survey."""
    if now.is_surveyed or not now.path.always(Station.HOUSEHOLD_VISIT):
        return ""
    return _("尚未登记入户调查，不能提出审核意见。")


def is_seen(now: Standing) -> str:
    """The township has seen the home: nobody is granted anything on papers alone."""
    if now.is_seen or not now.path.always(Station.HOUSEHOLD_VISIT):
        return ""
    return _("乡镇（街道）尚未入户调查，不能提出审核意见、公示或确认。请先重新入户调查。")


def is_appraised(now: Standing) -> str:
    """The villagers found the survey true, where they are asked or were asked."""
    if not now.path.always(Station.DEMOCRATIC_APPRAISAL):
        return ""
    if now.is_appraised is False:
        return _("民主评议认为调查情况不属实。请重新入户调查并再次评议，再提出审核意见。")
    if now.is_appraised is None:
        return _("入户调查后须组织民主评议，再提出审核意见（%(law)s）。") % {
            "law": _law(now, Station.DEMOCRATIC_APPRAISAL)
        }
    return ""


def is_negative_or_hung(now: Standing) -> str:
    """Only what nobody may read on the board, or has hung there already, goes on without hanging."""
    if now.proposal is None:
        return _("还没有审核意见，不能上报。")
    return "" if now.is_hung else _("审核意见为“符合条件”，须先公示，不能直接上报。")


def is_eligible(now: Standing) -> str:
    """The proposal is that the household qualifies."""
    if now.proposal == Outcome.ELIGIBLE:
        return ""
    return _("审核意见为“不符合条件”，不能公示，也不能予以确认。对审核意见有异议的，请退回乡镇（街道）重新调查。")


def is_refused(now: Standing) -> str:
    """The proposal is that it does not; a refusal without a failed condition does not exist."""
    if now.proposal == Outcome.REFUSED:
        return ""
    return _("审核意见为“符合条件”，按规则没有不予确认的理由。认为事实有误的，请退回乡镇（街道）重新调查后再提出意见。")


def rules_are_ruled_on(now: Standing) -> str:
    """Nothing is decided by a local rule past its own end unless the county has ruled that it still applies."""
    return why_unruled(now.unruled) if now.unruled else ""


def why_unruled(rules: Sequence[str]) -> str:
    """Say which documents have expired without a ruling of the county."""
    return _(
        "“%(rules)s”已期满，县民政局尚未决定是否继续适用，不能据此作出决定。"
        "请县级先在“期满规定”登记处理决定，并由另一人批准。"
    ) % {"rules": listed(rules)}


def needs_hanging(now: Standing) -> str:
    """The proposal has still to hang in the village."""
    if now.path.always(Station.PUBLICITY) and not now.is_hung:
        return ""
    return _("按现行程序，本案不需要（再次）公示，请直接上报。")


def needs_county_hanging(now: Standing) -> str:
    """The road of the day has a posting of the county too."""
    return "" if now.path.always(Station.COUNTY_PUBLICITY) else _("按现行程序，县级不再公示，请直接决定。")


def days_are_over(now: Standing) -> str:
    """The last day on the board has passed."""
    if now.hangs_until is not None and now.day <= now.hangs_until:
        return _("公示到%(last)s为止（张贴当日不计），次日起方可继续办理。") % {"last": now.hangs_until}
    return ""


def still_hangs(now: Standing) -> str:
    """The last day has not passed; what is told later is a complaint."""
    if now.hangs_until is None or now.day <= now.hangs_until:
        return ""
    return _("公示已于%(day)s期满，期满后的反映请按举报办理。") % {"day": now.hangs_until}


def objections_are_resolved(now: Standing) -> str:
    """Every objection has its finding."""
    if now.open_objections:
        return _("还有%(n)d条异议没有处理，请先核实并登记结果。") % {"n": now.open_objections}
    return ""


def supplement_is_over(now: Standing) -> str:
    """The days to bring what was missing have passed."""
    if now.due_on is None or now.day <= now.due_on:
        return _("补正期限到%(day)s为止，期满后方可终结。") % {"day": now.due_on}
    return ""


def is_delegated(now: Standing) -> str:
    """The township decides this case."""
    return "" if now.is_delegated else _("本案没有下放到乡镇（街道）确认，请报县级审核确认。")


def is_not_delegated(now: Standing) -> str:
    """The county decides this case."""
    return _("本案由乡镇（街道）审核确认，不报县级。") if now.is_delegated else ""


def is_drawn_from(now: Standing) -> str:
    """The case was in a draw, where no decision is made without one."""
    check = now.path.spot_check
    if check is None or not check.required or now.is_in_draw:
        return ""
    return _("须先从本批案件中随机抽取入户抽查名单（%(law)s），再提出审批意见。") % {"law": check.law}


def is_county_visited(now: Standing) -> str:
    """Near relatives of staff, complaints, drawn cases: the county has seen the home (民发〔2021〕57号 第二十条)."""
    if now.is_county_visited:
        return ""
    if now.is_flagged:
        return _("本案已作近亲属备案或有投诉举报，县级须入户核查后方可确认。请先登记县级入户核查。")
    if now.path.visits_objected and now.has_objection:
        return _("本案公示期间有异议，县级须入户核查后方可批准。请先登记县级入户核查。")
    if now.is_drawn:
        return _("本案已抽中入户抽查，县级须入户核查后方可确认。请先登记县级入户核查。")
    return ""


def is_county_hung(now: Standing) -> str:
    """What the county means to approve has hung, where the road asks for it."""
    return "" if now.is_county_hung else _("须先由县级公示拟批准结果，期满无异议后批准。")


def is_heard(now: Standing) -> str:
    """Nothing is suspended or stopped before the household was heard on it."""
    if now.owes_hearing:
        return _("减发、停发、终止前须先听取当事人意见（社会救助法第四十八条）。请先登记听取意见记录。")
    return ""


def ends_by_itself(now: Standing) -> str:
    """An end without a proposal: nobody left, or a gradual exit that has come to its last month."""
    return "" if now.ends_by_itself else _("没有保障成员全部死亡或渐退期满的情形。终止须先提出建议并听取当事人意见。")


def is_given_once(now: Standing) -> str:
    """A case is filed at once only where nothing is paid month after month."""
    return "" if now.is_once else _("按月发放的救助不能这样办结：终止须先提出建议并听取当事人意见。")


def _law(now: Standing, station: Station) -> str:
    step = now.path.step(station)
    return step.law if step else now.path.law


_PROPOSE: tuple[Gate, ...] = (is_checked, is_surveyed, is_appraised)
_BOARD_IS_CLEAR: tuple[Gate, ...] = (objections_are_resolved, days_are_over)
_DUTIES: tuple[Gate, ...] = (is_drawn_from, is_county_visited)

GATES: dict[tuple[State, State], tuple[Gate, ...]] = {
    (S.SUPPLEMENT_NEEDED, S.LAPSED): (supplement_is_over,),
    (S.ACCEPTED, S.CHECKING): (may_check,),
    (S.ACCEPTED, S.SURVEYING): (may_skip_check,),
    (S.CHECK_NEGATIVE, S.PROPOSED): (is_checked,),
    (S.SURVEYING, S.PROPOSED): _PROPOSE,
    (S.RETURNED, S.PROPOSED): (is_checked, is_seen, is_appraised),
    (S.PROPOSED, S.PUBLICISED): (is_eligible, is_seen, needs_hanging),
    (S.PROPOSED, S.SUBMITTED_TO_COUNTY): (is_not_delegated, is_negative_or_hung),
    (S.PROPOSED, S.TOWNSHIP_DECIDING): (is_delegated, is_negative_or_hung),
    (S.PUBLICISED, S.SUBMITTED_TO_COUNTY): (is_not_delegated, *_BOARD_IS_CLEAR),
    (S.PUBLICISED, S.TOWNSHIP_DECIDING): (is_delegated, *_BOARD_IS_CLEAR),
    (S.PUBLICISED, S.OBJECTED): (still_hangs,),
    (S.COUNTY_PUBLICISED, S.COUNTY_OBJECTED): (still_hangs,),
    (S.OBJECTED, S.PUBLICISED): (objections_are_resolved,),
    (S.OBJECTED, S.SURVEYING): (objections_are_resolved,),
    (S.RETURNED, S.SUBMITTED_TO_COUNTY): (is_negative_or_hung,),
    (S.TOWNSHIP_DECIDING, S.CONFIRMED): (
        rules_are_ruled_on, is_eligible, is_seen, is_negative_or_hung, is_county_visited,
    ),
    (S.TOWNSHIP_DECIDING, S.REFUSED): (rules_are_ruled_on, is_refused),
    (S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED): (
        is_eligible, is_seen, is_negative_or_hung, needs_county_hanging, *_DUTIES,
    ),
    (S.SUBMITTED_TO_COUNTY, S.CONFIRMED): (
        rules_are_ruled_on, is_eligible, is_seen, is_negative_or_hung, *_DUTIES, is_county_hung,
    ),
    (S.SUBMITTED_TO_COUNTY, S.REFUSED): (rules_are_ruled_on, is_refused),
    (S.COUNTY_PUBLICISED, S.CONFIRMED): (rules_are_ruled_on, is_eligible, *_BOARD_IS_CLEAR),
    (S.COUNTY_OBJECTED, S.COUNTY_PUBLICISED): (objections_are_resolved,),
    (S.COUNTY_OBJECTED, S.RETURNED): (objections_are_resolved,),
    **dict.fromkeys(
        [(state, to) for state in (S.CHANGE_PROPOSED, S.OPINION_HEARD) for to in (S.SUSPENDED, S.TERMINATED)],
        (is_heard,),
    ),
    (S.SUSPENDED, S.TERMINATED): (is_heard,),
    **{(state, S.ARCHIVED): (is_given_once,) for state in (S.CONFIRMED, S.ACTIVE)},
    **{(state, S.TERMINATED): (ends_by_itself,) for state in (S.CONFIRMED, S.ACTIVE, S.REVIEW_DUE)},
}  # fmt: skip
