"""Generated families, from a seed: every kind of fact, many of them near the lines the law draws."""

import random

INCOMES = ("wage", "business", "property", "transfer", "other")
EXEMPT = ("basic_pension_fen", "preferential_pension_fen", "government_aid_fen", "scholarship_fen")
COSTS = ("work_cost_fen", "disability_illness_cost_fen")


def family(rng: random.Random, *, alone: bool = False, missing: float = 0.0) -> dict:
    members = [person(rng) for _ in range(rng.choice((1, 1, 2, 3, 3, 4, 5, 9)))]
    if alone:
        rng.choice(members)["is_single_applicant"] = True
    found = {
        "uses_urban_standard": rng.random() < 0.5,
        "financial_assets_fen": rng.choice((0, rng.randint(0, 10**7), rng.randint(0, 10**9))),
        "passenger_cars": rng.choice((0, 0, 0, 0, 1, 2)),
        "houses": rng.choice((0, 1, 1, 1, 2, 3)),
        "bought_house_in_3_years": rng.random() < 0.05,
        "employs_others": rng.random() < 0.05,
        "support_payment_fen": rng.choice((0, 0, rng.randint(0, 10**6))),
        "members": members,
    }
    for place in (found, *members):
        for code in [code for code in place if code != "members" and rng.random() < missing]:
            del place[code]
    return found


def person(rng: random.Random) -> dict:
    age = rng.choice((rng.randint(0, 100), 15, 16, 17, 18, 69, 70))
    found = {"age_years": age, "is_counted": rng.random() > 0.03}
    if age >= 16:
        for kind in INCOMES:
            found[f"{kind}_income_fen"] = rng.choice((0, 0, 0, rng.randint(0, 1_500_000), 80000 * 12))
    for code in (*EXEMPT, *COSTS):
        if rng.random() < 0.2:
            found[code] = rng.randint(0, 500_000)
    if rng.random() < 0.2:
        found |= {"disability_kind": rng.randint(1, 7), "disability_grade": rng.randint(1, 4)}
    if rng.random() < 0.1:
        found["has_serious_illness"] = True
    return found


def with_more_income(rng: random.Random, facts: dict) -> dict:
    """The same family with more of one income of one person who has one."""
    members = [dict(one) for one in facts["members"]]
    earners = [one for one in members if "wage_income_fen" in one]
    more = rng.choice((1, 99, 100, 12345, 10**6))
    if earners:
        code = rng.choice([f"{kind}_income_fen" for kind in INCOMES] + list(EXEMPT))
        one = rng.choice(earners)
        one[code] = one.get(code, 0) + more
        return {**facts, "members": members}
    return {**facts, "support_payment_fen": facts.get("support_payment_fen", 0) + more}
