"""A claim that the person makes afterwards, or that is granted without a bill: from the papers to the decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import Outcome
from minzheng.claims.models.claim import Claim
from minzheng.claims.models.paired import both_or_neither, person_key, two_people


class PersonalClaim(models.Model):
    """The road of one claim of a person. Which of its stations must be stopped at the program's dated road says.

    The original slip is marked used when it is handed in. What hangs on the board is a name and a sum,
    never an illness.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="application", verbose_name=_("救助结算单"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    is_recognised = models.BooleanField(_("身份已经认定，直接办理"))
    road = models.CharField(_("办理程序"), max_length=40)
    originals_marked = models.BooleanField(_("原件已加盖“已救助”"))
    claimed_by = person_key(_("受理人"))
    claimed_at = models.DateTimeField(_("受理时间"))
    survey = models.TextField(_("调查情况"), blank=True)
    surveyed_by = person_key(_("调查人"), empty=True)
    surveyed_at = models.DateTimeField(_("调查时间"), null=True, blank=True)
    posted_place = models.CharField(_("公示地点"), max_length=80, blank=True)
    posted_until = models.DateField(_("公示截止日"), null=True, blank=True)
    posted_by = person_key(_("公示人"), empty=True)
    posted_at = models.DateTimeField(_("公示时间"), null=True, blank=True)
    outcome = models.CharField(_("决定"), max_length=12, choices=Outcome.choices, blank=True)
    document_number = models.CharField(_("决定文号"), max_length=80, blank=True)
    decided_by = person_key(_("决定人"), empty=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    objects = ScopedManager("claim__division_code")

    class Meta:
        verbose_name = _("个人医疗救助申请")
        constraints = [
            both_or_neither("application_surveyed", "surveyed_by", "surveyed_at"),
            both_or_neither("application_posted", "posted_by", "posted_at", "posted_until"),
            both_or_neither("application_decided", "decided_by", "decided_at"),
            two_people("application", "claimed_by", "decided_by"),
        ]
