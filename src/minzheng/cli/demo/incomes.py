"""Draws what a family lives on: income by kind, costs, assets. Whole yuan, turned into fen."""

import math
import random
from dataclasses import dataclass

from minzheng.cli.demo.people import DrawnPerson, distributions


@dataclass
class DrawnMeans:
    """What a family owns; money in fen."""

    deposit_fen: int
    houses: int
    passenger_cars: int
    per_head_fen_yearly: int


def draw(
    rng: random.Random, family: list[DrawnPerson], *, urban: bool, per_head_yuan: float | None = None
) -> DrawnMeans:
    """Fill incomes (fen a year by kind) and costs of each member, return the family's assets.

    Per-head income is log-normal around the published mean unless given. Everyone of 15 or more (16 before the year is
    out) gets a value for each of the five counted kinds, so that nothing is unknown.
    """
    facts = distributions()["income"]
    mean = facts["urban_per_head_yuan"] if urban else facts["rural_per_head_yuan"]
    sigma = facts["sigma"]
    per_head = per_head_yuan or mean * math.exp(rng.gauss(-sigma * sigma / 2, sigma))
    _share_out(rng, family, total_yuan=per_head * len(family), urban=urban)
    for person in family:
        if person.has_serious_illness or (person.disability and person.disability[1] <= 2):
            person.expenses["disability_illness_cost"] = rng.choice((60, 100, 150, 200)) * 100 * 12
        if person.incomes.get("wage"):
            person.expenses["work_cost"] = min(200 * 100 * 12, person.incomes["wage"] // 10 // 100 * 100)
    rich = per_head > mean
    return DrawnMeans(
        deposit_fen=int(per_head * len(family) * rng.uniform(0.05, 0.9)) // 100 * 100 * 100,
        houses=2 if rich and rng.random() < 0.3 else 1,
        passenger_cars=1 if rich and rng.random() < 0.6 else 0,
        per_head_fen_yearly=int(per_head * 100),
    )


def _share_out(rng: random.Random, family: list[DrawnPerson], *, total_yuan: float, urban: bool) -> None:
    adults = [person for person in family if person.age >= 15]
    for person in adults:
        person.incomes = dict.fromkeys(("wage", "business", "property", "transfer", "other"), 0)
        if person.age >= 60:
            # the centrally set basic pension of the residents' scheme, drawn by most of the rural old
            person.incomes["basic_pension"] = 123 * 12 * 100 if not urban or rng.random() < 0.4 else 0
            if urban and rng.random() < 0.5:
                person.incomes["transfer"] = int(min(total_yuan / len(family), 3000 * 12)) // 12 * 12 * 100
    earners = [
        person for person in adults if 18 <= person.age < 65 and not (person.disability and person.disability[1] == 1)
    ]
    if not earners:
        if adults and not any(person.incomes["transfer"] for person in adults):
            adults[0].incomes["transfer"] = int(total_yuan * 0.35) // 12 * 12 * 100
        return
    weights = [rng.uniform(0.4, 1.0) for _ in earners]
    for person, weight in zip(earners, weights, strict=True):
        amount = int(total_yuan * weight / sum(weights)) // 12 * 12 * 100
        kind = "business" if not urban and rng.random() < 0.35 else "wage"
        person.incomes[kind] = amount
    if not urban and rng.random() < 0.3:
        earners[0].incomes["property"] = rng.choice((600, 900, 1200, 1800)) * 100
