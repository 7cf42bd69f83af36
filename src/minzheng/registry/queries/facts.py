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

OF_HOUSEHOLD: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (IncomeItem, ("person", "household")),
    (ExpenseItem, ("person", "household")),
    (AssetItem, ("person", "household")),
    (Supporter, ("person", "household")),
    (HouseholdDeclaration, ("household",)),
    (BankAccount, ("holder", "household")),
)


def withdrawable(household: Household, people: Iterable[int]) -> list[DatedFact]:
    """Return the latest versions of the household's facts and of its people's circumstances. Seven queries."""
    found: list[DatedFact] = []
    for model, related in OF_HOUSEHOLD:
        rows = model.objects.latest_versions().filter(household=household, is_withdrawn=False)
        found += rows.select_related(*related).order_by("pk")
    conditions = PersonCondition.objects.latest_versions().filter(person__in=list(people), is_withdrawn=False)
    return [*found, *conditions.select_related("person").order_by("pk")]
