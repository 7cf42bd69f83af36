"""Medical assistance over a year: against a second reckoning, what must never happen, roads, whose word is taken."""

import json
from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.casework.queries import catalogue as cards
from minzheng.cli.evaluate import run
from minzheng.programs import catalogue
from minzheng.rules.errors import NotInForce
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import RECOGNISED
from minzheng.rules.running import Claim, reckon_year
from minzheng.rules.wording import CODED
from tests.programs.medical_by_hand import (
    CAPS,
    GROUPS,
    ILLUSTRATIVE,
    STATUS,
    TERMS,
    YICHANG,
    Bill,
    year_by_hand,
)

CODE = "medical"
FIRST = date(2025, 1, 1)
PLACES = (ILLUSTRATIVE, YICHANG)


def year_of(bills, group, place, *, first=FIRST):
    claims = [Claim(first + timedelta(days=n), bill.facts(group)) for n, bill in enumerate(bills)]
    return reckon_year(catalogue.get(CODE), claims, at=place)


def amounts(year):
    return [line.amount_fen for line in year.lines]


@st.composite
def bills(draw):
    """A settlement: payers take their turns at what is left, so that the parts never exceed the whole."""
    total = draw(st.one_of(st.integers(1, 20_000), st.integers(1, 5_000_000), st.integers(1, 20_000_000)))
    left, parts = total, []
    for _name in range(6):
        part = draw(st.integers(0, left)) * draw(st.sampled_from((0, 0, 1)))
        parts.append(part)
        left -= part
    return Bill(total, *parts, referral=draw(st.booleans()), outpatient=draw(st.booleans()))


YEARS = st.lists(bills(), min_size=1, max_size=6)
SETTING = {"groups": st.sampled_from(GROUPS), "place": st.sampled_from(PLACES)}


# ---- a whole year


def test_two_stays_of_an_edge_member_use_the_deductible_once():
    stays = [Bill(4_200_000, basic=2_520_000, serious=440_000), Bill(500_000)]

    year = year_of(stays, "edge", ILLUSTRATIVE)

    assert amounts(year) == [572_000, 325_000]
    assert year.lines[1].before["deductible_used_fen"] == 360_000
    assert year.lines[1].evaluation.value("cap_left_fen") == 4_428_000
    assert year.total_fen == 897_000


def test_a_bill_below_the_deductible_is_refused_and_remembered():
    year = year_of([Bill(200_000), Bill(200_000), Bill(100_000)], "edge", ILLUSTRATIVE)

    assert [line.evaluation.outcome for line in year.lines] == ["refused", "eligible", "eligible"]
    assert [one.code for one in year.lines[0].evaluation.failed] == ["is_over_deductible"]
    assert amounts(year) == [0, 26_000, 65_000]


def test_the_cap_ends_the_year_and_a_new_year_begins_anew():
    heavy = Bill(10_000_000)

    year = year_of([heavy, heavy], "dibao", ILLUSTRATIVE)

    assert amounts(year) == [5_000_000, 0]
    assert [one.code for one in year.lines[1].evaluation.failed] == ["has_room"]
    assert amounts(year_of([heavy], "dibao", ILLUSTRATIVE, first=date(2026, 1, 1))) == [5_000_000]


def test_inpatient_and_outpatient_bills_and_fixed_sums_share_one_cap():
    bill = Bill(1_200_000)
    facts = bill.facts("dibao")
    for code in ("serious_illness_insurance_fen", "follows_referral_in_province"):
        del facts[code]
    fixed = {
        "aid_kind": 2, "listed_from_month": 1,
        "members": [{"is_patient": True, "age_years": 75, "is_dibao_recipient": True}],
    }  # fmt: skip
    claims = [Claim(date(2011, 3, 1), facts), Claim(date(2011, 4, 1), fixed), Claim(date(2011, 5, 1), facts)]

    year = reckon_year(catalogue.get(CODE), claims, at=ILLUSTRATIVE)

    assert amounts(year) == [720_000, 30_000, 50_000]
    assert year.remembered["aid_before_fen"] == 800_000


def test_a_premium_is_outside_the_cap_and_paid_once():
    premium = {
        "aid_kind": 1, "insurance_scheme": 4, "enrolled_elsewhere": False,
        "members": [{"is_patient": True, "age_years": 40, "is_destitute": True}],
    }  # fmt: skip
    claims = [Claim(date(2025, 1, 2), premium), Claim(date(2025, 1, 3), premium)]

    year = reckon_year(catalogue.get(CODE), claims, at=ILLUSTRATIVE)

    assert amounts(year) == [40_000, 0]
    assert [one.code for one in year.lines[1].evaluation.failed] == ["premium_is_not_paid"]
    assert year.remembered["aid_before_fen"] == 0


def test_a_bill_that_may_not_be_helped_uses_up_nothing():
    spoiled = {**Bill(1_000_000).facts("edge"), "is_at_designated_hospital": False}
    claims = [Claim(FIRST, spoiled), Claim(FIRST, Bill(400_000).facts("edge"))]

    year = reckon_year(catalogue.get(CODE), claims, at=ILLUSTRATIVE)

    assert amounts(year) == [0, 26_000]
    assert not any(year.lines[0].after.values())


def test_what_follows_an_unsettled_bill_waits_for_it():
    facts = Bill(1_000_000).facts("dibao")
    del facts["basic_insurance_fen"]

    year = reckon_year(catalogue.get(CODE), [Claim(FIRST, facts), Claim(FIRST, Bill(500).facts("dibao"))], at=YICHANG)

    assert [line.evaluation.outcome for line in year.lines] == ["incomplete", "incomplete"]
    missing = {one.code for one in year.lines[1].evaluation.missing}
    assert {"aid_before_fen", "deductible_used_fen", "self_paid_before_fen"} <= missing


def test_the_law_changes_in_the_middle_of_a_year_and_the_memory_stays():
    facts = Bill(1_240_000).facts("edge")
    claims = [Claim(date(2026, 6, 30), facts), Claim(date(2026, 7, 1), facts)]

    year = reckon_year(catalogue.get(CODE), claims, at=ILLUSTRATIVE)

    assert [line.evaluation.rule_version.partition("-")[0] for line in year.lines] == ["notice_42", "act_2026"]
    assert amounts(year) == [572_000, 806_000]


def test_a_group_that_changes_keeps_the_cap_it_used():
    first, second = Bill(1_240_000).facts("edge"), Bill(1_000_000).facts("dibao")

    year = reckon_year(catalogue.get(CODE), [Claim(FIRST, first), Claim(FIRST, second)], at=ILLUSTRATIVE)

    assert amounts(year) == [572_000, 700_000]
    assert year.remembered["aid_before_fen"] == 1_272_000


def test_every_line_says_how_it_was_reckoned():
    year = year_of([Bill(1_240_000), Bill(500_000)], "edge", ILLUSTRATIVE)

    told = year.lines[1].as_dict()
    lines = {one["code"]: one for one in told["trace"]}

    assert lines["deductible_left_fen"]["text"] == "0.00元"
    assert [one["text"] for one in lines["cap_left_fen"]["inputs"]] == ["50,000.00元/人·年", "5,720.00元"]
    assert lines["reckoned_fen"]["text"] == "3,250.00元"
    assert all(one["law"] for one in told["trace"])
    assert told["cadence"] == "once"


# ---- against a second reckoning, and what must never happen


@settings(max_examples=400, deadline=None)
@given(year=YEARS, groups=SETTING["groups"], place=SETTING["place"])
def test_a_year_is_what_a_clerk_would_write(year, groups, place):
    found = year_of(year, groups, place)

    wanted = year_by_hand(year, groups, place)
    assert amounts(found) == [ordinary + tilted for ordinary, tilted in wanted]
    assert found.remembered["aid_before_fen"] == sum(ordinary for ordinary, _tilted in wanted)
    assert found.remembered["tilted_before_fen"] == sum(tilted for _ordinary, tilted in wanted)


@settings(max_examples=300, deadline=None)
@given(year=YEARS, group=SETTING["groups"], place=SETTING["place"])
def test_aid_is_never_more_than_the_bill_nor_above_the_caps(year, group, place):
    found = year_of(year, group, place)
    cap, tilted_cap = CAPS[place]

    for line, bill in zip(found.lines, year, strict=True):
        payers = bill.basic + bill.serious + bill.supplementary + bill.commercial
        assert 0 <= line.amount_fen <= bill.burden <= bill.total
        assert line.evaluation.value("self_pays_fen") == bill.total - payers - (
            line.evaluation.value("bill_aid_fen") or 0
        )
        assert line.amount_fen == 0 or line.evaluation.outcome == "eligible"
    assert found.remembered["aid_before_fen"] <= cap * 100
    assert found.remembered["tilted_before_fen"] <= tilted_cap * 100
    assert found.total_fen == found.remembered["aid_before_fen"] + found.remembered["tilted_before_fen"]
    deductible = TERMS[place][group].deductible * 100
    assert found.remembered["deductible_used_fen"] == min(deductible, sum(bill.burden for bill in year))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), year=YEARS, group=SETTING["groups"], place=SETTING["place"])
def test_more_insurance_never_raises_assistance(data, year, group, place):
    number = data.draw(st.integers(0, len(year) - 1))
    bill = year[number]
    payer = data.draw(st.sampled_from(("basic", "serious", "supplementary", "commercial")))
    more = data.draw(st.integers(0, bill.burden))
    insured = [*year[:number], _with_more(bill, payer, more), *year[number + 1 :]]

    before, after = year_of(year, group, place), year_of(insured, group, place)

    assert after.lines[number].amount_fen <= before.lines[number].amount_fen
    # Later bills may come into what this one left of the cap, but the year gets no more (each bill rounds by itself).
    assert after.total_fen <= before.total_fen + 2 * len(year)


def _with_more(bill, payer, more):
    return Bill(
        **{**{name: getattr(bill, name) for name in Bill.__dataclass_fields__}, payer: getattr(bill, payer) + more}
    )


@settings(max_examples=300, deadline=None)
@given(data=st.data(), year=YEARS, group=SETTING["groups"], place=SETTING["place"], referral=st.booleans())
def test_the_order_of_bills_changes_the_year_by_no_more_than_their_rounding(data, year, group, place, referral):
    year = [_like(bill, referral) for bill in year]
    turned = data.draw(st.permutations(year))

    assert abs(year_of(year, group, place).total_fen - year_of(turned, group, place).total_fen) <= 2 * len(year)


def _like(bill, referral):
    return Bill(**{**{name: getattr(bill, name) for name in Bill.__dataclass_fields__}, "referral": referral})


@settings(max_examples=200, deadline=None)
@given(bill=bills(), place=SETTING["place"])
def test_a_poorer_group_never_gets_less(bill, place):
    by_group = [year_of([bill], group, place).total_fen for group in GROUPS]

    assert all(poorer >= richer for poorer, richer in pairwise(by_group))


@settings(max_examples=200, deadline=None)
@given(bill=bills(), more=st.integers(1, 1_000_000), group=SETTING["groups"], place=SETTING["place"])
def test_a_larger_bill_never_gets_less(bill, more, group, place):
    larger = Bill(**{**{name: getattr(bill, name) for name in Bill.__dataclass_fields__}, "total": bill.total + more})

    assert year_of([larger], group, place).total_fen >= year_of([bill], group, place).total_fen


# ---- the card: days, roads, whose findings are taken over, where it is offered


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2009-06-15", "notice_81"), ("2014-04-30", "notice_81"), ("2014-05-01", "order_649"),
        ("2015-04-20", "order_649"), ("2015-04-21", "notice_30"), ("2021-10-27", "notice_30"),
        ("2021-10-28", "notice_42"), ("2026-06-30", "notice_42"), ("2026-07-01", "act_2026"),
        ("2026-12-31", "act_2026"), ("2027-01-01", "act_2027"),
    ],
)  # fmt: skip
def test_each_day_has_its_law(day, regime):
    assert catalogue.get(CODE).program.regime_on(date.fromisoformat(day)).code == regime


def test_before_2009_there_are_no_rules():
    with pytest.raises(NotInForce):
        catalogue.get(CODE).program.regime_on(date(2009, 6, 14))
    with pytest.raises(NotInForce):
        catalogue.get(CODE).program.path_on(date(2009, 6, 14))


@pytest.mark.parametrize(
    ("day", "asked", "direct", "decides"),
    [
        ("2009-06-15", "notice_81", "notice_81", "县级民政部门审批"),
        ("2014-04-30", "notice_81", "notice_81", "县级民政部门审批"),
        ("2014-05-01", "order_649", "order_649_direct", "县级民政部门审批"),
        ("2019-03-01", "order_649", "order_649_direct", "县级民政部门审批"),
        ("2019-03-02", "order_649_2019", "order_649_2019_direct", "县级医疗保障部门审批"),
        ("2026-06-30", "order_649_2019", "order_649_2019_direct", "县级医疗保障部门审批"),
        ("2026-07-01", "act_2026", "act_2026_direct", "县级医疗保障部门确认"),
    ],
)
def test_the_recognised_are_handled_directly_and_the_department_changes(day, asked, direct, decides):
    program = catalogue.get(CODE).program
    common, theirs = (program.path_on(date.fromisoformat(day), kind=one) for one in ("", RECOGNISED))

    assert (common.code, theirs.code) == (asked, direct)
    assert common.step("decision").label == theirs.step("decision").label == decides
    assert common.step("publicity").limit_days == common.publicity_days == 7
    if asked != direct:
        assert [step.code for step in theirs.steps] == ["determination", "decision", "publication"]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({"dibao": Held("dibao", receives=True)}, {"is_dibao_recipient": True}),
        ({"dibao": Held("dibao_single", receives=True)}, {"is_dibao_recipient": True}),
        ({"dibao": Held("dibao_single", receives=False)}, {}),
        ({"dibao": Held("edge", receives=False)}, {"is_edge_member": True}),
        ({"dibao": Held("rigid_expenditure", receives=False)}, {"is_rigid_member": True}),
        ({"dibao": Held("monitored", receives=False)}, {"is_monitored": True}),
        ({"dibao": Held("none", receives=False)}, {}),
        ({"wubao": Held("destitute", receives=True)}, {"is_destitute": True}),
    ],
)
def test_the_findings_of_other_programs_are_taken_over(held, expected):
    assert recognised(catalogue.get(CODE).program, held) == expected


def test_no_program_takes_over_what_was_found_of_a_patient():
    cards = (catalogue.get(code).program for code in catalogue.codes())

    assert [card.code for card in cards if any(one.program == CODE for one in card.passports)] == []


def test_what_is_hung_out_tells_no_disease():
    steps = [step for path in catalogue.get(CODE).program.paths for step in path.steps]
    hung = {step.label for step in steps if step.code in {"publicity", "publication"}}

    assert hung == {"公示（不公示病情、病区和用药）", "公布（不公布病情）"}


def test_it_is_paid_by_the_bill_and_not_applied_for_by_the_month():
    program = catalogue.get(CODE).program

    assert (program.cadence, program.unit, program.is_paid, program.made_due_by) == ("once", "person", True, "claims")
    assert CODE not in {card.code for card in cards.programs()}
    assert CODE in {card.code for card in cards.benefits()}


def test_the_choices_asked_are_the_words_of_the_sheet():
    facts = {fact.code: fact for fact in catalogue.get(CODE).own_facts}
    for code in ("aid_kind", "insurance_scheme"):
        assert dict(facts[code].choices) == CODED[facts[code].unit]
    assert {STATUS[group] for group in GROUPS} <= {fact.code for fact in catalogue.get(CODE).facts}


def test_every_figure_that_is_not_from_a_paper_says_so():
    for figure in catalogue.get(CODE).figures.values():
        for one in figure.values:
            unread = "示例" in one.reference or "待核" in one.reference
            assert (one.status == "illustrative") == unread, (figure.code, one.reference)


def test_the_bench_says_what_this_bill_gets(tmp_path, capsys):
    facts = {
        **Bill(1_240_000).facts("edge"), "self_paid_before_fen": 0, "deductible_used_fen": 0, "aid_before_fen": 0,
        "own_share_before_fen": 0, "tilted_before_fen": 0,
    }  # fmt: skip
    path = tmp_path / "bill.yaml"
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")

    assert run([CODE, "--on", "2025-05-12", "--at", ILLUSTRATIVE, "--facts", str(path)]) == 0

    told = capsys.readouterr().out
    assert "一次性：5,720.00元" in told
    assert "层次：低保边缘家庭成员" in told
    assert "申请哪一种救助 住院费用" in told


def year_file(tmp_path, *claims):
    path = tmp_path / "year.yaml"
    path.write_text(yaml.safe_dump([{"date": on, "facts": deepcopy(facts)} for on, facts in claims]), encoding="utf-8")
    return str(path)


def test_the_bench_reckons_a_year(tmp_path, capsys):
    stays = [Bill(4_200_000, basic=2_520_000, serious=440_000), Bill(100), Bill(500_000)]
    spoiled = {**stays[1].facts("edge"), "bill_aided_before": True}
    claims = [
        (date(2025, 3, 4), stays[0].facts("edge")),
        (date(2025, 5, 1), spoiled),
        (date(2025, 9, 3), stays[2].facts("edge")),
    ]

    assert run([CODE, "--at", ILLUSTRATIVE, "--claims", year_file(tmp_path, *claims)]) == 0

    told = capsys.readouterr().out
    assert "第1笔 · 2025-03-04：救助5,720.00元；低保边缘家庭成员" in told
    assert "本年度此前已抵的起付标准：0.00元 → 3,600.00元" in told
    assert "第2笔 · 2025-05-01：不予救助" in told
    assert "不符合：这张结算单没有救助过" in told
    assert "第3笔 · 2025-09-03：救助3,250.00元" in told
    assert "全年合计：8,970.00元" in told


def test_the_bench_gives_a_year_as_json(tmp_path, capsys):
    file = year_file(tmp_path, (FIRST, Bill(1_000_000).facts("dibao")))

    assert run([CODE, "--at", YICHANG, "--claims", file, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["total_fen"], found["claims"][0]["amount_fen"]) == (720_000, 720_000)
    assert found["claims"][0]["before"]["aid_before_fen"] == 0
    assert found["remembered"]["aid_before_fen"] == 720_000


def test_a_wrong_year_is_refused_with_the_reason(tmp_path, capsys):
    one = (FIRST, Bill(100).facts("dibao"))
    file = year_file(tmp_path, one)
    (tmp_path / "no.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "day.yaml").write_text("- {date: 明天, facts: {}}\n", encoding="utf-8")

    for argv, reason in (
        ([CODE, "--at", YICHANG, "--claims", file, "--on", "2025-01-01"], "自带日期和事实"),
        (["dibao", "--at", YICHANG, "--claims", file], "不按年累计"),
        ([CODE, "--at", YICHANG, "--claims", str(tmp_path / "no.yaml")], "各笔的列表"),
        ([CODE, "--at", YICHANG, "--claims", str(tmp_path / "day.yaml")], "应是日期"),
        ([CODE, "--at", YICHANG, "--claims", year_file(tmp_path, one, (date(2026, 1, 1), one[1]))], "不在2025年"),
    ):
        assert run(argv) == 2
        assert reason in capsys.readouterr().err
