"""Generated families, from a seed: every kind of fact, many of them near the lines the law draws."""

import random

INCOMES = ("wage", "business", "property", "transfer", "other")
EXEMPT = (
    *("basic_pension_fen", "preferential_pension_fen", "government_aid_fen", "scholarship_fen"),
    *("family_planning_reward_fen", "bravery_award_fen", "locally_exempt_income_fen"),
)
COSTS = (
    *("work_cost_fen", "disability_illness_cost_fen", "rigid_living_fen", "rigid_medical_fen"),
    *("rigid_education_fen", "rigid_rehabilitation_fen", "rigid_other_fen"),
)
RARE_STATES = (
    *("lives_apart", "cannot_live_independently", "is_in_prison", "is_in_labour_reeducation", "is_in_isolation"),
    *("is_declared_missing", "is_conscript", "is_excluded_by_province", "is_destitute", "has_separate_register"),
    *("is_jobless", "is_named_single_case", "has_stable_income", "is_monitored", "is_full_time_student"),
)
RELATIONS = (10, 20, 20, 21, 28, 30, 38, 42, 51, 52, 61, 71, 97, 99)


def family(rng: random.Random, *, alone: bool = False, missing: float = 0.0) -> dict:
    members = [person(rng, is_head=place == 0) for place in range(rng.choice((1, 1, 2, 3, 3, 4, 5, 9)))]
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
    if found["passenger_cars"]:
        found["cars_value_fen"] = rng.choice((0, 3 * 10**6, 10**7))
        found["mobility_vehicles"] = rng.choice((0, 0, 1))
    if rng.random() < 0.2:
        found["supporters"] = [supporter(rng, alone=alone) for _ in range(rng.choice((1, 1, 2, 3)))]
    for place in (found, *members):
        for code in [code for code in place if code not in LISTS and rng.random() < missing]:
            del place[code]
    return found


LISTS = ("members", "supporters")


def person(rng: random.Random, *, is_head: bool = False) -> dict:
    age = rng.choice((rng.randint(0, 100), 15, 16, 17, 18, 69, 70))
    found = {"relation": 2 if is_head else rng.choice(RELATIONS), "age_years": age}
    if age >= 16:
        for kind in INCOMES:
            found[f"{kind}_income_fen"] = rng.choice((0, 0, 0, rng.randint(0, 1_500_000), 80000 * 12))
    for code in (*EXEMPT, *COSTS):
        if rng.random() < 0.1:
            found[code] = rng.randint(0, 500_000)
    for code in RARE_STATES:
        if rng.random() < 0.02:
            found[code] = True
    if rng.random() < 0.02:
        found["clergy_apart_years"] = rng.randint(1, 5)
    if rng.random() < 0.2:
        found |= {"disability_kind": rng.randint(1, 7), "disability_grade": rng.randint(1, 4)}
    if rng.random() < 0.1:
        found["has_serious_illness"] = True
    if rng.random() < 0.1:
        found["labour_capacity"] = rng.randint(1, 4)
    return found


def supporter(rng: random.Random, *, alone: bool = False) -> dict:
    found = {
        "supporter_relation": rng.choice((1, 2, 4)),
        "supporter_age_years": rng.choice((30, 59, 60, 75)),
        "supporter_income_fen": rng.choice((0, rng.randint(0, 5_000_000))),
        "supported_people": rng.randint(1, 4),
        "agreed_support_fen": rng.choice((0, 0, rng.randint(0, 500_000))),
    }
    return found | ({"supports_single_applicant": rng.random() < 0.5} if alone else {})


def with_more_income(rng: random.Random, facts: dict) -> dict:
    """The same family with more of one income of one person who has one, or a supporter who earns more."""
    members = [dict(one) for one in facts["members"]]
    supporters = [dict(one) for one in facts.get("supporters", ())]
    earners = [one for one in members if "wage_income_fen" in one]
    more = rng.choice((1, 99, 100, 12345, 10**6))
    if supporters and rng.random() < 0.3:
        rng.choice(supporters)[rng.choice(("supporter_income_fen", "agreed_support_fen"))] += more
        return {**facts, "supporters": supporters}
    if earners:
        code = rng.choice([f"{kind}_income_fen" for kind in INCOMES] + list(EXEMPT))
        one = rng.choice(earners)
        one[code] = one.get(code, 0) + more
        return {**facts, "members": members}
    return {**facts, "support_payment_fen": facts.get("support_payment_fen", 0) + more}
