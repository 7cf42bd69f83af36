"""Taking a fact back that was entered by mistake: which one, in the words of the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.household import HouseholdForm
from minzheng.desk.known import fact_words
from minzheng.registry.models import DatedFact
from minzheng.registry.queries.facts import withdrawable


class WithdrawForm(HouseholdForm):
    """One fact never held."""

    fact = forms.ChoiceField(label=_("撤销哪一条"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer what stands in the books now."""
        self.found: dict[str, DatedFact] = {
            f"{fact._meta.model_name}-{fact.pk}": fact  # noqa: SLF001 - the model's own name
            for fact in withdrawable(self.household, self.members)
        }
        choices = [(key, fact_words(fact)) for key, fact in self.found.items()]
        self.fields["fact"].choices = choices  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return the fact itself."""
        data = super().arguments()
        return {**data, "fact": self.found[data["fact"]]}
