"""The words of the design language."""

import datetime as dt

import pytest
from django.template import Context, Template

TODAY = dt.date(2026, 11, 24)


def drawn(source: str, **context) -> str:
    return Template(source).render(Context({"today": TODAY, **context}))


@pytest.mark.parametrize(
    ("fen", "words"),
    [(128000, "1,280.00"), (1, "0.01"), (0, "0.00"), (None, "—"), (123456789, "1,234,567.89")],
)
def test_yuan_of_fen(fen, words):
    assert drawn("{{ fen|yuan }}", fen=fen) == words


def test_money_has_sign_and_unit():
    assert (
        drawn("{% money 68000 per='月' %}")
        == '<span class="mz-money">¥680.00 <span class="mz-unit">元/月</span></span>'
    )


def test_money_unknown_is_said_not_zero():
    assert drawn("{% money fen %}", fen=None) == '<span class="mz-money mz-quiet">未知</span>'


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (-3, '<span class="mz-due mz-due-late">11-20 已逾期 3 个工作日</span>'),
        (0, '<span class="mz-due mz-due-soon">11-20 今天到期</span>'),
        (2, '<span class="mz-due mz-due-soon">11-20 还剩 2 个工作日</span>'),
        (3, '<span class="mz-due mz-due-calm">11-20 还剩 3 个工作日</span>'),
    ],
)
def test_due_says_the_days_left(left, words):
    assert drawn("{% due day left %}", day=dt.date(2026, 11, 20), left=left) == words


def test_day_names_another_year():
    assert drawn("{% day a %} {% day b %}", a=dt.date(2026, 1, 2), b=dt.date(2025, 1, 2)) == "01-02 2025-01-02"


def test_moment_is_chinese_time():
    at = dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)

    assert drawn("{{ at|zh_moment }}", at=at) == "2026年11月24日 00:30"


@pytest.mark.parametrize("tone", ["plain", "now", "warn", "done", "bad"])
def test_tag_has_word_and_shape(tone):
    shown = drawn("{% tag '公示中' tone %}", tone=tone)

    assert (shown.count("公示中"), shown.count("<use ")) == (1, 1)


def test_names_are_escaped():
    assert "<script>" not in drawn("{% tag word 'now' %}", word="<script>alert(1)</script>")
