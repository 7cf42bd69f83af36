import pytest

from minzheng.kernel.fen import NotAnAmount, amount_in_words, format_yuan, parse_yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1280", 128000),
        ("1,280.5", 128050),
        ("￥１，２８０．００", 128000),
        ("680元", 68000),
        (" 0.01 ", 1),
        ("0", 0),
        ("¥1,234,567.89", 123456789),
    ],
)
def test_parse_yuan_reads_what_people_type(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有填写金额"),
        ("1.005", "小数超过两位"),
        ("-5", "负数"),
        ("一百", "不是金额"),
        ("1,28", "不是金额"),
        ("1e3", "不是金额"),
        ("1.", "不是金额"),
        ("9" * 20, "过大"),
    ],
)
def test_parse_yuan_says_why_it_refuses(text, reason):
    with pytest.raises(NotAnAmount, match=reason):
        parse_yuan(text)


def test_parse_yuan_takes_negatives_only_when_asked():
    assert parse_yuan("-5.20", negative=True) == -520


@pytest.mark.parametrize("fen", [0, 1, 99, 100, -128050, 123456789])
def test_format_yuan_reads_back(fen):
    assert parse_yuan(format_yuan(fen), negative=True) == fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (128000, "壹仟贰佰捌拾元整"),
        (1000000, "壹万元整"),
        (10010000, "壹拾万零壹佰元整"),
        (100000500005, "壹拾亿零伍仟元零伍分"),
        (101000000, "壹佰零壹万元整"),
        (-100, "负壹元整"),
    ],
)
def test_amount_in_words(fen, words):
    assert amount_in_words(fen) == words
