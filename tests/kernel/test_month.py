from datetime import UTC, date, datetime

import pytest

from minzheng.kernel.moment import local_day, noon
from minzheng.kernel.month import Month, NotAMonth, months_between


def test_month_turns_the_year():
    december = Month.parse("2026-12")

    assert str(december.next()) == "2027-01"
    assert december.next().previous() == december
    assert december.plus(-12) == Month(2025, 12)
    assert (december.first_day, december.last_day) == (date(2026, 12, 1), date(2026, 12, 31))


def test_february_knows_leap_years():
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert Month.of(date(2026, 2, 28)).last_day == date(2026, 2, 28)


def test_months_order_and_count():
    assert Month(2025, 12) < Month(2026, 1)
    assert months_between(Month(2025, 11), Month(2026, 2)) == 3
    assert months_between(Month(2026, 2), Month(2025, 11)) == -3


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "202611", "", "2026-00", "1899-01"])
def test_month_refuses_what_is_none(text):
    with pytest.raises(NotAMonth):
        Month.parse(text)


def test_local_day_is_chinas_day():
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    assert local_day(late) == date(2026, 11, 24)
    assert local_day(noon(date(2026, 11, 24))) == date(2026, 11, 24)


def test_local_day_refuses_a_naive_moment():
    with pytest.raises(ValueError, match="时区"):
        local_day(datetime(2026, 11, 24, 8))
