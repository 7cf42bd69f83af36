"""The yearly campaign that leaves nobody uninsured: frozen rosters, the insurer's file, and why each gap is a gap."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import GapKind
from minzheng.claims.models.paired import both_or_neither, person_key, two_people

LEAVING = (GapKind.OTHER_PLACE, GapKind.MILITARY, GapKind.PRISON)


class Campaign(models.Model):
    """The insurance of one year: everybody on the rosters is to be insured for it.

    The year, its frozen months and matchings are the whole county's and not scoped; their rows of people are.
    """

    year = models.PositiveSmallIntegerField(_("参保年度"))
    division_code = models.CharField(_("统筹区"), max_length=12)
    scheme = models.PositiveSmallIntegerField(_("险种"))
    last_on = models.DateField(_("集中征缴截止日"))
    opened_by = person_key(_("启动人"))
    opened_at = models.DateTimeField(_("启动时间"))

    class Meta:
        verbose_name = _("参保年度工作")
        constraints = [models.UniqueConstraint(fields=["year", "division_code"], name="claims_one_campaign_a_year")]


class Freeze(models.Model):
    """The roster of a month as it stood on the cut-off day. Its rows stay: the rate is counted over them."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="freezes", verbose_name=_("参保年度工作"))
    month = models.CharField(_("月份"), max_length=7)
    cut_off = models.DateField(_("截止日"))
    row_count = models.PositiveIntegerField(_("人数"))
    frozen_by = person_key(_("冻结人"))
    frozen_at = models.DateTimeField(_("冻结时间"))

    class Meta:
        verbose_name = _("应参保名册")
        constraints = [models.UniqueConstraint(fields=["campaign", "month"], name="claims_one_freeze_a_month")]


class RosterEntry(models.Model):
    """One person who is to be insured, and by what. Never updated, never deleted."""

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="entries", verbose_name=_("应参保名册"))
    serial = models.CharField(_("序号"), max_length=24)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("人员"))
    division_code = models.CharField(_("所在村（社区）"), max_length=12, db_index=True)
    facts = models.JSONField(_("身份"))
    listed_on = models.DateField(_("进入名册日"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("应参保人员")
        constraints = [
            models.UniqueConstraint(fields=["freeze", "serial"], name="claims_serial_once"),
            models.UniqueConstraint(fields=["freeze", "person"], name="claims_listed_once"),
        ]


class InsuranceFile(models.Model):
    """The insurer's file of who has paid, sealed as it came."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="files", verbose_name=_("参保年度工作"))
    file_name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    row_count = models.PositiveIntegerField(_("行数"))
    problems = models.JSONField(_("读不出的行"), default=list)
    content_sealed = models.BinaryField(_("内容（密文）"))
    received_by = person_key(_("接收人"))
    received_at = models.DateTimeField(_("接收时间"))

    class Meta:
        verbose_name = _("参保数据")
        constraints = [models.UniqueConstraint(fields=["campaign", "sha256"], name="claims_insurance_file_once")]


class Match(models.Model):
    """One matching of a frozen roster with the insurer's file and what officers stated until then."""

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="matches", verbose_name=_("应参保名册"))
    file = models.ForeignKey(InsuranceFile, models.PROTECT, related_name="matches", verbose_name=_("参保数据"))
    enrolled = models.PositiveIntegerField(_("已参保"))
    to_enrol = models.PositiveIntegerField(_("应参保"))
    matched_by = person_key(_("比对人"))
    matched_at = models.DateTimeField(_("比对时间"))

    class Meta:
        verbose_name = _("参保比对")
        constraints = [
            models.CheckConstraint(condition=Q(enrolled__lte=models.F("to_enrol")), name="claims_rate_at_most_one")
        ]


class Standing(models.Model):
    """Where one person of the roster stands by one matching, why, and what to do next."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="standings", verbose_name=_("参保比对"))
    entry = models.ForeignKey(RosterEntry, models.PROTECT, related_name="standings", verbose_name=_("应参保人员"))
    kind = models.CharField(_("情形"), max_length=20, choices=GapKind.choices)
    counts = models.BooleanField(_("计入应参保人数"))
    why = models.CharField(_("原因"), max_length=200)
    to_do = models.CharField(_("下一步"), max_length=200, blank=True)
    is_double_insured = models.BooleanField(_("重复参保"), default=False)

    objects = ScopedManager("entry__division_code")

    class Meta:
        verbose_name = _("参保情形")
        constraints = [models.UniqueConstraint(fields=["match", "entry"], name="claims_one_standing_a_row")]


class GapNote(models.Model):
    """What an officer found of somebody who is not insured. What takes a person out needs a document and two people."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="notes", verbose_name=_("参保年度工作"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("人员"))
    kind = models.CharField(_("情形"), max_length=20, choices=GapKind.choices)
    document = models.CharField(_("证明材料"), max_length=200, blank=True)
    text = models.CharField(_("说明"), max_length=400)
    stated_by = person_key(_("登记人"))
    stated_at = models.DateTimeField(_("登记时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ScopedManager("person__division_code")

    class Meta:
        verbose_name = _("未参保原因登记")
        constraints = [
            both_or_neither("note_confirmed", "confirmed_by", "confirmed_at"),
            two_people("note", "stated_by", "confirmed_by"),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in LEAVING]) | ~Q(document=""),
                name="claims_leaving_needs_document",
            ),
        ]
