"""What finance writes down of the funds: what came in, what was granted, what goes elsewhere."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import benefits
from minzheng.kernel.phrasebook import retell
from minzheng.payments.enums import FundLevel, MoveKind
from minzheng.payments.queries.funds import all_funds
from minzheng.ui.forms import PlainForm, YuanField


class FundForm(PlainForm):
    """Which fund: program, year, level."""

    program = forms.ChoiceField(label=_("救助项目"))
    year = forms.TypedChoiceField(label=_("资金年度"), coerce=int)
    level = forms.ChoiceField(label=_("资金级次"), choices=[("", _("请选择")), *FundLevel.choices])

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Offer this year, the next and the last."""
        super().__init__(*args, **kwargs)
        self.fields["program"].choices = [(card.code, card.name) for card in benefits()]  # type: ignore[attr-defined]
        years = (today.year, today.year + 1, today.year - 1)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]


class AllocationForm(FundForm):
    """Money that came in, with the document it came by."""

    document_number = forms.CharField(
        label=_("拨款文号"), max_length=80, help_text=_("一个文号只入账一次；同一文号再填一遍不会重复入账。")
    )
    amount_fen = YuanField(label=_("拨入金额"))


class BudgetForm(FundForm):
    """What was granted, with the document that grants it."""

    document_number = forms.CharField(
        label=_("预算文号"), max_length=80, help_text=_("一个文号只登记一次；追加预算用追加的文号另登一份。")
    )
    amount_fen = YuanField(label=_("预算金额"))


class MoveForm(PlainForm):
    """Money that leaves a fund."""

    kind = forms.ChoiceField(label=_("办什么"), choices=MoveKind.choices, widget=forms.RadioSelect)
    source = forms.TypedChoiceField(label=_("从哪笔资金转出"))
    target = forms.TypedChoiceField(
        label=_("转入哪笔资金"), required=False, empty_value=None,
        help_text=_("调剂才要选；结转自动转入下年同级资金，交回不转入本局资金。"),
    )  # fmt: skip
    amount_fen = YuanField(label=_("金额"))
    document_number = forms.CharField(label=_("文号"), max_length=80, help_text=_("一个文号只办一次。"))
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """All funds there are: what may not be joined is refused with the reason."""
        super().__init__(*args, **kwargs)
        found = {fund.pk: fund for fund in all_funds()}
        choices = [("", _("请选择")), *((pk, retell(fund.name)) for pk, fund in found.items())]
        for name in ("source", "target"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].coerce = lambda pk: found[int(pk)]  # type: ignore[attr-defined]
