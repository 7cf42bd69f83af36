"""Forms that act on something within the case: an objection, a review proposal, a decision, a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, gettext_noop
from django.utils.translation import gettext_lazy as _

from minzheng.casework.enums import ProposalState
from minzheng.casework.models import Decision, Letter, Objection, ReviewProposal
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import labelled
from minzheng.ui.forms import DayField, yes_no


class NothingOpen(Refused):
    """The case has nothing this act could be done to."""


def open_proposal(form: ActionForm) -> ReviewProposal:
    """Return the one open review proposal of the form's case; raise NothingOpen."""
    row: ReviewProposal | None = ReviewProposal.objects.filter(case=form.case, state=ProposalState.OPEN).first()
    if row is None:
        raise NothingOpen(_("这个办件没有待处理的复核建议，可能刚被别人处理。请刷新页面。"))
    return row


class ResolveForm(ActionForm):
    """What was found about an objection."""

    objection = forms.ChoiceField(label=_("哪一条异议"))
    finding = forms.CharField(label=_("核实情况和结论"), widget=forms.Textarea(attrs={"rows": 4}))
    upheld = yes_no(_("异议是否成立？"), help_text=_("成立：重新调查、重新提出意见。不成立：继续公示。"))

    feedback = forms.CharField(
        label=_("怎样答复异议人"),
        required=False,
        help_text=_("实名异议必填：何时、用什么方式、答复了什么。匿名的留空。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        """Offer the objections that wait."""
        rows = Objection.objects.filter(case=self.case, resolved_at__isnull=True).order_by("pk")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["objection"].choices = [  # type: ignore[attr-defined]
            (pk, labelled(row.objector_name or _("匿名"), row.text[:40])) for pk, row in self.rows.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its id."""
        return {**self.cleaned_data, "objection": self.rows[self.cleaned_data["objection"]]}


class AnswerReturnForm(ActionForm):
    """How the points of the county were dealt with."""

    reason = forms.CharField(label=_("退回的问题怎样处理的"), widget=forms.Textarea(attrs={"rows": 3}))


class ResurveyForm(ActionForm):
    """Why the household is visited again."""

    reason = forms.CharField(label=_("为什么重新入户"), widget=forms.Textarea(attrs={"rows": 2}))


class ProposalForm(ActionForm):
    """An act on the open review proposal."""

    def arguments(self) -> dict[str, Any]:
        """The proposal and what was typed."""
        return {**self.cleaned_data, "proposal": open_proposal(self)}


class AcceptReviewForm(ProposalForm):
    """A reason may be added to those of the review."""

    reason = forms.CharField(label=_("补充理由"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DismissReviewForm(ProposalForm):
    """A reason must be given."""

    reason = forms.CharField(label=_("维持原状的理由"), widget=forms.Textarea(attrs={"rows": 3}))


class IssueLetterForm(ActionForm):
    """The latest decision that has no letter yet."""

    def arguments(self) -> dict[str, Any]:
        """The decision instead of the case."""
        row = Decision.objects.filter(case=self.case, letter__isnull=True).order_by("-pk").first()
        if row is None:
            raise NothingOpen(_("这个办件的决定都已制发告知书。"))
        return {"decision": row}


# How a letter reaches its reader; the Chinese word itself is what is kept.
SERVICE_METHODS = (
    gettext_noop("直接送达"), gettext_noop("留置送达"), gettext_noop("邮寄送达"), gettext_noop("电子送达"),
)  # fmt: skip


class ServeForm(ActionForm):
    """How and when the letter reached the household."""

    served_on = DayField(label=_("送达日期"))
    method = forms.ChoiceField(
        label=_("送达方式"),
        choices=[(word, gettext_lazy(word)) for word in SERVICE_METHODS],
        widget=forms.RadioSelect,
        initial=SERVICE_METHODS[0],
    )

    def prepare(self) -> None:
        """Usually today."""
        self.fields["served_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The letter that waits."""
        row = Letter.objects.filter(decision__case=self.case, served_at__isnull=True).order_by("pk").first()
        if row is None:
            raise NothingOpen(_("这个办件没有待送达的告知书。"))
        return {**self.cleaned_data, "letter": row}
