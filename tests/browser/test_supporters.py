"""What the law asks of a family beyond its own money: a supporter and circumstances, recorded on the pages."""

import datetime as dt

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDOW = Member("屈秀兰", impossible(dt.date(1948, 4, 9), 964), "02", {"transfer": "120"})


def test_a_widows_son_and_her_circumstances_are_recorded_and_seen(visit):
    township = visit("township1")
    household = steps.register(township, [WIDOW], address="四组 6 号")
    son = {
        "name": "屈志强", "relation": "child", "birth_date": "1974-05-02", "supported_count": "2",
        "income_month_fen": "3,600", "agreed_month_fen": "300", "source": "赡养协议",
    }  # fmt: skip

    page = township.go(f"/households/{household}/supporter/").page
    steps.fill(page, {"holds_from": steps.day_of(township), **son, "is_income_checked": "1"})
    page.click("#work button[type=submit]")
    page.wait_for_load_state("load")
    assert "须经其本人同意" in steps.text_of(page)

    steps.household_act(township, household, "supporter", **son, is_income_checked="0")
    steps.household_act(
        township, household, "condition", kind="labour_capacity", labour_capacity="fully_lost", source="入户调查"
    )
    words = steps.text_of(township.go(f"/households/{household}/").page)
    township.picture("household-with-supporter")

    assert "屈志强（屈秀兰的子女）" in words
    assert "赡养 2 人" in words
    assert "完全丧失劳动能力" in words
