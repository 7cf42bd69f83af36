"""Households read from the registry's tables by plain queries: what was known at a moment to hold on a day."""

import datetime as dt
from collections import defaultdict

from tests.acceptance.county import County, day_of, moment_of
from tests.acceptance.independent_dibao import Family, Relative, Supporter

MONEY_KINDS = {"deposit", "security", "fund", "insurance", "claim", "internet_finance"}
AWAY = {
    "in_prison": "is_in_prison",
    "in_isolation": "is_in_isolation",
    "declared_missing": "is_declared_missing",
    "conscript": "is_conscript",
    "destitute": "is_destitute",
    "excluded_by_province": "is_excluded_by_province",
    "lives_apart": "lives_apart",
    "not_independent": "cannot_live_independently",
    "full_time_student": "is_full_time_student",
}

# GB/T 4761: the first digit of a relation, and those that stand by themselves.
KIN = {"1": "spouse", "2": "child", "3": "child", "5": "parent"}
OTHERS = {"02": "head", "97": "stranger", "99": "stranger"}


def _years(since: dt.date, on: dt.date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


class Registry:
    """All rows of a county, read once."""

    def __init__(self, county: County) -> None:
        self.persons = {row["id"]: row for row in county.rows("SELECT id, birth_date FROM registry_person")}
        self.tables = {
            name: county.rows(f"SELECT * FROM registry_{name} ORDER BY id")  # noqa: S608 - names below
            for name in (
                *("membership", "standardarea", "incomeitem", "expenseitem", "assetitem"),
                *("householddeclaration", "personcondition", "supporter"),
            )
        }
        self.replaced = {
            name: {row["replaces_id"]: moment_of(row["known_at"]) for row in rows if row["replaces_id"]}
            for name, rows in self.tables.items()
        }

    def family(self, household_id: int, on: dt.date, known_at: dt.datetime) -> Family:
        """Return a household on a day as known at a moment."""

        def said(table: str, key: str, owner: int) -> list[dict]:
            return [row for row in self.tables[table] if row[key] == owner and self._holds(table, row, on, known_at)]

        members = {row["person_id"]: row["relation"] for row in said("membership", "household_id", household_id)}
        incomes, expenses = (
            said("incomeitem", "household_id", household_id),
            said("expenseitem", "household_id", household_id),
        )
        people = []
        for person, relation in members.items():
            conditions = said("personcondition", "person_id", person)
            people.append(self._relative(person, on, conditions, incomes, expenses))
            people[-1].kin = KIN.get(relation[0], "other") if relation not in OTHERS else OTHERS[relation]
        family = Family(None, people)
        for row in said("standardarea", "household_id", household_id):
            family.area = row["area_kind"]
        self._property(family, said("assetitem", "household_id", household_id), on)
        for row in said("householddeclaration", "household_id", household_id):
            family.employs = None if row["employs_others"] is None else bool(row["employs_others"])
            if not family.bought_home and row["bought_house_in_3_years"] is not None:
                family.bought_home = bool(row["bought_house_in_3_years"])
            family.support = (row["support_payment_fen"] or 0) * 12
        for row in said("supporter", "household_id", household_id):
            family.supporters.append(
                Supporter(
                    row["relation"], _years(day_of(row["birth_date"]), on), row["income_month_fen"] * 12,
                    row["supported_count"], row["agreed_month_fen"] * 12,
                )
            )  # fmt: skip
        return family

    def _holds(self, table: str, row: dict, on: dt.date, known_at: dt.datetime) -> bool:
        later = self.replaced[table].get(row["id"])
        believed = moment_of(row["known_at"]) <= known_at and (later is None or later > known_at)
        until = row["holds_until"]
        return (
            believed and not row["is_withdrawn"]
            and day_of(row["holds_from"]) <= on and (until is None or on <= day_of(until))
        )  # fmt: skip

    def _relative(self, person: int, on: dt.date, conditions: list, incomes: list, expenses: list) -> Relative:
        born = day_of(self.persons[person]["birth_date"])
        one = Relative(_years(born, on))
        yearly: dict[str, int] = defaultdict(int)
        for row in (*incomes, *expenses):
            if row["person_id"] == person:
                yearly[row["kind"]] += row["amount_fen"] * (12 if row["period"] == "month" else 1)
        one.work_cost = yearly.pop("work_cost", 0)
        one.care_cost = yearly.pop("disability_illness_cost", 0)
        one.incomes = {kind: fen for kind, fen in yearly.items() if not kind.startswith("rigid_")}
        one.states = frozenset(AWAY[row["kind"]] for row in conditions if row["kind"] in AWAY)
        since = [day_of(row["holds_from"]) for row in conditions if row["kind"] == "clergy"]
        one.clergy_years = max((_years(day, on) for day in since), default=0)
        labour = [row["code"] for row in conditions if row["kind"] == "labour_capacity"]
        one.labour = labour[0] if labour else ""
        if any(row["kind"] == "employment" and row["code"] == "jobless" for row in conditions):
            one.states |= {"is_jobless"}
        one.is_ill = any(row["kind"] == "serious_illness" for row in conditions)
        cards = [tuple(map(int, row["code"].split("."))) for row in conditions if row["kind"] == "disability"]
        one.disability = min(cards, key=lambda card: card[::-1]) if cards else None
        return one

    def _property(self, family: Family, rows: list[dict], on: dt.date) -> None:
        money = [row for row in rows if row["kind"] in MONEY_KINDS]
        vehicles = [row for row in rows if row["kind"] == "vehicle"]
        homes = [row for row in rows if row["kind"] == "house"]
        if money:
            family.savings = sum(row["amount_fen"] for row in money)
        if vehicles and all(row["use"] or not row["count"] for row in vehicles):
            family.cars = sum(row["count"] for row in vehicles if row["use"] == "passenger")
            family.car_worth = sum(row["amount_fen"] for row in vehicles if row["use"] == "passenger")
        if homes:
            family.homes = sum(row["count"] for row in homes)
        for row in homes:
            if row["count"] and row["acquired_on"]:
                bought = day_of(row["acquired_on"])
                family.bought_home = family.bought_home or (bought.year + 3, bought.month, bought.day) > (
                    on.year,
                    on.month,
                    on.day,
                )
        family.bought_home = family.bought_home or None
