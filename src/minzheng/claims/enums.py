"""The words of claims. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What is claimed: one settlement slip, a fixed sum, or the premium of a year."""

    INPATIENT = "inpatient", _("住院费用")
    OUTPATIENT = "outpatient", _("门诊慢特病费用")
    FIXED = "fixed", _("门诊定额救助")
    PREMIUM = "premium", _("资助参保")


BILLS = (Kind.INPATIENT, Kind.OUTPATIENT)


class Mode(TextChoices):
    """When help comes: before treatment, at discharge, afterwards; or without a bill."""

    DURING = "during", _("事中：一站式结算")
    AFTER = "after", _("事后：本人申请")
    LISTED = "listed", _("按名册办理")


class FileState(TextChoices):
    """How far a settlement file is: received, reckoned line by line, confirmed by a second person, or taken back."""

    RECEIVED = "received", _("待结算")
    SETTLED = "settled", _("待复核")
    CONFIRMED = "confirmed", _("已复核")
    WITHDRAWN = "withdrawn", _("已退回")


class Outcome(TextChoices):
    """What the rules said of a claim."""

    ELIGIBLE = "eligible", _("给予救助")
    REFUSED = "refused", _("不予救助")
    INCOMPLETE = "incomplete", _("事实不全")


class StatementState(TextChoices):
    """How far a payment to an institution is."""

    PREPARED = "prepared", _("待审批")
    APPROVED = "approved", _("已审批，待付款")
    PAID = "paid", _("已付款")
    CANCELLED = "cancelled", _("已撤销")


class PaymentKind(TextChoices):
    """What is paid to an institution: the aid a hospital laid out, an advance, or premiums to the insurance account."""

    MONTHLY = "monthly", _("按月结算")
    ADVANCE = "advance", _("预付金")
    PREMIUM = "premium", _("参保资助")


class ChangeKind(TextChoices):
    """What is wrong with a bill."""

    CORRECT = "correct", _("更正")
    REVERSE = "reverse", _("冲销")


class GapKind(TextChoices):
    """Where somebody of a frozen roster stands; the codes are those of statute/enrolment.py."""

    ENROLLED = "enrolled", _("已参保")
    NEW_ENTRANT = "new_entrant", _("新进入名册")
    DOUBLE_REGISTERED = "double_registered", _("名册重复")
    OTHER_PLACE = "other_place", _("在外地参保")
    REFUSED = "refused", _("本人不愿参保")
    DEAD = "dead", _("已死亡")
    WRONG_ID = "wrong_id", _("身份证号有误")
    MILITARY = "military", _("现役军人")
    PRISON = "prison", _("在监狱服刑")
    UNEXPLAINED = "unexplained", _("原因未查明")


class ReferralOutcome(TextChoices):
    """What became of an urgent patient."""

    OPEN = "open", _("救治中")
    EMERGENCY_FUND = "emergency_fund", _("由疾病应急救助基金支付")
    INSURED_AFTER_ALL = "insured", _("查明身份，按医保和救助结算")
    OTHER = "other", _("其他途径解决")
