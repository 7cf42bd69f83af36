"""What was frozen before facts had today's names still comes to the same fen."""

from datetime import date

from minzheng.programs import catalogue
from minzheng.rules.frozen_facts import in_todays_words

ON = date(2026, 11, 24)
NOTHING = {f"{kind}_income_fen": 0 for kind in ("wage", "business", "property", "transfer", "other")}
THEN = {
    "uses_urban_standard": True, "financial_assets_fen": 0, "passenger_cars": 1, "houses": 1,
    "bought_house_in_3_years": False, "employs_others": False,
    "members": [
        {"age_years": 40, "is_counted": True, **NOTHING, "wage_income_fen": 2_880_000},
        {"age_years": 40, "is_counted": True, **NOTHING},
        {
            "age_years": 25, "is_counted": True, **NOTHING, "disability_kind": 4, "disability_grade": 2,
            "is_single_applicant": True,
        },
        {"age_years": 22, "is_counted": False},
    ],
}  # fmt: skip


def test_a_frozen_edge_family_with_a_car_and_a_prisoner_comes_to_the_same_fen():
    result = catalogue.get("dibao").evaluate(facts=in_todays_words(THEN), on=ON, at="420581")

    # 800 + 20 per cent, as the examples of the first release say
    assert (result.outcome, result.amount_fen, result.layer) == ("eligible", 96_000, "dibao_single")
    assert result.recipients == (2,)
    assert result.value("members_counted") == 3


def test_what_was_frozen_is_not_touched_and_todays_facts_pass_unchanged():
    before = repr(THEN)
    today = {"passenger_cars": 1, "members": [{"relation": 10, "age_years": 30}]}

    in_todays_words(THEN)

    assert repr(THEN) == before
    assert in_todays_words(today) == today
