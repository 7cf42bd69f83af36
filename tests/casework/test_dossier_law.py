"""What the dossier reads for the law: relations, circumstances, supporters, cars; who counts is for the law to say."""

import datetime as dt

import pytest

from minzheng.casework.domain import determination, dossier
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import facts
from minzheng.registry.domain.intake import NewAsset, per_year
from minzheng.registry.domain.supporters import record_supporter
from tests.factories import casework, registry

pytestmark = pytest.mark.usefixtures("county")
DAY = dt.date(2026, 7, 1)
SOON = casework.days(-5)


def told(case):
    return dossier.build(case, on=local_day(casework.days(1)), known_at=casework.days(1))


def test_each_circumstance_is_a_fact_of_its_member(offices):
    states = dict.fromkeys(
        [
            *("in_isolation", "declared_missing", "conscript", "lives_apart", "separate_register", "stable_income"),
            *("not_independent", "labour_reeducation", "monitored", "destitute", "named_single_case"),
            "excluded_by_province",
        ],
        "",
    )
    states |= {"labour_capacity": "partly_lost", "employment": "jobless"}
    home = casework.household(registry.new_member(conditions=states, incomes=casework.known_zero()))

    (member,) = told(casework.submit(home, offices)).facts["members"]

    assert {code for code, value in member.items() if value is True} == {
        *("is_in_isolation", "is_declared_missing", "is_conscript", "lives_apart", "has_separate_register"),
        *("has_stable_income", "cannot_live_independently", "is_in_labour_reeducation", "is_monitored"),
        *("is_destitute", "is_named_single_case", "is_excluded_by_province", "is_jobless"),
    }
    assert (member["labour_capacity"], member["relation"]) == (2, 2)


def test_clergy_count_the_full_years_since_they_left(offices):
    home = casework.household()
    with_years = registry.people(home)[1]
    facts.record_condition(
        person=with_years,
        kind="clergy",
        holds_from=dt.date(2024, 11, 24),
        by=offices.township,
        at=SOON,
        source="宗教局",
    )

    on = local_day(casework.days(1))
    built = told(casework.submit(home, offices))
    expected = on.year - 2024 - ((on.month, on.day) < (11, 24))
    assert built.facts["members"][1]["clergy_apart_years"] == expected


def test_a_supporter_is_a_row_of_its_own_and_takes_part_in_the_reckoning(offices):
    home = casework.household()
    case = casework.submit(home, offices)
    before = determination.preview(case=case, on=local_day(casework.days(1)), known_at=casework.days(1))

    record_supporter(
        household=home, person=registry.people(home)[0], name="张建军", relation="sibling",
        birth_date=dt.date(1978, 2, 3), supported_count=1, agreed_month_fen=10_000, income_month_fen=0, holds_from=DAY,
        by=offices.township, at=casework.days(2), source="调解协议",
    )  # fmt: skip
    after = determination.preview(case=case, on=before.dossier.on, known_at=casework.days(2))

    [supporter] = after.dossier.facts["supporters"]
    assert 0 < supporter.pop("supporter_age_years") < 60
    assert supporter == {
        "supporter_relation": 4, "supporter_income_fen": 0, "supported_people": 1, "agreed_support_fen": 120_000,
    }  # fmt: skip
    assert len(after.dossier.facts["members"]) == len(after.dossier.person_ids) == 3
    income = "household_income_fen"
    assert after.evaluation.value(income) - before.evaluation.value(income) == 120_000
    row = next(row for row in after.dossier.sources if row.code == "agreed_support_fen")
    assert (row.supporter, row.member, row.source) == (0, None, "调解协议")


def test_an_unknown_income_of_a_supporter_is_named(offices):
    home = casework.household()
    record_supporter(
        household=home, person=registry.people(home)[0], name="张建军", relation="child",
        birth_date=dt.date(1978, 2, 3), supported_count=1, holds_from=DAY, by=offices.township, at=SOON, source="申报",
    )  # fmt: skip
    case = casework.submit(home, offices)

    seen = determination.preview(case=case, on=local_day(casework.days(1)), known_at=casework.days(1))

    assert seen.evaluation.outcome == "incomplete"
    assert seen.missing == ["第 1 位赡养人的义务人家庭人均收入"]


def test_cars_tell_mobility_vehicles_apart_and_their_worth_only_if_all_have_one(offices):
    def cars(*assets):
        given = casework.means() | {"assets": [NewAsset(kind="deposit", amount_fen=0), *assets]}
        built = told(casework.submit(casework.household(**given), offices))
        return [built.facts.get(code) for code in ("passenger_cars", "mobility_vehicles", "cars_value_fen")]

    aid = NewAsset(kind="vehicle", use="mobility_aid", count=1)
    valued = NewAsset(kind="vehicle", use="passenger", count=1, amount_fen=3_000_000)
    unvalued = NewAsset(kind="vehicle", use="passenger", count=1)

    assert cars(valued) == [1, None, 3_000_000]
    assert cars(unvalued) == [1, None, None]
    assert cars(aid) == [1, 1, 0]
    assert cars(NewAsset(kind="vehicle", use="passenger", count=0)) == [0, None, None]
    assert cars(NewAsset(kind="vehicle", use="production", count=1)) == [0, None, None]


def test_rigid_costs_and_rewards_are_read(offices):
    home = casework.household(
        registry.new_member(
            incomes=casework.known_zero() | {"family_planning_reward": per_year(96_000), "bravery_award": per_year(1)},
            expenses={"rigid_medical": per_year(500_000), "rigid_education": per_year(100)},
        )
    )

    (member,) = told(casework.submit(home, offices)).facts["members"]

    assert (member["family_planning_reward_fen"], member["bravery_award_fen"]) == (96_000, 1)
    assert (member["rigid_medical_fen"], member["rigid_education_fen"]) == (500_000, 100)
