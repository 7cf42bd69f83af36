"""What examples cannot say: roads, letters, growth of the standard, every tier and supporter against a second hand."""

import itertools
import random
from datetime import date
from fractions import Fraction

import pytest

from minzheng.programs import catalogue
from minzheng.rules.errors import NotInForce
from minzheng.rules.growth import BY_LINE, UNCHANGED, cost, proposals, reached
from minzheng.rules.letters import laws_on

TODAY = date(2026, 11, 24)
PLACE = "420581"
ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
INCOMES = ("wage", "business", "property", "transfer", "other")


def applicant(age=70, **more):
    incomes = {f"{kind}_income_fen": 0 for kind in INCOMES}
    return {
        "part_in_application": 3, "age_years": age, **incomes, "support_form": 1, "has_contract_land": True,
        "own_assets_fen": 0, "own_cars": 0, "own_houses": 0, **dict.fromkeys(ABILITIES, True), **more,
    }  # fmt: skip


def evaluate(*members, day=TODAY, supporters=(), figures=None, **home):
    facts = {"uses_urban_standard": False, **home, "members": list(members), "supporters": list(supporters)}
    return catalogue.get("wubao").evaluate(facts=facts, on=day, at=PLACE, figures=figures)


# ---- roads


@pytest.mark.parametrize(
    ("day", "area", "code"),
    [
        ("2006-03-01", "rural", "order_456"), ("2014-04-30", "rural", "order_456"),
        ("2014-05-01", "rural", "order_649"), ("2014-05-01", "urban", "order_649"), ("2016-10-09", "", "order_649"),
        ("2016-10-10", "", "measures_2016"), ("2021-06-30", "", "measures_2016"), ("2021-07-01", "", "notice_43"),
        ("2026-06-30", "", "notice_43"), ("2026-07-01", "", "act_2026"),
    ],
)  # fmt: skip
def test_each_day_has_the_road_and_the_rules_of_its_law(day, area, code):
    program = catalogue.get("wubao").program

    assert program.path_on(date.fromisoformat(day), area).code == code
    assert program.regime_on(date.fromisoformat(day)).code == code


@pytest.mark.parametrize(("day", "area"), [("2006-02-28", "rural"), ("2011-03-01", "urban")])
def test_before_2006_and_for_townspeople_before_2014_there_is_no_road(day, area):
    with pytest.raises(NotInForce, match=day):
        catalogue.get("wubao").program.path_on(date.fromisoformat(day), area)


def test_the_road_of_2006_has_an_appraisal_of_everybody_and_twenty_days_twice():
    path = catalogue.get("wubao").program.path_on(date(2011, 3, 1), "rural")

    assert path.always("democratic_appraisal")
    assert path.step("means_check") is None
    limits = {step.code: (step.limit_days, step.limit_kind) for step in path.steps if step.limit_days}
    assert limits == {
        "determination": (20, "calendar"), "publicity": (7, "calendar"), "decision": (20, "calendar"),
    }  # fmt: skip
    assert (path.spot_check, path.delegated) == (None, None)


@pytest.mark.parametrize(
    ("day", "days", "objected", "delegated", "board"),
    [("2018-03-01", 20, 20, None, None), ("2025-03-03", 15, 15, 30, None), ("2026-07-01", 15, 15, 30, 15)],
)
def test_the_roads_since_2016(day, days, objected, delegated, board):
    path = catalogue.get("wubao").program.path_on(date.fromisoformat(day))

    limits = {step.code: (step.limit_days, step.limit_kind) for step in path.steps if step.limit_days}
    assert limits == {
        "household_visit": (days, "working"), "publicity": (7, "calendar"), "decision": (days, "working"),
        "publication": (3, "working"),
    }  # fmt: skip
    assert (path.publicity_days, path.posts_again, path.objection_days, path.board_days) == (7, True, objected, board)
    assert (path.spot_check.ratio, path.spot_check.required, path.spot_check.status) == (3000, True, "official")
    assert (path.delegated.days if path.delegated else None) == delegated
    assert path.step("democratic_appraisal").when == "optional"


# ---- the card and the letters


def test_it_excludes_dibao_and_lists_the_growth_of_every_standard():
    program = catalogue.get("wubao").program

    assert program.exclusive_with == ("dibao",)
    assert {growth.standard for growth in program.growth} == {
        code for code in catalogue.get("wubao").figures if code.startswith("destitute_basic_")
    }


ORDER_649 = "社会救助暂行办法（国务院令第649号）"


@pytest.mark.parametrize(
    ("kind", "day", "laws"),
    [
        ("approved", date(2014, 4, 30), ["国务院令第456号 第七条、第十二条"]),
        ("approved", date(2014, 5, 1), [f"{ORDER_649} 第十四条、第十六条、第十九条"]),
        ("refused", date(2016, 10, 10), [f"{ORDER_649} 第十四条、第十六条", "特困人员认定办法（2016）"]),
        ("refused", date(2021, 7, 1), [f"{ORDER_649} 第十四条、第十六条", "民发〔2021〕43号 第十八条"]),
        ("stopped", date(2026, 6, 30), [f"{ORDER_649} 第十八条", "民发〔2021〕43号 第二十四条至第二十七条"]),
        ("stopped", date(2026, 7, 1), ["社会救助法 第四十七条、第四十八条", "民发〔2021〕43号 第二十四条至第二十七条"]),
    ],
)
def test_a_letter_cites_the_law_of_its_day_and_names_its_remedies(kind, day, laws):
    letter = catalogue.get("wubao").letters[kind]

    assert laws_on(letter, day, "") == laws
    assert [one["remedy"] for one in letter["remedies"]] == ["行政复议", "行政诉讼"]


def test_every_local_standard_says_that_it_is_an_illustration():
    for figure in catalogue.get("wubao").figures.values():
        if figure.code.startswith(("destitute_basic_", "destitute_care_")):
            assert {one.status for one in figure.values} == {"illustrative"}, figure.code
            assert all(one.reference.startswith("示例：") for one in figure.values), figure.code


def test_a_refusal_tells_needs_has_and_difference():
    failed = evaluate(
        applicant(wage_income_fen=840001, own_assets_fen=1680001), supporters=[{"supporter_age_years": 40}]
    ).failed

    assert [(one.label, one.needs, one.has, one.differs) for one in failed] == [
        ("无生活来源：收入低于当地低保标准", "低于8,400.00元（700.00元/人·月）", "8,400.01元", "超出0.01元"),
        ("金融资产不超过规定上限", "不超过16,800.00元", "16,800.01元", "超出0.01元"),
        (
            "没有具备履行义务能力的法定义务人", "没有法定义务人，或者义务人都无履行义务能力",
            "有法定义务人不属于无履行义务能力的任何一种情形", "",
        ),
    ]  # fmt: skip


def test_income_and_property_of_supporters_do_not_concern_whom_they_do_not_excuse():
    findings = {one.code: one.has for one in evaluate(applicant()).conditions}

    assert findings["supporters_earn_little"] == findings["supporters_own_little"] == "不涉及"


def test_the_sheet_names_the_tier_in_words():
    lines = {one.code: one.as_dict()["text"] for one in evaluate(applicant(can_bathe=False)).trace}

    assert (lines["lost_abilities"], lines["self_care"]) == ("1", "部分丧失")


def test_the_review_is_yearly():
    assert {evaluate(applicant(), day=day).value("review_months") for day in (date(2018, 3, 1), TODAY)} == {12}


# ---- growth (example 2 of the handbook)


def test_example_2_the_line_of_2026_carries_the_standard_to_10920():
    found = {one.standard: one for one in proposals(catalogue.get("wubao"), on=date(2026, 1, 1), at=PLACE)}
    home = found["destitute_basic_home_rural_fen"]

    assert (home.before_fen, home.proposed_fen, home.ground) == (1030000, 1092000, BY_LINE)
    assert cost(home, people=350).whole_year_fen == 350 * 62000
    assert cost(home, people=350, months=9).first_year_fen == 350 * 62000 * 9 // 12
    assert home.figures["destitute_line_ratio"].status == "official"
    institution = found["destitute_basic_institution_rural_fen"]
    assert (institution.before_fen, institution.proposed_fen, institution.ground) == (1160000, 1160000, UNCHANGED)


def test_the_packaged_standards_of_home_support_are_what_the_rule_proposes():
    program = catalogue.get("wubao")
    for year, area in itertools.product((2024, 2025, 2026), ("rural", "urban")):
        code = f"destitute_basic_home_{area}_fen"
        new = program.figure(code, on=date(year, 1, 1), at=PLACE).value
        line = program.figure(f"dibao_line_{area}_fen", on=date(year, 1, 1), at=PLACE).value

        assert new == -(-line * 12 * 13 // 10 // 1000) * 1000


# ---- a second hand


@pytest.mark.parametrize("form", [1, 2])
def test_every_set_of_abilities_falls_into_the_tier_of_its_number(form):
    care = {1: (4000, 20000, 60000), 2: (6000, 30000, 90000)}[form]
    basic = {1: 91000, 2: 100000}[form]
    for able in itertools.product((True, False), repeat=6):
        lost = able.count(False)
        tier = 0 if lost == 0 else 1 if lost in (1, 2, 3) else 2

        result = evaluate(applicant(support_form=form, **dict(zip(ABILITIES, able, strict=True))))

        assert result.amount_fen == basic + care[tier], able


def unable(one, income_line):
    """民发〔2021〕43号 第八条, ground by ground."""
    mind = one["supporter_disability_kind"] in (5, 6)
    severe = one["supporter_disability_grade"] in (1, 2) or (mind and one["supporter_disability_grade"] == 3)
    poor = one["supporter_own_income_fen"] < income_line and one["supporter_has_property_within_rule"]
    gone = one["supporter_lacks_civil_capacity"] or one["supporter_is_missing"] or one["supporter_is_in_prison"]
    return (
        one["supporter_is_destitute"]
        or (one["supporter_age_years"] >= 60 and one["supporter_draws_dibao"])
        or (one["supporter_age_years"] >= 70 and poor)
        or (severe and poor)
        or (gone and one["supporter_has_property_within_rule"])
        or one["supporter_is_otherwise_unable"]
    )


def supporter(rng):
    rare = ("is_destitute", "draws_dibao", "lacks_civil_capacity", "is_missing", "is_in_prison", "is_otherwise_unable")
    return {
        "supporter_age_years": rng.choice((40, 59, 60, 69, 70, 71)),
        "supporter_disability_kind": rng.randint(0, 7), "supporter_disability_grade": rng.randint(0, 4),
        "supporter_own_income_fen": rng.choice((0, 3599999, 3600000, 5000000)),
        "supporter_has_property_within_rule": rng.random() < 0.7,
        **{f"supporter_{code}": rng.random() < 0.15 for code in rare},
    }  # fmt: skip


AS_MEMBER = {
    "age_years": "supporter_age_years", "disability_kind": "supporter_disability_kind",
    "disability_grade": "supporter_disability_grade", "wage_income_fen": "supporter_own_income_fen",
    "has_property_within_rule": "supporter_has_property_within_rule", "is_destitute": "supporter_is_destitute",
    "draws_dibao": "supporter_draws_dibao", "lacks_civil_capacity": "supporter_lacks_civil_capacity",
    "is_declared_missing": "supporter_is_missing", "is_in_prison": "supporter_is_in_prison",
    "is_otherwise_unable": "supporter_is_otherwise_unable",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_every_supporter_is_tested_ground_by_ground_outside_and_in_the_household(seed):
    rng = random.Random(seed)
    for _ in range(200):
        all_of_them = [supporter(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        excused = all(unable(one, 3600000) for one in all_of_them)
        nothing = {f"{kind}_income_fen": 0 for kind in INCOMES}
        members = [
            {**nothing, "part_in_application": 2, **{mine: one[theirs] for mine, theirs in AS_MEMBER.items()}}
            for one in all_of_them
        ]

        outside, inside = evaluate(applicant(), supporters=all_of_them), evaluate(applicant(), *members)

        assert outside.outcome == inside.outcome == ("eligible" if excused else "refused"), all_of_them
        assert [one.code for one in outside.failed] == [one.code for one in inside.failed]


@pytest.mark.parametrize("seed", range(5))
def test_a_year_of_payments_is_the_standard_to_the_fen_and_the_parts_are_the_whole(seed):
    rng = random.Random(100 + seed)
    for _ in range(100):
        forms = [rng.choice((1, 2)) for _ in range(rng.choice((1, 1, 2, 3)))]
        home, institution, quarterly = rng.randint(300000, 3000000), rng.randint(300000, 3000000), rng.random() < 0.5
        figures = {
            "destitute_basic_home_rural_fen": home, "destitute_basic_institution_rural_fen": institution,
            "destitute_paid_quarterly": 1 if quarterly else 0,
            "destitute_pocket_money_fen": rng.choice((0, 10000, 90000)),
        }  # fmt: skip

        found = evaluate(*(applicant(support_form=form) for form in forms), figures=figures)

        times = 4 if quarterly else 12
        care = sum({1: 4000, 2: 6000}[form] * 12 for form in forms)
        standard = sum({1: home, 2: institution}[form] for form in forms)
        assert found.amount_fen * (times - 1) + found.closing_fen == standard + care
        assert abs(found.amount_fen - Fraction(standard + care, times)) <= Fraction(len(forms), 2)
        parts = [found.value(code) for code in ("institutions_fen", "persons_fen", "caregivers_fen")]
        assert sum(parts) == found.amount_fen


def household(rng):
    """People around the lines the law draws; everything known."""
    members = []
    for place in range(rng.choice((1, 1, 2, 3, 4))):
        part = 3 if place == 0 else rng.choice((1, 2, 3))
        one = applicant(rng.choice((9, 15, 16, 17, 18, 45, 59, 60, 61, 75)), part_in_application=part)
        one |= {
            "wage_income_fen": rng.choice((0, 0, 300000, 839999, 840000)),
            "has_property_within_rule": rng.random() < 0.8,
            "disability_kind": rng.randint(0, 7), "disability_grade": rng.choice((0, 0, 1, 2, 3, 4)),
            "own_assets_fen": rng.choice((0, 0, 2000000)), "is_destitute": rng.random() < 0.2,
        }  # fmt: skip
        members.append(one)
    found = {"support_payment_fen": rng.choice((0, 0, 500000)), "members": members}
    if rng.random() < 0.5:
        found["supporters"] = [supporter(rng)]
    return found


DAYS = (TODAY, date(2026, 6, 30), date(2021, 6, 30), date(2016, 10, 9), date(2011, 3, 1))


@pytest.mark.parametrize("seed", range(10))
def test_more_income_never_pays_more_and_nothing_is_below_zero(seed):
    rng, eligible = random.Random(200 + seed), 0
    for _ in range(200):
        facts, day = household(rng), rng.choice(DAYS)
        before = ask(facts, day)
        more = with_more(rng, facts)
        after = ask(more, day)

        assert before.amount_fen >= after.amount_fen >= 0, (facts, more)
        assert (before.amount_fen > 0) == (before.outcome == "eligible")
        eligible += before.outcome == "eligible"

    assert eligible > 10


def ask(facts, day):
    return catalogue.get("wubao").evaluate(facts={"uses_urban_standard": False, **facts}, on=day, at=PLACE)


def with_more(rng, facts):
    members = [dict(one) for one in facts["members"]]
    supporters = [dict(one) for one in facts.get("supporters", ())]
    more = rng.choice((1, 100, 12345, 10**6))
    if supporters and rng.random() < 0.3:
        rng.choice(supporters)[rng.choice(("supporter_own_income_fen", "agreed_support_fen"))] = more + 3600000
        return {**facts, "supporters": supporters}
    one = rng.choice(members)
    code = rng.choice([f"{kind}_income_fen" for kind in INCOMES] + ["preferential_pension_fen", "scholarship_fen"])
    one[code] = one.get(code, 0) + more
    return {**facts, "members": members}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_people_changes_nothing(seed):
    rng = random.Random(300 + seed)
    for _ in range(100):
        facts, day = household(rng), rng.choice(DAYS)
        turned = {**facts, "members": facts["members"][::-1], "supporters": facts.get("supporters", [])[::-1]}
        a, b = ask(facts, day), ask(turned, day)

        assert (a.outcome, a.amount_fen, a.closing_fen, a.layer) == (b.outcome, b.amount_fen, b.closing_fen, b.layer)


@pytest.mark.parametrize("seed", range(5))
def test_filling_in_a_missing_fact_never_turns_a_known_outcome(seed):
    """Facts without a default are left out: refused or eligible stays so, whatever they turn out to be."""
    rng = random.Random(400 + seed)
    asked = {fact.code for fact in catalogue.get("wubao").facts if fact.default is None}
    for _ in range(100):
        facts = household(rng)
        hidden = {
            **facts,
            **{
                key: [
                    {code: value for code, value in one.items() if code not in asked or rng.random() > 0.1}
                    for one in rows
                ]
                for key, rows in facts.items()
                if key in {"members", "supporters"}
            },
        }
        known, guess = ask(facts, TODAY), ask(hidden, TODAY)

        assert guess.outcome in {"incomplete", known.outcome}


def test_which_standards_are_what_the_rule_asks():
    """Raised to the rule they are reached; a fen less, and they are not."""
    law = catalogue.get("wubao")
    standard = law.program.growth[0].standard
    on, at = date(2026, 11, 24), "420581"
    held, whole = reached(law, on=on, at=at)
    used = law.figure(standard, on=on, at=at)
    row = {
        "from": date(2026, 6, 1), "where": at, "by": law.figures[standard].setter_on(on).levels[-1],
        "value": used.value - 1, "reference": "x", "status": "illustrative",
    }  # fmt: skip

    lower = reached(law.with_local("one fen less", {standard: [row]}), on=on, at=at)

    assert (held, whole) == (3, 4)
    assert lower == (2, 4)
