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
    TOWNSHIP_DECIDING = "township_deciding", _("待乡镇（街道）审核确认")
    SUBMITTED_TO_COUNTY = "submitted_to_county", _("已报县级审核确认")
    COUNTY_PUBLICISED = "county_publicised", _("县级公示中")
    COUNTY_OBJECTED = "county_objected", _("县级公示有异议")
    RETURNED = "returned", _("县级退回")
    CONFIRMED = "confirmed", _("已确认")
    ACTIVE = "active", _("在保")
    CHANGE_PROPOSED = "change_proposed", _("拟变更")
    OPINION_HEARD = "opinion_heard", _("已听取意见")
    REFUSED = "refused", _("不予确认")
    TERMINATED = "terminated", _("已终止")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未补正")
    NOT_IN_SCOPE = "not_in_scope", _("不属受理范围")


CLOSED_STATES = (State.REFUSED, State.TERMINATED, State.WITHDRAWN, State.LAPSED, State.NOT_IN_SCOPE)
OPEN_STATES = tuple(state for state in State if state not in CLOSED_STATES)
# A posting hangs on the board: its last day is waited for.
HANGING_STATES = (State.PUBLICISED, State.COUNTY_PUBLICISED)
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
    COUNTY_PUBLICITY = "county_publicity", _("县级公示")
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
    State.TOWNSHIP_DECIDING: Station.DECISION,
    State.SUBMITTED_TO_COUNTY: Station.DECISION,
    State.COUNTY_PUBLICISED: Station.COUNTY_PUBLICITY,
    State.COUNTY_OBJECTED: Station.COUNTY_PUBLICITY,
    State.RETURNED: Station.DETERMINATION,
    State.CONFIRMED: Station.PUBLICATION,
    State.ACTIVE: Station.RECERTIFICATION,
    State.CHANGE_PROPOSED: Station.RECERTIFICATION,
    State.OPINION_HEARD: Station.RECERTIFICATION,
    State.REFUSED: Station.LETTER,
    State.TERMINATED: Station.LETTER,
    State.WITHDRAWN: Station.APPLICATION,
    State.LAPSED: Station.APPLICATION,
    State.NOT_IN_SCOPE: Station.APPLICATION,
}


class CheckStatus(TextChoices):
    """Result of the means check; "not checked" is a state and never a pass."""

    NOT_CHECKED = "not_checked", _("尚未核对")
    CONSISTENT = "consistent", _("核对一致")
    INCONSISTENT = "inconsistent", _("核对不一致")


class Level(TextChoices):
    """Which level posts, or decides."""

    TOWNSHIP = "township", _("乡镇（街道）")
    COUNTY = "county", _("县级")


class VisitMode(TextChoices):
    """How the household was visited; other than on site only in a major emergency (民发〔2021〕57号 第十六条)."""

    ON_SITE = "on_site", _("实地入户")
    PHONE = "phone", _("电话")
    VIDEO = "video", _("视频")


class AppraisalStep(TextChoices):
    """The five steps of a democratic appraisal (民发〔2012〕220号 第二十三条)."""

    POLICY = "policy", _("宣讲政策")
    CASE = "case", _("介绍情况")
    APPRAISE = "appraise", _("现场评议")
    CONCLUDE = "conclude", _("形成结论")
    SIGN = "sign", _("签字确认")


class ScopeGround(TextChoices):
    """Why a request is not this office's to accept; what the household is told instead."""

    OTHER_PLACE = "other_place", _("应向其他地方申请")
    OTHER_PROGRAM = "other_program", _("属于其他救助项目")
    OTHER_AUTHORITY = "other_authority", _("属于其他部门的职责")


class ExtensionGround(TextChoices):
    """Why the whole limit may be the longer one (民发〔2021〕57号 第二十二条)."""

    OBJECTION = "objection", _("公示有异议")
    LIVES_ELSEWHERE = "lives_elsewhere", _("人户分离")
    ELSEWHERE = "elsewhere", _("异地申办")
    HARD_SURVEY = "hard_survey", _("家庭经济状况调查难度较大")


class AttachmentKind(TextChoices):
    """What a kept file shows."""

    VISIT_PHOTO = "visit_photo", _("入户照片")
    BOARD_PHOTO = "board_photo", _("张贴照片")
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
