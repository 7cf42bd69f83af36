"""What stands in the books of a household and may be taken back: means, circumstances, declaration, account."""

from collections.abc import Iterable
from typing import Any

from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    DatedFact,
    ExpenseItem,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    PersonCondition,
    Supporter,
)
from minzheng.services.gathering import Ask, gather

OF_HOUSEHOLD: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (IncomeItem, ("person", "household")),
    (ExpenseItem, ("person", "household")),
    (AssetItem, ("person", "household")),
    (Supporter, ("person", "household")),
    (HouseholdDeclaration, ("household",)),
    (BankAccount, ("holder", "household")),
)

# What is read of the people and the household a fact belongs to.
NAMED = {"person": ("name", "division_code"), "holder": ("name",), "household": ("number", "division_code")}


def withdrawable(household: Household, people: Iterable[int]) -> list[DatedFact]:
    """Return the latest versions of the household's facts and of its people's circumstances. One query."""
    asks = {
        model._meta.model_name: Ask(  # noqa: SLF001 - the model's own name
            model.objects.latest_versions().filter(household=household, is_withdrawn=False),
            {name: NAMED[name] for name in related},
        )
        for model, related in OF_HOUSEHOLD
    }
    conditions = PersonCondition.objects.latest_versions().filter(person__in=list(people), is_withdrawn=False)
    asks["conditions"] = Ask(conditions, {"person": NAMED["person"]})
    return [fact for rows in gather(**asks).values() for fact in rows]
