"""The words of linked help. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Target(TextChoices):
    """Where a household is referred to. Office, law and days of each: statute/referrals.yaml."""

    UTILITIES = "utilities", _("水电气费减免")
    HOUSING = "housing", _("公租房、住房救助")
    MEDICAL = "medical", _("医疗救助")
    EDUCATION = "education", _("教育救助")
    EMPLOYMENT = "employment", _("就业救助")
    LEGAL_AID = "legal_aid", _("法律援助")
    CHARITY = "charity", _("慈善帮扶")
    DISASTER = "disaster", _("灾害救助")


class Outcome(TextChoices):
    """What came back of a referral."""

    GRANTED = "granted", _("已给予帮扶")
    REFUSED = "refused", _("不予帮扶")
    OTHER = "other", _("其他处理")
    WITHDRAWN = "withdrawn", _("本单位撤回")


# What the receiving office may have said; withdrawing is ours.
ANSWERS = (Outcome.GRANTED, Outcome.REFUSED, Outcome.OTHER)


class EnrolmentState(TextChoices):
    """Where somebody stands with a course."""

    ENROLLED = "enrolled", _("已录取")
    WAITING = "waiting", _("候补")
    LEFT = "left", _("已退出")
    PASSED = "passed", _("已发合格证明")


class Ground(TextChoices):
    """Why a job was refused. The officer judges in each case, with reasons; the list says what counts as just."""

    ILLNESS = "illness", _("本人患病或正在治疗")
    CARE = "care", _("须照料老人、幼儿、病人或残疾人")
    STUDY = "study", _("正在上学或参加技能培训")
    UNSUITED = "unsuited", _("与健康状况、劳动能力不相适应")
    CONDITIONS = "conditions", _("工资、劳动条件不符合法律规定")
    DISTANCE = "distance", _("路途过远，无法往返或住宿")
    OTHER_JUST = "other_just", _("其他正当理由")
    NONE = "none", _("没有正当理由")


FOLLOW_UP_MONTHS = (3, 6, 12)
