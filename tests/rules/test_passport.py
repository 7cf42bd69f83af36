"""Status recognised once: what other programs found answers facts."""

from datetime import date

import pytest

from minzheng.rules.errors import RuleError
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import Passport, Program, Regime
from tests.rules.conftest import FILES

CARD = Program(
    code="tiny", name="小", short_name="小", legal_basis=("法",), documents=(), case_prefix="TI", paths=(),
    regimes=(Regime("now", "法", date(2020, 1, 1)),),
    passports=(
        Passport("is_poor", "poor", "法 第一条", ("poor", "single"), recipients_only=True),
        Passport("is_near", "poor", "法 第一条", ("near",)),
        Passport("is_alone", "alone", "法 第二条"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({}, {}),
        ({"poor": Held("poor", receives=True)}, {"is_poor": True}),
        ({"poor": Held("single", receives=True)}, {"is_poor": True}),
        ({"poor": Held("single", receives=False)}, {}),
        ({"poor": Held("near", receives=False)}, {"is_near": True}),
        ({"poor": Held("none", receives=False)}, {}),
        ({"alone": Held("whatever", receives=False)}, {"is_alone": True}),
        ({"strange": Held("poor", receives=True)}, {}),
    ],
)
def test_a_finding_answers_the_fact_it_is_taken_over_for(held, expected):
    assert recognised(CARD, held) == expected


@pytest.mark.parametrize(
    ("passport", "reason"),
    [
        ('Passport("is_destitute", "other", "法")', ""),
        ('Passport("bought_house_in_3_years", "other", "法")', ""),
        ('Passport("is_full_time_student", "other", "法")', "是/否事实"),
        ('Passport("age_years", "other", "法")', "是/否事实"),
        ('Passport("nothing", "other", "法")', "是/否事实"),
        ('Passport("is_destitute", "tiny", "法")', "自己"),
    ],
)
def test_a_passport_answers_a_yes_or_no_that_is_checked(write, passport, reason):
    card = FILES["program.py"].replace("import Program", "import Passport, Program")
    card = card.replace('case_prefix="TI",', f'case_prefix="TI", passports=({passport},),')

    if not reason:
        assert write({"program.py": card}).program.passports[0].program == "other"
        return
    with pytest.raises(RuleError, match=reason):
        write({"program.py": card})


@pytest.mark.parametrize(
    ("fact", "reason"),
    [("is_counted", ""), ("has_debt", "asked_for"), ("age_years", "asked_for"), ("nothing", "asked_for")],
)
def test_for_whom_it_is_asked_is_a_yes_of_a_member(write, fact, reason):
    card = FILES["program.py"].replace('case_prefix="TI",', f'case_prefix="TI", asked_for="{fact}",')

    if not reason:
        assert write({"program.py": card}).program.asked_for == fact
        return
    with pytest.raises(RuleError, match=reason):
        write({"program.py": card})
