"""What a program may say beyond conditions and amount: who decides, whether it is urgent, what does not arise."""

from datetime import date

import pytest

from minzheng.rules.errors import NotInForce, RuleError
from minzheng.rules.program import RECOGNISED, URGENT, Limit, Program, StationPath, Step

NEW = date(2026, 11, 24)
MORE = """
from minzheng.rules.declare import Compare, household

@household.decider("township", "乡镇", law={"new": "新法 第六条"})
def is_small(all_fen: int) -> bool:
    return all_fen < 300

@household.decider("county", "县级", law={"new": "新法 第六条"})
def is_larger(all_fen: int) -> bool:
    return all_fen < 900

@household.urgent("紧急", law={"new": "新法 第七条"})
def hurries(bought_house_in_3_years: bool) -> bool:
    return bought_house_in_3_years
"""
ONLY = """
from minzheng.rules.declare import Compare, household

@household.value("计入的住房", law="法 第八条", unit="houses", only_if="employs_others", otherwise=0)
def houses_counted(employs_others: bool, houses: int) -> int:
    return houses

@household.condition(
    "住房不超过一套", law="法 第八条", shows=Compare("houses", "<=", "one_house", "houses"), only_if="employs_others"
)
def has_one_house(employs_others: bool, houses: int, one_house: int) -> bool:
    return houses <= one_house

@household.value("一套", law="法 第八条", unit="houses")
def one_house() -> int:
    return 1
"""


def family(*wages, **household):
    people = [{"age_years": 40} if wage is None else {"age_years": 40, "wage_income_fen": wage} for wage in wages]
    return {
        "passenger_cars": 0,
        "bought_house_in_3_years": False,
        "employs_others": False,
        **household,
        "members": people,
    }


def evaluate(tiny, facts, on=NEW):
    return tiny.evaluate(facts=facts, on=on, at="42")


@pytest.mark.parametrize(
    ("wage", "decider", "label"),
    [(299, "township", "乡镇"), (300, "county", "县级"), (899, "county", "县级"), (900, "", "")],
)
def test_the_first_decider_that_takes_the_case_decides_it(write, wage, decider, label):
    result = evaluate(write({"formulas_more.py": MORE}), family(wage))

    assert (result.decider, result.decider_label) == (decider, label)


def test_who_decides_is_unknown_where_what_it_rests_on_is(write):
    result = evaluate(write({"formulas_more.py": MORE}), family(None))

    assert (result.decider, result.decider_label) == (None, "")


def test_a_refused_case_has_a_decider_too(write):
    result = evaluate(write({"formulas_more.py": MORE}), family(200, passenger_cars=1))

    assert (result.outcome, result.decider) == ("refused", "township")


@pytest.mark.parametrize(("fact", "is_urgent"), [(True, True), (False, False), (None, None)])
def test_urgent_is_said_or_unknown(write, fact, is_urgent):
    result = evaluate(write({"formulas_more.py": MORE}), family(200, bought_house_in_3_years=fact))

    assert result.is_urgent is is_urgent
    assert result.outcome == "eligible"


def test_rules_that_say_neither_leave_it_to_the_card(write):
    result = evaluate(write({"formulas_more.py": MORE}), family(200), date(2015, 1, 1))

    assert (result.decider, result.decider_label, result.is_urgent) == ("", "", False)


def test_both_are_told_to_programs(write):
    told = evaluate(write({"formulas_more.py": MORE}), family(200)).as_dict()

    assert (told["decider"], told["decider_label"], told["is_urgent"]) == ("township", "乡镇", False)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('decider("township"', 'decider("village"', "决定机关应从 township、county、case_conference 中选"),
        ("-> bool:\n    return all_fen < 300", "-> int:\n    return 3", "是/否"),
        ("def is_small(all_fen", "def is_small(pays_fen", "最后一步|没有这个名字"),
        ('@household.decider("county", "县级"', '@household.urgent("县级"', "至多一个"),
    ],
)  # fmt: skip
def test_a_wrong_decider_is_refused(write, old, new, reason):
    assert old in MORE

    with pytest.raises(RuleError, match=reason):
        write({"formulas_more.py": MORE.replace(old, new)})


def test_what_is_paid_once_has_no_month(write, changed):
    card = changed("program.py", 'case_prefix="TI",', 'case_prefix="TI", cadence="once",')

    assert evaluate(write(card), family(200)).cadence == "once"
    assert evaluate(write(), family(200)).cadence == "month"


# ---- what does not arise


def test_what_does_not_arise_is_not_asked(write):
    result = evaluate(write({"formulas_only.py": ONLY}), family(200))

    finding = next(one for one in result.conditions if one.code == "has_one_house")
    assert (result.outcome, result.missing) == ("eligible", ())
    assert (finding.passed, finding.arises, finding.has, finding.differs) == (True, False, "不涉及", "")
    assert result.value("houses_counted") == 0
    assert {"houses_counted", "has_one_house"}.isdisjoint(line["code"] for line in result.as_dict()["trace"])


def test_where_it_arises_it_is_asked(write):
    tiny = write({"formulas_only.py": ONLY})

    missing = evaluate(tiny, family(200, employs_others=True))
    one, two = (evaluate(tiny, family(200, employs_others=True, houses=count)) for count in (1, 2))

    assert (missing.outcome, [fact.code for fact in missing.missing]) == ("incomplete", ["houses"])
    assert (one.outcome, one.value("houses_counted")) == ("eligible", 1)
    assert (two.outcome, [each.code for each in two.failed]) == ("refused", ["has_one_house"])


def test_whether_it_arises_may_be_unknown_and_then_only_that_is_asked(write):
    result = evaluate(write({"formulas_only.py": ONLY}), family(200, employs_others=None))

    assert (result.outcome, [fact.code for fact in result.missing]) == ("incomplete", ["employs_others"])
    assert result.value("houses_counted") is None


def test_a_formula_takes_the_declared_value_of_what_does_not_arise(write, changed):
    more = (
        ONLY
        + """
@household.condition("没有计入的住房", law="法 第八条", shows=Compare("houses_counted", "<=", "one_house", "houses"))
def counts_no_house(houses_counted: int, one_house: int) -> bool:
    return houses_counted < one_house
"""
    )
    tiny = write({"formulas_only.py": more})

    assert evaluate(tiny, family(200, houses=5)).outcome == "eligible"
    assert [one.code for one in evaluate(tiny, family(200, employs_others=True, houses=1)).failed] == [
        "counts_no_house"
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (', only_if="employs_others", otherwise=0', ', only_if="employs_others"', "还应写明不涉及时的值"),
        (', only_if="employs_others", otherwise=0', ", otherwise=0", "没有写 only_if"),
        ("otherwise=0", "otherwise=False", "还应写明不涉及时的值 otherwise（整数）"),
        ('only_if="employs_others", otherwise=0', 'only_if="houses", otherwise=0', "应是它的一个是/否参数"),
        ('only_if="employs_others", otherwise=0', 'only_if="is_poor", otherwise=0', "应是它的一个是/否参数"),
        ("otherwise=0", "otherwise=9999999999999999999", "64位"),
    ],
)  # fmt: skip
def test_a_wrong_only_if_is_refused(write, old, new, reason):
    assert old in ONLY

    with pytest.raises(RuleError, match=reason):
        write({"formulas_only.py": ONLY.replace(old, new)})


def test_what_it_is_otherwise_is_part_of_the_rule(write):
    before = write({"formulas_only.py": ONLY}).rule_version(NEW)

    assert write({"formulas_only.py": ONLY.replace("otherwise=0", "otherwise=1")}).rule_version(NEW) != before


# ---- roads


def road(code, *, kind="", area="", until=None):
    steps = (
        Step(
            "household_visit",
            "township_officer",
            10,
            "working",
            "法 第一条",
            "补办",
            "afterwards" if kind else "always",
        ),
        Step("decision", "county_officer", 1, "calendar", "法 第二条", "决定"),
    )
    return StationPath(code, date(2020, 1, 1), until, "法", steps, 0, Limit(3, "calendar", "法"), area=area, kind=kind)


def program(*paths):
    return Program("tiny", "小项目", "小", ("法",), (), paths, (), "TI")


@pytest.mark.parametrize("kind", [URGENT, RECOGNISED])
def test_some_have_a_road_of_their_own_where_the_day_has_one(kind):
    card = program(road("slow"), road("quick", kind=kind, until=date(2020, 12, 31)))

    assert card.path_on(date(2020, 12, 31)).code == "slow"
    assert card.path_on(date(2020, 12, 31), kind=kind).code == "quick"
    assert card.path_on(date(2021, 1, 1), kind=kind).code == "slow"


@pytest.mark.parametrize("other", ["", RECOGNISED])
def test_nobody_else_walks_that_road(other):
    with pytest.raises(NotInForce):
        program(road("quick", kind=URGENT)).path_on(NEW, kind=other)


def test_what_is_made_good_afterwards_holds_nobody_up():
    quick, slow = road("quick", kind=URGENT), road("slow")

    assert [step.code for step in quick.afterwards] == ["household_visit"]
    assert (quick.always("household_visit"), slow.always("household_visit"), slow.afterwards) == (False, True, ())


def test_what_no_room_keeps_is_neither_applied_for_nor_paid():
    kept, waiting = (Program("t", "小", "小", ("法",), (), (), (), "TI", made_due_by=room) for room in ("casework", ""))

    assert (kept.is_applied_for, kept.is_paid) == (True, True)
    assert (waiting.is_applied_for, waiting.is_paid) == (False, False)
