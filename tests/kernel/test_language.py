"""Words in two languages: the language wanted, sums and days, citations, and Chinese records retold."""

import datetime as dt

import pytest

from minzheng.kernel import language
from minzheng.kernel.citation import english, names_in, number_of
from minzheng.kernel.english_numbers import in_words
from minzheng.kernel.fen import amount_in_words, fen_of_words
from minzheng.kernel.wording import (
    bracketed,
    clauses,
    day_words,
    labelled,
    listed,
    moment_words,
    month_words,
    sum_in_words,
    yuan_words,
)

DAY = dt.date(2026, 11, 26)


def told(function, *arguments):
    """Say the same in Chinese and in English."""
    with language.speaking("zh-hans"):
        chinese = function(*arguments)
    with language.speaking("en"):
        return chinese, function(*arguments)


def test_days_and_months_are_written_for_the_language():
    assert told(day_words, DAY) == ("2026年11月26日", "26 November 2026")
    assert told(month_words, "2026-01") == ("2026年1月", "January 2026")
    noon = dt.datetime(2026, 11, 26, 4, 5, tzinfo=dt.UTC)
    assert told(moment_words, noon) == ("2026年11月26日 12:05", "26 November 2026 12:05")


def test_sums_are_written_for_the_language():
    assert told(yuan_words, 128000) == ("¥1,280.00 元", "¥1,280.00")
    assert told(sum_in_words, 128005) == ("壹仟贰佰捌拾元零伍分", "one thousand two hundred and eighty yuan and 5 fen")


def test_lists_and_asides_are_written_for_the_language():
    assert told(listed, ["a", "b"]) == ("a、b", "a, b")
    assert told(clauses, ["a", "b"]) == ("a；b", "a; b")
    assert told(bracketed, "a") == ("（a）", " (a)")
    assert told(labelled, "a", "b") == ("a：b", "a: b")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (115, "one hundred and fifteen"),
        (1005, "one thousand and five"),
        (1280, "one thousand two hundred and eighty"),
        (1_000_000, "one million"),
        (-40, "minus forty"),
    ],
)
def test_numbers_in_english_words(number, words):
    assert in_words(number) == words


def test_what_is_kept_is_chinese_whoever_reads():
    with language.speaking("en"), language.as_kept():
        assert day_words(DAY) == "2026年11月26日"


def known(text):
    return {"社会救助法": "Social Assistance Law", "民发": "Minfa", "节选": "excerpt"}.get(text)


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("社会救助法 第十八条", "Social Assistance Law, art. 18"),
        ("社会救助法第四十五条、第四十八条", "Social Assistance Law, arts. 45 and 48"),
        ("社会救助法 第七十条第二款", "Social Assistance Law, art. 70 para. 2"),
        ("社会救助法 第七十条（六）", "Social Assistance Law, art. 70 item 6"),
        ("民发〔2021〕57号 第二十二条", "Minfa [2021] No. 57, art. 22"),
        ("国务院令第649号 第十条；民发 第九条", "State Council Order No. 649, art. 10; Minfa, art. 9"),
        ("民发〔2021〕57号 第二十一条至第二十三条", "Minfa [2021] No. 57, arts. 21 to 23"),
        ("民发〔2022〕83号 四（一）", "Minfa [2022] No. 83, part 4(1)"),
        ("社会救助法（2026）第十条", "Social Assistance Law 2026, art. 10"),
        ("社会救助法 第十条（节选）", "Social Assistance Law, art. 10 (excerpt)"),
        ("没有这部法 第十条", None),
        ("入户调查", None),
    ],
)  # fmt: skip
def test_citations_are_said_in_english(chinese, said):
    assert english(chinese, known) == said


def test_the_names_a_citation_needs():
    assert names_in("社会救助法 第三十七条；民发〔2021〕57号 第十条") == ["社会救助法", "民发"]
    assert names_in("示例：申请前12个月") == ["示例：申请前12个月"]


@pytest.mark.parametrize(("text", "number"), [("十", 10), ("十九", 19), ("二十", 20), ("一百零八", 108), ("57", 57)])
def test_chinese_numbers(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    "fen", [100, 128000, 128005, 120500, 100_000_000, 123_456_789_012, 1_000_100, -500, 12_300_000_050]
)
def test_an_amount_written_out_is_read_back(fen):
    assert fen_of_words(amount_in_words(fen)) == fen
