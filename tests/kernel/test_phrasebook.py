"""Chinese records retold in English through the catalogue of the product itself."""

import pytest

from minzheng.kernel import language
from minzheng.kernel.phrasebook import HAN, retell
from minzheng.rules.declare import Compare
from minzheng.rules.findings import RELATIONS, _compared
from minzheng.rules.wording import CODED, UNITS, say


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("家庭", "Household"),
        ("740.00元/人·月", "¥740.00 per person per month"),
        ("不超过6,240.00元（520.00元/人·月）", "at most ¥6,240.00 (¥520.00 per person per month)"),
        ("社会救助法 第十八条、第四十四条", "Social Assistance Law, arts. 18 and 44"),
        ("张三于2026-11-02去世", "张三 died on 2026-11-02"),
        ("不符合条件；张三于2026-11-02去世", "Not eligible; 张三 died on 2026-11-02"),
        ("2026年低保专项资金", "Earmarked fund dibao 2026"),
        ("2026年低保专项资金 可用资金", "Earmarked fund dibao 2026 Available money"),
        ("送达日期应在制发之后、今天之前。", "The date of service must lie between issue and today."),
        (
            "自2026年10月20日的次日起算，第60日为2026年12月19日，当日休息，顺延至2026年12月21日",
            "Counted from the day after 2026-10-20, day 60 is 2026-12-19, a day off, moved on to 2026-12-21",
        ),
        ("张三：周岁年龄", "张三: Age in years"),
        ("三组 18 号", "三组 18 号"),
        ("赵小明", "赵小明"),
        ("", ""),
    ],
)
def test_what_the_system_wrote_is_retold_and_data_stay(kept, told):
    with language.speaking("en"):
        assert retell(kept) == told


def test_in_chinese_nothing_is_retold():
    assert retell("家庭") == "家庭"


def test_every_unit_and_coded_word_is_told():
    values = [say(3, unit) for unit in UNITS] + [say(code, unit) for unit, words in CODED.items() for code in words]

    with language.speaking("en"):
        assert [value for value in values if HAN.search(retell(value))] == []


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize(("limit", "actual"), [(100, 100), (100, 250), (250, 100), (None, 3), (3, None)])
def test_every_comparison_is_told(relation, limit, actual):
    shows = Compare(has="has", relation=relation, needs="needs", each="")
    words = _compared(shows, {"has": actual, "needs": limit})

    with language.speaking("en"):
        assert [each for each in words if HAN.search(retell(each))] == []
