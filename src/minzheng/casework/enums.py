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
    REVIEW_DUE = "review_due", _("待复核")
    CHANGE_PROPOSED = "change_proposed", _("拟变更")
    OPINION_HEARD = "opinion_heard", _("已听取意见")
    SUSPENDED = "suspended", _("停发中")
    REFUSED = "refused", _("不予确认")
    TERMINATED = "terminated", _("已终止")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未补正")
    NOT_IN_SCOPE = "not_in_scope", _("不属受理范围")
    UNDER_REMEDY = "under_remedy", _("救济程序中")
    ARCHIVED = "archived", _("已归档")


# The household may apply anew: a case under remedy is closed until somebody above orders otherwise.
CLOSED_STATES = (
    State.REFUSED, State.TERMINATED, State.WITHDRAWN, State.LAPSED, State.NOT_IN_SCOPE, State.UNDER_REMEDY,
    State.ARCHIVED,
)  # fmt: skip
OPEN_STATES = tuple(state for state in State if state not in CLOSED_STATES)
# A posting hangs on the board: its last day is waited for.
HANGING_STATES = (State.PUBLICISED, State.COUNTY_PUBLICISED)
# A household that is granted: the decision in force says how much, not the state.
GRANTED_STATES = (State.CONFIRMED, State.ACTIVE, State.REVIEW_DUE, State.CHANGE_PROPOSED, State.OPINION_HEARD)
# A benefit that stands, paid or not: nobody may draw it, or one that excludes it, a second time.
HELD_STATES = (*GRANTED_STATES, State.SUSPENDED)


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
    REMEDY = "remedy", _("救济与归档")


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
    State.REVIEW_DUE: Station.RECERTIFICATION,
    State.CHANGE_PROPOSED: Station.RECERTIFICATION,
    State.OPINION_HEARD: Station.RECERTIFICATION,
    State.SUSPENDED: Station.RECERTIFICATION,
    State.REFUSED: Station.LETTER,
    State.TERMINATED: Station.LETTER,
    State.WITHDRAWN: Station.APPLICATION,
    State.LAPSED: Station.APPLICATION,
    State.NOT_IN_SCOPE: Station.APPLICATION,
    State.UNDER_REMEDY: Station.REMEDY,
    State.ARCHIVED: Station.REMEDY,
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
    GRADUAL_EXIT = "gradual_exit", _("渐退")
    SUSPEND = "suspend", _("停发")
    RESTORE = "restore", _("恢复")
    TERMINATE = "terminate", _("终止")
    TAKEN_OVER = "taken_over", _("接管原决定")


# Decisions under which nothing is paid.
UNPAID_KINDS = (DecisionKind.REFUSE, DecisionKind.SUSPEND, DecisionKind.TERMINATE)
# Decisions that end the benefit (or never began it).
ENDING_KINDS = (DecisionKind.REFUSE, DecisionKind.TERMINATE)


class DecisionGround(TextChoices):
    """Why a benefit was changed or ended: what its letter says and what is counted."""

    RULES = "rules", _("按规则认定")
    DEATH = "death", _("死亡")
    REQUEST = "request", _("本人申请")
    JOB_REFUSAL = "job_refusal", _("无正当理由拒绝就业")
    OFFICE = "office", _("办理机关提出")
    EXIT_OVER = "exit_over", _("渐退期满")
    CORRECTION = "correction", _("更正登记错误")
    REMEDY = "remedy", _("救济决定")


class Cadence(TextChoices):
    """How often a benefit is paid; the amount of a decision is per payment."""

    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    ONCE = "once", _("一次")


class ProposalKind(TextChoices):
    """What a review found."""

    RAISE = "raise", _("拟增发")
    REDUCE = "reduce", _("拟减发")
    STOP = "stop", _("拟终止")
    SUSPEND = "suspend", _("拟停发")
    RESTORE = "restore", _("拟恢复")
    CUT_SHARE = "cut_share", _("拟减发本人份额")
    END_ON_REQUEST = "end_on_request", _("本人申请终止")
    CHANGE_MEMBERS = "change_members", _("拟变更保障人员")
    FACTS_MISSING = "facts_missing", _("事实不全")
    MEMBER_DIED = "member_died", _("成员死亡待复核")
    DOUBLE = "double", _("疑似重复享受")


# A proposal that takes something away: the household is heard first (社会救助法 第四十八条).
CUTTING_KINDS = (ProposalKind.REDUCE, ProposalKind.STOP, ProposalKind.SUSPEND, ProposalKind.CUT_SHARE)
# A proposal that says something about a file; it leaves the case as it is and cannot be accepted.
FINDING_KINDS = (ProposalKind.FACTS_MISSING, ProposalKind.DOUBLE)


class ProposalState(TextChoices):
    """How far a review proposal has come."""

    OPEN = "open", _("待处理")
    ACCEPTED = "accepted", _("已采纳")
    DISMISSED = "dismissed", _("不采纳")
    SUPERSEDED = "superseded", _("已由新一次复核代替")


class ProposalGround(TextChoices):
    """What made somebody look."""

    MONTH_RUN = "month_run", _("按月核算")
    REVIEW = "review", _("定期复核")
    REPORT = "report", _("情况变化报告")
    DEATH = "death", _("成员死亡")
    REQUEST = "request", _("本人申请")
    JOB_REFUSAL = "job_refusal", _("连续拒绝就业")
    OFFICE = "office", _("办理机关提出")
    CORRECTION = "correction", _("更正登记错误")
    REMEDY = "remedy", _("救济决定")


class CaseScope(TextChoices):
    """For whom a case is: the whole household, or one member of it alone (单人户)."""

    HOUSEHOLD = "household", _("整户")
    SINGLE = "single", _("单人户")


class HearingOutcome(TextChoices):
    """How the household was heard before a cut."""

    HEARD = "heard", _("已听取意见")
    DECLINED = "declined", _("当事人拒绝发表意见")
    UNREACHABLE = "unreachable", _("无法联系当事人")


class ChangeKind(TextChoices):
    """What has changed in a household."""

    MEMBERS = "members", _("家庭成员")
    INCOME = "income", _("收入")
    PROPERTY = "property", _("财产")
    OTHER = "other", _("其他情况")


class ReportedBy(TextChoices):
    """How the office learnt of a change."""

    HOUSEHOLD = "household", _("家庭报告")
    VILLAGE = "village", _("村（社区）报告")
    DISCOVERY = "discovery", _("主动发现")
    MATCH = "match", _("数据比对")
    OTHERS = "others", _("群众反映")


class EndWish(TextChoices):
    """Why a household itself asks for the end of its benefit."""

    GIVES_UP = "gives_up", _("不再需要，自愿放弃")
    MOVES_OUT = "moves_out", _("迁出本县（市、区）")
    DISSOLVES = "dissolves", _("家庭销户")


class OfferAnswer(TextChoices):
    """What a person said to a job that was offered."""

    OPEN = "open", _("待答复")
    ACCEPTED = "accepted", _("接受")
    REFUSED = "refused", _("拒绝")


class ReviewResult(TextChoices):
    """What a periodic review came to."""

    UNCHANGED = "unchanged", _("情况未变，继续保障")
    PROPOSED = "proposed", _("已提出变更建议")
    ENDED = "ended", _("保障已终止")
