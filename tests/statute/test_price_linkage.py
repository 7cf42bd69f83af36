"""When the price-linked subsidy starts: edges of every rule, unknown indices, and fifteen years replayed."""

import csv
from importlib import resources

import pytest

from minzheng.cli import prices
from minzheng.kernel.month import Month
from minzheng.statute.price_rule import price_rules, rule_in
from minzheng.statute.price_series import basis_points, replay
from minzheng.statute.price_trigger import NO_RULE, NOT_TRIGGERED, TRIGGERED, UNDECIDABLE, Reading, find

YIDU, WUHAN, GUILIN, FUZHOU, YANGZHOU = "420581", "420106", "450302", "350102", "321002"
PREFECTURE, PROVINCE = "420500000000", "420000000000"


def series(**known):
    """Readings of the prefecture of the county asked: `cpi={"2025-03": 350}`."""

    def give(kind, region, month):
        rise = known.get(kind, {}).get(str(month))
        wanted = known.get("region", PREFECTURE)
        return Reading(kind, region, month, rise, "测试", "read") if rise is not None and region == wanted else None

    return give


def state(month, place=YIDU, **known):
    return find(place, Month.parse(month), series(**known)).state


@pytest.mark.parametrize(
    ("month", "cpi", "food", "expected"),
    [
        ("2025-03", 350, 0, TRIGGERED),
        ("2025-03", 349, 0, NOT_TRIGGERED),
        ("2025-03", 340, 599, NOT_TRIGGERED),
        ("2025-03", 0, 600, TRIGGERED),
        ("2025-03", -50, 600, TRIGGERED),
        ("2022-08", 300, 0, NOT_TRIGGERED),
        ("2022-09", 300, 0, TRIGGERED),
        ("2022-09", 299, 599, NOT_TRIGGERED),
        ("2023-03", 300, 0, TRIGGERED),
        ("2023-04", 300, 0, NOT_TRIGGERED),
        ("2023-04", 350, 0, TRIGGERED),
        ("2016-08", 350, 0, TRIGGERED),
    ],
)
def test_a_threshold_is_reached_when_equal_and_changes_on_its_day(month, cpi, food, expected):
    assert state(month, cpi={month: cpi}, food={month: food}) == expected


@pytest.mark.parametrize(("cpi", "expected"), [(400, TRIGGERED), (399, NOT_TRIGGERED)])
def test_hubei_2011_asks_one_month_of_the_provinces_index(cpi, expected):
    assert state("2011-07", cpi={"2011-07": cpi}, region=PROVINCE) == expected
    assert state("2011-07", cpi={"2011-07": cpi}, region=PREFECTURE) == UNDECIDABLE


def test_an_unknown_food_index_is_not_zero():
    found = find(YIDU, Month(2025, 3), series(cpi={"2025-03": 349}))

    assert (found.state, found.rise) == (UNDECIDABLE, None)
    assert found.why == "不能确定：食品价格2025年3月的涨幅未知，是否达到6%不能确定"


def test_where_the_cpi_alone_starts_it_the_food_index_is_not_needed_and_that_is_said():
    found = find(YIDU, Month(2025, 3), series(cpi={"2025-03": 350}))

    assert (found.state, found.rise) == (TRIGGERED, 350)
    assert found.why == "居民消费价格同比涨幅3.5%，达到3.5%，启动；食品价格未知，但满足一项即启动，不需要"


def test_started_by_food_alone_it_is_still_reckoned_by_the_cpi_and_unknown_without_it():
    both = find(YIDU, Month(2025, 3), series(cpi={"2025-03": 120}, food={"2025-03": 600}))
    alone = find(YIDU, Month(2025, 3), series(food={"2025-03": 600}))

    assert (both.state, both.rise) == (TRIGGERED, 120)
    assert (alone.state, alone.rise) == (TRIGGERED, None)


def three(a, b, c):
    return {"2015-01": a, "2015-02": b, "2015-03": c}


@pytest.mark.parametrize(
    ("cpi", "grain", "expected"),
    [
        (three(400, 400, 400), {}, TRIGGERED),
        (three(400, 400, 299), three(0, 0, 0), NOT_TRIGGERED),
        (three(299, 500, 500), three(1000, 1000, 999), NOT_TRIGGERED),
        (three(0, 0, 0), three(1000, 1000, 1000), TRIGGERED),
        # The place chose somewhere between 3 and 4 per cent; where, is not known.
        (three(399, 400, 400), three(0, 0, 0), UNDECIDABLE),
        (three(300, 300, 300), three(0, 0, 0), UNDECIDABLE),
        # One month unknown: it cannot be told, unless another month fails for certain.
        ({"2015-02": 400, "2015-03": 400}, three(0, 0, 0), UNDECIDABLE),
        ({"2015-02": 299, "2015-03": 400}, three(0, 0, 0), NOT_TRIGGERED),
        (three(0, 0, 0), {}, UNDECIDABLE),
    ],
)
def test_from_2014_three_months_running_and_a_range_of_thresholds(cpi, grain, expected):
    assert state("2015-03", cpi=cpi, grain=grain) == expected


@pytest.mark.parametrize("month", ["2016-07", "2016-08"])
def test_in_the_month_of_change_the_rule_of_that_month_holds(month):
    """Food alone starts it from August 2016; before, nothing of one month does."""
    food = {month: 900}

    assert state(month, cpi={month: 0}, food=food) == (TRIGGERED if month == "2016-08" else UNDECIDABLE)


def test_the_prefectures_index_goes_before_the_provinces():
    def both(kind, region, month):
        rise = {PREFECTURE: 340, PROVINCE: 360}.get(region)
        return Reading(kind, region, month, rise if kind == "cpi" else 0, "测试", "read") if rise else None

    found = find(YIDU, Month(2025, 3), both)

    assert (found.state, found.checks[0].region) == (NOT_TRIGGERED, PREFECTURE)


def test_a_place_may_lower_the_threshold_but_not_raise_it():
    own, borrowed = rule_in(WUHAN, Month(2025, 3)), rule_in(GUILIN, Month(2023, 1))

    assert (own.cpi, own.food, own.notes) == ((300, 300), 550, ())
    assert (borrowed.cpi, borrowed.food) == ((300, 300), 600)
    assert borrowed.notes == (
        "本地居民消费价格门槛3.5%高于国家联动机制（2022年9月至2023年3月阶段性降低门槛）的3%，地方只能降低，按3%",
    )
    assert rule_in(GUILIN, Month(2023, 4)).cpi == (350, 350)
    assert rule_in(WUHAN, Month(2021, 11)).code == "nation_2016"


def test_wuhan_takes_the_higher_of_the_indices_that_started_it():
    def wuhan(cpi, food):
        known = series(cpi={"2025-03": cpi}, food={"2025-03": food}, region="420100000000")
        return find(WUHAN, Month(2025, 3), known).rise

    assert (wuhan(310, 550), wuhan(310, 549), wuhan(299, 550)) == (550, 310, 550)


def test_guilin_is_reckoned_by_an_index_of_its_own_and_never_by_another():
    known = series(cpi={"2025-03": 360}, food={"2025-03": 0}, region="450300000000")

    assert find(GUILIN, Month(2025, 3), known).rise is None


def test_a_local_rule_without_food_keeps_the_nations():
    assert rule_in(YANGZHOU, Month(2025, 3)).food == 600
    assert rule_in(FUZHOU, Month(2025, 3)).cpi == (300, 300)


def test_every_rule_has_its_source_and_status():
    assert {rule.status for rule in price_rules()} <= {"official", "press"}
    assert all(rule.reference and "http" not in rule.reference for rule in price_rules())


@pytest.mark.parametrize(("text", "expected"), [("-0.3", -30), ("3.45", 345), ("5", 500), ("-1.6", -160), ("0.0", 0)])
def test_percentages_are_read_exactly(text, expected):
    assert basis_points(text) == expected


# ---- The replay against a rule written by hand, from the file of the series itself


def by_hand():
    """What a clerk would write in the margin of the table: month → outcome, for a county of Hubei."""
    text = resources.files("minzheng.standards").joinpath("price_indices.csv").read_text(encoding="utf-8")
    known = {
        (row["month"], row["region"], row["kind"]): float(row["rise_percent"])
        for row in csv.DictReader(text.splitlines())
    }
    found = {}
    for year in range(2011, 2026):
        for n in range(1, 13):
            month = f"{year}-{n:02d}"
            if month < "2011-06":
                found[month] = NO_RULE
            elif month < "2016-08":
                # The province's (from 2014 also the prefecture's) index decides; none of those years is known.
                assert (month, "420000000000", "cpi") not in known
                found[month] = UNDECIDABLE
            else:
                line = 3.0 if "2022-09" <= month <= "2023-03" else 3.5
                cpi, food = known.get((month, "全国", "cpi")), known.get((month, "全国", "food"))
                if (cpi is not None and cpi >= line) or (food is not None and food >= 6.0):
                    found[month] = TRIGGERED
                else:
                    found[month] = UNDECIDABLE if cpi is None or food is None else NOT_TRIGGERED
    return found


@pytest.mark.must_show("money", 6)
def test_the_replay_starts_exactly_in_the_months_that_the_rules_give():
    expected = by_hand()

    found = {str(one.month): one.finding.state for one in replay(place=YIDU)}

    assert len(found) == 180
    assert found == expected
    assert [month for month, what in found.items() if what == TRIGGERED] == [
        "2019-10", "2019-11", "2019-12", "2020-01", "2020-02", "2020-03", "2020-05", "2022-09",
    ]  # fmt: skip


@pytest.mark.must_show("money", 6)
def test_an_undecidable_month_names_what_it_hangs_on():
    rows = {str(one.month): one for one in replay(place=YIDU)}

    assert rows["2011-07"].finding.why == "不能确定：居民消费价格2011年7月的涨幅未知，是否达到4%不能确定"
    assert (rows["2011-07"].stand_in.state, rows["2012-02"].stand_in.state) == (TRIGGERED, NOT_TRIGGERED)
    assert rows["2020-04"].finding.why == "不能确定：食品价格2020年4月的涨幅未知，是否达到6%不能确定"
    assert rows["2020-04"].stand_in is None


def test_the_command_prints_every_month_and_counts(capsys):
    assert prices.run(["replay", "--from", "2019-09", "--to", "2019-11"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[:2] for line in said[:3]] == [
        ["2019-09", "不能确定"], ["2019-10", "启动"], ["2019-11", "启动"],
    ]  # fmt: skip
    assert said[-4:] == ["启动  2", "不启动  0", "不能确定  1", "当时没有已知的启动规则  0"]


def test_months_the_wrong_way_round_are_refused():
    with pytest.raises(prices.MonthsReversed, match="截止月份早于起始月份"):
        prices.run(["replay", "--from", "2020-02", "--to", "2020-01"])
