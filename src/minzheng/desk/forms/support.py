"""The forms of support at home. They ask and parse; whether it is possible the domain says."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, rows
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import month_words
from minzheng.payments.models import PayLine
from minzheng.support.enums import Asked, ProblemKind
from minzheng.ui.forms import DayField

NOTHING = ("", _("没有"))


class VisitForm(FileForm):
    """A visit: the day, what was seen, each payment, what is wrong."""

    visited_on = DayField(label=_("探访日期"))
    condition = forms.CharField(label=_("生活和身体情况"), widget=rows(3))
    in_hand = forms.MultipleChoiceField(
        label=_("本人已拿到的钱"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("只列银行已报告付款、还没有确认的。没有问到的不勾。"),
    )  # fmt: skip
    not_in_hand = forms.MultipleChoiceField(
        label=_("本人说没有拿到的钱"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选后自动登记为问题，按期限由另一人处理。"),
    )  # fmt: skip
    asked = forms.ChoiceField(label=_("怎样问的"), required=False, choices=[("", _("没有问钱")), *Asked.choices])
    problem_kind = forms.ChoiceField(label=_("发现的问题"), required=False, choices=[NOTHING, *ProblemKind.choices])
    problem = forms.CharField(label=_("问题说明"), required=False, widget=rows(2))

    def prepare(self) -> None:
        """Offer the payments nobody has confirmed; without any, do not ask about money."""
        self.fields["visited_on"].initial = self.today
        lines = self.file.turn.unconfirmed
        choices = [(str(line.pk), self._words(line)) for line in lines]
        for name in ("in_hand", "not_in_hand"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.file.guardian is None:
            asked = [one for one in self.fields["asked"].choices if one[0] != Asked.GUARDIAN]  # type: ignore[attr-defined]
            self.fields["asked"].choices = asked  # type: ignore[attr-defined]
        if not lines:
            for name in ("in_hand", "not_in_hand", "asked"):
                del self.fields[name]

    def arguments(self) -> dict[str, Any]:
        """Return the payments themselves."""
        given = dict(self.cleaned_data) | {"person": self.file.turn.who.person}
        lines = {str(line.pk): line for line in self.file.turn.unconfirmed}
        for name in ("in_hand", "not_in_hand"):
            given[name] = [lines[pk] for pk in given.get(name, ())]
        return given

    @staticmethod
    def _words(line: PayLine) -> str:
        return gettext("%(month)s，%(yuan)s元，尾号%(last4)s") % {
            "month": month_words(line.month), "yuan": format_yuan(line.paid_fen), "last4": line.account_last4,
        }  # fmt: skip


class SettleForm(FileForm):
    """How a problem was settled."""

    problem = forms.ChoiceField(label=_("哪个问题"))
    result = forms.CharField(label=_("怎样处理的、结果怎样"), widget=rows(3))

    def prepare(self) -> None:
        """Offer what is open."""
        self.fields["problem"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.get_kind_display()}：{one.text}") for one in self.file.turn.problems
        ]

    def arguments(self) -> dict[str, Any]:
        """Return the problem itself."""
        found = {str(one.pk): one for one in self.file.turn.problems}
        return {"problem": found[self.cleaned_data["problem"]], "result": self.cleaned_data["result"]}
