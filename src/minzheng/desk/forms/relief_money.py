"""The forms of what needs cost, what others gave for them, what was decided in kind, and of asking help back."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, rows
from minzheng.desk.forms.relief import GoodField, RequestForm
from minzheng.kernel.fen import format_yuan
from minzheng.ledger.models import Good
from minzheng.relief.enums import InstalmentState, NeedKind, OtherSource, Target
from minzheng.relief.models import Request
from minzheng.relief.queries import asked
from minzheng.relief.queries.recoveries import open_of
from minzheng.ui.forms import DayField, YuanField

COST, PROOF = "cost_", "proof_"


class NeedsForm(RequestForm):
    """What each need costs, and the paper that shows it; what is not known is left open."""

    def prepare(self) -> None:
        """Two fields for each need that was named, with what is known already."""
        for line in self.file.need_lines:
            kind = str(line.need.kind)
            self.fields[COST + kind] = YuanField(
                label=NeedKind(kind).label,
                required=False,
                initial=line.asked_fen,
                help_text=_("查明要多少钱；不知道的留空。"),
            )
            self.fields[PROOF + kind] = forms.CharField(
                label=_("%(kind)s的凭据") % {"kind": NeedKind(kind).label}, max_length=100, required=False,
                initial=line.need.proof,
            )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """The needs whose cost was typed."""
        given = self.cleaned_data
        costs = {
            name.removeprefix(COST): (fen, given[PROOF + name.removeprefix(COST)])
            for name, fen in given.items()
            if name.startswith(COST) and fen
        }
        return {"request": self.file.request, "costs": costs}


class CountForm(RequestForm):
    """A payment of another room, for one of the needs."""

    given = forms.ChoiceField(label=_("哪一笔发放"), widget=forms.RadioSelect)
    need_kind = forms.ChoiceField(label=_("用于哪一项需要"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer what may be counted."""
        self.fields["given"].choices = [  # type: ignore[attr-defined]
            (str(place), f"{one.given_on.isoformat()} {one.words} ¥{format_yuan(one.amount_fen)}")
            for place, one in enumerate(self.file.countable)
        ]
        kinds = [str(one.kind) for one in self.file.needs]
        self.fields["need_kind"].choices = [(kind, NeedKind(kind).label) for kind in kinds]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The payment instead of its place."""
        data = super().arguments()
        return data | {"given": self.file.countable[int(data["given"])]}


class OtherHelpForm(FileForm):
    """What somebody else gave for the event, and where it is known for whom and for what."""

    source = forms.ChoiceField(label=_("来源"))
    giver = forms.CharField(label=_("给予单位或个人"), max_length=100)
    amount_fen = YuanField(label=_("金额"))
    given_on = DayField(label=_("给予日期"))
    document = forms.CharField(label=_("凭据"), max_length=100, help_text=_("文号、收据号或证明。"))
    request = forms.ModelChoiceField(
        label=_("给哪一户"),
        queryset=Request.objects.none(),
        required=False,
        empty_label=_("不分户"),
        to_field_name="number",
    )
    need_kind = forms.ChoiceField(
        label=_("用于哪一项需要"), required=False, help_text=_("写明的，这一项不再重复救助；不清楚的留空。")
    )

    def prepare(self) -> None:
        """Offer the requests of the event; what this system itself paid is counted on the request's page."""
        sources = [one for one in OtherSource.choices if one[0] != OtherSource.PROGRAM]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        self.fields["request"].queryset = self.file.requests.order_by("pk")  # type: ignore[attr-defined]
        self.fields["request"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        self.fields["need_kind"].choices = [("", _("不清楚")), *NeedKind.choices]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Of this event."""
        return {"event": self.file, **self.cleaned_data}


class AdoptForm(RequestForm):
    """For goods the kind, for a referral the office; for money nothing."""

    good = GoodField()
    target = forms.ChoiceField(label=_("转介事项"), choices=Target.choices)
    office = forms.CharField(label=_("受理单位"), max_length=100)

    def prepare(self) -> None:
        """Ask for what the form of help needs."""
        form = asked.FORMS[int(self.file.request.facts.get("help_form", 1))]
        wanted = {"goods": ("good",), "referral": () if self.file.slips else ("target", "office")}.get(form, ())
        for name in ("good", "target", "office"):
            if name not in wanted:
                self.fields.pop(name)
        if "good" in wanted:
            self.fields["good"].queryset = Good.objects.order_by("name")  # type: ignore[attr-defined]


class RecoverForm(RequestForm):
    """Which facts were false, and what is to come back."""

    wrong = forms.CharField(label=_("哪些事实不实、怎样查明"), widget=rows(3))
    amount_fen = YuanField(label=_("应退回的金额"))
    quantity = forms.IntegerField(label=_("应退回的件数"), min_value=1)

    def prepare(self) -> None:
        """Everything that was handed over, usually."""
        grant = self.file.grant
        is_goods = grant is not None and grant.good_id is not None
        self.fields.pop("amount_fen" if is_goods else "quantity")
        paid = [one.amount_fen for one in self.file.instalments if one.state == InstalmentState.PAID]
        self.fields["quantity" if is_goods else "amount_fen"].initial = grant.quantity if is_goods else sum(paid)


class HearForm(FileForm):
    """What the person says to it."""

    heard_on = DayField(label=_("听取意见日期"))
    opinion = forms.CharField(label=_("本人意见"), widget=rows(2), help_text=_("同意、不同意和理由；困难的写明。"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["heard_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Of the recovery that stands open."""
        return {"recovery": self.file.recovery, **self.cleaned_data}


class ConfirmRecoveryForm(FileForm):
    """The second person's."""

    def arguments(self) -> dict[str, Any]:
        """Of the recovery that stands open."""
        return {"recovery": self.file.recovery}


class DropRecoveryForm(FileForm):
    """Why nothing is asked back."""

    reason = forms.CharField(label=_("不予追回的理由"), widget=rows(2))

    def arguments(self) -> dict[str, Any]:
        """Of the recovery that stands open."""
        return {"recovery": self.file.recovery, **self.cleaned_data}


class MoneyBackForm(FileForm):
    """How much came back, when, on which paper."""

    amount_fen = YuanField(label=_("退回的金额"))
    quantity = forms.IntegerField(label=_("退回的件数"), min_value=1)
    received_on = DayField(label=_("退回日期"))
    receipt_number = forms.CharField(label=_("票据号"), max_length=60)

    def prepare(self) -> None:
        """All that is still open, usually; it may come in parts."""
        row = self.file.recovery
        self.fields.pop("amount_fen" if row is not None and row.quantity else "quantity")
        name = "quantity" if "quantity" in self.fields else "amount_fen"
        self.fields[name].initial = open_of(row) if row is not None else None
        self.fields["received_on"].initial = self.today

    def clean(self) -> dict[str, Any]:
        """Refuse where nothing is asked back."""
        if self.file.recovery is None:
            raise forms.ValidationError(gettext("没有已决定的追回。"))
        return super().clean()

    def arguments(self) -> dict[str, Any]:
        """Of the recovery."""
        return {"recovery": self.file.recovery, **self.cleaned_data}
