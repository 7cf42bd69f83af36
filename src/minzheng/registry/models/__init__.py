"""People and households, and what is known about them."""

from minzheng.registry.models.account import BankAccount
from minzheng.registry.models.condition import Death, PersonCondition
from minzheng.registry.models.division import Division, HouseholdSeries
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.household import Household, Membership, Residence, StandardArea
from minzheng.registry.models.means import AssetItem, ExpenseItem, HouseholdDeclaration, IncomeItem
from minzheng.registry.models.person import NameToken, Person
from minzheng.registry.models.supporter import Supporter
from minzheng.registry.models.vital import Birth, DeathCorrection, Migration

__all__ = [
    "AssetItem",
    "BankAccount",
    "Birth",
    "DatedFact",
    "Death",
    "DeathCorrection",
    "Division",
    "ExpenseItem",
    "FactQuerySet",
    "Household",
    "HouseholdDeclaration",
    "HouseholdSeries",
    "IncomeItem",
    "Membership",
    "Migration",
    "NameToken",
    "Person",
    "PersonCondition",
    "Residence",
    "StandardArea",
    "Supporter",
]
