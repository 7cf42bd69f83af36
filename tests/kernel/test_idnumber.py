from datetime import date

import pytest

from minzheng.kernel.idnumber import IdNumber, IdNumberError, age_on, check_digit, impossible, mask

TODAY = date(2026, 11, 24)


def test_parse_understands_what_people_type():
    number = impossible(date(1989, 1, 10), 1)

    parsed = IdNumber.parse(f" {number[:6]} {number[6:]} ", on=TODAY)

    assert parsed == IdNumber(number, date(1989, 1, 10), "1")


def test_parse_takes_a_lower_case_and_a_full_width_x():
    ending_in_x = next(one for one in (impossible(date(1990, 5, 5), n) for n in range(100)) if one.endswith("X"))

    assert IdNumber.parse(ending_in_x.lower()).value == ending_in_x
    assert IdNumber.parse(ending_in_x[:17] + "Ｘ").value == ending_in_x


def test_fifteen_digits_become_eighteen():
    eighteen = impossible(date(1966, 3, 4), 2)

    assert IdNumber.parse(eighteen[:6] + eighteen[8:17]).value == eighteen


def test_sex_comes_from_the_order_number():
    assert IdNumber.parse(impossible(date(1990, 1, 1), 2)).sex == "2"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有填写"),
        ("4299991898", "共10位"),
        ("42999918990101001A", "字符"),
        ("42999918990101001X", "最后一位应为 1"),
        ("429999190102290027", "不存在"),
        ("4.29999E+17", "科学计数"),
        ("429999189901010011", "超过130岁"),
    ],
)
def test_parse_says_exactly_why(text, reason):
    with pytest.raises(IdNumberError, match=reason):
        IdNumber.parse(text, on=date(2030, 1, 1))


def test_a_birth_date_after_the_day_is_refused():
    number = impossible(date(2026, 11, 25), 1)

    with pytest.raises(IdNumberError, match="晚于"):
        IdNumber.parse(number, on=TODAY)
    assert IdNumber.parse(number, on=date(2026, 11, 25)).birth_date == date(2026, 11, 25)


def test_a_changed_digit_is_noticed():
    number = impossible(date(1980, 6, 15), 7)

    for position in (0, 5, 12, 16):
        wrong = number[:position] + str((int(number[position]) + 1) % 10) + number[position + 1 :]
        with pytest.raises(IdNumberError):
            IdNumber.parse(wrong)


def test_the_message_and_the_repr_keep_the_number_private():
    number = impossible(date(1980, 6, 15), 7)
    with pytest.raises(IdNumberError) as refused:
        IdNumber.parse(number[:17] + ("0" if number[17] != "0" else "1"))

    assert number[:17] not in str(refused.value)
    assert number not in repr(IdNumber.parse(number))


def test_known_check_digits():
    assert check_digit("42999918990101001") == "1"
    assert mask("429999189901010011") == "4299**********0011"


def test_age_is_completed_years():
    assert age_on(date(1956, 11, 24), TODAY) == 70
    assert age_on(date(1956, 11, 25), TODAY) == 69
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
