"""What examples cannot say of temporary assistance: the amount against fractions, roads, card and letters."""

import random
from datetime import date
from fractions import Fraction
from math import floor

import pytest

from minzheng.casework.queries import catalogue as cards
from minzheng.programs import catalogue
from minzheng.rules.errors import NotInForce
from minzheng.rules.letters import laws_on
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import URGENT
from minzheng.rules.wording import say
from minzheng.ui.fact_fields import field_for

CODE = "temporary"
ORDER = "社会救助暂行办法（国务院令第649号）"
DAYS = (
    *(date(2011, 3, 1), date(2013, 3, 1), date(2014, 6, 2), date(2016, 3, 1), date(2019, 3, 1), date(2021, 3, 1)),
    *(date(2025, 3, 3), date(2026, 3, 2), date(2026, 11, 24)),
)
EARNED = ("business_income_fen", "property_income_fen", "transfer_income_fen", "other_income_fen")


def evaluate(facts, on=DAYS[-2], figures=None):
    return catalogue.get(CODE).evaluate(facts=facts, on=on, at="420581", figures=figures)


def request(rng):
    """A request of any kind, often near the lines the law draws."""
    people = rng.randint(1, 6)
    spends = rng.random() < 0.5
    members = []
    for place in range(people):
        one = {"is_affected": place == 0 or rng.random() < 0.7, "age_years": rng.choice((10, 15, 16, 40, 70))}
        if spends:
            one |= dict.fromkeys(EARNED, 0) | {"wage_income_fen": rng.choice((0, rng.randint(0, 6_000_000)))}
            one["rigid_medical_fen"] = rng.choice((0, rng.randint(0, 8_000_000)))
        members.append(one)
    found = {
        "need_type": 1 if spends else 2, "cause_code": rng.randint(1, 12), "is_urgent": rng.random() < 0.4,
        "local_tie": rng.choice((1, 2, 3, 3, 3)), "happened_here": rng.random() < 0.9,
        "same_cause_granted": rng.random() < 0.2, "is_same_event": rng.random() < 0.5,
        "months_since_same_cause": rng.randint(0, 24), "has_repeat_reason": rng.random() < 0.5,
        "duration_months": rng.randint(1, 6), "severity": rng.randint(1, 3), "uses_urban_standard": rng.random() < 0.6,
        "applies_as_individual": rng.random() < 0.1, "lacks_family_support": rng.random() < 0.5,
        "has_conflicting_facts": rng.random() < 0.05, "receives_dibao": rng.random() < 0.3,
        "conference_grant_fen": rng.choice((0, 1, 900_000, rng.randint(0, 3_000_000))),
        "instalments": rng.choice((1, 1, 2, 3, 7)), "members": members,
    }  # fmt: skip
    if spends:
        found |= {"financial_assets_fen": rng.randint(0, 10**7), "passenger_cars": rng.choice((0, 0, 1, 2)),
                  "houses": rng.choice((0, 1, 2, 3))}  # fmt: skip
    return found


def by_hand(line_fen, people, months, severity, cap_fen):
    """What a clerk would write: yuan from an exact fraction, to the nearest ten, down if that passes the cap."""
    yuan = Fraction(line_fen * people * months, 100) * {1: Fraction(1, 2), 2: 1, 3: 2}[severity]
    cap = Fraction(cap_fen, 100)
    exact = min(yuan, cap)
    nearest = floor(exact / 10 + Fraction(1, 2)) * 10
    return 100 * (nearest if nearest <= cap else floor(exact / 10) * 10)


@pytest.mark.parametrize("seed", range(5))
def test_the_amount_is_the_fraction_rounded_once_and_never_above_the_cap(seed):
    rng = random.Random(seed)
    for _ in range(200):
        line, people = rng.randint(1, 200_000), rng.randint(1, 9)
        months, severity, lines, per_head = rng.randint(1, 6), rng.randint(1, 3), rng.randint(1, 24), rng.randint(0, 1)
        facts = {
            "need_type": 2, "cause_code": 4, "is_urgent": False, "local_tie": 3, "happened_here": True,
            "same_cause_granted": False,
            "duration_months": months, "severity": severity, "uses_urban_standard": True,
            "members": [{"is_affected": True}] * people,
        }  # fmt: skip
        figures = {
            "dibao_line_urban_fen": line, "cap_lines": lines, "cap_counts_people": per_head,
            "county_ceiling_fen": 100_000_000,
        }  # fmt: skip

        result = evaluate(facts, figures=figures)

        cap = line * lines * (people if per_head else 1)
        assert result.amount_fen == by_hand(line, people, months, severity, cap), (facts, figures)
        assert result.amount_fen <= cap


@pytest.mark.parametrize("seed", range(5))
def test_the_amount_of_a_village_paid_by_the_year_is_the_fraction_too(seed):
    rng = random.Random(100 + seed)
    for _ in range(100):
        year, people, months, severity = (
            rng.randint(1, 200_000),
            rng.randint(1, 9),
            rng.randint(1, 6),
            rng.randint(1, 3),
        )
        facts = {
            "local_tie": 3, "same_cause_granted": False, "duration_months": months, "severity": severity,
            "uses_urban_standard": False, "members": [{"is_affected": True}] * people,
        }  # fmt: skip
        figures = {"dibao_line_rural_yearly_fen": year, "county_ceiling_fen": 100_000_000}

        result = evaluate(facts, date(2011, 3, 1), figures)

        line = Fraction(year, 12)
        assert result.amount_fen == by_hand(line, people, months, severity, line * 12 * people), (facts, figures)


@pytest.mark.parametrize("seed", range(10))
def test_more_income_never_gives_more_and_nothing_is_below_zero(seed):
    rng = random.Random(1000 + seed)
    for _ in range(200):
        facts, day = request(rng), rng.choice(DAYS)
        more = {**facts, "members": [dict(one) for one in facts["members"]]}
        one = rng.choice(more["members"])
        one["wage_income_fen"] = one.get("wage_income_fen", 0) + rng.choice((1, 100, 10**6))

        before, after = evaluate(facts, day), evaluate(more, day)

        assert before.amount_fen >= after.amount_fen >= 0, facts
        assert before.outcome == "eligible" or before.amount_fen == 0, facts


@pytest.mark.parametrize("seed", range(5))
def test_more_people_months_or_severity_never_give_less(seed):
    rng = random.Random(2000 + seed)
    for _ in range(200):
        facts, day = request(rng), rng.choice(DAYS)
        worse = dict(facts)
        what = rng.choice(("duration_months", "severity", "members"))
        if what == "members":
            worse["members"] = [{**one, "is_affected": True} for one in facts["members"]]
        else:
            worse[what] = min(facts[what] + 1, {"duration_months": 6, "severity": 3}[what])

        assert (evaluate(worse, day).value("aid_fen") or 0) >= (evaluate(facts, day).value("aid_fen") or 0), facts


@pytest.mark.parametrize("seed", range(5))
def test_one_case_has_one_decider_and_instalments_add_up(seed):
    rng = random.Random(3000 + seed)
    for _ in range(200):
        facts, day = request(rng), rng.choice(DAYS)

        result = evaluate(facts, day)

        aid = result.value("aid_fen")
        assert result.decider in {"township", "county", "case_conference"}
        if result.decider == "township":
            assert aid <= result_figure(result, "township_ceiling_fen")
        if result.decider != "case_conference":
            assert aid <= result_figure(result, "county_ceiling_fen")
        if result.is_urgent and result.decider == "case_conference":
            assert aid > result_figure(result, "county_ceiling_fen")
        cash = result.value("cash_fen")
        if cash is not None and facts["instalments"] > 1:
            parts = facts["instalments"] - 1
            assert result.value("instalment_fen") * parts + result.value("last_instalment_fen") == cash
            assert result.value("last_instalment_fen") >= result.value("instalment_fen") >= 0


def result_figure(result, code):
    return next(one.value for one in result.figures if one.code == code)


@pytest.mark.parametrize("seed", range(5))
def test_filling_in_a_missing_fact_never_turns_a_known_outcome(seed):
    rng = random.Random(4000 + seed)
    for _ in range(200):
        facts, day = request(rng), rng.choice(DAYS)
        keep = {"members", "has_repeat_reason", "receives_dibao", "applies_as_individual", "has_conflicting_facts"}
        hidden = {key: value for key, value in facts.items() if key in keep or rng.random() > 0.2}

        known, guess = evaluate(facts, day), evaluate(hidden, day)

        assert guess.outcome in {"incomplete", known.outcome}, (facts, hidden)


@pytest.mark.parametrize("day", DAYS)
def test_the_order_of_members_changes_nothing(day):
    rng = random.Random(5000)
    for _ in range(100):
        facts = request(rng)
        a, b = (evaluate({**facts, "members": facts["members"][::step]}, day) for step in (1, -1))

        assert (a.outcome, a.amount_fen, a.decider) == (b.outcome, b.amount_fen, b.decider)


# ---- roads


@pytest.mark.parametrize(
    ("day", "ordinary", "urgent"),
    [
        ("2007-06-27", "notice_92", "notice_92"), ("2014-04-30", "notice_92", "notice_92"),
        ("2014-05-01", "order_649", "order_649_urgent"), ("2014-10-02", "order_649", "order_649_urgent"),
        ("2014-10-03", "notice_47", "notice_47_urgent"), ("2018-01-22", "notice_47", "notice_47_urgent"),
        ("2018-01-23", "notice_23", "notice_23_urgent"), ("2026-01-28", "notice_23", "notice_23_urgent"),
        ("2026-01-29", "notice_23", "opinion_2026_urgent"), ("2026-06-30", "notice_23", "opinion_2026_urgent"),
        ("2026-07-01", "act_2026", "act_2026_urgent"),
    ],
)  # fmt: skip
def test_each_day_has_the_roads_of_its_law(day, ordinary, urgent):
    card = catalogue.get(CODE).program

    assert card.path_on(date.fromisoformat(day)).code == ordinary
    assert card.path_on(date.fromisoformat(day), kind=URGENT).code == urgent


def test_before_the_first_paper_there_is_neither_road_nor_rule():
    with pytest.raises(NotInForce, match="2007-06-26"):
        catalogue.get(CODE).program.path_on(date(2007, 6, 26))
    with pytest.raises(NotInForce, match="2007-06-26"):
        evaluate({"members": [{}]}, date(2007, 6, 26))


@pytest.mark.parametrize("day", [one for one in DAYS if one >= date(2014, 5, 1)])
def test_an_urgent_case_waits_for_no_posting_and_its_papers_are_made_good(day):
    """The first line of the test matrix: paid first, publicity waived, records due within ten working days."""
    card = catalogue.get(CODE).program
    quick, slow = card.path_on(day, kind=URGENT), card.path_on(day)

    assert (slow.always("publicity"), slow.publicity_days, slow.step("publicity").limit_days) == (True, 7, 7)
    assert [quick.step(one) for one in ("publicity", "means_check", "democratic_appraisal")] == [None, None, None]
    assert [(one.code, one.limit_days, one.limit_kind) for one in quick.afterwards] == [
        ("household_visit", 10, "working")
    ]
    assert (quick.step("decision").limit_days, quick.whole.days, quick.whole.kind) == (1, 3, "calendar")
    assert "示例" in quick.step("decision").law


def test_the_township_may_decide_on_both_roads_since_2014():
    card = catalogue.get(CODE).program

    assert card.path_on(date(2014, 4, 30)).delegated is None
    assert all(
        card.path_on(day, kind=kind).delegated is not None
        for day in DAYS
        if day >= date(2014, 5, 1)
        for kind in ("", URGENT)
    )


def test_limits_that_the_law_does_not_set_say_so():
    for path in catalogue.get(CODE).program.paths:
        for step in path.steps:
            assert step.limit_days is None or "示例" in step.law, (path.code, step.code)
        for limit in (path.whole, path.delegated):
            official = path.code in {"opinion_2026_urgent", "act_2026_urgent"}
            assert limit is None or official or "示例" in limit.law, path.code


# ---- what the card and the letters say


def test_it_is_paid_once_by_a_room_of_its_own_and_not_applied_for_at_the_window():
    assert CODE not in {card.code for card in cards.programs()}
    assert CODE in {card.code for card in cards.benefits()}
    assert cards.made_due_by("relief") == (CODE,)
    assert catalogue.get(CODE).program.cadence == "once"
    assert cards.never_with(CODE) == (CODE,)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({"dibao": Held("dibao", receives=True)}, {"receives_dibao": True}),
        ({"dibao": Held("dibao_single", receives=False)}, {}),
        ({"dibao": Held("edge", receives=False)}, {"is_recognised_edge": True}),
        ({"dibao": Held("rigid_expenditure", receives=False)}, {"is_recognised_rigid": True}),
        ({"wubao": Held("destitute", receives=True)}, {"receives_destitute_support": True}),
        ({"wubao": Held("none", receives=False)}, {}),
    ],
)
def test_who_has_a_status_is_not_examined_again(held, expected):
    assert recognised(catalogue.get(CODE).program, held) == expected


@pytest.mark.parametrize(
    ("kind", "day", "laws"),
    [
        ("approved", date(2011, 3, 1), ["民发〔2007〕92号"]),
        ("approved", date(2014, 4, 30), ["民发〔2007〕92号"]),
        ("approved", date(2014, 5, 1), [f"{ORDER} 第四十七条、第四十八条"]),
        ("refused", date(2014, 10, 3), [f"{ORDER} 第四十七条、第四十八条", "国发〔2014〕47号 三"]),
        ("stopped", date(2026, 6, 30), [f"{ORDER} 第四十七条、第四十九条", "民发〔2018〕23号 二（四）"]),
        ("stopped", date(2026, 7, 1), ["社会救助法 第四十七条、第四十八条", "民发〔2018〕23号 二（四）"]),
    ],
)  # fmt: skip
def test_a_letter_cites_the_law_of_its_day(kind, day, laws):
    assert laws_on(catalogue.get(CODE).letters[kind], day, "") == laws


def test_the_figures_are_told_as_examples():
    facts = {
        "need_type": 2, "cause_code": 4, "is_urgent": True, "local_tie": 3, "happened_here": True,
        "same_cause_granted": False,
        "duration_months": 1, "severity": 2, "uses_urban_standard": True, "members": [{"is_affected": True}],
    }  # fmt: skip
    figures = {one.code: one for one in evaluate(facts, date(2026, 11, 24)).figures}

    assert {code for code, one in figures.items() if one.status == "official"} == {"small_amount_lines"}
    assert say(figures["township_ceiling_fen"].value, "fen") == "3,000.00元"


def test_every_question_can_be_put_to_a_village_worker():
    for fact in catalogue.get(CODE).own_facts:
        assert field_for(fact).label == fact.label
        assert fact.label, fact.code
        assert fact.type != "choice" or fact.choices, fact.code
        # Money is asked in yuan, and says so.
        assert fact.type != "fen" or "元" in fact.help, fact.code
