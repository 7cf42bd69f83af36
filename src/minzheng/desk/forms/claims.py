"""The forms of claims. They ask and parse; whether it is possible the domain says."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from minzheng.claims.domain.correction import DAYS, MONEY
from minzheng.claims.enums import ChangeKind, GapKind, Kind, ReferralOutcome
from minzheng.claims.formats import layouts
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.enrolment import months_of
from minzheng.claims.queries.hospitals import hospitals, insurers
from minzheng.claims.queries.rolls import roll_kinds
from minzheng.desk.forms.care import offices_of
from minzheng.desk.forms.files import FileForm, MonthField
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.registry.queries.search import search
from minzheng.ui.forms import DayField, YuanField

SCHEMES = ((4, _("城乡居民医保")), (1, _("新型农村合作医疗")), (2, _("城镇居民医保（成年人）")))


def file_field(label: Any, help_text: Any = "") -> forms.FileField:
    """A file chosen with our own button."""
    return forms.FileField(
        label=label, help_text=help_text,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls"}),
    )  # fmt: skip


def _institutions(rows: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in rows]


def _say_columns(names: str) -> str:
    """Say which columns a file begins with; their names are the file's own, in any language of the page."""
    return format_html(str(_("第一行写明：{columns}。")), columns=format_html("<code>{}</code>", names))


_columns = lazy(_say_columns, str)


class PlainAct(FileForm):
    """Nothing but the yes; the thing itself goes under its name."""

    name = ""

    def arguments(self) -> dict[str, Any]:
        """Return the thing acted on."""
        return {self.name: getattr(self.file, self.name), **self.cleaned_data}


def plain(name: str, **fields: forms.Field) -> type[PlainAct]:
    """Return the form of an act on one thing, with a few fields."""
    return type(f"{name.title()}Act", (PlainAct,), {"name": name, **fields})


class SettlementFileForm(FileForm):
    """A hospital's file of a month."""

    hospital = forms.TypedChoiceField(label=_("医疗机构"), coerce=int)
    month = MonthField(label=_("结算月份"))
    content = file_field(_("结算文件"), _("照医院登记的格式，文本或电子表格；先核对合计行，不符的整份不收。"))

    def prepare(self) -> None:
        """The hospitals, last month."""
        self.fields["hospital"].choices = _institutions(hospitals())  # type: ignore[attr-defined]
        self.fields["month"].initial = str(Month.of(self.today).previous())

    def arguments(self) -> dict[str, Any]:
        """Return what `intake.receive` takes."""
        given, file = self.cleaned_data, self.cleaned_data["content"]
        return {
            "hospital": hospitals().get(pk=given["hospital"]), "month": given["month"], "content": file.read(),
            "name": str(file.name),
        }  # fmt: skip


class HospitalForm(FileForm):
    """An institution and the account in its own name."""

    code = forms.CharField(label=_("机构代码"), max_length=24)
    name = forms.CharField(label=_("机构名称"), max_length=80)
    division_code = forms.ChoiceField(label=_("所在地"))
    is_insurer = forms.BooleanField(label=_("医保经办机构（收参保资助）"), required=False)
    file_format = forms.ChoiceField(label=_("结算文件格式"), required=False)
    bank_name = forms.CharField(label=_("开户银行"), max_length=80)
    account_name = forms.CharField(label=_("账户名称"), max_length=80, help_text=_("须与机构名称相同，不付到个人。"))
    account_number = forms.CharField(label=_("单位账号"), max_length=40)

    def prepare(self) -> None:
        """Places and formats."""
        self.fields["division_code"].choices = offices_of(self.by)  # type: ignore[attr-defined]
        self.fields["file_format"].choices = [(each.code, retell(each.name)) for each in layouts().values()]  # type: ignore[attr-defined]


class DesignateForm(FileForm):
    """An agreement."""

    agreement_number = forms.CharField(label=_("协议编号"), max_length=80)
    from_day = DayField(label=_("定点起始日"))
    until_day = DayField(label=_("定点截止日"), required=False)

    def arguments(self) -> dict[str, Any]:
        """Return what `hospital.designate` takes."""
        return {"hospital": self.file.hospital, **self.cleaned_data}


class EndDesignationForm(FileForm):
    """The last day of an agreement."""

    last_on = DayField(label=_("最后一日"))
    reason = forms.CharField(label=_("终止原因"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Return what `hospital.end_designation` takes."""
        return {"designation": self.file.current, **self.cleaned_data}


class MonthlyForm(FileForm):
    """The month of a payment."""

    month = MonthField(label=_("结算月份"))

    def prepare(self) -> None:
        """Last month, usually."""
        self.fields["month"].initial = str(Month.of(self.today).previous())

    def arguments(self) -> dict[str, Any]:
        """Return what `statement.prepare` takes."""
        return {"hospital": self.file.hospital, **self.cleaned_data}


class AdvanceForm(MonthlyForm):
    """An advance."""

    amount_fen = YuanField(label=_("预付金额"))


class ReconcileForm(FileForm):
    """What the hospital's books say."""

    from_month = MonthField(label=_("起始月份"))
    until_month = MonthField(label=_("截止月份"))
    their_count = forms.IntegerField(label=_("医院账：笔数"), min_value=0)
    their_fen = YuanField(label=_("医院账：救助金额"))
    explanation = forms.CharField(label=_("差额说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def arguments(self) -> dict[str, Any]:
        """Return what `reconciliation.prepare` takes."""
        return {"hospital": self.file.hospital, **self.cleaned_data}


class CorrectForm(FileForm):
    """The right sums and days of a bill; what is left as it was stays."""

    reason = forms.CharField(label=_("更正原因"), max_length=200)

    def prepare(self) -> None:
        """A field for each sum and day, filled with what stands."""
        claim = self.file.claim
        for name in (*DAYS, *MONEY):
            label = claim._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's public name for it
            field = DayField(label=label) if name in DAYS else YuanField(label=str(label).removesuffix("（分）"))
            held = getattr(claim, name)
            field.initial = held if name in DAYS else f"{held // 100}.{held % 100:02d}"
            self.fields[name] = field

    def arguments(self) -> dict[str, Any]:
        """Return what `correction.propose` takes."""
        given = dict(self.cleaned_data)
        reason = given.pop("reason")
        return {"claim": self.file.claim, "kind": ChangeKind.CORRECT, "values": given, "reason": reason}


class ReverseForm(FileForm):
    """Why a bill does not count."""

    reason = forms.CharField(label=_("冲销原因"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Return what `correction.propose` takes."""
        return {"claim": self.file.claim, "kind": ChangeKind.REVERSE, **self.cleaned_data}


class PersonForm(FileForm):
    """Whose it is: found by whole ID number, in the person's own area."""

    id_number = forms.CharField(label=_("公民身份号码"), max_length=18)

    def clean_id_number(self) -> Any:
        """Return the person."""
        hits = search(self.cleaned_data["id_number"], day=self.today, known_at=self.at, limit=1)
        if not hits:
            raise forms.ValidationError(_("您的管辖范围内没有登记这个号码的人，请核对。"))
        return hits[0].person_id

    def person(self) -> Any:
        """Return the person found."""
        from minzheng.registry.models import Person  # noqa: PLC0415 - slow import

        return Person.objects.get(pk=self.cleaned_data["id_number"])


class ClaimForm(PersonForm):
    """One slip of a person, with its original."""

    number = forms.CharField(label=_("结算单号"), max_length=64)
    kind = forms.ChoiceField(label=_("种类"), choices=[(k.value, k.label) for k in (Kind.INPATIENT, Kind.OUTPATIENT)])
    hospital = forms.TypedChoiceField(label=_("医疗机构"), coerce=int)
    admitted_on = DayField(label=_("入院（就诊）日期"))
    discharged_on = DayField(label=_("出院日期"))
    settled_on = DayField(label=_("医保结算日期"))
    bill_fen = YuanField(label=_("医疗总费用"))
    out_of_catalogue_fen = YuanField(label=_("目录外费用（全自费）"), required=False)
    not_allowed_fen = YuanField(label=_("其他不符合规定的费用"), required=False)
    basic_insurance_fen = YuanField(
        label=_("基本医保支付"), help_text=_("医疗保险没有结算的，先去结算；没有报销的填0。")
    )
    serious_illness_insurance_fen = YuanField(label=_("大病保险支付"), required=False)
    supplementary_fen = YuanField(label=_("补充保险支付"), required=False)
    commercial_fen = YuanField(label=_("商业保险赔付"), required=False)
    is_insured = forms.BooleanField(label=_("已参加基本医疗保险"), required=False, initial=True)
    could_not_enrol = forms.BooleanField(label=_("因客观原因没能参保"), required=False)
    is_emergency = forms.BooleanField(label=_("急诊抢救"), required=False)
    follows_referral = forms.BooleanField(label=_("在省内就医且符合转诊规定"), required=False, initial=True)
    originals_marked = forms.BooleanField(label=_("原件已加盖“已救助”"), required=False)

    def prepare(self) -> None:
        """The hospitals."""
        self.fields["hospital"].choices = _institutions(hospitals())  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `application.claim` takes."""
        given = dict(self.cleaned_data)
        money = {name: given.pop(name) or 0 for name in ("bill_fen", *OUTGO)}
        del given["id_number"]
        return given | {"person": self.person(), "hospital": hospitals().get(pk=given["hospital"]), "money": money}


class FixedForm(PersonForm):
    """Whose fixed sum."""

    def arguments(self) -> dict[str, Any]:
        """Return what `application.claim_fixed` takes."""
        return {"person": self.person(), "year": self.today.year}


class WaiverForm(PersonForm):
    """A stay without a deposit."""

    hospital = forms.TypedChoiceField(label=_("医疗机构"), coerce=int)
    admitted_on = DayField(label=_("入院日期"))
    deposit_fen = YuanField(label=_("免收的押金"))

    def prepare(self) -> None:
        """The hospitals, today."""
        self.fields["hospital"].choices = _institutions(hospitals())  # type: ignore[attr-defined]
        self.fields["admitted_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Return what `urgent.waive_deposit` takes."""
        given = self.cleaned_data
        return {
            "hospital": hospitals().get(pk=given["hospital"]), "person": self.person(),
            "admitted_on": given["admitted_on"], "deposit_fen": given["deposit_fen"],
        }  # fmt: skip


class ReferralForm(FileForm):
    """An urgent patient."""

    hospital = forms.TypedChoiceField(label=_("送到哪家医院"), coerce=int)
    division_code = forms.ChoiceField(label=_("发现的地方"))
    known_as = forms.CharField(label=_("姓名或特征"), max_length=80, help_text=_("不知道姓名的，写年龄、性别和衣着。"))
    found_on = DayField(label=_("送医日期"))
    found_by = forms.CharField(label=_("送医或报告的人"), max_length=80)

    def prepare(self) -> None:
        """Hospitals, places, today."""
        self.fields["hospital"].choices = _institutions(hospitals())  # type: ignore[attr-defined]
        self.fields["division_code"].choices = offices_of(self.by)  # type: ignore[attr-defined]
        self.fields["found_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Return what `urgent.refer` takes."""
        given = dict(self.cleaned_data)
        found_on = given.pop("found_on")
        moment = self.at if found_on == self.today else dt.datetime.combine(found_on, dt.time(12), self.at.tzinfo)
        return given | {"hospital": hospitals().get(pk=given["hospital"]), "found_at": moment}


class ReferralResultForm(FileForm):
    """What became of an urgent patient."""

    outcome = forms.ChoiceField(label=_("结果"), choices=[(k.value, k.label) for k in ReferralOutcome if k != "open"])
    cost_fen = YuanField(label=_("救治费用"), required=False)
    result_note = forms.CharField(label=_("经过"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Return what `urgent.settle_referral` takes."""
        return {"referral": self.file.referral, **self.cleaned_data}


class RollForm(FileForm):
    """A file of a roll."""

    roll = forms.ChoiceField(label=_("名册"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("哪个部门、哪份文件。"))
    content = file_field(_("文件"), _columns("公民身份号码、姓名、起始日期、截止日期、类别"))

    def prepare(self) -> None:
        """The kinds of rolls."""
        self.fields["roll"].choices = [(each.code, retell(each.name)) for each in roll_kinds().values()]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `roll.submit` takes."""
        file = self.cleaned_data["content"]
        return {**self.cleaned_data, "content": file.read(), "name": str(file.name)}


class CampaignForm(FileForm):
    """A year of insurance."""

    year = forms.IntegerField(label=_("参保年度"))
    scheme = forms.TypedChoiceField(label=_("险种"), coerce=int, choices=SCHEMES)
    last_on = DayField(label=_("集中征缴截止日"))

    def prepare(self) -> None:
        """Next year."""
        self.fields["year"].initial = self.today.year + 1
        self.fields["last_on"].initial = dt.date(self.today.year, 12, 31)


class FreezeForm(FileForm):
    """The month to be frozen."""

    month = MonthField(label=_("月份"))

    def prepare(self) -> None:
        """The present month."""
        self.fields["month"].initial = str(Month.of(self.today))

    def arguments(self) -> dict[str, Any]:
        """Return what `campaign.freeze` takes."""
        return {"campaign": self.file.campaign, **self.cleaned_data}


class InsuranceForm(FileForm):
    """The insurer's file, matched with the newest frozen month at once."""

    content = file_field(_("参保数据"), _columns("公民身份号码、姓名、参保地、缴费状态"))

    def arguments(self) -> dict[str, Any]:
        """Return what `claims.desk.match` takes."""
        file = self.cleaned_data["content"]
        return {"campaign": self.file.campaign, "content": file.read(), "name": str(file.name)}


class PremiumForm(FileForm):
    """To which agency premiums are paid."""

    insurer = forms.TypedChoiceField(label=_("医保经办机构"), coerce=int)

    def prepare(self) -> None:
        """The agencies."""
        self.fields["insurer"].choices = _institutions(insurers())  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `premium.grant` takes."""
        match = next(row.match for row in months_of(self.file.campaign) if row.match)
        return {"match": match, "insurer": insurers().get(pk=self.cleaned_data["insurer"])}


class GapForm(FileForm):
    """Why somebody is not insured."""

    kind = forms.ChoiceField(
        label=_("情形"),
        choices=[(k.value, k.label) for k in (GapKind.REFUSED, GapKind.OTHER_PLACE, GapKind.MILITARY, GapKind.PRISON)],
    )
    document = forms.CharField(
        label=_("证明材料"),
        max_length=200,
        required=False,
        help_text=_("外地参保、现役、服刑须有证明，另一人复核后才不计入。"),
    )
    text = forms.CharField(label=_("入户核实的情况"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def arguments(self) -> dict[str, Any]:
        """Return what `campaign.state` takes."""
        return {"campaign": self.file.campaign, "person": self.file.person, **self.cleaned_data}


class RevealForm(forms.Form):
    """For what purpose."""

    purpose = forms.CharField(label=_("查看事由"), max_length=200)
