"""Families on the edge, from a seed: most would be granted, many lie on a line; each as facts and as a Family."""

import random

from tests.acceptance.independent_dibao import NOW, Era, Family, Relative, Supporter

COUNTED = ("wage", "business", "property", "transfer", "other")
EXEMPT = ("preferential_pension", "government_aid", "scholarship", "family_planning_reward", "bravery_award")
NAMED = {kind: f"{kind}_income_fen" for kind in COUNTED} | {kind: f"{kind}_fen" for kind in (*EXEMPT, "basic_pension")}
STATES = (
    *("is_in_prison", "is_in_labour_reeducation", "is_in_isolation", "is_declared_missing", "is_conscript"),
    *("is_excluded_by_province", "is_destitute", "lives_apart", "cannot_live_independently", "is_full_time_student"),
    *("has_separate_register", "is_jobless", "is_named_single_case"),
)
KIN = {2: "head", 10: "spouse", 20: "child", 30: "child", 52: "parent", 41: "other", 71: "other", 99: "stranger"}
SUPPORTERS = {1: "child", 2: "parent", 4: "sibling"}
LABOUR = {1: "has", 2: "partly_lost", 3: "fully_lost", 4: "none"}


def facts(rng: random.Random, era: Era = NOW) -> dict:
    """Return a family of which everything is known. One in five has a member who applies alone."""
    is_urban = rng.random() < 0.5
    line_fen = int((era.urban if is_urban else era.rural) * 100)
    size = rng.choice((1, 1, 2, 2, 3, 3, 4, 6))
    members = [_member(rng, line_fen, place) for place in range(size)]
    if rng.random() < 0.2 and era.year >= 2012:
        _apply_alone(rng, members, line_fen)
    cap = line_fen * 24 * size
    cars = rng.choice((0,) * 12 + (1, 1, 2))
    found = {
        "uses_urban_standard": is_urban,
        "financial_assets_fen": rng.choice((0, 0, rng.randint(0, cap), cap - 1, cap, cap + 1, cap * 3 // 2 + 1)),
        "passenger_cars": cars,
        "houses": rng.choice((0, *(1,) * 12, 2, 3)),
        "bought_house_in_3_years": rng.random() < 0.03,
        "employs_others": rng.random() < 0.03,
        "support_payment_fen": rng.choice((0, 0, 0, rng.randint(0, 500_000))),
        "members": members,
    }
    if cars:
        worth = line_fen * 72
        found |= {"mobility_vehicles": rng.choice((0, 0, 1)), "cars_value_fen": rng.choice((0, worth, worth + 1))}
    if rng.random() < 0.25:
        found["supporters"] = [_supporter(rng, line_fen) for _each in range(rng.choice((1, 1, 2)))]
    return found


def _apply_alone(rng: random.Random, members: list[dict], line_fen: int) -> None:
    size = len(members)
    for one in rng.sample(members, min(size, rng.choice((1, 1, 1, 1, 2)))):
        kind, grade = rng.choice((4, 5, 6)), rng.randint(1, 3)
        one |= {"is_single_applicant": True, "disability_kind": kind, "disability_grade": grade}
        one |= {NAMED[kind]: 0 for kind in COUNTED}
        one |= {state: True for state in ("is_jobless", "has_separate_register") if rng.random() < 0.3}
        if rng.random() < 0.1:
            one["clergy_apart_years"] = rng.randint(2, 4)
    rng.choice(members)["wage_income_fen"] = rng.randint(10, 18) * size * line_fen


def _member(rng: random.Random, line_fen: int, place: int) -> dict:
    years = rng.choice((rng.randint(0, 100), 15, 16, 17, 18, 69, 70))
    relation = 2 if place == 0 else rng.choice((10, 20, 20, 30, 52, 41, 71, *(99,) * (rng.random() < 0.2)))
    found = {"relation": relation, "age_years": years}
    if years >= 16:
        found |= {NAMED[kind]: 0 for kind in COUNTED}
        kind = rng.choice(COUNTED)
        on_the_line = line_fen * 12 + rng.choice((-100, -1, 0, 1))
        found[NAMED[kind]] = rng.choice((0, 0, rng.randint(0, line_fen * 14), on_the_line))
    for kind in (*EXEMPT, "basic_pension"):
        if rng.random() < 0.08:
            found[NAMED[kind]] = rng.randint(0, 300_000)
    for cost in ("work_cost_fen", "disability_illness_cost_fen"):
        if rng.random() < 0.2:
            found[cost] = rng.choice((rng.randint(0, 800_000), 240_000, 600_000))
    if rng.random() < 0.15:
        found |= {"disability_kind": rng.randint(1, 7), "disability_grade": rng.randint(1, 4)}
    if rng.random() < 0.1:
        found["has_serious_illness"] = True
    if rng.random() < 0.1:
        found["labour_capacity"] = rng.randint(1, 4)
    return found | {state: True for state in STATES if rng.random() < 0.015}


def _supporter(rng: random.Random, line_fen: int) -> dict:
    return {
        "supporter_relation": rng.choice((1, 2, 4)),
        "supporter_age_years": rng.choice((30, 59, 60, 75)),
        "supporter_income_fen": rng.choice((0, line_fen * 18, line_fen * 18 + 1, rng.randint(0, line_fen * 40))),
        "supported_people": rng.randint(1, 3),
        "agreed_support_fen": rng.choice((0, 0, rng.randint(0, line_fen * 6))),
        "supports_single_applicant": rng.random() < 0.5,
    }


def with_more_income(rng: random.Random, given: dict) -> dict:
    """Return the same family with more of one income, or with more support from outside."""
    more = rng.choice((1, 99, 100, 12_345, 1_000_000))
    members = [dict(one) for one in given["members"]]
    earners = [one for one in members if one["age_years"] >= 16]
    if not earners or rng.random() < 0.1:
        return given | {"support_payment_fen": given["support_payment_fen"] + more}
    if given.get("supporters") and rng.random() < 0.3:
        supporters = [dict(one) for one in given["supporters"]]
        rng.choice(supporters)[rng.choice(("supporter_income_fen", "agreed_support_fen"))] += more
        return given | {"supporters": supporters}
    one = rng.choice(earners)
    code = NAMED[rng.choice((*COUNTED, *EXEMPT, "basic_pension"))]
    one[code] = one.get(code, 0) + more
    return given | {"members": members}


def with_a_gap(rng: random.Random, given: dict) -> dict:
    """Return the same family with one thing nobody recorded: of the household, or an income of an adult."""
    members = [dict(one) for one in given["members"]]
    earners = [one for one in members if one["age_years"] >= 16]
    if earners and rng.random() < 0.5:
        del rng.choice(earners)[NAMED[rng.choice(COUNTED)]]
        return given | {"members": members}
    hidden = rng.choice(("uses_urban_standard", "financial_assets_fen", "houses", "employs_others"))
    return {code: value for code, value in given.items() if code != hidden}


def applies_alone(given: dict) -> bool:
    """Say whether somebody applies alone: then more income of the others may open that way (第八条)."""
    return any(one.get("is_single_applicant") for one in given["members"])


def family(given: dict) -> Family:
    """Return the same family for the independent reckoning."""
    people = []
    for one in given["members"]:
        disability = (one["disability_kind"], one["disability_grade"]) if "disability_kind" in one else None
        people.append(
            Relative(
                one["age_years"], {kind: one[code] for kind, code in NAMED.items() if code in one},
                one.get("work_cost_fen", 0), one.get("disability_illness_cost_fen", 0), disability,
                one.get("has_serious_illness", False), one.get("is_single_applicant", False), KIN[one["relation"]],
                frozenset(state for state in STATES if one.get(state)), one.get("clergy_apart_years", 0),
                LABOUR.get(one.get("labour_capacity", 0), ""),
            )
        )  # fmt: skip
    area = {True: "urban", False: "rural", None: None}[given.get("uses_urban_standard")]
    supporters = [
        Supporter(
            SUPPORTERS[one["supporter_relation"]], one["supporter_age_years"], one["supporter_income_fen"],
            one["supported_people"], one["agreed_support_fen"], one["supports_single_applicant"],
        )
        for one in given.get("supporters", ())
    ]  # fmt: skip
    cars = max(0, given["passenger_cars"] - given.get("mobility_vehicles", 0))
    return Family(
        area, people, given.get("financial_assets_fen"), cars, given.get("houses"),
        given["bought_house_in_3_years"], given.get("employs_others"), given["support_payment_fen"],
        given.get("cars_value_fen", 0), supporters,
    )  # fmt: skip
