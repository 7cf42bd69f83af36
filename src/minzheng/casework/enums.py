"""The words of casework: states, stations, kinds. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands (民政通用程序：状态表)."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    SUPPLEMENT_NEEDED = "supplement_needed", _("待补正")
    ACCEPTED = "accepted", _("已受理")
    CHECKING = "checking", _("核对中")
    CHECK_NEGATIVE = "check_negative", _("核对不一致")
    SURVEYING = "surveying", _("调查中")
    PROPOSED = "proposed", _("已提出初审意见")
    PUBLICISED = "publicised", _("公示中")
    OBJECTED = "objected", _("公示有异议")
    SUBMITTED_TO_COUNTY = "submitted_to_county", _("已报县级审核确认")
    RETURNED = "returned", _("县级退回")
    CONFIRMED = "confirmed", _("已确认")
    ACTIVE = "active", _("在保")
    CHANGE_PROPOSED = "change_proposed", _("拟变更")
    OPINION_HEARD = "opinion_heard", _("已听取意见")
    REFUSED = "refused", _("不予确认")
    TERMINATED = "terminated", _("已终止")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未补正")


CLOSED_STATES = (State.REFUSED, State.TERMINATED, State.WITHDRAWN, State.LAPSED)
OPEN_STATES = tuple(state for state in State if state not in CLOSED_STATES)
# A household that is granted: the decision in force says how much, not the state.
GRANTED_STATES = (State.CONFIRMED, State.ACTIVE, State.CHANGE_PROPOSED, State.OPINION_HEARD)


class Station(TextChoices):
    """The stops on the road of a case; a program's dated path says which are required."""

    APPLICATION = "application", _("申请受理")
    MEANS_CHECK = "means_check", _("家庭经济状况核对")
    HOUSEHOLD_VISIT = "household_visit", _("入户调查")
    DEMOCRATIC_APPRAISAL = "democratic_appraisal", _("民主评议")
    DETERMINATION = "determination", _("审核意见")
    PUBLICITY = "publicity", _("公示")
    DECISION = "decision", _("审核确认")
    LETTER = "letter", _("告知送达")
    PUBLICATION = "publication", _("公布")
    RECERTIFICATION = "recertification", _("动态复核")
    TAKEOVER = "takeover", _("存量接管")


# Where the clock runs while a case stands in a state (household_visit hands over to determination inside SURVEYING).
STATION_OF = {
    State.DRAFT: Station.APPLICATION,
    State.SUBMITTED: Station.APPLICATION,
    State.SUPPLEMENT_NEEDED: Station.APPLICATION,
    State.ACCEPTED: Station.MEANS_CHECK,
    State.CHECKING: Station.MEANS_CHECK,
    State.CHECK_NEGATIVE: Station.MEANS_CHECK,
    State.SURVEYING: Station.HOUSEHOLD_VISIT,
    State.PROPOSED: Station.PUBLICITY,
    State.PUBLICISED: Station.PUBLICITY,
    State.OBJECTED: Station.DEMOCRATIC_APPRAISAL,
    State.SUBMITTED_TO_COUNTY: Station.DECISION,
    State.RETURNED: Station.DETERMINATION,
    State.CONFIRMED: Station.PUBLICATION,
    State.ACTIVE: Station.RECERTIFICATION,
    State.CHANGE_PROPOSED: Station.RECERTIFICATION,
    State.OPINION_HEARD: Station.RECERTIFICATION,
    State.REFUSED: Station.LETTER,
    State.TERMINATED: Station.LETTER,
    State.WITHDRAWN: Station.APPLICATION,
    State.LAPSED: Station.APPLICATION,
}


class CheckStatus(TextChoices):
    """Result of the means check; "not checked" is a state and never a pass."""

    NOT_CHECKED = "not_checked", _("尚未核对")
    CONSISTENT = "consistent", _("核对一致")
    INCONSISTENT = "inconsistent", _("核对不一致")


class AttachmentKind(TextChoices):
    """What a kept file shows."""

    VISIT_PHOTO = "visit_photo", _("入户照片")
    CHECK_REPORT = "check_report", _("核对报告")
    OTHER = "other", _("其他材料")


class Outcome(TextChoices):
    """What the rules say of one household."""

    ELIGIBLE = "eligible", _("符合条件")
    REFUSED = "refused", _("不符合条件")
    INCOMPLETE = "incomplete", _("事实不全")


class DeterminationKind(TextChoices):
    """Why a determination was made."""

    INITIAL = "initial", _("初次审核")
    REVIEW = "review", _("动态复核")


class DecisionKind(TextChoices):
    """What a decision does."""

    CONFIRM = "confirm", _("予以确认")
    REFUSE = "refuse", _("不予确认")
    ADJUST_UP = "adjust_up", _("增发")
    ADJUST_DOWN = "adjust_down", _("减发")
    CHANGE_MEMBERS = "change_members", _("变更保障人员")
    TERMINATE = "terminate", _("终止")
    TAKEN_OVER = "taken_over", _("接管原决定")


class ProposalKind(TextChoices):
    """What a review found."""

    RAISE = "raise", _("拟增发")
    REDUCE = "reduce", _("拟减发")
    STOP = "stop", _("拟终止")
    FACTS_MISSING = "facts_missing", _("事实不全")
    MEMBER_DIED = "member_died", _("成员死亡待复核")


class ProposalState(TextChoices):
    """How far a review proposal has come."""

    OPEN = "open", _("待处理")
    ACCEPTED = "accepted", _("已采纳")
    DISMISSED = "dismissed", _("不采纳")
    SUPERSEDED = "superseded", _("已由新一次复核代替")
