"""Families on the edge, from a seed: most would be granted, many lie on a line; each as facts and as a Family."""

import random

from tests.acceptance.independent_dibao import Family, Relative

LINE_FEN = {True: 80_000, False: 70_000}
COUNTED = ("wage", "business", "property", "transfer", "other")
EXEMPT = ("preferential_pension", "government_aid", "scholarship")
NAMED = {kind: f"{kind}_income_fen" for kind in COUNTED} | {kind: f"{kind}_fen" for kind in (*EXEMPT, "basic_pension")}


def facts(rng: random.Random) -> dict:
    """Return a family of which everything is known. One in five has a member who applies alone."""
    is_urban = rng.random() < 0.5
    size = rng.choice((1, 1, 2, 2, 3, 3, 4, 6))
    members = [_member(rng, LINE_FEN[is_urban]) for _each in range(size)]
    if rng.random() < 0.2:
        for one in rng.sample(members, min(size, rng.choice((1, 1, 1, 1, 2)))):
            kind, grade = rng.choice((4, 5, 6)), rng.randint(1, 3)
            one |= {"is_single_applicant": True, "disability_kind": kind, "disability_grade": grade}
            one |= {NAMED[kind]: 0 for kind in COUNTED}
        rng.choice(members)["wage_income_fen"] = rng.randint(10, 18) * size * LINE_FEN[is_urban]
    cap = LINE_FEN[is_urban] * 24 * size
    return {
        "uses_urban_standard": is_urban,
        "financial_assets_fen": rng.choice((0, 0, rng.randint(0, cap), cap - 1, cap, cap + 1, cap * 3 // 2 + 1)),
        "passenger_cars": rng.choice((0,) * 12 + (1, 2)),
        "houses": rng.choice((0, *(1,) * 12, 2, 3)),
        "bought_house_in_3_years": rng.random() < 0.03,
        "employs_others": rng.random() < 0.03,
        "support_payment_fen": rng.choice((0, 0, 0, rng.randint(0, 500_000))),
        "members": members,
    }


def _member(rng: random.Random, line_fen: int) -> dict:
    years = rng.choice((rng.randint(0, 100), 15, 16, 17, 18, 69, 70))
    found = {"age_years": years, "is_counted": rng.random() > 0.03}
    if years >= 16:
        found |= {NAMED[kind]: 0 for kind in COUNTED}
        kind = rng.choice(COUNTED)
        on_the_line = line_fen * 12 + rng.choice((-100, -1, 0, 1))
        found[NAMED[kind]] = rng.choice((0, 0, rng.randint(0, line_fen * 14), on_the_line))
    for kind in (*EXEMPT, "basic_pension"):
        if rng.random() < 0.1:
            found[NAMED[kind]] = rng.randint(0, 300_000)
    for cost in ("work_cost_fen", "disability_illness_cost_fen"):
        if rng.random() < 0.2:
            found[cost] = rng.choice((rng.randint(0, 800_000), 240_000, 600_000))
    if rng.random() < 0.15:
        found |= {"disability_kind": rng.randint(1, 7), "disability_grade": rng.randint(1, 4)}
    if rng.random() < 0.1:
        found["has_serious_illness"] = True
    return found


def with_more_income(rng: random.Random, given: dict) -> dict:
    """Return the same family with more of one income, or with more support from outside."""
    more = rng.choice((1, 99, 100, 12_345, 1_000_000))
    members = [dict(one) for one in given["members"]]
    earners = [one for one in members if one["age_years"] >= 16]
    if not earners or rng.random() < 0.1:
        return given | {"support_payment_fen": given["support_payment_fen"] + more}
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
    """Say whether somebody counted applies alone: then more income of the others may open that way (第八条)."""
    return any(one.get("is_single_applicant") and one["is_counted"] for one in given["members"])


def family(given: dict) -> Family:
    """Return the same family for the independent reckoning."""
    people = []
    for one in given["members"]:
        disability = (one["disability_kind"], one["disability_grade"]) if "disability_kind" in one else None
        people.append(
            Relative(
                one["age_years"], {kind: one[code] for kind, code in NAMED.items() if code in one},
                one.get("work_cost_fen", 0), one.get("disability_illness_cost_fen", 0), disability,
                one.get("has_serious_illness", False), one["is_counted"], one.get("is_single_applicant", False),
            )
        )  # fmt: skip
    area = {True: "urban", False: "rural", None: None}[given.get("uses_urban_standard")]
    return Family(
        area, people, given.get("financial_assets_fen"), given["passenger_cars"], given.get("houses"),
        given["bought_house_in_3_years"], given.get("employs_others"), given["support_payment_fen"],
    )  # fmt: skip
