"""The words of urgent and one-off help. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FoundBy(TextChoices):
    """Who told of the difficulty (社会救助法 第三十九条)."""

    PERSON = "person", _("本人或家属")
    VILLAGE = "village", _("村（社区）")
    STAFF = "staff", _("民政工作人员巡查")
    POLICE = "police", _("公安、消防")
    HOSPITAL = "hospital", _("医院")
    SCHOOL = "school", _("学校")
    OTHER = "other", _("其他人")


class Route(TextChoices):
    """Whether a request goes first and is papered afterwards, or walks the stations of a case."""

    EMERGENCY = "emergency", _("急难，先行救助")
    NORMAL = "normal", _("一般程序")


class RequestState(TextChoices):
    """Where a request stands. Papers, visits and instalments have clocks of their own."""

    REPORTED = "reported", _("已报告")
    AT_COUNTY = "at_county", _("待县级当天决定")
    AT_CONFERENCE = "at_conference", _("待个案会商")
    ON_CASE = "on_case", _("按一般程序办理")
    DECIDED = "decided", _("已决定，待发放")
    PAYING = "paying", _("分次发放中")
    PAID = "paid", _("已救助")
    CLOSED = "closed", _("已办结")
    REFUSED = "refused", _("不予救助")
    TURNED_AWAY = "turned_away", _("已转其他渠道")


# Nothing more can be decided on these.
ENDED = (RequestState.CLOSED, RequestState.REFUSED, RequestState.TURNED_AWAY)
GRANTED = (RequestState.DECIDED, RequestState.PAYING, RequestState.PAID, RequestState.CLOSED)


class Level(TextChoices):
    """Who decided: the codes are those of the rules."""

    TOWNSHIP = "township", _("乡镇（街道）")
    COUNTY = "county", _("县级民政部门")
    CONFERENCE = "case_conference", _("个案会商（一事一议）")


class Form(TextChoices):
    """How help is given."""

    CASH = "cash", _("救助金")
    GOODS = "goods", _("实物")
    REFERRAL = "referral", _("转介服务")


class NeedKind(TextChoices):
    """What is lacking."""

    LIVING = "living", _("基本生活")
    MEDICAL = "medical", _("医疗")
    EDUCATION = "education", _("教育")
    HOUSING = "housing", _("住处")
    TRANSPORT = "transport", _("返乡交通")
    BURIAL = "burial", _("丧葬")


class Source(TextChoices):
    """Out of which money it is paid."""

    RESERVE = "reserve", _("乡镇备用金")
    COUNTY = "county", _("县级资金")
    STORE = "store", _("物资库存")


class Reason(TextChoices):
    """Why it is this amount: there is no other way to come to one."""

    FORMULA = "formula", _("按公式计算")
    CONFERENCE = "conference", _("个案会商确定")


class InstalmentState(TextChoices):
    """What became of one payment."""

    PLANNED = "planned", _("待发放")
    PAID = "paid", _("已发放")
    CANCELLED = "cancelled", _("已取消")


class Vote(TextChoices):
    """What a member of a conference said."""

    AGREE = "agree", _("同意")
    AGAINST = "against", _("反对")
    ABSTAIN = "abstain", _("弃权")
    WITHDREW = "withdrew", _("回避")


class VisitKind(TextChoices):
    """Why somebody went there again."""

    INSTALMENT = "instalment", _("下一次发放前探访")
    FOLLOW_UP = "follow_up", _("救助后回访")


class Finding(TextChoices):
    """What the visit found."""

    CONTINUING = "continuing", _("仍有困难")
    OVER = "over", _("困难已经解除")


class RefillKind(TextChoices):
    """Why money goes into a reserve fund."""

    OPENING = "opening", _("首次拨付")
    MONTHLY = "monthly", _("按月补足")


class Target(TextChoices):
    """Where a request is sent on to."""

    DIBAO = "minimum_living", _("最低生活保障")
    DESTITUTE = "destitute", _("特困人员救助供养")
    MEDICAL = "medical", _("医疗救助")
    DISASTER = "disaster", _("灾害救助")
    STATION = "relief_station", _("救助管理站")
    CHARITY = "charity", _("慈善帮扶")
    EDUCATION = "education", _("教育救助")
    HOUSING = "housing", _("住房救助")
    EMPLOYMENT = "employment", _("就业救助")
    LEGAL_AID = "legal_aid", _("法律援助")


class SlipAnswer(TextChoices):
    """What the other office said."""

    ACCEPTED = "accepted", _("已受理")
    DECLINED = "declined", _("不予受理")


class OtherSource(TextChoices):
    """Who else gave something for the same event."""

    DISASTER = "disaster", _("灾害救助")
    MEDICAL = "medical", _("医疗救助")
    CHARITY = "charity", _("慈善捐助")
    INSURANCE = "insurance", _("保险赔付")
    OFFENDER = "offender", _("责任人赔偿")
    PROGRAM = "program", _("其他救助项目")
    OTHER = "other", _("其他部门或单位")


class Giver(TextChoices):
    """Who gives social help."""

    DONOR = "donor", _("捐赠人")
    CHARITY = "charity", _("慈善组织")
    VOLUNTEER = "volunteer", _("志愿者、志愿服务组织")


class Gift(TextChoices):
    """What is given."""

    MONEY = "money", _("钱款")
    GOODS = "goods", _("实物")
    HOURS = "hours", _("服务时间")


class SocialResult(TextChoices):
    """What social help changed for the family."""

    SOLVED = "solved", _("困难已经解决")
    EASED = "eased", _("困难有所缓解")
    UNSUITED = "unsuited", _("没有起作用")
